"""An empty survey form: a workbook with a sheet for each group of units, or one table as CSV.

Known units of a register are filled in, so that the answers are all that is missing.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any, Final

from scp_ninhbinh import __version__
from scp_ninhbinh.form.texts import (
    GUIDE,
    GUIDE_WIDTHS,
    NOTES,
    PAGE,
    REFUSED,
    Form,
    Sheet,
    Takes,
)
from scp_ninhbinh.plan.clauses import Plan
from scp_ninhbinh.project.guide import GUIDE_HEADINGS, GUIDE_TITLE
from scp_ninhbinh.survey.cells import FIRST_YEAR, LAST_YEAR
from scp_ninhbinh.survey.units import Listed
from scp_ninhbinh.text.numbers import plain
from scp_ninhbinh.text.safe import same_cell
from scp_ninhbinh.text.say import Language, Phrase, Sayable, joined, plural, say
from scp_ninhbinh.writers.office import (
    BORN,
    FONT,
    LINE,
    lines_of,
    room_on_page,
    set_page,
    set_text,
    sheet_name,
    workbook_bytes,
)

ROW: Final = 1.5 * LINE
"""The height of a row, in points: room for a line written by hand."""

FEWEST_SPARE: Final = 5
"""Empty rows below the known units, at least; where their last page has fewer, another one follows."""

LAST_ROW: Final = 1 << 20
"""The last row of a sheet. So far every column has its frame and its list, however many units there are."""

LOOKS: Final = {"heading": "@", "text": "@", "number": "General", "year": "0"}
"""How cells look: the name of the look, its number format. What is no number is text, or leading zeros are eaten."""


WRITTEN: Final = Phrase("{path} written")
SPARE: Final = Phrase("empty rows in each to the end of a page")
YEAR_FILLED_IN: Final = Phrase("the year {year} in every row")
YEAR_OPEN: Final = Phrase("the year to be filled in")
NO_ROW_FOR_YEAR: Final = Phrase(
    "The year {year} stands nowhere: a CSV form without known units has no row. Give --register, or write an .xlsx."
)

Cells = Mapping[str, str | int]
"""What stands in a row, by column."""

MOST_OF_A_PROMPT: Final = 255
"""Characters of a prompt, and of a drop-down list, that Excel takes."""

MOST_OF_A_TITLE: Final = 100
"""Characters of a title in the margin of a printed page, which holds two of them."""


def form_workbook(plan: Plan, language: Language, year: int | None = None, units: Sequence[Listed] = ()) -> bytes:
    """Return the form as a workbook (xlsx): how to fill it in, then a sheet for each group of units."""
    from openpyxl import Workbook

    book: Any = Workbook()
    book.remove(book.active)
    _add_looks(book)
    form = Form(plan, language, units)
    guide = Sheet((), language.text(GUIDE), language.text(GUIDE_TITLE))
    _guide(_new_sheet(book, guide, form), guide.title, form)
    for sheet in form.sheets():
        known = [_cells(unit, year, form) for unit in units if unit.kind in sheet.kinds]
        _survey_sheet(_new_sheet(book, sheet, form), sheet.kinds, form, known, {} if year is None else {"year": year})
    book.properties.title = form.title
    book.properties.creator = f"scp {__version__}"
    book.properties.created = book.properties.modified = BORN
    return workbook_bytes(book)


def what_was_written(
    plan: Plan, path: str, format: str, language: Language, year: int | None, units: Sequence[Listed]
) -> list[Sayable]:
    """Return what a form holds, and what it lacks, a line each."""
    form = Form(plan, language)
    rows, workbook = [unit for unit in units if unit.kind in form.known.kinds], format == "xlsx"
    parts: list[Sayable] = [say(WRITTEN, path=path)]
    if workbook:
        names = joined(*(sheet.name for sheet in form.sheets()), by="; ")
        parts.append(plural("{n} sheet ({names})", "{n} sheets ({names})", len(form.sheets()), names=names))
        parts.append(SPARE)
    parts.append(plural("{n} known unit", "{n} known units", len(rows)))
    filled = year is not None and (workbook or bool(rows))
    parts.append(say(YEAR_FILLED_IN, year=str(year)) if filled else YEAR_OPEN)
    lines: list[Sayable] = [joined(*parts, by=", ")]
    if year is not None and not filled:
        lines.append(say(NO_ROW_FOR_YEAR, year=str(year)))
    return lines


def form_csv(plan: Plan, language: Language, year: int | None = None, units: Sequence[Listed] = ()) -> str:
    """Return the form as one table: a byte order mark, by which Excel knows UTF-8, the headings, the known units.

    No text acts as a formula. The apostrophe before one that would is no part of a name as names are compared.
    """
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";" if language.code == "vi" else ",", lineterminator="\n")
    form = Form(plan, language, units)
    writer.writerow(same_cell(form.heading(column)) for column in form.columns())
    for unit in units:
        cells = _cells(unit, year, form)
        writer.writerow(same_cell(cells.get(column, "")) for column in form.columns())
    return "\ufeff" + out.getvalue()


def _cells(unit: Listed, year: int | None, form: Form) -> Cells:
    """Return what is known of a unit's row, by column."""
    cells: dict[str, str | int] = {name: getattr(unit, name) for name in ("id", "name", "area", "stratum")}
    cells["kind"] = form.spoken(form.plan.kinds[unit.kind].word)
    return cells if year is None else cells | {"year": year}


