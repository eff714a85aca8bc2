"""Texts that try to act where they are shown, the places that foreign text comes from, and what no output may hold.

All of it is synthetic. What is unsafe is said here by Unicode's own properties, not by the program's pattern.
"""

import contextlib
import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import cycle
from pathlib import Path
from typing import Any, NamedTuple
from xml.sax.saxutils import escape, quoteattr

import yaml

from scp_ninhbinh.cli.main import app
from scp_ninhbinh.plan.file import embedded_plan
from scp_ninhbinh.text.spelling import NAMELESS, evened

TERMINAL = (
    "\x1b[31mred\x1b[0m",
    "\x1b]8;;https://e.example/\x1b\\link\x1b]8;;\x1b\\",
    "\x1b]52;c;ZXZpbA==\x07clip",
    "\x1bP+q544e\x1b\\dcs",
    "\x1b]0;title\x07",
    "\x1b[2J\x1b[Hcleared",
    "\x1bcreset",
    "\x9b31mC1",
    "\x90q\x9c\x85C1",
    "secret\x08\x08\x08\x08\x08\x08public",
    "bad\rgood",
    "a\x0bb\x0cc\x1cd\x1ee",
    "\x07\x7fbell",
    "\x0e\x0fshift",
    "tab\there",
    "two\nlines",
    "two\r\nlines",
    "\x01\x02\x03\x04\x05\x06C0",
)
UNICODE = (
    "\u202egnp.exe",
    "\u2066isolate\u2069\u2067rtl\u2069",
    "\u200e\u200f\u061cmarks",
    "zero\u200bwidth\u200c\u200d\u2060\ufeff",
    "soft\u00adhyphen\u180e",
    "separators\u2028and\u2029",
    "tags\U000e0041\U000e007f",
    "notes\ufff9a\ufffab\ufffb",
    "musical\U0001d173\U0001d17a",
    "shorthand\U0001bca0\U0001bca3",
    "Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u034f\u0334\u0319\u0324\u031e\u0349\u035a\u032f\u031ealgo",
    "e\u0302\u0323 to\u0300 ho\u031b\u0323p",
    "\u05e9\u05dc\u05d5\u05dd 1.5%",
    "\u0645\u0631\u062d\u0628\u0627 (2)",
    "\u4e2d\u6587\uff21\uff22 \U0001f600",
    "wide \uff1d1+1",
    "\u0600\u06dd\u0661",
    "\u3164\u115f\uffa0\u2800",
)
XML = ("zero\x00", "\x08back", "none\ufffe", "none\uffff", "\ud800lone", "lone\udfff", "\udcffbyte")
RICH = (
    "[red]x",
    "[link=https://e.example]x[/link]",
    "[/nope]",
    "[bold",
    "\\[bold]x",
    "[@click=app.bell]x[/]",
    ":smile:",
    ":warning: \\",
    "[blink]]",
)
HTML = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "<svg/onload=alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    "</td></tr></table><iframe src=//e.example>",
    "</title><style>*{display:none}</style>",
    "</style><h1>x",
    "<!-- --><!-",
    "]]> -->",
    "&lt;b&gt;&amp;&#60;i&#62;",
    "&#x202e;&#8238;&#27;&nbsp;",
    'url(#c0123456789-x) href="#c0123456789-x"',
    "<style>@import url(//e.example)</style>",
    "<base href=//e.example><meta http-equiv=refresh content=0>",
)
MARKDOWN = (
    "a | b || c",
    "`code` ``x``",
    "[x](https://e.example)",
    "![x](https://e.example/x.png)",
    "[x]: https://e.example",
    "[x][y] ![y]",
    "<details><summary>x</summary>",
    "<https://e.example>",
    "https://e.example/?a=1&b=2",
    "www.e.example",
    "who@e.example",
    "# heading",
    "- item",
    "+ item",
    "* item",
    "1. item",
    "2) item",
    "> quotation",
    "```",
    "~~~",
    "~~struck~~",
    "---",
    "===",
    "***",
    "    code",
    "**bold** __bold__ *i* _i_",
    "back\\",
    "\\|x",
    "| --- |",
    ":--- | :-:",
    "- [ ] task",
    "[^1]: note",
    "$$\\sqrt{x}$$",
)
FORMULAS = (
    "=1+1",
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    '=HYPERLINK("https://e.example","x")',
    "'=1+1",
    '"=1+1',
    ";=1+1",
    ",=1+1",
    "{=1+1}",
    "_x000D_",
    "_x003D_1+1",
    "_x202E_gnp",
    "_x005F_x000D_",
    "&P &N &A",
    "#REF",
)
LOGS = (
    "::error::owned",
    "::set-output name=x::y",
    "::stop-commands::t",
    "%0A::error::owned",
    "%0D%0A%25",
    "##[error]owned",
    "##[set-output name=x]y",
    "a,line=9::b",
    "]]><failure/>",
    "</failure>",
)
TEMPLATES = (
    "{{7*7}}",
    "{% raw %}",
    "{# x #}",
    "{0}",
    "{value}",
    "{",
    "}",
    "{path.__class__}",
    "%s%n%(x)s",
    "${HOME} $(id) `id`",
    "$x^2$",
    "$\\frac{",
    "$$",
    "\\textbf{x}",
    "\\x1b[31m",
    "\\1\\g<0>",
    "\\",
)
LONG = ("W" * 3000, "word " * 700 + "end")
SHORT = (*TERMINAL, *UNICODE, *XML, *RICH, *HTML, *MARKDOWN, *FORMULAS, *LOGS, *TEMPLATES)
TEXTS = (*SHORT, *LONG)
"""Each may stand wherever foreign text can: in a cell, a heading, a name, a plan, an option."""

