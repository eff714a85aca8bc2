"""Commands that run in turns, with what their runs took. POSIX only: the peak of memory is asked of wait4."""

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

ENVIRONMENT = {**os.environ, "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": ""}
"""Compiled modules are kept, as of any installed program; the uncounted first turn makes them."""

WAITER = """
import os, sys, time
begin = time.perf_counter()
silent = (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)
child = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=[silent])
_, status, usage = os.wait4(child, 0)
print(time.perf_counter() - begin, usage.ru_maxrss, file=sys.stderr)
sys.exit(os.waitstatus_to_exitcode(status))
"""
"""Starts and waits for a command: its peak of memory counts that of whoever starts it, who must be small."""


@dataclass
class Command:
    """A command with what its runs took: seconds of wall clock, and the peak of memory in MB.

    It may end with one of `exits`, and takes part in `most` turns (0: in all). `output` is what its last run printed.
    """

    name: str
    arguments: Sequence[str]
    exits: Sequence[int] = (0,)
    most: int = 0
    seconds: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    output: str = ""

    def run(self, folder: Path) -> None:
        """Run once in this folder."""
        with tempfile.TemporaryFile() as output:
            waiter = [sys.executable, "-S", "-c", WAITER, *self.arguments]
            done = subprocess.run(
                waiter, stdout=output, stderr=subprocess.PIPE, env=ENVIRONMENT, cwd=folder, check=False
            )
            seconds, kilobytes = map(float, done.stderr.split())
            self.seconds.append(seconds)
            self.memory.append(kilobytes / 1024)
            output.seek(0)
            self.output = output.read().decode()
        if done.returncode not in self.exits:
            sys.exit(f"{self.name} failed: {' '.join(self.arguments)}")

    @property
    def median(self) -> float:
        """The median of the seconds."""
        return statistics.median(self.seconds)

    @property
    def peak(self) -> float:
        """The highest peak of memory, in MB."""
        return max(self.memory)

    def ratio(self, floor: "Command") -> float:
        """Return the median, over the turns that both took part in, of the seconds over those of `floor`."""
        return statistics.median(own / other for own, other in zip(self.seconds, floor.seconds, strict=False))


def in_turns(commands: Sequence[Command], turns: int, folder: Path, *, warm: bool = True) -> None:
    """Run all in turns, so that a slow moment of the machine falls on all of them, every other turn backwards.

    Unless told otherwise there is one turn more, which is not counted: it warms the disk's cache. A command that takes
    minutes, by `most`, is spared it.
    """
    if warm:
        for command in commands:
            if not command.most:
                command.run(folder)
                command.seconds.clear()
                command.memory.clear()
    for turn in range(turns):
        for command in commands[:: -1 if turn % 2 else 1]:
            if turn < (command.most or turns):
                command.run(folder)
