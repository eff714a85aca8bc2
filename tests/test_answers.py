"""Several answers of one unit in one target: `answers: all` or `at least 2`, by Kleene's logic, worked by hand.

The letters of a unit are its answers to rules, bags and sorting; wanted are yes, no, yes.
"""

import json
from collections.abc import Callable
from fractions import Fraction
from fractions import Fraction as F  # noqa: N817 (tables of figures read better)
from pathlib import Path
from typing import Any

import pytest
from conftest import Scp, measured, of
from explaining import items, step
from units_surveys import SAID, UNITS_PLAN, VILLAGES, listed, villages

from scp_ninhbinh.documents.document import Items
from scp_ninhbinh.documents.explanation import sections
from scp_ninhbinh.documents.plan import plan_document
from scp_ninhbinh.measures.answers import answer_of
from scp_ninhbinh.measures.figures import Reason
from scp_ninhbinh.plan.file import load_plan
from scp_ninhbinh.scores.explain import explain
from scp_ninhbinh.scores.explained_units import AnsweringUnit
from scp_ninhbinh.scores.score import Scores
from scp_ninhbinh.scores.verdict import Status
from scp_ninhbinh.survey.units import Remembered
from scp_ninhbinh.text.say import language

Score = Callable[..., Scores]
PLAN = str(UNITS_PLAN)
ANSWER = {"rules": "yes", "bags": "no", "sorting": "yes"}


class Said:
    """A unit with its three answers."""

    def __init__(self, letters: str) -> None:
        self.rules, self.bags, self.sorting = ({"y": True, "n": False, "u": None}[one] for one in letters)


@pytest.mark.parametrize(
    ("letters", "all_three", "two", "one"),
    [
        ("yny", True, True, True),
        ("ynn", False, True, True),
        ("ynu", None, True, True),
        ("yyn", False, False, True),  # rules alone
        ("yyu", False, None, True),  # rules, and sorting may be
        ("uyu", False, None, None),  # both that are open have to be good for two
        ("unn", False, None, True),  # no bags, and rules may be
        ("nyu", False, False, None),
        ("nyn", False, False, False),
        ("uuu", None, None, None),
    ],
)
def test_a_unit_is_yes_if_enough_answers_are_no_if_they_cannot_be_and_else_unknown(
    letters: str, all_three: bool | None, two: bool | None, one: bool | None
) -> None:
    for least, expected in ((None, all_three), (3, all_three), (2, two), (1, one)):
        given, wanted = answer_of(ANSWER, least)
        assert (given(Said(letters)), wanted) == (expected, True)


def test_one_answer_is_read_as_it_stands_with_the_answer_that_is_wanted() -> None:
    for wanted in ("yes", "no"):
        given, found = answer_of({"bags": wanted})
        assert ([given(Said(one * 3)) for one in "ynu"], found) == ([True, False, None], wanted == "yes")


def test_a_row_of_a_saved_score_says_whether_enough_were_as_wanted() -> None:
    about: dict[str, Any] = {"year": 2027, "kind": "model", "id": "M1", "name": "", "area": ""}
    unit = Remembered.answering("2 of rules=yes, bags=no, sorting=yes", None, **about)
    assert answer_of(ANSWER, 2)[0](unit) is None


CELLS = [
    # 1 of 2 for certain: exactly half.
    ("yny yyu", None, "met", "met", F(1, 2), F(1, 2)),
    # 1 of 2, and the other may be: met whatever it is.
    ("yny ynu", None, "met", "met", F(1, 2), F(1)),
    # 1 of 3.
    ("yny ynn yyu", None, "not_yet", "not_met", F(1, 3), F(1, 3)),
    # 1 of 3, 1 open: 1/3 to 2/3.
    ("yny uuu nnn", None, "undetermined", "undetermined", F(1, 3), F(2, 3)),
    # The register lists a third and a fourth: 1/4 to 3/4.
    ("yny nnn", 4, "undetermined", "undetermined", F(1, 4), F(3, 4)),
    # It lists three: 1/3 to 2/3 with the one not surveyed.
    ("yny nnn", 3, "undetermined", "undetermined", F(1, 3), F(2, 3)),
    # 2 of 4, two of them not surveyed.
    ("yny yny", 4, "met", "met", F(1, 2), F(1)),
    # 0 of 3 and 1 not surveyed: a quarter at most.
    ("nnn yyy yyu", 4, "not_yet", "not_met", F(0), F(1, 4)),
]


