"""The command line: exit codes, streams, formats, and outputs that are whole or not there."""

import csv
import hashlib
import io
import json
import os
import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path
from unittest.mock import Mock
from xml.etree import ElementTree

import pytest
from conftest import ROOT, SAMPLES, Scp

from scp_ninhbinh.cli.commands import COMMANDS
from scp_ninhbinh.cli.main import run
from scp_ninhbinh.cli.options import OPTIONS, request_of
from scp_ninhbinh.cli.output import option_of
from scp_ninhbinh.run import Request

GOOD = "year,kind,id,informed\n2025,craft_village,L1,yes\n2025,craft_village,L2,\n"
BAD = "year,kind,id,informed\n2025,craft_village,L1,maybe\n"
WARN = "year,kind,id,informed,colour\n2025,craft_village,L1,yes,red\n"


TERRITORY = {
    "vi": "Tỉnh Ninh Bình theo địa giới năm 2020",
    "en": "Ninh Bình province within its boundaries of 2020",
}
CALLS_WITH_A_TITLE = [
    *(("score", SAMPLES[-1], "--format", name) for name in ("table", "markdown")),
    *(("explain", "zones-informed", SAMPLES[-1], "--format", name) for name in ("table", "markdown")),
    *(("review", *SAMPLES[-2:], "--format", name) for name in ("table", "markdown")),
    *(("targets", "--format", name) for name in ("table", "json")),
]


@pytest.fixture
def files(tmp_path: Path) -> Path:
    for name, text in {"good": GOOD, "bad": BAD, "warn": WARN}.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    (tmp_path / "bad.yaml").write_text("schema: no\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ("score good.csv", 0),
        ("score warn.csv", 0),
        ("score good.csv --fail-on not_met,undetermined", 1),
        ("score good.csv --fail-on not_met", 0),
        ("score bad.csv", 2),
        ("score none.csv", 2),
        ("score good.csv --plan bad.yaml", 2),
        ("score good.csv --due 2027", 2),
        ("score good.csv --due soon", 2),
        ("score good.csv --year 1999", 2),
        ("score good.csv --fail-on missed", 2),
        ("score", 2),
        ("score good.csv --format pdf", 2),
        ("check good.csv", 0),
        ("check warn.csv", 0),
        ("check warn.csv --strict", 1),
        ("check bad.csv", 1),
        ("check bad.yaml", 1),
        ("check bad.csv none.csv", 2),
        ("check good.csv --plan bad.yaml", 2),
        ("check .", 1),
        ("targets", 0),
        ("targets --plan bad.yaml", 2),
        ("targets --plan none.yaml", 2),
        ("--version", 0),
        ("scores good.csv", 2),
    ],
)
def test_exit_codes_are_those_of_the_contract_and_nothing_ends_in_a_traceback(
    scp: Scp, files: Path, arguments: str, code: int
) -> None:
    done = scp(*arguments.split())
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("error", "name"),
    [
        (ZeroDivisionError("of\nlines"), "ZeroDivisionError: of lines ("),
        (OSError(2, "gone", "a.csv"), "FileNotFoundError: [Errno 2] gone: 'a.csv' ("),
        (RecursionError(), "RecursionError: ("),
    ],
)
@pytest.mark.parametrize("debug", ["", "1"])
def test_an_error_that_nobody_foresaw_is_one_line_to_report_and_no_finding(
    files: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: Exception,
    name: str,
    debug: str,
) -> None:
    """Exit code 1 says that a file is wrong; a traceback is for whoever asks for it."""
    monkeypatch.setattr("scp_ninhbinh.run.read_survey", Mock(side_effect=error))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("SCP_DEBUG", debug)
    assert run(["check", str(files / "good.csv")]) == 2
    shown = capsys.readouterr()
    lines = shown.err.splitlines()
    assert (shown.out, "Traceback" in shown.err, len(lines) == 1) == ("", bool(debug), not debug)
    assert lines[-1].startswith(f"scp: error: the program itself failed, scp-ninhbinh 0.1.0: {name}")
    assert "SCP_DEBUG=1" in lines[-1]


class Panic(BaseException):
    """As the compiled code of a library raises it: no Exception, so that nobody catches it by mistake."""


