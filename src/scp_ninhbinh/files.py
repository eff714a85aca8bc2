"""Writing an output: whole or not at all, and never over an input."""

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from scp_ninhbinh.language import Phrase
from scp_ninhbinh.problems import Place, ScpError
from scp_ninhbinh.rules import problem


def write_whole(path: str, text: str, inputs: Iterable[str]) -> None:
    """Replace the file at `path` by `text` in UTF-8 in one step; on any failure it stays as it was.

    Raises:
        ScpError: `path` is one of `inputs`, no place for a file, or not writable.
    """
    target = Path(path).resolve()
    if any(Path(read).resolve() == target for read in inputs):
        raise ScpError([problem("output-is-input", Place(path))])
    if target.exists() and not target.is_file():
        raise ScpError([problem("unwritable-output", Place(path), reason=Phrase("it is a folder or a device"))])
    try:
        _replace(target, text)
    except OSError as error:
        raise ScpError([problem("unwritable-output", Place(path), reason=error.strerror or str(error))]) from None


def _replace(target: Path, text: str) -> None:
    mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
    handle, temporary = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with open(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(handle)
        Path(temporary).chmod(mode)
        Path(temporary).replace(target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _umask() -> int:
    """Read the process's mask, which can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
