"""duckdb by hand: the checks and the scores of the last year in SQL, over a table of texts."""

import duckdb
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

YEAR = "try_cast(year AS INTEGER)"
TOTAL, HARD, DAYS = (f"try_cast({name} AS DOUBLE)" for name in NUMBERS)
READ = "CREATE TABLE survey AS SELECT * FROM read_csv(?, header=true, all_varchar=true, delim=',', quote='\"')"


def one_of(column: str, words: tuple[str, ...]) -> str:
    return f"{column} IN {words!r}" if len(words) > 1 else f"{column} = {words[0]!r}"


SAID_YES = one_of("informed", YES)
WINDOWED = f"""
SELECT *, row_number() OVER (PARTITION BY year, id) AS copy, min(kind) OVER (PARTITION BY id) AS least_kind,
  min({YEAR}) FILTER ({SAID_YES}) OVER (PARTITION BY id) AS first_yes FROM survey
"""
FAULTS = [
    *(f"{name} IS NULL" for name in NEEDED),
    *(f"NOT {one_of(name, words)}" for name, words in LISTED.items()),
    *(f"NOT regexp_full_match({name}, '{NUMBER}')" for name in NUMBERS),
    f"{HARD} > {TOTAL}",
    *(f"{name} IS NOT NULL AND NOT {one_of('kind', kinds)}" for name, kinds in ASKED_OF.items()),
    f"{one_of('area', OLD_AREAS)} AND {YEAR} >= {NEW_SINCE}",
    f"{one_of('area', NEW_AREAS)} AND {YEAR} < {NEW_SINCE}",
    "copy > 1",
    f"{one_of('informed', NO)} AND {YEAR} > first_yes",
    "kind <> least_kind",
]
COUNTS = (f"count(*) FILTER ({fault})" for fault in FAULTS)
CHECK = f"SELECT {' + '.join(COUNTS)} FROM ({WINDOWED})"


def share(yes: str, answer: str, units: str) -> str:
    """Return the query of the percentage of units that said yes, and of these with those of which nothing is known."""
    return f"SELECT 100 * avg(({yes})::INTEGER), 100 * avg(({yes} OR {answer} IS NULL)::INTEGER) {units}"


LAST = f"(SELECT max({YEAR}) FROM survey)"
EVER = f"SELECT *, coalesce(bool_or({SAID_YES}) OVER (PARTITION BY id), false) AS ever FROM survey"
MEASURED = f"""
SELECT *, {YEAR} AS in_year, {HARD} / coalesce({DAYS}, 1) AS hard, {TOTAL} / coalesce({DAYS}, 1) AS total,
  count(*) OVER (PARTITION BY id) AS years, {LAST} AS last FROM survey
WHERE {YEAR} IN ({BASE_YEAR}, {LAST}) AND {HARD} IS NOT NULL AND {TOTAL} IS NOT NULL
"""
RATE = "sum(hard) FILTER (in_year = {year}) / sum(total) FILTER (in_year = {year})"
CUT = f"100 - 100 * ({RATE.format(year='last')}) / ({RATE.format(year=BASE_YEAR)})"
TARGETS = {
    "I.1.1": share("ever", "informed", f"FROM ({EVER}) WHERE {one_of('kind', ZONES)} AND {YEAR} = {LAST}"),
    "I.1.4a": f"SELECT {CUT}, {CUT} FROM ({MEASURED}) WHERE years = 2",
    "I.1.4b": share(
        f"coalesce({one_of('hard_bags', NO)}, false)",
        "hard_bags",
        f"FROM survey WHERE {one_of('kind', OUTLETS)} AND {YEAR} = {LAST}",
    ),
}


def look(path: str) -> Found:
    try:
        duckdb.execute(READ, [path])
    except duckdb.InvalidInputException:
        return Found(1)
    (told,) = duckdb.execute(CHECK).fetchone() or (0,)
    return Found(told) if told else Found(0, scores())


def scores() -> Scores:
    """Return the figures of the targets that these rows tell of."""
    return {target: list(duckdb.execute(query).fetchone() or ()) for target, query in TARGETS.items()}


run(look)
