"""Problems for people and for CI; `annotate` alone reads a file, in order to copy it."""
