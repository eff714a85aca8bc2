"""scp as a library: files or rows in memory in, results out. Nothing prints, exits or touches what is the process's.

What is offered here is as stable as the commands are; `docs/library.md` shows it at work.
"""

import csv
import io
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Any, Final, Literal, Protocol, TypeAlias, TypedDict, Unpack, cast

from scp_ninhbinh import run as runs
from scp_ninhbinh.files import given
from scp_ninhbinh.plan.clauses import Plan
from scp_ninhbinh.plan.file import embedded_plan
from scp_ninhbinh.plan.file import load_plan as load
from scp_ninhbinh.plan.parts import lettered
from scp_ninhbinh.problems.problem import ScpError
from scp_ninhbinh.project.declared import parse_blank, parse_constant
from scp_ninhbinh.run import CheckRun, Request, ReviewRun, ScoreRun
from scp_ninhbinh.scores.outputs import Finding
from scp_ninhbinh.scores.results import Result
from scp_ninhbinh.scores.review import AnyReviewed
from scp_ninhbinh.text.say import Code, language
from scp_ninhbinh.writers import json as texts

if TYPE_CHECKING:
    from scp_ninhbinh.scores.explain import AnyExplained

__all__ = [
    "Checked",
    "Explained",
    "Finding",
    "Options",
    "Plan",
    "Result",
    "Reviewed",
    "Scored",
    "ScpError",
    "check",
    "explain",
    "load_plan",
    "review",
    "score",
]

FilePath: TypeAlias = str | os.PathLike[str]
Row: TypeAlias = Mapping[str, object]


class PandasFrame(Protocol):
    """What of a DataFrame of pandas is asked for."""

    @property
    def columns(self) -> Any:
        """Its columns."""

    @property
    def to_dict(self) -> Any:
        """The method that gives its records."""


class PolarsFrame(Protocol):
    """What of a DataFrame of polars is asked for."""

    @property
    def to_dicts(self) -> Any:
        """The method that gives its records."""


Data: TypeAlias = FilePath | Iterable[FilePath] | Iterable[Row] | PandasFrame | PolarsFrame
"""A file, several files, or rows: a mapping each, or a DataFrame of pandas or polars."""

ROWS, REGISTER_ROWS = "rows", "register rows"
"""What rows in memory are called where a message or an input names a file; the first row is number 2."""


class Options(TypedDict, total=False):
    """What the commands have as options; None is as if it were not given."""

    plan: FilePath | None
    """The plan file; else the embedded plan."""
    register: Data | None
    """The list of all units: a file, or rows."""
    year: int | None
    """The year scored; else the latest of the plan's years in the data."""
    due: int | Literal["all"] | None
    """The due year, or all; else of each indicator the first at or after the year."""
    by: Literal["area", "kind"] | None
    """What groups the same figures are given for too."""
    sample: bool
    """Whether the rows are a random sample of the register."""
    confidence: float
    """The confidence of a sample's intervals, in percent."""
    set: Mapping[str, object] | None
    """Values of columns that the data lack."""
    blank: Iterable[str] | None
    """Yes/no columns whose empty cells mean no."""
    encoding: str | None
    """The encoding of files that are not UTF-8."""
    decimal: Literal["comma", "point"] | None
    """The decimal mark of numbers in texts that could be read in two ways."""
    bad_cells: Literal["unknown"] | None
    """Whether answers and numbers that cannot be read count as not known."""
    project: FilePath | None
    """The scp.yaml that declares how the files are read."""


SURE: Final = 15
"""Digits of a number in memory that arithmetic has not touched."""

GROUPED: Final = 3
"""So many decimals may be thousands; a number in memory is written with another number of them."""


@dataclass(frozen=True, repr=False)
class Scored:
    """Scores: what was achieved against what is required, target by target."""

    run: ScoreRun
    lang: Code = "en"

    def __repr__(self) -> str:
        """Return the verdicts, which a notebook shows."""
        return f"<Scored {self.year}: {self.verdicts}>"

    @property
    def year(self) -> int:
        """The year that was scored."""
        return self.run.scores.year

    @property
    def targets(self) -> Sequence[Result]:
        """The result of each target and each tracked clause, in the order of the plan."""
        return self.run.scores.results

    @property
    def verdicts(self) -> dict[str, str]:
        """The verdict of each target by its clause: met, not_met, not_yet, undetermined, no_data."""
        return {lettered(one): one.status.value for one in self.targets if one.status and one.required is not None}

    @property
    def problems(self) -> tuple[Finding, ...]:
        """Warnings and notices of the files, none of which bars scoring."""
        return texts.findings(self.run.problems, language(self.lang))

    def rows(self) -> list[dict[str, object]]:
        """Return one row a target, and with `by` one a group: what `scp score --format csv` writes, as values."""
        from scp_ninhbinh.writers.csv import SCORE, score_rows

        return [_values(row.cells, SCORE) for row in score_rows(self.run, language(self.lang))]

    def to_dict(self) -> dict[str, Any]:
        """Return what `scp score --format json` says (`scp-ninhbinh/score/1`)."""
        return _document(texts.score_json(self.run, language(self.lang)))


