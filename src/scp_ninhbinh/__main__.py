"""The program's entry, as `scp` and as `python -m scp_ninhbinh`."""

import gc
import os
import signal
import sys

# a run is short and makes hardly a cycle, but all that is imported, and a million units, would be searched for some
gc.disable()
# what others have installed to watch pydantic has no say in what a survey means, and would be looked for
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
# until there is anything to tidy up, Ctrl-C just ends the process: no traceback from the middle of an import
if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
    signal.signal(signal.SIGINT, lambda *_: os._exit(130))


def main() -> None:
    """Run `scp`; what only the version is asked of needs none of its libraries."""
    if sys.argv[1:] != ["--version"] or not _told_version():
        from scp_ninhbinh.cli.main import main as run

        run()


def _told_version() -> bool:
    """Print the version; where that cannot be done, the program says why."""
    from scp_ninhbinh import __version__

    try:
        print(f"scp-ninhbinh {__version__}", flush=True)
    except OSError:
        return False
    return sys.stdout is not None


if __name__ == "__main__":
    main()
