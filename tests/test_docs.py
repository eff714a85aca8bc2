"""What pages say of the program that no output on them shows: limits, names of modules, which commands there are."""

import re
from pathlib import Path

import pytest
from conftest import ROOT

from scp_ninhbinh.cli.commands import COMMANDS
from scp_ninhbinh.plan import file, yaml_lines
from scp_ninhbinh.scores import saved
from scp_ninhbinh.tables import package, text

PAGES = [ROOT / "SECURITY.md", *sorted((ROOT / "docs").glob("*.md"))]


def read(page: str) -> str:
    return " ".join((ROOT / page).read_text(encoding="utf-8").split())


@pytest.mark.parametrize(
    ("page", "told", "limit"),
    [
        ("SECURITY.md", "at most 250 kB and 12 levels deep", (file.MAX_BYTES, yaml_lines.MAX_DEPTH)),
        ("SECURITY.md", "Saved scores are JSON of at most 100 MB", saved.LARGEST),
        (
            "SECURITY.md",
            "unpacked to at most 256 MB, have at most 20 million cells",
            (package.MOST_BYTES, package.MOST_CELLS),
        ),
        ("SECURITY.md", "at most 512 MB and no line over 16 MB", (text.LARGEST, text.LONGEST_LINE)),
        ("docs/formats.md", "UTF-8, at most 250 kB", file.MAX_BYTES),
        (
            "docs/formats.md",
            "more than 256 MB unpacked, 20 million cells in a sheet, 5,000 parts or 5 million texts",
            (package.MOST_BYTES, package.MOST_CELLS, package.MOST_PARTS, package.MOST_TEXTS),
        ),
        ("docs/formats.md", "a text file of more than 512 MB", text.LARGEST),
    ],
)
def test_a_limit_that_a_page_tells_is_that_of_the_program(page: str, told: str, limit: int | tuple[int, ...]) -> None:
    assert told in read(page)
    units = {"kB": 10**3, "MB": 10**6, "million": 10**6}
    numbers = re.findall(r"([0-9][0-9,]*)(?: (kB|MB|million))?", told.replace("UTF-8", ""))
    limits = limit if isinstance(limit, tuple) else (limit,)
    for (number, unit), kept in zip(numbers, limits, strict=True):
        said = int(number.replace(",", "")) * units.get(unit, 1)
        assert kept in (said, int(number.replace(",", "")) << 20)  # a megabyte of memory is 2^20 bytes


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_module_that_a_page_names_is_there(page: Path) -> None:
    names = re.findall(r"`([\w/]+\.py)`", page.read_text(encoding="utf-8"))
    known = [
        path.as_posix() for folder in ("src", "tests", "tools", "benchmarks") for path in (ROOT / folder).rglob("*.py")
    ]
    assert [name for name in names if not any(path.endswith(f"/{name}") for path in known)] == []


def test_every_command_that_writes_something_stands_in_the_table_of_outputs() -> None:
    table = (
        (ROOT / "docs" / "formats.md").read_text(encoding="utf-8").partition("## Output")[2].partition("Guarantees")[0]
    )
    assert set(re.findall(r"(?m)^\| `([a-z]+)`", table)) == set(COMMANDS)
