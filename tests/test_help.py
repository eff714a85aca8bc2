"""What a call that asks for help, or is wrong, gets to read: in its language, within its width, and true."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT, Scp

from scp_ninhbinh.cli.commands import COMMANDS
from scp_ninhbinh.cli.help import HELP
from scp_ninhbinh.cli.option import GROUPS, Option
from scp_ninhbinh.cli.options import PROGRAM, VERDICTS
from scp_ninhbinh.cli.output import size_of
from scp_ninhbinh.cli.pages import EXIT_CODES, PAGES
from scp_ninhbinh.cli.pages import PROGRAM as FIRST_PAGE
from scp_ninhbinh.scores.verdict import Status
from scp_ninhbinh.text.say import Sayable, language

NAMES = ["", *COMMANDS]
"""The program itself, and each command."""

ENGLISH = re.compile(r"\b(the|of|and|or|is|are|this|that|with|from|files?|not|write|show|default|may|given)\b", re.I)


def options() -> Iterator[Option]:
    yield from (HELP, *PROGRAM.values())
    for command in COMMANDS.values():
        yield from command.options.values()


def texts() -> Iterator[Sayable]:
    """Yield every sentence of every page of help."""
    for page in (FIRST_PAGE, *PAGES.values()):
        yield from page.about
        yield from (why for why, _ in page.examples)
    yield from (text for _, text in EXIT_CODES)
    yield from GROUPS
    yield from (option.help for option in options())


def help_of(scp: Scp, name: str, lang: str = "en", columns: int = 80) -> str:
    done = scp(*name.split(), "--help", "--lang", lang, COLUMNS=str(columns))
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_each_command_has_its_page() -> None:
    assert [*PAGES] == [*COMMANDS]
    assert all(2 <= len(page.examples) <= 3 for page in PAGES.values())


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("columns", [40, 60, 80, 100, 140])
def test_a_page_fits_its_terminal_up_to_120_columns(scp: Scp, name: str, lang: str, columns: int) -> None:
    page = help_of(scp, name, lang, columns)
    assert max(map(len, page.splitlines())) <= min(columns, 120)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_no_page_is_cut_or_shows_a_type(scp: Scp, name: str, lang: str) -> None:
    """`...` stands only behind what may be repeated: [FILE]..., RULE,..., COMMAND ... ."""
    page = help_of(scp, name, lang)
    assert not re.search(r"(?<![\],])\.\.\.", page.replace("COMMAND ...", "").replace("LỆNH ...", ""))
    assert not re.search(r"<|>|…|\b(int|str|float|bool)\b|list\[", page)


@pytest.mark.parametrize("name", NAMES)
def test_a_page_shows_every_option_under_one_heading(scp: Scp, name: str) -> None:
    page = help_of(scp, name, "vi")
    taken = [HELP, *(COMMANDS[name].options if name else PROGRAM).values()]
    shown = re.findall(r"(?m)^  (?:-\w, )?(--[a-z-]+)", page)
    assert sorted(shown) == sorted(option.names[-1] for option in taken if option.names)


@pytest.mark.parametrize("name", [name for name in COMMANDS if "files" in COMMANDS[name].options])
def test_help_tells_that_a_file_may_be_a_folder_a_pattern_or_standard_input(scp: Scp, name: str) -> None:
    """`scp init` declares files, and so takes no standard input."""
    (about,) = re.findall(r"(?ms)^  FILE +(.*?)\n\n", help_of(scp, name))
    words = " ".join(about.split())
    assert "folder" in words
    assert ("pattern or -" in words) == (name != "init")


def test_what_is_read_scored_and_written_stand_apart(scp: Scp) -> None:
    page = help_of(scp, "score")
    order = ["Usage", "Arguments", "What is read", "What is scored", "What is written", "Other options", "Examples"]
    found = [page.index(f"{title}:") for title in order]
    assert found == sorted(found)
    assert found[2] < page.index("--register ") < found[3] < page.index("--due ") < found[4] < page.index("--for-excel")


def test_every_sentence_of_the_help_is_there_in_vietnamese() -> None:
    vietnamese, english = language("vi"), language("en")
    assert [text for text in texts() if vietnamese.text(text) == english.text(text)] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_vietnamese_page_has_no_english_left(scp: Scp, name: str) -> None:
    """But for what is typed: names of options, of formats and of verdicts, and calls of examples."""
    page = re.sub(r"(?s)\n    scp .*?(?=\n  \S|$)", "", help_of(scp, name, "vi", 120))
    typed = "|".join(sorted({*VERDICTS, *COMMANDS, "scp [a-z]+", "score --format json"}, key=len, reverse=True))
    prose = re.sub(rf"--?[a-z-]+|[\w-]*\.[a-z]+\b|\b({typed})\b|python -m scp_ninhbinh", "", page)
    assert ENGLISH.findall(prose) == []
    assert page.startswith("Cách dùng: ")


@pytest.mark.parametrize("where", ["--lang vi score -h", "score --lang vi -h", "score -h --lang=vi", "-h --lang vi"])
def test_the_language_may_be_asked_for_anywhere(scp: Scp, where: str) -> None:
    assert scp(*where.split()).stdout.startswith("Cách dùng: ")
    assert scp(*where.replace("vi", "en").split(), SCP_LANG="vi").stdout.startswith("Usage: ")


def test_what_is_asked_for_behind_the_command_counts_more(scp: Scp) -> None:
    assert scp("--lang", "vi", "targets", "--lang", "en").stdout == scp("targets").stdout
    assert scp("--lang", "vi", "targets").stdout == scp("targets", "--lang", "vi").stdout


def test_a_variable_asks_for_the_language_of_help_results_and_errors(scp: Scp) -> None:
    assert scp("score", "-h", SCP_LANG="vi").stdout == scp("score", "-h", "--lang", "vi").stdout
    assert scp("targets", SCP_LANG="vi_VN.UTF-8").stdout == scp("targets", "--lang", "vi").stdout
    assert "lỗi: " in scp("score", SCP_LANG="vi").stderr
    assert scp("score", "none.csv", LANG="vi_VN.UTF-8", SCP_LANG="en").stderr.startswith("none.csv: error: ")


def test_texts_for_machines_follow_the_variable_no_more_than_the_locale(scp: Scp) -> None:
    sample = str(ROOT / "data" / "samples" / "survey-2025.csv")
    plain = scp("score", sample, "--format", "json").stdout
    assert scp("score", sample, "--format", "json", SCP_LANG="vi").stdout == plain


def test_a_variable_that_names_no_language_is_told_and_ignored(scp: Scp) -> None:
    done = scp("targets", SCP_LANG="vn\x1b[2J", LANG="vi_VN.UTF-8")
    assert done.stderr == "scp: cảnh báo: SCP_LANG=vn\\x1b[2J không phải là vi hay en nên được bỏ qua\n"
    assert (done.returncode, done.stdout) == (0, scp("targets", LANG="vi_VN.UTF-8").stdout)
    assert scp("targets", SCP_LANG="").stderr == ""


WRONG = [
    ("scor", 'there is no command scor; did you mean "score"?', 'không có lệnh scor; có phải ý là "score"?'),
    ("zzz", "there is no command zzz", "không có lệnh zzz"),
    ("--nothing", "there is no option --nothing", "không có tùy chọn --nothing"),
    ("score x --yera 1", 'there is no option --yera; did you mean "--year"?', "không có tùy chọn --yera; có phải ý"),
    ("score x -x", "there is no option -x", "không có tùy chọn -x"),
    ("score x --year", "--year needs a value", "--year cần có giá trị"),
    ("score x --quiet=1", "--quiet takes no value", "--quiet không nhận giá trị"),
    ("explain", "TARGET is missing", "thiếu CHỈ-TIÊU"),
    ("report x", "--output is missing", "thiếu --output"),
    ("verify a b", '"b" is more than the command takes', 'lệnh không nhận thêm "b"'),
    ("score", "FILE: give a survey file, or declare some in scp.yaml (scp init)", "TỆP: cần tệp số liệu khảo sát"),
    ("score x --year 25", '--year: "25" is no year; expected four digits', '--year: "25" không phải là năm'),
    ("score x --year 1899", '--year: "1899" is no year', '--year: "1899" không phải là năm'),
    ("score x --due soon", '--due: "soon" is neither a year nor "all"', '--due: "soon" không phải là năm'),
    ("score x --by hour", '--by: "hour" is none of area, kind', '--by: "hour" không phải là một trong: area, kind'),
    ("score x --format pdf", '--format: "pdf" is none of table, json, csv, markdown', '--format: "pdf" không phải'),
    ("score x --lang fr", '--lang: "fr" is none of vi, en', '--lang: "fr" không phải là một trong: vi, en'),
    ("--lang fr score x", '--lang: "fr" is none of vi, en', '--lang: "fr" không phải là một trong: vi, en'),
    ("score x --confidence 90", "--confidence: it is that of a sample", "--confidence: độ tin cậy chỉ dùng cho mẫu"),
    ("score x --sample --confidence x", '--confidence: "x" is no percentage', '--confidence: "x" không phải là tỷ lệ'),
    ("score x --sample --confidence nan", '--confidence: "nan" is no percentage', '--confidence: "nan" không phải'),
    (
        "score x --set year",
        '--set: "year" is not of the form COLUMN=VALUE',
        '"year" không đúng dạng CỘT=GIÁ-TRỊ',
    ),
    (
        "score x --blank yes:a",
        '--blank: "yes:a" is not of the form no:COLUMN',
        '"yes:a" không đúng dạng no:CỘT',
    ),
    ("score x --set A!b=1", '--set: a sheet is written with / behind it: "A/b=1"', "--set: tên trang tính đứng trước"),
    ("score x --encoding latin", '--encoding: "latin" is none of utf-8', '--encoding: "latin" không phải là một trong'),
    (
        "score x --fail-on missed",
        '--fail-on: "missed" is none of met, not_met',
        '--fail-on: "missed" không phải là',
    ),
    ("score x -o a.pdf", ", or give --format\n", ", hoặc dùng --format\n"),
    ("report x -o a.pdf", '"; expected .md, .xlsx, .docx, .html\n', "cần .md, .xlsx, .docx, .html\n"),
    ("template a.pdf", '"; expected .csv, .xlsx, .yaml, .yml\n', "cần .csv, .xlsx, .yaml, .yml\n"),
    ("check x --report a=b", '--report: "a=b" is not of the form FORMAT=FILE', '--report: "a=b" không đúng dạng'),
    ("check x --annotate a.csv", "--annotate: the annotated copy is a workbook", "--annotate: bản sao có ghi chú là"),
    ("schema a", 'FORMAT: "a" is none of plan, survey', 'ĐỊNH-DẠNG: "a" không phải là một trong: plan, survey'),
    ("rules no-rule", "RULE: there is no rule no-rule\n", "QUY-TẮC: không có quy tắc no-rule\n"),
    (
        "rules unknown-knd",
        'no rule unknown-knd; did you mean "unknown-kind"?',
        'unknown-knd; có phải ý là "unknown-kind"?',
    ),
    (
        "rules no-row unknown-kind zzz bad-yeer",
        'no-row, zzz, bad-yeer; did you mean "no-rows, bad-year"?',
        "no-row, zzz",
    ),
]


@pytest.mark.parametrize(("call", "english", "vietnamese"), WRONG)
def test_a_wrong_call_is_told_so_below_its_usage_in_both_languages(
    scp: Scp, call: str, english: str, vietnamese: str
) -> None:
    for lang, usage, mark, said in (("en", "Usage: ", "error", english), ("vi", "Cách dùng: ", "lỗi", vietnamese)):
        done = scp(*call.split(), SCP_LANG=lang)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith(usage)
        assert f"\n\nscp: {mark}: " in done.stderr
        assert said in done.stderr


def test_a_wrong_call_is_told_in_the_language_that_it_asks_for(scp: Scp) -> None:
    assert "thiếu CHỈ-TIÊU" in scp("explain", "--lang", "vi").stderr
    assert "thiếu CHỈ-TIÊU" in scp("--lang=vi", "explain").stderr
    assert "there is no command scor" in scp("scor", "--", "--lang", "vi").stderr


def test_a_target_that_is_none_stands_at_what_the_usage_calls_it(scp: Scp) -> None:
    sample = str(ROOT / "data" / "samples" / "survey-2025.csv")
    assert scp("explain", "nothing", sample, "--lang", "vi").stderr.startswith("CHỈ-TIÊU: lỗi: unknown-target: ")


def test_nothing_asked_for_is_the_first_page_on_stderr(scp: Scp) -> None:
    done = scp("--lang", "vi")
    assert (done.returncode, done.stdout, done.stderr) == (2, "", help_of(scp, "", "vi"))


@pytest.mark.parametrize("name", NAMES)
def test_h_is_help(scp: Scp, name: str) -> None:
    assert scp(*name.split(), "-h").stdout == help_of(scp, name)


def test_the_verdicts_that_may_be_named_are_all_that_there_are(scp: Scp) -> None:
    assert tuple(Status) == VERDICTS
    assert ", ".join(Status) in " ".join(help_of(scp, "score").split())


NEEDED = {
    "score.json": "score survey-2020.csv survey-2025.csv -o score.json",
    "score-2024.json": "score survey-2020.csv survey-2024.csv -o score-2024.json",
    "plan plan.yaml": "template plan.yaml",
}
"""What an example names that lies in no folder of samples, and how it is made."""

EXAMPLES = [language("en").text(call) for page in (FIRST_PAGE, *PAGES.values()) for _, call in page.examples]


@pytest.mark.parametrize("call", EXAMPLES)
def test_an_example_runs(scp: Scp, tmp_path: Path, call: str) -> None:
    """In a folder with the samples; `*` is the shell's, and only an example of a gate may hit it."""
    for path in (ROOT / "data" / "samples").glob("*.csv"):
        shutil.copy(path, tmp_path)
    for made in [words for name, words in NEEDED.items() if name in call and f"-o {name}" not in call]:
        scp(*made.split())
    words = call.replace("TARGET", "I.1.1").split()
    done = scp(*(name for word in words for name in sorted(path.name for path in tmp_path.glob(word)) or [word]))
    assert (done.returncode, ": error: " in done.stderr) == (int("--fail-on" in call), False), done.stderr


