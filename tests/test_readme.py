"""What the README shows is what the program does: its commands run, its outputs are today's."""

import json
import re
import shlex
from collections import Counter
from pathlib import Path

import openpyxl
import pytest
from conftest import ROOT, Scp
from make_docs import CONSOLE, code_of, link_to_sister, output_of, pages, shown, sister
from small_surveys import KNOWN

from scp_ninhbinh.documents.words import STATUSES
from scp_ninhbinh.plan.file import embedded_plan
from scp_ninhbinh.text.say import language

README = (ROOT / "README.md").read_text(encoding="utf-8")
CONSOLES = [(path.name, *found) for path in shown() for found in CONSOLE.findall(path.read_text(encoding="utf-8"))]


@pytest.mark.process
@pytest.mark.parametrize(("page", "command", "output"), CONSOLES, ids=lambda text: text if len(text) < 80 else "")
def test_a_command_of_a_page_prints_what_stands_below_it(page: str, command: str, output: str) -> None:
    assert output_of(command) == output


SAMPLE_FILES = sorted(map(str, (ROOT / "data" / "samples").glob("survey-*.csv")))
READMES = {"en": README, "vi": (ROOT / "README.vi.md").read_text(encoding="utf-8")}
BOTH = pytest.mark.parametrize("code", list(READMES))


def test_the_readme_has_its_examples() -> None:
    assert [command.split()[0] for page, command, _ in CONSOLES if page == "README.md"] == ["check"]


@BOTH
def test_the_readme_can_be_read_in_a_few_minutes(code: str) -> None:
    assert len(READMES[code].splitlines()) <= 130


def test_every_command_stands_in_the_readme_and_on_the_page_of_commands(scp: Scp) -> None:
    commands = re.findall(r"(?m)^  ([a-z]+)  ", scp("--help").stdout.partition("Commands:")[2].partition("\n\n")[0])
    assert len(commands) == 12
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    for command in commands:
        assert all(f"`scp {command}" in readme for readme in READMES.values()), command
        assert f"\n$ scp {command} --help\n" in page


@BOTH
def test_every_option_that_the_readme_names_is_one(scp: Scp, code: str) -> None:
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", READMES[code])) <= set(re.findall(r"--[a-z][a-z-]+", page))


@BOTH
def test_the_survey_of_the_readme_is_sound_and_scored(scp: Scp, tmp_path: Path, code: str) -> None:
    """One village of one is informed, and the market's rate fell from 1,705 of 2,100 to 1,100 of 2,000: 32.3%."""
    (example,) = re.findall(r"```csv\n(.*?)```", READMES[code], re.DOTALL)
    (tmp_path / "survey.csv").write_text(example, encoding="utf-8")
    assert scp("check", "survey.csv", "--strict").returncode == 0
    targets = json.loads(scp("score", "survey.csv", "--format", "json").stdout)["targets"]
    found = {one["clause"] + (one["part"] or ""): one["achieved"] for one in targets if one["status"] == "met"}
    assert found == {"I.1.1": 100, "I.1.4a": pytest.approx((1 - (1100 / 2000) / (1705 / 2100)) * 100)}


@BOTH
def test_the_first_commands_of_the_readme_run(scp: Scp, tmp_path: Path, code: str) -> None:
    """As they stand there, from the root of a clone: a table, a reason, a page."""
    (block,) = re.findall(r"```sh\n(scp score data.*?)```", READMES[code], re.DOTALL)
    commands = [shlex.split(line, comments=True)[1:] for line in block.splitlines()]
    assert [words[0] for words in commands] == ["score", "explain", "report"]
    for words in commands:
        given = [path for word in words for path in (SAMPLE_FILES if word == "data/samples/survey-*.csv" else [word])]
        done = scp(*given)
        assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / commands[2][-1]).read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


@BOTH
def test_the_lines_for_windows_run_as_powershell_hands_them_on(scp: Scp, code: str) -> None:
    """Its `py` and its backslashes have Windows; the pattern comes as it was typed, and the program expands it."""
    (block,) = re.findall(r"```powershell\n(.*?)```", READMES[code], re.DOTALL)
    made, installed, called = (line.split() for line in block.splitlines())
    assert made == ["py", "-m", "venv", ".venv"]
    assert installed == [r".venv\Scripts\python", "-m", "pip", "install", '".[report]"']
    assert called[0] == r".venv\Scripts\scp-ninhbinh"
    done = scp(*(word.replace("\\", "/") for word in called[1:]), cwd=ROOT)
    assert (done.returncode, done.stderr) == (0, "")
    assert (
        done.stdout == scp("score", *(path[len(f"{ROOT}/") :] for path in SAMPLE_FILES), *called[3:], cwd=ROOT).stdout
    )


