"""The header of a table: where its columns stand, what is wrong with its headings, and what these tell of rows."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

from scp_ninhbinh.plan.vocabulary import Vocabulary
from scp_ninhbinh.problems.problem import Place, Problem, problem
from scp_ninhbinh.project.declared import Constant, TableDeclared
from scp_ninhbinh.project.headings import HeadingReader, half
from scp_ninhbinh.survey.cells import DASHES, UNKNOWN_MARKS, is_no, is_yes
from scp_ninhbinh.survey.columns import ABSENT, Context
from scp_ninhbinh.survey.declared import VALUES, YEAR, likely_constant
from scp_ninhbinh.survey.units import Layout
from scp_ninhbinh.tables.table import Row, Stack, Table, heading_text, positions
from scp_ninhbinh.text.likely import Suggestions
from scp_ninhbinh.text.say import Phrase
from scp_ninhbinh.text.spelling import heading_key

GUESSED: Final = 50
"""Unknown columns for which the likely one is looked up; a table of hundreds is no survey."""


SET_IT: Final = Phrase("add the column, or declare it for every row: --set {example}")

A_REGISTER: Final = Phrase(
    "if this is the list of all units, give it with --register (in scp.yaml: register); else add the column, or "
    "declare it for every row: --set {example}"
)

NO_NAMES: Final = Phrase(
    'if the sheet is not of the survey, declare it in scp.yaml (scp init): "{sheet}": skip; else name the units'
)

ONE_HALF: Final = Phrase(
    'it is one half of an answer: declare both in scp.yaml under columns, this one as "{value}": {half}, or skip'
)

OTHER_SIGNS: Final = Phrase(
    "1 and x are read as yes and 0 as no, whatever is said of them: write yes and no in the cells, and name the column "
    "alone"
)

SIDE_BY_SIDE: Final = Phrase(
    "years that stand side by side need rows, or a sheet, of their own; or declare in scp.yaml under columns: the "
    "headings of one year as what they name, and those of the others as skip"
)

SAME_HEADING: Final = Phrase("give each of the two a heading of its own that says what it holds")
"""The remedy where both are called the same, as below a heading merged over them: neither can be declared by itself."""

HEADING: Final = "a heading"
"""What tells a constant that stands in brackets in a heading."""

_RECORDS: Final = frozenset(
    (
        "uuid|index|submission time|submission id|start time|completion time|submit date|submitdate|date submitted|"
        "timestamp|dấu thời gian|thời gian bắt đầu|thời gian hoàn thành|thời gian gửi|ngày gửi|giờ bắt đầu|"
        "giờ hoàn thành|response id|respondent id|collector id|collectorid|recipientemail|startlanguage|lastpage|"
        "date last action|meta instanceid|instanceid|formhub uuid|x uuid|xform id string|deviceid|submitted by|start"
    ).split("|")
)
"""Headings that survey tools put beside the number of a submission."""

_RECORD_NUMBER: Final = "id"
"""The heading of that number, as it is compared: `_id`, `ID`, `id`. A "mã" is people's own."""