EVERY = {
    "score": "good.csv",
    "check": "good.csv",
    "explain": "zones-informed good.csv",
    "review": "good.csv",
    "report": "good.csv -o out.html",
    "verify": "saved.json",
    "targets": "",
    "init": "good.csv",
    "template": "out.xlsx",
    "schema": "plan",
    "rules": "",
    "completion": "bash",
}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_says_in_one_line_what_to_keep_of_an_error_that_nobody_foresaw(
    scp: Scp, files: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    assert scp("score", "good.csv", "-o", "saved.json").returncode == 0
    monkeypatch.setattr("scp_ninhbinh.cli.output.Destination.write", Mock(side_effect=Panic("index 7")))
    monkeypatch.setattr("scp_ninhbinh.cli.output.Destination.tell", Mock(side_effect=Panic("index 7")))
    done = scp(command, *EVERY[command].split())
    assert (done.returncode, done.stdout) == (2, "")
    line = done.stderr.splitlines()[-1]
    assert "the program itself failed, scp-ninhbinh 0.1.0: Panic: index 7 (" in line
    assert "keep this line, the command and the files" in line
    assert "Traceback" not in done.stderr


def test_a_survey_with_errors_is_listed_and_never_scored(scp: Scp, files: Path) -> None:
    done = scp("score", "good.csv", "bad.csv")
    assert done.stdout == ""
    assert "bad.csv:2:informed: error: not-yes-no:" in done.stderr


def test_results_go_to_stdout_and_warnings_to_stderr(scp: Scp, files: Path) -> None:
    done = scp("score", "warn.csv", "--format", "json")
    assert json.loads(done.stdout)["year"] == 2025
    assert done.stderr.startswith("warn.csv:1:colour: warning: unknown-column:")


def test_check_reads_everything_before_it_says_that_a_file_is_missing(scp: Scp, files: Path) -> None:
    done = scp("check", "none.csv", "bad.csv", "bad.yaml")
    assert [line.split(":")[0] for line in done.stdout.splitlines()[:-1]] == ["bad.yaml", "none.csv", "bad.csv"]


def test_check_json_lists_every_problem_with_its_place(scp: Scp, files: Path) -> None:
    (files / "many.csv").write_text("year,kind,id,informed\n" + "2025,craft_village,,yes\n" * 30, encoding="utf-8")
    document = json.loads(scp("check", "many.csv", "--format", "json", LANG="vi_VN.UTF-8").stdout)
    assert document["schema"] == "scp-ninhbinh/check/1"
    assert document["summary"] == {"errors": 30, "warnings": 0, "notices": 0}
    assert list(document["problems"][29]) == "rule severity path sheet cell row line column value message hint".split()
    assert (document["problems"][29]["row"], document["problems"][29]["message"]) == (
        31,
        "no value is given; expected an id or a name",
    )


def test_check_text_groups_what_repeats_and_states_the_true_total(scp: Scp, files: Path) -> None:
    (files / "many.csv").write_text("year,kind,id,informed\n" + "2025,craft_village,,yes\n" * 30, encoding="utf-8")
    lines = scp("check", "many.csv").stdout.splitlines()
    assert lines[10] == "many.csv:id: error: missing-value: 20 more of this rule: rows 12-31"
    assert lines[11:] == [
        "",
        "By rule (scp rules RULE explains one):",
        "  missing-value      30",
        "",
        "30 errors, 0 warnings, 1 file, 30 rows",
    ]


def test_csv_has_one_row_a_target_with_decimal_points_in_every_language(scp: Scp) -> None:
    rows = list(csv.DictReader(io.StringIO(scp("score", *SAMPLES, "--format", "csv", "--lang", "vi").stdout)))
    assert len(rows) == 16
    assert rows[0]["title"] == "Khu, cụm công nghiệp, làng nghề được phổ biến, nâng cao nhận thức về SXTDBV"
    assert float(rows[0]["achieved"]) == pytest.approx(72.277, abs=0.001)


def test_a_text_that_a_spreadsheet_would_run_is_only_text(scp: Scp, files: Path) -> None:
    plan = (ROOT / "plan" / "targets.yaml").read_text(encoding="utf-8")
    plan = plan.replace("en: Zones, clusters and craft villages informed", "en: '=HYPERLINK(\"x\") | <b>[red]'")
    (files / "plan.yaml").write_text(plan, encoding="utf-8")
    done = scp("score", "good.csv", "--plan", "plan.yaml", "--format", "csv")
    assert next(csv.DictReader(io.StringIO(done.stdout)))["title"] == '\'=HYPERLINK("x") | <b>[red]'
    table = scp("targets", "--plan", "plan.yaml").stdout
    assert "<b>[red]" in table
    markdown = scp("score", "good.csv", "--plan", "plan.yaml", "--format", "markdown").stdout
    assert r'=HYPERLINK("x") \| &lt;b>\[red\]' in markdown


def test_markdown_is_a_table_with_the_count_above_it(scp: Scp) -> None:
    lines = scp("score", *SAMPLES, "--format", "markdown").stdout.splitlines()
    assert lines[4] == "**5 targets: 3 met, 1 not met, 1 undetermined.**"
    assert lines[6] == "| Verdict | Clause | Target | Value | Required | Gap | Basis | Range |"


@pytest.mark.parametrize("width", ["80", "140"])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_table_fits_its_width_and_cuts_no_word(scp: Scp, width: str, lang: str) -> None:
    done = scp("score", *SAMPLES, "--lang", lang, COLUMNS=width)
    assert max(map(len, done.stdout.splitlines())) <= int(width)
    assert "…" not in done.stdout
    assert "\x1b" not in done.stdout


def test_a_figure_never_seems_to_contradict_its_verdict(scp: Scp, files: Path) -> None:
    """6,996 of 10,000 villages are 69.96%: not met, and not "70.0%"."""
    rows = "".join(f"2025,craft_village,L{n},{'yes' if n < 6996 else 'no'}\n" for n in range(10_000))
    (files / "near.csv").write_text("year,kind,id,informed\n" + rows, encoding="utf-8")
    assert re.search(r"69\.96% +≥ 70%", scp("score", "near.csv").stdout)
    assert re.search(r"69,96% +≥ 70%", scp("score", "near.csv", "--lang", "vi").stdout)


def test_the_verdict_says_that_it_rests_on_the_units_surveyed(scp: Scp) -> None:
    text = " ".join(scp("score", *SAMPLES).stdout.split())
    assert "I.1.1, I.1.4b: of the units surveyed; with --register FILE of all units." in text


def test_an_output_is_replaced_as_a_whole_and_its_ending_picks_the_format(scp: Scp, files: Path) -> None:
    (files / "out.json").write_text("old", encoding="utf-8")
    (files / "out.json").chmod(0o640)
    assert scp("score", "good.csv", "-o", "out.json").stdout == ""
    assert json.loads((files / "out.json").read_text(encoding="utf-8"))["year"] == 2025
    assert (files / "out.json").stat().st_mode & 0o777 == 0o640
    assert {path.name for path in files.iterdir()} == {"good.csv", "bad.csv", "warn.csv", "bad.yaml", "out.json"}


def test_a_new_output_has_the_rights_that_new_files_have_here(scp: Scp, files: Path) -> None:
    before = os.umask(0o027)
    try:
        scp("score", "good.csv", "-o", "out.json")
    finally:
        os.umask(before)
    assert (files / "out.json").stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("output", ["good.csv", "./good.csv", ".", "none/out.json", "/dev/full"])
def test_an_output_that_cannot_be_written_leaves_everything_as_it_was(scp: Scp, files: Path, output: str) -> None:
    done = scp("score", "good.csv", "-o", output)
    assert (done.returncode, done.stdout) == (2, "")
    assert re.search("output-is-input|unwritable-output", done.stderr)
    assert (files / "good.csv").read_text(encoding="utf-8") == GOOD


@pytest.mark.parametrize("call", ["a.txt host:", "-r folder user@host:/tmp", "host:file ."])
def test_a_call_that_means_a_file_copy_is_told_about_openssh(scp: Scp, call: str) -> None:
    done = scp(*call.split())
    assert done.returncode == 2
    assert "OpenSSH" in done.stderr


def test_targets_shows_every_clause_with_its_requirement_and_readings(scp: Scp) -> None:
    table = scp("targets", COLUMNS="140").stdout
    for text in ("I.1.1", "II.3.a", "≥ 70%", "≥ 2–3", "Base year 2020", "Counted since 2026"):
        assert text in table
    document = json.loads(scp("targets", "--format", "json").stdout)
    assert sum(len(item["targets"]) for item in document["indicators"]) == 9 + 2 + 9
    assert document["territory"]["en"] == TERRITORY["en"]


def test_the_json_of_targets_has_all_that_is_counted(scp: Scp) -> None:
    document = json.loads(scp("targets", "--format", "json").stdout)
    found = {item["id"]: item for item in document["indicators"]}
    cut, outlets = found["market-packaging-reduction"], found["stores-without-hard-bags"]
    rests = {"unit_in": "packaging_unit", "divided_by": "days"}
    counted = {"times": 1, "unit": None, "counted": {"sum": rests, "over": rests}}
    assert cut["ratio"] == {"sum": "packaging_hard", "over": "packaging_total"} | rests | counted
    assert (cut["base"]["year"], cut["of"], cut["short"]["en"]) == (2020, ["market"], "Packaging cut, markets")
    assert outlets["answer"] == {"hard_bags": "no"}
    assert [(one["clause"], one["part"]) for one in outlets["targets"]] == [("I.1.4", "b"), ("I.2.3", "b")]
    assert [found[name]["count"] for name in ("models-applied", "campaigns-held")] == ["units", "occasions"]
    assert (found["task-II.1.a"]["of"], found["task-II.1.a"]["columns"]) == (["activity"], ["task"])


TURNED = [
    ('answer: {hard_bags: "no"}', 'answer: {hard_bags: "yes"}'),
    ('answer: {applied: "yes"}', 'answer: {applied: "no"}'),
    ('answer: {in_safe_chain: "yes", traceable: "yes"}', 'answer: {in_safe_chain: "yes", traceable: "no"}'),
    ("of: [trade_centre, supermarket, convenience_store]", "of: [trade_centre, supermarket]"),
    ("count: occasions", "count: units"),
    ("stretch: 2, clause: I.1.3, since: 2021", "stretch: 2, clause: I.1.3, since: 2022"),
    ("      year: 2020\n", "      year: 2019\n"),
    ("    unit_in: packaging_unit\n", ""),
    ("    divided_by: days\n", ""),
    ("    kinds: [activity]\n", "    kinds: [activity, enterprise]\n"),
]
"""What turns a figure round, as it stands in the plan and as a slip would make it."""


@pytest.mark.parametrize(("right", "wrong"), TURNED)
@pytest.mark.parametrize("options", ["--lang vi", "--lang en", "--format json"])
def test_what_is_counted_otherwise_is_shown_otherwise(
    scp: Scp, tmp_path: Path, right: str, wrong: str, options: str
) -> None:
    """A second reader compares the table with the text: nothing that decides a figure may be missing there."""
    plan = (ROOT / "plan" / "targets.yaml").read_text(encoding="utf-8")
    assert right in plan
    shown = []
    for text in (plan, plan.replace(right, wrong)):
        (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
        done = scp("targets", "--plan", str(tmp_path / "plan.yaml"), *options.split())
        assert done.returncode == 0
        shown.append(done.stdout.replace(hashlib.sha256(text.encode()).hexdigest(), ""))
    assert shown[0] != shown[1]


@pytest.mark.parametrize(("lang", "territory"), TERRITORY.items())
def test_the_territory_stands_under_the_title_of_each_output(
    scp: Scp, tmp_path: Path, lang: str, territory: str
) -> None:
    for words in CALLS_WITH_A_TITLE:
        assert territory in scp(*words, "--lang", lang, COLUMNS="200").stdout
    without = tmp_path / "plan.yaml"
    plan = (ROOT / "plan" / "targets.yaml").read_text(encoding="utf-8")
    without.write_text(re.sub("(?m)^territory:\n(  .*\n)+", "", plan), encoding="utf-8")
    for words in CALLS_WITH_A_TITLE:
        done = scp(*words, "--lang", lang, "--plan", str(without), COLUMNS="200")
        assert (done.returncode, territory in done.stdout) == (0, False)


def test_the_language_is_the_locales_unless_told(scp: Scp, files: Path) -> None:
    assert "không phải có" in scp("check", "bad.csv", LANG="vi_VN.UTF-8").stdout
    assert "neither yes nor no" in scp("check", "bad.csv", "--lang", "en", LANG="vi_VN.UTF-8").stdout


@pytest.mark.process
def test_the_same_inputs_give_the_same_bytes(scp_process: Scp) -> None:
    one, other = (scp_process("score", *SAMPLES, "--format", "json", PYTHONHASHSEED=seed).stdout for seed in ("1", "2"))
    assert one == other


def test_a_plan_that_was_scored_with_is_never_overwritten(scp: Scp, files: Path) -> None:
    plan = (ROOT / "plan" / "targets.yaml").read_text(encoding="utf-8")
    (files / "plan.txt").write_text(plan, encoding="utf-8")
    for command in ("score", "check"):
        done = scp(command, "good.csv", "--plan", "plan.txt", "-o", "plan.txt")
        assert (done.returncode, "output-is-input" in done.stderr) == (2, True)
    assert (files / "plan.txt").read_text(encoding="utf-8") == plan


@pytest.mark.parametrize("named", ["words.yaml", '"words.yaml"', "words.yaml  # beside it"])
def test_what_a_plan_names_is_never_overwritten_either(scp: Scp, files: Path, named: str) -> None:
    (files / "plan.yaml").write_text(f"schema: scp/plan/2\nsurvey: {named}\n", encoding="utf-8")
    (files / "words.yaml").write_text("schema: scp/survey/1\n", encoding="utf-8")
    done = scp("check", "plan.yaml", "--report", "json=words.yaml")
    assert (done.returncode, "output-is-input" in done.stderr) == (2, True)
    assert (files / "words.yaml").read_text(encoding="utf-8") == "schema: scp/survey/1\n"


def test_an_ending_that_no_format_has_is_refused(scp: Scp, files: Path) -> None:
    done = scp("score", "good.csv", "-o", "out.pdf")
    assert (done.returncode, (files / "out.pdf").exists()) == (2, False)
    assert scp("check", "good.csv", "-o", "out.json").returncode == 0
    assert json.loads((files / "out.json").read_text(encoding="utf-8"))["schema"] == "scp-ninhbinh/check/1"


@pytest.mark.process
def test_a_reader_that_has_seen_enough_is_no_error_and_a_full_disk_is_one(files: Path) -> None:
    call = f"{sys.executable} -m scp_ninhbinh score good.csv"
    for ending, code in (("| true; exit ${PIPESTATUS[0]}", 0), ("> /dev/full", 2), (">&-", 0)):
        done = subprocess.run(
            ["bash", "-c", f"{call} {ending}"], cwd=files, capture_output=True, text=True, check=False
        )
        assert (done.returncode, "Traceback" in done.stderr) == (code, False), (ending, done.stderr)


def test_a_pipe_is_no_file(scp: Scp, files: Path) -> None:
    for name in ("pipe.csv", "pipe.yaml"):
        os.mkfifo(files / name)
        done = scp("check", name)
        assert (done.returncode, "it is a folder, a pipe or a device" in done.stdout) == (2, True)


def test_a_plan_given_as_a_survey_is_told_where_it_belongs(scp: Scp, files: Path) -> None:
    assert "--plan" in scp("score", "bad.yaml").stderr


def test_no_clause_or_id_of_a_plan_reaches_a_terminal_raw(scp: Scp, files: Path) -> None:
    plan = (ROOT / "plan" / "targets.yaml").read_text(encoding="utf-8")
    plan = plan.replace("clause: I.1.4", 'clause: "I\\e[31m\\e]0;x\\a"').replace(
        "id: stores-w", 'id: "\\u202estores-w', 1
    )
    plan = plan.replace("stores-without-hard-bags\n", 'stores-without-hard-bags"\n', 1)
    (files / "plan.yaml").write_text(plan, encoding="utf-8")
    for words in (("score", "good.csv"), ("targets",), ("score", "good.csv", "--format", "markdown")):
        done = scp(*words, "--plan", "plan.yaml")
        assert (done.returncode, done.stderr) == (0, "")
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", done.stdout)


def test_a_figure_at_half_a_decimal_keeps_the_decimals_that_its_verdict_needs(scp: Scp, files: Path) -> None:
    """249 of 2,000 outlets are 12.45%, below 12.5%."""
    plan = (ROOT / "plan" / "targets.yaml").read_text(encoding="utf-8").replace("at_least: 45%", "at_least: 12.5%")
    (files / "plan.yaml").write_text(plan, encoding="utf-8")
    rows = "".join(f"2025,supermarket,S{n},{'no' if n < 249 else 'yes'}\n" for n in range(2000))
    (files / "half.csv").write_text("year,kind,id,hard_bags\n" + rows, encoding="utf-8")
    assert re.search(r"12\.45% +≥ 12\.5%", scp("score", "half.csv", "--plan", "plan.yaml").stdout)


def test_each_field_of_a_request_has_its_option_and_the_name_that_messages_give_it() -> None:
    taken = COMMANDS["score"].options | COMMANDS["check"].options
    asked = {field.name for field in fields(Request)} - {"passed_over"}  # which comes of the folders among the files
    assert asked <= taken.keys() & OPTIONS.keys()
    assert all(option_of(name) in OPTIONS[name].names for name in asked - {"files"})


def test_what_an_option_leaves_open_is_what_a_request_leaves_open() -> None:
    given = dict.fromkeys(field.name for field in fields(Request)) | {"sample": False}
    assert request_of(**given) == Request()


@pytest.mark.parametrize(
    ("call", "place"),
    [
        ("score good.csv --due 2027", "--due: error: unknown-due: "),
        ("score good.csv --year 1999", "--year: error: bad-scored-year: "),
        ("score good.csv --sample", "--sample: error: sample-without-register: "),
        ("score good.csv --set year=x", "--set year=x:year: error: bad-year: "),
        ("score good.csv --set year=2025", "--set year=2025:year: warning: set-not-used: "),
        ("explain nothing good.csv", "TARGET: error: unknown-target: "),
    ],
)
def test_what_is_wrong_with_the_request_stands_at_its_option(scp: Scp, files: Path, call: str, place: str) -> None:
    assert scp(*call.split()).stderr.startswith(place)


@pytest.mark.parametrize("format", ["text", "json", "github", "gitlab", "sarif", "junit"])
def test_an_option_is_never_shown_as_a_file(scp: Scp, files: Path, format: str) -> None:
    """`check` says what is wrong with an option, and no format gives it the place of a file."""
    done = scp("check", "good.csv", "--set", "year=2025", "--format", format)
    assert "year=2025" in (done.stderr if format == "gitlab" else done.stdout)
    assert done.returncode == 0
    match format:
        case "text":
            assert done.stdout.count("--set year=2025:year: ") == 1
        case "json":
            (found,) = json.loads(done.stdout)["problems"]
            assert (found["path"], found["column"], found["value"]) == ("", "year", "year=2025")
        case "github":
            assert done.stdout.startswith("::warning title=set-not-used::year: ")
        case "gitlab":
            assert json.loads(done.stdout) == []
        case "sarif":
            (run,) = json.loads(done.stdout)["runs"]
            (note,) = run["invocations"][0]["toolConfigurationNotifications"]
            assert (run["results"], note["associatedRule"]) == ([], {"id": "set-not-used", "index": 0})
        case "junit":
            cases = ElementTree.fromstring(done.stdout).findall("testcase")
            assert [case.get("file") for case in cases] == ["good.csv", None]


NOTED = "Khảo sát,,,\nyear,kind,id,informed\n2025,craft_village,L1,yes\n"


@pytest.mark.parametrize("command", ["score", "check", "review", "report -o out.md"])
def test_quiet_counts_notices_instead_of_listing_them(scp: Scp, files: Path, command: str) -> None:
    (files / "noted.csv").write_text(NOTED, encoding="utf-8")
    loud, quiet = scp(*command.split(), "noted.csv"), scp(*command.split(), "noted.csv", "--quiet", "--lang", "en")
    assert ": notice: " in loud.stdout + loud.stderr
    assert (quiet.returncode, quiet.stderr) == (0, "1 notice not shown (--quiet)\n")
    assert ": notice: " not in quiet.stdout
    assert scp(*command.split(), "noted.csv", "-q", "--lang", "vi").stderr == "không hiện 1 thông báo (--quiet)\n"


def test_quiet_hides_no_warning_no_error_and_nothing_from_machines(scp: Scp, files: Path) -> None:
    (files / "noted.csv").write_text(NOTED, encoding="utf-8")
    assert "unknown-column" in scp("score", "warn.csv", "-q").stderr
    assert "bad.csv:2:informed" in scp("score", "bad.csv", "-q").stderr
    assert scp("score", "good.csv", "-q").stderr == ""
    plain, quiet = (scp("check", "noted.csv", "--format", "json", *more).stdout for more in ((), ("-q",)))
    assert plain == quiet


def test_the_program_says_of_no_place_that_it_is_its_own(scp: Scp) -> None:
    """Only the plan, which may be another, names a province, a decision of it or a clause."""
    shown = scp("--help").stdout + "".join(scp(command, "--help").stdout for command in COMMANDS)
    shown += scp("rules", "--lang", "en").stdout + scp("rules", "--lang", "vi").stdout
    assert not re.search(r"Ninh|Plan \d|Kế hoạch \d|KH-UBND|\bI+\.\d", shown)