SHARP = (
    *TERMINAL[:3],
    *UNICODE[:2],
    "\udcffbyte",
    *RICH[:3],
    *HTML[:2],
    "&#x202e;",
    "![x](https://e.example/x.png)",
    "=1+1",
    *LOGS[1:3],
    "##[set-output name=x]y",
    "{value}{0}",
    "$\\frac{",
    LONG[0],
)
"""One or more of each sort, for places where every text of them all would take too long."""

UNSOUND = {"zero\x00", "two\r\nlines", "none\uffff", "\t=1+1", "\r=1+1", "\n=1+1"}
"""Texts with which a survey is not scored: damaged, or the same unit as another once invisible characters are gone."""

VISIBLE_FORMATS = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd")
"""Characters of Unicode's category Cf that are seen: they stand around digits and neither hide nor turn anything."""


def is_unsafe(character: str) -> bool:
    """Whether a character acts or hides by itself: controls, formats, separators of lines, U+FFFE and U+FFFF."""
    if character in VISIBLE_FORMATS:
        return False
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"} or character in "\ufffe\uffff"


def unsafe_in(text: str, but: str = "\n") -> list[str]:
    """Return the unsafe characters of a text with what stands around them; `but` are those that we write ourselves."""
    return [
        ascii(text[max(at - 20, 0) : at + 10])
        for at, character in enumerate(text)
        if (not character.isascii() or character < " " or character == "\x7f")
        and is_unsafe(character)
        and character not in but
    ]


class Done(NamedTuple):
    """What a call of the command line left."""

    code: int
    out: str
    err: str


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def call(*arguments: str, terminal: bool = False) -> Done:
    """Call the command line in this process; what goes out as text is kept as it is. A traceback is raised."""
    out, err = (_Terminal() if terminal else io.StringIO() for _ in range(2))
    code = 0
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            app(list(arguments), prog_name="scp")
        except SystemExit as done:
            code = done.code if isinstance(done.code, int) else 0
    return Done(code, out.getvalue(), err.getvalue())


