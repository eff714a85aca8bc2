"""Small surveys of tests/cases/plan/good/units.yaml: several answers in one target, and models that are new."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

UNITS_PLAN: Final = Path(__file__).parent / "cases" / "plan" / "good" / "units.yaml"
VILLAGES: Final = "year,kind,id,rules,bags,sorting\n"
MODELS: Final = "year,kind,id,applied\n"
SAID: Final = {"y": "yes", "n": "no", "u": ""}
REGISTER: Final = "kind,id\n"


def villages(answers: str, year: int = 2028, kind: str = "village") -> str:
    """Return a unit for each word, a letter for each of its answers: y(es), n(o), u(nknown)."""
    words = enumerate(answers.split())
    return "".join(f"{year},{kind},V{n}," + ",".join(SAID[one] for one in word) + "\n" for n, word in words)


def models(answers: Mapping[str, str], first: int = 2024) -> str:
    """Return the rows of each model, a letter a year from the first on: y(es), n(o), u(nknown), a dot for no row."""
    rows = [(first + n, name, one) for name, said in answers.items() for n, one in enumerate(said) if one != "."]
    return MODELS + "".join(f"{year},model,{name},{SAID[one]}\n" for year, name, one in rows)


def listed(kind: str, *ids: str) -> str:
    return REGISTER + "".join(f"{kind},{one}\n" for one in ids)
