"""Which rows of a table are no units: totals, rows that name an area, parts of a unit, headings again, notes below."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final, NamedTuple

from scp_ninhbinh.plan.vocabulary import DATED, NOTES, SIGNATURES, TOTALS
from scp_ninhbinh.project.headings import numbers_rows
from scp_ninhbinh.survey.areas import area_key
from scp_ninhbinh.tables.table import Table, numbers_columns
from scp_ninhbinh.text.spelling import BYTE_ORDER_MARK, bare, fold, heading_key

_TOTALS: Final = frozenset(TOTALS) | frozenset(map(bare, TOTALS)) - {"cong", "tong"}
_SUMS: Final = (
    "tổng(?! công ty| kho| cục| đài)",
    "cộng(?! đồng| hòa| tác| nghệ)",
    "toàn (?:tỉnh|huyện|xã|thành|thị|khu)",
    "cả (?:tỉnh|huyện)",
    "chung$",
    "số (?:chợ|đơn vị|cơ sở)",
    "lũy kế",
    "trung bình",
    "bình quân",
    r"t\.? ?cộng",
    "tc$",
    "(?:grand )?total",
    "sub-?total",
    "average",
)
_MAY_BE_TOTAL: Final = re.compile(rf"(?:{'|'.join(_SUMS)})(?:\W.*)?")
_MAY_BE_TOTAL_PLAIN: Final = re.compile(rf"(?:{'|'.join(map(bare, _SUMS))})(?:\W.*)?")
"""What a total, a sub-total or an average begins with; and the same as typed without diacritics."""

_SUM_INITIALS: Final = frozenset("tcslbgsa")

_SCOPE: Final = re.compile(
    r"(?:tổng số|tổng cộng|tổng|cộng|total|grand total)[ :]+(?:(?:toàn|cả|chung|of the|whole) ?)*"
    r"(?:tỉnh|huyện|thành phố|xã|phường|địa bàn|province|district|sheet)?(?: [\w ]+)?"
)
"""A total and what it adds up: "Tổng cộng toàn tỉnh"."""

_TRIMMED: Final = " :.*()"
_INITIALS: Final = frozenset("tTcCsS ")
"""What a total begins with: most rows are passed over by one look."""

_NUMBERING: Final = re.compile(r"\s*(?:\(?(?:[IVXLC]{1,6}|[A-Za-z]|[0-9]{1,3})[.)\-:/]\s*|[IVXLC]{1,6}\s+)")
_LEVELS: Final = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3})+")
LONGEST_NUMBER: Final = 10
_LONE_NUMBER: Final = re.compile(r"\(?(?:[IVXLC]{1,6}|[A-Za-z]|[0-9]{1,3}(?:\.[0-9]{1,3})*)[.)]?")
_TITLED: Final = re.compile(
    r"(?:tỉnh|huyện|thành phố|tp\.?|thị xã|tx\.?|thị trấn|tt\.?|quận|phường|xã|đặc khu)\s+", re.IGNORECASE
)
_TITLES: Final = (
    "tỉnh",
    "huyện",
    "thành phố",
    "thị xã",
    "thị trấn",
    "quận",
    "phường",
    "xã",
    "district",
    "commune",
    "ward",
)
_MAY_BE_AREA: Final = re.compile(
    r"\s*\(?(?:[IVXLC]{1,6}|[A-Za-z]|[0-9]{1,3})[.)\-:/ ]|\s*(?:tỉnh|huyện|thành|tp|thị|tx|tt|quận|phường|xã|đặc)\b",
    re.IGNORECASE,
)
"""How the name of an area begins, titled or numbered: most names are passed over by one look."""

_PARTS: Final = (
    *("trong đó", "trong do", "tr.đó", "tr đó", "tr. đó", "chia ra", "chia theo", "bao gồm", "gồm có"),
    *("of which", "thereof", "including"),
)
_DASHES: Final = ("-", "–", "—", "+", "•", "*", "  ")
_DASHED: Final = re.compile(r"\s*[-–—+•*]|\s{2,}\S")
"""How a row begins that is a part of the one above; and how, where it is dashed or indented."""

_TOOLS: Final = re.compile(r'#[a-z]\w*.*|\{"ImportId".*|Response|Open-Ended Response')
"""Cells of the second header of survey tools: HXL tags, Qualtrics, SurveyMonkey."""

_YEAR: Final = re.compile("[0-9]{4}")
FEWEST: Final = 2

FARTHEST: Final = 200
"""Rows that are looked at for those that another adds up."""

TOTAL_INITIALS: Final = _INITIALS
TOTAL_CODES: Final = frozenset({"TC", "CONG", "TONG", "TONG SO", "TONG CONG", "TOTAL", "SUM"})
"""Totals that look like the code of a unit."""

Errors = list[Any]
"""What pydantic found wrong in a row."""


class WaitingRow(NamedTuple):
    """A row that waits for what the rest of the file shows.

    `apart` is whether a blank line or a total came between it and the last unit before it.
    """

    row: int
    cells: list[str]
    apart: bool
    unit: Any = None
    errors: Errors = []  # noqa: RUF012 (never changed)


def filled(cells: Sequence[str]) -> list[str]:
    """Return the texts of the cells that are filled."""
    return [cell.strip() for cell in cells if cell.strip()]


def total_word(cells: Sequence[str], name: str = "", folded_name: str = "") -> str | None:
    """Return the words by which a row calls itself a total: in its name, or in the first filled cell of a row without.

    What a total adds up may follow where the row has no name: "Tổng cộng toàn tỉnh" is no unit's.
    """
    first = next(filter(None, cells), "")
    if name[:1] not in _INITIALS and first[:1] not in _INITIALS:  # nearly always
        return None
    for text, folded in ((name, folded_name), (first, folded_name if first == name else "")):
        if text[:1] in _INITIALS:
            plain = (folded or fold(text)).strip(_TRIMMED)
            if plain in _TOTALS or (not name.strip() and _SCOPE.fullmatch(plain)):
                return text.strip()
    return None


def may_be_total(folded: str) -> bool:
    """Whether a folded name begins like that of a total or an average, such as "Cộng huyện Nho Quan"."""
    if folded[:1] not in _SUM_INITIALS:
        return False
    return bool(_MAY_BE_TOTAL.fullmatch(folded) or (folded.isascii() and _MAY_BE_TOTAL_PLAIN.fullmatch(folded)))


def is_total_of_area(name: str, areas: frozenset[str]) -> bool:
    """Whether a name is that of a total with an area behind it: "Cộng huyện Nho Quan"."""
    first, _, rest = name.strip().partition(" ")
    return fold(first) in _TOTALS and area_in(rest, areas) is not None


def is_blank(cells: Sequence[str], year_at: int) -> bool:
    """Whether nothing is filled in but the year, as in the rows of a form that nobody needed."""
    texts = filled(cells)
    return not texts or (year_at >= 0 and texts == [cells[year_at].strip()] and _YEAR.fullmatch(texts[0]) is not None)


def answers_in_words(cells: Sequence[str], at: Mapping[str, int], columns: Sequence[str]) -> bool:
    """Whether a row answers one of these columns in words, as a unit does; the cells of a sub-total are counts."""
    texts = [cells[at[name]].strip() for name in columns if at.get(name, -1) >= 0]
    return any(text and not text.isdecimal() for text in texts)


def is_note(cells: Sequence[str]) -> bool:
    """Whether a row begins as a note, a source or a signature does."""
    return any(text.startswith(NOTES) or DATED.match(text) for text in map(fold, filled(cells)))


def is_signature(cells: Sequence[str]) -> bool:
    """Whether a row holds only who signs a table, where and when."""
    texts = [fold(text) for text in filled(cells)]
    return bool(texts) and all(text.startswith(SIGNATURES) or DATED.match(text) for text in texts)


def without_numbering(text: str) -> str:
    """Return a text without the number or the letter before it, unless it is nothing else: "II. Siêu thị"."""
    return _NUMBERING.sub("", text, count=1).strip() or text.strip()


def area_in(text: str, areas: frozenset[str]) -> str | None:
    """Return the area that a text names, behind a number or a letter: by its title, or as one of the plan's `areas`."""
    for name in (text.strip(), without_numbering(text)):
        title = _TITLED.match(name)
        if title and name[title.end() : title.end() + 1].isupper():
            return name
        if area_key(name) in areas:
            return name
    return None


