"""Write what the program itself says: pages of rules, words, schemas, tables, outputs below commands (`make docs`)."""

import csv
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import get_args

from house import picture

from scp_ninhbinh.findings.text import rules_markdown
from scp_ninhbinh.plan import vocabulary as words
from scp_ninhbinh.plan.clauses import Indicator, Reduction, Scored, Task
from scp_ninhbinh.plan.file import embedded_plan, load_plan
from scp_ninhbinh.plan.vocabulary import FIRST, Column, Word
from scp_ninhbinh.survey.units import Listed
from scp_ninhbinh.text.say import language
from scp_ninhbinh.writers import csv as columns
from scp_ninhbinh.writers.schemas import Which, schema_text

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"

CONSOLE = re.compile(r"```console\n\$ scp (.*?)\n(.*?)```", re.DOTALL)
"""A command and, below it, what it prints."""

MADE = re.compile(r"(<!-- made: ([a-z-]+) -->\n).*?(<!-- end -->)", re.DOTALL)
"""A table that is made of the program, within a page that is written by hand."""

PLAN = load_plan(embedded_plan()).plan
KNOWN = PLAN.vocabulary

TEXT = ("text", "nothing is said")
ENGINE_HOLDS: Mapping[str, tuple[str, str]] = {
    "year": ("year", "refused"),
    "kind": ("kind of unit", "refused"),
    "since": ("year", "no limit"),
    "until": ("year", "no limit"),
    "size": ("number", "not known"),
}
"""What a column holds that every survey or register may have, and what an empty cell of it means."""

FEW = 4
"""Clauses that a table names one by one; of more it names the first and the last."""

EXAMPLES = [
    ROOT / name
    for name in ("data/samples/survey-2025.csv", "docs/examples/another-survey.csv", "data/samples/register.csv")
]
"""Synthetic files from which the first cell of each column is shown."""

INTRODUCTION = """# Words that a survey may use

What `scp` reads in headings and cells, beside the names of its own in the first column. Each may stand in any case, in
composed or decomposed letters, with a tone on either vowel (hoà, hòa), and without any diacritics (khong, cho); in
headings punctuation does not count, and nylon may be spelt ni lông, nilon or ni-lông. Anything else is refused with the
likely word, never guessed.
"""


def pages() -> Iterator[tuple[Path, str]]:
    """Yield every page made, with its text."""
    yield DOCS / "rules.md", rules_markdown(language("en"), None)
    yield DOCS / "rules.vi.md", rules_markdown(language("vi"), None)
    yield DOCS / "words.md", words_page()
    for which in get_args(Which):
        yield DOCS / "schemas" / f"{which}.json", schema_text(which, PLAN)
    for name in ("data-dictionary.md", "formats.md", "architecture.md"):
        text = (DOCS / name).read_text(encoding="utf-8")
        yield DOCS / name, MADE.sub(lambda found: f"{found[1]}{TABLES[found[2]]()}{found[3]}", text)


def shown() -> list[Path]:
    """Return the pages that show commands."""
    return [ROOT / "README.md", ROOT / "README.vi.md", *sorted(DOCS.glob("*.md"))]


def output_of(command: str) -> str:
    """Run `scp` with these words at the project's root, 80 columns wide, and return what it prints."""
    words = [word for part in shlex.split(command) for word in _expanded(part)]
    plain = {key: value for key, value in os.environ.items() if key not in ("LC_ALL", "LC_MESSAGES", "NO_COLOR")}
    done = subprocess.run(
        [sys.executable, "-m", "scp_ninhbinh", *words],
        cwd=ROOT,
        env=plain | {"LANG": "C.UTF-8", "COLUMNS": "80"},
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=False,
    )
    return done.stdout


def _expanded(word: str) -> list[str]:
    found = sorted(str(path.relative_to(ROOT)) for path in ROOT.glob(word)) if "*" in word else []
    return found or [word]


def words_page() -> str:
    """Return the vocabulary as a page, table by table."""
    parts = [INTRODUCTION]
    names = (*FIRST, *KNOWN.columns, "since", "until", "size", "note")
    tables = {
        "Columns": {name: KNOWN.word(name) for name in names},
        "Kinds of unit": {kind: named.word for kind, named in KNOWN.kinds.items()},
    }
    for name, column in KNOWN.columns.items():
        if column.choices:
            tables[f"Choices of `{name}`"] = {choice: named.word for choice, named in column.choices.items()}
    for title, table in tables.items():
        parts += [f"## {title}\n", *_table(table)]
    parts += ["## Answers\n", "| answer | words |\n|---|---|"]
    passed = [[word for word, value in words.PASSED.items() if value is wanted] for wanted in (True, False)]
    parts += [f"| yes | {_list((*words.YES, *passed[0]))} |", f"| no | {_list((*words.NO, *passed[1]))} |"]
    parts.append('| not known | an empty cell, "...", "…" |\n')
    judged = _list(tuple(words.PASSED))
    faults = " and ".join(f"`{name}`" for name, column in KNOWN.columns.items() if column.unwanted)
    parts.append(f"Under {faults}, where a yes is the fault, words that judge are refused: {judged}.\n")
    parts += ["## Headings that are known and not read\n", f"{_list(words.IGNORED)}.\n"]
    parts += ["## Headings that ask the opposite and are refused\n"]
    parts += [
        f"For `{name}`: {_list((*column.opposite.vi, *column.opposite.en))}.\n"
        for name, column in KNOWN.columns.items()
        if column.opposite
    ]
    parts += ["## Rows that are no units\n", f"Totals: {_list(words.TOTALS)}.\n"]
    parts += [f"Below the table, lines that begin with: {_list(words.NOTES)}; and a date with its place before it.\n"]
    return "\n".join(parts)


