"""What an author most likely meant is said in the plan's own words, and nothing far away is."""

from collections.abc import Callable
from pathlib import Path

import pytest

from scp_ninhbinh.form.new_plan import new_plan
from scp_ninhbinh.plan.mistakes import MEASURES, likely_choice
from scp_ninhbinh.run import Request, check_files
from scp_ninhbinh.text.likely import Suggestions
from scp_ninhbinh.text.say import language

TEXT = new_plan("plan.schema.json", language("en"))


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("shares", "share"),
        ("Tỷ lệ", "share"),
        ("ti le", "share"),
        ("“giảm”", "reduction"),
        ("khuyen khich", "encourage"),
        ("tasks", "task"),
        ("village", None),
        ("", None),
    ],
)
def test_a_measure_is_guessed_by_its_words(word: str, meant: str | None) -> None:
    assert likely_choice(word, tuple(MEASURES), Suggestions()) == meant


@pytest.mark.parametrize(("word", "meant"), [("không", "no"), ("KHONG", "no"), ("“có”", "yes"), ("đạt", None)])
def test_an_answer_is_guessed_by_the_words_of_surveys(word: str, meant: str | None) -> None:
    assert likely_choice(word, ("yes", "no"), Suggestions()) == meant


def test_a_plan_without_tasks_offers_no_empty_list(tmp_path: Path) -> None:
    """A unit's column of clauses may be asked for by no task, and its cells can then only be empty."""
    plan, survey = tmp_path / "plan.yaml", tmp_path / "survey.csv"
    plan.write_text(TEXT[: TEXT.index("\n  # task: ")], encoding="utf-8")
    survey.write_text("year,kind,name,task\n2026,activity,A,2.1\n", encoding="utf-8")
    problems = check_files(Request([str(survey)], str(plan))).problems
    found = next(one for one in problems if one.rule == "unknown-task")
    assert found.details["remedy"] == "the plan has no task: leave the cell empty"


@pytest.fixture
def guess(tmp_path: Path) -> Callable[[str, str], object]:
    def of(old: str, new: str) -> object:
        assert old in TEXT
        path = tmp_path / "plan.yaml"
        path.write_text(TEXT.replace(old, new, 1), encoding="utf-8")
        (found,) = check_files(Request([str(path)])).problems
        return found.details.get("guess")

    return of


@pytest.mark.parametrize(
    ("old", "new", "meant"),
    [
        ("of: [shop]", "of: [cửa hàng]", "shop"),
        ("of: [shop]", "of: [cua hang]", "shop"),
        ("of: [shop]", "of: [Shops]", "shop"),
        ('plastic_bags: "no"', 'dùng túi nhựa: "no"', "plastic_bags"),
        ("part_of: waste", "part_of: tổng rác thải", "waste"),
        ("at_least: 40%", "at_least: 0.4", "40%"),
        ("at_least: 40%", "at_least: ≥ 40%", "40%"),
        ("at_least: 40%", "at_least: 40-50%", "at_least: 40%, stretch: 50%"),
        ("at_least: 4, stretch: 6", "at_least: 04-06", "at_least: 4, stretch: 6"),
        ("at_least: 4, stretch: 6", "at_least: 1.000", "1000"),
        ("at_least: 4, stretch: 6", "at_least: 04", "4"),
        ("due: 2028", "due: 31/12/2028", "2028"),
        ("due: 2028", "due: 2026-2028", None),
        ("due: 2028", "due: 28", None),
        ("period: {first: 2026, last: 2030}", "period: 2026 - 2030", "{first: 2026, last: 2030}"),
        ("{name: Xã Đông}", "Xã Đông", "{name: Xã Đông}"),
    ],
)
def test_what_a_value_means_is_shown_as_it_is_written(
    guess: Callable[[str, str], object], old: str, new: str, meant: str | None
) -> None:
    assert guess(old, new) == meant
