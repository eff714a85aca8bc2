"""The empty survey form, and the plan to begin with."""

from typing import Final

from scp_ninhbinh.writers.formats import FORMATS as WRITTEN
from scp_ninhbinh.writers.formats import Format

FORMATS: Final = {"xlsx": WRITTEN["xlsx"], "csv": WRITTEN["csv"], "yaml": Format(str, (".yaml", ".yml"), ("template",))}
"""The formats of `template`, by the endings of its file."""