@BOTH
def test_the_project_of_the_readme_is_read(scp: Scp, tmp_path: Path, code: str) -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", READMES[code], re.DOTALL)
    (tmp_path / "2025").mkdir()
    book = openpyxl.Workbook()
    markets = book.active
    markets.title = "Chợ"
    markets.append(("tên", "tổng bao bì", "bao bì khó phân hủy"))
    markets.append(("Chợ Rồng", 2000, 1100))
    book.create_sheet("Tổng hợp").append(("TT", "số"))
    book.save(tmp_path / "2025" / "khao-sat.xlsx")
    (tmp_path / "scp.yaml").write_text(example, encoding="utf-8")
    done = scp("score", "--format", "json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["year"] == 2025


@BOTH
def test_the_table_of_the_readme_is_that_of_the_page_of_samples(code: str) -> None:
    """The figures of one file scored in three ways, row by row, stand there too; that page is run."""
    page = (ROOT / "docs" / ("samples.vi.md" if code == "vi" else "samples.md")).read_text(encoding="utf-8")
    table = READMES[code].partition("--register register.csv --sample")[2].partition("- **")[0]
    figures = re.findall(r"\d+[.,]\d%", table)
    assert len(figures) == 12
    assert [figure for figure in figures if figure not in page] == []


@BOTH
def test_a_picture_of_the_readme_has_words_in_its_place(code: str) -> None:
    pictures = re.findall(r"!\[(.*?)\]\((.*?)\)", READMES[code])
    assert [Path(path).suffix for _, path in pictures] == [".svg", ".png"]
    assert all(len(words) > 40 for words, _ in pictures)


@pytest.mark.parametrize(("path", "text"), list(pages()), ids=lambda value: getattr(value, "name", None))
def test_a_page_that_is_made_is_what_the_program_says_today(path: Path, text: str) -> None:
    """`make docs` writes them: rules, words, schemas."""
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("name", ["README.md", "README.vi.md"])
def test_every_link_of_the_readme_leads_somewhere(name: str) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", (ROOT / name).read_text(encoding="utf-8"))
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_readme_in_vietnamese_leads_to_every_page_in_vietnamese() -> None:
    readme = (ROOT / "README.vi.md").read_text(encoding="utf-8")
    assert [page.name for page in SISTERS if f"](docs/{page.name})" not in readme] == []


@pytest.mark.parametrize("page", [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")], ids=lambda page: page.name)
def test_what_a_page_installs_can_be_installed(page: Path) -> None:
    """The program is in no registry: whoever took its name there would run their code where a line is pasted.

    Only a path, which begins with a dot, or the address of this repository, which nobody can own as it stands.
    """
    text = page.read_text(encoding="utf-8")
    sources = re.findall(r"(?:pip|pipx|uv tool|uv pip) install +(?:-\S+ +)*(\"[^\"]*\"|[^\s`]+)", text)
    assert all(source.strip("\"'").startswith((".", "git+<this repository>@v")) for source in sources), sources
    assert not re.search(r"\b(?:uvx|pipx run|uv add|npm install|conda install)\b", text)


PAGES = [*sorted((ROOT / "docs").glob("*.md")), ROOT / "docs" / "examples" / "README.md"]
SISTERS = [page for page in PAGES if code_of(page) == "vi"]
"""The pages in Vietnamese; beside each lies the same page in English."""


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


def test_the_pages_that_an_analyst_needs_are_there_in_vietnamese() -> None:
    names = ("annual-review", "commands", "data-dictionary", "files", "rules", "samples", "words")
    assert [page.name for page in SISTERS] == [f"{name}.vi.md" for name in names]


@pytest.mark.parametrize("page", [one for page in SISTERS for one in (page, sister(page))], ids=lambda page: page.name)
def test_a_page_in_two_languages_leads_to_its_sister_below_the_title(page: Path) -> None:
    assert page.read_text(encoding="utf-8").split("\n\n")[1] == link_to_sister(page)


def built_of(page: Path) -> list[str]:
    """Return what a page is built of, whatever its language: headings, rows, points, blocks with their code, links."""
    text = page.read_text(encoding="utf-8")
    blocks = re.findall(r"(?ms)^```(.*?)^```", text)
    prose = re.sub(r"(?ms)^```.*?^```", "CODE", text)
    frame = re.sub(r"[^|\n]*\|", "|", prose)
    lines = re.findall(r"(?m)^(?:#+|[|]+|- |CODE)", frame)
    links = sorted(link.replace(".vi.md", ".md") for link in re.findall(r"\]\(([^)]*)\)", prose))
    return [*lines, *map(without_words, blocks), *links]


def without_words(block: str) -> str:
    """Return a block without comments; of a console its command alone, without the language asked for."""
    if block.startswith("console"):
        return re.sub(r" --lang (vi|en)\b", "", block.splitlines()[1])
    return re.sub(r"(?m)[ ]*# .*$", "", block)


@pytest.mark.parametrize("page", SISTERS, ids=lambda page: page.name)
def test_a_page_in_vietnamese_is_built_as_its_sister_in_english(page: Path) -> None:
    """Who adds a heading, a row, a point, a command or a link to the one adds it to the other."""
    assert built_of(page) == built_of(sister(page))


def test_a_page_that_lacks_what_its_sister_has_is_told_from_it(tmp_path: Path) -> None:
    english, vietnamese = tmp_path / "a.md", tmp_path / "a.vi.md"
    english.write_text("# A\n\n## B\n\n| a | b |\n|---|---|\n| c | d |\n\n- e\n", encoding="utf-8")
    for lost in ("## B\n", "| c | d |\n", "- e\n", " b |", "# A"):
        vietnamese.write_text(english.read_text(encoding="utf-8").replace(lost, "", 1), encoding="utf-8")
        assert built_of(vietnamese) != built_of(english), lost


def figures_of(page: Path) -> Counter[str]:
    """Return the figures of a page's prose and tables; a Vietnamese comma is a point, and thousands are set apart."""
    prose = re.sub(r"(?ms)^```.*?^```|\]\([^)]*\)", "", page.read_text(encoding="utf-8"))
    return Counter(figure.replace(",", ".") for figure in re.findall(r"\d+(?:[.,]\d+)*", prose))


@pytest.mark.parametrize("page", [page for page in SISTERS if page.name != "rules.vi.md"], ids=lambda page: page.name)
def test_a_page_in_vietnamese_has_the_figures_of_its_sister(page: Path) -> None:
    """But for the rules, whose texts are the catalogue's; a figure in letters stays one in letters."""
    assert figures_of(page) == figures_of(sister(page))


def test_every_command_of_a_page_in_vietnamese_answers_in_vietnamese() -> None:
    commands = [command for name, command, _ in CONSOLES if code_of(Path(name)) == "vi"]
    assert len(commands) > 5
    assert [command for command in commands if not re.search(r" --lang vi\b", command)] == []


@pytest.mark.parametrize("name", ["data-dictionary.md", "data-dictionary.vi.md"])
def test_every_column_has_its_place_in_the_data_dictionary(name: str) -> None:
    page = (ROOT / "docs" / name).read_text(encoding="utf-8")
    headings = re.findall(r"(?m)^### (.*)$", page)
    assert sorted(name for text in headings for name in re.findall("`(.*?)`", text)) == sorted(KNOWN.names)


@pytest.mark.parametrize("command", ["score", "explain", "review", "check", "targets", "rules"])
def test_the_formats_of_a_command_are_those_of_the_page(scp: Scp, command: str) -> None:
    page = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
    (row,) = re.findall(rf"(?m)^\| `{command}` \| (`[^;|]*)", page)
    (choices,) = re.findall(r"--format FORMAT (.*?);", " ".join(scp(command, "--help").stdout.split()))
    assert re.findall("`(.*?)`", row) == choices.split(", ")


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


def rows_of_samples(name: str) -> list[list[str]]:
    """Return the rows of the table that scores one sample in three ways."""
    page = (ROOT / "docs" / name).read_text(encoding="utf-8")
    return [list(row) for row in re.findall(r"(?m)^\| ([a-z-]+), \d+% \| (.*) \| (.*) \| (.*) \|$", page)]


def in_vietnamese(cell: str) -> str:
    """Return a cell of that table in Vietnamese: with decimal commas, and the program's words for the verdicts."""
    words = {status: language("vi").text(STATUSES[status]).lower() for status in ("not_met", "undetermined", "met")}
    first, *others = re.sub(r"\b(\d+)\.(\d)", r"\1,\2", cell).replace(" to ", " đến ").split(", ")
    return ", ".join((words.get(first, first), *others))


@pytest.mark.parametrize(
    ("column", "way"), [*enumerate([[], ["--register", REGISTER], ["--register", REGISTER, "--sample"]])]
)
def test_the_three_ways_of_scoring_a_sample_give_the_verdicts_that_the_docs_explain(
    scp: Scp, column: int, way: list[str]
) -> None:
    """The table of docs/samples.md: verdict, figure where there is one to state, range where it is open."""
    rows, vietnamese = map(rows_of_samples, ("samples.md", "samples.vi.md"))
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
    assert vietnamese == [[in_vietnamese(cell) for cell in row] for row in rows]


def test_the_readmes_plan_is_the_embedded_one() -> None:
    assert embedded_plan() == str(ROOT / "plan" / "targets.yaml")
