"""What is told of one table: its problems, of which only so many are held."""

from collections.abc import Iterable
from typing import Final

from scp_ninhbinh.problems.problem import Problem, ScpError, Source
from scp_ninhbinh.problems.rules import problem

MOST_PROBLEMS: Final = 200_000


class Told(list[Problem]):
    """The problems of one table."""

    def __init__(self, source: Source, problems: Iterable[Problem]) -> None:
        super().__init__(problems)
        self.source = source

    def tell(self, found: Problem) -> None:
        """Add a problem of a row.

        Raises:
            ScpError: there are too many: a file of four letters a line would fill the memory with them.
        """
        self.append(found)
        if len(self) > MOST_PROBLEMS:
            raise ScpError([*self, problem("too-many-problems", self.source.place(), limit=MOST_PROBLEMS)])
