"""What would settle or turn a verdict, as sentences."""

from fractions import Fraction
from typing import Final

from scp_ninhbinh.documents import words as texts
from scp_ninhbinh.scores.settle import Step
from scp_ninhbinh.text.say import Language, Phrase

ROUNDED: Final = 100
"""Amounts from here on are told without decimals."""

STEPS: Final = {
    "no-baseline": Phrase("A survey of {year}: without its figures nothing can be compared with them."),
    "zero-baseline": Phrase("Nothing: the rate of {year} is zero, and zero cannot be cut."),
    "different-units": Phrase("Figures of {year} and of now counted in the same unit, all with days or all without."),
    "years": Phrase("Rows of {years}, a no where nothing was done."),
    "readings": Phrase("A decision on how the clause is to be read: the readings give different verdicts."),
    "unknown-drawn": Phrase("The answers still open in the sample: {open}."),
    "drawn": Phrase("About {more} more units drawn over all strata, if they, and those still open, answer alike."),
    "empty-strata": Phrase("Units drawn, with answers, in every stratum: none so far in {strata}."),
    "hard-unknown": Phrase("The hard part of {units}."),
    "lone": Phrase("At least two units measured in each stratum that is not measured whole: {strata}."),
}


def step_text(step: Step, language: Language) -> str:
    """Return what would settle or turn a verdict as a sentence."""
    values = {name: _value(value, language) for name, value in step.values.items()}
    match step.what:
        case "answers":
            text = Phrase("{needed} of the {open} open answers have to be good; with {against} not good it is missed.")
        case "hard-part":
            text = Phrase("In {year} at most {most} of the {of} whose hard part is not known may be hard.")
        case "rough":
            text = Phrase(
                "At least {fewest} units measured in each year, instead of {measured}: with fewer the "
                "interval is too rough to call it missed."
            )
        case "measured":
            text = Phrase("About {more} more units measured in each year, if they are like the {measured} so far.")
        case "unmeasured":
            text = _unmeasured(step)
        case _:
            text = STEPS[step.what]
    return language.say(text, **values)


def _unmeasured(step: Step) -> Phrase:
    """Return the sentence on what units without figures would have to give out to turn the verdict on the others."""
    each, most = step.values["each"], step.values["assumed_most"]
    if each is None:
        return Phrase("{year}, {units} not measured: nothing they gave out turns the figure of those measured.")
    possible = isinstance(each, Fraction | int) and isinstance(most, Fraction | int) and each <= most
    if step.values["hard"]:
        return (
            Phrase(
                "{year}, {units} not measured: {each} each, all of it hard, turns the figure of those measured "
                "(possible, at most {assumed_most} is assumed)."
            )
            if possible
            else Phrase(
                "{year}, {units} not measured: it would take {each} each, all of it hard, to turn the figure "
                "of those measured (not possible, at most {assumed_most} is assumed)."
            )
        )
    return (
        Phrase(
            "{year}, {units} not measured: {each} each, none of it hard, turns the figure of those measured "
            "(possible, at most {assumed_most} is assumed)."
        )
        if possible
        else Phrase(
            "{year}, {units} not measured: it would take {each} each, none of it hard, to turn the figure "
            "of those measured (not possible, at most {assumed_most} is assumed)."
        )
    )


def _value(value: object, language: Language) -> str:
    if isinstance(value, tuple):
        return ", ".join(texts.stratum_name(one, language) if isinstance(one, tuple) else str(one) for one in value)
    if isinstance(value, Fraction) and value.denominator != 1:
        return language.number(value, 0 if value >= ROUNDED else 1)
    return str(value)
