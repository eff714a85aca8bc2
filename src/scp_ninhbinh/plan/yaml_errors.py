"""Why a YAML file cannot be read: the cause with its line, which often stands far above where reading stopped."""

import re
from collections.abc import Callable
from typing import Any, Final, NamedTuple

import yaml

from scp_ninhbinh.text.say import Message, Phrase, say


class Cause(NamedTuple):
    """The line of a cause, counted from 0, what it is and what to do; `guess` fills a gap of the remedy."""

    line: int
    reason: Phrase | Message
    remedy: Phrase
    guess: str = ""

    def details(self) -> dict[str, object]:
        """Return what the problem's texts name."""
        return {"reason": self.reason, "remedy": self.remedy, "guess": self.guess}


class _Failure(NamedTuple):
    """What PyYAML's own parser says of a file: what it was doing since where, what it met, and where."""

    doing: str
    since: int
    met: str
    line: int
    column: int
    text: str

    def at(self, line: int) -> str:
        """Return a line of the file."""
        return ([*self.text.splitlines(), ""])[line]


QUOTE_IT: Final = Phrase("write the whole text in quotation marks")
CLOSING: Final = {"{": "}", "[": "]"}


def cause(error: yaml.MarkedYAMLError, text: str) -> Cause | None:
    """Return what an error of PyYAML's own parser comes from; None where that is not known."""
    mark, since = error.problem_mark, error.context_mark or error.problem_mark
    if mark is None or since is None:
        return None
    lines = text.count("\n")
    failure = _Failure(
        error.context or "", min(since.line, lines), error.problem or "", min(mark.line, lines), mark.column, text
    )
    return next((found for look in _CAUSES if (found := look(failure))), None)


def _open_quote(failure: _Failure) -> Cause | None:
    remedy = Phrase("close it at the end of its text")
    if failure.doing == "while scanning a quoted scalar":
        return Cause(failure.since, Phrase("a quotation mark opens here and is never closed"), remedy)
    if token := _long_quote(failure):
        begin, end = token.start_mark.line, token.end_mark.line
        met = say("a quotation mark opens here and meets the next one only in line {until}", until=end + 1)
        return Cause(begin, met, remedy)
    return None


def _long_quote(failure: _Failure) -> Any:
    """Return the text in quotation marks over several lines that ends where reading stopped, if there is one."""
    found = None
    try:
        for token in yaml.scan(failure.text, Loader=yaml.SafeLoader):
            if token.start_mark.line > failure.line:
                break
            if isinstance(token, yaml.ScalarToken) and token.style in {"'", '"'}:
                begin, end = token.start_mark.line, token.end_mark.line
                found = token if begin < end == failure.line else found
    except yaml.YAMLError:  # reading stopped here too
        pass
    return found


def _open_brace(failure: _Failure) -> Cause | None:
    if failure.doing not in {"while parsing a flow mapping", "while parsing a flow sequence"}:
        return None
    sign = "{" if failure.doing.endswith("mapping") else "["
    if re.search(r"\s#", failure.at(failure.since)):
        return Cause(failure.since, Phrase("# after a blank begins a comment, and nothing behind it is read"), QUOTE_IT)
    if failure.line > failure.since:
        reason = say("{sign} opens here and is not closed before line {until}", sign=sign, until=failure.line + 1)
        return Cause(failure.since, reason, Phrase("close it with {guess}"), CLOSING[sign])
    reason = say("between {sign} and {closing} an entry ends where no comma stands", sign=sign, closing=CLOSING[sign])
    remedy = Phrase("put commas between entries, and a text with a colon or an apostrophe in double quotation marks")
    return Cause(failure.line, reason, remedy)


def _sign(failure: _Failure) -> Cause | None:
    found = re.fullmatch(r"found character '(.+)' that cannot start any token", failure.met)
    if not found:
        return None
    if found[1] == "\\t":
        return Cause(failure.line, Phrase("a tab stands here"), Phrase("write blanks in its place"))
    reason = say("a text without quotation marks cannot begin with {sign}", sign=found[1])
    return Cause(failure.line, reason, QUOTE_IT)


def _colon_too_many(failure: _Failure) -> Cause | None:
    if failure.met != "mapping values are not allowed here":
        return None
    here, above = failure.at(failure.line), failure.at(failure.line - 1) if failure.line else ""
    if found := re.fullmatch(r"\s*-(\w.*)", above):
        reason = Phrase("a blank is missing after the dash")
        return Cause(failure.line - 1, reason, Phrase("write {guess}"), f"- {found[1]}")
    if found := re.fullmatch(r"\s*(?:- )*([^:]+): +([^\"'{\[].*: .*)", here):
        reason = Phrase("a second colon stands in this line")
        return Cause(
            failure.line, reason, Phrase("write the text in quotation marks: {guess}"), _quoted(*found.groups())
        )
    reason = Phrase("this line begins further in than the one above, which has its value already")
    return Cause(failure.line, reason, Phrase("let keys that belong together begin below each other, after blanks"))


def _quoted(key: str, text: str) -> str:
    return f'{key}: "{text}"'


def _no_colon(failure: _Failure) -> Cause | None:
    if failure.met != "could not find expected ':'":
        return None
    here = failure.at(failure.since).strip()
    if found := re.fullmatch(r"(- )?([\w-]+)\s*(?::|：\s*|=\s*)(\S.*)", here):
        reason = Phrase("after the key there is no colon with a blank behind it")
        return Cause(failure.since, reason, Phrase("write {guess}"), f"{found[1] or ''}{found[2]}: {found[3]}")
    return Cause(
        failure.since, Phrase("this line has no key with a colon behind it"), Phrase("write a key, : and a value")
    )


def _indentation(failure: _Failure) -> Cause | None:
    if not failure.met.startswith("expected <block end>, but found"):
        return None
    if "mapping" in failure.doing and re.search("block sequence start|'-'|block entry", failure.met):
        reason = say(
            "an entry of a list begins here without a dash, in line {until} one with it", until=failure.line + 1
        )
        return Cause(_first_entry(failure), reason, Phrase("write - before its first key"))
    here = failure.at(failure.line)
    if (sign := here[failure.column : failure.column + 1]) in set(CLOSING.values()):
        return Cause(failure.line, say("{sign} closes nothing here", sign=sign), Phrase("remove it"))
    if here[: failure.column].strip():
        return Cause(failure.line, Phrase("a text goes on after its quotation marks or brackets"), QUOTE_IT)
    reason = say("this line begins further in or out than line {since}, to which it belongs", since=failure.since + 1)
    return Cause(failure.line, reason, Phrase("let keys that belong together begin below each other, after blanks"))


def _first_entry(failure: _Failure) -> int:
    """Return the line below the key that the list belongs to: nothing stands behind it, and it is less far in."""
    for line in range(failure.line - 1, -1, -1):
        found = re.fullmatch(r"( *)[^\s#].*:\s*(#.*)?", failure.at(line))
        if found and len(found[1]) < failure.column:
            return line + 1
    return failure.since


def _odd_blank(failure: _Failure) -> Cause | None:
    for line in range(max(failure.since - 1, 0), failure.line + 1):
        if re.match(r" *[\u00a0\u2000-\u200b\u3000]", failure.at(line)):
            reason = Phrase("this line begins with a blank that is none in YAML, such as those of web pages")
            return Cause(line, reason, Phrase("write blanks in its place"))
    return None


_CAUSES: Final[tuple[Callable[[_Failure], Cause | None], ...]] = (
    *(_odd_blank, _open_quote, _open_brace, _sign, _colon_too_many, _no_colon, _indentation),
)
