"""Completion in a shell: what a shell asks for, and the script by which it asks."""

import os
import sys
from pathlib import Path
from typing import Any, Final

SHELLS: Final = ("bash", "zsh", "fish", "powershell")
NAMES: Final = ("scp", "scp-ninhbinh")
"""What the program is called; OpenSSH's scp has a completion of its own, which that of the first one replaces."""


def variable(name: str) -> str:
    """Return the variable by which a shell asks the program of this name to complete."""
    return f"_{name.replace('-', '_').upper()}_COMPLETE"


def is_asked() -> str | None:
    """Return the variable by which a shell asks for completion, so that no command is run."""
    return next((variable(name) for name in NAMES if variable(name) in os.environ), None)


def get_ready() -> None:
    """Teach typer the shells, where one asks."""
    if is_asked():
        _typers().completion_init()


def completing(choices: tuple[str, ...]) -> dict[str, Any]:
    """Return what tells typer the choices of an option, where a shell asks for them."""
    if not choices or not is_asked():
        return {}
    return {"autocompletion": lambda incomplete: [one for one in choices if one.startswith(incomplete)]}


def _typers() -> Any:
    """Return what typer has for shells, of which it exports no type."""
    from typer import completion

    return completion


def called() -> str:
    """Return the name that the program was called by; of a module the one that no other program has."""
    name = Path(sys.argv[0]).stem
    return name if name in NAMES else NAMES[-1]


def script(shell: str) -> str:
    """Return the script that a shell reads when it starts."""
    name = called()
    return f"{_typers().get_completion_script(prog_name=name, complete_var=variable(name), shell=shell)}\n"