@dataclass(frozen=True, repr=False)
class Explained:
    """One target step by step, once for each due year asked for."""

    targets: "tuple[AnyExplained, ...]"
    run: ScoreRun
    lang: Code = "en"

    def __repr__(self) -> str:
        """Return which targets are explained."""
        return f"<Explained {', '.join(map(lettered, self.targets))}>"

    @property
    def problems(self) -> tuple[Finding, ...]:
        """Warnings and notices, none of which bars scoring."""
        return texts.findings(self.run.problems, language(self.lang))

    def to_dict(self) -> dict[str, Any]:
        """Return what `scp explain --format json` says (`scp-ninhbinh/explain/1`)."""
        return _document(texts.explain_json(self.targets, self.run, language(self.lang)))


@dataclass(frozen=True, repr=False)
class Reviewed:
    """Every target over the years."""

    run: ReviewRun
    lang: Code = "en"

    def __repr__(self) -> str:
        """Return the years."""
        return f"<Reviewed {', '.join(map(str, self.run.review.years))}>"

    @property
    def targets(self) -> tuple[AnyReviewed, ...]:
        """Each target with its years, in the order of the plan."""
        return self.run.review.targets

    @property
    def problems(self) -> tuple[Finding, ...]:
        """Warnings and notices of the files and of the review, none of which bars it."""
        return texts.findings(self.run.problems, language(self.lang))

    def rows(self) -> list[dict[str, object]]:
        """Return one row a target and year: what `scp review --format csv` writes, as values."""
        from scp_ninhbinh.writers.csv import REVIEW, review_rows

        return [_values(row.cells, REVIEW) for row in review_rows(self.run, language(self.lang))]

    def to_dict(self) -> dict[str, Any]:
        """Return what `scp review --format json` says (`scp-ninhbinh/review/1`)."""
        return _document(texts.review_json(self.run, language(self.lang)))


@dataclass(frozen=True, repr=False)
class Checked:
    """Everything that was found in files or rows."""

    run: CheckRun
    lang: Code = "en"

    def __repr__(self) -> str:
        """Return how much was found."""
        return f"<Checked: {len(self.run.problems)} problems, {'sound' if self.ok else 'not sound'}>"

    @property
    def problems(self) -> tuple[Finding, ...]:
        """Errors, warnings and notices."""
        return texts.findings(self.run.problems, language(self.lang))

    @property
    def ok(self) -> bool:
        """Whether there is no error."""
        return not any(one.severity == "error" for one in self.problems)

    def to_dict(self) -> dict[str, Any]:
        """Return what `scp check --format json` says (`scp-ninhbinh/check/1`)."""
        from scp_ninhbinh.findings.json import check_json

        return _document(check_json(self.run, language(self.lang)))


def score(data: Data, *, lang: Code = "en", **asked: Unpack[Options]) -> Scored:
    """Score files or rows; `asked` are the options of `scp score`: plan, register, year, due, by, sample, set, ...

    Raises:
        ScpError: the data, the register or the plan has errors; its text says which, where, and what to do.
        TypeError: an option that there is not.
    """
    with _asking(data, asked, lang) as request:
        return Scored(runs.score_files(request), lang)


def explain(target: str, data: Data, *, lang: Code = "en", **asked: Unpack[Options]) -> Explained:
    """Explain the target of this id or clause, such as I.1.4a.

    Raises:
        ScpError: as of `score`; or the plan has no such target.
    """
    with _asking(data, asked, lang) as request:
        found = runs.explain_files(target, request)
    return Explained(found.explanations, found.scored, lang)


def review(data: Data, *, lang: Code = "en", **asked: Unpack[Options]) -> Reviewed:
    """Review several years; the files may be saved scores too.

    Raises:
        ScpError: as of `score`; or a saved score is none or was changed, or a year comes twice.
    """
    with _asking(data, asked, lang) as request:
        return Reviewed(runs.review_files(request), lang)


def check(data: Data, *, lang: Code = "en", **asked: Unpack[Options]) -> Checked:
    """Check files or rows: every problem at once, which is no error of the call.

    Raises:
        ScpError: the plan to check against is not sound.
    """
    with _asking(data, asked, lang) as request:
        return Checked(runs.check_files(request), lang)


def load_plan(path: FilePath | None = None) -> Plan:
    """Return the plan of a file, without one that of Ninh Bình, to look into; the other functions take its path.

    Raises:
        ScpError: it cannot be read, or is no sound plan.
    """
    return load(embedded_plan() if path is None else os.fspath(path)).plan


def _values(cells: Mapping[str, Any], columns: Sequence[str]) -> dict[str, object]:
    """Return the values of a row, all of them plain."""
    found = {name: cells.get(name) for name in columns}
    return {name: value.value if isinstance(value, Enum) else value for name, value in found.items()}


def _document(text: str) -> dict[str, Any]:
    return cast("dict[str, Any]", json.loads(text))


