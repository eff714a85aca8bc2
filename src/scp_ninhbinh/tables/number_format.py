"""What a number format makes of a value: `0"00"` shows 700 where 7 is stored, and `#,##0,` shows thousands.

Formats are those of Excel. Only what changes the meaning matters here, so thousands are not grouped, and what shows
the value in another notation (dates, fractions, powers of ten) is taken for the value itself.
"""

import operator
import re
from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from math import isfinite
from typing import Final, Literal, NamedTuple

from scp_ninhbinh.text.numbers import is_inexact
from scp_ninhbinh.text.spelling import fold

SCALES: Final = frozenset(
    "chục tá trăm nghìn nghin ngàn ngan vạn triệu trieu tr trđ tỷ tỉ ngđ k dozen hundred thousand thousands million "
    "millions mio mn bn billion tấn tạ yến t ton tons tonne tonnes lạng g gr gam gram grams mg".split()
)
"""Words that make another number of the one beside them, or a weight in another unit than kilograms."""

LONGEST_CODE: Final = 255
"""Characters of a format: Excel takes no more."""

MOST_PLACES: Final = 30
MOST_DECIMALS: Final = 12
LARGEST: Final = Decimal(10) ** 15
SECTIONS: Final = 4
SAMPLES: Final = (1_234_567, 12, 0.25, 0, -5, "ab")
"""Values by which a format is tried out."""

_TOKEN: Final = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|[_*](?P<skipped>.)|\[(?P<bracket>[^\]]*)\]|(?P<general>General)'
    r"|(?P<digit>[0#?])|(?P<mark>[.,;@])|(?P<percent>%)|(?P<other>E[+-]|/|AM/PM|[ymdhs])|(?P<plain>.)",
    re.IGNORECASE | re.DOTALL,
)
_YEAR: Final = re.compile(
    r"""(?:\[\$?[^\]<>=]*\]|"[^"0-9]*"|\\.| )*y{3,4}(?:"[^"0-9]*"|[\\_].| )*(?:;@)?""", re.IGNORECASE
)
"""A format under which a date shows its year and no more."""

_CONDITION: Final = re.compile(r"(<=|>=|<>|<|>|=)(-?[0-9.]{1,20})")
_COMPARE: Final[dict[str, Callable[[Decimal, Decimal], bool]]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "<>": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "=": operator.eq,
}
_NUMBER: Final = re.compile(r"(?<![^\W\d_])[0-9](?:[0-9.,'\u2019\u00a0\u202f ]*[0-9])?")
"""A number in what is shown; the 2 of m2 is none."""

_OTHER_NOTATION: Final = re.compile(r"[0-9][eE][+-]?[0-9]|[0-9]/[0-9]")
_PLAIN: Final = re.compile(r"-?[0-9]{1,20}(?:\.[0-9]{1,20})?")
_NO_LETTER_AT_ENDS: Final = re.compile(r"^[\W_]+|[\W_]+$")
_DASHES: Final = frozenset("-–—")

Value = float | int | str
Reach = Literal[0, 1, 2]
NONE: Final = 0
SMALL: Final = 1
ALL: Final = 2
"""Which values may show as others: none, those below one (as where no zero is shown), or any."""

Meaning = Literal["same", "nothing", "another", "word"]
"""What a shown text means beside the stored one: the same, nothing, another number, or the word that is meant."""


class _Token(NamedTuple):
    kind: str
    text: str


_Section = tuple[_Token, ...]


@lru_cache(maxsize=1_000)
def reach(code: str, words: bool) -> Reach:
    """Return which values may show under this format as others, in a column of words or of numbers."""
    if shows_year(code):
        return ALL
    if not 0 < len(code) <= LONGEST_CODE or code.isalpha():
        return NONE
    if any(_condition(section) for section in _sections(code)):
        return ALL
    meaning = meaning_of_word if words else meaning_of_number
    texts = [(value, shown(code, value)) for value in SAMPLES]
    differing = [value for value, text in texts if text is not None and meaning(text, str(value)) != "same"]
    small = all(isinstance(value, int | float) and abs(value) < 1 for value in differing)
    return (SMALL if small else ALL) if differing else NONE


