"""Opening an input, and writing an output: whole or not at all, and never over an input."""

import errno
import io
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path, PureWindowsPath
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from scp_ninhbinh.problems.problem import Place, Problem, ScpError, problem
from scp_ninhbinh.text.say import Phrase, say

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

PLAN: Final = Path(__file__).with_name("targets.yaml")
"""Where the plan travels with the program."""


def _carried() -> Mapping[str, bytes]:
    """Return the plan where no file of it is there: the program is run from an archive (a zipapp, a wheel)."""
    loader: Any = __spec__.loader
    if hasattr(loader, "archive"):
        with suppress(OSError):  # made of a checkout, where the plan lies elsewhere: it is missing then
            return {str(PLAN): loader.get_data(str(PLAN))}
    return {}


_given: ContextVar[Mapping[str, bytes]] = ContextVar("given", default=MappingProxyType(_carried()))
"""Contents by name that stand in for files: standard input, rows in memory."""

UTF16_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
"""What a text in UTF-16 begins with, in either order of its bytes."""

NO_FILE: Final = Phrase("it is a folder, a pipe or a device")
CHANGED: Final = Phrase("it changed while it was read")

WINDOWS: Final = os.name == "nt"
LOCKED: Final = frozenset({5, 32, 33})
"""What Windows calls it (`winerror`) that another program lets nobody else have a file: a spreadsheet, while it is open
there. What is opened for reading bears no such number."""

OPEN_ELSEWHERE: Final = Phrase("another program, such as a spreadsheet, has it open, or you may not use it")
CLOSE_IT: Final = Phrase("close it there, or give another path")
DEVICES: Final = frozenset("con prn aux nul conin$ conout$".split()) | {
    f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³"
}
"""Names that are devices in every folder of Windows, with any ending."""

A_NAME: Final = Phrase(
    "give a name that has no colon, does not end in a dot or a blank, and is no device such as CON or NUL"
)

REMEDIES: Final = {
    errno.EMFILE: Phrase("let it open more files at once (ulimit -n), and run it again"),
    errno.ENFILE: Phrase("wait until other programs have closed files of theirs, and run it again"),
    errno.ENOSPC: Phrase("make room there, or write to another disk"),
    errno.EIO: Phrase("the disk or the connection fails: see to it, and use a copy elsewhere"),
    errno.ENAMETOOLONG: Phrase("give a shorter path"),
}
"""What helps where the fault is the system's, and not that the path is wrong."""


@contextmanager
def given(contents: Mapping[str, bytes]) -> Iterator[None]:
    """Let these names have these contents within this context, in place of the files of these names."""
    token = _given.set({**_given.get(), **contents})
    try:
        yield
    finally:
        _given.reset(token)


def is_there(path: str) -> bool:
    """Whether there is a file of this name, or something that is given in its place."""
    return path in _given.get() or os.path.exists(path)  # noqa: PTH110 (never raises)


def opened(path: str) -> io.RawIOBase:
    """Return the bytes of a file, or of what is given in its place, to be read unbuffered."""
    content = _given.get().get(path)
    return io.FileIO(path) if content is None else _Given(content)


class _Given(io.RawIOBase):
    """A content that is given, as a file."""

    def __init__(self, content: bytes) -> None:
        self._rest = memoryview(content)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        view = memoryview(buffer)
        taken = self._rest[: len(view)]
        view[: len(taken)] = taken
        self._rest = self._rest[len(taken) :]
        return len(taken)


class Stamp(NamedTuple):
    """What differs where a file was changed."""

    size: int
    number: int = 0
    written: int = 0


def stamp(path: str) -> Stamp:
    """Return the stamp of a file, or of what is given in its place."""
    content = _given.get().get(path)
    if content is not None:
        return Stamp(len(content))
    found = Path(path).stat()
    return Stamp(found.st_size, found.st_ino, found.st_mtime_ns)


@contextmanager
def opening(path: str) -> Iterator[None]:
    """Turn what can go wrong with opening `path` within this context into a problem.

    Raises:
        ScpError: there is no file, it cannot be read, or it is no regular file.
    """
    try:
        if path not in _given.get() and not stat.S_ISREG(Path(path).stat().st_mode):
            raise ScpError([problem("unreadable-file", Place(path), reason=NO_FILE)])
        yield
    except FileNotFoundError:
        raise ScpError([problem("missing-file", Place(path))]) from None
    except (OSError, ValueError) as error:
        raise ScpError([failed("unreadable-file", path, error)]) from None


def failed(rule: str, path: str, error: OSError | ValueError) -> Problem:
    """Return the problem that the system has with a path, with what helps where that is known."""
    if _is_locked(error):
        return problem(rule, Place(path), reason=OPEN_ELSEWHERE, remedy=CLOSE_IT)
    known = REMEDIES.get(getattr(error, "errno", None) or 0)
    reason = getattr(error, "strerror", None) or str(error)
    return problem(rule, Place(path), reason=reason, **({"remedy": known} if known else {}))