@pytest.mark.parametrize(
    ("size", "english", "vietnamese"),
    [
        (0, "0 bytes", "0 byte"),
        (1, "1 byte", "1 byte"),
        (999, "999 bytes", "999 byte"),
        (1000, "1.0 kB", "1,0 kB"),
        (9949, "9.9 kB", "9,9 kB"),
        (184_320, "184 kB", "184 kB"),
        (1_240_000, "1.2 MB", "1,2 MB"),
    ],
)
def test_a_size_is_said_in_few_digits(size: int, english: str, vietnamese: str) -> None:
    for content in (b"x" * size, "x" * size):
        assert language("en").text(size_of(content)) == english
        assert language("vi").text(size_of(content)) == vietnamese


GOOD = "year,kind,id,informed\n2025,craft_village,L1,yes\n"
WRITING = [
    ("score a.csv -o out.json", ["out.json"]),
    ("explain I.1.1 a.csv -o out.md", ["out.md"]),
    ("review a.csv -o out.csv", ["out.csv"]),
    ("report a.csv -o out.md", ["out.md"]),
    ("targets -o out.json", ["out.json"]),
    ("schema score -o out.json", ["out.json"]),
    ("rules -o out.txt", ["out.txt"]),
    ("check a.csv -o out.txt --report json=b.json --annotate c.xlsx", ["b.json", "c.xlsx", "out.txt"]),
    ("template new.yaml", ["new.schema.json", "new.yaml"]),
]


