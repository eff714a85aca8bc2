"""Results as text or bytes. Nothing here decides a verdict; `annotated` alone reads a file, in order to copy it."""
