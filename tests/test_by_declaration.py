"""Declared answers: a verdict counts those that it rests on, and is marked where others in their place could turn it.

The plan requires of zones, clusters and villages 70% informed, of outlets 45% without hard-to-degrade bags, of markets
a cut of 30%, and at least one campaign and one model by 2025.
"""

import csv
import io
import itertools
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Scp
from openpyxl import Workbook

from scp_ninhbinh.plan.file import embedded_plan, load_plan
from scp_ninhbinh.project.declared import Blank, Declared
from scp_ninhbinh.scores.score import ScoreOptions, expected_of, score
from scp_ninhbinh.survey.reading import read_survey

ZONES, OUTLETS, CUT = "zones-informed", "stores-without-hard-bags", "market-packaging-reduction"
CAMPAIGNS, MODELS = "campaigns-held", "models-applied"
WORDS = {"y": "yes", "n": "no", "?": "...", "-": ""}
"""Answers as a letter each: ? is a word for not known, - an empty cell."""

Found = Callable[..., tuple[object, ...]]


def villages(letters: str) -> str:
    rows = (f"2025,craft_village,L{n},{WORDS[letter]}\n" for n, letter in enumerate(letters))
    return "year,kind,id,informed\n" + "".join(rows)


def write(folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")


def of(document: str, indicator: str) -> dict[str, Any]:
    (found,) = [one for one in json.loads(document)["targets"] if one["id"] == indicator]
    return dict(found)


@pytest.fixture
def found(scp: Scp) -> Found:
    """Score, and return the verdict on an indicator, its declared answers, and whether it is by declaration."""

    def run(indicator: str, *arguments: str) -> tuple[object, ...]:
        done = scp("score", *arguments, "--format", "json")
        target = of(done.stdout, indicator)
        return target["status"], target["declared_answers"], target["by_declaration"]

    return run


# --- shares ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("letters", "expected"),
    [
        ("yyyyyyyynn", ("met", 0, False)),  # nothing empty: nothing was declared
        ("yyyyyyyy--", ("met", 2, False)),  # 80% whatever the two are
        ("yyyyyy----", ("not_met", 4, True)),  # 60%, and up to 100%
        ("ynnnnnn---", ("not_met", 3, False)),  # 10%, and at most 40%
        ("yyyyyy?---", ("undetermined", 3, True)),  # 60% to 70%: if the three were informed 90% at least, which is met
        ("yyyyy???-n", ("undetermined", 1, False)),  # 50% to 80%; the one moves that to 60% to 90%, still open
        ("yyyy???---", ("undetermined", 3, True)),  # 40% to 70%; all three informed, 70% to 100%: met
        ("yyy???---n", ("not_met", 3, True)),  # 30% to 60%; the three lift the upper end to 90%
    ],
)
def test_a_verdict_is_by_declaration_where_blanks_could_turn_it(
    tmp_path: Path, found: Found, letters: str, expected: tuple[object, ...]
) -> None:
    write(tmp_path, s=villages(letters))
    assert found(ZONES, "s.csv", "--blank", "no:informed") == expected


def test_without_a_declaration_an_empty_cell_is_no_declared_answer(tmp_path: Path, found: Found) -> None:
    write(tmp_path, s=villages("yyyyyyyy--"))
    assert found(ZONES, "s.csv") == ("met", 0, False)


def test_a_constant_alone_makes_no_bare_verdict(tmp_path: Path, scp: Scp) -> None:
    write(tmp_path, x="year,kind,id\n2025,supermarket,A\n2025,supermarket,B\n2025,trade_centre,C\n")
    said = scp("score", "x.csv", "--set", "hard_bags=no").stdout
    (row, note) = [line for line in said.splitlines() if "✓" in line and "I.1.4b" in line]
    assert row.startswith("✓ Met")
    assert not row.startswith("✓ Met ")
    assert note == "✓ I.1.4b Met, by declaration (3)"
    assert "3 answers or figures behind these results were declared and stand in no file." in said
    assert 'Other declarations could change 1 verdict, marked "by declaration".' in said


