"""Where something stands in a YAML document, and how what is wrong there is noted."""

from collections.abc import Callable

Path = tuple[str | int, ...]
Lines = dict[Path, int]
"""The line of each key and item, by its path from the top of the document."""
Complain = Callable[..., None]
"""Notes what is wrong: the rule, the path to it in the document, the value, details."""


class Unquoted(str):
    """A text that stands without quotation marks and that other programs read as a number or a date."""

    __slots__ = ()