@contextmanager
def _asking(data: Data, asked: Options, lang: Code) -> Iterator[Request]:
    """Yield the request that is meant, with the rows that it names in memory for as long as it is answered."""
    contents: dict[str, bytes] = {}
    options: dict[str, Any] = {name: value for name, value in asked.items() if value is not None}
    _check_options({"lang": lang, **options})
    files = _files(data, ROWS, contents)
    if "register" in options:
        (options["register"],) = _files(options["register"], REGISTER_ROWS, contents)
    for name in ("plan", "project"):
        if isinstance(options.get(name), Plan):
            raise TypeError(f"{name} takes a path; load_plan gives a plan to look into")
        if name in options:
            options[name] = os.fspath(options[name])
    if "set" in options:
        options["set"] = [_declared(parse_constant, f"{name}={value}") for name, value in options["set"].items()]
    if "blank" in options:
        options["blank"] = [_declared(parse_blank, f"no:{column}") for column in options["blank"]]
    request = Request(files=files, **options)
    with given(contents):
        yield request


CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "lang": ("en", "vi"),
    "by": ("area", "kind"),
    "decimal": ("comma", "point"),
    "bad_cells": ("unknown",),
}
"""The options that take one of a few words."""


def _check_options(options: Mapping[str, Any]) -> None:
    """Refuse what no option means; a wrong value would else change a figure in silence.

    Raises:
        ValueError, TypeError: as said.
    """
    from scp_ninhbinh.tables.encodings import named

    for name, choices in CHOICES.items():
        if name in options and options[name] not in choices:
            raise ValueError(f"{name}={options[name]!r} is none of {', '.join(choices)}")
    least, most = runs.LEAST_CONFIDENCE, runs.MOST_CONFIDENCE
    if not least <= options.get("confidence", least) <= most:
        raise ValueError(f"confidence={options['confidence']!r} is no percentage from {least} to {most}")
    for name in ("year", "due"):
        value = options.get(name, 0)
        if (not isinstance(value, int) or isinstance(value, bool)) and (name, value) != ("due", "all"):
            raise TypeError(f"{name}={value!r} is no year")
    if named(options.get("encoding", "utf-8")) is None:
        raise ValueError(f"encoding={options['encoding']!r} is none that is known")
    if isinstance(options.get("blank"), str) or not isinstance(options.get("set", {}), Mapping):
        raise TypeError("blank takes several columns, and set takes a mapping of columns to values")


def _declared(parse: Any, text: str) -> Any:
    found = parse(text)
    if found is None:
        raise ValueError(f"{text!r} declares nothing")
    return found


def _files(data: Any, name: str, contents: dict[str, bytes]) -> list[str]:
    """Return the paths that are meant, of rows the `name` under which their text is then among the contents."""
    if isinstance(data, str | os.PathLike):
        return [os.fspath(data)]
    items = list(_records(data))
    if all(isinstance(one, str | os.PathLike) for one in items) and items:
        return [os.fspath(one) for one in items]
    if not all(isinstance(one, Mapping) for one in items):
        raise TypeError("expected a path, paths, or rows that are mappings each")
    contents[name] = _csv(items)
    return [name]


def _records(data: Any) -> Iterable[Any]:
    """Return the rows of a DataFrame, of polars or of pandas, and anything else as it is.

    Raises:
        ValueError: two columns have one name, of which a row would keep one.
    """
    columns = list(getattr(data, "columns", ()))
    if twice := [name for name in dict.fromkeys(columns) if columns.count(name) > 1]:
        raise ValueError(f"two columns are called {twice[0]!r}")
    if isinstance(data, Mapping):
        raise TypeError("expected rows that are mappings each, not one: put it in a list")
    if hasattr(data, "to_dicts"):
        return cast("Iterable[Any]", data.to_dicts())
    return cast("Iterable[Any]", data.to_dict("records") if hasattr(data, "to_dict") else data)


def _csv(rows: Sequence[Row]) -> bytes:
    """Return rows as the text that a file of them would have."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([_cell(row.get(name)) for name in columns] for row in rows)
    return out.getvalue().encode("utf-8", "surrogatepass")


def _cell(value: Any) -> str:
    """Return a value as a cell: nothing for None and what is no number, yes or no, a number with a decimal point."""
    value = value.item() if hasattr(value, "item") and not isinstance(value, str) else value  # of numpy
    if value is None or type(value).__name__ in ("NAType", "NaTType") or value != value:  # noqa: PLR0124 (a NaN is not itself)
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float | Decimal):
        return _decimal(value)
    return str(value)


def _decimal(value: float | Decimal) -> str:
    """Return a number in digits, of which nobody takes the point for one of thousands.

    What was computed has the fifteen digits that are sure, as a spreadsheet shows them: 0.1 + 0.2 is 0.3.
    """
    text = f"{Decimal(format(value, f'.{SURE}g')):f}"
    whole, _, decimals = text.partition(".")
    decimals = decimals[:SURE].rstrip("0")  # nothing of a survey is counted in smaller parts
    if not decimals:
        return whole
    return f"{whole}.{decimals}{'0' if len(decimals) == GROUPED else ''}"