@pytest.mark.parametrize(("answers", "size", "before", "due", "low", "high"), CELLS)
def test_a_share_of_units_with_all_answers_has_each_verdict_before_the_due_year_and_in_it(
    score: Score, answers: str, size: int | None, before: str, due: str, low: F, high: F
) -> None:
    register = None if size is None else listed("village", *(f"V{n}" for n in range(size)))
    for year, status in ((2027, before), (2028, due)):
        found = of(score(VILLAGES + villages(answers, year), PLAN, register=register), "all-three")
        assert (found.status, found.low, found.achieved, found.high) == (Status(status), low, low, high)
        assert found.reasons == ((Reason.MISSING,) if status == "undetermined" else ())


def test_no_row_is_no_data(score: Score) -> None:
    text = "year,kind,id,applied\n2028,model,M1,yes\n"
    assert of(score(text, PLAN), "all-three").status is Status.NO_DATA


def test_at_least_two_of_three_counts_more_units_than_all_three(score: Score) -> None:
    """V0 has all, V1 two, V2 one and perhaps two, V3 none: 1 to 1 of 4 have all, 2 to 3 have two."""
    scores = score(VILLAGES + villages("yny ynn yyu nyn"), PLAN)
    assert [(of(scores, name).low, of(scores, name).high) for name in ("all-three", "two-of-three")] == [
        (F(1, 4), F(1, 4)),
        (F(1, 2), F(3, 4)),
    ]


def test_the_kinds_of_a_pool_and_the_groups_add_up(score: Score) -> None:
    text = VILLAGES + villages("yny ynu") + villages("ynn uuu nyn", kind="hamlet").replace("V", "X")
    found = of(score(text, PLAN, by="kind"), "two-of-three")
    assert [(part.kind, part.numerator, part.denominator, part.unknown) for part in found.parts] == [
        ("village", 2, 2, 0),
        ("hamlet", 1, 3, 1),
    ]
    assert {group.name: (group.numerator, group.unknown) for group in found.groups} == {
        "village": (2, 0),
        "hamlet": (1, 1),
    }


def test_a_sample_is_estimated_from_the_same_units_as_by_one_answer(score: Score) -> None:
    """Four drawn of ten: yes, yes, no, unknown, by three answers of which two are wanted, and by one alone."""
    register = listed("village", *(f"V{n}" for n in range(10)))
    scores = score(VILLAGES + villages("yny ynn nyn uyu"), PLAN, register=register, confidence=F(95, 100))
    one = "year,kind,id,informed\n" + "".join(
        f"2025,craft_village,V{n},{SAID[letter]}\n" for n, letter in enumerate("yynu")
    )
    alone = score(one, register=register.replace("village", "craft_village"), confidence=F(95, 100))
    several, single = measured(scores, "two-of-three").figures, measured(alone, "zones-informed", 2025).figures
    names = ("achieved", "low", "high", "se", "drawn", "numerator", "unknown", "not_surveyed")
    assert [getattr(several, name) for name in names] == [getattr(single, name) for name in names]
    assert several.high > several.low
    (stratum,) = explain(of(scores, "two-of-three"), scores).strata
    assert (stratum.size, stratum.drawn, stratum.yes, stratum.unknown) == (10, 4, 2, 1)


