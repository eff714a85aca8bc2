"""Names that are no unit's: of a section of a table, of a comparison or a plan, of several units in one row."""

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from scp_ninhbinh.plan.vocabulary import Vocabulary
from scp_ninhbinh.survey.identity import folded_name
from scp_ninhbinh.survey.lines import FEWEST, without_numbering
from scp_ninhbinh.survey.totals import summed_columns
from scp_ninhbinh.text.safe import LIMIT, show
from scp_ninhbinh.text.say import Phrase, say
from scp_ninhbinh.text.spelling import bare, evened, fold

if TYPE_CHECKING:
    from scp_ninhbinh.survey.table_reader import TableReader

IN_EACH_ROW: Final = Phrase(
    "if it heads the rows below it, write the year and the kind of each row in columns of their own, or put each "
    "section into a sheet of its own; give it an id if it is a unit"
)
ONE_ROW_EACH: Final = Phrase("write a row for each unit; give it an id if it is one unit")
ID_OR_NAME: Final = Phrase("an id or a name")
NO_UNIT: Final = Phrase("delete the line if it is a comparison, a plan or a sum; give it an id if it is a unit")

FEWEST_SUMMED: Final = 3
"""Rows of which another has to be the sum: of two it often is by chance."""

MOST_OF_FORM: Final = 100_000
"""Rows of a form that are held until it is known whether units come below them."""

_SECTION_YEAR: Final = re.compile(r"(?:năm|nam|year) [0-9]{4}")
_EVERY: Final = ("các ", "danh sách ", "nhóm ", "khối ")
_COMPARING: Final = (
    r"so với\b.*",
    r"chênh lệch\b.*",
    r"cùng kỳ\b.*",
    r"t[ỷỉ] (?:lệ|trọng)\b.*",
    r"(?:mức )?trung vị\b.*",
    r"(?:mức |số )?tăng ?[/,(].*",
    r"(?:năm|kỳ) trước\b.*",
    r"(?:kế hoạch|chỉ tiêu)(?: giao| năm| quý| tháng|[ 0-9/])*",
    r"(?:dự kiến|ước (?:tính|đạt|thực hiện|cả năm|năm))\b.*",
    r"(?:đã )?(?:hủy|hoãn)(?: tổ chức)? ?[:(].*",
)
_NO_UNIT: Final = re.compile("|".join(_COMPARING))
_NO_UNIT_PLAIN: Final = re.compile("|".join(map(bare, _COMPARING)))
_REST: Final = re.compile(r"(?:các|những) .*(?:còn lại|khác)(?: ?\(.*\))?|khác|còn lại")
_BEGINNINGS: Final = frozenset(
    "so |chê|cùn|tỷ |tỉ |tru|mức|tăn|số |năm|kỳ |kế |chỉ|dự |ước|đã |hủy|hoã|"
    "che|cun|ty |ti |muc|tan|nam|ky |ke |chi|du |uoc|da |huy|hoa|các|nhữ|khá|còn|yea|dan|nhó|khố".split("|")
)
"""How such names begin, with and without diacritics; most names are passed over by one look."""

_BEHIND_NUMBER: Final = frozenset(".)-:/ IVXLC")
"""What the second sign of a name is behind a number or a letter."""
_SEVERAL: Final = re.compile(r"0*([0-9]{1,3}) (\w+)")
"""How many of what a row is for: "03 làng nghề mới"."""


def is_odd(reader: "TableReader", unit: Any, row: int, cells: list[str]) -> bool:
    """Whether a row is called as no unit is: it is doubtful, the name of a year or a kind only without answers."""
    name, folded = unit.name, unit.folded
    if (
        folded[:3] not in _BEGINNINGS
        and name[1:2] not in _BEHIND_NUMBER
        and not folded[:1].isdecimal()
        and folded not in reader.layout.known.kinds_by_word
    ):
        return False
    remedy = _remedy(reader, unit)
    if remedy is None or (remedy is IN_EACH_ROW and not reader.is_bare(cells)):
        return False
    reader.doubt(row, cells, remedy)
    return True


def remedy_for(reader: "TableReader", text: str, remedy: Phrase | None) -> dict[str, Any]:
    """Return the detail of a doubtful row that says what to do about it, where the rule does not."""
    remedy = remedy or (IN_EACH_ROW if _heads_section(text, reader.layout.known) else None)
    return {"remedy": remedy} if remedy else {}


