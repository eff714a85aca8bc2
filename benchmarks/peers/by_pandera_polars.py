"""pandera on polars: a DataFrameSchema with lazy=True, of columns that are read as text and matched as such.

With coerce=True it tells every row of the file once a single cell is no number.
"""

import pandera.polars as pa
import polars as pl
from pandera.errors import SchemaErrors
from report import Found, run
from rules import LISTED, NEEDED, NUMBER, NUMBERS, TEXTS

NUMERIC = [pl.col(name).cast(pl.Float64, strict=False).name.suffix("_number") for name in NUMBERS]


def text(name: str, check: pa.Check | None = None) -> pa.Column:
    return pa.Column(pl.String, check, nullable=name not in NEEDED)


def hard_within_total(data: pa.PolarsData) -> pl.LazyFrame:
    hard, total = pl.col("packaging_hard_number"), pl.col("packaging_total_number")
    return data.lazyframe.select((hard <= total).fill_null(True))


SCHEMA = pa.DataFrameSchema(
    {
        "id": text("id"),
        **{name: text(name, pa.Check.isin(words)) for name, words in LISTED.items()},
        **{name: text(name, pa.Check.str_matches(NUMBER)) for name in NUMBERS},
        **{name: text(name) for name in TEXTS},
    },
    checks=pa.Check(hard_within_total),
    unique=["year", "id"],
)


def look(path: str) -> Found:
    try:
        rows = pl.read_csv(path, infer_schema=False).with_columns(NUMERIC)
        SCHEMA.validate(rows, lazy=True)
    except pl.exceptions.ComputeError:
        return Found(1)
    except SchemaErrors as errors:
        return Found(errors.failure_cases["index"].n_unique())
    return Found(0)


run(look)
