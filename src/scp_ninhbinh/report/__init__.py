"""Results as text, one module a format. Nothing here prints, reads a file or decides a verdict."""
