"""The calls whose output stands in `tests/golden`, and how an output is written down there.

Each is a file named as the call: the command line, the exit code, stdout and stderr as they came, and for an output
that is a file its text, or of a document what its parts hold. `make golden` writes all of them anew.
"""

import hashlib
import io
import os
import re
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from xml.etree import ElementTree as ET

from commands import call

ROOT = Path(__file__).parents[1]
GOLDEN = ROOT / "tests" / "golden"
SAVED = "tests/golden/saved"
"""Scores of two years, written by calls of this list and read by others."""

LANGUAGES = ("vi", "en")
SAMPLES = " ".join(f"data/samples/survey-{year}.csv" for year in range(2020, 2026))
REGISTER = "--register data/samples/register.csv"
DRAWN = f"data/samples/sample-2025.csv {REGISTER} --sample"
OTHER = "docs/examples/another-survey.csv --plan docs/examples/another-plan.yaml"
SECOND = "tests/cases/plan/good/second-survey.csv --plan tests/cases/plan/good/second.yaml"
INDICATORS = (
    "zones-informed models-applied campaigns-held market-packaging-reduction stores-without-hard-bags "
    "education-integration safe-food-chains task-II.1.a task-II.1.b task-II.1.c task-II.2.a task-II.2.b task-II.2.c "
    "task-II.2.d task-II.2.e task-II.3.a"
).split()
SURVEY_CASES = (
    "above-header.xlsx ambiguous-number.csv bad-csv.csv cell-error-ods.ods cell-error-xls.xls control-characters.csv "
    "doubtful-total.csv doubtful-unit.csv duplicate-unit.csv formula-without-value.xlsx part-over-whole.csv "
    "hidden-rows.xlsx hidden-sheet.xlsx inverted-column.csv merged-number.xlsx mis-converted-text.csv "
    "missing-column.csv missing-value.csv no-after-yes.csv not-a-number.csv not-utf8.csv not-yes-no.csv "
    "protected-file.xlsx swallowed-rows.csv total-row.csv unknown-area.csv unknown-column.csv unknown-kind.csv "
    "unknown-task.csv year-outside-plan.csv"
).split()
FINDINGS = ("text", "json", "github", "sarif", "junit")

MADE_BY = ("typer", "rich", "pydantic", "openpyxl", "python-docx", "jinja2", "matplotlib", "python-calamine", "pyyaml")
"""The libraries on whose versions an output may depend."""


