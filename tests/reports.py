"""What commands print of a result in each format, as tests ask for it."""

from collections.abc import Collection, Sequence

from scp_ninhbinh.run import ReviewRun, ScoreRun
from scp_ninhbinh.scores.explain import AnyExplained
from scp_ninhbinh.text.say import Language
from scp_ninhbinh.writers.formats import Output, written


def score_report(name: str, run: ScoreRun, language: Language, width: int = 80, colour: bool = False) -> str:
    return str(written(name, Output("score", run, language, width, colour)))


def explain_report(
    name: str,
    explained: Sequence[AnyExplained],
    run: ScoreRun,
    language: Language,
    width: int = 80,
    colour: bool = False,
) -> str:
    return str(written(name, Output("explain", (run, explained), language, width, colour)))


def review_report(
    name: str,
    run: ReviewRun,
    language: Language,
    width: int = 80,
    colour: bool = False,
    asked: Collection[str] = (),
) -> str:
    return str(written(name, Output("review", run, language, width, colour, frozenset(asked))))
