"""Write what the program itself says: pages of rules, words, schemas, and the outputs below commands (`make docs`)."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from scp_ninhbinh import words
from scp_ninhbinh.language import language
from scp_ninhbinh.report.rule_texts import rules_markdown
from scp_ninhbinh.report.schemas import Which, schema_text
from scp_ninhbinh.words import Word

HERE = Path(__file__).parent
ROOT = HERE.parent
CONSOLE = re.compile(r"```console\n\$ scp (.*?)\n(.*?)```", re.DOTALL)
"""A command and, below it, what it prints."""

INTRODUCTION = """# Words that a survey may use

What `scp` reads in headings and cells, beside the names of its own in the first column. Each may stand in any case, in
composed or decomposed letters, with a tone on either vowel (hoà, hòa), and without any diacritics (khong, cho); in
headings punctuation does not count, and nylon may be spelt ni lông, nilon or ni-lông. Anything else is refused with the
likely word, never guessed.
"""


def pages() -> Iterator[tuple[Path, str]]:
    """Yield every page made, with its text."""
    yield HERE / "rules.md", rules_markdown(language("en"), None)
    yield HERE / "rules.vi.md", rules_markdown(language("vi"), None)
    yield HERE / "words.md", words_page()
    for which in get_args(Which):
        yield HERE / "schemas" / f"{which}.json", schema_text(which)


def shown() -> list[Path]:
    """Return the pages that show commands."""
    return [ROOT / "README.md", *sorted(HERE.glob("*.md"))]


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
    for title, table in (
        ("Columns", words.COLUMNS),
        ("Kinds of unit", words.KINDS),
        ("Units of measurement", words.MEASURING_UNITS),
    ):
        parts += [f"## {title}\n", *_table(table)]
    parts += ["## Answers\n", "| answer | words |\n|---|---|"]
    passed = [[word for word, value in words.PASSED.items() if value is wanted] for wanted in (True, False)]
    parts += [f"| yes | {_list((*words.YES, *passed[0]))} |", f"| no | {_list((*words.NO, *passed[1]))} |"]
    parts.append('| not known | an empty cell, "...", "…" |\n')
    judged = _list(tuple(words.PASSED))
    parts.append(f"Under `hard_bags`, where a yes is the fault, words that judge are refused: {judged}.\n")
    parts += ["## Headings that are known and not read\n", f"{_list(words.IGNORED)}.\n"]
    parts += ["## Headings that ask the opposite and are refused\n"]
    parts += [f"For `{column}`: {_list(texts)}.\n" for column, texts in words.INVERTED.items()]
    parts += ["## Rows that are no units\n", f"Totals: {_list(words.TOTALS)}.\n"]
    parts += [f"Below the table, lines that begin with: {_list(words.NOTES)}.\n"]
    return "\n".join(parts)


def _table(table: dict[str, Word]) -> list[str]:
    rows = [f"| `{name}` | {word.vi} | {word.en} | {_list(word.also)} |" for name, word in table.items()]
    return ["| name | Vietnamese | English | also |\n|---|---|---|---|", *rows, ""]


def _list(texts: tuple[str, ...]) -> str:
    return ", ".join(texts).replace("*", "\\*")


if __name__ == "__main__":
    for path, text in pages():
        path.write_text(text, encoding="utf-8")
    for path in shown():
        text = CONSOLE.sub(
            lambda found: f"```console\n$ scp {found[1]}\n{output_of(found[1])}```", path.read_text(encoding="utf-8")
        )
        path.write_text(text, encoding="utf-8")
