"""What stands around a table and speaks against how it is read: legends, titles, the names of its sheet and file."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from scp_ninhbinh.problems.problem import Problem, problem
from scp_ninhbinh.text.spelling import bare, fold

if TYPE_CHECKING:
    from scp_ninhbinh.survey.table_reader import TableReader

NOT_READ: Final = frozenset({"above-header", "note-row"})
"""Rules of lines that are not read, and may say how the others are meant."""

_SAYS: Final = re.compile(
    r"(?:^|[\W_])(?:khong|chua|chang|ngung|danh sach|ds|list|not?|never|without|du kien|du bao|uoc|ke hoach|cam ket|"
    r"planned|forecast|projected|estimated|expected|pledged)(?:$|[\W_])"
)
"""What names must have in them that say something of a table; typed without diacritics, apart by one sign."""

_LEGEND: Final = re.compile(r"\W*(?:quy ước|ký hiệu|ghi chú|chú thích|chú giải|lưu ý|legend|key|note)\b")
"""What a legend begins with that stands beside the headings."""


def said_around(reader: "TableReader", problems: Sequence[Problem]) -> Iterator[Problem]:
    """Yield what is said around a table against how it is read; most have nothing around them."""
    lines = [*(one for one in problems if one.rule in NOT_READ), *_names(reader), *_beside(reader)]
    if not (lines or reader.declared.headings):
        return
    from scp_ninhbinh.survey.legends import inverted_legends
    from scp_ninhbinh.survey.titles import said_by_titles

    legends = [*inverted_legends(reader, lines)]
    yield from legends
    told = {one.place for one in legends}
    yield from said_by_titles(reader, [one for one in lines if one.place not in told])


def _names(reader: "TableReader") -> Iterator[Problem]:
    """Yield the names of the sheet and of the file that may say something, as lines above the table."""
    place = reader.table.header._replace(row=None, line=None)
    file = place.path.replace("\\", "/").rpartition("/")[2].rpartition(".")[0]
    for name in filter(None, (place.sheet, file)):
        if _SAYS.search(bare(fold(name.replace("-", " ").replace("_", " ")))):
            yield problem("above-header", place, name)


def _beside(reader: "TableReader") -> Iterator[Problem]:
    """Yield the legends that stand in the row of the headings, as lines above the table."""
    table = reader.table
    for name in table.columns:
        if name and name not in reader.columns.headings.names and _LEGEND.match(fold(name)):
            yield problem("above-header", table.header._replace(column=name), name)
