"""Running `scp` within the process of the tests: what a process of its own does, without the second that it takes.

`main` runs whole: only the end of the process and the streams are the tests'. What is about processes themselves
(signals, closed streams, memory, rights, installs) starts real ones.
"""

import atexit
import contextlib
import gc
import io
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NoReturn
from unittest import mock

from scp_ninhbinh.cli.main import main
from scp_ninhbinh.cli.signals import ENDING

PROGRAM = "scp"
"""What `sys.argv` begins with, as its users call the program."""


class Ended(BaseException):
    """What the program raises where its process would have ended."""


class Device(io.RawIOBase):
    """What stands at the other end of a stream, a terminal if asked for: it keeps what was written."""

    def __init__(self, terminal: bool) -> None:
        self.terminal, self.written = terminal, bytearray()

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return self.terminal

    def write(self, data: "bytes | memoryview", /) -> int:  # type: ignore[override]
        self.written += data
        return len(data)


def call(
    *arguments: str, cwd: Path, environment: Mapping[str, str], terminal: bool = False
) -> "subprocess.CompletedProcess[bytes]":
    """Run `python -m scp_ninhbinh` with these arguments, this folder and no other variables than these."""
    out, err = Device(terminal), Device(terminal)
    with _as_a_process(arguments, cwd, environment, out, err):
        try:
            main()
        except Ended as ended:
            (code,) = ended.args
    return subprocess.CompletedProcess([PROGRAM, *arguments], code, bytes(out.written), bytes(err.written))


def as_text(done: "subprocess.CompletedProcess[bytes]") -> "subprocess.CompletedProcess[str]":
    """Return the same with texts, in which line ends are read as `subprocess` reads them."""
    out, err = (io.TextIOWrapper(io.BytesIO(data), "utf-8").read() for data in (done.stdout, done.stderr))
    return subprocess.CompletedProcess(done.args, done.returncode, out, err)


@contextlib.contextmanager
def _as_a_process(
    arguments: tuple[str, ...], cwd: Path, environment: Mapping[str, str], out: Device, err: Device
) -> Iterator[None]:
    """Lend the program what belongs to a process, and take all of it back."""
    collecting, before = gc.isenabled(), {number: signal.getsignal(number) for number in ENDING}
    with (
        contextlib.chdir(cwd),
        mock.patch.dict(os.environ, environment, clear=True),
        mock.patch.multiple(sys, argv=[PROGRAM, *arguments], stdout=_stream(out), stderr=_stream(err)),
        mock.patch.object(sys.modules["__main__"], "__package__", None),  # usage names the program by `sys.argv`
        mock.patch.object(atexit, "_run_exitfuncs"),
        mock.patch.object(os, "_exit", _ended),
    ):
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
            if collecting:
                gc.enable()


def _stream(device: Device) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BufferedWriter(device), "utf-8")


def _ended(code: int) -> NoReturn:
    raise Ended(code)