def test_constants_of_year_kind_and_area_are_no_answers(tmp_path: Path, found: Found) -> None:
    write(tmp_path, s="id,informed\nA,yes\nB,yes\n")
    declared = ("--set", "year=2025", "--set", "kind=craft_village", "--set", "area=Nho Quan")
    assert found(ZONES, "s.csv", *declared) == ("met", 0, False)


def test_a_constant_counts_only_where_a_table_lacks_the_column(tmp_path: Path, found: Found) -> None:
    """One file has the answers; of the other three are declared: 7 of 10 are yes, without the declared ones 4."""
    write(tmp_path, a=villages("yyyynnn"), b="year,kind,id\n" + "".join(f"2025,craft_village,M{n}\n" for n in range(3)))
    assert found(ZONES, "a.csv", "b.csv", "--set", "informed=yes") == ("met", 3, True)


def test_a_constant_that_is_not_known_declares_no_answer(tmp_path: Path, found: Found) -> None:
    write(tmp_path, s="year,kind,id\n2025,craft_village,A\n")
    assert found(ZONES, "s.csv", "--set", "informed=...") == ("undetermined", 0, False)


def test_a_verdict_without_rows_has_no_number_of_declared_answers(tmp_path: Path, found: Found) -> None:
    write(tmp_path, s=villages("y-"))
    assert found(OUTLETS, "s.csv", "--blank", "no:informed") == ("no_data", None, False)


@pytest.mark.parametrize(("drawn", "expected"), [("y" * 39 + "-", ("met", 1, False)), ("", ("met", 40, True))])
def test_a_sample_counts_its_declared_answers_too(
    tmp_path: Path, found: Found, drawn: str, expected: tuple[object, ...]
) -> None:
    """40 of 60 villages drawn: 39 yes and one declared no are met at any answer; 40 declared yes at no other."""
    declared = ("--blank", "no:informed") if drawn else ("--set", "informed=yes")
    text = villages(drawn) if drawn else "year,kind,id\n" + "".join(f"2025,craft_village,L{n}\n" for n in range(40))
    write(tmp_path, s=text, r="kind,id\n" + "".join(f"craft_village,L{n}\n" for n in range(60)))
    assert found(ZONES, "s.csv", "--register", "r.csv", "--sample", *declared) == expected


# --- scp.yaml --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("of_a", "of_b", "expected"),
    [
        ("", 'set: {informed: "no"}', ("undetermined", 2, True)),
        ("", 'set: {informed: "yes"}', ("met", 2, True)),
        ('blank: {informed: "no"}', 'set: {informed: "yes"}', ("met", 3, True)),
    ],
)
def test_what_a_project_declares_of_a_file_is_declared(
    tmp_path: Path, found: Found, of_a: str, of_b: str, expected: tuple[object, ...]
) -> None:
    """Of eight, five are yes, one is empty, two have no answer of their own: 5 of 8 to 8 of 8 where nothing is said."""
    write(tmp_path, a=villages("yyyyy-"), b="year,kind,id\n2025,craft_village,M1\n2025,craft_village,M2\n")
    files = "".join(f"  - {{path: {name}.csv, {of}}}\n" for name, of in (("a", of_a), ("b", of_b)))
    (tmp_path / "scp.yaml").write_text("schema: scp/project/1\nfiles:\n" + files.replace(", }", "}"))
    assert found(ZONES, "a.csv", "b.csv") == expected


