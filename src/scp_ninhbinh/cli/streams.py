"""What belongs to the process: its streams, whatever its caller made of them."""

import io
import os
import re
import sys
from typing import TYPE_CHECKING, Any, Final, TextIO

from scp_ninhbinh.files import failed
from scp_ninhbinh.problems.problem import ScpError
from scp_ninhbinh.text.safe import show_lines

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

WORKFLOW_COMMAND: Final = re.compile(r"^\s*:(?=:)|#(?=#\[)", re.MULTILINE)
"""What a runner of GitHub takes for the beginning of a command, in any line that a step prints."""

USUAL_COLUMNS: Final = 80
"""Columns of a terminal that does not say how many it has."""


def open_streams() -> None:
    """Make stdin, stdout and stderr usable where the caller closed one or its reader goes away.

    They are in UTF-8, whatever the code page of the system. A reader of stdout that stops early (`| head`) is no error;
    what stderr cannot take is not said.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:  # closed: opening takes the lowest number that is free, which is this one
            os.open(os.devnull, os.O_RDWR)
    # A line ends alike on every system, so that what a shell writes to a file is what --output writes.
    out, err = _buffer(sys.stdout, 1, BrokenPipeError), _buffer(sys.stderr, 2, OSError)
    sys.stdout = io.TextIOWrapper(out, "utf-8", "backslashreplace", newline="\n")
    sys.stderr = _SafeText(err, "utf-8", "backslashreplace", newline="\n", line_buffering=True)


def _buffer(stream: Any, number: int, ignored: type[OSError]) -> io.BufferedWriter:
    """Return a buffer before the device of a stream of the interpreter, which has none where it was closed."""
    if stream is None:
        return io.BufferedWriter(_Outlet(io.FileIO(number, "w", closefd=False), ignored))
    return io.BufferedWriter(_Outlet(getattr(stream.buffer, "raw", stream.buffer), ignored))


class LostOutputError(OSError):
    """Writing to stdout failed: the one error of the system that tells which stream it is of."""


class _Outlet(io.RawIOBase):
    """A device that goes on in silence where writing to it fails in the way `ignored`."""

    def __init__(self, device: io.RawIOBase, ignored: type[OSError]) -> None:
        self.device, self.ignored = device, ignored

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self.device.fileno()

    def isatty(self) -> bool:
        return self.device.isatty()

    def write(self, data: "ReadableBuffer", /) -> int | None:
        try:
            return self.device.write(data)
        except self.ignored:
            return memoryview(data).nbytes
        except OSError as error:
            raise LostOutputError(error.errno, error.strerror) from None


class _SafeText(io.TextIOWrapper):
    """Stderr: problems have been made safe before they come here, the words of the command line's library have not."""

    def write(self, text: str, /) -> int:
        return self.write_safe(show_lines(text))

    def write_safe(self, text: str) -> int:
        return super().write(without_commands(text))


def write_safe(text: str) -> None:
    """Write to stderr a text in which only our own colours act on a terminal."""
    getattr(sys.stderr, "write_safe", sys.stderr.write)(text)


def wants_colour(stream: TextIO) -> bool:
    """Whether a stream is a terminal that shows colours, to someone who wants them (https://no-color.org)."""
    shows = os.environ.get("TERM") != "dumb" and (os.name != "nt" or "WT_SESSION" in os.environ)
    return stream.isatty() and shows and not os.environ.get("NO_COLOR")


def columns_of(stream: TextIO) -> int | None:
    """Return how many columns the terminal has that a stream is, as the user says or as it says; None: it is none."""
    if not stream.isatty():
        return None
    said = os.environ.get("COLUMNS", "")
    if said.isdecimal() and int(said):
        return int(said)
    try:
        return os.get_terminal_size(stream.fileno()).columns or USUAL_COLUMNS
    except OSError:
        return USUAL_COLUMNS


def write_stdout(text: str) -> None:
    """Write a result to stdout.

    Raises:
        ScpError: it cannot be written, as on a full disk.
    """
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError as error:
        raise ScpError([failed("unwritable-output", "stdout", error)]) from None


def without_commands(text: str) -> str:
    """Return a text in which a runner of GitHub finds no command; anywhere else it is the text itself."""
    return WORKFLOW_COMMAND.sub(r"\g<0> ", text) if os.environ.get("GITHUB_ACTIONS") == "true" else text
