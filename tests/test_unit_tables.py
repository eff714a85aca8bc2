"""The units of `scp explain` as tables: columns, how they count, what a narrow screen and paper show."""

from pathlib import Path

import pytest
from changing import HEAD, Asked, plan_of, rows_of, scored
from explaining import CAMPAIGNS, MARKETS, Score, markets, villages, years
from level_plans import A_HEAD, RATIO, Levels, level, rows
from small_surveys import PLAN
from units_surveys import UNITS_PLAN, VILLAGES
from units_surveys import villages as answering

from scp_ninhbinh.documents import units
from scp_ninhbinh.documents.document import Document, Section, Table
from scp_ninhbinh.documents.explanation import explanation_document
from scp_ninhbinh.plan.clauses import Plan
from scp_ninhbinh.scores.explain import explain
from scp_ninhbinh.scores.score import Scores
from scp_ninhbinh.text.say import Code, language
from scp_ninhbinh.writers.markdown import markdown_text
from scp_ninhbinh.writers.terminal import terminal_text

__all__ = ["level"]

NAMED = "year,kind,id,name,area,packaging_total,packaging_hard\n"


def tables(scores: Scores, indicator: str, plan: Plan = PLAN, code: Code = "en") -> list[Table[str]]:
    """Return the tables of the units of one indicator, in the reader's language."""
    result = next(one for one in scores.results if one.id == indicator)
    found = [language(code).translated(one) for one in units.unit_tables(explain(result, scores), plan)]
    return [one for one in found if isinstance(one, Table)]


def told(table: Table[str]) -> list[list[str]]:
    """Return the headings and the texts of the rows."""
    return [list(table.headings), *([cell.text for cell in row] for row in table.rows)]


def screen(table: Table[str], width: int) -> list[str]:
    return terminal_text(Document("", (), (Section("", (table,)),)), language("en"), width, False).splitlines()


def test_a_market_has_its_name_area_id_amounts_and_rate_the_worst_first(score: Score) -> None:
    """12 of 24.5 is 49.0%, 1,200 of 4,000 is 30%; nothing given out is no rate. A workbook gets the numbers."""
    text = NAMED + "2020,market,C1,Chợ Rồng,Hoa Lư,100,90\n2025,market,C1,Chợ Rồng,Hoa Lư,4000,1200\n"
    text += "2025,market,C2,,Nho Quan,24.5,12\n2025,market,C3,Chợ Bút,,0,0\n"
    (table,) = tables(score(text), "market-packaging-reduction")
    assert told(table) == [
        ["Name", "Area", "ID", "packaging hard to degrade", "packaging total", "Rate"],
        ["C2", "Nho Quan", "C2", "12", "24.5", "49.0%"],
        ["Chợ Rồng", "Hoa Lư", "C1", "1,200", "4,000.0", "30.0%"],
        ["Chợ Bút", "", "C3", "0", "0.0", "–"],
    ]
    assert table.caption == 'Measured, "packaging hard to degrade" / "packaging total": 3 units (markets)'
    assert [(cell.value, cell.format) for cell in table.rows[1][3:]] == [
        (1200, "number"),
        (4000, "number"),
        (30.0, "percent"),
    ]


def test_a_table_says_nothing_that_is_known_of_no_unit(score: Score) -> None:
    """No name and no area; of a market whose part is not known there is no part and no rate to be shown."""
    text = MARKETS + markets(2020, ("C1", 100, 80)) + markets(2025, ("C1", 100, 20), ("C3", 50, ""), ("C4", "", ""))
    measured, half_known, unknown = tables(score(text), "market-packaging-reduction")
    assert measured.headings == ("Name", "packaging hard to degrade", "packaging total", "Rate")
    assert told(half_known) == [["Name", "packaging total"], ["C3", "50"]]
    assert told(unknown) == [["Name"], ["C4"]]
    assert [one.caption for one in (half_known, unknown)] == [
        '"packaging hard to degrade" missing: 1 unit (market)',
        "Not known: 1 unit (market)",
    ]


