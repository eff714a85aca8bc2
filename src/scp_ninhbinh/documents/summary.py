"""What is said below a table: how many targets are met, which are open, and what all verdicts rest on."""

from collections.abc import Iterator
from fractions import Fraction

from scp_ninhbinh.documents.words import KINDS, NAMED, STATUSES, few, on_surveyed_only, percent
from scp_ninhbinh.plan.clauses import Reduction, Share
from scp_ninhbinh.scores.score import Result, Scores
from scp_ninhbinh.scores.verdict import Status
from scp_ninhbinh.survey.declared import Declared
from scp_ninhbinh.survey.pool import Survey
from scp_ninhbinh.text.safe import show
from scp_ninhbinh.text.say import Language, Phrase


def summary(scores: Scores, language: Language) -> list[str]:
    """Return the sentences below a table: how many targets are met, which are open, what the verdicts rest on."""
    judged = [result for result in scores.results if result.status not in (None, Status.TRACKED)]
    met = sum(result.status is Status.MET for result in judged)
    lines = [language.say(Phrase("{met} of {count} targets met."), met=met, count=len(judged))]
    for status in (Status.UNDETERMINED, Status.NO_DATA):
        named = [_name(result) for result in judged if result.status is status]
        if named:
            lines.append(f"{language.say(STATUSES[status])}: {', '.join(named)}.")
    return [*lines, *_pool(scores, sum(map(on_surveyed_only, judged)), language), *caveats(scores, language)]


def caveats(scores: Scores, language: Language) -> list[str]:
    """Return what holds for every figure: that it is an estimate, what was declared, what could not be read."""
    return caveats_of(scores.survey, scores.confidence, language)


def caveats_of(survey: Survey, confidence: Fraction | None, language: Language) -> list[str]:
    """Return what holds for every figure of a survey, of a sample with this confidence."""
    return [*_sample(confidence, language), *_declared(survey.declared, language), *_refused(survey, language)]


def _pool(scores: Scores, on_surveyed: int, language: Language) -> Iterator[str]:
    """Yield what the shares are shares of, and how much of it was surveyed."""
    register = scores.survey.register
    if on_surveyed and register is None:
        yield language.plural(
            "{n} verdict holds among the units surveyed: no register of all units was given.",
            "{n} verdicts hold among the units surveyed: no register of all units was given.",
            on_surveyed,
        )
    if register is None:
        return
    covered = scores.coverage()
    parts = [
        f"{language.say(KINDS[one.kind])} {language.say(Phrase('{n} of {total}'), n=one.surveyed, total=one.listed)}"
        for one in covered
        if one.listed is not None
    ]
    yield language.say(
        Phrase("Surveyed of the register {path}: {parts}."), path=register.input.path, parts=", ".join(parts)
    )
    absent = [(one.kind, scores.not_surveyed(one.kind)) for one in covered]
    absent = [(kind, units) for kind, units in absent if units and _has_pool(kind, scores)]
    named = [f"{language.say(KINDS[kind])} {few(units, 2 * NAMED)}" for kind, units in absent]
    if named and scores.confidence is None:
        yield language.say(Phrase("Not surveyed, so not known: {units}."), units="; ".join(named))
    lacking = [one.kind for one in covered if one.listed is None and _has_pool(one.kind, scores)]
    if lacking:
        kinds = ", ".join(language.say(KINDS[kind]) for kind in lacking)
        yield language.say(Phrase("Not in the register, so among the units surveyed: {kinds}."), kinds=kinds)


def _has_pool(kind: str, scores: Scores) -> bool:
    """Whether a figure depends on how many units of the kind there are."""
    return any(isinstance(item, Share | Reduction) and kind in item.of for item in scores.plan.indicators)


def _sample(confidence: Fraction | None, language: Language) -> Iterator[str]:
    if confidence is not None:
        yield language.say(
            Phrase(
                "Shares and reductions marked ≈ are estimates from a sample; each range beside them holds with "
                "{confidence} confidence."
            ),
            confidence=percent(confidence),
        )


def _refused(survey: Survey, language: Language) -> Iterator[str]:
    """Yield how many cells were refused and count as unknown."""
    if survey.declared.refused_is_unknown:
        yield language.plural(
            "{n} cell that cannot be read counts as unknown (--bad-cells unknown).",
            "{n} cells that cannot be read count as unknown (--bad-cells unknown).",
            survey.entries.refused,
        )


def _declared(declared: Declared, language: Language) -> Iterator[str]:
    """Yield what was declared of the files and can change a figure."""
    if declared.constants:
        constants = ", ".join(constant.text() for constant in declared.constants)
        yield language.say(Phrase("Declared where a file lacks the column: {constants}."), constants=constants)
    for column in sorted(declared.blank_is_no):
        yield language.say(Phrase("Declared: empty cells of {column} mean no."), column=column)
    if declared.mark:
        yield language.say(Phrase('Declared: decimals begin with "{mark}".'), mark=declared.mark)


def _name(result: Result) -> str:
    return show(f"{result.clause} {result.indicator.id}")