def test_units_are_listed_with_the_answers_that_each_gave_or_lacks(score: Score) -> None:
    scores = score(VILLAGES + villages("yny ynn yyu nyn"), PLAN)
    found = explain(of(scores, "two-of-three"), scores)
    answers = {
        listing.said: [(unit.unit, [(one.column, one.answer) for one in unit.answers]) for unit in listing.units]
        for listing in found.units
        if all(isinstance(unit, AnsweringUnit) for unit in listing.units)
    }
    assert answers == {
        "no": [("V3", [("rules", "no"), ("bags", "yes"), ("sorting", "no")])],
        "unknown": [("V2", [("rules", "yes"), ("bags", "yes"), ("sorting", None)])],
        "yes": [
            ("V0", [("rules", "yes"), ("bags", "no"), ("sorting", "yes")]),
            ("V1", [("rules", "yes"), ("bags", "no"), ("sorting", "no")]),
        ],
    }
    assert {one.wanted for listing in found.units for unit in listing.units for one in unit.answers} == {"yes", "no"}


def test_an_explanation_names_the_answers_that_are_not_as_wanted(score: Score) -> None:
    scores = score(VILLAGES + villages("yny yyu"), PLAN)
    found = explain(of(scores, "two-of-three"), scores)
    said = " ".join(language("en").text(line) for part in sections(found, scores.plan) for line in items(part))
    asked = "Name rules of its own uses hard bags sorts its waste"
    assert f"Not known: 1 unit (village) {asked} V1 yes yes unknown" in said
    assert f"Meets the clause: 1 unit (village) {asked} V0 yes no yes" in said


def test_as_many_units_as_it_says_settle_a_share_and_one_fewer_does_not(score: Score) -> None:
    """1 of 5 has all, two are open: 2 more of the 2 open are needed for 50% of 5, and one that is not rules it out."""
    open_ = "yny ynu unu nnn nnn"
    scores = score(VILLAGES + villages(open_), PLAN)
    found = explain(of(scores, "all-three"), scores)
    assert step(found, "answers") == {"needed": 2, "open": 2, "against": 1}
    ways = {"yny yny yny nnn nnn": Status.MET, "yny yny ynn nnn nnn": Status.NOT_MET}
    for filled, status in ways.items():
        assert of(score(VILLAGES + villages(filled), PLAN), "all-three").status is status


def write(folder: Path, **texts: str) -> list[str]:
    for name, text in texts.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return [f"{name}.csv" for name in texts]


def target(done: Any, name: str) -> dict[str, Any]:
    assert done.returncode == 0, done.stderr
    (found,) = [one for one in json.loads(done.stdout)["targets"] if one["id"] == name]
    return found


def test_a_review_tells_whose_answers_are_enough_since_this_year(scp: Scp, tmp_path: Path) -> None:
    """V0 had two and still has two others, V1 has two since 2028, V2 no longer, V3 is not known now."""
    files = write(
        tmp_path, then=VILLAGES + villages("ynn yyn yny yny", 2027), now=VILLAGES + villages("nny ynn nyn uuy", 2028)
    )
    found = target(scp("review", *files, "--plan", PLAN, "--format", "json"), "two-of-three")
    assert found["wanted"] == "yes"
    assert [(one["unit"], one["before"], one["now"]) for one in found["changed"]] == [
        ("V1", False, True),
        ("V2", True, False),
    ]
    assert [(one["year"], one["achieved"], one["high"]) for one in found["years"]] == [(2027, 75, 75), (2028, 50, 75)]


def test_a_share_of_other_units_is_compared_among_those_of_both_years(scp: Scp, tmp_path: Path) -> None:
    """Twelve units of which 3 have two answers, then two of these and eight others that all do: 100% in both years."""
    then = villages("yny ynn uny " + "nyn " * 9, 2027)
    now = villages("yny yny " + "yny " * 8, 2028).replace("V", "W").replace("W0,", "V0,").replace("W1,", "V1,")
    files = write(tmp_path, then=VILLAGES + then, now=VILLAGES + now)
    found = target(scp("review", *files, "--plan", PLAN, "--format", "json"), "two-of-three")
    (change,) = found["pool_changes"]
    assert (change["units_before"], change["units"], change["same"]) == (12, 10, 2)
    assert (change["achieved_before"], change["achieved"]) == (100, 100)


