"""How results and problems leave the program."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

import typer

from scp_ninhbinh.cli.signals import no_signals
from scp_ninhbinh.cli.streams import columns_of, wants_colour, without_commands, write_safe, write_stdout
from scp_ninhbinh.measures.record import value
from scp_ninhbinh.problems.problem import Problem, ScpError
from scp_ninhbinh.text.say import Code, Language, Number, Phrase, Sayable, plural, say

if TYPE_CHECKING:
    from scp_ninhbinh.run import CheckRun, Request
    from scp_ninhbinh.tables.table import Progress

NARROWEST: Final = 40
WIDEST: Final = 200
"""Columns that a table needs, and beyond which it is no easier to read."""

KILO: Final = 1000
SHORT: Final = 10
"""Of what is smaller, a decimal is shown."""

LONG: Final = 5_000_000
"""Bytes from which reading takes long enough to show a bar."""


def option_of(field: str) -> str:
    """Return what the command line calls a field of the request."""
    return Phrase("TARGET") if field == "target" else f"--{field.replace('_', '-')}"


def with_option(found: Problem, language: Language) -> Problem:
    """Return the problem with the option before its value where it stands in a field of the request."""
    place = found.place
    if place.field is None:
        return found
    path = f"{language.text(option_of(place.field))} {place.path}".strip()
    return found._replace(place=place._replace(path=path))


def size_of(content: str | bytes) -> Sayable:
    """Return how large a file with this content is, to three digits."""
    size = len(content.encode() if isinstance(content, str) else content)
    if size < KILO:
        return plural("{n} byte", "{n} bytes", size)
    unit, name = (KILO, Phrase("{size} kB")) if size < KILO**2 else (KILO**2, Phrase("{size} MB"))
    amount = Fraction(size, unit)
    return say(name, size=Number(amount, 1 if amount < SHORT else 0))


class Run(Protocol):
    """The result of a run, with what was noticed."""

    @property
    def problems(self) -> list[Problem]:
        """Warnings and notices."""
        ...


AnyRun = TypeVar("AnyRun", bound=Run)


@value
class Destination:
    """Where the result of a command goes, and how it and what is said beside it are written."""

    format: str
    language: Language
    lang: Code | None = None
    """The language that was asked for; texts for machines and for offices do not follow the locale."""
    path: str | None = None
    """The file to write; None or "-": stdout."""
    quiet: bool = False
    inputs: Sequence[str] = ()
    """The files that are read, none of which may be overwritten."""

    def run(self, command: "Callable[[Request, Progress | None], AnyRun]", request: "Request") -> AnyRun:
        """Return the result of a run, after listing on stderr what it noticed."""
        with self.progress(request.every_file) as advance:
            result = command(request, advance)
        self.warn(result.problems)
        return result

    @contextmanager
    def ends_on_problems(self) -> Iterator[None]:
        """List the problems that make the run impossible on stderr and exit 2."""
        try:
            yield
        except ScpError as error:
            self.warn(error.problems)
            raise typer.Exit(2) from None

    def warn(self, problems: Sequence[Problem]) -> None:
        """List problems on stderr."""
        if shown := [with_option(found, self.language) for found in self.without_notices(problems)]:
            write_safe(self._listed(shown))

    def _listed(self, problems: Sequence[Problem]) -> str:
        """Return the list of problems for stderr; on a terminal an empty line parts it from the result."""
        if columns := columns_of(sys.stderr):
            from scp_ninhbinh.findings.terminal import Screen, findings_terminal

            screen = Screen(self.language, columns, wants_colour(sys.stderr))
            return f"{findings_terminal(problems, screen)}\n"
        from scp_ninhbinh.findings.text import findings_text

        return findings_text(problems, self.language)

    def say(self, text: Sayable) -> None:
        """Say on stderr what is to be known of the result."""
        if not self.quiet:
            sys.stderr.write(f"{self.language.text(text)}\n")

    def tell(self, text: Sayable) -> None:
        """Say on stderr what was done, to someone who sits before a terminal."""
        if sys.stderr.isatty():
            self.say(text)

    def without_notices(self, problems: Sequence[Problem]) -> list[Problem]:
        """Return the problems to list: with --quiet no notices, whose number goes to stderr."""
        listed = [found for found in problems if not self.quiet or found.severity != "notice"]
        if hidden := len(problems) - len(listed):
            text = self.language.text(
                plural("{n} notice not shown (--quiet)", "{n} notices not shown (--quiet)", hidden)
            )
            sys.stderr.write(f"{text}\n")
        return listed

    @contextmanager
    def progress(self, files: Sequence[str]) -> "Iterator[Progress | None]":
        """Yield what advances a bar by bytes read; None where there is no bar: for short files, or off a terminal."""
        size = sum(os.path.getsize(path) for path in set(files) if os.path.isfile(path))  # noqa: PTH113, PTH202 (never raise)
        if size < LONG or self.quiet or not sys.stderr.isatty():
            yield None
            return
        from rich.console import Console
        from rich.progress import Progress as Bar

        with Bar(console=Console(file=sys.__stderr__), transient=True) as bar:
            task = bar.add_task(self.language.text(Phrase("Reading")), total=size)
            yield lambda count: bar.advance(task, count)

    def open(self) -> None:
        """Open the file that was written with the program that the system has for it; only for who sits before it."""
        if self.path and sys.stderr.isatty():
            import webbrowser
            from pathlib import Path

            webbrowser.open(Path(self.path).resolve().as_uri())

    @property
    def layout(self) -> tuple[int, bool]:
        """The width to lay out for, and whether colour is wanted (https://no-color.org)."""
        if self.path not in (None, "-"):
            return 100, False
        return max(NARROWEST, min(shutil.get_terminal_size((100, 24)).columns, WIDEST)), wants_colour(sys.stdout)

    def checked(self, run: "CheckRun") -> str:
        """Return the findings of `check` for people: as they fit a terminal, elsewhere a line each."""
        columns = columns_of(sys.stdout) if self.path in (None, "-") else None
        if columns is not None:
            from scp_ninhbinh.findings.terminal import Screen, check_terminal

            return check_terminal(run, Screen(self.language, columns, wants_colour(sys.stdout)))
        from scp_ninhbinh.findings.text import check_text

        return check_text(run, self.language)

    def write(self, text: str | bytes, path: str | None = None, done: Sayable | None = None) -> None:
        """Write the result to its place, or another text to a file at `path`; then say that it is `done`, to people."""
        from scp_ninhbinh.files import write_whole
        from scp_ninhbinh.plan.file import embedded_plan

        path = path or self.path
        if path is None or path == "-":
            write_stdout(str(text) if self.format == "github" else without_commands(str(text)))
        else:
            with no_signals():
                write_whole(path, text, [*self.inputs, embedded_plan()])
            self.tell(done or say("Wrote {path}, {size}.", path=path, size=size_of(text)))
