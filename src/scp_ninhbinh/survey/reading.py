"""Survey files, and the register they are held against → validated units, with every problem of every row."""

from collections.abc import Collection, Iterator, Sequence
from typing import Final

from scp_ninhbinh.files import identity
from scp_ninhbinh.problems.many import limited
from scp_ninhbinh.problems.problem import Place, Problem, ScpError, Source, has_errors, problem
from scp_ninhbinh.project.declared import NOTHING_DECLARED, Blank, Constant, Declared
from scp_ninhbinh.project.headings import headings_of
from scp_ninhbinh.survey.areas import AreaGroups, area_key, check_areas
from scp_ninhbinh.survey.causes import without_consequences
from scp_ninhbinh.survey.columns import Context
from scp_ninhbinh.survey.declared import Expected
from scp_ninhbinh.survey.identity import check_identities, check_lasting
from scp_ninhbinh.survey.ids import Doubts, check_ids
from scp_ninhbinh.survey.look_alikes import check_look_alikes
from scp_ninhbinh.survey.magnitudes import check_fractions
from scp_ninhbinh.survey.pool import Entries, Input, Register, Survey, enrol
from scp_ninhbinh.survey.table_reader import TableReader
from scp_ninhbinh.survey.units import NO_YEAR, Layout, Listed, RegisterLayout
from scp_ninhbinh.tables.opening import open_file
from scp_ninhbinh.tables.table import Progress
from scp_ninhbinh.text.likely import Suggestions
from scp_ninhbinh.text.say import Phrase
from scp_ninhbinh.text.spelling import fold

NO_SHEET: Final = frozenset({"no-such-sheet", "survey-sheet-not-read"})
"""Why a constant of a sheet is not used: that follows from these."""


def read_survey(
    paths: Sequence[str],
    expected: Expected,
    declared: Declared = NOTHING_DECLARED,
    register: str | None = None,
    progress: Progress | None = None,
) -> tuple[Survey, list[Problem]]:
    """Read every file and check every row; the survey may be scored only if no problem is an error.

    `register` is the file that lists the units there are.
    """
    suggestions = Suggestions()
    survey = Survey(Entries(areas=AreaGroups(expected.every_area)), declared)
    context = Context(expected, declared, suggestions, Layout(expected.known, expected.required()))
    listing = Context(expected, declared, suggestions, RegisterLayout(expected.known))
    files, problems = _each_once(paths)
    if register is not None:
        survey.register = Register(Entries())
        wrong = _read_file(register, listing, survey.register.entries, None)
        survey.register.sound = not has_errors(wrong)
        problems += wrong
    for path in files:
        problems += _read_file(path, context, survey.entries, progress)
    years = [year for year in survey.years if year in expected.years]
    checked = [*_check_units(survey, expected, years, suggestions)]
    if context.cells.fractions:
        checked += check_fractions(survey.entries.units, years, expected.known)
    problems += limited(checked, Source(next(iter(paths), register or "")))
    if all(read.sha256 for read in survey.every_input):  # else a table that was not read may lack the column
        problems += _unused(declared, context.used | listing.used, {found.rule for found in problems})
    return survey, without_consequences(problems)


def read_register(
    path: str, expected: Expected, declared: Declared = NOTHING_DECLARED
) -> tuple[list[Listed], list[Problem]]:
    """Return the units that a register lists, in its order, and what is wrong with it."""
    survey, problems = read_survey([], expected, declared, path)
    return survey.register.units if survey.register else [], problems


def _check_units(
    survey: Survey, expected: Expected, years: Sequence[int], suggestions: Suggestions
) -> Iterator[Problem]:
    """Yield what only all rows show: those that may or may not be about one unit, areas, and the register's word."""
    register, units_of = survey.register, survey.entries.units
    kinds = tuple(map(expected.known.called_kind, expected.known.kinds))
    followed = expected.followed - register.kinds if register else expected.followed
    yield from check_identities(units_of, years, kinds, followed, survey.entries.asides, survey.entries.areas)
    doubts = _check_ids(survey, expected, years)
    yield from doubts.problems
    compared = expected.compared - register.kinds if register else expected.compared
    asides, areas = survey.entries.asides, survey.entries.areas
    yield from check_look_alikes(units_of, years, compared, expected.known, asides.without_id, areas)
    yield from check_lasting(units_of, years, expected.known, survey.entries.identity, doubts.crossed)
    listed = {year: survey.entries.years[year].values() for year in years if year in expected.areas}
    yield from check_areas(listed, expected.areas, expected.every_area, suggestions)
    if register and register.sound:
        yield from enrol(survey, register, years, kinds, suggestions)
    yield from _of_another_plan(survey, expected, years)