@dataclass(frozen=True)
class Call:
    """One call: its name, its words, and what stands around it."""

    name: str
    words: str
    columns: int = 80
    colour: bool = False
    ending: str = ""
    """Of the file that it writes, if it writes one; the word OUT of the call is its path, `junit=OUT` too."""

    def done(self) -> bytes:
        """Run the call from the root of the repository, and return what is written down of it."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"out{self.ending}"
            words = [
                re.sub(r"^(.*=)?OUT$", lambda found: (found[1] or "") + str(path), word) for word in self.words.split()
            ]
            done = call(*words, cwd=ROOT, environment=self._environment(), terminal=self.colour)
            here = os.path.relpath(ROOT, folder).replace(os.sep, "/").encode()
            shown = _shown(path).replace(here, b"ROOT") if path.exists() else b""
        said = done.stderr.replace(str(path).encode(), f"OUT{self.ending}".encode())
        return self.written(done.returncode, done.stdout, said, shown)

    def written(self, code: int, out: bytes, err: bytes, shown: bytes = b"") -> bytes:
        """Return what is written down of a call that said this and wrote a file that is shown so."""
        head = f"$ scp {self.words}\n{self.columns} columns{', in colour' * self.colour}, exit {code}\n"
        parts = [head.encode(), out]
        for title, data in (("stderr", err), (f"OUT{self.ending}", shown)):
            parts += [f"\n--- {title} ---\n".encode(), data] if data else []
        return b"".join(parts)

    def _environment(self) -> dict[str, str]:
        kept = ("PATH", "HOME", "MPLCONFIGDIR", "TMPDIR", "SYSTEMROOT")
        own = {"LANG": "C.UTF-8", "COLUMNS": str(self.columns), "TERM": "xterm-256color"}
        return {key: os.environ[key] for key in kept if key in os.environ} | own

    def file(self) -> Path:
        return GOLDEN / f"{self.name}.txt"


def calls() -> Iterator[Call]:
    """Yield every call, each once."""
    for lang in LANGUAGES:
        for made in (_scores, _explanations, _reviews, _reports, _plans, _forms, _projects, _checks):
            for one in made():
                yield Call(f"{one.name}.{lang}", f"{one.words} --lang {lang}", one.columns, one.colour, one.ending)
    yield from (*_schemas(), *_usage(), *_saved())


def _projects() -> Iterator[Call]:
    office, project = "docs/examples/office/villages-2025.csv", "--project docs/examples/office/scp.yaml"
    yield Call("init/one", f"init {office} -o OUT", ending=".yaml")
    yield Call(
        "init/office", "init tests/cases/office/TH_2021.xlsx tests/cases/office/TH_2022.xlsx -o OUT", ending=".yaml"
    )
    yield Call("project/check", f"check {office} {project}")
    yield Call("project/check-itself", "check docs/examples/office/scp.yaml")
    yield from _in_formats("project/score", f"score {office} {project}", ("table", "json", "markdown"))
    yield Call("project/review", f"review {office} {project}")


def unlike_pinned() -> list[str]:
    """Return the libraries that are here in another version than the golden outputs were made with."""
    pins = dict(re.findall(r"(?m)^([\w-]+)==(\S+)$", (ROOT / "requirements-dev.txt").read_text(encoding="utf-8")))
    return [name for name in MADE_BY if version(name) != pins[name]]


def _in_formats(name: str, words: str, formats: Sequence[str]) -> Iterator[Call]:
    for chosen in formats:
        if chosen == "excel":
            yield Call(f"{name}.excel", f"{words} --format csv --for-excel")
        elif chosen == "wide":
            yield Call(f"{name}.wide", words, columns=140)
        elif chosen == "colour":
            yield Call(f"{name}.colour", words, colour=True)
        else:
            yield Call(f"{name}.{chosen}", f"{words} --format {chosen}")


ALL = ("table", "wide", "colour", "json", "csv", "excel", "markdown")
MAIN = ("table", "json", "csv", "markdown")


def _scores() -> Iterator[Call]:
    yield from _in_formats("score/samples", f"score {SAMPLES}", ALL)
    yield from _in_formats("score/register", f"score {SAMPLES} {REGISTER}", MAIN)
    yield from _in_formats("score/drawn", f"score {DRAWN}", MAIN)
    yield from _in_formats("score/confidence", f"score {DRAWN} --confidence 80", ("table",))
    yield from _in_formats("score/area", f"score {SAMPLES} --by area", MAIN)
    yield from _in_formats("score/kind", f"score {SAMPLES} {REGISTER} --by kind", MAIN)
    yield from _in_formats("score/drawn-area", f"score {DRAWN} --by area", ("table", "csv"))
    yield from _in_formats("score/due-all", f"score {SAMPLES} --due all", MAIN)
    yield from _in_formats("score/due-2030", f"score {SAMPLES} --due 2030", ("table",))
    yield from _in_formats("score/other", f"score {OTHER}", ALL)
    yield from _in_formats("score/second", f"score {SECOND}", MAIN)
    yield from _in_formats("score/no-base-year", "score data/samples/survey-2025.csv", MAIN)
    for year in range(2020, 2025):
        yield from _in_formats(f"score/year-{year}", f"score {SAMPLES} --year {year}", ("table",))
    yield Call("score/gate", f"score {SAMPLES} --fail-on not_met,undetermined")
    bad = "score tests/cases/survey/bad/not-a-number.csv --bad-cells unknown"
    yield from _in_formats("score/bad-cells", bad, MAIN)
    yield from _in_formats("score/blank", "score data/samples/survey-2025.csv --blank no:informed", ("table", "json"))
    yield Call("score/refused", "score tests/cases/survey/bad/unknown-kind.csv")
    yield Call("score/file", f"score {SAMPLES} -o OUT", ending=".md")


def _explanations() -> Iterator[Call]:
    formats = ("table", "json", "markdown")
    for target in INDICATORS:
        yield from _in_formats(f"explain/{target}", f"explain {target} {SAMPLES}", formats)
    for target in ("zones-informed", "market-packaging-reduction", "stores-without-hard-bags"):
        yield from _in_formats(f"explain/{target}.register", f"explain {target} {SAMPLES} {REGISTER}", formats)
        yield from _in_formats(f"explain/{target}.drawn", f"explain {target} {DRAWN}", formats)
        yield from _in_formats(f"explain/{target}.due", f"explain {target} {SAMPLES} --due 2030", ("table",))
    yield from _in_formats(
        "explain/no-base", "explain market-packaging-reduction data/samples/survey-2025.csv", formats
    )
    yield from _in_formats("explain/clause", f"explain I.1.1 {SAMPLES}", ("table", "wide", "colour"))
    yield Call("explain/two-of-a-clause", f"explain I.1.4 {SAMPLES}")
    yield Call("explain/unknown", f"explain zones-inform {SAMPLES}")
    for target in ("district-plans", "city-packaging", "models", "traceability"):
        yield from _in_formats(f"explain/other.{target}", f"explain {target} {OTHER}", formats)


def _reviews() -> Iterator[Call]:
    saved = f"{SAVED}/2023.json {SAVED}/2024.json data/samples/survey-2020.csv data/samples/survey-2025.csv"
    yield from _in_formats("review/samples", f"review {SAMPLES}", ALL)
    yield from _in_formats("review/saved", f"review {saved}", ("table", "json", "csv", "excel", "markdown"))
    yield from _in_formats("review/register", f"review {SAMPLES} {REGISTER}", MAIN)
    yield from _in_formats("review/drawn", f"review {DRAWN}", ("table", "json"))
    yield from _in_formats("review/due-2030", f"review {SAMPLES} --due 2030", ("table",))
    yield from _in_formats("review/other", f"review {OTHER}", MAIN)
    yield Call("review/year-twice", f"review {SAVED}/2023.json {SAVED}/2023.json")


def _reports() -> Iterator[Call]:
    for ending in ("md", "html", "docx", "xlsx"):
        yield Call(f"report/samples.{ending}", f"report {SAMPLES} --date 2026-01-15 -o OUT", ending=f".{ending}")
    for name, words in {"register": f"{SAMPLES} {REGISTER}", "drawn": DRAWN, "other": OTHER}.items():
        yield Call(f"report/{name}.md", f"report {words} --date 2026-01-15 -o OUT", ending=".md")
        yield Call(f"report/{name}.xlsx", f"report {words} --date 2026-01-15 -o OUT", ending=".xlsx")


def _plans() -> Iterator[Call]:
    for name, words in {"own": "", "other": " --plan docs/examples/another-plan.yaml"}.items():
        yield from _in_formats(f"targets/{name}", f"targets{words}", ("table", "wide", "colour", "json"))
    yield from (Call("rules/all.markdown", "rules --format markdown"), Call("rules/all.text", "rules"))
    yield Call("rules/two", "rules not-yes-no unknown-kind")


def _forms() -> Iterator[Call]:
    for ending in ("csv", "xlsx"):
        yield Call(f"template/empty.{ending}", "template OUT", ending=f".{ending}")
        yield Call(f"template/register.{ending}", f"template OUT {REGISTER} --year 2025", ending=f".{ending}")


def _checks() -> Iterator[Call]:
    bad = " ".join(f"tests/cases/survey/bad/{name}" for name in SURVEY_CASES)
    plans = "tests/cases/plan/bad"
    several = f"{plans}/plan-unknown-key.yaml {plans}/plan-yaml-boolean.yaml {plans}/plan-measure.yaml"
    pair = "tests/cases/register/pairs/other-name-in-register"
    for chosen in FINDINGS:
        yield Call(f"check/samples.{chosen}", f"check {SAMPLES} {REGISTER} --format {chosen}")
        yield Call(f"check/cases.{chosen}", f"check {bad} --format {chosen}")
        yield Call(f"check/plans.{chosen}", f"check {several} --format {chosen}")
        yield Call(f"check/pair.{chosen}", f"check {pair}.csv --register {pair}.register.csv --format {chosen}")
    for name in SURVEY_CASES:
        yield Call(f"check/case.{name}", f"check tests/cases/survey/bad/{name}")
    for name in ("hidden-rows.xlsx", "cell-error.xlsx", "not-a-number.csv", "cell-error-ods.ods"):
        words = f"check tests/cases/survey/bad/{name} --annotate OUT"
        yield Call(f"check/annotate.{name}", words, ending=".xlsx")
    yield Call("check/report", f"check {several} --report junit=OUT", ending=".xml")
    yield Call("check/strict", "check tests/cases/survey/bad/unknown-column.csv --strict")
    yield Call("check/missing", "check none.csv tests/cases/survey/bad/unknown-kind.csv")


def _schemas() -> Iterator[Call]:
    for name in ("plan", "survey", "project", "score", "explain", "review", "check"):
        yield Call(f"schema/{name}", f"schema {name}")


def _usage() -> Iterator[Call]:
    commands = "score check explain review report targets init template schema rules".split()
    yield from (Call(f"help/{name}", f"{name} --help") for name in commands)
    yield from (Call("help/scp", "--help"), Call("help/nothing", ""), Call("help/version", "--version"))
    wrong = (
        "score|score|score none.csv|score X --format pdf|score X --due soon|score X --due 2027|score X --year 1999|"
        "score X --fail-on missed|score X --confidence 90|score X --sample|score X --for-excel|score X -o out.pdf|"
        "score X --set year|score X --set colour=red|score X --blank yes:informed|score X --plan none.yaml|"
        "score X --encoding latin|score X --lang fr|scores X|explain|review none.json|report X|report X -o out.pdf|"
        "check|check X --report pdf=x|check X --annotate a.csv|targets --plan none.yaml|template out.pdf|"
        "schema nothing|rules no-such-rule|a.txt host:b|score data/samples/register.csv"
    ).split("|")[1:]
    for number, words in enumerate(wrong):
        name = re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")
        yield Call(f"wrong/{number:02}-{name}", words.replace("X", "data/samples/survey-2025.csv"))


def _saved() -> Iterator[Call]:
    for year in (2023, 2024):
        yield Call(f"score/saved-{year}", f"score {SAMPLES} --year {year} --format json --lang en")


def _shown(path: Path) -> bytes:
    """Return a text as it is, and of a document its parts."""
    data = path.read_bytes()
    return _parts(data).encode() if zipfile.is_zipfile(io.BytesIO(data)) else data


def _parts(data: bytes) -> str:
    """Return of each part of a zipped document its size and hash, and the texts of those that hold any."""
    lines: list[str] = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in sorted(archive.namelist()):
            part = archive.read(name)
            if name == "docProps/core.xml":  # an annotated copy of a CSV or an .ods tells when it was made
                part = re.sub(rb"\d{4}-\d\d-\d\dT[\d:]+Z", b"T", part)
            lines.append(f"{name}  {_measure(name, part)}")
            if re.search(r"word/(document|header|footer)|xl/sharedStrings|comments/|worksheets/sheet", name):
                lines += [f"    {text}" for text in _texts(ET.fromstring(part))]
    return "\n".join([*lines, ""])


def _measure(name: str, part: bytes) -> str:
    """Return the size and the hash of a part; not of pictures, and of a text with some, which hang on the fonts."""
    if part.startswith(b"\x89PNG"):
        return f"PNG, {int.from_bytes(part[16:20])} pixels wide"
    if b"wp:inline" in part and name == "word/document.xml":
        return f"{part.count(b'<w:p>')} plain paragraphs, {part.count(b'<wp:inline')} pictures"
    return f"{len(part)} bytes, sha256 {hashlib.sha256(part).hexdigest()[:16]}"


def _texts(root: ET.Element) -> Iterator[str]:
    """Yield the texts of a part, one a paragraph; of a sheet one line a row with the places, styles and values."""
    for element in root.iter():
        name = element.tag.partition("}")[2]
        if name == "row":
            cells = [cell for cell in element if cell.get("r")]
            yield " ".join(f"{cell.get('r')}/{cell.get('s', '')}={''.join(cell.itertext())}" for cell in cells)
        elif name in ("p", "si", "comment"):
            yield element.get("ref", "") + "".join(element.itertext())
