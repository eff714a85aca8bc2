"""The program's entry, as `scp` and as `python -m scp_ninhbinh`."""

import os
import signal

# until there is anything to tidy up, Ctrl-C just ends the process: no traceback from the middle of an import
if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
    signal.signal(signal.SIGINT, lambda *_: os._exit(130))

from scp_ninhbinh.cli.main import main

if __name__ == "__main__":
    main()
