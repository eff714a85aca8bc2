"""Rates and cut as they are printed: who computes the cut from the rates on a page finds the verdict on that page."""

import random
import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from conftest import Scp
from small_surveys import MARKETS, write

REQUIRED = 30
RATE = r"([\d.,]+)%"
PAIRS = (
    re.compile(rf"{RATE} → {RATE}"),
    re.compile(rf"2020: {RATE}.{{1,120}}?2025: {RATE}", re.S),
)
"""How two rates stand on a page: with an arrow, or each with its year."""

PAGES = {
    "score": ("score", "--format", "table"),
    "score, markdown": ("score", "--format", "markdown"),
    "areas": ("score", "--format", "table", "--by", "area"),
    "areas, markdown": ("score", "--format", "markdown", "--by", "area"),
    "review": ("review", "--format", "table"),
    "review, markdown": ("review", "--format", "markdown"),
    "report.md": ("report", "-o", "report.md"),
    "report.html": ("report", "-o", "report.html"),
}


def low_rates(seed: int) -> list[tuple[str, int, int, int, int]]:
    """Return areas of one market each: whole and part of 2020 and of 2025; rates of 0.3 to 4%, cuts close to 30%."""
    chance = random.Random(seed)
    found = []
    for area in ("Gia Viễn", "Kim Sơn", "Nho Quan")[: chance.randint(1, 3)]:
        total, now = chance.randint(5_000, 300_000), chance.randint(5_000, 300_000)
        base = max(int(total * chance.uniform(0.003, 0.04)), 10)
        left = 1 - Fraction(REQUIRED, 100) - Fraction(chance.choice((-30, -5, -1, 0, 1, 5, 30)), 10_000)
        found.append((area, total, base, now, max(round(Fraction(base, total) * now * left), 1)))
    return found


def survey(areas: list[tuple[str, int, int, int, int]]) -> str:
    rows = (
        f"{year},market,C{number},,{area},{whole},{part}\n"
        for number, (area, *amounts) in enumerate(areas)
        for year, whole, part in ((2020, *amounts[:2]), (2025, *amounts[2:]))
    )
    return MARKETS + "".join(rows)


def levels(areas: list[tuple[str, int, int, int, int]]) -> Iterator[tuple[Fraction, Fraction]]:
    """Yield the rates of both years in percent: of all, and of each area."""
    for some in (areas, *([one] for one in areas)):
        of_2020, in_2020, of_2025, in_2025 = (sum(column) for column in list(zip(*some, strict=True))[1:])
        yield Fraction(100 * in_2020, of_2020), Fraction(100 * in_2025, of_2025)


def printed(page: str) -> Iterator[tuple[Fraction, Fraction, int]]:
    """Yield each two rates that stand on a page, and their decimals."""
    for pattern in PAIRS:
        for base, now in pattern.findall(page):
            yield Fraction(base), Fraction(now), len(base.partition(".")[2])


def contradicts(got: Fraction, cut: Fraction) -> bool:
    """Whether a cut is on the other side of what is required, or further away than its last digit."""
    return (got >= REQUIRED) != (cut >= REQUIRED) or abs(got - cut) > Fraction(15, 100)


def beside(row: str) -> Iterator[tuple[Fraction, Fraction]]:
    """Yield the cut that a row of a Markdown table says, and what its rates give."""
    for base, now, _ in printed(row):
        before = re.split(r"[\d.,]+% → |rate in", row)[0]
        said = [one for one in re.findall(r"\| ([+−]?[\d.,]+)%", before) if one != str(REQUIRED)]
        if said:
            yield Fraction(said[0].replace("−", "-").replace(",", "")), 100 * (1 - now / base)


@pytest.mark.parametrize("seed", [*range(6), 148])
def test_a_cut_computed_from_printed_rates_is_on_the_side_of_the_exact_one(scp: Scp, tmp_path: Path, seed: int) -> None:
    """Each is looked for by the rates that it is of: what is printed is theirs, rounded.

    Of 148 the whole at the sizes of 2020 is a cut by 29.99%, and was printed beside 1.443% → 1.010%, which is 30.01%.
    """
    areas = low_rates(seed)
    (path,) = write(tmp_path, survey=survey(areas))
    exact, seen = list(levels(areas)), dict.fromkeys(PAGES, 0)
    for name, (command, *asked) in PAGES.items():
        shown = scp(command, path, *asked, "--lang", "en", COLUMNS="200").stdout
        page = Path(tmp_path, asked[1]).read_text(encoding="utf-8") if command == "report" else shown
        for base, now, decimals in printed(" ".join(re.sub("<[^>]*>", " ", page).split())):
            close = Fraction(51, 100) / 10**decimals
            for first, second in exact:
                if abs(first - base) <= close and abs(second - now) <= close:
                    seen[name] += 1
                    assert not contradicts(100 * (1 - now / base), 100 * (1 - second / first)), (name, base, now)
        for row in page.splitlines():
            assert not any(contradicts(got, cut) for cut, got in beside(row)), (name, row)
    assert all(seen[name] for name in ("score", "score, markdown", "areas", "areas, markdown", "report.md")), seen
