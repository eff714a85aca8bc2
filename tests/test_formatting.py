"""What only the looks of a cell say, in every format of workbooks."""

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet
from small_surveys import EXPECTED

from scp_ninhbinh.problems.problem import Problem
from scp_ninhbinh.run import Request, check_files
from scp_ninhbinh.survey.declared import Declared
from scp_ninhbinh.survey.reading import read_survey
from scp_ninhbinh.tables import formatting
from scp_ninhbinh.tables.formatting import is_symbol_font

CASES = Path(__file__).parent / "cases" / "survey"
HEADER = ["year", "kind", "id", "name", "informed", "packaging_total", "packaging_hard", "note", "STT"]
VILLAGE = [2025, "craft_village", "L1", "Làng A", "có"]
MARKET = [2025, "market", "C1", "Chợ A", None, 100, 40]
STRUCK = Font(strike=True)


def in_parts(before: str, part: str, after: str = "", **font: object) -> CellRichText:
    return CellRichText(before, TextBlock(InlineFont(**font), part), after)


def raised(before: str, part: str) -> CellRichText:
    return in_parts(before, part, vertAlign="superscript")


def book(folder: Path, edit: Callable[[Worksheet], None], *rows: Sequence[object]) -> Path:
    """Write a survey as a workbook, whose cells are then given their looks."""
    made = Workbook().active
    assert made is not None
    for row in (HEADER, *(rows or (VILLAGE, MARKET))):
        made.append(row)
    edit(made)
    path = folder / "survey.xlsx"
    made.parent.save(path)
    return path