def _new_sheet(book: Any, sheet: Sheet, form: Form) -> Any:
    """Add a sheet that prints on A4, one page wide, with its title above and page numbers below."""
    made = book.create_sheet(sheet_name(sheet.name, book.sheetnames))
    set_page(made, 0.4)
    made.page_margins.top = made.page_margins.bottom = 0.75
    made.oddHeader.left.text, made.oddHeader.right.text = _in_margin(form.title), _in_margin(sheet.title)
    made.oddFooter.center.text = form.language.text(say(PAGE, page="&P", pages="&N"))
    return made


def _in_margin(text: str) -> str:
    """Return a title as the margin of a page takes it, where an & begins a command."""
    return (text if len(text) <= MOST_OF_A_TITLE else f"{text[: MOST_OF_A_TITLE - 1]}…").replace("&", "&&")


def _survey_sheet(sheet: Any, kinds: Sequence[str], form: Form, known: Sequence[Cells], spare: Cells) -> None:
    """Lay out the table of one group of units, ready to be filled in: the known ones, then rows like the spare one."""
    names = form.columns(kinds)
    about = [form.about(name) for name in names]
    widths, looks = [one.width for one in about], [_look_of(one.takes) for one in about]
    _set_widths(sheet, widths, looks, framed=True)
    sheet.sheet_format.defaultRowHeight, sheet.sheet_format.customHeight = ROW, True
    top = _write_row(sheet, 1, [form.heading(name) for name in names], widths, ["heading"] * len(names))
    rows = [[row.get(name, "") for name in names] for row in known]
    heights = [_write_row(sheet, at, row, widths, looks) for at, row in enumerate(rows, 2)]
    pages = rows_of_pages(heights, room_on_page(sheet, sum(widths)) - top)
    empty = [spare.get(name, "") for name in names]
    for at in range(len(rows), sum(pages)):
        _write_row(sheet, at + 2, empty, widths, looks)
    _break_pages(sheet, pages)
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    _add_rules(sheet, names, kinds, form)


