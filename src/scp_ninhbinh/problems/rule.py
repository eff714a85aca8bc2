"""What a rule is, and how severe what it finds."""

from typing import Final, Literal, NamedTuple

Severity = Literal["error", "warning", "notice"]
"""An error keeps a survey from being scored; a warning may be a fault; a notice says what was read, or not, and how."""

SEVERITIES: Final[tuple[Severity, ...]] = ("error", "warning", "notice")


class Rule(NamedTuple):
    """A rule's severity and its texts; the gaps in braces are filled from the problem's details.

    `message` says what is wrong, `hint` what to do, and `about` is the paragraph that `scp rules` shows: what the rule
    protects, and from what.
    """

    severity: Severity
    message: str
    hint: str
    about: str
