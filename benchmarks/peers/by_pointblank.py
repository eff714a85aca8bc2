"""pointblank on polars: one validation of all columns, which are read as text and matched as such."""

import pointblank as pb
import polars as pl
from report import Found, run
from rules import LISTED, NEEDED, NUMBER, NUMBERS

NUMERIC = [pl.col(name).cast(pl.Float64, strict=False).name.suffix("_number") for name in NUMBERS]


def validation(rows: pl.DataFrame) -> pb.Validate:
    checked = pb.Validate(rows.with_columns(NUMERIC)).col_vals_not_null(list(NEEDED))
    for name, words in LISTED.items():
        checked = checked.col_vals_in_set(name, [*words, None])
    checked = checked.col_vals_regex(list(NUMBERS), NUMBER, na_pass=True)
    checked = checked.col_vals_le("packaging_hard_number", pb.col("packaging_total_number"), na_pass=True)
    return checked.rows_distinct(["year", "id"])


def look(path: str) -> Found:
    try:
        rows = pl.read_csv(path, infer_schema=False)
    except pl.exceptions.ComputeError:
        return Found(1)
    return Found(int(sum(validation(rows).interrogate().n_failed().values())))


run(look)
