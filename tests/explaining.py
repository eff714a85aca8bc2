"""Small surveys that are explained, and what is asked of their explanations."""

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from typing import Any

from conftest import of
from reports import explain_report
from small_surveys import PLAN

from scp_ninhbinh.documents.document import Items, Section, Table, Text
from scp_ninhbinh.documents.explanation import sections
from scp_ninhbinh.run import Request, explain_files
from scp_ninhbinh.scores.explain import AnyExplained, explain
from scp_ninhbinh.scores.score import Scores
from scp_ninhbinh.text.say import Code, Sayable, language

Score = Callable[..., Scores]
ZONES = "year,kind,id,informed\n"
OUTLETS = "year,kind,id,hard_bags\n"
MARKETS = "year,kind,id,packaging_total,packaging_hard\n"
CAMPAIGNS = "year,kind,name,held\n"
MODELS = "year,kind,id,applied\n"
CONFIDENCE = Fraction(95, 100)
SAID = {"y": "yes", "n": "no", "u": ""}


def explained(scores: Scores, indicator: str, due: int | None = None) -> AnyExplained:
    return explain(of(scores, indicator, due), scores)


def output(target: str, name: str, *paths: str, register: str | None = None, width: int = 80, lang: Code = "en") -> str:
    """Return what `scp explain` prints of these files in this format."""
    run, found = explain_files(target, Request(paths, register=register))
    return explain_report(name, found, run, language(lang), width, False)


def lines(explanation: AnyExplained, code: Code = "en") -> str:
    """Return all that the explanation says, on one line."""
    return " ".join(language(code).text(line) for part in sections(explanation, PLAN) for line in items(part))


def items(part: Section[Sayable]) -> Iterator[Sayable]:
    """Yield the lines of a part, and the cells of its tables."""
    for block in part.blocks:
        match block:
            case Items():
                yield from block.items
            case Text():
                yield block.text
            case Table():
                yield from (block.caption, *block.headings, *(cell.text for row in block.rows for cell in row))


def tables(explanation: AnyExplained, heading: str) -> list[Table[str]]:
    """Return the tables below a heading, in English."""
    parts: list[Section[str]] = [language("en").translated(part) for part in sections(explanation, PLAN)]
    return [block for part in parts if part.heading == heading for block in part.blocks if isinstance(block, Table)]


def units(explanation: AnyExplained) -> dict[str, list[str]]:
    """Return the units by how they count, in the order in which they are listed."""
    return {listing.said: [unit.unit for unit in listing.units] for listing in explanation.units}


def step(explanation: AnyExplained, what: str) -> dict[str, Any]:
    """Return the values of the one step of this name."""
    (found,) = [one for one in explanation.steps if one.what == what]
    return {name: value for name, value in vars(found).items() if name != "what"}


def villages(answers: str, year: int = 2025) -> str:
    """Return a survey with a village for each letter: y(es), n(o), u(nknown)."""
    rows = (f"{year},craft_village,L{number},{SAID[letter]}\n" for number, letter in enumerate(answers))
    return ZONES + "".join(rows)


def listing(kind: str, ids: Iterable[str], stratum: str = "") -> str:
    return "".join(f"{kind},{one},{stratum}\n" for one in ids)


REGISTER = "kind,id,stratum\n"


def sample(size: int, good: int, bad: int, unknown: int = 0) -> tuple[str, str]:
    """Return a survey of drawn villages and the register of all."""
    register = REGISTER + listing("craft_village", [f"L{n}" for n in range(size)])
    return villages("y" * good + "n" * bad + "u" * unknown), register


def sampled(score: Score, *counts: int) -> Scores:
    text, register = sample(*counts)
    return score(text, register=register, confidence=CONFIDENCE)


def markets(year: int, *rows: tuple[str, object, object]) -> str:
    return "".join(f"{year},market,{name},{total},{hard}\n" for name, total, hard in rows)


def cut(explanation: AnyExplained) -> Fraction:
    """Return the cut over all measured."""
    return explanation.readings[0].achieved


OF_THREE = REGISTER + listing("market", ["C1", "C2", "C3"])
BASE_OF_THREE = markets(2020, ("C1", 100, 80), ("C2", 100, 80), ("C3", 100, 80))


def of_equal_markets(score: Score, size: int, measured: int) -> Scores:
    """Score a sample of markets, each 80 of 100 hard in 2020 and 64 of 100 now: a cut of 20%."""
    register = REGISTER + listing("market", [f"C{n}" for n in range(size)])
    text = MARKETS + "".join(
        markets(year, *((f"C{n}", 100, hard) for n in range(measured))) for year, hard in ((2020, 80), (2025, 64))
    )
    return score(text, register=register, confidence=CONFIDENCE)


def years(answers: dict[int, str], kind: str = "campaign") -> str:
    """Return a row for each letter of each year: y(es), n(o), u(nknown)."""
    return "".join(
        f"{year},{kind},A{number},{SAID[letter]}\n"
        for year, letters in answers.items()
        for number, letter in enumerate(letters)
    )
