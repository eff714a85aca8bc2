"""What the texts that are typed as options mean; a text that means nothing is refused."""

import os
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, TypeVar

from scp_ninhbinh import findings, form
from scp_ninhbinh.cli.usage import Refusal
from scp_ninhbinh.text.say import Phrase, Sayable, joined, say
from scp_ninhbinh.writers.formats import FORMATS, formats_of

if TYPE_CHECKING:
    from datetime import date

    from scp_ninhbinh.project.declared import Blank, Constant

Value = TypeVar("Value")

DEFAULT_CONFIDENCE: Final = 95
EPOCH: Final = "SOURCE_DATE_EPOCH"
"""The variable by which programs give what they write a date of their own."""
FIRST_YEAR, LAST_YEAR = 1900, 2199
FINDINGS: Final = formats_of("check", findings.FORMATS)
"""The formats of findings."""


def project(path: str | None, files: Sequence[str]) -> str | None:
    """Return the project file that is asked for, else the one that is found; none where "none" is asked for."""
    from scp_ninhbinh.project.folder import find_project

    return find_project(files) if path is None else None if path == "none" else path


def confidence(text: str | None, sample: bool) -> float:
    """Return the confidence of a sample's intervals, in percent."""
    if text is None:
        return DEFAULT_CONFIDENCE
    if not sample:
        raise Refusal(say("it is that of a sample: add --sample"), "--confidence")
    from scp_ninhbinh.run import LEAST_CONFIDENCE, MOST_CONFIDENCE

    try:
        percent = float(text)
    except ValueError:
        percent = 0
    if not LEAST_CONFIDENCE <= percent <= MOST_CONFIDENCE:  # nor a nan
        raise Refusal(say('"{value}" is no percentage from 50 to 99.9999', value=text), "--confidence")
    return percent


def a_day(text: str | None) -> "date":
    """Return the day that is meant; without a text that of SOURCE_DATE_EPOCH, by which files stay the same, or today.

    Raises:
        Refusal: it is no day.
    """
    from datetime import UTC, date, datetime

    try:
        if text is not None:
            return date.fromisoformat(text if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else "")
        seconds = os.environ.get(EPOCH)
        return datetime.fromtimestamp(_whole(seconds), UTC).date() if seconds else date.today()
    except (ValueError, OverflowError, OSError):
        if text is None:
            seconds = os.environ[EPOCH]
            raise Refusal(say('"{value}" is no number of seconds since 1970', value=seconds), EPOCH) from None
        raise Refusal(say('"{value}" is no day; expected one as 2026-01-31', value=text), "--date") from None


def _whole(text: str) -> int:
    """Return a number of digits alone.

    Raises:
        ValueError: it is none.
    """
    if not text.isdecimal():
        raise ValueError(text)
    return int(text)


def a_year(text: str) -> int:
    """Return the year asked for."""
    if not re.fullmatch("[0-9]{4}", text) or not FIRST_YEAR <= int(text) <= LAST_YEAR:
        raise Refusal(say('"{value}" is no year; expected four digits, from 1900 to 2199', value=text), "--year")
    return int(text)


def due_year(text: str) -> int | Literal["all"]:
    """Return the due year asked for."""
    if text == "all":
        return "all"
    if not re.fullmatch("[0-9]{4}", text):
        raise Refusal(say('"{value}" is neither a year nor "all"', value=text), "--due")
    return int(text)


def constants(texts: Sequence[str]) -> "list[Constant]":
    """Return the constants that the texts of `--set` declare."""
    from scp_ninhbinh.project.declared import parse_constant

    expected = Phrase('"{value}" is not of the form COLUMN=VALUE, such as year=2025')
    found = _parsed(texts, parse_constant, "--set", expected)
    scopes = [(constant.sheet, constant.column) for constant in found]
    if len(set(scopes)) < len(scopes):
        raise Refusal(say("a column is given two values for the same sheet"), "--set")
    return found


