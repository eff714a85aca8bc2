"""The words that a survey may use, and when two texts are the same word."""

import difflib
import unicodedata
from functools import lru_cache
from typing import Final

KINDS: Final = (
    "market",
    "supermarket",
    "trade_centre",
    "convenience_store",
    "industrial_zone",
    "industrial_cluster",
    "craft_village",
    "model",
    "campaign",
    "curriculum",
    "enterprise",
    "activity",
)
"""The kinds of unit, as the column `kind` says them."""

YES_NO: Final[dict[str, bool | None]] = {
    "": None,
    "yes": True,
    "no": False,
    "có": True,
    "không": False,
    "đúng": True,
    "sai": False,
    "true": True,
    "false": False,
    "1": True,
    "0": False,
}
"""Every word for an answer. "n", "x" and the like are not among them: they read in more than one way."""


def fold(text: str) -> str:
    """Return `text` as it is compared: composed (NFC), without case, white space reduced to single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


LONGEST_WORD: Final = 60
"""Characters beyond which a text is no misspelt word."""


@lru_cache
def nearest(word: str, choices: tuple[str, ...]) -> str | None:
    """Return the choice that `word` most likely means, or None where nothing is near."""
    found = difflib.get_close_matches(fold(word), choices, n=1, cutoff=0.75) if len(word) <= LONGEST_WORD else []
    return found[0] if found else None
