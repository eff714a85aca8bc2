"""What recognises a problem in a later run, whatever its line has become."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence

from scp_ninhbinh.problems.problem import Problem


def fingerprints(problems: Sequence[Problem]) -> Iterator[str]:
    """Yield a hash of the rule, cell and value of each problem, never of its line, which moves.

    Equal problems of one file are numbered, or they would be shown as one. Left to itself, a viewer takes a hash of
    the line, which two cells of a row share, and in a workbook all of them.
    """
    seen: Counter[tuple[str, str]] = Counter()
    for found in problems:
        parts = [found.rule, found.place.sheet, found.place.column, found.value]
        digest = hashlib.sha256(json.dumps(parts).encode()).hexdigest()
        seen[found.place.path, digest] += 1
        yield f"{digest}:{seen[found.place.path, digest]}"
