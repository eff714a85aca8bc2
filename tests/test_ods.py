"""Workbooks of LibreOffice, written by hand: where a cell has its looks from, and which tables are sheets."""

import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from scp_ninhbinh.problems.problem import Problem
from scp_ninhbinh.run import CheckRun, Request, check_files

SPACES = "".join(
    f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{urn}:1.0"'
    for name, urn in (
        *(("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"), ("number", "datastyle")),
        *(("fo", "xsl-fo-compatible"), ("svg", "svg-compatible"), ("config", "config"), ("draw", "drawing")),
    )
)
STRUCK = '<style:text-properties style:text-line-through-style="solid"/>'
HEADER = ("year", "kind", "id", "name", "packaging_total", "packaging_hard", "note")
RAISED = '<style:text-properties style:text-position="super 58%"/>'


def style(name: str, content: str, family: str = "table-cell", more: str = "") -> str:
    return f'<style:style style:name="{name}" style:family="{family}"{more}>{content}</style:style>'


def text(content: str, attributes: str = "") -> str:
    return f'<table:table-cell office:value-type="string"{attributes}><text:p>{content}</text:p></table:table-cell>'


def number(value: object, shown: str | None = None, attributes: str = "") -> str:
    written = f"<text:p>{escape(str(value) if shown is None else shown)}</text:p>"
    return (
        f'<table:table-cell office:value-type="float" office:value="{value}"{attributes}>{written}</table:table-cell>'
    )


def market(total: str, hard: str = "", name: str = "", note: str = "", row: str = "") -> str:
    cells = (number(2025), text("market"), text("C1"), name or text("Chợ A"), total, hard or number(40), note)
    return f"<table:table-row{row}>{''.join(cells)}</table:table-row>"


def table(*rows: str, name: str = "Chợ", first: str = "", attributes: str = "") -> str:
    header = f"<table:table-row>{''.join(map(text, HEADER))}</table:table-row>"
    return f'<table:table table:name="{escape(name)}"{attributes}>{first}{header}{"".join(rows)}</table:table>'


def check(folder: Path, *tables: str, styles: str = "", named: str = "", settings: str = "") -> CheckRun:
    named = f"<office:styles>{named}</office:styles>"
    body = f"<office:body><office:spreadsheet>{''.join(tables)}</office:spreadsheet></office:body>"
    parts = {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": f"<office:document-content{SPACES}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"{body}</office:document-content>",
        "styles.xml": f"<office:document-styles{SPACES}>{named}</office:document-styles>",
        "settings.xml": f"<office:document-settings{SPACES}>{settings}</office:document-settings>",
    }
    with zipfile.ZipFile(folder / "a.ods", "w") as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return check_files(Request([str(folder / "a.ods")]))


def told(problems: Sequence[Problem]) -> list[tuple[str, str | None]]:
    return [(one.rule, one.place.cell) for one in problems if one.rule != "not-checked"]


@pytest.mark.parametrize(
    ("position", "raised"),
    [("super 58%", True), ("sub 58%", True), ("33% 58%", True), ("-33% 58%", True), ("0% 100%", False), ("", False)],
)
def test_a_part_is_raised_by_its_position(tmp_path: Path, position: str, raised: bool) -> None:
    styles = style("T1", f'<style:text-properties style:text-position="{position}"/>', "text")
    run = check(tmp_path, table(market(text('120<text:span text:style-name="T1">1</text:span>'))), styles=styles)
    assert told(run.problems) == [("superscript", "E2")] * raised


@pytest.mark.parametrize(
    ("line", "struck"),
    [
        *(('style:text-line-through-style="solid"', True), ('style:text-line-through-type="double"', True)),
        *(('style:text-line-through-style="none" style:text-line-through-type="single"', False), ("", False)),
        ('style:text-line-through-style="none"', False),
    ],
)
def test_a_part_is_struck_by_its_line(tmp_path: Path, line: str, struck: bool) -> None:
    styles = style("T1", f"<style:text-properties {line}/>", "text")
    run = check(tmp_path, table(market(text('<text:span text:style-name="T1">9</text:span>100'))), styles=styles)
    assert told(run.problems) == [("struck-out", "E2")] * struck


