"""A register: the units that exist, one row each, in any format that a survey may have."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from pydantic_core import PydanticCustomError

from scp_ninhbinh.problems import Problem, ScpError
from scp_ninhbinh.rules import problem
from scp_ninhbinh.survey.cells import parse_kind
from scp_ninhbinh.survey.declared import Declared
from scp_ninhbinh.survey.headers import missing_from
from scp_ninhbinh.survey.lines import filled
from scp_ninhbinh.tables.opening import open_file
from scp_ninhbinh.tables.table import Reading, Table

COLUMNS: Final = ("kind", "id", "name", "area", "stratum")


class Known(NamedTuple):
    """A unit that a register lists."""

    kind: str
    id: str = ""
    name: str = ""
    area: str = ""
    stratum: str = ""


def read_register(path: str, declared: Declared) -> tuple[list[Known], list[Problem]]:
    """Return the units of a register in its order, and what is wrong with it."""
    units: list[Known] = []
    problems: list[Problem] = []
    try:
        with open_file(path, Reading(declared.encoding)) as file:
            for table in file.tables:
                problems += _read(table, units)
            return units, [*file.problems, *problems]
    except ScpError as error:
        return [], error.problems


def _read(table: Table, units: list[Known]) -> Sequence[Problem]:
    at = {name: index for index, name in enumerate(table.columns) if name in COLUMNS}
    if "kind" not in at or not {"id", "name"} & at.keys():
        return missing_from({"kind", "name"} - at.keys(), table.header)
    found: list[Problem] = []
    for row, cells in table.rows:
        if not filled(cells):
            continue
        texts = {name: cells[index].strip() if index < len(cells) else "" for name, index in at.items()}
        try:
            unit = Known(**texts | {"kind": parse_kind(texts["kind"])})
        except PydanticCustomError as error:
            place = table.source.place(row, "kind", table.line_of(cells))
            found.append(problem(error.type, place, texts["kind"], **(error.context or {})))
            continue
        units.append(unit)
    return [*table.problems, *found]