def test_what_a_project_declares_of_one_sheet_is_declared_of_that_sheet_alone(tmp_path: Path, found: Found) -> None:
    """A: one yes and an empty cell that means no. B: two constants. Together 3 of 4, without declared ones 1 of 4."""
    book = Workbook()
    book.active.title = "A"
    for row in (
        ("year", "kind", "id", "informed"),
        (2025, "craft_village", "L1", "yes"),
        (2025, "craft_village", "L2"),
    ):
        book["A"].append(row)
    for row in (("year", "kind", "id"), (2025, "craft_village", "M1"), (2025, "craft_village", "M2")):
        (book["B"] if "B" in book.sheetnames else book.create_sheet("B")).append(row)
    book.save(tmp_path / "s.xlsx")
    sheets = 'sheets: {A: {blank: {informed: "no"}}, B: {set: {informed: "yes"}}}'
    (tmp_path / "scp.yaml").write_text(f"schema: scp/project/1\nfiles:\n  - {{path: s.xlsx, {sheets}}}\n")
    assert found(ZONES, "s.xlsx") == ("met", 3, True)


# --- counts ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("indicator", [CAMPAIGNS, MODELS])
@pytest.mark.parametrize(
    ("letters", "expected"),
    [
        ("yy-", ("met", 1, False)),
        ("n-", ("not_met", 1, True)),
        ("n", ("not_met", 0, False)),
    ],
)
def test_a_count_is_by_declaration_where_blanks_could_turn_it(
    tmp_path: Path, found: Found, indicator: str, letters: str, expected: tuple[object, ...]
) -> None:
    kind, column = ("campaign", "held") if indicator == CAMPAIGNS else ("model", "applied")
    rows = "".join(f"2025,{kind},A{n},{WORDS[letter]}\n" for n, letter in enumerate(letters))
    rows += "".join(f"{year},{kind},B,no\n" for year in range(2021, 2025))
    write(tmp_path, s=f"year,kind,id,{column}\n{rows}")
    assert found(indicator, "s.csv", "--blank", f"no:{column}") == expected


def test_declared_answers_of_all_years_of_a_count_are_counted(tmp_path: Path, found: Found) -> None:
    write(tmp_path, s="year,kind,id\n" + "".join(f"{year},campaign,A{year}\n" for year in range(2021, 2026)))
    assert found(CAMPAIGNS, "s.csv", "--set", "held=yes") == ("met", 5, True)


def test_a_saved_score_keeps_which_counted_answers_were_declared(tmp_path: Path, scp: Scp) -> None:
    """2024 was declared and saved; in 2025 a campaign was not held, so that the count rests on 2024 alone."""
    write(tmp_path, old="year,kind,id\n2024,campaign,A\n", new="year,kind,id,held\n2025,campaign,B,no\n")
    saved = scp("score", "old.csv", "--set", "held=yes", "--format", "json", "-o", "old.json")
    assert saved.returncode == 0
    reviewed = of(scp("review", "new.csv", "old.json", "--format", "json").stdout, CAMPAIGNS)
    assert [(one["year"], one["declared_answers"], one["by_declaration"]) for one in reviewed["years"]] == [
        (2024, 1, True),
        (2025, 1, True),
    ]


# --- reductions ------------------------------------------------------------------------------------------------------

BASE = "year,kind,id,packaging_total,packaging_hard\n2020,market,A,1000,800\n2020,market,B,10,8\n"


def test_a_declared_part_that_could_turn_a_cut_is_marked(tmp_path: Path, found: Found) -> None:
    """80% then; now 10 of 1000 and 1 of 10 hard, all declared, is a cut of 98.6%; if all were hard there is none."""
    write(tmp_path, base=BASE, now="year,kind,id,packaging_total\n2025,market,A,10\n2025,market,B,10\n")
    assert found(CUT, "base.csv", "now.csv", "--set", "packaging_hard=1") == ("met", 2, True)


def test_a_declared_part_that_could_not_turn_a_cut_is_counted_only(tmp_path: Path, found: Found) -> None:
    """Market A went from 80% to 10%; of the 10 of B all or none may be hard: the rate is 11% at most, a cut of 86%."""
    write(
        tmp_path,
        base=BASE,
        now="year,kind,id,packaging_total,packaging_hard\n2025,market,A,1000,100\n",
        small="year,kind,id,packaging_total\n2025,market,B,10\n",
    )
    assert found(CUT, "base.csv", "now.csv", "small.csv", "--set", "packaging_hard=1") == ("met", 1, False)


