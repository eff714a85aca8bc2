"""What a rule is."""

from typing import NamedTuple

from scp_ninhbinh.problems.problem import Severity


class Rule(NamedTuple):
    """A rule's severity and its texts; the gaps in braces are filled from the problem's details.

    `message` says what is wrong, `hint` what to do, and `about` is the paragraph that `scp rules` shows: what the rule
    protects, and from what.
    """

    severity: Severity
    message: str
    hint: str
    about: str
