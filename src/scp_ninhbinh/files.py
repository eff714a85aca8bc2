"""Opening an input, and writing an output: whole or not at all, and never over an input."""

import errno
import os
import stat
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from scp_ninhbinh.language import Phrase
from scp_ninhbinh.problems import Place, Problem, ScpError
from scp_ninhbinh.rules import problem

NO_FILE: Final = Phrase("it is a folder, a pipe or a device")


@contextmanager
def opening(path: str) -> Iterator[None]:
    """Turn what can go wrong with opening `path` within this context into a problem.

    Raises:
        ScpError: there is no file, it cannot be read, or it is no regular file.
    """
    try:
        if not stat.S_ISREG(Path(path).stat().st_mode):
            raise ScpError([problem("unreadable-file", Place(path), reason=NO_FILE)])
        yield
    except FileNotFoundError:
        raise ScpError([problem("missing-file", Place(path))]) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ScpError([problem("unreadable-file", Place(path), reason=reason)]) from None


def first_bad_byte(path: str, codec: str = "utf-8", encoding: str = "") -> Problem:
    """Read the file again to name the first byte that is not in its encoding, which messages call `encoding`."""
    data = Path(path).read_bytes()
    try:
        data.decode("utf-8" if codec.startswith("utf-8") else codec)
    except UnicodeDecodeError as error:
        line, begin = data.count(b"\n", 0, error.start) + 1, data.rfind(b"\n", 0, error.start) + 1
        details: dict[str, Any] = {"byte": error.start - begin + 1, "line": line, "code": f"0x{data[error.start]:02X}"}
        if codec.startswith("utf-8"):
            return problem("not-utf8", Place(path, line=line), **details)
        return problem("not-in-encoding", Place(path, line=line), encoding=encoding or codec, **details)
    return problem("unreadable-file", Place(path), reason=Phrase("it changed while it was read"))


def real_path(path: str) -> str:
    """Return the path with every link followed, or as it stands where that cannot be known."""
    try:
        return os.path.realpath(path)
    except OSError:  # the current folder is gone
        return path


def write_whole(path: str, content: str | bytes, inputs: Iterable[str]) -> None:
    """Replace the file at `path` by `content` (a text in UTF-8) in one step; on any failure it stays as it was.

    Raises:
        ScpError: `path` is one of `inputs`, no place for a file, or not writable.
    """
    try:
        target = Path(real_path(path))
        if any(real_path(read) == str(target) for read in inputs):
            raise ScpError([problem("output-is-input", Place(path))])
        if target.exists() and not target.is_file():
            raise ScpError([problem("unwritable-output", Place(path), reason=NO_FILE)])
        if target.exists() and not os.access(target, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        _replace(target, content.encode() if isinstance(content, str) else content)
    except (OSError, ValueError) as error:
        raise ScpError(
            [problem("unwritable-output", Place(path), reason=getattr(error, "strerror", None) or str(error))]
        ) from None


def write_stdout(text: str) -> None:
    """Write a result to stdout; whoever reads it may stop early.

    Raises:
        ScpError: it cannot be written, as on a full disk.
    """
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        # nobody listens any more: let the interpreter's own last flush go nowhere
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise ScpError([problem("unwritable-output", Place("stdout"), reason=error.strerror or str(error))]) from None


def _replace(target: Path, content: bytes) -> None:
    mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
    handle, temporary = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with open(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
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