def is_titled(area: str) -> bool:
    """Whether an area is named with its title, as no unit is: "Huyện Nho Quan", and not "Nho Quan"."""
    return _TITLED.match(area) is not None


@cache
def are_areas(words: tuple[str, ...]) -> bool:
    """Whether units of a kind that is called so are areas themselves: communes, districts."""
    return any(fold(word).startswith(_TITLES) for word in words)


def begins_as_part(name: str, folded: str) -> bool:
    """Whether a name begins as that of a part of the unit above: "Trong đó: …", "- …", or further in."""
    return name.startswith(_DASHES) or folded.startswith(_PARTS)


def is_dashed(name: str) -> bool:
    """Whether a part is marked as one by a dash, or by standing further in."""
    return _DASHED.match(name) is not None


class Lines:
    """What the rows of a table have shown so far of those that are no units.

    `number_at` is the column that numbers the rows, None where the table has none; `numbered` is whether a row had a
    number in it, `signed` whether a signature has come; `areas_uncounted` whether a row that names an area had none, as
    units have. `last` is the whole number of the last unit that has one: once
    units are 1, 2, 3, a 2.1 is no number of a unit. `of_form` are rows of a form that may not have been filled in.
    """

    def __init__(self, table: Table, areas: frozenset[str]) -> None:
        self.table, self.areas = table, areas
        self.number_at = next((at for at, stack in enumerate(table.stacks) if numbers_rows(" ".join(stack))), None)
        self.numbered = self.signed = self.areas_uncounted = False
        self.last: str | None = None
        self.of_form: list[WaitingRow] = []
        self._asked: Sequence[str] | None = None
        self._number, self._counted = "", False

    def has_number(self, cells: Sequence[str]) -> bool:
        """Whether a row has a number in the column that numbers the rows; true where the table has no such column."""
        if self.number_at is None:
            return True
        if cells is not self._asked:  # of each row it is asked more than once
            self._asked, self._number = cells, cells[self.number_at].strip().rstrip(".")
            number = self._number
            self._counted = number.lstrip(BYTE_ORDER_MARK).isdecimal() or (
                self.last is None and _LEVELS.fullmatch(number) is not None
            )
            self.numbered |= self._counted
        return self._counted

    def keep(self, cells: Sequence[str]) -> None:
        """Note the number of a row that is a unit."""
        if self.has_number(cells) and self.number_at is not None and self._number.isdecimal():
            self.last = self._number

    def goes_on(self, cells: Sequence[str]) -> bool:
        """Whether a row has the number that follows that of the last unit."""
        if self.number_at is None or self.last is None or len(self.last) >= LONGEST_NUMBER:
            return False
        return cells[self.number_at].strip().rstrip(".") == str(int(self.last) + 1)

    def is_uncounted(self, cells: Sequence[str]) -> bool:
        """Whether a row lacks the number that others have."""
        return self.number_at is not None and not self.has_number(cells)

    def is_one_of_areas(self, words: tuple[str, ...], cells: Sequence[str], told: bool) -> bool:
        """Whether a row is of a kind whose units are areas themselves: a commune, and no "I Huyện Bắc" above them.

        Such a row names their area only if it is not `told` to be a unit: rows are declared to, and it answers nothing.
        """
        return are_areas(words) and (told or not self.is_uncounted(cells))

    def counts_as_unit(self, cells: Sequence[str]) -> bool:
        """Whether a row is numbered as units are, where rows that name areas are not: 1 Xã Ninh Vân below I Hoa Lư."""
        return self.areas_uncounted and self.number_at is not None and self.has_number(cells)

    def repeats_header(self, cells: Sequence[str]) -> bool:
        """Whether a row repeats the headings, numbers the columns, or is the second header of a survey tool."""
        texts = filled(cells)
        if len(texts) < FEWEST:
            return False
        same = all(
            heading_key(cell) in map(heading_key, stack)
            for cell, stack in zip(map(str.strip, cells), self.table.stacks, strict=False)
            if cell
        )
        return same or numbers_columns(cells) or all(_TOOLS.match(text) for text in texts)

    def area(self, name: str, folded: str, cells: Sequence[str]) -> str | None:
        """Return the area that a row names in place of a unit: by its name, or by the one text that it holds."""
        if not folded:
            texts = [text for text in filled(cells) if not _LONE_NUMBER.fullmatch(text)]
            if len(texts) != 1:
                return None
            name, folded = texts[0], fold(texts[0])
        if folded not in self.areas and not _MAY_BE_AREA.match(name):
            return None
        area = area_in(name, self.areas)
        return None if area and DATED.match(folded) else area  # "TP. Hồ Chí Minh, ngày …" signs a table


