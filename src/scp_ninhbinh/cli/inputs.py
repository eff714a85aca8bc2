"""What is typed as FILE: a file, a pattern, a folder for the files in it, or - for standard input."""

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from scp_ninhbinh.cli.usage import Refusal
from scp_ninhbinh.files import identity
from scp_ninhbinh.text.say import say

if TYPE_CHECKING:
    from scp_ninhbinh.run import Request

STDIN: Final = "-"
WILD: Final = frozenset("*?")
"""What makes a pattern of a path that is no file's; ** is every level of folders."""

LARGEST: Final = (512 << 20) + 1
"""Bytes of standard input that are read: a little more than a survey may have, so that it is told to be too large."""


def files_of(paths: Sequence[str], register: str | None) -> tuple[list[str], list[str]]:
    """Return the files that are meant, and the entries of folders that are not opened.

    A folder means its files with an ending that is read but the register, not those of folders in it. Its pipes,
    devices and links that lead out of it are not opened, whatever they are called. A pattern, which a shell of Windows
    hands on as it was typed, means the files that fit it, unless there is a file of that name.
    """
    files: list[str] = []
    passed_over: list[str] = []
    for path in paths:
        if path == STDIN or not os.path.isdir(path):  # noqa: PTH112 (never raises)
            fitting = _fitting(path)
            files += [one for one, is_file in fitting if is_file]
            passed_over += [one for one, is_file in fitting if not is_file]
            continue
        inside = [entry for entry in _entries(path) if register is None or identity(entry[0]) != identity(register)]
        files += [entry for entry, is_file in inside if is_file]
        passed_over += [entry for entry, is_file in inside if not is_file]
        if not any(is_file for _, is_file in inside):  # told as what cannot be read, beside what is wrong with others
            files.append(path)
    return files, passed_over


def _fitting(path: str) -> list[tuple[str, bool]]:
    """Return what a path means, and whether each is to be opened: itself, or what fits it as a pattern but folders.

    What begins with ~$ marks in Windows that a workbook is open.
    """
    if not WILD & set(path) or os.path.lexists(path):
        return [(path, True)]
    from glob import glob

    found = sorted(glob(path.replace("[", "[[]"), recursive=True))  # noqa: PTH207 (as it was typed)
    meant = [one for one in found if not os.path.isdir(one) and not os.path.basename(one).startswith("~$")]  # noqa: PTH112, PTH119
    own = os.path.realpath(os.path.dirname(path[: min(path.find(mark) % (len(path) + 1) for mark in WILD)]))  # noqa: PTH120
    return [(one, os.path.isfile(one) and _is_below(own, one)) for one in meant] or [(path, True)]  # noqa: PTH113


def _is_below(folder: str, path: str) -> bool:
    """Whether a path leads to what is in a folder, or in one of its folders, and not out of it by a link."""
    real = os.path.realpath(path)
    return os.path.commonpath([folder, real]) == folder


def _entries(folder: str) -> Iterator[tuple[str, bool]]:
    """Yield what a folder has by the names of surveys, and whether each is a regular file of it."""
    from scp_ninhbinh.project.folder import readable_names

    own = os.path.realpath(folder)
    for path in readable_names(folder):
        leads_out = path.is_symlink() and os.path.dirname(os.path.realpath(path)) != own  # noqa: PTH120 (no error)
        yield str(path), path.is_file() and not leads_out


def standard_input(request: "Request | None") -> dict[str, bytes]:
    """Return the content of standard input by its name where it is meant, read once.

    Raises:
        Refusal: someone sits before it, and nothing was sent there.
    """
    named = [*request.files, request.register] if request else []
    if STDIN not in named or Path(STDIN).exists():
        return {}
    if sys.stdin is None or sys.stdin.isatty():
        raise Refusal(say("standard input is a terminal: send a file there, as in scp score - < survey.csv"), STDIN)
    try:
        return {STDIN: sys.stdin.buffer.read(LARGEST)}
    except OSError as error:
        raise Refusal(
            say("standard input cannot be read: {reason}", reason=error.strerror or str(error)), STDIN
        ) from None
