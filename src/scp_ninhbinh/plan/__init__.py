"""The plan as data: its clauses, the words that it uses, and the YAML that declares them."""
