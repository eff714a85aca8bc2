"""Texts: what is said in the reader's language, made safe to show, spelt, and numbers as people write them."""
