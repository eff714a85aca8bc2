"""The texts of every rule: what `check` says, what it advises, and why the rule is there."""