def blanks(texts: Sequence[str]) -> "list[Blank]":
    """Return the columns whose empty cells mean no, as the texts of `--blank` say."""
    from scp_ninhbinh.project.declared import parse_blank

    return _parsed(
        texts, parse_blank, "--blank", Phrase('"{value}" is not of the form no:COLUMN, with a yes/no column')
    )


def _parsed(texts: Sequence[str], parse: Callable[[str], Value | None], option: str, else_: Phrase) -> list[Value]:
    """Return what each text means, or refuse the first that means nothing."""
    values = []
    for text in texts:
        if "!" in text.partition("=")[0]:
            new = text.replace("!", "/", 1)
            raise Refusal(say('a sheet is written with / behind it: "{value}"', value=new), option)
        value = parse(text)
        if value is None:
            raise Refusal(say(else_, value=text), option)
        values.append(value)
    return values


def encoding(name: str) -> str:
    """Return the encoding that goes by this name."""
    from scp_ninhbinh.tables.encodings import NAMES, named

    found = named(name)
    if found is None:
        raise one_of(NAMES, name, "--encoding")
    return found


def rules(text: str) -> list[str]:
    """Return the names of rules that a text lists."""
    return [name.strip() for name in text.split(",")]


def verdicts(text: str | None) -> frozenset[str]:
    """Return the verdicts that fail a run."""
    from scp_ninhbinh.scores.verdict import Status

    wanted = frozenset(word.strip() for word in text.split(",")) if text is not None else frozenset[str]()
    if unknown := sorted(wanted - set(Status)):
        raise one_of(Status, unknown[0], "--fail-on")
    return wanted


def one_of(choices: Iterable[str], text: str, option: Sayable) -> Refusal:
    """Return the refusal of a text that is none of an option's choices."""
    known = ", ".join(choices)
    return Refusal(say('"{value}" is none of {choices}', value=text, choices=known), option)


def format_of(output: str | None, *names: str, option: bool = True) -> str:
    """Return the format that the output's ending asks for; one that the command does not have is refused.

    `option`: whether it has `--format` too.
    """
    formats = {name: one for name, one in (FORMATS | findings.FORMATS | form.FORMATS).items() if name in names}
    ending = Path(output or "").suffix.lower()
    found = next((name for name, one in formats.items() if ending in one.endings), None)
    if found is None:
        known = ", ".join(ending for one in formats.values() for ending in one.endings if ending)
        said = say('there is no format for "{ending}"; expected {known}', ending=ending, known=known)
        more = (said, say("or give --format")) if option else (said,)
        raise Refusal(joined(*more, by=", "), "--output")
    return found


def check_place(name: str, output: str | None) -> None:
    """Refuse a format that is no text where the output is no file."""
    if output in (None, "-") and name in FORMATS and FORMATS[name].in_a_file:
        raise Refusal(say("{format} is written to a file: add -o {file}", format=name, file=f"NAME.{name}"), "--format")


def reports_of(
    reports: Sequence[str] | None, annotate: str | None, output: str | None, files: Sequence[str]
) -> list[tuple[str, str]]:
    """Return format and file of each report of `check` besides its output."""
    from scp_ninhbinh.files import identity

    found = []
    for text in reports or ():
        name, _, path = text.partition("=")
        if name not in FINDINGS or not path:
            known = ", ".join(FINDINGS)
            message = say(
                '"{value}" is not of the form FORMAT=FILE, with one of the formats {known}', value=text, known=known
            )
            raise Refusal(message, "--report")
        found.append((name, path))
    paths = [path for path in (annotate, output, *(path for _, path in found)) if path is not None]
    if len({identity(path) for path in paths}) < len(paths):
        raise Refusal(say("two reports would be written to one file"), "--report")
    if annotate is not None and len(files) != 1:
        raise Refusal(say("give one survey file to annotate"), "--annotate")
    if annotate is not None and Path(annotate).suffix.lower() != ".xlsx":
        raise Refusal(say("the annotated copy is a workbook: end its name in .xlsx"), "--annotate")
    return found
