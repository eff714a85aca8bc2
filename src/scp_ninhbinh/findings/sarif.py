"""Problems as SARIF 2.1.0: what code scanning and other viewers of static analysis read."""

import sys
from pathlib import Path
from string import Formatter
from typing import Any, Final
from urllib.parse import quote

from scp_ninhbinh import __version__
from scp_ninhbinh.findings.fingerprints import fingerprints
from scp_ninhbinh.findings.text import line_of
from scp_ninhbinh.problems.problem import RULES, Place, Problem, Severity, describe, place_text
from scp_ninhbinh.run import CheckedFile, CheckRun
from scp_ninhbinh.text.safe import LIMIT, show
from scp_ninhbinh.text.say import Language, joined, say
from scp_ninhbinh.writers.json import dump

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

LEVELS: Final[dict[Severity, str]] = {"error": "error", "warning": "warning", "notice": "note"}


def check_sarif(run: CheckRun, language: Language) -> str:
    """Return the findings as a SARIF log of one run, every problem a result."""
    rules = {name: at for at, name in enumerate(dict.fromkeys(found.rule for found in run.problems))}
    driver = {
        "name": "scp",
        "version": __version__,
        "semanticVersion": __version__,
        "rules": [_rule(name, language) for name in rules],
    }
    inside = [found for found in run.problems if not found.place.field]
    notes = [_notification(found, rules[found.rule], language) for found in run.problems if found.place.field]
    invocation = {"executionSuccessful": run.complete} | ({"toolConfigurationNotifications": notes} if notes else {})
    return dump(
        {
            "$schema": SCHEMA,
            "version": "2.1.0",
            "runs": [
                {
                    "tool": {"driver": driver},
                    "language": language.code,
                    "invocations": [invocation],
                    "artifacts": [_artifact(file) for file in run.files],
                    "results": [
                        _result(found, rules[found.rule], print_, language)
                        for found, print_ in zip(inside, fingerprints(inside), strict=True)
                    ],
                }
            ],
        }
    )


def _rule(name: str, language: Language) -> dict[str, Any]:
    rule = RULES[name]
    return {
        "id": name,
        "shortDescription": _template(rule.message, language),
        "fullDescription": _template(rule.about, language),
        "help": _template(rule.hint, language),
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
    }


def _template(text: str, language: Language) -> dict[str, str]:
    """Return a rule's text as it is for every problem: an ellipsis in each gap."""
    gaps = {name for _, name, _, _ in Formatter().parse(text) if name}
    return _message(language.text(say(text, **dict.fromkeys(gaps, "…"))))


def _artifact(file: CheckedFile) -> dict[str, Any]:
    record: dict[str, Any] = {"location": {"uri": _uri(file.path)}, "roles": ["analysisTarget"]}
    return record | ({} if file.rows is None else {"properties": {"rows": file.rows}})


def _result(found: Problem, index: int, print_: str, language: Language) -> dict[str, Any]:
    return {
        "ruleId": found.rule,
        "ruleIndex": index,
        "level": LEVELS[found.severity],
        "message": _message(language.text(joined(*describe(found), by="; "))),
        "locations": [_location(found.place)],
        "partialFingerprints": {"primaryLocationLineHash": print_},
    }


def _notification(found: Problem, index: int, language: Language) -> dict[str, Any]:
    """Return what is wrong with the request: it stands in no file, and code scanning takes no result without one."""
    return {
        "associatedRule": {"id": found.rule, "index": index},
        "level": LEVELS[found.severity],
        "message": _message(language.text(joined(*describe(found), by="; "))),
    }


def _location(place: Place) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(place.path)}}
    line = line_of(place)
    if line is not None:
        physical["region"] = {"startLine": line}
    logical = _logical(place)
    return {"physicalLocation": physical} | ({"logicalLocations": [logical]} if logical else {})


def _logical(place: Place) -> dict[str, str]:
    """Return where the place is inside the table: the heading of the column, and in a workbook sheet and cell."""
    record = {"name": show(place.column, LIMIT)} if place.column else {}
    if place.sheet is not None:
        return record | {"fullyQualifiedName": place_text(place._replace(path="", column=None))}
    return record and record | {"fullyQualifiedName": record["name"]}


def _message(text: str) -> dict[str, str]:
    """Return a message in which nothing is a placeholder, `{0}`, or a link, `[text](address)`, as SARIF has them."""
    return {"text": text.replace("{", "{{").replace("}", "}}").replace("](", "] (")}


def _uri(path: str) -> str:
    """Return the path as a URI, relative if the path is; bytes that are no UTF-8 stay the bytes they are."""
    file = Path(path)
    return file.as_uri() if file.is_absolute() else quote(file.as_posix(), errors=sys.getfilesystemencodeerrors())
