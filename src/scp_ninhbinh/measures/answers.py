"""What a unit says to a clause: its one answer, or whether enough of several are as wanted.

Formula: docs/methods.md, "Several answers".
"""

from collections.abc import Callable, Mapping
from functools import cache
from operator import attrgetter

from scp_ninhbinh.survey.declared_cells import Read
from scp_ninhbinh.survey.units import Entry, Remembered

Given = Callable[[Entry], bool | None]
"""Reads an answer off a unit: None where it is not known."""


def answer_of(answer: Mapping[str, str], least: int | None = None, read: Read = getattr) -> tuple[Given, bool]:
    """Return what reads the answer to a clause off a unit, by `read`, and the answer that is wanted.

    Of several columns it is whether at least so many of them (None: all) are as wanted.
    """
    if len(answer) == 1:
        ((column, wanted),) = answer.items()
        given: Given = _reader(column) if read is getattr else lambda unit: read(unit, column)
        return given, wanted == "yes"
    return _enough(answer, least or len(answer), read), True


@cache
def _reader(column: str) -> Given:
    """Return the one reader of a column: what reads by it can be told to be the same."""
    return attrgetter(column)


def _enough(answer: Mapping[str, str], least: int, read: Read) -> Given:
    """Return what says whether enough answers of a unit are as wanted, by Kleene's logic: unknown is never no."""
    name = name_of(answer, least)
    wanted = [word == "yes" for word in answer.values()]

    def given(unit: Entry) -> bool | None:
        if isinstance(unit, Remembered):
            return read(unit, name)  # type: ignore[no-any-return]  # what a saved score says of it
        replies: list[bool | None] = [read(unit, column) for column in answer]
        yes = sum(reply is good for reply, good in zip(replies, wanted, strict=True))
        if yes >= least:
            return True
        return None if yes + replies.count(None) >= least else False

    return given


def name_of(answer: Mapping[str, str], least: int | None = None) -> str:
    """Return by what the answer to a clause is remembered: its column, or of several what is asked of them."""
    if len(answer) == 1:
        return next(iter(answer))
    return f"{least or len(answer)} of " + ", ".join(f"{column}={wanted}" for column, wanted in answer.items())
