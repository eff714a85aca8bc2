"""A call that means OpenSSH's `scp`, recognised and refused with a word of explanation."""

import re
from collections.abc import Sequence
from typing import Final

from scp_ninhbinh.text.safe import show
from scp_ninhbinh.text.say import Language, Phrase

_REMOTE: Final = re.compile(r"[^/\\:=]{2,}:.*", re.DOTALL)
"""`host:path` or `user@host:path`, but no drive letter and no `--option=value`."""

REFUSAL: Final = Phrase(
    'this looks like a file copy ("{call}"), which is the work of OpenSSH\'s scp; this scp scores surveys. '
    "OpenSSH's is often /usr/bin/scp; this program is also called scp-ninhbinh."
)


def file_copy_refusal(arguments: Sequence[str], language: Language) -> str | None:
    """Return the message for a call that names a remote path, else None."""
    if not any(_REMOTE.fullmatch(argument) for argument in arguments):
        return None
    return language.say(REFUSAL, call=show(" ".join(["scp", *arguments]), 60))