@pytest.mark.parametrize("where", ["cell", "row", "column", "parent"])
def test_a_cell_is_struck_by_its_style_its_rows_or_its_columns(tmp_path: Path, where: str) -> None:
    named = "S" if where != "parent" else "child"
    own = f' table:style-name="{named}"' if where in {"cell", "parent"} else ""
    columns = (
        '<table:table-column table:number-columns-repeated="4"/><table:table-column table:default-cell-style-name="S"/>'
    )
    styles = style("S", STRUCK) + style("child", "", more=' style:parent-style-name="S"')
    plain = style("plain", '<style:text-properties style:text-line-through-style="none"/>')
    cell = number(100, attributes=own)
    row = ' table:default-cell-style-name="S"' if where == "row" else ""
    others = {
        "name": text("Chợ A", ' table:style-name="plain"'),
        "hard": number(40, attributes=' table:style-name="plain"'),
    }
    run = check(
        tmp_path,
        table(market(cell, row=row, **others), first=columns if where == "column" else ""),
        styles=plain + (styles if where != "parent" else style("child", "", more=' style:parent-style-name="S"')),
        named=style("S", STRUCK) if where == "parent" else "",
    )
    struck = ["A2", "B2", "C2", "E2"] if where == "row" else ["E2"]
    assert told(run.problems) == [("struck-out", cell) for cell in struck]


def test_a_style_of_the_cell_comes_before_that_of_its_column(tmp_path: Path) -> None:
    columns = '<table:table-column table:number-columns-repeated="7" table:default-cell-style-name="S"/>'
    styles = style("S", STRUCK) + style("plain", '<style:text-properties style:text-line-through-style="none"/>')
    run = check(
        tmp_path, table(market(number(100, attributes=' table:style-name="plain"')), first=columns), styles=styles
    )
    assert told(run.problems) == [("struck-out", f"{column}2") for column in "ABCDF"]


def test_a_row_that_repeats_is_left_out_as_often(tmp_path: Path) -> None:
    row = ' table:default-cell-style-name="S" table:number-rows-repeated="2"'
    run = check(tmp_path, table(market(number(100), row=row), market(number(7))), styles=style("S", STRUCK))
    assert [(one.rule, one.place.row) for one in run.problems if one.severity != "error"] == [
        ("struck-row", 2),
        ("struck-row", 3),
    ]


def test_a_plain_part_of_a_struck_cell_is_not_struck(tmp_path: Path) -> None:
    plain = style("T1", '<style:text-properties style:text-line-through-style="none"/>', "text")
    cell = text('90<text:span text:style-name="T1">100</text:span>', ' table:style-name="S"')
    (one,) = check(tmp_path, table(market(cell)), styles=style("S", STRUCK) + plain).problems
    assert (one.rule, one.value, one.details["struck"]) == ("struck-out", "90100", "90")


def test_parts_within_parts_and_notes_of_a_cell(tmp_path: Path) -> None:
    inner = 'Chợ <text:span text:style-name="plain"><text:span text:style-name="T1">1</text:span> A</text:span>'
    styles = style("T1", RAISED, "text") + style("plain", "", "text") + style("T2", STRUCK, "text")
    (one,) = check(tmp_path, table(market(number(100), name=text(inner))), styles=styles).problems
    assert (one.rule, one.place.cell, one.details["raised"]) == ("superscript", "D2", "1")
    struck = '<text:p><text:span text:style-name="T2">x</text:span></text:p>'
    beside = f"<office:annotation>{struck}</office:annotation><draw:frame>{struck}</draw:frame>"
    cell = number(100).replace("><text:p>", f">{beside}<text:p>")
    assert told(check(tmp_path, table(market(cell)), styles=styles).problems) == [("cell-comment", "E2")]


@pytest.mark.parametrize(
    ("font", "rules"),
    [
        *(('style:font-name="Wingdings"', ["symbol-font"]), ('style:font-name="F1"', ["symbol-font"])),
        *(("fo:font-family=\"'Webdings'\"", ["symbol-font"]), ('style:font-name="Liberation Sans"', [])),
    ],
)
def test_a_font_is_known_by_its_name_or_its_family(tmp_path: Path, font: str, rules: list[str]) -> None:
    face = '<style:font-face style:name="F1" svg:font-family="\'Wingdings 3\'"/>'
    styles = face + style("ce1", f"<style:text-properties {font}/>")
    run = check(tmp_path, table(market(number(100, attributes=' table:style-name="ce1"'))), styles=styles)
    assert [one.rule for one in run.problems] == rules