class TableColumns:
    """Where the columns of one table stand: `at` holds the position of each, of constants from the end.

    `pairs` are the answers given in two columns, by the positions of their yes and their no; `without_heading` are the
    positions of columns that no heading names. `told` are constants that headings tell.
    """

    def __init__(self, table: Table, context: Context, declared: TableDeclared, headings: HeadingReader) -> None:
        self.table, self.layout, self.declared, self.headings = table, context.layout, declared, headings
        self.problems: list[Problem] = [*self._record_numbers()]
        self.problems += check_header(table, self.layout, headings, context.suggestions)
        self.problems += self._missing_headings()
        self.at = positions(table.columns)
        self.told: dict[str, Constant] = {}
        self.divisors = {one.divided_by for one in context.layout.known.columns.values() if one.divided_by}
        self.pairs, self.both_marked = self._pairs(), set[tuple[str, int]]()
        self.at |= {name: yes for name, (yes, _) in self.pairs.items()}
        self.constants = self._constants()
        extra = len(self.constants) + 1 + (declared.areas_in_rows and "area" in self.layout.columns)
        if declared.areas_in_rows:
            self._take_areas_from_rows(extra)
        self.at |= {name: index - extra for index, name in enumerate(self.constants)}
        self.without_heading = [at for at, stack in enumerate(table.stacks) if not stack]

    def extra(self) -> list[str]:
        """Return what is put at the end of each row: the constants, the area of rows below it, an empty cell."""
        areas = [""] if self.declared.areas_in_rows else []
        return [*(constant.value for constant in self.constants.values()), *areas, ""]

    def paired(self, table: Table, problems: list[Problem]) -> Iterable[Row]:
        """Return the rows, with each answer in two columns as one."""
        return self._paired(table, problems) if self.pairs else table.rows

    def _paired(self, table: Table, problems: list[Problem]) -> Iterator[Row]:
        width = len(table.columns)
        for row, cells in table.rows:
            for name, (yes, no) in self.pairs.items() if len(cells) == width else ():
                marked = _is_marked(cells[yes]), _is_marked(cells[no])
                if marked == (True, True):
                    place = table.source.place(row, table.columns[yes], table.line_of(cells))
                    problems.append(
                        problem("answer-pair", place, self.layout.known.called(name), yes=cells[yes], no=cells[no])
                    )
                    self.both_marked.add((name, row))
                cells[yes] = _ONE_ANSWER.get(marked, _odd(cells, yes, no))
            yield row, cells

    def _pairs(self) -> dict[str, tuple[int, int]]:
        """Return the answers of which the yes and the no have a column each; one without the other is told."""
        found = {}
        for name in self.layout.known.holding("yes_no"):
            yes, no = self.at.get(half(name, True), ABSENT), self.at.get(half(name, False), ABSENT)
            if yes >= 0 and no >= 0 and name not in self.at:
                found[name] = (yes, no)
            elif yes >= 0 or no >= 0:
                written = heading_text(self.table.stacks[max(yes, no)])
                place = self.table.header._replace(column=written)
                answer = f'{{{name}: "{"yes" if yes >= 0 else "no"}"}}'
                remedy: dict[str, object] = {"remedy": ONE_HALF, "half": answer}
                called = self.layout.known.called(name)
                self.problems.append(problem("doubtful-heading", place, written, column_meant=called, **remedy))
        return found

    def declared_values(self) -> list[str]:
        """Return the columns of answers and numbers that are declared constants; those that headings tell are none."""
        values, declared = self.layout.known.holding(*VALUES), self.declared.constants
        return [name for name in values if name in declared and self.constants.get(name) is declared[name]]

    def _constants(self) -> dict[str, Constant]:
        """Return the constants of the table by column: those declared, and those that its headings tell."""
        table, told = self.table, self.told
        for stack, name in zip(table.stacks, table.columns, strict=True):
            meaning = self.headings.meaning(stack) if stack and name in self.layout.columns else None
            for column, value in meaning.constants.items() if meaning else ():
                known = told.setdefault(column, Constant(None, column, value, Place(HEADING)))
                if known.value != value or (column in self.divisors and column in self.at):
                    place = table.header._replace(column=heading_text(stack))
                    self.problems.append(
                        problem(
                            "doubtful-heading",
                            place,
                            heading_text(stack),
                            column_meant=self.layout.known.called(column),
                        )
                    )
        both = {**self._above(), **told, **self.declared.constants}
        return {name: one for name, one in both.items() if name not in self.at and name in self.layout.columns}

    def _above(self) -> dict[str, Constant]:
        """Return what lines above the table tell of its units of counting; an unknown unit is a warning."""
        table, told = self.table, dict[str, Constant]()
        for name in self.headings.numbers.intersection(table.columns, self.layout.known.columns):
            for line in table.above:
                unit, constants = self.headings.unit_of(line, name)
                column = self.layout.known.columns[name].unit_in or ""
                if unit and not constants and column not in table.columns and column not in told:
                    choices, called = self.layout.known.listed_choices(column), self.layout.known.called(column)
                    place = table.header._replace(row=None, line=None, column=column)
                    found = problem("unknown-unit", place, line.strip(), column_meant=called, choices=choices)
                    self.problems += [found] * (found not in self.problems)
                told |= {name: Constant(None, name, value, Place(HEADING)) for name, value in constants.items()}
        return told

    def _take_areas_from_rows(self, extra: int) -> None:
        if "area" in self.table.columns:
            place = self.table.header._replace(column="area")
            written = heading_text(self.table.stacks[self.table.columns.index("area")])
            self.problems.append(problem("areas-twice", place, written))
        self.constants.pop("area", None)
        self.at["area"] = -2

    def _record_numbers(self) -> Iterator[Problem]:
        """Yield a warning for an id that numbers submissions, as survey tools do, and do not read it."""
        keys = [heading_key(heading_text(stack)) for stack in self.table.stacks]
        if not _RECORDS & set(keys):
            return
        for at, key in enumerate(keys):
            if (
                key == _RECORD_NUMBER
                and self.table.columns[at] == "id"
                and not self.headings.declares(self.table.stacks[at])
            ):
                written = heading_text(self.table.stacks[at])
                self.table.columns[at] = ""
                yield problem("record-number", self.table.header._replace(column=written), written)

    def _missing_headings(self) -> Iterator[Problem]:
        """Yield an error for each declared heading that the table lacks; one that is declared not to be read may."""
        written = {heading_key(heading_text(stack)) for stack in self.table.stacks}
        for key, heading in self.declared.headings.items():
            if heading.column and key not in written:
                choices = tuple(dict.fromkeys(filter(None, map(heading_text, self.table.stacks))))
                yield problem(
                    "no-such-heading",
                    heading.at,
                    heading.written,
                    table=self.table.header.sheet or self.table.header.path,
                    choices=choices,
                )


