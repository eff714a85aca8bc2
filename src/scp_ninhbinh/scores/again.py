"""A saved score run again: whether that is possible, and what is different then."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

from scp_ninhbinh import __version__
from scp_ninhbinh.files import opening
from scp_ninhbinh.measures.record import record
from scp_ninhbinh.plan.file import embedded_plan, load_plan
from scp_ninhbinh.problems.problem import Place, Problem, ScpError, problem
from scp_ninhbinh.scores.outputs import Finding, Score
from scp_ninhbinh.scores.results import Sha256
from scp_ninhbinh.scores.saved import SavedFile
from scp_ninhbinh.text.say import Phrase, Sayable, say

STREAMS: Final = frozenset({"-", "/dev/stdin"})
"""How standard input is named, which nobody can read a second time."""

ABSENT: Final = "–"
"""What stands for the value of a key that is not there; it is known by being this very object, and not by its text."""


@record
class DifferentKey:
    """A key of a saved score whose value is not the one of today's run."""

    key: str
    """Where it stands, such as targets[0].achieved."""
    saved: Any
    """The value that was saved, of any type; null where the saved score lacks the key."""
    now: Any
    """The value of today's run, of any type; null where that lacks the key."""
    absent: Literal["saved", "now"] | None
    """Which of the two lacks the key; else null."""


@record
class Verification:
    """What scp verify writes as JSON."""

    schema: Literal["scp-ninhbinh/verify/1"] = "scp-ninhbinh/verify/1"
    """The name of this format."""
    version: str
    """The version of the program."""
    path: str
    """The saved score's path as it was given."""
    sha256: Sha256 | None
    """SHA-256 of its bytes; null where it is no saved score, or cannot be read."""
    outcome: Literal["same", "different", "cannot"]
    """same: byte for byte; different: another value or layout; cannot: it cannot be run again."""
    differences: tuple[DifferentKey, ...]
    """Every key that differs; of another outcome, and where only the layout differs, empty."""
    problems: tuple[Finding, ...]
    """Why it cannot be run again; else empty."""


class Difference(NamedTuple):
    """A key whose value in a saved score is not the one of today; `ABSENT` where there is none."""

    key: str
    saved: object
    now: object


def paths_of(file: SavedFile) -> list[str]:
    """Return every path by which a file of a saved score may be found; none of them may be overwritten."""
    score = file.score
    read = [one.path for one in (*score.inputs, score.register, score.project) if one is not None]
    named = [*read, *filter(None, [score.options.plan])]
    return [*named, *(str(Path(file.path).parent / path) for path in named)]


def folder_of(file: SavedFile) -> str:
    """Return the folder from which the paths of a saved score lead to what was scored: the current one, else its own.

    Raises:
        ScpError: the score cannot be run again: another version of the program wrote it, it was scored from standard
            input, or a file is missing or is no longer the one that was read.
    """
    if file.score.version != __version__:
        raise _cannot(
            file,
            say("version {saved} of the program wrote it, this is {own}", saved=file.score.version, own=__version__),
        )
    if STREAMS.intersection(one.path for one in file.score.inputs):
        raise _cannot(file, Phrase("it was scored from standard input"))
    folders = dict.fromkeys((".", str(Path(file.path).parent)))
    found = {folder: list(_changed(file.score, Path(folder))) for folder in folders}
    best = min(found, key=lambda folder: len(found[folder]))
    if found[best]:
        raise ScpError(found[best])
    return best


def _cannot(file: SavedFile, reason: Sayable) -> ScpError:
    return ScpError([problem("cannot-verify", Place(file.path), reason=reason)])


def _changed(score: Score, folder: Path) -> Iterator[Problem]:
    """Yield what is missing of that which was read, or is another file than it was, as seen from a folder."""
    read = [(one.path, one.sha256) for one in (*score.inputs, score.register, score.project) if one is not None]
    for path, sha256 in read:
        yield from _is_same(folder / path, sha256)
    try:
        now = load_plan(str(folder / score.options.plan) if score.options.plan else embedded_plan()).sha256
    except ScpError as error:
        yield from error.problems
    else:
        if now != score.plan.sha256:
            yield _another(score.options.plan or embedded_plan(), now, score.plan.sha256)


def _is_same(path: Path, sha256: str) -> Iterator[Problem]:
    try:
        with opening(str(path)), open(path, "rb") as file:
            now = hashlib.file_digest(file, "sha256").hexdigest()
    except ScpError as error:
        yield from error.problems
    else:
        if now != sha256:
            yield _another(str(path), now, sha256)


def _another(path: str, now: str, saved: str) -> Problem:
    return problem("changed-input", Place(path), f"{now[:12]}…", saved=f"{saved[:12]}…")


def differences(saved: Any, now: Any, key: str = "") -> Iterator[Difference]:
    """Yield the keys in which two documents differ, the innermost ones, in the order of the saved one."""
    if isinstance(saved, dict) and isinstance(now, dict):
        for name in dict.fromkeys((*saved, *now)):
            yield from differences(saved.get(name, ABSENT), now.get(name, ABSENT), f"{key}.{name}" if key else name)
    elif isinstance(saved, list) and isinstance(now, list):
        for number in range(max(len(saved), len(now))):
            one, other = (part[number] if number < len(part) else ABSENT for part in (saved, now))
            yield from differences(one, other, f"{key}[{number}]")
    elif saved != now or type(saved) is not type(now) or (saved is ABSENT) is not (now is ABSENT):
        yield Difference(key, saved, now)
