"""A small plan of one change, its surveys, and a second scorer of changes, written from the formulas.

Every unknown is filled in every way, and each completion is computed in fractions. An amount that nothing bounds is 0
or infinite; a base that may be infinite, or 0, gives the quotient no bound on that side. Censuses only.
"""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

from scp_ninhbinh.plan.file import load_plan
from scp_ninhbinh.problems.problem import has_errors
from scp_ninhbinh.scores.results import By, Result
from scp_ninhbinh.scores.score import ScoreOptions, Scores, expected_of
from scp_ninhbinh.scores.score import score as score_plan
from scp_ninhbinh.survey.reading import read_survey

PLAN = """
schema: scp/plan/2
id: 9/KH
title: {{vi: Kế hoạch, en: A plan}}
period: {{first: 2015, last: 2030}}
kinds:
  district: {{vi: huyện, en: district, many: districts}}
columns:
  sorts: {{kinds: [district], holds: yes_no, vi: phân loại, en: sorts, ask: {{vi: Phân loại, en: Sorts}}}}
  buys: {{kinds: [district], holds: yes_no, vi: mua xanh, en: buys green, ask: {{vi: Mua, en: Buys}}}}
  waste: {{kinds: [district], holds: number, unit: {{vi: tấn, en: tonnes}}, vi: chất thải, en: waste,
    ask: {{vi: B, en: W}}}}
  buried: {{kinds: [district], holds: number, part_of: waste, unit: {{vi: tấn, en: tonnes}}, vi: chôn lấp, en: buried,
    ask: {{vi: C, en: D}}}}
  net: {{kinds: [district], holds: number, may_be_negative: "true", vi: phát thải ròng, en: net,
    ask: {{vi: R, en: Net}}}}
indicators:
  - id: change
    measure: {measure}
    title: {{vi: Thay đổi, en: Change}}
    of: [district]
    {quantity}
    base: {{{base}, why: {{vi: Vì, en: Because}}}}
    per_year: {per_year}
    targets: [{{due: {due}, {limit}, clause: A.1}}]
  - {{id: all, measure: share, title: {{vi: T, en: T}}, of: [district], answer: {{sorts: "yes"}},
    targets: [{{due: 2030, at_least: 10%, clause: A.9}}]}}
"""
QUANTITIES = {
    "ratio": "ratio: {sum: buried, over: waste}",
    "total": "total: waste",
    "share": 'answer: {sorts: "yes"}',
    "both": 'answer: {sorts: "yes", buys: "yes"}\n    answers: all',
    "either": 'answer: {sorts: "yes", buys: "yes"}\n    answers: at least 1',
    "net": "total: net",
}
HEAD = "year,kind,id,sorts,buys,waste,buried,net\n"


class Asked(NamedTuple):
    """What a plan asks: how much `quantity` changes since the years `base`, and what is required."""

    quantity: str = "total"
    measure: str = "reduction"
    limit: str = "at_least: 20%"
    base: tuple[int, ...] = (2020,)
    per_year: bool = False
    due: int = 2025


def plan_of(folder: Path, asked: Asked) -> str:
    """Write the plan, and return its path."""
    base = f"year: {asked.base[0]}" if len(asked.base) == 1 else f"years: {list(asked.base)}"
    values = {"measure": asked.measure, "quantity": QUANTITIES[asked.quantity], "base": base, "due": asked.due}
    path = folder / "plan.yaml"
    text = PLAN.format(**values, limit=asked.limit, per_year="true" if asked.per_year else "false")
    path.write_text(text, encoding="utf-8")
    return str(path)


def rows_of(column: str, years: dict[int, str]) -> str:
    """Return a row for each word of each year: the value of a column of district A, B and so on; ? for an empty cell.

    Of buried amounts it is waste/buried. A dash is no row.
    """
    made = ""
    for year, words in years.items():
        for name, word in zip("ABCDEFG", words.split(), strict=False):
            whole, _, part = word.replace("?", "").partition("/")
            cells = {"sorts": "", "buys": "", "waste": "", "buried": "", "net": "", column: whole}
            cells |= {"waste": whole, "buried": part} if column == "buried" else {}
            cells |= {"sorts": whole, "buys": part} if column == "buys" else {}
            made += "" if word == "-" else f"{year},district,{name},{','.join(cells.values())}\n"
    return made


def listing(names: str) -> str:
    """Return a register of these districts."""
    return "kind,id\n" + "".join(f"district,{name}\n" for name in names)


def scored(
    folder: Path,
    asked: Asked,
    rows: str,
    register: str | None = None,
    year: int | None = 2025,
    *,
    by: By | None = None,
    confidence: Fraction | None = None,
) -> Scores:
    """Score a survey by such a plan; neither it nor its register may have errors."""
    plan = load_plan(plan_of(folder, asked)).plan
    (folder / "survey.csv").write_text(HEAD + rows, encoding="utf-8")
    if register is not None:
        (folder / "register.csv").write_text(listing(register), encoding="utf-8")
    listed = None if register is None else str(folder / "register.csv")
    survey, problems = read_survey([str(folder / "survey.csv")], expected_of(plan), register=listed)
    assert not has_errors(problems), problems
    return score_plan(plan, survey, ScoreOptions(year, None, by, confidence))


