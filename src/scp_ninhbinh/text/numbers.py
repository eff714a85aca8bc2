"""Numbers as people write them: 1250, 1 250, 1.250, 2.677,6. What could be two numbers is reported, never chosen.

A point may group thousands and a comma begin the decimals, as in Vietnamese, or the other way round. A number is
read in both ways; where only one is possible it also shows how the file's other numbers are written.
"""

import re
from fractions import Fraction
from typing import Final

from scp_ninhbinh.text.spelling import fold

Amount = int | Fraction
"""An exact number at or above zero."""


class Percentage(Fraction):
    """A share of 1, read and written as a percentage."""

    __slots__ = ()


class Stored(str):
    """A number that a workbook stores as one: a point begins its decimals, whatever the texts of the file do."""

    __slots__ = ()

    def value(self) -> Amount:
        """Return the exact number."""
        exact = Fraction(self)
        return exact.numerator if exact.denominator == 1 else exact


DECIMALS: Final = {"comma": ",", "point": "."}
"""The decimal marks by the names that `--decimal` takes."""

MOST_DIGITS: Final = 15
_BY_SPACE: Final = re.compile(r"[1-9][0-9]{0,2}(?:[ \u00a0\u202f][0-9]{3})+(?:[.,][0-9]+)?")
_INEXACT: Final = re.compile(
    r"(?:khoảng|gần|hơn|trên|dưới|ít nhất|tối đa|about|over|under|[~≈<>≥≤±]).*[0-9].*|[0-9][0-9., ]*[-–—][0-9., ]*[0-9]"
)


def _written_with(mark: str) -> re.Pattern[str]:
    """Return the form of a number whose decimals begin with `mark`: the other mark groups thousands."""
    group = re.escape("," if mark == "." else ".")
    whole = rf"[0-9]{{1,{MOST_DIGITS}}}|[1-9][0-9]{{0,2}}(?:{group}[0-9]{{3}}){{1,4}}"
    return re.compile(rf"({whole})(?:{re.escape(mark)}([0-9]{{1,{MOST_DIGITS}}}))?")


_WRITTEN: Final = {mark: _written_with(mark) for mark in DECIMALS.values()}


def values_by_mark(text: str) -> dict[str, Amount]:
    """Return what `text` is worth under each decimal mark under which it is a number."""
    compact = re.sub(r"\s", "", text) if _BY_SPACE.fullmatch(text) else text
    found = {mark: pattern.fullmatch(compact) for mark, pattern in _WRITTEN.items()}
    return {mark: _value(*match.groups(default="")) for mark, match in found.items() if match}


def is_inexact(text: str) -> bool:
    """Whether `text` is an estimate, a bound or a range: "khoảng 20", "> 600", "02 -03"."""
    return bool(_INEXACT.fullmatch(fold(text)))


def plain(value: Amount) -> str:
    """Write a number without any grouping, with a decimal point; exact, as every number of a survey has an end."""
    exact = Fraction(value)
    places = next(n for n in range(MOST_DIGITS + 1) if (exact * 10**n).denominator == 1)
    digits = str(int(exact * 10**places)).rjust(places + 1, "0")
    return f"{digits[:-places]}.{digits[-places:]}" if places else digits


def _value(whole: str, decimals: str) -> Amount:
    exact = Fraction(int(re.sub("[.,]", "", whole) + decimals), 10 ** len(decimals))
    return exact.numerator if exact.denominator == 1 else exact