def test_the_fonts_of_bullets_and_of_numbers_are_not_those_of_cells(tmp_path: Path) -> None:
    font = '<style:text-properties style:font-name="Wingdings"/>'
    bullet = f"<text:list-level-style-bullet>{font}</text:list-level-style-bullet>"
    styles = style("ce1", "") + f'<text:list-style style:name="L1">{bullet}</text:list-style>'
    run = check(tmp_path, table(market(number(100, attributes=' table:style-name="ce1"'))), styles=styles)
    assert told(run.problems) == []


@pytest.mark.parametrize(
    ("cell", "rules"),
    [
        *((number(7000, "7.000 kg"), []), (number(7000, "7,000.00"), []), (number(7000, " 7 000 "), [])),
        *((number(7000, "7"), ["shown-otherwise"]), (number(7000, "7 k"), ["shown-otherwise"])),
        *((number(7000, ""), ["shown-otherwise"]), (number(7000).replace("<text:p>7000</text:p>", ""), [])),
        *((text("7000 triệu", ' office:string-value="7000"'), ["shown-otherwise"]), (text("7000"), [])),
        (text("7000", ' office:string-value=" 7000"'), []),
    ],
)
def test_what_a_cell_shows_is_held_against_what_it_stores(tmp_path: Path, cell: str, rules: list[str]) -> None:
    assert [one.rule for one in check(tmp_path, table(market(cell))).problems] == rules


def test_zeros_that_the_workbook_does_not_show_are_told(tmp_path: Path) -> None:
    settings = '<config:config-item config:name="ShowZeroValues" config:type="boolean">{}</config:config-item>'
    rows = table(market(number(100), number(0)))
    assert told(check(tmp_path, rows, settings=settings.format("true")).problems) == []
    run = check(tmp_path, rows, settings=settings.format("false"))
    assert [(one.rule, one.severity, one.place.cell) for one in run.problems] == [("shown-otherwise", "warning", "F2")]


SOURCE = '<table:table-source table:mode="{}" table:table-name="Sheet1"/>'
HIDDEN = style("ta2", '<style:table-properties table:display="false"/>', "table")


@pytest.mark.parametrize("attributes", ["", ' table:style-name="ta2"'])
def test_the_cache_of_another_file_is_neither_read_nor_listed(tmp_path: Path, attributes: str) -> None:
    cache = table(
        market(number(1000)).replace("C1", "C9"),
        name="'file:///home/x/cu.ods'#$Sheet1",
        first=SOURCE.format("copy-results-only"),
        attributes=attributes,
    )
    run = check(tmp_path, table(market(number(100))), cache, styles=HIDDEN)
    assert (told(run.problems), run.files[0].rows) == ([], 1)


def test_a_file_of_nothing_but_a_cache_has_no_sheet(tmp_path: Path) -> None:
    cache = table(market(number(1)), first=SOURCE.format("copy-results-only"), attributes=' table:style-name="ta2"')
    (one,) = check(tmp_path, cache, styles=HIDDEN).problems
    assert (one.rule, one.details["sheets"]) == ("no-survey-sheet", ())


def test_what_is_kept_of_a_table_of_another_program_is_not_read(tmp_path: Path) -> None:
    other = table(market(number(1000)).replace("C1", "C9"), name="Sheet2")
    run = check(
        tmp_path,
        table(market(number(100))),
        f"<table:dde-links><table:dde-link>{other}</table:dde-link></table:dde-links>",
    )
    assert (told(run.problems), run.files[0].rows) == ([], 1)


@pytest.mark.parametrize("active", [True, False])
def test_a_scenario_is_read_only_where_it_stands_in_place_of_another(tmp_path: Path, active: bool) -> None:
    scenario = f'<table:scenario table:is-active="{str(active).lower()}"/>'
    other = table(market(number(1000)).replace("C1", "C9").replace("Chợ A", "Chợ B"), name="Sheet2", first=scenario)
    run = check(tmp_path, table(market(number(100))), other)
    assert (told(run.problems), run.files[0].rows) == ([], 2 if active else 1)


@pytest.mark.parametrize("mode", ["copy-all", "copy-results-only"])
def test_a_sheet_that_is_linked_to_another_file_and_seen_is_read(tmp_path: Path, mode: str) -> None:
    run = check(tmp_path, table(market(number(100)), first=SOURCE.format(mode)))
    assert (told(run.problems), run.files[0].rows) == ([], 1)
