"""A survey with its register, scored as a sample, and what is asked of its outputs."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

from reports import score_report

from scp_ninhbinh.run import Request, ScoreRun, score_files
from scp_ninhbinh.text.say import language
from scp_ninhbinh.writers.json import score_json

Survey = tuple[str, str]
"""The survey and its register, both as CSV."""
ANSWERS = {"y": "yes", "n": "no", "?": ""}


def zones(*strata: str) -> Survey:
    """Strata as "kind stratum letters" or "kind letters": y and n answered, ? did not, - was not drawn."""
    rows, listed = "year,kind,id,informed\n", "kind,id,stratum\n"
    for number, text in enumerate(strata):
        kind, *stratum, letters = text.split()
        for n, letter in enumerate(letters):
            listed += f"{kind},Z{number}-{n},{''.join(stratum)}\n"
            rows += "" if letter == "-" else f"2025,{kind},Z{number}-{n},{ANSWERS[letter]}\n"
    return rows, listed


def write(folder: Path, survey: str, register: str) -> None:
    (folder / "s.csv").write_text(survey, encoding="utf-8")
    (folder / "r.csv").write_text(register, encoding="utf-8")


def run_of(folder: Path, survey: str, register: str, confidence: Fraction | None) -> ScoreRun:
    """Write the files and score them, as `--sample` does where there is a confidence."""
    write(folder, survey, register)
    sampled: dict[str, Any] = {} if confidence is None else {"sample": True, "confidence": float(confidence * 100)}
    return score_files(Request([str(folder / "s.csv")], register=str(folder / "r.csv"), **sampled))


def document(folder: Path, survey: str, register: str, confidence: Fraction | None) -> dict[str, Any]:
    """The JSON of `scp score`."""
    loaded: dict[str, Any] = json.loads(score_json(run_of(folder, survey, register, confidence)))
    return loaded


def shown(name: str, run: ScoreRun) -> str:
    """The output of `scp score --format NAME`, in English and wide enough to break few lines."""
    return score_report(name, run, language("en"), 140, False)


def target(scores: dict[str, Any], name: str) -> dict[str, Any]:
    (found,) = [found for found in scores["targets"] if found["id"] == name]
    return dict(found)
