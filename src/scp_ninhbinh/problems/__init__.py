"""What can be wrong with an input, and where (`problem`), and the rules by topic with their texts."""