@pytest.mark.parametrize(("call", "names"), WRITING)
def test_what_was_written_is_said_to_people_with_its_size(
    scp: Scp, scp_terminal: Scp, tmp_path: Path, call: str, names: list[str]
) -> None:
    """On a terminal; a script has the exit code, and whoever wants quiet gets it."""
    (tmp_path / "a.csv").write_text(GOOD, encoding="utf-8")
    done = scp_terminal(*call.split(), "--lang", "en")
    sizes = [language("en").text(size_of((tmp_path / name).read_bytes())) for name in names]
    assert done.returncode == 0
    assert done.stderr.endswith("".join(f"Wrote {name}, {size}.\n" for name, size in zip(names, sizes, strict=True)))
    again = call + " --force" * call.startswith("template")
    assert f"Đã ghi {names[0]}, " in scp_terminal(*again.split(), "--lang", "vi").stderr
    assert "Wrote" not in scp(*again.split(), "--lang", "en").stderr
    if "quiet" in COMMANDS[call.split(maxsplit=1)[0]].options:
        assert "Wrote" not in scp_terminal(*again.split(), "--lang", "en", "-q").stderr


@pytest.mark.parametrize("name", ["xlsx", "docx"])
@pytest.mark.parametrize("more", [(), ("-o", "-")])
def test_what_is_no_text_goes_to_a_file_only(scp: Scp, tmp_path: Path, name: str, more: tuple[str, ...]) -> None:
    """A workbook on a screen is noise, and some shells change what is piped into a file."""
    (tmp_path / "a.csv").write_text(GOOD, encoding="utf-8")
    done = scp("score", "a.csv", "--format", name, *more)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"--format: {name} is written to a file: add -o NAME.{name}\n" in done.stderr


def test_what_goes_to_stdout_is_not_told_of(scp_terminal: Scp, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(GOOD, encoding="utf-8")
    for more in ((), ("-o", "-")):
        assert "Wrote" not in scp_terminal("score", "a.csv", "--format", "json", *more).stderr


def test_nothing_is_told_of_what_could_not_be_written(scp_terminal: Scp, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(GOOD, encoding="utf-8")
    done = scp_terminal("score", "a.csv", "-o", "a.csv")
    assert (done.returncode, "Wrote" in done.stderr) == (2, False)
