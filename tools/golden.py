"""Write the outputs of `tests/golden` anew (`make golden`); `git diff` then shows what users will see changed."""

import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from commands import call  # noqa: E402 (found by the line above)
from golden_calls import GOLDEN, SAMPLES, SAVED, calls, unlike_pinned  # noqa: E402


def main() -> None:
    """Write the saved scores that some calls read, then the output of every call."""
    if unlike := unlike_pinned():
        sys.exit(f"golden outputs are made with the pinned versions; others are here of: {', '.join(unlike)}")
    shutil.rmtree(GOLDEN, ignore_errors=True)
    (ROOT / SAVED).mkdir(parents=True)
    for year in ("2023", "2024"):
        words = f"score {SAMPLES} --year {year} --format json --lang en"
        (ROOT / SAVED / f"{year}.json").write_bytes(call(*words.split(), cwd=ROOT, environment={}).stdout)
    for one in calls():
        one.file().parent.mkdir(exist_ok=True)
        one.file().write_bytes(one.done())


if __name__ == "__main__":
    main()