def csv_text(rows: Iterable[Sequence[object]]) -> str:
    """Return rows as CSV, every cell in quotation marks."""
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    return out.getvalue()


def written(path: Path, text: str) -> str:
    """Write a file in UTF-8, in which lone surrogates have no place, and return its path."""
    path.write_bytes(text.encode("utf-8"))
    return str(path)


def encodable(texts: Iterable[str]) -> list[str]:
    """Return the texts that can stand in a file in UTF-8."""
    return [text for text in texts if not any("\ud800" <= one <= "\udfff" for one in text)]


def plan_text(texts: Sequence[str], start: int = 0) -> str:
    """Return the embedded plan with one of these texts for every text, clause, id and name, each with the next.

    The words that are read of a survey stay, or one would mean two things.
    """
    document = yaml.safe_load(Path(embedded_plan()).read_text(encoding="utf-8"))
    document |= {key: document.pop(key) for key in ("kinds", "columns")}  # last: of all texts each is then a title
    numbers = iter(range(start, 10**9))
    kept = {item["clause"] for item in document["indicators"] if item["measure"] == "task"}
    made = _replaced(document, lambda: texts[next(numbers) % len(texts)], kept)
    names = {old["name"]: new["name"] for old, new in zip(document["areas"], made["areas"], strict=True)}
    for area in (area for area in made["areas"] if "was" in area):
        area["was"] = [names[name] for name in area["was"]]
    fitting = cycle([text for text in texts if len(text) <= 25])
    for item in made["indicators"]:
        item["short"] = {"vi": next(fitting), "en": next(fitting)}
        if "sentence" in item:
            told = {code: re.sub("[{}]", "", text) for code, text in item["sentence"].items()}
            item["sentence"] = {"vi": f"{told['vi']} {{figure}}", "en": f"{{figure}} {told['en']}"}
    return _yaml(made)


def _replaced(value: Any, turn: Callable[[], str], kept: set[str], key: str = "") -> Any:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        read = {"vi", "en"} if {"many", "holds"} & value.keys() or key in {"choices", "opposite"} else set()
        inner = {name: "choices" if key == "choices" else name for name in value}
        return {
            name: {tongue: f"{turn()} {{figure}}" for tongue in one}
            if name == "sentence"
            else [one]
            if name in read and isinstance(one, str)
            else one
            if name in read
            else _replaced(one, turn, kept, inner[name])
            for name, one in value.items()
        }
    if isinstance(value, list):
        return [_replaced(one, turn, kept, key) for one in value]
    if key == "id":
        return re.sub(r"\s", "_", turn())
    if key in {"vi", "en", "many", "id", "name"} or (key == "clause" and value not in kept):
        return turn()
    return str(value)


