"""The years that a title or a name says its figures are of: not those of documents that it names, nor of dates."""

import re
from collections.abc import Iterator
from typing import Final

from scp_ninhbinh.text.spelling import LONGEST, composed, fold

_Y: Final = r"((?:19|20|21)[0-9]{2})(?![0-9])"
_YEAR: Final = re.compile(rf"(?<![0-9]){_Y}")

_NUMBER: Final = re.compile(rf"[0-9]+/{_Y}/\w[\w-]*|[0-9]:{_Y}|[0-9]/[^\W\d]\S* năm {_Y}")
"""The number of a decision, a law or a standard: 12/2020/QĐ-UBND, 72/2020/QH14, ISO 14001:2015, 87/KH-UBND năm 2020."""

_NAMING: Final = re.compile(
    r"\W*(?:kèm theo|căn cứ|ban hành|theo(?! dõi)|pursuant to|according to|based on|attached to|issued)\b"
)
_DOCUMENT: Final = re.compile(r"\b(?:kèm theo|căn cứ|ban hành|quyết định|kế hoạch|số:? ?[0-9]\S* ngày)\b|[0-9]/[^\W\d]")
_OF_FIGURES: Final = re.compile(r"\b(?:số liệu|kết quả|thống kê|báo cáo|figures|results|report)\b")
"""A document of which is said that it holds figures, of the year that is named."""

_AS_OF: Final = re.compile(r"\b(?:đến|as of)(?: hết)?(?: ngày)? $")
_MONTHS: Final = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_DATE: Final = re.compile(
    rf"ngày[^\w]{{0,20}}[0-9]{{0,2}}[^\w]{{0,20}}tháng[^\w]{{0,20}}[0-9]{{0,2}}[^\w]{{0,20}}năm {_Y}"
    rf"|(?<![0-9])[0-9]{{1,2}}([/.-])[0-9]{{1,2}}\2{_Y}|(?<![0-9]){_Y}-[0-9]{{2}}-[0-9]{{2}}(?![0-9])"
    rf"|\b[0-9]{{1,2}} (?:{_MONTHS})[a-z]*,? {_Y}|\b(?:{_MONTHS})[a-z]* [0-9]{{1,2}},? {_Y}"
)
_PLACE: Final = re.compile(r"[\s(]*([^,;:]{2,40}), *tháng [0-9]{1,2} ?(?:/|năm) ?" + _Y, re.IGNORECASE)
"""Where and when a letter was written; a place has capital letters, and a title is no place."""

_RANGE: Final = re.compile(rf"(?<![0-9]){_Y} ?(?:[-\u2010-\u2015]|đến(?: hết)?|to|until) ?(?:năm )?{_Y}")
_UNTIL: Final = re.compile(rf"\b(?:(?:định hướng|tầm nhìn|đến|until|by)(?: đến)?(?: hết)?(?: năm)?) {_Y}")


def years_told(text: str, declared: int) -> set[int]:
    """Return the years of which a text says that its figures are; none, where it says the declared year at all."""
    if not (years := _YEAR.findall(text)) or str(declared) in years or len(text) > LONGEST:
        return set()
    folded = _NUMBER.sub(" ", fold(text))
    told = set(_of_dates(folded, declared))
    if (place := _PLACE.match(composed(text))) and _is_place(place[1]):
        return told | {year for year in (int(place[2]),) if year < declared}
    rest = _RANGE.sub(lambda found: _unless_within(found, declared), _DATE.sub(" ", folded))
    rest = _UNTIL.sub(lambda found: " " if declared <= int(found[1]) else found[0], rest)
    named = _NAMING.match(rest) and not _OF_FIGURES.search(rest)
    return told if named else told | set(map(int, _YEAR.findall(rest)))


def _of_dates(text: str, declared: int) -> Iterator[int]:
    """Yield the years of dates at which figures of a year cannot have been put together: dates before it.

    A document that is named may lie long before. Figures "as of" a date are of its year, or of the year before.
    """
    of_document = _DOCUMENT.search(text) is not None
    for found in _DATE.finditer(text):
        year = int(next(year for year in found.groups() if year and len(year) == len("2025")))
        as_of = _AS_OF.search(text[: found.start()])
        if (as_of and year > declared + 1) or (year < declared and (as_of or not of_document)):
            yield year


def _unless_within(found: "re.Match[str]", year: int) -> str:
    """Return a range of years as it is written, or nothing where it holds a year."""
    return " " if int(found[1]) <= year <= int(found[2]) else found[0]


def _is_place(text: str) -> bool:
    """Whether each word of a text has a capital letter, and one has no more of them."""
    words = text.split()
    return all(word[0].isupper() for word in words) and not all(word.isupper() for word in words)
