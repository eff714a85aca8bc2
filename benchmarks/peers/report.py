"""How a peer reports: one line of JSON with the number of faults that it told, and the scores if it makes any."""

import json
import sys
from collections.abc import Callable
from typing import NamedTuple

Scores = dict[str, list[float]]
"""Of each target what is achieved, and the highest that it can be once all is known, in percent."""


class Found(NamedTuple):
    """What a peer found in a file."""

    told: int
    scores: Scores | None = None


def run(look: Callable[[str], Found]) -> None:
    """Print what a peer finds in the file that the command line names."""
    print(json.dumps(look(sys.argv[1])._asdict()))