@pytest.mark.parametrize(
    ("code", "captions"),
    [
        ("en", ['Does not meet the clause, "uses hard to degrade bags" = yes: 1 unit (', 'Not known, "uses hard']),
        ("vi", ['"dùng túi nilon khó phân hủy" = có: 1', '"dùng túi nilon khó phân hủy": 1']),
    ],
)
def test_a_caption_names_the_column_as_the_reader_knows_it(score: Score, code: Code, captions: list[str]) -> None:
    text = "year,kind,id,hard_bags\n2025,supermarket,S1,yes\n2025,supermarket,S2,\n"
    found = [one.caption for one in tables(score(text), "stores-without-hard-bags", code=code)]
    assert [part in whole for part, whole in zip(captions, found, strict=True)] == [True, True]
    assert not any("hard_bags" in one for one in found)


def test_of_several_kinds_each_unit_has_its_own_and_of_one_the_caption_says_it(score: Score) -> None:
    text = villages("nn") + "2025,industrial_zone,Z1,no\n"
    (several,) = tables(score(text), "zones-informed")
    assert told(several) == [
        ["Name", "Kind"],
        ["Z1", "industrial zone"],
        ["L0", "craft village"],
        ["L1", "craft village"],
    ]
    assert several.caption.endswith(": 3 units")
    (one,) = tables(score(villages("nn")), "zones-informed")
    assert (one.headings, one.caption.endswith(": 2 units (craft villages)")) == (("Name",), True)


def test_what_is_counted_over_years_has_the_year_of_each_row(score: Score) -> None:
    (held,) = tables(score(CAMPAIGNS + years({2023: "y", 2025: "yy"})), "campaigns-held")
    assert told(held) == [["Name", "Year"], ["A0", "2023"], ["A0", "2025"], ["A1", "2025"]]


def test_of_several_answers_each_has_its_column(score: Score) -> None:
    """Wanted are yes, no, yes, two of the three: V0 has one, and V1 may have another."""
    scores = score(VILLAGES + answering("yyn yyu"), str(UNITS_PLAN))
    no, unknown = tables(scores, "two-of-three", scores.plan)
    assert told(no) == [["Name", "rules of its own", *no.headings[2:]], ["V0", "yes", "yes", "no"]]
    assert told(unknown)[1:] == [["V1", "yes", "yes", "unknown"]]


def test_a_ratio_in_a_unit_of_the_plan_is_told_in_it_and_sums_in_theirs(level: Levels) -> None:
    """30 tonnes of 20,000 people are 1.5 kg a head, more than 1.25; at most 2 are allowed, so the highest is worst."""
    found = rows("id waste people", ("A", 5, 4000), ("B", 30, 20000))
    scores = level.scores(A_HEAD, "due: 2025, clause: I.1, at_most: 2", found)
    (table,) = tables(scores, "level", scores.plan)
    assert told(table) == [
        ["Name", "waste said, tonnes", "people said, people", "Rate, kg a head"],
        ["B", "30", "20,000", "1.50"],
        ["A", "5", "4,000", "1.25"],
    ]
    assert [cell.format for cell in table.rows[0][1:]] == ["number"] * 3


@pytest.mark.parametrize(("limit", "first"), [("at_least: 50%", ["B", "A"]), ("at_most: 50%", ["A", "B"])])
def test_the_worst_rate_is_the_lowest_where_much_is_required_and_the_highest_where_little_is_allowed(
    level: Levels, limit: str, first: list[str]
) -> None:
    scores = level.scores(
        RATIO, f"due: 2025, clause: I.1, {limit}", rows("id treated waste", ("A", 3, 4), ("B", 60, 100))
    )
    assert [row[0].text for row in tables(scores, "level", scores.plan)[0].rows] == first


