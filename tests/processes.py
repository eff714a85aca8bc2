"""Running `scp` where files, rights and disks are against it: shared by the tests of files and processes."""

import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from commands import as_text, call

GOOD = "year,kind,id,informed\n2025,craft_village,L1,yes\n2025,craft_village,L2,\n"
REGISTER = "kind,id,name\ncraft_village,L1,A\ncraft_village,L2,B\n"
MEGABYTE = 1 << 20

Done = subprocess.CompletedProcess[str]


class Runner:
    """Runs `scp` in a folder with a survey, a register and a plan; one that waits for ever is ended."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "good.csv").write_text(GOOD, encoding="utf-8")
        (folder / "register.csv").write_text(REGISTER, encoding="utf-8")
        shutil.copy(Path(__file__).parents[1] / "plan" / "targets.yaml", folder / "plan.yaml")

    def __call__(
        self, *arguments: str, before: tuple[str, ...] = (), megabytes: int | None = None, **environment: str
    ) -> Done:
        def limited() -> None:
            if megabytes:
                resource.setrlimit(resource.RLIMIT_AS, (megabytes * MEGABYTE, megabytes * MEGABYTE))

        return subprocess.run(
            [*before, sys.executable, "-m", "scp_ninhbinh", *arguments],
            cwd=self.folder,
            env=os.environ | {"LANG": "C.UTF-8"} | environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=60,
            preexec_fn=limited,
        )


class Caller(Runner):
    """Runs `scp` in the process of the tests: for what files do to it, where it can neither wait nor be ended."""

    def __call__(self, *arguments: str, **environment: str) -> Done:  # type: ignore[override]
        variables = os.environ | {"LANG": "C.UTF-8"} | environment
        return as_text(call(*arguments, cwd=self.folder, environment=variables))


def tree(folder: Path) -> dict[str, bytes | None]:
    """Return what stands in a folder: the bytes of its files, of anything else the name alone."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
    }


def without_privileges() -> tuple[str, ...]:
    """Return what to put before a call so that modes count for it, though it is root's."""
    if os.geteuid():
        return ()
    found = shutil.which("setpriv")
    if not found:
        pytest.skip("root ignores modes, and setpriv is missing")
    return found, "--bounding-set=-dac_override,-dac_read_search"


def with_a_disk(folder: Path, size: str) -> tuple[str, ...]:
    """Return what to put before a call so that it finds a small disk in `folder`, and lists it on stderr at the end."""
    script = f'mount -t tmpfs -o size={size} none "{folder}" && {{ "$@"; code=$?; ls -A "{folder}" >&2; exit $code; }}'
    before = ("unshare", "-rm", "sh", "-c", script, "sh")
    if not shutil.which("unshare") or subprocess.run([*before, "true"], capture_output=True, check=False).returncode:
        pytest.skip("no disk can be mounted here")
    return before
