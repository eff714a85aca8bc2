"""What running a saved score again came to, as text and as JSON."""

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from scp_ninhbinh import __version__
from scp_ninhbinh.problems.problem import Problem
from scp_ninhbinh.run import ScoreRun
from scp_ninhbinh.scores.again import ABSENT, Difference, DifferentKey, Verification, differences
from scp_ninhbinh.scores.results import plain
from scp_ninhbinh.scores.saved import SavedFile
from scp_ninhbinh.text.safe import LIMIT, show
from scp_ninhbinh.text.say import Language, Phrase, language, plural, say
from scp_ninhbinh.writers.json import dump, findings, score_json

SHOWN: Final = 10
"""Differences that the text shows; the JSON has all."""


class Compared(NamedTuple):
    """A saved score beside today's run: whether it is the same byte for byte, and the keys that differ."""

    same: bool
    differences: tuple[Difference, ...] = ()


def compared(file: SavedFile, run: ScoreRun) -> Compared:
    """Compare a saved score with the run of today.

    What a shell made of the file (UTF-16, a byte order mark, other line ends) is no difference.
    """
    now = score_json(run, language(file.score.options.lang))
    if file.text.replace("\r\n", "\n") == now:
        return Compared(same=True)
    return Compared(same=False, differences=tuple(differences(file.document, json.loads(now))))


def verified_text(file: SavedFile, found: Compared, tongue: Language) -> str:
    """Return what is to be said of a saved score that was run again."""
    if found.same:
        text = say("{path}: the same, byte for byte, as today's run", path=file.path)
        return f"{tongue.text(text)}\n"
    different = found.differences
    what = Phrase("{path}: different from today's run")
    if not different:
        what = Phrase("{path}: the same values, laid out otherwise")
    lines = [tongue.text(say(what, path=file.path)), *(f"  {_line(one, tongue)}" for one in different[:SHOWN])]
    if rest := len(different) - SHOWN if len(different) > SHOWN else 0:
        lines += [f"  {tongue.text(plural('and {n} more key', 'and {n} more keys', rest))}"]
    return "\n".join((*lines, ""))


def _line(one: Difference, tongue: Language) -> str:
    saved, now = (ABSENT if part is ABSENT else json.dumps(part, ensure_ascii=False) for part in one[1:])
    return tongue.text(
        say("{key}: saved {saved}, now {now}", key=one.key, saved=show(saved, LIMIT), now=show(now, LIMIT))
    )


def verified_json(file: SavedFile, found: Compared) -> str:
    """Return what running a saved score again came to as `scp-ninhbinh/verify/1`."""
    return dump(
        plain(
            Verification(
                version=__version__,
                path=file.path,
                sha256=file.sha256,
                outcome="same" if found.same else "different",
                differences=tuple(_keys(found.differences)),
                problems=(),
            )
        )
    )


def unverified_json(path: str, sha256: str | None, problems: Sequence[Problem], tongue: Language) -> str:
    """Return as `scp-ninhbinh/verify/1` why a saved score cannot be run again."""
    why = findings(problems, tongue)
    return dump(
        plain(
            Verification(version=__version__, path=path, sha256=sha256, outcome="cannot", differences=(), problems=why)
        )
    )


def _keys(different: Sequence[Difference]) -> Iterator[DifferentKey]:
    """Yield the keys that differ. That one is not there is the value ABSENT itself, and no text like it."""
    for one in different:
        saved: Any = None if one.saved is ABSENT else one.saved
        now: Any = None if one.now is ABSENT else one.now
        absent: Any = "saved" if one.saved is ABSENT else "now" if one.now is ABSENT else None
        yield DifferentKey(key=one.key, saved=saved, now=now, absent=absent)