def result_of(scores: Scores) -> Result:
    """Return the result of the change."""
    return next(one for one in scores.results if one.id == "change")


def changed(folder: Path, asked: Asked, rows: str, register: str | None = None, year: int | None = 2025) -> Any:
    """Return the result of the change of a survey."""
    return result_of(scored(folder, asked, rows, register, year))


# --- the second scorer ------------------------------------------------------------------------------------------------

INFINITY = float("inf")
Way = tuple[Any, Any]
"""What one completion adds to the part and to the whole."""
Year = dict[str, str]
"""The word of each district, as `rows_of` has it."""


def completions(quantity: str, year: Year, unseen: int, register: bool) -> list[Way]:
    """Return part and whole of a year for each way to fill in what is not known."""
    known = [word.partition("/")[0] for word in year.values()]
    most = max([Fraction(one) for one in known if quantity == "ratio" and one != "?"], default=Fraction(0))
    of_ratio, of_total = [(0, 0), (0, most), (most, most)], [(0, 0), (INFINITY, 0)]
    absent: list[Way] = {"ratio": of_ratio, "share": [(0, 1), (1, 1)], "total": of_total}[quantity]
    ways = [absent for _ in range(unseen)]
    for word in year.values():
        whole, _, part = word.partition("/")
        if quantity == "share":
            ways.append([(one, 1) for one in {"yes": (1,), "no": (0,), "?": (0, 1)}[word]])
        elif whole == "?":
            ways.append(absent)
        elif quantity == "total":
            ways.append([(Fraction(whole), 0)])
        else:
            hard = [0, Fraction(whole)] if part == "?" else [Fraction(part)]
            ways.append([(one, Fraction(whole)) for one in hard])
    if quantity == "total" and not register:
        ways.append(absent)
    return [tuple(map(sum, zip(*way, strict=True))) for way in product(*ways) if way]  # type: ignore[misc]  # pairs


def levels(quantity: str, years: Sequence[list[Way]]) -> list[Any]:
    """Return every level of several years together: sum over sum, or of a total the mean."""
    found = []
    for chosen in product(*years):
        part, whole = sum(one[0] for one in chosen), sum(one[1] for one in chosen)
        if quantity == "total":
            found.append(part / len(chosen) if part != INFINITY else INFINITY)
        elif whole:
            found.append(Fraction(part) / whole)
    return found


def quotients(now: Sequence[Any], base: Sequence[Any]) -> list[Any]:
    """Return every quotient; minus infinity, or infinity, where the base leaves it without a bound."""
    found = []
    for level, before in product(now, base):
        if before == 0:
            found.append(INFINITY)
        elif before == INFINITY:
            found.append(-INFINITY)
        else:
            found.append(INFINITY if level == INFINITY else Fraction(level) / before)
    return found


def is_reached(quotient: Any, rises: bool, required: Fraction, time: Fraction | None) -> bool:
    """Whether a quotient is a change of at least so much, a year over a `time`, compared without a root."""
    if abs(quotient) == INFINITY:
        return (quotient > 0) is rises
    factor = 1 + required if rises else 1 - required
    one, other = (quotient, factor) if time is None else (quotient**time.denominator, factor**time.numerator)
    return bool(one >= other if rises else one <= other)


def brute_force(
    asked: Asked, years: dict[int, Year], register: str | None, required: Fraction
) -> tuple[str, list[tuple[Any, Any]]]:
    """Return the verdict in 2025, the due year, and the ends of each reading's quotient, None for no bound."""
    now, base = years.get(2025, {}), [years.get(year, {}) for year in asked.base]
    if not now:
        return "no_data", []
    given = [{name for name, word in of.items() if _gives(asked.quantity, word)} for of in (now, *base)]
    common = set.intersection(*given)
    time = 2025 - Fraction(sum(asked.base), len(asked.base)) if asked.per_year else None
    readings = [_quotients(asked, [now, *base], register)] if common else [None]
    if common and len(common) < max(map(len, given)):
        readings.append(_quotients(asked, [{name: of[name] for name in common} for of in (now, *base)], register, True))
    verdicts = set()
    for found in readings:
        rises = asked.measure == "increase"
        reached = {True, False} if found is None else {is_reached(one, rises, required, time) for one in found}
        verdicts.add("undetermined" if len(reached) > 1 else "met" if reached == {True} else "not_met")
    ends = [(None, None) if found is None else (min(found), max(found)) for found in readings]
    finite = [tuple(None if end is None or abs(end) == INFINITY else end for end in pair) for pair in ends]
    return verdicts.pop() if len(verdicts) == 1 else "undetermined", finite  # type: ignore[return-value]  # pairs


