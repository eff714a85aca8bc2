"""The file of a page's table: what a spreadsheet opens without guessing, and without computing anything."""

import base64
import csv
import io

import pytest
from sample_documents import HOSTILE, summary

from scp_ninhbinh.documents.document import Cell, Fit, Table
from scp_ninhbinh.text.say import language as language_of
from scp_ninhbinh.writers.table_csv import csv_address, table_csv

VI, EN = language_of("vi"), language_of("en")


def rows_of(table, language=EN):
    return list(csv.reader(io.StringIO(table_csv(table, language), newline="")))


def column(*cells, heading="Achieved"):
    return [row[:] for row in rows_of(Table("", (heading,), tuple((cell,) for cell in cells)))]


def test_figures_are_plain_numbers_with_their_unit_in_the_heading():
    cells = Cell("72,3%", 72.27722772277228, "percent"), Cell("–"), Cell("1.200%", 1200, "percent")
    assert column(*cells) == [["Achieved (%)"], ["72.2772277228"], [""], ["1200"]]


def test_the_noise_of_a_float_is_no_figure():
    assert column(Cell("30%", 30.000000000000004, "percent"))[1] == ["30"]


@pytest.mark.parametrize(
    "cells",
    [
        (Cell("≈ 82.7%", 82.7, "percent"), Cell("75.2%", 75.2, "percent")),
        (Cell("≥ 82.7%", 82.7, "percent"), Cell("≤ 3", 3, "number")),
        (Cell("82.7%", 82.7, "percent"), Cell("3", 3, "number")),
        (Cell("82.7%", 82.7, "percent"), Cell("not surveyed")),
    ],
)
def test_where_texts_say_more_than_numbers_both_are_there(cells):
    found = column(*cells)
    assert found[0] == ["Achieved", "Achieved (as a number)"]
    assert [row[0] for row in found[1:]] == [cell.text for cell in cells]
    assert [row[1] for row in found[1:]] == ["" if cell.value is None else f"{cell.value:g}" for cell in cells]


def test_pictures_are_left_out_and_a_short_row_is_filled():
    table = Table("", ("Name", "Years", "Id"), ((Cell("a"), Cell("▁▂")),), fits=(Fit(), Fit(picture=True)))
    assert rows_of(table) == [["Name", "Id"], ["a", ""]]
    assert len(rows_of(summary())[0]) == 4


@pytest.mark.parametrize("text", ["=1+1", "+84", "-5", "@SUM(A1)"])
def test_no_text_acts_as_a_formula(text):
    assert column(Cell(text), heading=text) == [[f"'{text}"], [f"'{text}"]]


@pytest.mark.parametrize("text", [*HOSTILE, 'a,"b";c'])
def test_a_text_is_read_back_as_it_is_shown(text):
    assert column(Cell(text)) == [["Achieved"], [text]]


def test_an_address_holds_the_whole_file_with_its_mark_of_unicode():
    head, _, content = csv_address(summary(), VI).partition(",")
    assert head == "data:text/csv;charset=utf-8;base64"
    assert base64.b64decode(content).decode() == "\ufeff" + table_csv(summary(), VI)
