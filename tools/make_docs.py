"""Write what the program itself says: pages of rules, words, schemas, tables, outputs below commands (`make docs`)."""

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
from screens import screens
from vocabulary_pages import PLAN, ROOT, Pages, markdown

from scp_ninhbinh.findings.text import rules_markdown
from scp_ninhbinh.plan.file import embedded_plan
from scp_ninhbinh.plan.ready import FILE as READY
from scp_ninhbinh.plan.ready import ready_text
from scp_ninhbinh.plan.yaml_plan import read_plan
from scp_ninhbinh.text.say import Code, language
from scp_ninhbinh.writers import csv as columns
from scp_ninhbinh.writers.schema_texts import Which
from scp_ninhbinh.writers.schemas import schema_text

DOCS = ROOT / "docs"

CONSOLE = re.compile(r"```console\n\$ scp (.*?)\n(.*?)```", re.DOTALL)
"""A command and, below it, what it prints."""

AS_SCP = "import sys; sys.argv[0] = 'scp'; from scp_ninhbinh.cli.main import main; main()"
"""How the program runs by the name that its users call it by, wherever it is installed."""

MADE = re.compile(r"(<!-- made: ([a-z-]+) -->\n).*?(<!-- end -->)", re.DOTALL)
"""A table that is made of the program, within a page that is written by hand."""


VIETNAMESE = ".vi.md"
"""How the name of a page in Vietnamese ends; beside `words.vi.md` lies its sister in English, `words.md`."""


def code_of(page: Path) -> Code:
    """Return which language a page is in."""
    return "vi" if page.name.endswith(VIETNAMESE) else "en"


def sister(page: Path) -> Path:
    """Return the same page in the other language, which may not exist."""
    ending, other = (VIETNAMESE, ".md") if code_of(page) == "vi" else (".md", VIETNAMESE)
    return page.with_name(page.name.removesuffix(ending) + other)


def link_to_sister(page: Path) -> str:
    """Return the line below the title of a page by which its readers come to the other language."""
    name = "English" if code_of(page) == "vi" else "Tiếng Việt"
    return f"[{name}]({sister(page).name})"


def pages() -> Iterator[tuple[Path, str]]:
    """Yield every page made, with its text, and the embedded plan as it is read."""
    embedded = read_plan(embedded_plan())
    yield ROOT / "src/scp_ninhbinh" / READY, ready_text(embedded.plan, embedded.sha256)
    for page in (DOCS / "rules.md", DOCS / "rules.vi.md"):
        yield page, _linked(page, rules_markdown(language(code_of(page)), None))
    for page in (DOCS / "words.md", DOCS / "words.vi.md"):
        yield page, _linked(page, Pages(code_of(page)).words_page())
    yield from screens()
    for which in get_args(Which):
        yield DOCS / "schemas" / f"{which}.json", schema_text(which, PLAN)
    for page in sorted(DOCS.glob("*.md")):
        text = page.read_text(encoding="utf-8")
        if MADE.search(text):
            yield page, _with_tables(text, Pages(code_of(page)))


def _linked(page: Path, text: str) -> str:
    title, _, rest = text.partition("\n\n")
    return f"{title}\n\n{link_to_sister(page)}\n\n{rest}"


def _with_tables(text: str, pages_of: Pages) -> str:
    return MADE.sub(lambda found: f"{found[1]}{TABLES[found[2]](pages_of)}{found[3]}", text)


def shown() -> list[Path]:
    """Return the pages that show commands."""
    return [ROOT / "README.md", ROOT / "README.vi.md", *sorted(DOCS.glob("*.md"))]


def output_of(command: str) -> str:
    """Run `scp` with these words at the project's root, 80 columns wide, and return what it prints."""
    words = [word for part in shlex.split(command) for word in _expanded(part)]
    plain = {
        key: value for key, value in os.environ.items() if key not in ("LC_ALL", "LC_MESSAGES", "SCP_LANG", "NO_COLOR")
    }
    done = subprocess.run(
        [sys.executable, "-c", AS_SCP, *words],
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


def json_keys(_: Pages) -> str:
    """Return the keys at the top of the JSON documents, with what they say and which documents have them."""
    found: dict[tuple[str, str], list[str]] = {}
    for which in ("score", "explain", "review", "check", "verify"):
        schema = json.loads(schema_text(which, PLAN))
        for key, part in schema["properties"].items():
            named = schema["$defs"].get(part.get("$ref", "").split("/")[-1], {})
            meaning = part.get("description") or named["description"]
            found.setdefault((f"`{key}`", meaning), []).append(which)
    return markdown("key, meaning, in", [(*row, ", ".join(which)) for row, which in found.items()])


TABLES: Mapping[str, Callable[[Pages], str]] = {
    "survey-columns": Pages.survey_columns,
    "register-columns": Pages.register_columns,
    "kinds-of-unit": Pages.kinds_of_unit,
    "json-keys": json_keys,
    "imports": lambda _: f"```mermaid\n{picture()}\n```\n",
    "score-csv": lambda _: f"`{','.join(columns.SCORE)}`\n",
    "review-csv": lambda _: f"`{','.join(columns.REVIEW)}`\n",
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
