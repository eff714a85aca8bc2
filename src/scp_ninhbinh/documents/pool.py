"""What documents say of the units that shares and sums are of: those surveyed, or those that a register lists."""

from collections.abc import Iterator

from scp_ninhbinh.documents import words
from scp_ninhbinh.plan.clauses import Increase, Ratio, Reduction, Share, Total
from scp_ninhbinh.plan.parts import lettered
from scp_ninhbinh.scores.score import Scores
from scp_ninhbinh.text.say import Phrase, Sayable, joined, say


def pool_lines(scores: Scores) -> Iterator[Sayable]:
    """Yield what the figures are figures of, and how much of it was surveyed."""
    if scores.survey.register:
        yield from _of_register(scores, scores.survey.register.input.path)
    elif clauses := dict.fromkeys(lettered(one) for one in scores.results if words.on_surveyed_only(one)):
        text = Phrase("{clauses}: of the units surveyed; with --register FILE of all units.")
        yield say(text, clauses=", ".join(clauses))


def _of_register(scores: Scores, path: str) -> Iterator[Sayable]:
    covered, known = scores.coverage(), scores.plan.vocabulary
    parts = (
        joined(known.several(one.kind), " ", say("{n} of {total}", n=one.surveyed, total=one.listed))
        for one in covered
        if one.listed is not None
    )
    yield say("Surveyed of the register {path}: {parts}.", path=path, parts=joined(*parts, by=", "))
    counted = [one for one in covered if _has_pool(one.kind, scores)]
    absent = [(one.kind, units) for one in counted if (units := scores.not_surveyed(one.kind))]
    named = [joined(known.several(kind), " ", words.few(units, 2 * words.NAMED)) for kind, units in absent]
    if named and scores.confidence is None:
        yield say("Not surveyed, so not known: {units}.", units=joined(*named, by="; "))
    lacking = [known.several(one.kind) for one in counted if one.listed is None]
    if lacking:
        kinds = joined(*lacking, by=", ")
        yield say("Not in the register, so among the units surveyed: {kinds}.", kinds=kinds)


def _has_pool(kind: str, scores: Scores) -> bool:
    """Whether a figure depends on how many units of the kind there are."""
    kinds = Share | Reduction | Increase | Ratio | Total
    return any(isinstance(item, kinds) and kind in item.of for item in scores.plan.indicators)
