"""A progress bar on stderr while long files are read, where stderr is a terminal."""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from scp_ninhbinh.tables.table import Progress
from scp_ninhbinh.text.say import Language, Phrase

LONG: Final = 5_000_000
"""Bytes from which reading takes long enough to show a bar."""


@contextmanager
def progress(paths: Sequence[str], language: Language) -> Iterator[Progress | None]:
    """Yield what to tell of bytes read, or None where no bar is shown."""
    size = sum(os.path.getsize(path) for path in set(paths) if os.path.isfile(path))  # noqa: PTH113, PTH202 (never raise)
    if size < LONG or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(file=sys.__stderr__), transient=True) as bar:
        task = bar.add_task(language.say(Phrase("Reading")), total=size)
        yield lambda count: bar.advance(task, count)
