"""polars by hand: the checks as expressions over all rows, and the scores of the last year."""

import polars as pl
from polars import col
from report import Found, Scores, run
from rules import (
    ASKED_OF,
    BASE_YEAR,
    LISTED,
    NEEDED,
    NEW_AREAS,
    NEW_SINCE,
    NO,
    NUMBER,
    NUMBERS,
    OLD_AREAS,
    OUTLETS,
    YES,
    ZONES,
)

YEAR = col("year").cast(pl.Int64, strict=False)
SAID_YES = col("informed").is_in(YES)
TOTAL, HARD, DAYS = (col(name).cast(pl.Float64, strict=False) for name in NUMBERS)

FAULTS = [
    *(col(name).is_null() for name in NEEDED),
    *(~col(name).is_in(words) for name, words in LISTED.items()),
    *(~col(name).str.contains(NUMBER) for name in NUMBERS),
    HARD > TOTAL,
    *(col(name).is_not_null() & ~col("kind").is_in(kinds) for name, kinds in ASKED_OF.items()),
    col("area").is_in(OLD_AREAS) & (YEAR >= NEW_SINCE),
    col("area").is_in(NEW_AREAS) & (YEAR < NEW_SINCE),
    ~pl.struct("year", "id").is_first_distinct(),
    col("informed").is_in(NO) & (YEAR.filter(SAID_YES).min().over("id") < YEAR),
    col("kind") != col("kind").first().over("id"),
]


def share(units: pl.DataFrame, yes: pl.Expr, answer: str) -> list[float]:
    """Return the percentage of units that said yes, and of these with those of which nothing is known."""
    return [100 * one for one in units.select(yes.mean(), (yes | col(answer).is_null()).mean().alias("most")).row(0)]


def rate(rows: pl.DataFrame, year: int, ids: pl.Series) -> float:
    """Return the hard part of the packaging of these markets in a year."""
    per_day = [(amount / pl.coalesce(DAYS, 1)).sum().alias(name) for name, amount in (("hard", HARD), ("all", TOTAL))]
    hard, total = rows.filter(year == YEAR, col("id").is_in(ids.implode())).select(per_day).row(0)
    return float(hard / total)


def scores(rows: pl.DataFrame) -> Scores:
    """Return the figures of the targets that these rows tell of."""
    last = rows.select(YEAR.max()).item()
    zones = rows.filter(col("kind").is_in(ZONES)).with_columns(ever=SAID_YES.fill_null(False).any().over("id"))
    outlets = rows.filter(col("kind").is_in(OUTLETS), last == YEAR)
    measured = rows.filter(TOTAL.is_not_null(), HARD.is_not_null(), YEAR.is_in([BASE_YEAR, last]))
    both = measured.filter(pl.len().over("id") == 2)["id"].unique()
    cut = 1 - rate(measured, last, both) / rate(measured, BASE_YEAR, both)
    return {
        "I.1.1": share(zones.filter(last == YEAR), col("ever"), "informed"),
        "I.1.4a": [100 * cut, 100 * cut],
        "I.1.4b": share(outlets, col("hard_bags").is_in(NO).fill_null(False), "hard_bags"),
    }


def look(path: str) -> Found:
    try:
        rows = pl.read_csv(path, infer_schema=False)
    except pl.exceptions.ComputeError:
        return Found(1)
    faults = rows.select(fault.sum().alias(str(at)) for at, fault in enumerate(FAULTS)).row(0)
    return Found(sum(faults)) if any(faults) else Found(0, scores(rows))


run(look)
