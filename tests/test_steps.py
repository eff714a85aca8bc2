"""What would settle or turn a verdict is said well for one and for none, too."""

from fractions import Fraction

import pytest
from explaining import MARKETS, Score, explained, lines, markets
from level_plans import TOTAL, Levels, level, rows
from small_surveys import KNOWN

from scp_ninhbinh.documents.explanation import sections
from scp_ninhbinh.documents.steps import step_text
from scp_ninhbinh.measures.figures import StratumName
from scp_ninhbinh.plan.vocabulary import Word
from scp_ninhbinh.scores.explain import explain
from scp_ninhbinh.scores.settle import (
    AmountStep,
    AnswersStep,
    AnyStep,
    CeilingStep,
    DrawnStep,
    HardPartStep,
    MeasuredStep,
    NewUnitsStep,
    ReadingsStep,
    StrataStep,
    UndrawnStep,
    UnmeasuredStep,
)
from scp_ninhbinh.text.say import language

__all__ = ["level"]

RATE = {"part": Word("khó", "hard"), "whole": Word("tổng", "all")}


def said(one: AnyStep) -> str:
    return language("en").text(step_text(one, KNOWN, RATE))


@pytest.mark.parametrize(
    ("one", "text"),
    [
        (AnswersStep(needed=1, open=1, against=1), "The one missing answer has to meet the clause; if it does"),
        (AnswersStep(needed=3, open=3, against=1), "All 3 missing answers have to meet the clause; if one does"),
        (
            AnswersStep(needed=1, open=3, against=3),
            "One of the 3 missing answers has to meet the clause; if none",
        ),
        (
            AnswersStep(needed=2, open=3, against=2),
            "2 of the 3 missing answers have to meet the clause; if 2",
        ),
        (
            NewUnitsStep(needed=1, open=1, against=1),
            "The one unit still open has to be new in the window; if it",
        ),
        (NewUnitsStep(needed=2, open=3, against=2), "2 of the 3 units still open have to be new in the window; if 2"),
        (CeilingStep(needed=1, open=1, most=0), "The one missing answer must not count; if it does"),
        (CeilingStep(needed=3, open=3, most=0), "None of the 3 missing answers may count; if one does"),
        (CeilingStep(needed=2, open=3, most=1), "At most 1 of the 3 missing answers may count; if more do"),
        (DrawnStep(more=1), "About 1 more unit sampled"),
        (DrawnStep(more=1500), "About 1,500 more units sampled"),
        (MeasuredStep(measured=4, more=1), "About 1 more unit measured in each year, if it is like"),
    ],
)
def test_how_many_have_to_be_so_is_said_for_one_all_none_and_some(one: AnyStep, text: str) -> None:
    assert said(one).startswith(text)


@pytest.mark.parametrize("most", [0, 1200])
def test_what_may_be_of_a_part_that_is_not_known_is_none_of_it_or_so_much(most: int) -> None:
    """Thousands are set apart, and years are not."""
    may = "none may be" if not most else "at most 1,200 may be"
    assert said(HardPartStep(most=most, of=2410, year=2025)) == (
        f'In 2025, of the 2,410 "all" of which "hard" is not known, {may} "hard".'
    )
    assert said(AmountStep(amount=most, at_most=True, of=2410)) == (
        f'Of the 2,410 "all" of which "hard" is not known, {may} "hard".'
    )


def test_of_one_unit_that_was_not_measured_nothing_is_said_of_each() -> None:
    one = UnmeasuredStep(year=2025, units=1, assumed_most=1300, each=Fraction(300, 11), hard=True)
    assert said(one).startswith('2025, 1 not measured: 27.3, all of it "hard", changes the verdict')
    two = UnmeasuredStep(year=2025, units=2, assumed_most=1300, each=Fraction(7000, 3), hard=False)
    assert said(two).startswith('2025, 2 not measured: it would take 2,333 each, none of it "hard", to change')


@pytest.mark.parametrize(
    ("units", "turning", "text"),
    [
        (1, 1, "it changes the verdict if it has 1,300, all of it"),
        (1, None, "it does not change the verdict, even if it has 1,300, all of it"),
        (9, 4, "it takes 4 of them to change the verdict, if each has 1,300, all of it"),
        (9, None, "all of them do not change the verdict, even if each has 1,300, all of it"),
    ],
)
def test_one_unit_that_was_not_drawn_turns_an_estimate_or_does_not(units: int, turning: int | None, text: str) -> None:
    one = UndrawnStep(year=2025, units=units, assumed_most=1300, hard=True, turning=turning)
    assert said(one).startswith(f"2025, {units} not measured: {text}")


def test_ways_of_counting_and_strata_are_named_in_words() -> None:
    assert "(all measured, measured in both years)" in said(ReadingsStep(readings=("all", "matched")))
    assert "(since 2021, since 2026)" in said(ReadingsStep(readings=("since-2021", "since-2026")))
    assert "craft villages far" in said(StrataStep(strata=(StratumName.of("craft_village", "far"),)))


def test_the_amounts_of_a_rate_have_their_thousands_set_apart(score: Score) -> None:
    """1,600 of 2,000 in 2020 and 900 of 1,800 now."""
    text = MARKETS + markets(2020, ("C1", 2000, 1600)) + markets(2025, ("C1", 1800, 900))
    said = lines(explained(score(text), "market-packaging-reduction"))
    assert "Rate of 2020: 1,600 / 2,000 = 80.00%" in said


@pytest.mark.parametrize(
    ("target", "required", "summed"),
    [
        (
            "since: 2024, at_least: 50",
            "At least 50 tonnes by 2025, added up since 2024.",
            "Sum of 2 figures since 2024:",
        ),
        ("since: 2024, at_most: 50", "At most 50 tonnes by 2025, added up since 2024.", "Sum of 2 figures since 2024:"),
        ("at_least: 50", "At least 50 tonnes by 2025.", "Sum of 1 figure:"),
    ],
)
def test_a_total_names_the_year_since_which_it_is_added_up(
    level: Levels, target: str, required: str, summed: str
) -> None:
    scores = level.scores(
        TOTAL, f"due: 2025, clause: I.1, {target}", rows("year id waste", (2024, "A", 30), (2025, "A", 9))
    )
    (result,) = scores.results
    texts = language("en").translated(tuple(sections(explain(result, scores), scores.plan)))
    items = [line for part in texts for block in part.blocks for line in getattr(block, "items", ())]
    assert required in items
    assert any(line.startswith(summed) for line in items)
