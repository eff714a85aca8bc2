"""Problems on a terminal: below the name of their file, wrapped between words, equal ones once, in colour."""

import os
import pty
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from unittest import mock

import pytest
from conftest import Scp
from rich.cells import cell_len
from small_surveys import PLAN
from test_findings import ACTING, HOSTILE

from scp_ninhbinh.cli.streams import columns_of, wants_colour
from scp_ninhbinh.findings.terminal import WIDEST, Screen, check_terminal, findings_terminal
from scp_ninhbinh.findings.text import findings_text
from scp_ninhbinh.problems.problem import Place, Problem, describe, problem
from scp_ninhbinh.run import CheckedFile, CheckRun, Request, check_files
from scp_ninhbinh.text.say import Called, language

ENGLISH, VIETNAMESE = language("en"), language("vi")
CASES = Path(__file__).parent / "cases"
RED, GREEN, MAGENTA, CYAN, DIM, BOLD, OFF = (f"\x1b[{code}m" for code in (31, 32, 35, 36, 2, 1, 0))


def listed(*problems: Problem, columns: int = 100) -> list[str]:
    return findings_terminal(problems, Screen(ENGLISH, columns, False)).splitlines()


def year(row: int, value: str = "x", path: str = "a.csv", sheet: str | None = None) -> Problem:
    return problem("bad-year", Place(path, row, column="year", sheet=sheet), value)


# Files, and what is equal


def test_a_path_stands_once_above_what_is_wrong_in_the_file() -> None:
    lines = listed(year(2), problem("no-rows", Place("b.csv")), year(3, "y"))
    assert lines == [
        "a.csv",
        '  2:year  error bad-year  "x" is no year; expected four digits such as 2025',
        "    → write the year alone",
        '  3:year  error bad-year  "y" is no year; expected four digits such as 2025',
        "",
        "b.csv",
        *listed(problem("no-rows", Place("b.csv")))[1:],
    ]
    assert lines[6].startswith("  error no-rows  ")


def test_what_is_equal_but_for_its_row_is_told_once_with_all_the_rows() -> None:
    (_, _, remedy, more) = listed(*map(year, (2, 4, 5, 6, 9)))
    assert (remedy, more) == ("    → write the year alone", "    4 more: rows 4-6, 9")


def test_of_different_ones_of_a_rule_three_are_shown_and_the_rows_of_the_others() -> None:
    different = [year(row, f"v{row}") for row in range(2, 8)]
    lines = listed(*different)
    assert [line.split()[0] for line in lines if "error" in line] == ["2:year", "3:year", "4:year"]
    assert lines[-1] == "    3 more of this rule: rows 5-7"
    assert "more" not in "".join(listed(*different[:4])), "one that is left is shown itself"


def test_equal_problems_of_several_sheets_are_told_once_with_their_sheets() -> None:
    lines = listed(year(2, sheet="A"), year(2, sheet="B"), year(3, sheet="B"), year(7, sheet="A"))
    assert lines[-1] == "    3 more: row 7; B!2-3"


def test_problems_of_a_rule_and_column_stand_together_and_a_remedy_is_told_once() -> None:
    kind = problem("missing-value", Place("a.csv", 3, column="kind"), "", expected="a kind")
    lines = listed(year(2, "x"), kind, year(4, "y"), year(5, "z", "b.csv"))
    assert [line.split()[0] for line in lines if "error" in line] == ["2:year", "4:year", "3:kind", "5:year"]
    assert sum("→ write the year alone" in line for line in lines) == 1


def test_every_problem_is_shown_or_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(CASES / "survey" / "bad")
    found = check_files(Request(sorted(path.name for path in Path().glob("*.csv")))).problems
    text = findings_terminal(found, Screen(ENGLISH, 500, False))
    shown = len(re.findall(r"^  (?! ).*?(?:error|warning|notice) [a-z]", text, re.MULTILINE))
    blocks = sum(int(last) - int(first) for first, last in re.findall(r"^  (\d+)-(\d+)  notice", text, re.MULTILINE))
    counted = sum(map(int, re.findall(r"^    (\d+) more", text, re.MULTILINE)))
    assert shown + blocks + counted == len(found) > 100


# Width


def screens() -> Iterator[tuple[str, Sequence[Problem]]]:
    for room in ("survey/bad", "plan/bad", "office"):
        for path in sorted((CASES / room).iterdir()):
            if path.suffix in {".csv", ".xlsx", ".yaml", ".ods"}:
                yield str(path.relative_to(CASES)), check_files(Request([str(path.relative_to(CASES))])).problems


