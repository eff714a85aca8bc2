"""What can be wrong with an input, where, and the rule with its texts that says so."""
