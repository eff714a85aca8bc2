"""The figures of groups, as tables show them."""

from collections.abc import Iterator

from scp_ninhbinh.documents.words import KINDS, NO_AREA, REASONS, answers, evidence_name, figure, spread
from scp_ninhbinh.plan.clauses import Reduction, Share
from scp_ninhbinh.scores.score import Group, Result
from scp_ninhbinh.text.safe import show
from scp_ninhbinh.text.say import Language, Phrase


def group_name(group: Group, by: str, language: Language) -> str:
    """Return what a group is called."""
    if by == "kind":
        return language.say(KINDS[group.name])
    return show(group.name) or language.say(NO_AREA)


def group_rows(result: Result, by: str, language: Language) -> Iterator[tuple[str, ...]]:
    """Yield name, figure, range and basis of each group as a table shows them; those without a row in one row."""
    spoken = [group for group in result.groups if group.speaks]
    silent = [group_name(group, by, language) for group in result.groups if not group.speaks]
    for group in spoken:
        yield group_name(group, by, language), *_group_cells(group, result, language)
    if silent:
        yield ", ".join(silent), "–", "", language.say(Phrase("none"))


def _group_cells(group: Group, result: Result, language: Language) -> tuple[str, str, str]:
    if group.evidence:
        counts = [f"{evidence_name(one, language)}: {one.yes}" for one in group.evidence]
        return "", "", "; ".join(counts)
    own = result._replace(measured=group.measured)
    found = group.figure
    shown = figure(found.achieved, own, language)
    mark = "≈ " if own.sampled and found.achieved is not None else ""
    barred = [
        language.say(REASONS[bar], base=own.measured.base.year)
        for bar in found.bars
        if own.measured and own.measured.base
    ]
    range_ = spread(found, own, language) if found.low != found.high else ""
    return mark + shown, "; ".join(barred) or range_, _group_basis(own, language)


def _group_basis(own: Result, language: Language) -> str:
    measured = own.measured
    total = own.total
    if isinstance(own.indicator, Reduction) and measured and measured.now and measured.base:
        values = [rate.value for rate in (measured.base, measured.now)]
        shown = ["–" if value is None else f"{language.number(value * 100, 1)}%" for value in values]
        return " → ".join(shown)
    return answers(total, measured, language) if total and isinstance(own.indicator, Share) else ""
