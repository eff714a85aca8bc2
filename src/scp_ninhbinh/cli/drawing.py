"""The library that draws charts, as the program loads it: no variable and no file of the folder decides how."""

import contextlib
import logging
import os
from importlib.util import find_spec
from pathlib import Path


def load_for_charts() -> None:
    """Load matplotlib past `MPLBACKEND` and past every `matplotlibrc`, which would decide how, or stop it.

    It would read that of the folder, of `MATPLOTLIBRC` or of the user's home, the first that is there. The process is
    the program's own: what is set for it here, a library may not set.
    """
    from scp_ninhbinh.writers.charts import load

    os.environ |= {"MPLBACKEND": "agg", "MATPLOTLIBRC": os.devnull}
    logging.getLogger("matplotlib").setLevel(logging.ERROR)  # its first run tells of a font cache; ours are quiet
    with _beside_no_settings():
        load()


def _beside_no_settings() -> contextlib.AbstractContextManager[None]:
    """Be in a folder without a `matplotlibrc`, which the library's own is."""
    found = find_spec("matplotlib")
    if found and found.origin and os.path.lexists("matplotlibrc"):
        return contextlib.chdir(Path(found.origin).parent)
    return contextlib.nullcontext()
