"""What each command says, as neutral documents. Nothing here decides a verdict or knows a format."""
