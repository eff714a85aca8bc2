"""pandera on pandas: a DataFrameSchema with lazy=True."""

import pandas as pd
from pandera.errors import SchemaErrors
from pandera.pandas import Check, Column, DataFrameSchema
from report import Found, run
from rules import ANSWERS, AREAS, KINDS, NUMBERS, TEXTS, YEARS

SCHEMA = DataFrameSchema(
    {
        "year": Column(int, Check.in_range(*YEARS)),
        "kind": Column(str, Check.isin(KINDS)),
        "id": Column(str),
        "area": Column(str, Check.isin(AREAS), nullable=True),
        **{name: Column(float, Check.ge(0), nullable=True) for name in NUMBERS},
        **{name: Column(str, Check.isin(words), nullable=True) for name, words in ANSWERS.items()},
        **{name: Column(str, nullable=True) for name in TEXTS},
    },
    checks=Check(lambda rows: ~(rows["packaging_hard"] > rows["packaging_total"]), name="hard over total"),
    unique=["year", "id"],
    report_duplicates="exclude_first",
    coerce=True,
)


def look(path: str) -> Found:
    try:
        rows = pd.read_csv(path, dtype=str)
        SCHEMA.validate(rows, lazy=True)
    except pd.errors.ParserError:
        return Found(1)
    except SchemaErrors as errors:
        return Found(int(errors.failure_cases["index"].nunique()))
    return Found(0)


run(look)
