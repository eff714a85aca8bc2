"""Hostile inputs for every reader of `scp`: none may end in a traceback, a crash, a hang, or eat memory without bound.

    python benchmarks/fuzz.py --seconds 60 --seed 1 --reader xlsx

The samples, the examples, the cases of the tests, saved scores, headings of the plan's words and an empty form are
changed in bytes, words, lines, values and, of a workbook, single parts, and read in forked children with limits on
memory and time. An output must be whole, and nothing else may be left beside it. What fails is kept in
benchmarks/data/, one input for each place in the program where it failed. POSIX only.

A coverage-guided fuzzer ran beside this loop: atheris 3.0, `instrument_imports(include=["scp_ninhbinh"])`, a
`TestOneInput` that asserts `outcome(written(command, data, folder)) is None`, and `corpus` as the seeds.
"""

import argparse
import contextlib
import gc
import hashlib
import io
import json
import os
import random
import re
import resource
import shutil
import signal
import tempfile
import time
import traceback
import zipfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from scp_ninhbinh.cli.main import app
from scp_ninhbinh.plan.file import embedded_plan, load_plan
from scp_ninhbinh.text.safe import UNSAFE

ROOT = Path(__file__).parents[1]
DATA = ROOT / "benchmarks" / "data"
CASES = ROOT / "tests" / "cases"
EXAMPLES = ROOT / "docs" / "examples"
SAMPLES = sorted(str(path) for path in (ROOT / "data" / "samples").glob("survey-*.csv"))
REGISTER = str(ROOT / "data" / "samples" / "register.csv")
MEMORY, SECONDS = 2 << 30, 10
LARGEST, BATCH = 400_000, 100

CHECK = "|--format json|--format github|--format sarif|--format junit --lang vi|--annotate OUT.xlsx|--encoding tcvn3"
SCORE = "--format json|--bad-cells unknown --by area|--set year=2025 --set kind=model --blank no:informed"
SURVEY = [f"check FILE {options}" for options in CHECK.split("|")]
SURVEY += [*(f"score FILE {options}" for options in SCORE.split("|")), "review FILE --due all", "explain I.1.1 FILE"]
WORKBOOK = [*SURVEY, "init FILE -o OUT.yaml"]
JSON = ["--format json", "", "--format csv", "-o OUT.xlsx", "-o OUT.html", "-o OUT.docx"]
PLAN = ["check FILE.yaml", f"score {SAMPLES[-1]} --plan FILE --due all --format csv", "schema survey --plan FILE"]
PLAN += [f"targets --plan FILE {how}" for how in ("", "--format json --lang vi", "-o OUT.xlsx")]
PROJECT = ["check --project FILE.yaml --format json", "score --project FILE.yaml --format json", "check FILE.yaml"]
PROJECT += [f"{how} --project FILE.yaml" for how in ("review", "report -o OUT.md", "template OUT.xlsx")]
COMMANDS: dict[str, list[str]] = {"xlsx": WORKBOOK, "xls": WORKBOOK, "ods": WORKBOOK, "formatted": WORKBOOK} | {
    "csv": SURVEY + [f"check FILE --encoding {name}" for name in ("vni", "windows-1258", "utf-16")],
    "register": ["check --register FILE", *(f"score {SAMPLES[-1]} --register FILE {how}" for how in ("", "--sample"))],
    "yaml": [*PLAN, f"check {EXAMPLES}/another-survey.csv --plan FILE", "template OUT.xlsx --plan FILE"],
    "project": PROJECT,
    "headings": [*SURVEY[:2], "check FILE --set year=2025 --set kind=market", "score FILE", "init FILE -o OUT.yaml"],
    "json": [
        *(f"review FILE.json {SAMPLES[0]} {how}" for how in JSON),
        *(f"review FILE.json {how}" for how in JSON),
        "report FILE.json -o OUT.md",
        "verify FILE.json",
        "verify FILE.json --format json",
    ],
}

