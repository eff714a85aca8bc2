"""What only a second look at a whole table finds: texts converted wrongly, numbers that nothing settles, only "x"."""

from pathlib import Path

from small_surveys import MARKETS, ZONES, read


def test_ambiguous_numbers_that_nothing_settles_end_in_problems(tmp_path: Path) -> None:
    _, problems = read(tmp_path, MARKETS + "".join(f"2025,market,,Chợ {n},,1.234,1.000\n" for n in range(1, 40)))
    assert [found.rule for found in problems].count("ambiguous-number") == 78
    assert {found.place.row for found in problems if found.severity == "error"} == set(range(2, 41))


def test_a_text_that_was_converted_wrongly_is_told_with_its_line_in_rows_of_any_width(tmp_path: Path) -> None:
    rows = "2025,craft_village,,Chá»£ Rá»“ng,,yes\n2025,craft_village,B,Chá»£\n2025,craft_village,C,,,yes\n"
    _, problems = read(tmp_path, ZONES + rows)
    wrong = [
        (one.place.row, one.place.line, one.place.column, one.details["guess"])
        for one in problems
        if one.rule == "mis-converted-text"
    ]
    assert wrong == [(2, 2, "name", "Chợ Rồng"), (3, 3, "name", "Chợ")]


def test_a_column_of_nothing_but_x_is_told_though_a_row_is_too_short(tmp_path: Path) -> None:
    rows = "2025,craft_village,A,,,x\n2025,craft_village,B,,,\n2025,craft_village,C\n"
    assert {"only-x", "short-row"} <= {found.rule for found in read(tmp_path, ZONES + rows)[1]}
