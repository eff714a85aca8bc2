"""What would settle a verdict or turn it, step by step, in words."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Final, NamedTuple

from scp_ninhbinh.documents import levels, words
from scp_ninhbinh.measures.figures import StratumName
from scp_ninhbinh.plan.vocabulary import Vocabulary, Word
from scp_ninhbinh.scores.settle import (
    AmountStep,
    AnswersStep,
    AnyStep,
    BaselineStep,
    CeilingStep,
    DrawnStep,
    HardPartStep,
    MeasuredStep,
    NewUnitsStep,
    ReadingsStep,
    UndrawnStep,
    UnmeasuredStep,
)
from scp_ninhbinh.text.say import Message, Phrase, Sayable, joined, rounded, say

Rate = Mapping[str, Word]
"""What the plan calls the columns of a rate, by the gaps of the sentences that name them; empty for no rate."""

ROUNDED: Final = 100
"""Amounts from here on are given without decimals."""

STEPS: Final = {
    "no-baseline": Phrase("A survey of {year}: without its figures nothing can be compared with them."),
    "zero-baseline": Phrase("Nothing: the figure of {year} is not above zero, and nothing can be compared with it."),
    "different-units": Phrase(
        "Figures of {year} and of now counted in the same unit, all divided as the plan asks or none."
    ),
    "years": Phrase("Rows of {years}, a no where nothing was done."),
    "readings": Phrase("A decision which way of counting holds ({readings}): they give different verdicts."),
    "each": Phrase("What is not known of {parts}: each has to meet it by itself."),
    "areas": Phrase("The area of each unit: one that is in none of those could change any of them."),
    "hard-part": Phrase(
        'In {year}, of the {of} "{whole}" of which "{part}" is not known, at most {most} may be "{part}".'
    ),
    "hard-part-least": Phrase(
        'In {year}, of the {of} "{whole}" of which "{part}" is not known, at least {least} must be "{part}".'
    ),
    "absent": Phrase("Rows of units not surveyed: {units}."),
    "unknown-drawn": Phrase("The answers missing in the sample: {open}."),
    "empty-strata": Phrase("Units drawn, with answers, in every stratum: none so far in {strata}."),
    "no-common-units": Phrase("Figures of now of a unit that was measured in {year} too: no unit is of both years."),
    "hard-unknown": Phrase('"{part}" of {units}.'),
    "whole-unknown": Phrase('"{whole}" of {units}.'),
    "same-units": Phrase("Figures of {year} counted in the same unit, all divided as the plan asks or none."),
    "figures": Phrase("The figures of {units}."),
    "not-surveyed": Phrase("The figures of units that were not surveyed: {units}."),
    "register": Phrase("A register of all units: a total of those surveyed is no total."),
}
READINGS_OPEN: Final = Phrase(
    "A decision which way of counting holds ({readings}): they give different verdicts. Open by what is not known: "
    "{open}."
)
NO_HARD_PART: Final = Phrase('In {year}, of the {of} "{whole}" of which "{part}" is not known, none may be "{part}".')


class Needed(NamedTuple):
    """How it is said that so many of what is open have to be so: of one, all of several, one of several, some."""

    only: Phrase
    every: Phrase
    one: Phrase
    some: Phrase

    def text(self, step: AnswersStep | NewUnitsStep) -> Phrase:
        """Return the words for these numbers."""
        if step.open == 1:
            return self.only
        return self.every if step.needed == step.open else self.one if step.needed == 1 else self.some


NEEDED: Final = {
    "answers": Needed(
        only=Phrase("The one missing answer has to meet the clause; if it does not, it is not met."),
        every=Phrase("All {open} missing answers have to meet the clause; if one does not, it is not met."),
        one=Phrase("One of the {open} missing answers has to meet the clause; if none does, it is not met."),
        some=Phrase(
            "{needed} of the {open} missing answers have to meet the clause; if {against} do not, it is not met."
        ),
    ),
    "new-units": Needed(
        only=Phrase("The one unit still open has to be new in the window; if it is not, it is not met."),
        every=Phrase("All {open} units still open have to be new in the window; if one is not, it is not met."),
        one=Phrase("One of the {open} units still open has to be new in the window; if none is, it is not met."),
        some=Phrase(
            "{needed} of the {open} units still open have to be new in the window; if {against} are not, it is not met."
        ),
    ),
}

ONLY_ONE_OPEN: Final = Phrase("The one missing answer must not count; if it does, the figure is above the limit.")
NONE_MAY: Final = Phrase("None of the {open} missing answers may count; if one does, the figure is above the limit.")
SOME_MAY: Final = Phrase(
    "At most {most} of the {open} missing answers may count; if more do, the figure is above the limit."
)
"""What is said of open answers where no more than a number may be counted."""

DRAWN: Final = (
    Phrase("About {more} more unit sampled over all strata, if it, and those still missing, answer alike."),
    Phrase("About {more} more units sampled over all strata, if they, and those still missing, answer alike."),
)
MEASURED: Final = (
    Phrase("About {more} more unit measured in each year, if it is like the {measured} so far."),
    Phrase("About {more} more units measured in each year, if they are like the {measured} so far."),
)

UNMEASURED: Final = {
    (True, True): Phrase(
        '{year}, {units} not measured: {each}, all of it "{part}", changes the verdict of those measured '
        "(possible, at most {assumed_most} is assumed)."
    ),
    (True, False): Phrase(
        '{year}, {units} not measured: it would take {each}, all of it "{part}", to change the verdict of those '
        "measured (not possible, at most {assumed_most} is assumed)."
    ),
    (False, True): Phrase(
        '{year}, {units} not measured: {each}, none of it "{part}", changes the verdict of those measured '
        "(possible, at most {assumed_most} is assumed)."
    ),
    (False, False): Phrase(
        '{year}, {units} not measured: it would take {each}, none of it "{part}", to change the verdict of those '
        "measured (not possible, at most {assumed_most} is assumed)."
    ),
}
"""What units without figures would need to turn the verdict: all of it in the part or none, possible or not."""

UNDRAWN: Final = {
    (True, True): (
        Phrase('{year}, {units} not measured: it changes the verdict if it has {assumed_most}, all of it "{part}".'),
        Phrase(
            "{year}, {units} not measured: it takes {turning} of them to change the verdict, if each has "
            '{assumed_most}, all of it "{part}", and the others are like those measured.'
        ),
    ),
    (True, False): (
        Phrase(
            "{year}, {units} not measured: it does not change the verdict, even if it has {assumed_most}, all of it "
            '"{part}".'
        ),
        Phrase(
            "{year}, {units} not measured: all of them do not change the verdict, even if each has {assumed_most}, "
            'all of it "{part}".'
        ),
    ),
    (False, True): (
        Phrase('{year}, {units} not measured: it changes the verdict if it has {assumed_most}, none of it "{part}".'),
        Phrase(
            "{year}, {units} not measured: it takes {turning} of them to change the verdict, if each has "
            '{assumed_most}, none of it "{part}", and the others are like those measured.'
        ),
    ),
    (False, False): (
        Phrase(
            "{year}, {units} not measured: it does not change the verdict, even if it has {assumed_most}, none of it "
            '"{part}".'
        ),
        Phrase(
            "{year}, {units} not measured: all of them do not change the verdict, even if each has {assumed_most}, "
            'none of it "{part}".'
        ),
    ),
}
"""Whether one or several units not measured turn what a sample estimates, all of theirs in the part or none."""

IRRELEVANT: Final = Phrase("{year}, {units} not measured: no amount of theirs changes the verdict of those measured.")


def step_text(step: AnyStep, known: Vocabulary, rate: Rate) -> Message:
    """Return what would settle or turn a verdict as a sentence."""
    values = {name: _value(name, value, known) for name, value in vars(step).items() if name != "what"}
    match step:
        case AnswersStep() | NewUnitsStep():
            return say(NEEDED[step.what].text(step), **values)
        case CeilingStep():
            return say((SOME_MAY if step.most else NONE_MAY) if step.open > 1 else ONLY_ONE_OPEN, **values)
        case AmountStep():
            return levels.amount_step(step, _column(rate))
        case HardPartStep() if not step.most:
            return say(NO_HARD_PART, **values, **rate)
        case DrawnStep() | MeasuredStep():
            return say((DRAWN if isinstance(step, DrawnStep) else MEASURED)[step.more > 1], **values)
        case UndrawnStep():
            return say(UNDRAWN[step.hard, step.turning is not None][step.units > 1], **values, **rate)
        case UnmeasuredStep():
            each = say("{amount} each", amount=values["each"]) if step.units > 1 else values["each"]
            return say(_unmeasured(step), **{**values, "each": each}, **rate)
        case BaselineStep():
            values["year"] = values["years"]
    is_open = isinstance(step, ReadingsStep) and step.open
    return say(READINGS_OPEN if is_open else STEPS[step.what], **values, **rate)


def _column(rate: Rate) -> Rate:
    """Return what the plan calls its columns; the `column` that is summed up is that of the part, too."""
    return {"column": rate["part"], **rate} if "part" in rate else rate


def _unmeasured(step: UnmeasuredStep) -> Phrase:
    return IRRELEVANT if step.each is None else UNMEASURED[bool(step.hard), step.each <= step.assumed_most]


def _value(name: str, value: object, known: Vocabulary) -> Sayable:
    if isinstance(value, tuple):
        return joined(*(_value(name, one, known) for one in value), by=", ")
    if isinstance(value, StratumName):
        return words.stratum_name(value, known)
    if isinstance(value, Fraction) and value.denominator != 1 and value >= ROUNDED:
        return levels.amount(rounded(value, 0))
    if isinstance(value, int | Fraction) and name not in ("year", "years"):
        return levels.amount(value)
    return words.reading_name(str(value)) if name in ("readings", "open") else str(value)
