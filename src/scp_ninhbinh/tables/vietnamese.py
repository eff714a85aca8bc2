"""Whether text is Vietnamese: its letters, and how its syllables are built."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from scp_ninhbinh.text.spelling import composed

TONES: Final = "\u0300\u0309\u0303\u0301\u0323"
"""Grave, hook, tilde, acute and dot below, in the order of TCVN 5712."""

_VOWELS: Final = "aăâeêioôơuưy"
TONED: Final = {unicodedata.normalize("NFC", v + t): v + t for v in _VOWELS for t in ("", *TONES)}
ALPHABET: Final = frozenset("".join(TONED) + "".join(TONED).upper())

# Onset and rhyme; ~ is where the tone may stand, both in the old way (hòa) and the new one (hoà). Onsets such as
# "kr", the coda "k" and its lack of tone come from names of the highlands: Krông Búk, Đăk Nông.
_ONSET: Final = "ngh?|[cgknpt]h|tr|gi|qu?|[bdđhkpsx]r|[bgkmp]l|[sx]t|[bcdđghjklmnprstvx]"
_RHYME: Final = """
    a~(?:ch?|n[gh]?|[ikmoptuy])?  ă~(?:ng?|[ckmpt])  â~(?:ng?|[ckmptuy])
    e~(?:ng?|[ckmopt])?  ê~(?:ch|nh?|[kmptu])?  (?:i|u?y)ê~(?:ng?|[ckmptu])
    i~(?:ch|nh?|[akmptu])?  y~(?:ch|nh?|[pt])?  uy~(?:ch|nh?|[aptu])?  u~[iy]
    o~(?:ng?|[aceikmpt])?  oo~(?:c|ng)  ô~(?:ng?|[cikmpt])?  ơ~(?:n|[ikmpt])?
    oa~(?:ch?|n[gh]?|[imoptuy])?  oă~(?:ng?|[cmt])  oe~(?:n|[cmot])?
    u~(?:ng?|[acikmpt])?  uô~(?:ng?|[cimt])  uơ~  uê~(?:ch|nh?|u)?  uâ~(?:ng?|[ty])
    ư~(?:ng?|[acikmtu])?  ươ~(?:ng?|[cikmptu])
"""
_STOPPED: Final = "(?!.*(?:[cpt]|ch)$)|(?=.*[\u0301\u0323])"
_SYLLABLE: Final = re.compile(f"(?:{_STOPPED})(?:{_ONSET})?(?:{'|'.join(_RHYME.split())})".replace("~", f"[{TONES}]?"))
_TONE_APART: Final = str.maketrans(TONED)

# A word: no white space, ASCII signs or digits, quotes or dashes. Signs of Latin-1 may be letters in disguise, but
# around a word they are what they seem: °C, m², «a», Lego®. Misread UTF-8 disguises in quotes and hard spaces too.
_WORD: Final = re.compile(r"[^\s\0-@\[-`{-\x7f\u2010-\u206f]{2,}"), "«±°µ©", "»°²³¹ªº®™©"
DISGUISED: Final = re.compile(r"(?:[^\s\0-@\[-`{-\x7f]|\xa0){2,}"), "“‘„", "”’…"
_ABBREVIATION: Final = re.compile("[A-ZĐ]+")


def words(text: str, kind: tuple[re.Pattern[str], str, str] = _WORD) -> list[str]:
    """Return the words that show whether `text` is Vietnamese: of two letters or more, not all ASCII."""
    pattern, opening, closing = kind
    found = (word.lstrip(opening).rstrip(closing) for word in pattern.findall(composed(text)))
    return [
        word
        for word in found
        if not word.isascii()
        and len(word) > 1
        and not _ABBREVIATION.fullmatch(word)
        and ("\ufffd" in word or any(map(str.isalpha, word)))
    ]


@lru_cache(maxsize=4096)
def well_formed(word: str) -> bool:
    """Tell whether a word is a syllable as Vietnamese builds them."""
    return _SYLLABLE.fullmatch(word.lower().translate(_TONE_APART)) is not None


def in_case(word: str) -> bool:
    """Tell whether a word has capitals as people write them: misread text is often like `ChÃ¹a`."""
    return word[1:].islower() or word.isupper()


_WITHOUT_U: Final = re.compile("(?<![ưu\u00ad])ơ(?:ng|c|u)(?![^\\W\\d_])")


def lost_u(text: str) -> bool:
    """Tell whether text from TCVN3 lost a "ư", whose byte other programs drop as a soft hyphen: `trờng`, `nớc`.

    A "u" in its place is a slip of typing.
    """
    letters = composed(text).lower()
    return _WITHOUT_U.search("".join(TONED.get(letter, letter)[0] for letter in letters)) is not None