def _is_locked(error: OSError | ValueError) -> bool:
    code = getattr(error, "winerror", None)
    return code in LOCKED or (WINDOWS and code is None and isinstance(error, PermissionError))


def first_bad_byte(path: str, codec: str = "utf-8", encoding: str = "") -> Problem:
    """Read the file again to name the first byte that is not in its encoding, which messages call `encoding`."""
    with opening(path), opened(path) as file:
        data = file.readall()
    try:
        data.decode("utf-8" if codec.startswith("utf-8") else codec)
    except UnicodeDecodeError as error:
        line, begin = data.count(b"\n", 0, error.start) + 1, data.rfind(b"\n", 0, error.start) + 1
        details: dict[str, Any] = {"byte": error.start - begin + 1, "line": line, "code": f"0x{data[error.start]:02X}"}
        if codec.startswith("utf-8"):
            return problem("not-utf8", Place(path, line=line), **details)
        return problem("not-in-encoding", Place(path, line=line), encoding=encoding or codec, **details)
    return problem("unreadable-file", Place(path), reason=CHANGED)


def identity(path: str) -> object:
    """Return what is equal for two names of one file: links, other spellings, other mounts of the same disk."""
    if path in _given.get():
        return path
    try:
        found = Path(path).stat()
        if found.st_ino:
            return found.st_dev, found.st_ino
    except (OSError, ValueError):  # there is no such file yet, or none that can be reached
        pass
    return _real_path(path)


def _real_path(path: str) -> str:
    """Return the path with every link followed, or as it stands where that cannot be known."""
    try:
        return os.path.realpath(path)
    except (OSError, ValueError):  # the current folder is gone
        return path


def write_whole(path: str, content: str | bytes, inputs: Iterable[str]) -> None:
    """Replace the file at `path` by `content` (a text in UTF-8) in one step; on any failure it stays as it was.

    Raises:
        ScpError: `path` is one of `inputs`, no place for a file, or not writable.
    """
    try:
        if identity(path) in map(identity, inputs):
            raise ScpError([problem("output-is-input", Place(path))])
        _check_name(path)
        if path.endswith((os.sep, os.altsep or os.sep)) or (os.path.exists(path) and not os.path.isfile(path)):  # noqa: PTH110, PTH113
            raise ScpError([problem("unwritable-output", Place(path), reason=NO_FILE)])
        target = Path(_real_path(path))
        _check_writable(target)
        _replace(target, content.encode() if isinstance(content, str) else content)
    except (OSError, ValueError) as error:
        raise ScpError([failed("unwritable-output", path, error)]) from None


def _check_name(path: str) -> None:
    """See that Windows, where this runs there, takes a path for a file of that name and for nothing else.

    Raises:
        ScpError: it names a device or a stream within a file, or ends in a sign that is dropped.
    """
    wrong = windows_means_otherwise(path) if WINDOWS else None
    if wrong is not None:
        reason = say('on Windows "{name}" is no name of a file', name=wrong)
        raise ScpError([problem("unwritable-output", Place(path), reason=reason, remedy=A_NAME)])


def windows_means_otherwise(path: str) -> str | None:
    """Return the first part of a path that means something else on Windows, None where there is none."""
    parts = [part for part in PureWindowsPath(path).parts[bool(PureWindowsPath(path).anchor) :] if part != ".."]
    return next((part for part in parts if _is_special(part)), None)


def _is_special(part: str) -> bool:
    return part.partition(".")[0].rstrip().lower() in DEVICES or part.endswith((".", " ")) or ":" in part


def check_not_there(path: str, content: str | bytes, inputs: Iterable[str] = ()) -> None:
    """See that no file would be lost if this were written to `path`; of an input `write_whole` has its own word.

    Raises:
        ScpError: something else stands there.
    """
    target = Path(_real_path(path))
    data = content.encode() if isinstance(content, str) else content
    try:
        lost = target.is_file() and target.read_bytes() != data and identity(path) not in map(identity, inputs)
    except OSError:  # what cannot be read cannot be known to be the same
        lost = True
    if lost:
        raise ScpError([problem("output-exists", Place(path))])


def _check_writable(target: Path) -> None:
    if target.is_symlink():  # though every link has been followed: they lead round in a circle
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    if target.exists() and not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


def _replace(target: Path, content: bytes) -> None:
    known = target.exists()
    mode = target.stat().st_mode & 0o777 if known else 0o666  # of a new file, less what the system masks
    temporary = target.with_name(f".scp-{os.urandom(8).hex()}")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
    try:
        with open(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if known:
            temporary.chmod(mode)
        temporary.replace(target)
    except BaseException:
        with suppress(OSError):  # what went wrong first is what is told
            temporary.unlink()
        raise