SIGNS = "\0 \n \r \" ' =1+1 -1 1e999 nan 1.234 1,5 \u202e \ufeff \ufffe \U0010ffff ~ no &a *a << !!x 1:30 { ? - | > # "
XML = '<!-- <![CDATA[ &#0; &amp; ]]> /> <x:c <c:x/> t="e" s="1" t="d" t="s" A1 XFD1048576 1048576 -2147483648 %'
FORMATTED = 'Wingdings Symbol superscript doubleStrike hidden="1" zeroHeight="1" 0;;; [$-42A]d;@ '
FORMATTED += '<strike/> <vertAlign/> <rPr> <row> line-through collapse table:visibility="collapse" super'
PARTS = ("docProps", "Configurations", "Thumbnails")
HOSTILE = f"{SIGNS}{XML} {FORMATTED}".split(" ")
HOSTILE += [sign * 400 for sign in ("9", "[", "đ", "\u0301\u0323", "a" * 20, "")]
VALUES = json.loads('[null, true, 0, -1, 1e308, 1e999, NaN, "", "\\ud800", [], {}, [[]], {"a": 1}, "met", 2025, "9"]')
BYTES, WORD, TAG, LINE = rb"(?s).{1,16}", rb"[^\s,;:<>=\"/]+", rb"<[^>]*>", rb"[^\n]*\n?"

Change = Callable[[bytes, random.Random, Sequence[bytes]], bytes]


def corpus(reader: str) -> list[bytes]:
    """Return the inputs to begin with."""
    if reader == "json":
        return [ended(["score", *asked, "--format", "json"])[1].encode() for asked in _saved()]
    if reader == "headings":
        return [_headings(random.Random(f"headings {number}")) for number in range(200)]
    if reader == "project":
        return [_below(path) for path in sorted(EXAMPLES.glob("*/scp.yaml"))]
    seeds = [path.read_bytes() for path in _files(reader)]
    return [seed for seed in seeds if 0 < len(seed) < LARGEST]


def _files(reader: str) -> list[Path]:
    """Return the files to begin with."""
    if reader == "formatted":
        said = "symbol|struck|hidden|superscript|shown|formatted|date-cell|fonts|real"
        found = [path for path in sorted(CASES.rglob("*")) if re.search(said, str(path.relative_to(CASES)))]
        return [path for path in found if path.suffix in {".xlsx", ".xls", ".ods"}]
    plans = [ROOT / "plan" / "targets.yaml", *EXAMPLES.glob("*.yaml"), *EXAMPLES.glob("*/targets.yaml")]
    listed = [Path(REGISTER), *EXAMPLES.glob("*/register.csv")]
    more = {"csv": map(Path, SAMPLES), "yaml": plans, "register": listed, "xlsx": [_form()]}
    ending = reader.replace("register", "csv")
    folders = {"yaml": ["plan"], "register": ["register"]}.get(reader, ["survey", "real", "same", "office"])
    cases = [path for folder in folders for path in sorted((CASES / folder).rglob(f"*.{ending}"))]
    return [*more.get(reader, []), *cases]


def _saved() -> Iterator[list[str]]:
    """Yield what to ask for the scores that are saved: of the samples, and of a plan with every measure."""
    yield from (SAMPLES, [SAMPLES[-1], "--by", "area"], [SAMPLES[-1], "--register", REGISTER])
    yield [SAMPLES[-1], SAMPLES[0], "--register", REGISTER, "--sample", "--due", "all"]
    for project in sorted(EXAMPLES.glob("*/scp.yaml")):
        yield ["--project", str(project), "--due", "all"]


def _below(project: Path) -> bytes:
    """Return a project file as it would stand in the folder above, in which the examples are."""
    text, folder = project.read_text(encoding="utf-8"), project.parent.name
    return re.sub(r'(?m)^((?:plan|register|  - path): "?)', rf"\g<1>{folder}/", text).encode()


def _headings(chance: random.Random) -> bytes:
    """Return a list of headings made of the plan's words, in one row or two, with a row of answers."""
    asked = load_plan(embedded_plan()).plan.vocabulary
    words = [*asked.headings, *asked.opposites, *asked.kinds_by_word, "stt", "%"]
    signs = [" (kg)", " (có/không)", " / ", " - ", " *", " không ", " %", " năm 2020", " trong đó: ", "\n", "", ""]
    length = chance.choice([1, 5, 20, 100])
    rows = [[chance.choice(words) + chance.choice(signs) for _ in range(length)] for _ in range(chance.choice([1, 2]))]
    if len(rows) > 1:
        rows = [[cell if chance.random() < 0.6 else "" for cell in row] for row in rows]
    answers = [chance.choice(["2025", "chợ", "x", "có", "3,5", ""]) for _ in range(length)]
    return "\n".join(",".join(f'"{cell}"' for cell in row) for row in [*rows, answers]).encode()


def _form() -> Path:
    path = Path(tempfile.gettempdir(), "scp-fuzz-form.xlsx")
    ended(["template", str(path), "--year", "2025"])
    return path


