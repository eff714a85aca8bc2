"""The signals that end the process: a run that is ended by one takes its temporary files with it.

Blocking them would not do: a library with threads of its own (numpy has) gets what the first thread blocks, and the
system then ends the process. So they are caught, in whichever thread they come, and told of in the first one.
"""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

ENDING: Final = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


class _Caught:
    """The signal that came last, and whether it has to wait."""

    def __init__(self) -> None:
        self.number: int | None = None
        self.waits = False

    def __call__(self, number: int, frame: FrameType | None) -> None:
        self.number = number
        self.act()

    def act(self) -> None:
        """End the run if a signal came and does not have to wait: by an exception, so that all is put in order."""
        if self.number is None or self.waits:
            return
        raise KeyboardInterrupt if self.number == signal.SIGINT else SystemExit(128 + self.number)


_caught: Final = _Caught()


def catch_signals() -> None:
    """Let the signals that end a process end the run, but none that its caller ignores (nohup, `&` of a script)."""
    _caught.number, _caught.waits = None, False
    for number in ENDING:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _caught)


@contextmanager
def no_signals() -> Iterator[None]:
    """Let Ctrl-C and its like wait until an output is in place and its temporary file is gone."""
    _caught.waits = True
    try:
        yield
    finally:
        _caught.waits = False
        _caught.act()


def end_by_signal() -> None:
    """Be ended by the signal that came, as its sender expects; of Ctrl-C there is an exit code (130)."""
    if _caught.number not in {None, signal.SIGINT}:
        signal.signal(_caught.number, signal.SIG_DFL)
        signal.raise_signal(_caught.number)