@lru_cache(maxsize=10_000)
def may_differ(text: str, stored: str) -> bool:
    """Whether a shown text may mean something else than the stored one, in a column of some kind."""
    return meaning_of_number(text, stored) != "same" or meaning_of_word(text, stored) != "same"


def shown(code: str, value: Value) -> str | None:
    """Return what a cell of this format shows, None where that is the value itself in some notation."""
    if not isinstance(value, str):
        return _shown_number(code, value) if isfinite(value) else None
    section = _section_for(_sections(code), value)
    texts = (value if kind == "@" else text for kind, text in section or () if kind in {"@", "literal"})
    return None if section is None else "".join(texts).strip()


@lru_cache(maxsize=10_000)
def _shown_number(code: str, value: float) -> str | None:
    sections = _sections(code)
    section = _section_for(sections, value)
    if section is None or {token.kind for token in section} & {"other", "percent"}:
        return None
    number = Decimal(str(value))
    return _filled(section, abs(number), "-" if number < 0 and section is sections[0] else "").strip()


def shows_year(code: str) -> bool:
    """Whether a date shows as its year under this format."""
    return len(code) <= LONGEST_CODE and _YEAR.fullmatch(code) is not None


def is_percent(code: str) -> bool:
    """Whether a format shows a share as a percentage; a percent sign in quotation marks is but a text."""
    if len(code) > LONGEST_CODE:
        return "%" in code
    return any(token.kind == "percent" for part in _sections(code) for token in part)


def meaning_of_number(text: str, stored: str, heading: str = "") -> Meaning:
    """Return what the shown text of a number means beside the stored one; the heading may name its unit."""
    rest = text.strip()
    if not rest:
        return "nothing"
    value = _decimal(stored)
    if value is None:
        return "same" if rest == stored.strip() else "another"
    if value == 0 and rest in _DASHES:
        return "same"
    if _OTHER_NOTATION.search(rest):
        return "same"
    numbers = list(_NUMBER.finditer(rest))
    if not numbers:
        return "another" if value or any(map(str.isalnum, rest)) else "nothing"
    before, after = rest[: numbers[0].start()], rest[numbers[0].end() :]
    same = len(numbers) == 1 and _agrees(numbers[0][0], abs(value)) and not _adds(before, after, heading)
    turned = value > 0 and before.strip()[-1:] in {"-", "−", "("}
    return "same" if same and not turned else "another"


def meaning_of_word(text: str, stored: str) -> Meaning:
    """Return what the shown text of a cell of words means beside the stored one: as a rule, it is the word."""
    core = _NO_LETTER_AT_ENDS.sub("", text)
    if not text.strip():
        return "nothing"
    if not core or _NUMBER.fullmatch(core):
        value = _decimal(stored)
        padded = core.startswith("0") and not stored.lstrip("-").startswith("0")
        if value is None or not core or (_agrees(core, abs(value)) and not padded):
            return "same"
        return "word" if padded and _agrees(core, abs(value)) else "another"
    return "same" if core == stored.strip() else "word"


def _decimal(text: str) -> Decimal | None:
    return Decimal(text) if _PLAIN.fullmatch(text) else None


def _agrees(number: str, value: Decimal) -> bool:
    """Whether a written number is this one, rounded to the decimals that it has under either mark."""
    digits = re.sub("[^0-9]", "", number)
    tail = re.search(r"[.,]([0-9]+)$", number)
    places = {0, len(tail[1]) if tail else 0}
    return len(digits) <= MOST_PLACES and any(
        abs(Decimal(digits).scaleb(-n) - value) <= Decimal("0.5000001").scaleb(-n) for n in places
    )


def _adds(before: str, after: str, heading: str) -> bool:
    """Whether the texts around a number make another one of it, in a way that the heading does not say."""
    words = re.findall(r"[^\W\d_]+", f"{before} {after}")
    scales = {fold(word) for word in words if word == "M" or fold(word) in SCALES}  # an m alone is a metre
    named = set(re.findall(r"[^\W\d_]+", fold(heading)))
    return bool(scales - named or set(before + after) & {"%", "‰"} or is_inexact(f"{before.strip()} 1".strip()))