def summing_up(
    candidates: Sequence[tuple[Any, int | None]], units: Sequence[Any], names: Sequence[str]
) -> Iterator[tuple[Any, int | None]]:
    """Yield those, with their lines, of which all of these figures are the sums of two or more units next to them."""
    at = {id(unit): index for index, unit in enumerate(units)} if candidates else {}
    for unit, line in ((unit, line) for unit, line in candidates if id(unit) in at):
        own = {name: value for name in names if (value := getattr(unit, name, None)) is not None}
        index = at[id(unit)]
        following, before = units[index + 1 : index + 1 + FARTHEST], units[max(index - FARTHEST, 0) : index]
        if own and (_adds_up(own, following) or _adds_up(own, before[::-1])):
            yield unit, line


def _adds_up(own: Mapping[str, Any], others: Sequence[Any]) -> bool:
    sums, count = dict.fromkeys(own, 0), 0
    for other in others:
        figures = {name: getattr(other, name, None) or 0 for name in own}
        count += any(figures.values())  # one without figures is no part of a sum
        for name in own:
            sums[name] += figures[name]
        if count >= FEWEST and sums == own and any(own.values()):
            return True
        if any(sums[name] > own[name] for name in own):
            return False
    return False


def groups_of_parts(waiting: Sequence[tuple[WaitingRow, Any]]) -> Iterator[tuple[Any, list[WaitingRow]]]:
    """Yield each unit with the rows below it that begin as its parts."""
    for parent in dict.fromkeys(parent for _, parent in waiting):
        yield parent, [line for line, of in waiting if of is parent]
