"""What the README shows is what the program does: its commands run, its outputs are today's."""

import json
import re
from pathlib import Path

import pytest
from conftest import ROOT, Scp
from make_docs import CONSOLE, output_of, pages, shown
from small_surveys import KNOWN

from scp_ninhbinh.plan.file import embedded_plan

README = (ROOT / "README.md").read_text(encoding="utf-8")
CONSOLES = [(path.name, *found) for path in shown() for found in CONSOLE.findall(path.read_text(encoding="utf-8"))]


@pytest.mark.process
@pytest.mark.parametrize(("page", "command", "output"), CONSOLES, ids=lambda text: text if len(text) < 80 else "")
def test_a_command_of_a_page_prints_what_stands_below_it(page: str, command: str, output: str) -> None:
    assert output_of(command) == output


def test_the_readme_has_its_examples() -> None:
    assert [command.split()[0] for page, command, _ in CONSOLES if page == "README.md"] == ["score", "check"]


def test_every_column_and_kind_stands_in_the_readme() -> None:
    assert all(f"`{name}`" in README for name in (*KNOWN.names, *KNOWN.kinds))


def test_every_command_and_option_stands_in_the_readme(scp: Scp) -> None:
    commands = ("score", "explain", "check", "targets", "template", "schema", "rules")
    named = {option for command in commands for option in re.findall(r"--[a-z][a-z-]+", scp(command, "--help").stdout)}
    assert named - {"--help", "--output"} <= set(re.findall(r"--[a-z][a-z-]+", README))
    assert all(f"`scp {command}" in README for command in commands)


@pytest.mark.parametrize(("path", "text"), list(pages()), ids=lambda value: getattr(value, "name", None))
def test_a_page_that_is_made_is_what_the_program_says_today(path: Path, text: str) -> None:
    """`make docs` writes them: rules, words, schemas."""
    assert path.read_text(encoding="utf-8") == text


def test_every_link_of_the_readme_leads_somewhere() -> None:
    assert all((ROOT / link).exists() for link in re.findall(r"\]\(([^)#:]+)\)", README))


@pytest.mark.parametrize("page", [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")], ids=lambda page: page.name)
def test_what_a_page_installs_can_be_installed(page: Path) -> None:
    """The program is in no registry: only a path, which begins with a dot, can be installed."""
    sources = re.findall(r"pip install +((?:-\S+ +)*)(\S+)", page.read_text(encoding="utf-8"))
    assert all(source.strip("\"'`").startswith(".") for _, source in sources), sources


PAGES = [*sorted((ROOT / "docs").glob("*.md")), ROOT / "docs" / "examples" / "README.md"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    """To a file that exists; and a link into a page of ours to one of its headings, as GitHub names them."""
    for link, anchor in re.findall(r"\]\(([^)#:]*)#?([^):]*)\)", page.read_text(encoding="utf-8")):
        target = page.parent / link if link else page
        assert target.exists(), link
        if anchor:
            headings = re.findall(r"(?m)^#+ (.*)$", target.read_text(encoding="utf-8"))
            assert anchor in [re.sub(r"[^\w -]", "", text.lower()).replace(" ", "-") for text in headings]


def test_every_file_that_a_page_names_as_a_proof_exists() -> None:
    named = re.findall(
        r"`((?:tests|benchmarks|plan)/[\w/-]+\.\w+)`", "".join(page.read_text("utf-8") for page in PAGES)
    )
    assert "tests/test_intervals.py" in named
    assert all((ROOT / name).exists() for name in named)


def test_the_index_of_the_docs_names_every_page() -> None:
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    assert all(f"]({page.name})" in index for page in PAGES if page.name != "README.md")


def test_every_column_has_its_place_in_the_data_dictionary() -> None:
    page = (ROOT / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
    headings = re.findall(r"(?m)^### (.*)$", page)
    assert sorted(name for text in headings for name in re.findall("`(.*?)`", text)) == sorted(KNOWN.names)


@pytest.mark.parametrize("command", ["score", "explain", "review", "check", "targets", "rules"])
def test_the_formats_of_a_command_are_those_of_the_page(scp: Scp, command: str) -> None:
    page = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
    (row,) = re.findall(rf"(?m)^\| `{command}` \| (`[^;|]*)", page)
    (choices,) = re.findall(r"--format\s+<(.*?)>", scp(command, "--help").stdout)
    assert re.findall("`(.*?)`", row) == choices.split("|")


def test_every_piece_of_yaml_shown_stands_in_a_plan_of_the_examples() -> None:
    page = (ROOT / "docs" / "another-plan.md").read_text(encoding="utf-8")
    examples = [ROOT / "docs" / "examples" / f"{name}.yaml" for name in ("another-plan", "every-measure")]
    plans = [path.read_text(encoding="utf-8") for path in examples]
    pieces = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    assert len(pieces) > 15
    assert [piece for piece in pieces if not any(piece in plan for plan in plans)] == []


def test_the_targets_of_the_readme_are_in_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert all(f"\n{target}:" in makefile for target in re.findall(r"(?m)(?:`|^)make (\w+)", README))


def test_the_script_example_runs(scp: Scp) -> None:
    sample = str(ROOT / "data" / "samples" / "survey-2025.csv")
    assert scp("check", sample, "--strict").returncode == 0
    done = scp("score", sample, "--format", "json", "--fail-on", "not_met,undetermined", "-o", "scores.json")
    assert done.returncode == 1


SAMPLE, REGISTER = (str(ROOT / "data" / "samples" / name) for name in ("sample-2025.csv", "register.csv"))


@pytest.mark.parametrize(
    ("column", "way"), [*enumerate([[], ["--register", REGISTER], ["--register", REGISTER, "--sample"]])]
)
def test_the_three_ways_of_scoring_a_sample_give_the_verdicts_that_the_docs_explain(
    scp: Scp, column: int, way: list[str]
) -> None:
    """The table of docs/samples.md: verdict, figure where there is one to state, range where it is open."""
    page = (ROOT / "docs" / "samples.md").read_text(encoding="utf-8")
    rows = re.findall(r"(?m)^\| ([a-z-]+), \d+% \| (.*) \| (.*) \| (.*) \|$", page)
    scored = {
        target["id"]: target for target in json.loads(scp("score", SAMPLE, *way, "--format", "json").stdout)["targets"]
    }
    assert len(rows) == 3
    for name, *cells in rows:
        found = scored[name]
        spread = f"{found['low']:.1f}% to {found['high']:.1f}%"
        parts = [found["status"], f"{found['achieved']:.1f}%", spread]
        said = parts[:2] if found["low"] == found["high"] else parts if way[2:] else [parts[0], spread]
        assert cells[column] == ", ".join(said)


def test_the_readmes_plan_is_the_embedded_one() -> None:
    assert embedded_plan() == str(ROOT / "plan" / "targets.yaml")
