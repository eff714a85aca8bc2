"""Whose code runs with the program: its licences in the docs, and what `make audit` says that it could not ask."""

import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, metadata, requires, version
from pathlib import Path
from typing import Any

import audit
import pytest
from conftest import ROOT
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PAGE = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
ROW = re.compile(r"(?m)^\| \[?([\w-]+)(?:\]\([^)]*\))? \| ([^|]+) \| ([^|]+) \|")
SECTIONS = dict(re.findall(r"(?ms)^## ([^\n]*)\n(.*?)(?=^## |\Z)", PAGE))
PARTS = {"Always": PROJECT["dependencies"], "With `[report]`": PROJECT["optional-dependencies"]["report"]}
PINNED = dict(pin.split("==") for pin in audit.pins())


def licences(section: str) -> dict[str, str]:
    return {name: licence.strip() for name, _, licence in ROW.findall(SECTIONS[section])}


LICENCES = {name: licence for part in PARTS for name, licence in licences(part).items()}


def as_pinned(name: str) -> bool:
    """Whether it is installed as pinned, and not at another end of its range, where it may need something else."""
    try:
        return PINNED.get(name) == version(name)
    except PackageNotFoundError:
        return False


def closure(names: list[str]) -> Iterator[str]:
    """Yield all that is installed with these: what they require, and what that requires."""
    seen: set[str] = set()
    while names:
        wanted = Requirement(names.pop())
        name = canonicalize_name(wanted.name)
        if name not in seen and (wanted.marker is None or wanted.marker.evaluate({"extra": ""})):
            seen.add(name)
            yield name
            names += requires(name) or [] if as_pinned(name) else []


@pytest.mark.parametrize("part", PARTS)
def test_every_dependency_of_the_project_is_listed_in_its_part(part: str) -> None:
    direct = {canonicalize_name(Requirement(text).name) for text in PARTS[part]}
    assert direct - licences(part).keys() == set()


def test_what_comes_with_them_is_listed_and_nothing_else() -> None:
    found = set(closure([text for part in PARTS.values() for text in part]))
    assert found - LICENCES.keys() == set()
    if all(map(as_pinned, found)):
        assert LICENCES.keys() - found - {"colorama"} == set()  # colorama: on Windows alone


def said_by(name: str) -> str:
    """Return what the metadata of a package says of its licence: an expression, a text, or a class."""
    known: Any = metadata(name)
    classes = [text.rpartition(" :: ")[2] for text in known.get_all("Classifier") or [] if "License" in text]
    return " ".join([known.get("License-Expression") or "", known.get("License") or "", *classes])


@pytest.mark.parametrize("name", sorted(LICENCES))
def test_a_licence_is_that_of_the_installed_package(name: str) -> None:
    if not as_pinned(name):
        pytest.skip("another version is installed, or none")
    words = re.findall(r"MIT|BSD|ISC|PSF|Apache|Zlib|matplotlib", LICENCES[name])
    assert words
    said = said_by(name).replace("Python Software Foundation", "PSF")
    assert [word for word in words if word.lower() not in said.lower()] == []


def test_no_licence_asks_for_the_source_of_what_it_is_used_in() -> None:
    assert [name for name, licence in LICENCES.items() if re.search("GPL|MPL|EUPL", licence)] == []


# --- make audit: reports as pip-audit writes them, made up -----------------------------------------------------

PINS = ["a==1", "Dash_ed.x==2"]
HAS = {"name": "urllib3", "version": "1.24.1", "vulns": [{"id": "CVE-2019-11324", "fix_versions": ["1.24.2"]}]}


def answer(name: str, *ids: str) -> dict[str, Any]:
    return {"name": name, "version": "1", "vulns": [{"id": one, "fix_versions": ["3"]} for one in ids]}


def test_all_asked_and_none_known_is_green() -> None:
    lines, code = audit.outcome({"dependencies": [HAS, answer("a"), answer("dash-ed-x")]}, "", PINS)
    assert (lines, code) == (["2 of 2 pins asked, 0 known vulnerabilities"], 0)


def test_what_is_vulnerable_is_named() -> None:
    lines, code = audit.outcome({"dependencies": [HAS, answer("a", "CVE-1"), answer("dash-ed-x")]}, "", PINS)
    assert (lines[0], code) == ("vulnerable: a==1: CVE-1, mended in 3", 1)


@pytest.mark.parametrize("rest", [[], [{"name": "dash-ed-x", "skip_reason": "Dependency not found on PyPI"}]])
def test_what_could_not_be_asked_is_named_and_never_green(rest: list[Any]) -> None:
    lines, code = audit.outcome({"dependencies": [HAS, answer("a"), *rest]}, "", PINS)
    assert (lines, code) == (["not asked: Dash_ed.x==2", "1 of 2 pins asked, 0 known vulnerabilities"], 2)


@pytest.mark.parametrize(
    "known", [[], [{**HAS, "vulns": []}], [{"name": "urllib3", "skip_reason": "Dependency not found on PyPI"}]]
)
def test_a_registry_without_advisories_is_not_green(known: list[Any]) -> None:
    """It knows nothing of a version that has had advisories for years."""
    lines, code = audit.outcome({"dependencies": [*known, answer("a"), answer("dash-ed-x")]}, "", PINS)
    assert (lines[0].startswith("none of the 2 pins could be asked: "), code) == (True, 2)


@pytest.mark.process
def test_without_a_network_or_a_program_all_pins_are_named(tmp_path: Path) -> None:
    offline = tmp_path / "pip-audit"
    offline.write_text("#!/bin/sh\necho 'ProxyError: connection refused' >&2\nexit 1\n", encoding="utf-8")
    offline.chmod(0o755)
    for program, why in ((str(offline), "ProxyError: connection refused"), (str(tmp_path / "none"), "No such file")):
        lines, code = audit.outcome(*audit.asked(program, PINS), PINS)
        assert (why in lines[0], lines[1:], code) == (True, ["not asked: a==1", "not asked: Dash_ed.x==2"], 2)


def test_every_pin_is_asked() -> None:
    assert {canonicalize_name(Requirement(text).name) for part in PARTS.values() for text in part} <= PINNED.keys()
    assert len(PINNED) == (ROOT / "requirements-dev.txt").read_text(encoding="utf-8").count("==")
