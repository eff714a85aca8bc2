"""scp: survey data against the targets of a plan for sustainable consumption and production."""

__version__ = "0.1.0"