@pytest.mark.parametrize(
    ("quantity", "measure", "first"),
    [
        ("ratio", "reduction", ["B", "A"]),  # 90% and 10%
        ("ratio", "increase", ["A", "B"]),
        ("total", "reduction", ["A", "B"]),  # 100 and 10
        ("total", "increase", ["B", "A"]),
    ],
)
def test_the_worst_of_a_change_are_those_on_the_side_that_is_not_wanted(
    score: Score, tmp_path: Path, quantity: str, measure: str, first: list[str]
) -> None:
    """A has 10 of 100 and B 9 of 10: what is to fall is worst where it is highest, what is to rise where lowest."""
    rows_of = "{year},district,A,yes,yes,100,10,\n{year},district,B,yes,yes,10,9,\n"
    text = HEAD + "".join(rows_of.format(year=year) for year in (2020, 2025))
    path = plan_of(tmp_path, Asked(quantity, measure))
    scores = score(text, plan=path)
    table, *_ = tables(scores, "change", scores.plan)
    assert [row[0].text for row in table.rows] == first


def test_a_narrow_screen_shows_name_area_and_rate_and_a_wide_one_all(score: Score) -> None:
    text = NAMED + "2020,market,C1,Chợ Rồng,Hoa Lư,100,90\n2025,market,C1,Chợ Rồng,Hoa Lư,4000,1200\n"
    (table,) = tables(score(text), "market-packaging-reduction")
    assert [line.split() for line in screen(table, 40)[-2:]] == [
        ["Name", "Area", "Rate"],
        ["Chợ", "Rồng", "Hoa", "Lư", "30.0%"],
    ]
    assert screen(table, 100)[-1].split() == ["Chợ", "Rồng", "Hoa", "Lư", "C1", "1,200", "4,000", "30.0%"]
    for width in (40, 60, 72, 80, 100):
        assert max(map(len, screen(table, width))) <= width


def test_a_file_has_no_more_than_some_thousand_rows_and_says_so(score: Score, monkeypatch: pytest.MonkeyPatch) -> None:
    """Here five: of seven villages a file shows five, a screen fewer; both say that JSON has all."""
    monkeypatch.setattr(units, "MOST", 5)
    monkeypatch.setattr(units, "ON_SCREEN", 3)
    scores = score(villages("n" * 7))
    result = next(one for one in scores.results if one.id == "zones-informed")
    document = explanation_document([explain(result, scores)], scores)
    for shown, written in (
        (5, markdown_text(document, language("en"))),
        (3, terminal_text(document, language("en"), 80, False)),
    ):
        assert [f"L{n}" in written for n in range(7)] == [True] * shown + [False] * (7 - shown)
        assert "Of the 7 units a file shows the first 5; --format json has all." in written
        assert ": 7 units (craft villages)" in written
        assert "more:" not in written


def test_units_not_surveyed_have_the_register_s_name(score: Score) -> None:
    register = "kind,id,name,area\ncraft_village,L0,Làng Bát,Kim Sơn\n" + "craft_village,L1,Làng Đá,Nho Quan\n"
    absent, _ = tables(score(villages("y"), register=register), "zones-informed")
    assert told(absent) == [["Name", "Area", "ID"], ["Làng Đá", "Nho Quan", "L1"]]
    assert absent.caption == "Not surveyed: 1 unit (craft village)"


@pytest.mark.parametrize(
    ("measure", "limit", "captions"),
    [
        ("reduction", "at_least: 20%", [("Counted", "A"), ("Not counted", "B")]),
        ("reduction", "at_most: 20%", [("Does not meet the clause", "B"), ("Meets the clause", "A")]),
        ("increase", "at_least: 20%", [("Does not meet the clause", "B"), ("Meets the clause", "A")]),
        ("increase", "at_most: 20%", [("Counted", "A"), ("Not counted", "B")]),
    ],
)
def test_of_a_share_that_has_to_fall_the_units_with_the_answer_stand_first_and_do_not_meet_it(
    tmp_path: Path, measure: str, limit: str, captions: list[tuple[str, str]]
) -> None:
    """A and B gave the answer in 2020, and A still does in 2025."""
    text = rows_of("sorts", {2020: "yes yes", 2025: "yes no"})
    scores = scored(tmp_path, Asked("share", measure, limit), text)
    found = [(str(one.caption).split(":")[0], one.rows[0][0].text) for one in tables(scores, "change", scores.plan)]
    assert found == captions