def rows_of_pages(heights: Sequence[float], room: float) -> list[int]:
    """Return how many rows each printed page has: those of these heights, then empty ones that fill the last page."""
    pages, left = [0], room
    for height in heights:
        if height > left and pages[-1]:
            pages, left = [*pages, 0], room
        pages[-1] += 1
        left -= height
    if left < FEWEST_SPARE * ROW:
        pages[-1] += max(int(left // ROW), 0)
        pages, left = [*pages, 0], room
    pages[-1] += int(left // ROW)
    return pages


def _break_pages(sheet: Any, pages: Sequence[int]) -> None:
    """End each page where it is full, or a program that gets one row more onto it leaves a few for another page."""
    from openpyxl.worksheet.pagebreak import Break

    for last in list(accumulate(pages, initial=1))[1:-1]:
        sheet.row_breaks.append(Break(id=last))


def _set_widths(sheet: Any, widths: Sequence[int], looks: Sequence[str], framed: bool = False) -> None:
    """Set the columns' widths, and the look of their cells that are yet to be filled; frames print where rows are."""
    from openpyxl.utils import get_column_letter

    for at, (width, look) in enumerate(zip(widths, looks, strict=True), 1):
        column = sheet.column_dimensions[get_column_letter(at)]
        column.width = width
        for part, value in (_parts(look) | ({"border": _frame()} if framed else {})).items():
            setattr(column, part, value)  # a column takes no look by name


def _write_row(sheet: Any, at: int, values: Sequence[str | int], widths: Sequence[int], looks: Sequence[str]) -> float:
    """Write framed cells, in a row high enough for the longest: not every program sees to that by itself."""
    for index, (value, look) in enumerate(zip(values, looks, strict=False), 1):
        cell = sheet.cell(at, index)
        cell.style = look
        _set_value(cell, value)
    lines = max(lines_of(str(value), width) for value, width in zip(values, widths, strict=False))
    height = max(lines * LINE + 2, ROW)
    sheet.row_dimensions[at].height = height
    return height


def _set_value(cell: Any, value: str | int) -> None:
    if isinstance(value, int):
        cell.value = value
    else:
        set_text(cell, value)


def _look_of(takes: Takes) -> str:
    if takes in {"year", "year or none"}:
        return "year"
    return "number" if takes in {"number", "part", "above", "any"} else "text"


def _parts(look: str) -> dict[str, Any]:
    """Return what a look is made of, but for its frame and its colour."""
    from openpyxl.styles import Alignment, Font

    across = "center" if look == "year" else None  # else it touches the word beside it
    upright = "center" if look == "heading" else "top"
    return {
        "font": Font(name=FONT, size=12, bold=look == "heading"),
        "alignment": Alignment(horizontal=across, vertical=upright, wrap_text=True),
        "number_format": LOOKS[look],
    }


def _add_looks(book: Any) -> None:
    """Add the looks of framed cells. (Dressing every cell by itself takes ten times as long.)"""
    from openpyxl.styles import NamedStyle, PatternFill

    for look in LOOKS:
        style = NamedStyle(look, **_parts(look), border=_frame())
        if look == "heading":
            style.fill = PatternFill("solid", fgColor="DDEBDA")
        book.add_named_style(style)


def _frame() -> Any:
    from openpyxl.styles import Border, Side

    line = Side("thin", color="999999")
    return Border(line, line, line, line)


def _add_rules(sheet: Any, names: Sequence[str], kinds: Sequence[str], form: Form) -> None:
    """Say at every column what its cells take, and refuse what they do not."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    letters = {name: get_column_letter(at) for at, name in enumerate(names, 1)}
    for name, letter in letters.items():
        fill_in = form.fill_in(name)
        rule = DataValidation(
            **_rule(name, letters, form, form.choices(name, kinds)),
            allow_blank=True,
            showInputMessage=True,
            showErrorMessage=True,
            prompt=_prompt(form.language.text(form.about(name).meaning), fill_in),
            errorTitle=form.language.text(REFUSED),
            error=fill_in,
        )
        rule.add(f"{letter}2:{letter}{LAST_ROW}")
        sheet.add_data_validation(rule)


def _prompt(meaning: str, fill_in: str) -> str:
    """Return what a column means and how it is filled in; of a question with notes the first sentence, if need be."""
    if len(meaning) + len(fill_in) >= MOST_OF_A_PROMPT:
        meaning = meaning.partition(". ")[0].rstrip(".") + "."
    room = MOST_OF_A_PROMPT - len(fill_in) - 1
    return f"{meaning if len(meaning) <= room else meaning[: room - 1] + '…'} {fill_in}"


def _rule(name: str, letters: Mapping[str, str], form: Form, words: Sequence[str]) -> dict[str, Any]:
    """Return what the cells of a column may hold, as a spreadsheet says it; of a text nothing is asked."""
    column, cell = form.known.columns.get(name), f"{letters[name]}2"
    match form.about(name).takes:
        case "year" | "year or none":
            return {"type": "whole", "operator": "between", "formula1": str(FIRST_YEAR), "formula2": str(LAST_YEAR)}
        case "kind" | "answer" | "choice":
            listed = ",".join(words)
            fits = listed.count(",") < len(words) and '"' not in listed and len(listed) < MOST_OF_A_PROMPT
            return {"type": "list", "formula1": f'"{listed}"'} if fits else {}
        case "number":
            return {"type": "decimal", "operator": "greaterThanOrEqual", "formula1": "0"}
        case "above" if column and column.above is not None:
            return {"type": "decimal", "operator": "greaterThan", "formula1": plain(column.above)}
        case "any":
            return {"type": "custom", "formula1": f"ISNUMBER({cell})"}
        case "part" if column:
            whole = f"{letters[column.part_of or '']}2"
            most = f"OR(NOT(ISNUMBER({whole})),{cell}<={whole})"  # the whole may be filled in later
            return {"type": "custom", "formula1": f"AND(ISNUMBER({cell}),{cell}>=0,{most})"}
    return {}


def _guide(sheet: Any, title: str, form: Form) -> None:
    """Explain the form. Its rows name columns and kinds: by title and headings it is known as a guide, not a table."""
    from openpyxl.styles import Font

    language = form.language
    sheet["A1"] = title
    sheet["A1"].font = Font(name=FONT, size=16, bold=True)
    looks = ["heading", *["text"] * (len(GUIDE_WIDTHS) - 1)]
    _set_widths(sheet, GUIDE_WIDTHS, ["text"] * len(GUIDE_WIDTHS))
    for at, note in enumerate(NOTES, 3):
        _write_row(sheet, at, [language.text(text) for text in note], GUIDE_WIDTHS, looks)
    top = len(NOTES) + 4
    headings = [language.text(text) for text in GUIDE_HEADINGS]
    _write_row(sheet, top, headings, GUIDE_WIDTHS, ["heading"] * len(headings))
    for at, column in enumerate(form.columns(), top + 1):
        _write_row(sheet, at, form.explained(column), GUIDE_WIDTHS, looks)
    sheet.print_title_rows = f"{top}:{top}"
