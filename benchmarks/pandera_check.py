"""What the survey's columns allow, as a pandera schema: prints how many rows of FILE fail. It runs with the peers."""

import sys

import pandas as pd
from pandera.errors import SchemaErrors
from pandera.pandas import Check, Column, DataFrameSchema
from peer_rules import ANSWERS, AREAS, KINDS, TEXTS, YEARS

NUMBER = Column(float, Check.ge(0), nullable=True)

SCHEMA = DataFrameSchema(
    {
        "year": Column(int, Check.in_range(*YEARS)),
        "kind": Column(str, Check.isin(KINDS)),
        "id": Column(str),
        "area": Column(str, Check.isin(AREAS), nullable=True),
        "packaging_total": NUMBER,
        "packaging_hard": NUMBER,
        "days": Column(float, Check.gt(0), nullable=True),
        **{name: Column(str, Check.isin(words), nullable=True) for name, words in ANSWERS.items()},
        **{name: Column(str, nullable=True) for name in TEXTS},
    },
    checks=Check(lambda rows: ~(rows["packaging_hard"] > rows["packaging_total"]), name="hard over total"),
    unique=["year", "id"],
    report_duplicates="exclude_first",
    coerce=True,
)


def main() -> int:
    rows = pd.read_csv(sys.argv[1], dtype=str)
    try:
        SCHEMA.validate(rows, lazy=True)
    except SchemaErrors as errors:
        print(errors.failure_cases["index"].nunique())
        return 1
    print(0)
    return 0


if __name__ == "__main__":
    sys.exit(main())
