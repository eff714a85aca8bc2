"""scp: survey data against the targets of a plan for sustainable consumption and production.

`import scp_ninhbinh as scp` has what `library` offers; it is loaded when it is first asked for, as the command does
without it.
"""

__version__ = "0.1.0"

TYPE_CHECKING = False  # as typing has it, which takes longer to import than all of this

if TYPE_CHECKING:
    from scp_ninhbinh.library import (
        Checked,
        Explained,
        Finding,
        Options,
        Plan,
        Result,
        Reviewed,
        Scored,
        ScpError,
        check,
        explain,
        load_plan,
        review,
        score,
    )

__all__ = [
    "Checked",
    "Explained",
    "Finding",
    "Options",
    "Plan",
    "Result",
    "Reviewed",
    "Scored",
    "ScpError",
    "check",
    "explain",
    "load_plan",
    "review",
    "score",
]


if not TYPE_CHECKING:  # or every name would be one of the package to who checks types

    def __getattr__(name: str) -> object:
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from scp_ninhbinh import library

        return getattr(library, name)

    def __dir__() -> list[str]:
        return sorted([*globals(), *__all__])