def test_a_declared_part_may_leave_a_cut_open_that_another_would_settle(tmp_path: Path, found: Found) -> None:
    """80% then, so that now 56% of 1210, or 677.6, may be hard: A has 500, of B's 10 it is not known, C's are declared.

    With 200 of C it is 700 at least: not met. With 170 it is 670 to 680: open. With none of C it would be 510 at most.
    """
    write(
        tmp_path,
        base=BASE + "2020,market,C,200,160\n",
        now="year,kind,id,packaging_total,packaging_hard\n2025,market,A,1000,500\n2025,market,B,10,\n",
        c="year,kind,id,packaging_total\n2025,market,C,200\n",
    )
    files = ("base.csv", "now.csv", "c.csv")
    assert found(CUT, *files, "--set", "packaging_hard=200") == ("not_met", 1, True)
    assert found(CUT, *files, "--set", "packaging_hard=170") == ("undetermined", 1, True)


def test_days_that_are_declared_are_numbers_behind_a_cut(tmp_path: Path, found: Found) -> None:
    """With seven days of each market declared, no amount a day is known: four numbers, by which it is met."""
    write(tmp_path, s=BASE + "2025,market,A,1000,100\n2025,market,B,10,1\n")
    assert found(CUT, "s.csv", "--set", "days=7") == ("met", 4, True)


def test_a_cut_from_a_sample_counts_its_declared_figures(tmp_path: Path, found: Found) -> None:
    """All three markets of a register are measured in both years, so that it is exact: 80% to 10%, if that is so."""
    names = "ABC"
    write(
        tmp_path,
        base="year,kind,id,packaging_total,packaging_hard\n" + "".join(f"2020,market,{one},100,80\n" for one in names),
        now="year,kind,id,packaging_total\n" + "".join(f"2025,market,{one},100\n" for one in names),
        r="kind,id\n" + "".join(f"market,{one}\n" for one in names),
    )
    sampled = ("--register", "r.csv", "--sample", "--set", "packaging_hard=10")
    assert found(CUT, "base.csv", "now.csv", *sampled) == ("met", 3, True)


# --- what is said ----------------------------------------------------------------------------------------------------

TURNS, HOLDS = "yyyyyy----", "yyyyyyyy--"


def spoken(scp: Scp, *arguments: str) -> str:
    return " ".join(scp(*arguments, "--blank", "no:informed", COLUMNS="200").stdout.split())


@pytest.mark.parametrize(
    "command",
    [
        ("score", "s.csv"),
        ("score", "s.csv", "--format", "markdown"),
        ("explain", ZONES, "s.csv"),
        ("review", "s.csv"),
        ("review", "s.csv", "--format", "markdown"),
    ],
)
def test_the_mark_stands_beside_the_verdict_only_where_it_could_turn(
    tmp_path: Path, scp: Scp, command: tuple[str, ...]
) -> None:
    write(tmp_path, s=villages(TURNS))
    assert "by declaration (4)" in spoken(scp, *command)
    write(tmp_path, s=villages(HOLDS))
    assert "by declaration" not in spoken(scp, *command)


@pytest.mark.parametrize("command", [("score", "s.csv"), ("explain", ZONES, "s.csv")])
def test_declared_answers_that_turn_nothing_are_one_line(tmp_path: Path, scp: Scp, command: tuple[str, ...]) -> None:
    write(tmp_path, s=villages(HOLDS))
    said = spoken(scp, *command)
    assert "2 answers or figures behind these results were declared and stand in no file." in said
    assert "could turn" not in said


def test_nothing_declared_is_nothing_said(tmp_path: Path, scp: Scp) -> None:
    write(tmp_path, s=villages(HOLDS))
    assert "declar" not in scp("score", "s.csv").stdout