def test_no_line_is_wider_than_the_terminal_and_no_word_is_torn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each word of what is said stands in the lines, but for those that are wider than a line by themselves."""
    monkeypatch.chdir(CASES)
    for path, found in screens():
        for tongue in (ENGLISH, VIETNAMESE):
            said = {
                word
                for one in [one for one in found if one.severity != "notice"][:1]
                for text in describe(one)
                for word in tongue.text(text).split()
            }
            for columns in (40, 60, 80, 100, 200):
                lines = findings_terminal(found, Screen(tongue, columns, False)).splitlines()
                assert max(map(cell_len, lines), default=0) <= min(columns, WIDEST), path
                words = {word for line in lines for word in line.split()}
                assert {word for word in said if cell_len(word) <= columns - 6} <= words, path


def test_what_goes_on_is_indented_further() -> None:
    lines = listed(
        problem("unknown-kind", Place("a.csv", 2), "x", choices=("abcdef",) * 20, guess="y" * 50), columns=40
    )
    assert [len(line) - len(line.lstrip()) for line in lines[1:3]] == [2, 4]
    remedy = next(at for at, line in enumerate(lines) if "→" in line)
    assert [len(line) - len(line.lstrip()) for line in lines[remedy:]] == [4, 6, 6]


def test_a_path_that_is_wider_than_the_terminal_is_broken_between_its_parts() -> None:
    path = "surveys/of/the/province/in/the/year/2025/markets-and-shops.csv"
    lines = listed(problem("no-rows", Place(path)), columns=40)
    assert lines[:2] == ["surveys/of/the/province/in/the/year/", "  2025/markets-and-shops.csv"]
    assert max(map(cell_len, listed(problem("no-rows", Place("x" * 300)), columns=40))) == 40


def test_a_path_that_is_broken_has_no_blank_within_a_line_at_any_width() -> None:
    """At 40 columns its last part would fit behind the first, and would look like another word."""
    path = "tests/cases/survey/bad/unknown-kind.csv"
    for columns in range(12, 60):
        lines = listed(problem("no-rows", Place(path)), columns=columns)
        end = next(at for at in range(1, len(lines) + 1) if "".join(line.strip() for line in lines[:at]) == path)
        assert not any(" " in line.strip() for line in lines[:end])


def test_wide_letters_take_the_two_columns_that_they_take() -> None:
    assert max(map(cell_len, listed(year(2, "市場" * 15), columns=40))) <= 40


@pytest.mark.parametrize(("said", "columns"), [("61", 61), ("0", 80), ("x", 80), ("", 80)])
def test_columns_are_those_that_the_user_says_or_usual_ones(said: str, columns: int) -> None:
    with mock.patch.dict(os.environ, {"COLUMNS": said}):
        terminal = mock.Mock(isatty=lambda: True, fileno=mock.Mock(side_effect=OSError))
        assert columns_of(terminal) == columns
        assert columns_of(open(os.devnull, encoding="utf-8")) is None  # noqa: SIM115 (closed with the test)


# Colour

THREE = (
    year(2, "x\x1b[31m"),
    problem("only-x", Place("a.csv", 1, column="informed"), "informed"),
    problem("above-header", Place("a.xlsx", 1, sheet="Chợ"), "\x1b[1mTitle"),
)


def test_file_place_and_severity_have_a_colour_and_nothing_of_a_file_has() -> None:
    lines = findings_terminal(THREE, Screen(ENGLISH, 100, True)).splitlines()
    assert lines[0] == f"{BOLD}a.csv{OFF}"
    assert lines[1].startswith(f'  {BOLD}2:year{OFF}  {RED}error{OFF} {DIM}bad-year{OFF}  "x\\x1b[31m" is no year')
    assert lines[3].startswith(f"  {BOLD}1:informed{OFF}  {MAGENTA}warning{OFF} {DIM}only-x{OFF}  ")
    assert any(line.startswith(f"  {BOLD}Chợ!1{OFF}  {CYAN}notice{OFF} {DIM}above-header{OFF}  ") for line in lines)
    assert "\x1b[33m" not in "".join(lines), "yellow is not legible on white"


def test_without_colour_the_words_are_the_same_and_nothing_acts() -> None:
    coloured, plain = (findings_terminal(THREE, Screen(ENGLISH, 60, colour)) for colour in (True, False))
    assert re.sub("\x1b\\[[0-9]+m", "", coloured) == plain
    assert "\x1b" not in plain + findings_text(THREE, ENGLISH)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("columns", [40, 200])
def test_no_text_of_a_file_changes_the_colour_or_acts(text: str, columns: int) -> None:
    place = Place(text, 2, column=text, sheet=text, heading=text)
    found = [
        problem("unknown-kind", place, text, choices=(Called(text, text),), guess=text),
        problem("above-header", Place(text, 1, sheet=text), text),
        *(problem("sheet-not-read", Place(text, sheet=f"{text}{n}"), text) for n in range(3)),
    ]
    shown = findings_terminal(found, Screen(VIETNAMESE, columns, True))
    ours = re.compile("\x1b\\[(?:0|1|2|31|35|36)m")
    assert not ACTING.search(ours.sub("", shown))
    assert all(not line or line.startswith((" ", BOLD)) for line in shown.split("\n")[1:])


@pytest.mark.parametrize(
    ("found", "end"),
    [
        (THREE, f"{RED}1 error,{OFF} {MAGENTA}1 warning,{OFF} {CYAN}1 notice,{OFF} 1 file, 1 row\n"),
        (THREE[1:2], f"0 errors, {MAGENTA}1 warning,{OFF} 1 file, 1 row\n"),
        (THREE[2:], f"{GREEN}0 errors, 0 warnings,{OFF} {CYAN}1 notice,{OFF} 1 file, 1 row\n"),
        ((), f"{GREEN}0 errors, 0 warnings,{OFF} 1 file, 1 row\n"),
    ],
)
def test_the_last_line_has_the_totals_in_their_colours(found: Sequence[Problem], end: str) -> None:
    run = CheckRun([CheckedFile("a.csv", 1)], list(found), PLAN)
    shown = check_terminal(run, Screen(ENGLISH, 80, True))
    assert shown.splitlines(keepends=True)[-1] == end
    assert re.sub("\x1b\\[[0-9]+m", "", shown) == check_terminal(run, Screen(ENGLISH, 80, False))


@pytest.mark.parametrize(
    ("variables", "wanted"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True), ({"TERM": "dumb"}, False)],
)
def test_colour_is_for_a_terminal_that_has_it_and_for_who_wants_it(variables: dict[str, str], wanted: bool) -> None:
    ends = pty.openpty()
    with mock.patch.dict(os.environ, {"TERM": "xterm"} | variables), os.fdopen(ends[1], "w") as terminal:
        if "NO_COLOR" not in variables:
            os.environ.pop("NO_COLOR", None)
        assert wants_colour(terminal) is wanted
        assert not wants_colour(open(os.devnull, encoding="utf-8"))  # noqa: SIM115 (closed with the test)
    os.close(ends[0])


# The program


def test_in_a_pipe_and_in_a_file_each_problem_is_a_line_that_begins_with_its_place(scp: Scp, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("year,kind,id,informed\n20x,craft_village,A,yes\n", encoding="utf-8")
    done = scp("check", "a.csv", "--lang", "en", COLUMNS="40")
    scp("check", "a.csv", "--lang", "en", "-o", "out.txt", COLUMNS="40")
    assert done.stdout.startswith(
        'a.csv:2:year: error: bad-year: "20x" is no year; expected four digits such as 2025; '
    )
    assert (tmp_path / "out.txt").read_text(encoding="utf-8") == done.stdout


@pytest.mark.process
def test_stderr_of_the_program_is_as_wide_as_its_terminal_wherever_the_result_goes(tmp_path: Path) -> None:
    import fcntl
    import struct
    import subprocess
    import sys
    import termios

    (tmp_path / "a.csv").write_text("year,kind,id,informed\n2025,craft\x1b[1m,A,yes\n", encoding="utf-8")
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 45, 0, 0))
    call = [sys.executable, "-m", "scp_ninhbinh", "score", "a.csv", "--lang", "en"]
    variables = {key: value for key, value in os.environ.items() if key not in {"NO_COLOR", "COLUMNS"}}
    variables["TERM"] = "xterm"
    done = subprocess.run(call, cwd=tmp_path, env=variables, stdout=subprocess.PIPE, stderr=theirs, check=False)
    os.close(theirs)
    shown = os.read(ours, 10_000).decode().replace("\r", "")
    os.close(ours)
    assert done.returncode == 2
    assert shown.startswith(
        f"{BOLD}a.csv{OFF}\n"
        f'  {BOLD}2:kind{OFF}  {RED}error{OFF} {DIM}unknown-kind{OFF}  "craft\\x1b[1m"\n'
        "    is no kind of unit; expected one of\n"
    )
    assert shown.endswith("\n\n"), "parted from what comes after"
    assert max(map(cell_len, re.sub("\x1b\\[[0-9]+m", "", shown).splitlines())) <= 45
