"""A quick look at bytes: whether their text may have been converted wrongly before. Felt at start-up, so kept apart."""

import re
from typing import Final

# In UTF-8 (every letter here begins with 0xC3, so that one search finds them all): letters that Vietnamese does not
# use, capitals after small letters, and pairs of letters that it does not use, as in Xaõ, Daân and môc.
_FOREIGN: Final = b"".join(letter.encode()[1:] for letter in "ïøñöäåîûß×÷ÏØÑÖÄÛ")
_SUSPICIOUS: Final = re.compile(
    b"\xc3(?:[%s]|(?<=[a-z]\xc3)[\x80-\x9e]|(?<=[aA]\xc3)[\xb5\xb9\xa2\x95\x99\x82]|(?<=[eoEO]\xc3)[\xa2\x82]|\xb4c)"
    % _FOREIGN
)


def suspicious(data: bytes) -> bool:
    """Tell quickly whether UTF-8 `data` may hold what `encodings.misread` knows; if not, no cell needs to be asked.

    Found are the letters that Vietnamese does not use but misread text of a few words has. Single cells of letters
    that Vietnamese uses too may be missed.
    """
    # a search for one byte is ten times as fast as one for three
    replaced = b"\xef" in data and b"\xef\xbf\xbd" in data
    return replaced or b"\xc2" in data or _SUSPICIOUS.search(data) is not None