def _gives(quantity: str, word: str) -> bool:
    whole = word.partition("/")[0]
    return quantity == "share" or (whole != "?" and (quantity == "total" or Fraction(whole) > 0))


def _quotients(asked: Asked, years: Sequence[Year], register: str | None, matched: bool = False) -> list[Any] | None:
    unseen = [0 if register is None or matched else len(set(register) - of.keys()) for of in years]
    filled = [
        completions(asked.quantity, of, more, matched or register is not None)
        for of, more in zip(years, unseen, strict=True)
    ]
    now, base = levels(asked.quantity, filled[:1]), levels(asked.quantity, filled[1:])
    certain = [one for one in base if one != INFINITY]
    if not base or (max(certain, default=0) == 0 and (INFINITY not in base or register is None or matched)):
        return None
    return quotients(now, base)


# --- what shows every key of a change ---------------------------------------------------------------------------------

RATES = ("100/40 100/60 80/40 100/50 90/30", "100/50 100/80 100/50 100/60 90/60")
SHOWN: dict[str, tuple[Asked, str, str | None]] = {
    "cut of a rate": (Asked("ratio"), rows_of("buried", {2020: RATES[0], 2025: RATES[1]}), "ABCDEFG"),
    "rise of a rate": (Asked("ratio", "increase"), rows_of("buried", {2020: RATES[0], 2025: RATES[1]}), "ABCDEFG"),
    "rise of a rate a year": (
        Asked("ratio", "increase", "at_least: 5%, stretch: 8%, part: a", per_year=True),
        rows_of("buried", {2020: RATES[0], 2022: RATES[1], 2025: RATES[1]}),
        "ABCDE",
    ),
    "open parts": (Asked("ratio", "increase"), rows_of("buried", {2020: "100/50 100/50", 2025: "100/60 100/?"}), None),
    "parts without a whole": (
        Asked("ratio", "increase"),
        rows_of("buried", {2020: "100/50 100/50", 2025: "100/60 ?/40"}),
        "ABC",
    ),
    "total": (Asked("total", "increase"), rows_of("waste", {2020: "100 50", 2023: "90 60", 2025: "80 ?"}), "ABC"),
    "total without a register": (Asked("total"), rows_of("waste", {2020: "100 50", 2025: "80 20"}), None),
    "several base years": (
        Asked("total", "increase", "at_least: 20%", (2019, 2020)),
        rows_of("waste", {2019: "100 50", 2020: "60 80", 2024: "80 90", 2025: "120 90"}),
        "AB",
    ),
    "several base years of a cut": (
        Asked("total", "reduction", "at_least: 20%", (2019, 2020)),
        rows_of("waste", {2019: "100 50", 2020: "60 80", 2025: "120 90"}),
        "ABC",
    ),
    "base years without rows": (
        Asked("total", "increase", "at_least: 20%", (2018, 2019, 2020)),
        rows_of("waste", {2019: "100 50", 2025: "120 90"}),
        "AB",
    ),
    "no rows of the year": (Asked("share", "increase"), rows_of("sorts", {2020: "yes no"}), "AB"),
    "share": (Asked("share", "increase"), rows_of("sorts", {2020: "yes no no", 2025: "yes ? no"}), "ABCD"),
    "one unit drawn": (Asked("ratio", "increase"), rows_of("buried", {2020: "100/40", 2025: "100/60"}), "ABC"),
    "nothing measured": (Asked("ratio", "increase"), rows_of("buried", {2020: "100/40 ?/?", 2025: "?/? ?/?"}), "ABC"),
    "on the way": (
        Asked("ratio", "increase", "at_least: 60%", due=2030),
        rows_of("buried", {2020: "100/30 100/30", 2022: "100/35 100/?", 2025: "100/39 100/41"}),
        None,
    ),
    "open on the way": (
        Asked("share", "increase", "at_least: 90%", due=2030),
        rows_of("sorts", {2020: "yes yes no no", 2025: "yes yes ? no"}),
        None,
    ),
    "after the due year": (Asked("total", "increase", due=2021), rows_of("waste", {2025: "100"}), None),
    "nothing in the base": (Asked("ratio", "increase"), rows_of("buried", {2020: "100/0", 2025: "100/60"}), "AB"),
}
"""Surveys of changes that between them fill every key, and leave empty every key that may be."""


def shown_requests(folder: Path) -> list[Any]:
    """Write these surveys with their plans and registers, and return the requests to score them."""
    from scp_ninhbinh.run import Request

    made = []
    for number, (asked, rows, register) in enumerate(SHOWN.values()):
        at = folder / f"change-{number}"
        at.mkdir(exist_ok=True)
        (at / "s.csv").write_text(HEAD + rows, encoding="utf-8")
        (at / "r.csv").write_text(listing(register or ""), encoding="utf-8")
        listed = None if register is None else str(at / "r.csv")
        request = Request([str(at / "s.csv")], plan_of(at, asked), listed, year=2025)
        made += [request] if register is None else [request, replace(request, sample=True)]
    return made
