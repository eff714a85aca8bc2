"""Commands that run in turns, with what their runs took. POSIX only: time and memory are asked of wait4."""

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

ENVIRONMENT = {**os.environ, "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": ""}
"""Compiled modules are kept, as of any installed program; the uncounted first turn makes them."""

WAITER = """
import os, sys, time
begin = time.perf_counter()
silent = (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)
child = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=[silent])
_, status, usage = os.wait4(child, 0)
waited = time.perf_counter() - begin
print(usage.ru_utime + usage.ru_stime, waited, usage.ru_maxrss / 1024, file=sys.stderr)
sys.exit(os.waitstatus_to_exitcode(status))
"""
"""Starts and waits for a command: its peak of memory counts that of whoever starts it, who must be small."""


class Run(NamedTuple):
    """What one run of a command took, that of its own children included.

    Seconds of processor time (user and system, of all its threads), seconds until it ended, and the peak of memory in
    MB.
    """

    cpu: float
    waited: float
    peak: float


@dataclass(eq=False)
class Command:
    """A command with its runs.

    It may end with one of `exits`, and takes part in `most` turns (0: in all). `output` is what its last run printed.
    """

    name: str
    arguments: Sequence[str]
    exits: Sequence[int] = (0,)
    most: int = 0
    runs: list[Run] = field(default_factory=list)
    output: bytes = b""

    def run(self, folder: Path) -> Run:
        """Run once in this folder."""
        waiter = [sys.executable, "-S", "-c", WAITER, *self.arguments]
        with tempfile.TemporaryFile() as output:
            done = subprocess.run(
                waiter, stdout=output, stderr=subprocess.PIPE, env=ENVIRONMENT, cwd=folder, check=False
            )
            output.seek(0)
            self.output = output.read()
        if done.returncode not in self.exits:
            sys.exit(f"{self.name} ended with {done.returncode}: {' '.join(self.arguments)}")
        return Run(*map(float, done.stderr.split()))

    @property
    def cpu(self) -> float:
        """The median of the seconds of processor time."""
        return statistics.median(run.cpu for run in self.runs)

    @property
    def waited(self) -> float:
        """The median of the seconds that somebody waits for it."""
        return statistics.median(run.waited for run in self.runs)

    @property
    def peak(self) -> float:
        """The highest peak of memory, in MB."""
        return max(run.peak for run in self.runs)

    def ratio(self, floor: "Command") -> float:
        """Return the median, over the turns that both took part in, of the processor time over that of `floor`."""
        return statistics.median(own.cpu / other.cpu for own, other in zip(self.runs, floor.runs, strict=False))


def in_turns(commands: Sequence[Command], turns: int, folder: Path) -> None:
    """Run all in turns, so that a slow moment of the machine falls on all of them, every other turn backwards.

    There is one turn more, which is not counted: it warms the disk's cache. A command of few turns is spared it.
    """
    for command in commands:
        if not command.most:
            command.run(folder)
    for turn in range(turns):
        for command in commands[:: -1 if turn % 2 else 1]:
            if turn < (command.most or turns):
                command.runs.append(command.run(folder))