def changed(data: bytes, chance: random.Random, others: Sequence[bytes], reader: str) -> bytes:
    """Return an input with one to six changes of kinds that suit the reader."""
    own: dict[str, list[Change]] = {
        "json": [_value] * 4,
        "xls": [],
        **dict.fromkeys(("xlsx", "ods", "formatted"), [_part] * 8),
    }
    ways = [partial(_piece, BYTES), partial(_piece, WORD), *own.get(reader, [partial(_piece, LINE)] * 2)]
    for _ in range(chance.choice([1, 1, 1, 2, 3, 6])):
        data = chance.choice(ways)(data, chance, others) or data
    return data[:LARGEST]


def _piece(pattern: bytes, data: bytes, chance: random.Random, others: Sequence[bytes]) -> bytes:
    """Take out, double, move or spoil a piece of this form, or put another one in its place."""
    start = chance.randrange(max(len(data) - 2_000, 1)) if chance.random() < 0.5 else 0
    found = list(re.compile(pattern).finditer(data, start, start + 20_000))
    if not found:
        return data
    at, other = chance.choice(found), chance.choice([*found, *re.finditer(pattern, chance.choice(others)[:20_000])])
    hostile = chance.choice(HOSTILE).encode()
    new = [
        b"",
        at[0] * 2,
        other[0],
        b"  " + at[0],
        b"<x:" + at[0][1:],
        chance.randbytes(len(at[0])),
        b"\xff" * len(at[0]),
    ]
    return data[: at.start()] + chance.choice([*new, hostile, hostile, hostile]) + data[at.end() :]


def _value(data: bytes, chance: random.Random, others: Sequence[bytes]) -> bytes:
    """Put another value in the place of one anywhere in a JSON document."""
    with contextlib.suppress(ValueError, RecursionError):
        document = json.loads(data)
        holder, key = chance.choice(list(_places(document)))
        holder[key] = chance.choice(VALUES)
        return json.dumps(document).encode()
    return data


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    for key in list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
        yield value, key
        yield from _places(value[key])


def _part(data: bytes, chance: random.Random, others: Sequence[bytes]) -> bytes:
    """Change one part of a workbook and pack it anew."""
    parts: dict[str, bytes] = {}
    with contextlib.suppress(Exception), zipfile.ZipFile(io.BytesIO(data)) as archive:  # damaged by an earlier change
        parts = {name: archive.read(name) for name in archive.namelist()}
    names = [name for name in parts if parts[name] and not name.startswith(PARTS)]
    if not names:
        return data
    name, pattern = chance.choice(names), chance.choice([BYTES, WORD, WORD, TAG])
    parts[name] = _piece(pattern, parts[name], chance, list(parts.values()))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, part in parts.items():
            archive.writestr(zipfile.ZipInfo(each), part)
    return buffer.getvalue()


def ended(arguments: Sequence[str]) -> tuple[int | str, str, str]:
    """Run a command in this process; return its exit code and what it said on stdout and stderr."""
    out, err, code = io.StringIO(), io.StringIO(), 0
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            app(arguments)
        except SystemExit as done:
            code = done.code or 0
    return code, out.getvalue(), err.getvalue()


def outcome(arguments: Sequence[str]) -> str | None:
    """Run a command in this process; return what is wrong with how it ended, or None."""
    try:
        code, out, err = ended(arguments)
    except BaseException:
        return traceback.format_exc(limit=-6)
    if unsafe := UNSAFE.search((err + out).replace("\n", "")):
        return f"the output holds the character {unsafe[0]!r}"
    if code not in {0, 1, 2} or (code == 2 and not err and not out):
        return f"exit code {code}, stderr: {err[:200]}"
    return f"a warning of Python's: {err[:500]}" if re.search(r"^\S+\.py:\d+: ", err, re.MULTILINE) else None


def left_behind(folder: str) -> str | None:
    """Return what is wrong with the files that a command left: one that is not its output, an output in part."""
    for path in Path(folder).iterdir():
        if path.is_file() and not re.fullmatch(rf"command|input(\.\w+)?|out\.({'|'.join(WHOLE)})", path.name):
            return f"left behind: {path.name}"
        if path.name.startswith("out.") and not WHOLE[path.suffix[1:]](path.read_bytes()):
            return f"an output in part: {path.name}"
    return None


def _whole_archive(data: bytes) -> bool:
    with contextlib.suppress(zipfile.BadZipFile), zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.testzip() is None
    return False


