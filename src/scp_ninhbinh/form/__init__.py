"""The empty survey form."""