def _yaml(value: Any) -> str:
    """Write a document as YAML with every text in double quotation marks and escaped."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {_yaml(one)}" for name, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_yaml, value)) + "]"
    return '"' + "".join(one if one.isascii() and one.isalnum() else f"\\U{ord(one):08x}" for one in str(value)) + '"'


HEADER = "year kind id name area stratum note informed packaging_total packaging_hard in_safe_chain traceable".split()
COLUMNS = (
    "year kind id name area informed packaging_total packaging_hard packaging_unit days hard_bags applied held "
    "includes_scp in_safe_chain traceable task stratum note"
).split()
CELLS = {
    "craft_village": ["informed"],
    "market": ["packaging_total", "packaging_hard", "packaging_unit", "days"],
    "supermarket": ["hard_bags"],
    "model": ["applied"],
    "campaign": ["held"],
    "curriculum": ["includes_scp"],
    "enterprise": ["in_safe_chain", "traceable"],
    "activity": ["task"],
}
FIRST = 2020


def rows_of(texts: Sequence[str], year: int, areas: Sequence[str], like: Sequence[str] = ()) -> Iterator[list[object]]:
    """Yield a village known by each text and, by name alone, a market or a business; other texts stand beside it.

    A text without a letter, or that stands for nothing, names none of them alone; of texts that are `like` others
    those do not that stand for such a one.

    Later years have more villages informed; of every third no answer is known, and of some markets no part.
    """
    for at, text in enumerate(texts):
        name, stratum, note = (texts[(at + step) % len(texts)] for step in (1, 2, 3))
        beside = [areas[at % len(areas)], stratum, note]
        informed = ("yes" if year > FIRST else "no", "no", "")[at % 3]
        yield [year, "craft_village", text, name, *beside, informed, "", "", "", ""]
        code = f"{text} {at}" if evened((like or texts)[at]) in NAMELESS else ""
        if at % 2:
            yield [year, "market", code, text, *beside, "", 100, "" if at % 3 else 80 - year + FIRST, "", ""]
        else:
            yield [year, "enterprise", code, text, *beside, "", "", "", "yes", "no"]


def survey_text(texts: Sequence[str], year: int, areas: Sequence[str], like: Sequence[str] = ()) -> str:
    """Return a sound survey in which these texts stand wherever a text may."""
    return csv_text([HEADER, *rows_of(texts, year, areas, like)])


def register_text(texts: Sequence[str]) -> str:
    """Return a register of the villages of `survey_text`, and one more each that nobody asked."""
    listed = [(text, texts[at - 1], texts[at - 2], texts[at - 3]) for at, text in enumerate(texts)]
    asked = [["craft_village", *cells] for cells in listed]
    return csv_text([["kind", "id", "name", "area", "stratum"], *asked, ["craft_village", "=more", "@more", "", ""]])


def bad_survey_text(texts: Sequence[str]) -> str:
    """Return a survey with each text in the cells of one kind, and every third as a year and as a kind."""
    rows = []
    for at, text in enumerate(texts):
        kind = list(CELLS)[at % len(CELLS)]
        row = {"year": 2025, "kind": kind, "id": f"U{at}"} | dict.fromkeys(["name", "area", "note", *CELLS[kind]], text)
        odd = [{"year": text, "kind": "market", "id": f"V{at}"}, {"year": 2025, "kind": text}]
        rows += [row, *(odd if at % 3 == 0 else ())]
    return csv_text([COLUMNS, *([row.get(column, "") for column in COLUMNS] for row in rows)])


def odd_headings_text(texts: Sequence[str]) -> str:
    """Return a survey with a column called by each text, which also stands below it."""
    return csv_text([["year", "kind", "id", "informed", *texts], ["2025", "craft_village", "L1", "yes", *texts]])


def file_name(text: str) -> str:
    """Return the file name that is most like a text: no slash, no NUL, bytes that are no UTF-8 as Python has them."""
    possible = text.replace("/", "_").replace("\0", "_").replace("\ud800", "\udc80").replace("\udfff", "\udcfe")
    return f"{possible[:60]}.csv"


def ods(sheets: Iterable[tuple[str, Sequence[Sequence[str]]]]) -> bytes:
    """Return a workbook of LibreOffice with these sheets, whose names may be whatever XML can hold."""
    tables = "".join(
        f"<t:table t:name={quoteattr(name)}>{''.join(map(_ods_row, rows))}</t:table>" for name, rows in sheets
    )
    spaces = " ".join(f'xmlns:{short}="{SPACE}{name}:1.0"' for short, name in ODS.items())
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        body = f"<o:body><o:spreadsheet>{tables}</o:spreadsheet></o:body>"
        archive.writestr("content.xml", f"<o:document-content {spaces}>{body}</o:document-content>")
    return file.getvalue()


SPACE = "urn:oasis:names:tc:opendocument:xmlns:"
ODS = {"o": "office", "t": "table", "x": "text"}


def _ods_row(cells: Sequence[str]) -> str:
    found = (f'<t:table-cell o:value-type="string"><x:p>{escape(cell)}</x:p></t:table-cell>' for cell in cells)
    return f"<t:table-row>{''.join(found)}</t:table-row>"