_ONE_ANSWER: Final[dict[tuple[bool | None, bool | None], str]] = {
    (True, False): "yes",
    (False, True): "no",
    (False, False): "",
}
"""An answer by whether its yes, and its no, is marked."""


def _is_marked(text: str) -> bool | None:
    """Whether one of two columns of an answer is marked; None where that cannot be told."""
    if is_yes(text):
        return True
    return False if is_no(text) or text.strip() in UNKNOWN_MARKS | DASHES else None


def _odd(cells: Sequence[str], yes: int, no: int) -> str:
    """Return what stands for an answer that cannot be read: the cell at fault; nothing where both are marked."""
    odd = [cells[at] for at in (yes, no) if _is_marked(cells[at]) is None]
    return odd[0] if odd else ""


def check_header(table: Table, layout: Layout, headings: HeadingReader, suggestions: Suggestions) -> list[Problem]:
    """Return what is wrong with the headings themselves. An empty heading names nothing and is passed over."""
    found = [*_inverted(table, headings), *_in_doubt(table, headings)]
    told = {one.place.column for one in found}
    duplicates = _duplicates(table, {*layout.columns, *headings.halves}, layout)
    return [*found, *_unknown(table, layout, headings, suggestions, told), *duplicates]


def missing_columns(columns: Collection[str], kinds: Collection[str], table: Table, layout: Layout) -> list[Problem]:
    """Return one problem for each column that the `kinds` met in the file need and it lacks.

    A sheet without names is most likely none of the survey: that it lacks year and kind too is not told. Nor is of a
    register that it lacks answers.
    """
    header, listing = table.header, is_listing(columns, layout.known)
    needed_for: dict[str, list[str]] = defaultdict(list)
    for kind in (kind for kind in layout.required if kind in kinds):
        for name in layout.required[kind]:
            needed_for[name].append(kind)
    every = (Phrase("every row"),)
    lacking: dict[str, tuple[str, ...]] = {name: every for name in layout.leading if name not in columns}
    if not {"id", "name"} & set(columns):
        lacking = {"name": every} if header.sheet else lacking | {"name": every}
    needed = (name for name in needed_for if name not in columns and name not in lacking and not listing)
    lacking |= {name: layout.known.listed_kinds(needed_for[name]) for name in needed}
    return [
        problem(
            "missing-column",
            header._replace(column=name),
            layout.known.called(name),
            kinds=for_kinds,
            **_remedy(name, header, table.above, layout, listing),
        )
        for name, for_kinds in lacking.items()
    ]