def _table(table: dict[str, Word]) -> list[str]:
    rows = [f"| `{name}` | {word.vi} | {word.en} | {_list(word.also)} |" for name, word in table.items()]
    return ["| name | Vietnamese | English | also |\n|---|---|---|---|", *rows, ""]


def _list(texts: tuple[str, ...]) -> str:
    return ", ".join(texts).replace("*", "\\*")


def survey_columns() -> str:
    """Return every column of a survey: what it holds, which kinds need it, and which clauses use it."""
    rows = []
    for name in KNOWN.names:
        column = KNOWN.columns.get(name)
        kinds = "any row" if name == "note" else "every row"
        optional, clauses = name not in ("year", "kind"), ""
        if column:
            kinds, optional = ", ".join(f"`{kind}`" for kind in column.kinds), column.optional == "true"
            clauses = _clauses(set(column.kinds), name)
        held = _held(column) if column else ENGINE_HOLDS.get(name, TEXT)
        rows.append((f"`{name}`", *_names(name), *held, kinds, "no" if optional else "yes", clauses))
    examples = [f"`{_example(name)}`" if _example(name) else "" for name in KNOWN.names]
    head = ("column", "Vietnamese", "English", "holds", "empty", "for", "must be there", "clauses", "example")
    return _markdown(head, [(*row, example) for row, example in zip(rows, examples, strict=True)])


def _held(column: Column) -> tuple[str, str]:
    """Return what a column of the plan holds, and what an empty cell of it means."""
    match column.holds:
        case "yes_no":
            return ("yes or no; a yes is the fault" if column.unwanted else "yes or no"), "not known"
        case "number":
            unit = f" of {column.unit.en}" if column.unit else ""
            measured = f", in `{column.unit_in}`" if column.unit_in else ""
            bound = f"above {column.above}" if column.above is not None else "0 or more"
            return f"number{unit}, {bound}{measured}", "not known"
        case "choice":
            return " or ".join(f"`{name}`" for name in column.choices or ()), "not said"
        case "clauses":
            return "clauses of tasks", "no evidence"
        case "year":
            return "year", "not known"
        case _:
            return TEXT


def register_columns() -> str:
    """Return every column of a register."""
    head = ("column", "Vietnamese", "English", "holds", "empty", "example")
    names = (*Listed.columns(), "note")
    rows = [(f"`{name}`", *_names(name), *ENGINE_HOLDS.get(name, TEXT), _example(name, -1)) for name in names]
    return _markdown(head, [(*row[:-1], f"`{row[-1]}`" if row[-1] else "") for row in rows])


def kinds_of_unit() -> str:
    """Return every kind with the columns of its own and the clauses that ask for it."""
    rows = []
    for kind, named in KNOWN.kinds.items():
        columns = ", ".join(f"`{name}`" for name in KNOWN.of(kind))
        rows.append((f"`{kind}`", named.word.vi, named.word.en, columns, _clauses({kind})))
    return _markdown(("kind", "Vietnamese", "English", "columns of its own", "clauses"), rows)


def json_keys() -> str:
    """Return the keys at the top of the JSON documents, with what they say and which documents have them."""
    found: dict[tuple[str, str], list[str]] = {}
    for which in ("score", "explain", "review", "check", "verify"):
        schema = json.loads(schema_text(which, PLAN))
        for key, part in schema["properties"].items():
            named = schema["$defs"].get(part.get("$ref", "").split("/")[-1], {})
            meaning = part.get("description") or named["description"]
            found.setdefault((f"`{key}`", meaning), []).append(which)
    return _markdown(("key", "meaning", "in"), [(*row, ", ".join(which)) for row, which in found.items()])


def _clauses(kinds: set[str], column: str = "") -> str:
    """Return the clauses of the embedded plan that ask for these kinds, and for this column where one is given."""
    found = [clause for item in PLAN.indicators if _asks(item, kinds, column) for clause in _clauses_of(item)]
    return ", ".join(found) if len(found) <= FEW else f"{found[0]} to {found[-1]}"


def _asks(item: Indicator, kinds: set[str], column: str) -> bool:
    if isinstance(item, Task):
        return bool(kinds & KNOWN.clauses.keys())
    return bool(kinds & set(item.of)) and (not column or isinstance(item, Reduction) or column in item.answer)


def _clauses_of(item: Indicator) -> list[str]:
    return [target.clause for target in item.targets] if isinstance(item, Scored) else [item.clause]


def _names(column: str) -> tuple[str, str]:
    return KNOWN.word(column).vi, KNOWN.word(column).en


def _example(column: str, first: int = 0) -> str:
    """Return the first cell of the column that says something, in the synthetic files from the `first` one on."""
    for path in EXAMPLES[first:]:
        with path.open(encoding="utf-8") as file:
            found = next((row[column] for row in csv.DictReader(file) if row.get(column)), "")
        if found:
            return found
    return ""


def _markdown(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


TABLES: Mapping[str, Callable[[], str]] = {
    "survey-columns": survey_columns,
    "register-columns": register_columns,
    "kinds-of-unit": kinds_of_unit,
    "json-keys": json_keys,
    "imports": lambda: f"```mermaid\n{picture()}\n```\n",
    "score-csv": lambda: f"`{','.join(columns.SCORE)}`\n",
    "review-csv": lambda: f"`{','.join(columns.REVIEW)}`\n",
}
"""The tables that pages hold, by name."""


if __name__ == "__main__":
    for path, text in pages():
        path.write_text(text, encoding="utf-8")
    for path in shown():
        text = CONSOLE.sub(
            lambda found: f"```console\n$ scp {found[1]}\n{output_of(found[1])}```", path.read_text(encoding="utf-8")
        )
        path.write_text(text, encoding="utf-8")
