"""Mutation testing: which small faults put into a module its tests notice, and which they do not.

    python benchmarks/mutation.py plan scoring          # names of MODULES, or files below src/scp_ninhbinh
    python benchmarks/mutation.py --every 5 survey      # a fifth of the faults, always the same ones
    python benchmarks/mutation.py                       # all of them: hours, so this is no part of `make check`

The faults are those of mutmut's operators (`mutation_faults.py`). mutmut's own runner leaves out decorated functions
and all that stands outside a function, and half of our rules stand there (validators, properties, defaults, constants):
so the runner is ours. First the tests run once, measured: how long each takes and which lines it reaches; those that
start processes are left out. A fault inside a function takes the place of its code in a fork of a process that has
collected the tests, and meets those that reach its lines, the module's own first, then the quickest, until one fails.
What outlives FIRST seconds of tests, and what stands outside functions, is imported afresh in a process of its own and
meets LAST seconds of them. A fault that makes the tests take far more processor time counts as noticed ("timeout").
Files as they are must pass both ways, or nothing is said. Linux and CPython; an environment is made in .mutation.
"""

import os
import random
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from fnmatch import fnmatch
from importlib import import_module
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent
SOURCE = ROOT / "src" / "scp_ninhbinh"
HOME = HERE / ".mutation"
MODULES = {
    "intervals": (["intervals.py"], ["intervals"]),
    "scoring": (["scoring.py", "verdicts.py", "measures/*.py"], "scoring verdict groups samples_of_units".split()),
    "plan": (["plan.py"], ["plan", "second_plan", "cases"]),
    "review": (["review.py"], ["review", "history"]),
    "survey": (["survey/*.py"], "survey cells lines register areas declared bad_cells cases groups scoring".split()),
}
"""Files of a module, and beginnings of the names of the files of tests that they meet."""

AHEAD = "typer rich.table pydantic yaml openpyxl xlrd python_calamine jinja2 jsonschema hypothesis libcst".split()
FIRST, LAST = 1.5, 12.0
AT_ONCE = os.cpu_count() or 1

Work = Callable[[Path], int]
"""What is done in a process of its own, with a folder of its own: 0 where all tests passed, 1 where one failed."""


def main(words: Sequence[str]) -> None:
    enter()
    sys.path[:0] = [str(SOURCE.parent), str(ROOT / "tests")]
    sys.dont_write_bytecode = True
    os.chdir(ROOT)
    for name in AHEAD:
        with suppress(ImportError):
            import_module(name)
    given = words[:1] == ["--every"]
    for name in (words[2:] if given else words) or list(MODULES):
        patterns, tests = MODULES.get(name) or ([name], _tests_of(name))
        test_module(patterns, tests, every=int(words[1]) if given else 1)


def _tests_of(file: str) -> Sequence[str]:
    return next(tests for patterns, tests in MODULES.values() if any(fnmatch(file, one) for one in patterns))


def enter() -> None:
    """Start again in an environment that has mutmut beside what the tests need."""
    python = HOME / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", HOME], check=True)
        needed = ["-r", str(ROOT / "requirements-dev.txt"), "mutmut==3.8.1"]
        subprocess.run([python, "-m", "pip", "install", "--quiet", *needed], check=True)
    if Path(sys.prefix) != HOME:
        os.execv(python, [str(python), *sys.argv])


def test_module(patterns: Sequence[str], tests: Sequence[str], every: int) -> None:
    """Measure the tests, then print a row for each file, and the faults of it that nothing noticed."""
    from mutation_faults import faults
    from mutation_runs import Runs

    paths = [path for pattern in patterns for path in sorted(SOURCE.glob(pattern)) if path.name != "__init__.py"]
    files = sorted({path for name in tests for path in (ROOT / "tests").glob(f"test_{name}*.py")})
    with tempfile.TemporaryDirectory() as scratch:
        runs = Runs(Path(scratch), files, paths)
        for path in paths:
            found = faults(path)
            found = random.Random(path.name).sample(found, -(-len(found) // every))
            words = runs.judge(found)
            left = [fault.text for fault, word in zip(found, words, strict=True) if word == "survived"]
            share = 1 - len(left) / max(1, len(found))
            print(f"{path.relative_to(SOURCE)}: {len(found)} faults, {share:.1%} noticed: {dict(Counter(words))}")
            print(*(f"    {text}" for text in left), sep="\n", flush=True)


def apart(jobs: Iterable[tuple[Work, float]], scratch: Path) -> list[str]:
    """Do each job in a fork, some at once; `seconds` of processor time are the most that it may take."""
    running: dict[int, int] = {}
    found: dict[int, str] = {}

    def reap() -> None:
        child, status = os.wait()
        word = {0: "survived", 1: "killed"}.get(status >> 8, "broken") if not status & 127 else "timeout"
        found[running.pop(child)] = word

    for number, (work, seconds) in enumerate(jobs):
        while len(running) >= AT_ONCE:
            reap()
        child = os.fork()
        if not child:
            _in_the_child(work, seconds, scratch)
        running[child] = number
    while running:
        reap()
    return [found[number] for number in sorted(found)]


def _in_the_child(work: Work, seconds: float, scratch: Path) -> None:
    code = 1
    try:
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in range(3):
            os.dup2(nowhere, stream)
        signal.setitimer(signal.ITIMER_PROF, seconds)
        with tempfile.TemporaryDirectory(dir=scratch) as folder:
            code = work(Path(folder))
    except BaseException:  # a fault may raise anything, and is noticed by it
        code = 1
    finally:
        os._exit(code)


if __name__ == "__main__":
    main(sys.argv[1:])