def is_listing(columns: Iterable[str], known: Vocabulary) -> bool:
    """Whether a table has the years of units and neither a year of its own nor an answer: no survey, but a register."""
    names = {name.partition("=")[0] for name in columns}
    return not names.isdisjoint({"since", "until"}) and "year" not in names and names.isdisjoint(known.columns)


def _remedy(column: str, header: Place, above: Sequence[str], layout: Layout, listing: bool) -> dict[str, object]:
    """Return the declaration that stands in for a column which often only the name of a sheet or file gives."""
    if column == "name" and header.sheet:
        return {"remedy": NO_NAMES, "sheet": header.sheet}
    if column not in {"year", "kind"}:
        return {}
    remedy = A_REGISTER if listing and column == "year" else SET_IT
    return {"remedy": remedy, "example": likely_constant(column, header.path, header.sheet, above, layout.known)}


def _inverted(table: Table, headings: HeadingReader) -> Iterator[Problem]:
    """Yield the headings that ask the opposite of a column, those too that are declared to be it."""
    for name, stack in zip(table.columns, table.stacks, strict=True):
        known = name in headings.names and not headings.declares(stack)
        column = headings.asks_opposite(heading_text(stack)) if name and not known else None
        if column and (name == column or name not in headings.names):
            at, called = table.header._replace(column=name), headings.known.called(column)
            yield problem("inverted-column", at, heading_text(stack), column_meant=called)


def _in_doubt(table: Table, headings: HeadingReader) -> Iterator[Problem]:
    """Yield the headings of which a part names a column that no other heading does: the rest may turn its meaning."""
    years = {year for stack in table.stacks for part in stack for year in YEAR.findall(part)}
    for name, stack in zip(table.columns, table.stacks, strict=True):
        column = headings.doubt(stack) if name and name not in headings.names else None
        if column and column not in table.columns and not headings.asks_opposite(heading_text(stack)):
            place, called = table.header._replace(column=name), headings.known.called(column)
            yield problem(
                "doubtful-heading", place, name, column_meant=called, **_way_out(stack, headings, len(years) > 1)
            )


def _way_out(stack: Stack, headings: HeadingReader, years: bool) -> dict[str, object]:
    """Return the remedy of a doubtful heading where that of the rule would not help."""
    if headings.gives_other_signs(stack):
        return {"remedy": OTHER_SIGNS}
    return {"remedy": SIDE_BY_SIDE} if years and any(YEAR.search(part) for part in stack) else {}


def _unknown(
    table: Table, layout: Layout, headings: HeadingReader, suggestions: Suggestions, told: Collection[str | None]
) -> Iterator[Problem]:
    free = tuple(name for name in layout.columns if name not in table.columns)
    known = {*layout.columns, *told} | headings.halves
    unknown = [name for name in table.columns if name and name not in known]
    for number, name in enumerate(unknown):
        likely = headings.guess(name, free, suggestions) if number < GUESSED else None
        guess = layout.known.named(likely) if likely else None
        yield problem("unknown-column", table.header._replace(column=name), name, table=layout.name, guess=guess)


def _duplicates(table: Table, known: Collection[str], layout: Layout) -> Iterator[Problem]:
    for second, name in enumerate(table.columns):
        if name in known and (first := table.columns.index(name)) != second:
            texts = [heading_text(table.stacks[at]) for at in (first, second)]
            yield problem(
                "duplicate-column",
                table.header._replace(column=name),
                layout.known.called(name),
                first=first + 1,
                second=second + 1,
                one=texts[0],
                two=texts[1],
                **({"remedy": SAME_HEADING} if texts[0] == texts[1] else {}),
            )
