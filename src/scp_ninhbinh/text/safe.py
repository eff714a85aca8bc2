"""Foreign text made safe to show: the one way a cell, header, file name or plan text reaches a reader."""

import re
from typing import Final, Literal

LIMIT: Final = 60
"""Characters of a quoted value that a message shows."""

LAST_OF_LATIN_1: Final = 0xFF

# Control characters (C0, DEL, C1), soft hyphen and bidirectional marks, zero-width characters, line and
# paragraph separators, byte order marks, what is no character, lone surrogates (undecodable bytes of a file
# name): what can move a cursor, turn a line round, hide, or damage a file.
_UNSAFE_BUT_BREAKS: Final = (
    "\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\ud800-\udfff\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f"
)
UNSAFE: Final = re.compile(f"[\n{_UNSAFE_BUT_BREAKS}]")

_FORMULA: Final = re.compile(rf'(?:^|(?<=[,;|]))(?=(?:[\s"]|{UNSAFE.pattern})*[=+\-@＝＋－＠])')
"""Where a cell that a spreadsheet takes for a formula begins: at the start of a text, or, in a program that splits
lines of CSV at another mark than they were written with, behind such a mark. Blanks, quotation marks and what nobody
sees may go lost on the way."""

_BREAKS: Final = re.compile("[\t-\r\x1c-\x1e\x85\u2028\u2029]+")
"""What a program may take for the end of a cell or a line."""

Paint = Literal["bold", "dim", "red", "green", "magenta", "cyan"]
PAINTS: Final[dict[Paint, int]] = {"bold": 1, "dim": 2, "red": 31, "green": 32, "magenta": 35, "cyan": 36}
"""What a terminal is told, by hand: for a line of stderr rich would take longer to load than the run."""

_WWW: Final = re.compile(r"(?i)\bwww(?=\.)")
"""What GitHub makes a link of, as it does of "://"; an address of e-mail it takes whatever is done."""

_START: Final = re.compile(r"([-+=>]|\d+(?=[.)]))")
"""What would make a list, a quotation or a line of a text that begins with it."""


def show(text: object, limit: int | None = None) -> str:
    """Return `text` on one line with every unsafe character as a visible escape such as `\\x1b`.

    With `limit`, a longer text is cut there and ends in "…". Markup of a format (rich, Markdown, HTML)
    is that format's to escape; this function makes sure that nothing in the text acts on its own.
    """
    whole = str(text)
    cut = whole if limit is None or len(whole) <= limit else whole[: limit - 1] + "…"
    return UNSAFE.sub(lambda found: escape(found[0]), cut)


def painted(text: str, paint: Paint, colour: bool) -> str:
    """Return a text that has been made safe, painted for a terminal where colour is wanted."""
    return f"\x1b[{PAINTS[paint]}m{text}\x1b[0m" if colour else text


def show_lines(text: str) -> str:
    """Return lines of text with every other unsafe character as a visible escape."""
    return re.sub(f"[{_UNSAFE_BUT_BREAKS}]", lambda found: escape(found[0]), text)


def show_json(text: str) -> str:
    """Return a JSON document with every unsafe character as a `\\u` escape; it reads back the same.

    So does "##[", which a runner of GitHub would take for a command.
    """
    if not text.replace("\n", "").isprintable():  # as nearly every document is, which is told in a third of the time
        text = re.sub(f"[{_UNSAFE_BUT_BREAKS}]", lambda found: _escape_json(found[0]), text)
    return text.replace("##[", "#\\u0023[")


def escape(sign: str) -> str:
    """Return a sign by its number, as in `\\x1b`."""
    named = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
    code = ord(sign)
    return named.get(sign) or (f"\\x{code:02x}" if code <= LAST_OF_LATIN_1 else f"\\u{code:04x}")


def _escape_json(character: str) -> str:
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))


def plain_markdown(text: str) -> str:
    """Make a text plain in Markdown and in the HTML that it may become."""
    safe = show(text).replace("\\", "\\\\").replace("&", "&amp;").replace("<", "&lt;")
    for mark in "|`*_[]#~$":
        safe = safe.replace(mark, f"\\{mark}")
    return _WWW.sub(r"\g<0>\\", safe).replace("://", "\\://")


def markdown_line(text: str) -> str:
    """Make a text plain in Markdown where it begins a line too; spaces before it would make code of it."""
    plain = plain_markdown(text.strip())
    found = _START.match(plain)
    if not found:
        return plain
    return f"{found[0]}\\{plain[found.end() :]}" if found[0].isdigit() else f"\\{plain}"


def plain_cell(value: object) -> object:
    """Make a text harmless in a spreadsheet, whatever it takes for the end of a cell; numbers stay numbers."""
    return _no_formula(show(value)) if isinstance(value, str) else value


def same_cell(value: object) -> object:
    """Make a text harmless in a spreadsheet as `plain_cell` does, but so that as a name it is still the same."""
    return _no_formula(_BREAKS.sub(" ", value)) if isinstance(value, str) else value


def _no_formula(text: str) -> str:
    return _FORMULA.sub("'", text)
