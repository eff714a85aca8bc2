"""The library that draws charts, as the program loads it: no variable and no file of the folder decides how."""

import contextlib
import logging
import os
from pathlib import Path


def load_for_charts() -> None:
    """Load matplotlib past `MPLBACKEND` and past a `matplotlibrc` of the folder, either of which could stop it.

    The process is the program's own: what is set for it here, a library may not set.
    """
    from scp_ninhbinh.writers.charts import load

    os.environ["MPLBACKEND"] = "agg"
    logging.getLogger("matplotlib").setLevel(logging.ERROR)  # its first run tells of a font cache; ours are quiet
    with contextlib.chdir(Path(__file__).parent) if Path("matplotlibrc").exists() else contextlib.nullcontext():
        load()