def test_counts_of_several_answers_add_up_with_a_saved_score(scp: Scp, tmp_path: Path) -> None:
    """M1 had two answers in 2027, M2 in 2028: two models since 2027, from a saved score of 2027 and a file of 2028."""
    text = "year,kind,id,rules,bags,sorting\n"
    rows = {
        "then": "2027,model,M1,yes,no,no\n2027,model,M2,yes,yes,\n",
        "now": "2028,model,M1,no,yes,no\n2028,model,M2,,no,yes\n",
    }
    files = write(tmp_path, **{name: text + row for name, row in rows.items()})
    saved = scp("score", files[0], "--plan", PLAN, "--format", "json", "-o", "then.json")
    assert saved.returncode == 0, saved.stderr
    both = target(scp("review", *files, "--plan", PLAN, "--format", "json"), "models-two")
    from_saved = target(scp("review", "then.json", files[1], "--plan", PLAN, "--format", "json"), "models-two")
    assert from_saved["years"] == both["years"]
    assert [(one["year"], one["low"], one["high"]) for one in both["years"]] == [(2027, 1, 2), (2028, 2, 2)]


def test_a_count_of_several_answers_takes_those_of_one_year_together(score: Score) -> None:
    """M1 has rules in 2027 and sorts in 2028, never two at once (bags are used): no model."""
    text = "year,kind,id,rules,bags,sorting\n2027,model,M1,yes,yes,no\n2028,model,M1,no,yes,yes\n"
    found = of(score(text, PLAN), "models-two")
    assert (found.low, found.high, found.status) == (0, 0, Status.NOT_MET)


def test_the_plan_says_how_many_of_the_answers_count(scp: Scp) -> None:
    loaded = load_plan(PLAN).plan
    lists = (block for block in plan_document(loaded).sections[0].blocks if isinstance(block, Items))
    said = [language("en").text(item) for block in lists for item in block.items]
    answers = '"rules of its own: yes", "uses hard bags: no", "sorts its waste: yes"'
    assert f"Counted: of all villages, hamlets, those with all of {answers}" in said
    assert f"Counted: of all villages, hamlets, those with at least 2 of {answers}" in said
    assert f"Counted: different units (models) with at least 2 of {answers}" in said
    assert 'Counted: new units (models), for the first time with "applied: yes"' in said
    document = json.loads(scp("targets", "--plan", PLAN, "--format", "json").stdout)
    assert [one["answers"] for one in document["indicators"]] == ["all", "at least 2", "at least 2", None, None]


def test_the_report_names_what_each_unit_lacks(scp: Scp, tmp_path: Path) -> None:
    write(tmp_path, now=VILLAGES + villages("yny ynu nnn"))
    done = scp("report", "now.csv", "--plan", PLAN, "-o", "out.md", "--lang", "en")
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "out.md").read_text(encoding="utf-8")
    assert "no answer known of V1" in text
    assert "| V1 | yes | no | unknown |" in text


def test_a_declared_constant_counts_among_the_answers(scp: Scp, tmp_path: Path) -> None:
    """`--set sorting=yes` fills the column that the file lacks: V0 has two with it, V1 one."""
    write(tmp_path, now="year,kind,id,rules,bags\n2028,village,V0,yes,yes\n2028,village,V1,no,yes\n")
    done = scp("score", "now.csv", "--plan", PLAN, "--set", "sorting=yes", "--format", "json")
    found = target(done, "two-of-three")
    assert (found["numerator"], found["denominator"], found["unknown"]) == (1, 2, 0)


def test_the_exact_figures_of_several_answers_are_fractions(score: Score) -> None:
    found = of(score(VILLAGES + villages("yny ynn nnn"), PLAN), "two-of-three")
    assert found.achieved == Fraction(2, 3)