WHOLE: dict[str, Callable[[bytes], bool]] = {
    **dict.fromkeys(("xlsx", "docx"), _whole_archive),
    **dict.fromkeys(("md", "yaml"), lambda data: data.endswith(b"\n")),
    "html": lambda data: data.rstrip().endswith(b"</html>"),
}
"""How to tell that an output is whole, by its ending."""


def written(command: str, data: bytes, folder: str) -> list[str]:
    """Write the input, and return the command's arguments with its path in them."""
    for old in Path(folder).glob("out*"):
        old.unlink()
    Path(folder, "command").write_text(command)
    path = f"{folder}/input{_ending(command)}"
    Path(path).write_bytes(data)
    return re.sub(r"FILE(?:\.yaml|\.json)?", path, command).replace("OUT", f"{folder}/out").split()


def _ending(command: str) -> str:
    return ".yaml" if "FILE.yaml" in command else ".json" if "FILE.json" in command else ""


def fuzz(reader: str, seconds: float, seed: int) -> None:
    """Try inputs of one reader until the time is up, and print one line."""
    seeds, failures, tried, begin = corpus(reader), dict[str, int](), 0, time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        if reader == "project":
            for example in EXAMPLES.glob("*/"):
                shutil.copytree(example, Path(folder, example.name))
        for command in COMMANDS[reader]:  # so that every module is imported before the first child is forked
            outcome(written(command, seeds[0], folder))
        gc.freeze()  # what the children share stays shared
        while (left := seconds - (time.monotonic() - begin)) > 0:
            done, wrong = _child(reader, seeds, random.Random(f"{seed}/{tried}"), folder, left)
            tried += done
            if wrong:
                _keep(reader, Path(folder), wrong, failures)
    took, failed = time.monotonic() - begin, sum(failures.values())
    print(f"{reader:9} {tried:7} inputs {took:6.0f} s {failed:5} failures in {len(failures)} places", flush=True)


def _child(reader: str, seeds: list[bytes], chance: random.Random, folder: str, left: float) -> tuple[int, str]:
    """Try inputs in a child until one fails; return how many, and what was wrong: of a crash or a hang, its status."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        with contextlib.suppress(BaseException):
            _try(reader, seeds, chance, folder, left, writing)
            os._exit(0)
        os._exit(1)
    os.close(writing)
    with open(reading, "rb") as pipe:
        done, _, wrong = pipe.read().decode().partition("!")
    _, status = os.waitpid(child, 0)
    return len(done), wrong if os.waitstatus_to_exitcode(status) == 0 else f"status {status}"


def _try(reader: str, seeds: list[bytes], chance: random.Random, folder: str, left: float, writing: int) -> None:
    begin = time.monotonic()
    for _ in range(BATCH):
        data = changed(chance.choice(seeds), chance, seeds, reader)
        arguments = written(chance.choice(COMMANDS[reader]), data, folder)
        os.write(writing, b".")
        signal.setitimer(signal.ITIMER_PROF, SECONDS)  # of the processor: the machine may be busy
        wrong = outcome(arguments) or left_behind(folder)
        signal.setitimer(signal.ITIMER_PROF, 0)
        if wrong:
            os.write(writing, f"!{wrong[-3000:]}".encode(errors="backslashreplace"))
        if wrong or time.monotonic() - begin > left:
            return


def _keep(reader: str, folder: Path, wrong: str, failures: dict[str, int]) -> None:
    """Save the last input unless one that failed in the same place has been saved."""
    command = (folder / "command").read_text()
    places = re.findall(r'File "[^"]*/(\w+\.py)", line (\d+)', wrong)
    place = str(places[-1]) if places else f"{wrong[:60]} {command if wrong.startswith('status') else ''}"
    failures[place] = failures.get(place, 0) + 1
    if failures[place] == 1:
        data = (folder / f"input{_ending(command)}").read_bytes()
        name = DATA / f"fuzz-{reader}-{hashlib.sha256(data).hexdigest()[:10]}"
        DATA.mkdir(exist_ok=True)
        name.write_bytes(data)
        name.with_suffix(".txt").write_text(f"{command}\n{wrong}\n")


def main() -> None:
    parser = argparse.ArgumentParser(description="Fuzz the readers of scp.")
    parser.add_argument("--seconds", type=float, default=60, help="for each reader")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--reader", choices=sorted(COMMANDS), action="append", help="may be given often; default: all")
    asked = parser.parse_args()
    for reader in asked.reader or sorted(COMMANDS):
        fuzz(reader, asked.seconds, asked.seed)


if __name__ == "__main__":
    main()
