"""What running a saved score again came to, as text."""

import json
from typing import Final

from scp_ninhbinh.run import ScoreRun
from scp_ninhbinh.scores.again import ABSENT, Difference, differences
from scp_ninhbinh.scores.saved import SavedFile
from scp_ninhbinh.text.safe import LIMIT, show
from scp_ninhbinh.text.say import Language, Phrase, language, plural, say
from scp_ninhbinh.writers.json import score_json

SHOWN: Final = 10
"""Differences that are shown."""


def verified(file: SavedFile, run: ScoreRun, tongue: Language) -> tuple[str, bool]:
    """Return what is to be said of a saved score that was run again, and whether it is the same byte for byte.

    What a shell made of the file (UTF-16, a byte order mark, other line ends) is no difference.
    """
    now = score_json(run, language(file.score.options.lang))
    if file.text.replace("\r\n", "\n") == now:
        text = say("{path}: the same, byte for byte, as today's run", path=file.path)
        return f"{tongue.text(text)}\n", True
    found = list(differences(file.document, json.loads(now)))
    what = (
        Phrase("{path}: different from today's run") if found else Phrase("{path}: the same values, laid out otherwise")
    )
    lines = [tongue.text(say(what, path=file.path)), *(f"  {_line(one, tongue)}" for one in found[:SHOWN])]
    if rest := len(found) - SHOWN if len(found) > SHOWN else 0:
        lines += [f"  {tongue.text(plural('and {n} more key', 'and {n} more keys', rest))}"]
    return "\n".join((*lines, "")), False


def _line(one: Difference, tongue: Language) -> str:
    saved, now = (part if part == ABSENT else json.dumps(part, ensure_ascii=False) for part in one[1:])
    return tongue.text(
        say("{key}: saved {saved}, now {now}", key=one.key, saved=show(saved, LIMIT), now=show(now, LIMIT))
    )
