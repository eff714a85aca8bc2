"""Documents and results as text or bytes, one module a format."""