def _check_ids(survey: Survey, expected: Expected, years: Sequence[int]) -> Doubts:
    """Return what speaks against the ids, of the register too; the survey takes over what they are read as instead."""
    entries, register = survey.entries, survey.register
    listed = register.entries.years[NO_YEAR] if register else {}
    doubts = check_ids(
        entries,
        years,
        expected.known,
        expected.pools,
        entries.areas,
        listed.keys(),
        {*expected.occasions, *(register.kinds if register else ())},
    )
    entries.first_ids = doubts.first_ids
    if register:
        doubts.problems[:0] = check_ids(
            register.entries, [NO_YEAR], expected.known, expected.pools, entries.areas
        ).problems
    return doubts


def _of_another_plan(survey: Survey, expected: Expected, years: Sequence[int]) -> Iterator[Problem]:
    """Yield the kinds that the plan does not ask for, and whether the survey seems to be of another plan."""
    found = {
        kind: [one for year in years for one in survey.entries.units((kind,), year)] for kind in expected.known.kinds
    }
    met = {kind: units for kind, units in found.items() if units}
    for kind, units in met.items():
        if kind not in expected.asked:
            called = expected.known.called_kind(kind)
            yield problem("kind-not-asked", units[0].source.place(units[0].row, "kind"), called, n=len(units))
    strange = survey.entries.strange
    unknown = len(strange) + sum(kind not in expected.asked for kind in met)
    if unknown * 2 <= len(strange) + len(met):
        return
    known = {area_key(name) for names in expected.areas.values() for name in names}
    areas = {unit.area for units in met.values() for unit in units} | {*strange.values()}
    keys = {area_key(area) for area in areas if area.strip()}
    if keys and not keys & known:
        yield problem("another-plan", Place(survey.inputs[0].path), plan=expected.plan)


def _each_once(paths: Sequence[str]) -> tuple[Collection[str], list[Problem]]:
    """Return the paths of different files, and a problem for each that is given again."""
    files: dict[object, str] = {}
    problems = []
    for path in paths:
        same = identity(path)
        if same in files:
            problems.append(problem("file-twice", Place(path)))
        files.setdefault(same, path)
    return files.values(), problems


def _read_file(path: str, context: Context, entries: Entries, progress: Progress | None) -> list[Problem]:
    """Read all tables of one file into the entries; its numbers are settled when all of them have been seen."""
    context.cells.begin()
    try:
        encoding = context.declared.encoding_of(path)
        with open_file(path, headings_of(context.declared, context.layout.known, path), encoding, progress) as file:
            tables = [TableReader(table, context, entries).read() for table in file.tables]
            found = [found for table in tables for found in table.settle()]
    except ScpError as error:
        entries.inputs.append(Input(path, None, 0))
        return error.problems
    file.problems += _missing_sheets(path, file.sheets, context.declared)
    rows = sum(table.rows for table in tables)
    entries.inputs.append(Input(path, file.sha256(), rows))
    if not rows and not has_errors(found):  # of a form some sheets may stay empty, but not all
        found += [problem("no-rows", reader.table.header) for reader in tables[:1]]
    return [*file.problems, *found]


def _missing_sheets(path: str, names: Sequence[str], declared: Declared) -> Iterator[Problem]:
    """Yield an error for each sheet that is declared of a file and that it lacks; one not to be read may be missing."""
    of_file = declared.of_file(path)
    there = set(map(fold, names))
    for name, table in of_file.sheets.items() if of_file else ():
        if name not in there and not table.skip and table.at:
            yield problem("no-such-sheet", table.at, table.at.column, file=path, choices=tuple(names))


def _unused(declared: Declared, used: Collection[Constant | Blank], rules: Collection[str]) -> Iterator[Problem]:
    """Name the constants that no table took; of a project not those that an option replaces, nor of sheets not read."""
    replaced = {one.column for one in declared.constants}
    project = [one for one, _ in declared.project.constants()] if declared.project else []
    of_project = [one for one in project if one.column not in replaced and NO_SHEET.isdisjoint(rules)]
    for constant in [*declared.constants, *of_project]:
        if constant not in used:
            place = constant.at or Place(constant.text(), column=constant.column, field="set")
            reason = _why_unused(constant, declared.constants)
            yield problem("set-not-used", place, constant.text(), reason=reason, by=constant.by)


def _why_unused(constant: Constant, others: Sequence[Constant]) -> Phrase:
    """Say why no table took a constant: another one of the column came after it, or no table lacks the column."""
    later = others[others.index(constant) + 1 :] if constant in others else ()
    if any((one.column, fold(one.sheet or "")) == (constant.column, fold(constant.sheet or "")) for one in later):
        return Phrase("a later one gives the column another value")
    return Phrase("no sheet of that name lacks the column") if constant.sheet else Phrase("every table has it")
