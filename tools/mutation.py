"""Mutation testing with cosmic-ray: `make mutation`, or `python tools/mutation.py TEST-PYTHON [GROUP...]`.

Changes single operators, numbers and conditions of the modules that mutation.toml lists, one at a time and in a copy
of the repository, and runs the tests of their group with the given Python. A change that no test notices is printed,
for people to say whether it changes nothing or a test is missing; then a line a group.
"""

import os
import random
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cosmic_ray.commands.init import init
from cosmic_ray.mutating import mutate_and_test
from cosmic_ray.work_db import use_db
from cosmic_ray.work_item import MutationSpec

ROOT = Path(__file__).parents[1]
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", ".peers", ".audit", ".mutation", "__pycache__", ".hypothesis")


def mutants(group: Mapping[str, Any], asked: Mapping[str, Any]) -> tuple[list[MutationSpec], int]:
    """Return the changes to try in a group, in the order of its files, and how many there are altogether."""
    with use_db("mutants.sqlite") as found:
        init([Path("src/scp_ninhbinh", name) for name in group["modules"]], found, {})
        every = [change for item in found.work_items for change in item.mutations]
    wanted = re.compile("|".join(asked["operators"]))
    every = [change for change in every if wanted.search(change.operator_name)]
    every.sort(key=lambda change: (str(change.module_path), change.start_pos, change.operator_name, change.occurrence))
    drawn = random.Random(asked["seed"]).sample(range(len(every)), min(len(every), asked["tried"]))
    return [every[index] for index in sorted(drawn)], len(every)


def command(group: Mapping[str, Any], module: str, python: str) -> str:
    """Return what runs the tests of a group: first by itself the file that tests the module, which mostly is enough."""
    own = group.get("by", {}).get(module, module)
    split = [[name for name in group["tests"] if (name == own) is first] for first in (True, False)]
    run = f"{python} -m pytest -x -p no:cacheprovider -m 'not slow and not process' "
    parts = [run + " ".join(f"tests/test_{name}.py" for name in names) for names in split if names]
    return shlex.join(["sh", "-c", " && ".join(parts)])


def compiled(tests: str) -> None:
    """Keep what Python makes of the unchanged files, which is not written while they change."""
    written = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
    subprocess.run(["sh", "-c", f"{tests} --collect-only"], env=written, check=True, stdout=subprocess.DEVNULL)


def try_group(name: str, group: Mapping[str, Any], asked: Mapping[str, Any], python: str) -> None:
    """Try the changes of a group; print those that survive, and how many do not."""
    tried, there = mutants(group, asked)
    compiled(f"{python} -m pytest " + " ".join(f"tests/test_{name}.py" for name in group["tests"]))
    if mutate_and_test([], command(group, "", python), asked["timeout"]).is_killed:
        sys.exit(f"{name}: the tests fail without a change")
    killed = 0
    for change in tried:
        done = mutate_and_test([change], command(group, change.module_path.stem, python), asked["timeout"])
        killed += done.is_killed
        if not done.is_killed or done.output == "timeout":
            print(f"\n{change.operator_name} {done.test_outcome} {done.diff}", flush=True)
    print(f"\n{name:12} {there:5} mutants {len(tried):4} tried {killed:4} killed", flush=True)


def main() -> None:
    python, *names = [str(Path(sys.argv[1]).absolute()), *sys.argv[2:]]
    asked = tomllib.loads((ROOT / "tools" / "mutation.toml").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copytree(ROOT, Path(folder) / "scp", ignore=LEFT_OUT, symlinks=True))
        os.chdir(copy)
        os.environ["PYTHONPATH"] = f"{copy / 'src'}"  # before the program that the other Python has installed
        for name in names or asked["groups"]:
            try_group(name, asked["groups"][name], asked, python)


if __name__ == "__main__":
    main()