def test_a_declared_answer_of_two_targets_is_counted_once_below_the_table(tmp_path: Path, scp: Scp) -> None:
    """With `--due all` the four answers stand behind the targets of both due years."""
    write(tmp_path, s=villages(TURNS))
    assert "4 answers or figures behind these results" in spoken(scp, "score", "s.csv", "--due", "all")


@pytest.mark.parametrize(("language", "verdict"), [("en", "Not met"), ("vi", "Không đạt")])
def test_the_mark_and_the_line_stand_in_both_languages(tmp_path: Path, scp: Scp, language: str, verdict: str) -> None:
    write(tmp_path, s=villages(TURNS))
    said = spoken(scp, "score", "s.csv", "--format", "markdown", "--lang", language)
    (row,) = [line for line in said.split("| ✗") if verdict in line]
    assert "(4)" in row


def test_the_annual_report_marks_a_verdict_by_declaration(tmp_path: Path, scp: Scp) -> None:
    write(tmp_path, s=villages(TURNS))
    done = scp("report", "s.csv", "--blank", "no:informed", "-o", "r.html")
    assert done.returncode == 0, done.stderr
    assert "by declaration (4)" in (tmp_path / "r.html").read_text(encoding="utf-8")


def test_csv_has_both_keys(tmp_path: Path, scp: Scp) -> None:
    write(tmp_path, s=villages(TURNS))
    done = scp("score", "s.csv", "--blank", "no:informed", "--format", "csv")
    row = next(csv.DictReader(io.StringIO(done.stdout)))
    assert (row["declared_answers"], row["by_declaration"]) == ("4", "True")


def test_a_group_has_no_mark(tmp_path: Path, scp: Scp) -> None:
    write(tmp_path, s=villages(TURNS))
    done = scp("score", "s.csv", "--blank", "no:informed", "--by", "kind", "--format", "json")
    assert all("by_declaration" not in group for group in of(done.stdout, ZONES)["groups"])


@pytest.mark.parametrize(
    ("key", "value", "expected"), [("declared_answers", 11, "≤ 10"), ("declared_answers", 0, "false")]
)
def test_a_saved_score_whose_declared_answers_cannot_be_is_refused(
    tmp_path: Path, scp: Scp, key: str, value: int, expected: str
) -> None:
    """Of ten answers no eleven were declared, and no verdict is by declaration if none was."""
    write(tmp_path, s=villages(TURNS))
    document = json.loads(scp("score", "s.csv", "--blank", "no:informed", "--format", "json").stdout)
    document["targets"][0][key] = value
    (tmp_path / "s.json").write_text(json.dumps(document), encoding="utf-8")
    done = scp("review", "s.json")
    assert done.returncode != 0
    assert expected in done.stderr


# --- against every filling -------------------------------------------------------------------------------------------

PLAN = load_plan(embedded_plan()).plan


def verdict(folder: Path, letters: str, *blanks: str) -> Any:
    write(folder, s=villages(letters))
    declared = Declared(blanks=tuple(Blank(None, column) for column in blanks))
    survey, _ = read_survey([str(folder / "s.csv")], expected_of(PLAN), declared)
    return next(one for one in score(PLAN, survey, ScoreOptions()).results if one.id == ZONES)


def test_a_share_is_by_declaration_exactly_where_some_other_answers_give_another_verdict(tmp_path: Path) -> None:
    """On 60 random surveys every filling of the declared answers, yes or no, is scored by itself."""
    chance = random.Random(7)
    for _ in range(60):
        letters = "".join(chance.choices("yn?-", (8, 2, 1, 2), k=chance.randint(3, 9)))
        marked = verdict(tmp_path, letters, "informed")
        fillings = itertools.product("yn", repeat=letters.count("-"))
        others = set()
        for filling in fillings:
            answers = iter(filling)
            others.add(verdict(tmp_path, "".join(next(answers) if one == "-" else one for one in letters)).status)
        assert marked.by_declaration is (len(others) > 1), letters
        assert marked.declared_answers == letters.count("-")