@lru_cache(maxsize=1_000)
def _sections(code: str) -> tuple[_Section, ...]:
    sections: list[list[_Token]] = [[]]
    for found in _TOKEN.finditer(code[:LONGEST_CODE]):
        token = _token(str(found.lastgroup), found[0], found[found.lastgroup or 0])
        if token.kind == ";":
            sections.append([])
        else:
            sections[-1].append(token)
    return tuple(map(tuple, sections))


def _token(kind: str, written: str, text: str) -> _Token:
    match kind:
        case "quoted" | "escaped" | "plain":
            return _Token("literal", text)
        case "skipped":
            return _Token("literal", text if written[0] == "*" and text.isalnum() else " ")
        case "bracket" if text.startswith("$"):
            return _Token("literal", text[1:].partition("-")[0])
        case "bracket" if text.casefold().strip("hms") == "":
            return _Token("other", text)
        case "mark":
            return _Token(text, text)
        case _:
            return _Token(kind, text)


def _condition(section: _Section) -> re.Match[str] | None:
    found = [_CONDITION.fullmatch(token.text.replace(" ", "")) for token in section if token.kind == "bracket"]
    return next((one for one in found if one), None)


def _section_for(sections: Sequence[_Section], value: Value) -> _Section | None:
    """Return the part of a format by which a value is shown."""
    if isinstance(value, str):
        last = sections[-1]
        return last if len(sections) == SECTIONS or any(token.kind == "@" for token in last) else None
    numeric = [one for one in sections[: SECTIONS - 1] if not any(token.kind == "@" for token in one)]
    number = Decimal(str(value))
    if not numeric:
        return None
    if any(map(_condition, numeric)):
        return next((one for one in numeric if _holds(_condition(one), number)), None)
    if number < 0:
        return numeric[min(1, len(numeric) - 1)]
    return numeric[-1] if number == 0 and len(numeric) == SECTIONS - 1 else numeric[0]


def _holds(condition: re.Match[str] | None, number: Decimal) -> bool:
    bound = _decimal(condition[2]) if condition else None
    return condition is None or (bound is not None and _COMPARE[condition[1]](number, bound))


def _filled(section: _Section, number: Decimal, sign: str) -> str:
    """Return a section with the digits of a number in its places."""
    kinds = [token.kind for token in section]
    point = kinds.index(".") if "." in kinds else len(kinds)
    whole_at = [at for at, kind in enumerate(kinds) if kind == "digit" and at < point]
    part_at = [at for at, kind in enumerate(kinds) if kind == "digit" and at > point]
    thousands = _commas_after(kinds, whole_at) + _commas_after(kinds, part_at)
    scaled = number.scaleb(-3 * thousands)
    places = Decimal(1).scaleb(-min(len(part_at), MOST_DECIMALS))
    rounded = scaled.quantize(places, ROUND_HALF_UP) if scaled < LARGEST else scaled
    whole, _, part = f"{rounded:f}".partition(".")
    zeros = sum(section[at].text == "0" for at in whole_at)
    digits = whole.lstrip("0").zfill(zeros) if zeros else whole.lstrip("0")
    at = dict(zip(part_at, part, strict=False)) | _spread(digits, whole_at)
    fixed = {"general": format(number.normalize(), "f"), ".": "." if part else ""}
    return sign + "".join(
        at.get(index, text if kind == "literal" else fixed.get(kind, "")) for index, (kind, text) in enumerate(section)
    )


def _commas_after(kinds: Sequence[str], places: Sequence[int]) -> int:
    """Return how many commas follow the last of these places: each divides by a thousand."""
    rest = kinds[places[-1] + 1 :] if places else ()
    return next((n for n, kind in enumerate(rest) if kind != ","), len(rest))


def _spread(digits: str, places: Sequence[int]) -> dict[int, str]:
    """Return what stands at each place: one digit from the right on, and all the rest at the first."""
    at: dict[int, str] = {}
    for place in reversed(places[1:]):
        at[place], digits = digits[-1:], digits[:-1]
    return at | dict.fromkeys(places[:1], digits)
