"""What users see, byte for byte: each output is the one that stands in `tests/golden`.

A change that is meant: `make golden`, then look at `git diff`. Rules are tested elsewhere; this only notices.
"""

import os
import re
import subprocess
import sys

import pytest
from conftest import PERSONAL
from golden_calls import GOLDEN, ROOT, SAVED, Call, calls, unlike_pinned

CALLS = {one.name: one for one in calls()}

pinned = pytest.mark.skipif(bool(unlike_pinned()), reason="golden outputs are of the pinned versions of the libraries")


@pinned
@pytest.mark.parametrize("one", CALLS.values(), ids=CALLS)
def test_an_output_is_the_golden_one(one: Call) -> None:
    assert one.done().decode().splitlines(True) == one.file().read_bytes().decode().splitlines(True)


def test_each_golden_output_has_its_call_and_its_own_name() -> None:
    names = [one.name for one in calls()]
    assert len(set(names)) == len(names)
    assert {path.relative_to(GOLDEN).with_suffix("").as_posix() for path in GOLDEN.rglob("*.txt")} == set(names)


REFUSED = {"check/missing", "explain/two-of-a-clause", "explain/unknown", "help/nothing", "score/refused"}


def test_only_calls_that_are_about_it_are_refused() -> None:
    """Else an output that should be held is held as the sentence that there is none."""
    texts = {name: one.file().read_text("utf-8") for name, one in CALLS.items() if not name.startswith("wrong/")}
    refused = {name for name, text in texts.items() if re.search(r"\A[^\n]*\n.*exit 2\n", text)}
    assert {re.sub(r"\.(vi|en)$", "", name) for name in refused} == REFUSED


@pytest.mark.parametrize("year", [2023, 2024])
def test_the_saved_scores_that_calls_read_are_those_of_today(year: int) -> None:
    (_, _, rest) = CALLS[f"score/saved-{year}"].file().read_bytes().split(b"\n", 2)
    assert rest == (ROOT / SAVED / f"{year}.json").read_bytes()


AS_SCP = "import sys; sys.argv[0] = 'scp'; from scp_ninhbinh.__main__ import main; main()"
"""How the program runs by the name that its users call it by."""


@pytest.mark.process
@pinned
@pytest.mark.parametrize(
    "name", ["score/samples.table.vi", "check/cases.text.en", "wrong/03-score-x-due-soon", "help/nothing"]
)
def test_a_process_of_its_own_says_the_same(name: str) -> None:
    one = CALLS[name]
    done = subprocess.run(
        [sys.executable, "-c", AS_SCP, *one.words.split()],
        cwd=ROOT,
        env=os.environ | dict.fromkeys(PERSONAL, "") | {"LANG": "C.UTF-8", "COLUMNS": str(one.columns)},
        capture_output=True,
        check=False,
    )
    assert one.written(done.returncode, done.stdout, done.stderr) == one.file().read_bytes()