def load_parts(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def found(path: Path) -> list[tuple[str, str | None]]:
    return [(one.rule, one.place.cell) for one in problems(path) if one.rule != "not-checked"]


def problems(path: Path) -> Sequence[Problem]:
    return check_files(Request([str(path)])).problems


def changed(path: Path, change: Callable[[str, str], str]) -> Path:
    """Write the parts of a workbook anew."""
    parts = load_parts(path)
    with zipfile.ZipFile(path, "w") as new:
        for name in sorted(parts, key=lambda name: "sharedStrings" in name):
            new.writestr(name, change(name, parts[name]))
    return path


def with_shared_texts(path: Path) -> Path:
    """Keep the texts where Excel keeps them; openpyxl writes them into the cells."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    texts: list[str] = []

    def share(match: re.Match[str]) -> str:
        texts.append(f"<si>{match[1]}</si>")
        return f't="s"><v>{len(texts) - 1}</v>'

    def change(name: str, text: str) -> str:
        if "worksheets/sheet" in name:
            return re.sub(r't="inlineStr"><is>(.*?)</is>', share, text, flags=re.DOTALL)
        link = f'<Relationship Id="rIdS" Target="sharedStrings.xml" Type="{kind}"/></Relationships>'
        return text.replace("</Relationships>", link) if name.endswith("workbook.xml.rels") else text

    changed(path, change)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/sharedStrings.xml", f'<sst xmlns="{main}">{"".join(texts)}</sst>')
    return path


def prefixed(path: Path) -> Path:
    """Write sheet and texts with a prefix before each element, and attributes in single quotes."""

    def change(name: str, text: str) -> str:
        if not name.endswith(("sheet1.xml", "sharedStrings.xml")):
            return text
        text = re.sub(r"<(/?)(?=[a-zA-Z])", r"<\1x:", text).replace("xmlns=", "xmlns:x=")
        return re.sub(r'="([^"]*)"', r"='\1'", text)

    return changed(path, change)


def marked(sheet: Worksheet) -> None:
    sheet["F3"], sheet["D2"] = raised("120", "1"), in_parts("Làng ", "Cũ", " Mới", strike=True)
    sheet["E2"] = in_parts("", "x", rFont="Wingdings")
    sheet["G3"].font = Font(vertAlign="subscript")


MARKED = [("struck-out", "D2"), ("symbol-font", "E2"), ("superscript", "F3"), ("superscript", "G3")]


@pytest.mark.parametrize(
    "rewrite", [lambda path: path, with_shared_texts, prefixed, lambda p: prefixed(with_shared_texts(p))]
)
def test_marks_are_found_wherever_a_workbook_keeps_its_texts(tmp_path: Path, rewrite: Callable[[Path], Path]) -> None:
    assert found(rewrite(book(tmp_path, marked))) == MARKED


@pytest.mark.parametrize("ending", [".xlsx", "-ods.ods", "-xls.xls"])
@pytest.mark.parametrize("rule", ["superscript", "struck-out", "struck-row", "symbol-font", "shown-otherwise"])
def test_all_formats_tell_the_same(rule: str, ending: str) -> None:
    """The .ods and .xls were saved from the .xlsx by LibreOffice 7.4."""
    one, other = (
        [found._replace(place=found.place._replace(path="")) for found in problems(path)]
        for path in (CASES / "bad" / f"{rule}.xlsx", CASES / "bad" / f"{rule}{ending}")
    )
    assert one == other


def test_a_message_names_what_is_raised_what_is_struck_and_the_font(tmp_path: Path) -> None:
    told = {one.place.cell: (one.value, dict(one.details)) for one in problems(book(tmp_path, marked))}
    assert told["F3"] == ("1201", {"raised": "1"})
    assert told["D2"] == ("Làng Cũ Mới", {"struck": "Cũ"})
    assert told["E2"] == ("x", {"signs": "x", "font": "Wingdings"})
    assert told["G3"] == ("40", {"raised": "40"})


def test_looks_of_what_is_not_read_say_nothing(tmp_path: Path) -> None:
    """Notes, numbers of rows, headings, and what stands above or below the table."""

    def edit(sheet: Worksheet) -> None:
        sheet.insert_rows(1)
        sheet["A1"], sheet["A6"] = raised("Biểu khảo sát", "1"), raised("(1) Nguồn: ", "các huyện")
        sheet["I2"] = raised("STT", "2")
        sheet["H3"], sheet["H4"] = raised("120 m", "2"), in_parts("", "90", "100", strike=True)
        sheet["I3"], sheet["I3"].font, sheet["I4"] = 1, STRUCK, raised("2", "a")

    assert {rule for rule, _ in found(book(tmp_path, edit))} <= {"unknown-column", "above-header", "note-row"}


def test_what_only_looks_bold_or_coloured_says_nothing(tmp_path: Path) -> None:
    def edit(sheet: Worksheet) -> None:
        sheet["F3"] = in_parts("12", "0", b=True, color="FF0000")
        sheet["D2"] = in_parts("Làng ", "A", strike=False, rFont="Times New Roman")
        sheet["E2"].font = Font(name="Segoe UI Symbol", strike=False, underline="single")
        sheet["D3"] = in_parts("Chợ A", " ", strike=True, vertAlign="superscript", rFont="Wingdings")

    assert found(book(tmp_path, edit)) == []


def strike(sheet: Worksheet, row: int, columns: str) -> None:
    for column in columns:
        sheet[f"{column}{row}"].font = STRUCK


def test_a_row_is_left_out_if_all_that_is_read_of_it_is_struck(tmp_path: Path) -> None:
    def edit(sheet: Worksheet) -> None:
        strike(sheet, 2, "ABCDE")
        sheet["D2"] = in_parts("", "Làng A", strike=True)
        sheet["H2"], sheet["I2"], sheet["F2"] = "đã giải thể", 1, "  "

    run = check_files(Request([str(book(tmp_path, edit))]))
    assert [(one.rule, one.severity, one.place.row) for one in run.problems] == [("struck-row", "warning", 2)]
    assert run.problems[0].value == "2025 craft_village L1 Làng A có    đã giải thể 1"
    assert run.files[0].rows == 1


def test_one_cell_that_is_not_struck_makes_each_struck_one_doubtful(tmp_path: Path) -> None:
    path = book(tmp_path, lambda sheet: strike(sheet, 2, "ABDE"))
    assert found(path) == [("struck-out", f"{column}2") for column in "ABDE"]


def test_what_else_is_wrong_in_a_struck_row_is_not_told(tmp_path: Path) -> None:
    def edit(sheet: Worksheet) -> None:
        sheet["E2"], sheet["A2"] = "#N/A", 1905
        strike(sheet, 2, "ABCDE")

    assert found(book(tmp_path, edit)) == [("struck-row", None)]


def test_a_struck_row_whose_cell_holds_for_those_below_is_not_left_out(tmp_path: Path) -> None:
    def edit(sheet: Worksheet) -> None:
        sheet["E3"] = "có"
        sheet.merge_cells("A2:A3")
        strike(sheet, 2, "ABCDE")

    rows = (VILLAGE, [None, "craft_village", "L2", "Làng B"])
    assert [rule for rule, _ in found(book(tmp_path, edit, *rows))] == ["struck-out"] * 5


def test_what_follows_from_a_mark_is_not_listed_beside_it(tmp_path: Path) -> None:
    def edit(sheet: Worksheet) -> None:
        sheet["A2"], sheet["F3"] = raised("2025", "1"), raised("120", "(a)")
        sheet["E2"] = in_parts("", "ü", rFont="Wingdings")

    assert found(book(tmp_path, edit)) == [("superscript", "A2"), ("symbol-font", "E2"), ("superscript", "F3")]


def test_answers_and_numbers_that_are_marked_may_count_as_not_known(tmp_path: Path) -> None:
    path = book(tmp_path, marked)
    survey, told = read_survey([str(path)], EXPECTED, Declared(refused_is_unknown=True))
    assert [(one.rule, one.severity) for one in told] == [
        *(("struck-out", "error"), ("symbol-font", "warning")),
        *(("superscript", "warning"), ("superscript", "warning")),
    ]
    (village,), (market,) = survey.units(("craft_village",), 2025), survey.units(("market",), 2025)
    assert (village.informed, market.packaging_total, market.packaging_hard) == (None, None, None)


def test_a_cell_without_a_style_has_the_first_one(tmp_path: Path) -> None:
    def change(name: str, text: str) -> str:
        return text.replace("<font><name", "<font><strike/><name", 1) if name == "xl/styles.xml" else text

    path = changed(book(tmp_path, lambda sheet: None), change)
    assert found(path) == [("struck-row", None), ("struck-row", None), ("no-rows", None)]


def test_a_part_that_has_no_font_of_its_own_has_that_of_the_cell(tmp_path: Path) -> None:
    def edit(sheet: Worksheet) -> None:
        sheet["D2"], sheet["D2"].font = in_parts("Làng ", "Mới", b=True), STRUCK

    (one,) = problems(book(tmp_path, edit))
    assert (one.rule, one.details["struck"]) == ("struck-out", "Làng")


@pytest.mark.parametrize(
    ("name", "symbols"),
    [
        *(("Wingdings", True), ("wingdings 2", True), ("Webdings", True), ("Symbol", True), ("Marlett", True)),
        *(("ZapfDingbats", True), ("ITC Zapf Dingbats", True), ("Bookshelf Symbol 7", True), ("SymbolMT", True)),
        *(("Segoe UI Symbol", False), ("Noto Sans Symbols", False), ("OpenSymbol", False), ("Times New Roman", False)),
    ],
)
def test_symbol_fonts_are_those_that_show_no_letters(name: str, symbols: bool) -> None:
    assert is_symbol_font(name) is symbols


def test_words_are_read_as_a_number_format_shows_them(tmp_path: Path) -> None:
    def edit(sheet: Worksheet) -> None:
        sheet["C2"], sheet["C2"].number_format = 12, '"LN-"000'
        sheet["E2"], sheet["E2"].number_format = 1, '"có";;"không"'
        sheet["C3"], sheet["C3"].number_format = "7", '"C-"@'

    path = book(tmp_path, edit)
    survey, told = read_survey([str(path)], EXPECTED)
    assert not told
    assert [unit.id for unit in survey.units(("craft_village", "market"), 2025)] == ["LN-012", "C-7"]
    assert survey.units(("craft_village",), 2025)[0].informed is True


@pytest.mark.parametrize(
    ("heading", "rules"),
    [("Tổng số bao bì (triệu chiếc)", {"doubtful-heading"}), ("packaging_total", {"shown-otherwise"})],
)
def test_a_heading_may_say_what_a_number_format_adds(tmp_path: Path, heading: str, rules: set[str]) -> None:
    def edit(sheet: Worksheet) -> None:
        sheet["F1"], sheet["F3"].number_format = heading, '0" triệu"'

    assert rules <= {rule for rule, _ in found(book(tmp_path, edit))}


@pytest.mark.parametrize("how", ["sheet", "format"])
def test_a_zero_that_nobody_sees_is_read_with_a_warning(tmp_path: Path, how: str) -> None:
    def edit(sheet: Worksheet) -> None:
        sheet["G3"] = 0
        if how == "sheet":
            sheet.sheet_view.showZeros = False
        else:
            sheet["G3"].number_format = "#,###"

    path = book(tmp_path, edit)
    assert [(one.rule, one.severity, one.place.cell, one.value) for one in problems(path)] == [
        ("shown-otherwise", "warning", "G3", "0")
    ]
    assert read_survey([str(path)], EXPECTED)[0].units(("market",), 2025)[0].packaging_hard == 0


def test_more_marked_cells_than_any_survey_has_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formatting, "MOST_CELLS_SET", 3)
    for path in (
        book(tmp_path, marked),
        *(CASES / "bad" / f"shown-otherwise-{kind}.{kind}" for kind in ("ods", "xls")),
    ):
        assert found(path) == [("file-too-large", None)]


def test_a_style_that_is_not_there_says_nothing(tmp_path: Path) -> None:
    path = changed(book(tmp_path, marked), lambda name, text: text.replace(' s="1"', ' s="99"'))
    assert found(path) == MARKED[:3]


def test_texts_that_are_no_xml_are_damage(tmp_path: Path) -> None:
    broken = changed(with_shared_texts(book(tmp_path, marked)), lambda name, text: text.replace("</si><si><r>", "<r>"))
    assert {rule for rule, _ in found(broken)} == {"damaged-file"}
    inline = changed(
        book(tmp_path, marked), lambda name, text: text.replace("</rPr>", "", 1) if "sheet1" in name else text
    )
    assert {rule for rule, _ in found(inline)} == {"damaged-file"}


def test_texts_that_never_end_are_refused_at_once(tmp_path: Path) -> None:
    """A hundred thousand cells, each of which would be searched to the end of the sheet."""
    never = '<c r="A9" t="inlineStr"><is>' * 100_000

    def change(name: str, text: str) -> str:
        return text.replace("</sheetData>", f"{never}</sheetData>") if "sheet1" in name else text

    assert found(changed(book(tmp_path, marked), change)) == [("damaged-file", None)]