def _remedy(reader: "TableReader", unit: Any) -> Phrase | None:
    """Return what to do about a name that heads a section, or speaks of no unit or of several; None of any other."""
    folded, known = unit.folded, reader.layout.known
    if _compares(folded):
        return NO_UNIT
    if _REST.fullmatch(folded):
        return ONE_ROW_EACH
    if folded[:1].isdecimal() and reader.own and not reader.own[-1].name[:1].isdecimal():
        several = _SEVERAL.match(folded)
        if several and int(several[1]) >= FEWEST and several[2] in _nouns(known.words_of(unit.kind)):
            return ONE_ROW_EACH
    return IN_EACH_ROW if _heads_section(unit.name, known) else None


def _compares(folded: str) -> bool:
    plain = folded.isascii() and _NO_UNIT_PLAIN.fullmatch(folded)
    return bool(plain or _NO_UNIT.fullmatch(folded))


@lru_cache(maxsize=100)
def _nouns(words: tuple[str, ...]) -> frozenset[str]:
    """Return what the words for a kind begin with: its units are counted by it."""
    return frozenset(fold(word).split()[0] for word in words)


def _heads_section(name: str, known: Vocabulary) -> bool:
    """Whether a name is that of a year or of a kind and nothing else: "Năm 2024", "II. Siêu thị"."""
    folded = evened(without_numbering(name))
    named = next((folded.removeprefix(word) for word in _EVERY if folded.startswith(word)), folded)
    return named in known.kinds_by_word or _SECTION_YEAR.fullmatch(folded) is not None


def is_form_row(reader: "TableReader", cells: Sequence[str], errors: Sequence[Any] = ()) -> bool:
    """Whether a row holds only what forms have in rows that nobody has filled in yet.

    These are numbers of rows, years, kinds, areas, and what is counted in which unit; what is wrong with it is that
    more is missing.
    """
    if len(reader.lines.of_form) >= MOST_OF_FORM or any(found["type"] != "missing-value" for found in errors):
        return False
    units = {column.unit_in for column in reader.layout.known.columns.values()}
    given = {"year", "kind", "area", *filter(None, units)}
    held = [(name, cell.strip()) for name, cell in zip(reader.table.columns, cells, strict=False) if cell.strip()]
    return all(name in given or (not name and cell.rstrip(".").isdecimal()) for name, cell in held)


def refuse_nameless(reader: "TableReader", unit: Any, cells: list[str]) -> None:
    """Refuse a row that does not name its unit; a file without ids and names gets one problem for all rows."""
    reader.not_entered += 1
    column = "name" if "name" in reader.at else "id"
    if column in reader.at:
        written = cells[reader.at[column]].strip()
        said = show(written, LIMIT)
        expected = say('an id or a name, which "{text}" is not', text=said) if written else ID_OR_NAME
        reader.add("missing-value", unit, cells, column, written, expected=expected)


def sums_of_all(reader: "TableReader") -> list[Any]:
    """Return each unit without an id of which every figure is the sum of all others of its year and kind.

    Such a row stands first or last of them, and is one in every year that has it: another is one by chance.
    """
    groups: dict[tuple[int, str], list[Any]] = defaultdict(list)
    complete = not reader.not_entered  # else a row is missing from the sums
    for unit in reader.own if complete and (reader.uncounted or not reader.has_ids) else ():
        groups[unit.year, unit.kind].append(unit)
    names = tuple(summed_columns(reader)) if groups else ()
    ends = [((units[0], units[1:]), (units[-1], units[:-1])) for units in groups.values() if names]
    sums = [unit for both in ends for unit, others in both if not unit.id and _is_sum(unit, others, names)]
    units = {folded_name(unit) for unit in reader.own if unit not in sums} if sums else ()
    return [unit for unit in sums if folded_name(unit) not in units]


def _is_sum(unit: Any, others: Sequence[Any], names: Sequence[str]) -> bool:
    """Whether the figures of a unit are the sums of those of others, which are added up until they are more."""
    own = {name: value for name in names if (value := getattr(unit, name, None))}
    sums, count = dict.fromkeys(own, 0), 0
    for other in others if own else ():
        figures = {name: getattr(other, name, None) or 0 for name in own}
        count += any(figures.values())
        for name, figure in figures.items():
            sums[name] += figure
            if sums[name] > own[name]:
                return False
    return count >= FEWEST_SUMMED and sums == own
