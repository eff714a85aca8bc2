"""Problems on a terminal: grouped by file, wrapped between words, equal ones once, in colour where it is wanted."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Final, NamedTuple

from rich.cells import cell_len

from scp_ninhbinh.findings.folding import Line, folded_by_file
from scp_ninhbinh.findings.text import (
    BLOCK_LIMIT,
    SEVERITY_WORDS,
    Told,
    counts_of,
    first_told,
    more_of,
)
from scp_ninhbinh.problems.problem import Problem, describe, place_text
from scp_ninhbinh.run import CheckRun
from scp_ninhbinh.text.safe import LIMIT, Paint, painted, show
from scp_ninhbinh.text.say import Language, Phrase

PAINTS: Final[Mapping[str, Paint]] = {"error": "red", "warning": "magenta", "notice": "cyan"}
"""Yellow is not legible on white."""

WIDEST: Final = 120
"""Columns beyond which a sentence is no easier to read."""

ARROW: Final = "→"
"""What a remedy begins with."""

EXPLAINED: Final = Phrase("scp rules RULE explains a rule.")

ATOM: Final = re.compile(r"[^/\\_.-]*[/\\_.-]|[^/\\_.-]+")
"""What a path or a name is broken between where it is wider than the terminal."""

Piece = tuple[str, Paint | None]
"""A text that has been made safe, and how it is painted."""


class Screen(NamedTuple):
    """What is written for: a language, a terminal so many columns wide, with colours or without."""

    language: Language
    columns: int
    colour: bool

    def paragraph(self, pieces: Iterable[Piece], indent: int, hanging: int) -> Iterator[str]:
        """Yield the lines of a paragraph, the first indented in its own way."""
        room = max(min(self.columns, WIDEST) - hanging, 1)
        line: list[Piece] = []
        used = indent - hanging
        margin = " " * indent
        for word, paint, is_rest in _words(pieces, room - max(used, 0)):
            if line and (is_rest or used + cell_len(word) > room):
                yield margin + self._painted(line)
                line, used, margin = [], 0, " " * hanging
            if line or word:
                line.append((word, paint))
                used += cell_len(word) + 1
        yield margin + self._painted(line)

    def _painted(self, line: Sequence[Piece]) -> str:
        """Return the words of a line, neighbours of one paint together."""
        runs = groupby(line, itemgetter(1))
        texts = ((" ".join(word for word, _ in run), paint) for paint, run in runs)
        return " ".join(painted(text, paint, self.colour) if paint else text for text, paint in texts).rstrip()


def findings_terminal(problems: Sequence[Problem], screen: Screen) -> str:
    """Return the problems of each file below its name; a remedy stands at the first problem that it is for."""
    told: Told = set()
    parts = [list(_file(path, lines, screen, told)) for path, lines in folded_by_file(problems).items()]
    return "\n".join("".join(f"{line}\n" for line in part) for part in parts)


def check_terminal(run: CheckRun, screen: Screen) -> str:
    """Return the findings, and a closing line with the true totals."""
    found, explained = findings_terminal(run.problems, screen), screen.language.text(EXPLAINED)
    lines = screen.paragraph(_summary(run, screen.language), 0, 0)
    if found:
        lines = iter(["", *screen.paragraph([(explained, "dim")], 0, 0), *lines])
    return found + "".join(f"{line}\n" for line in lines)


def _summary(run: CheckRun, language: Language) -> Iterator[Piece]:
    """Yield the totals, what is wrong in its colour; where nothing is, that is good to see."""
    counts = counts_of(run)
    good = not (counts["error"].n or counts["warning"].n)
    for name, count in counts.items():
        paint = PAINTS.get(name) if count.n else "green" if good and name in PAINTS else None
        yield language.text(count) + ("" if name == "row" else ","), paint


def _file(path: str, lines: Sequence[Line], screen: Screen, told: Told) -> Iterator[str]:
    if path:
        yield from screen.paragraph([(show(path), "bold")], 0, 2)
    for line in lines:
        yield from _finding(line, screen, told)


def _finding(line: Line, screen: Screen, told: Told) -> Iterator[str]:
    """Yield what is wrong and where, then what to do, then where the same is wrong."""
    language, found, more = screen.language, line.found, more_of(line)
    count = language.text(more) if more else ""
    if line.counted:
        yield from screen.paragraph([(count, None)], 4, 6)
        return
    message, hint = map(language.text, describe(found, LIMIT if line.last is None else BLOCK_LIMIT))
    severity: Piece = (language.text(SEVERITY_WORDS[found.severity]), PAINTS[found.severity])
    place = place_text(found.place._replace(path=""), line.last)
    blank: Piece = ("", None)
    where: list[Piece] = [(place, "bold"), blank] if place else []
    yield from screen.paragraph([*where, severity, (found.rule, "dim"), blank, (message, None)], 2, 4)
    if remedy := first_told(found.rule, hint, told):
        yield from screen.paragraph([(f"{ARROW} {remedy}", None)], 4, 6)
    if count:
        yield from screen.paragraph([(count, None)], 4, 6)


def _words(pieces: Iterable[Piece], room: int) -> Iterator[tuple[str, Paint | None, bool]]:
    """Yield the words, those wider than a line in parts, each with whether it is the rest of the one before."""
    for text, paint in pieces:
        for word in text.split(" "):
            parts = [word] if cell_len(word) <= room else _parts(word, room)
            yield from ((part, paint, at > 0) for at, part in enumerate(parts))


def _parts(word: str, room: int) -> Iterator[str]:
    """Yield the parts of a word that is wider than a line: what it is made of, and only else its letters."""
    atoms = (part for atom in ATOM.findall(word) for part in ([atom] if cell_len(atom) <= room else atom))
    part = ""
    for atom in atoms:
        if part and cell_len(part + atom) > room:
            yield part
            part = ""
        part += atom
    yield part
