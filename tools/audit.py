"""Known vulnerabilities of the pinned dependencies, asked with pip-audit: `python tools/audit.py [pip-audit]`.

Exit codes: 0 all pins were asked and none has one; 1 some have; 2 not all could be asked, and those are named. A
registry that answers and has no advisories would make everything green, so it is asked for one that is known too.
"""

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
KNOWN = "urllib3==1.24.1"
"""A version with advisories since 2019 (CVE-2019-11324), by which a service shows that it has any."""

Report = Mapping[str, Any]


def pins() -> list[str]:
    """Return the pinned dependencies as requirements-dev.txt has them."""
    text = (ROOT / "requirements-dev.txt").read_text(encoding="utf-8")
    return re.findall(r"(?m)^[\w.-]+==\S+", text)


def asked(program: str, wanted: Sequence[str]) -> tuple[Report | None, str]:
    """Return what pip-audit reports, None where it gave no report, and the last that it said."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "pins.txt"
        file.write_text("\n".join([*wanted, KNOWN]), encoding="utf-8")
        options = ["--no-deps", "--disable-pip", "--format", "json", "--progress-spinner", "off", "-r", str(file)]
        try:
            done = subprocess.run([program, *options], capture_output=True, text=True, check=False)
        except OSError as error:
            return None, f"{program}: {error.strerror}"
    try:
        return json.loads(done.stdout), ""
    except ValueError:
        return None, next(reversed(done.stderr.strip().splitlines()), "it said nothing")


def outcome(report: Report | None, why: str, wanted: Sequence[str]) -> tuple[list[str], int]:
    """Return what is to be said, a line each, and the exit code."""
    if report is None:
        return [f"none of the {len(wanted)} pins could be asked: {why}", *map(_not_asked, wanted)], 2
    answers = {one["name"].lower(): one for one in report["dependencies"]}
    known = answers.pop(KNOWN.partition("==")[0], {})
    if not known.get("vulns"):
        why = known.get("skip_reason") or f"the service has no advisories: of {KNOWN} it knows none"
        return [f"none of the {len(wanted)} pins could be asked: {why}", *map(_not_asked, wanted)], 2
    named = {pin: answers.get(re.sub(r"[-_.]+", "-", pin.partition("==")[0]).lower(), {}) for pin in wanted}
    unasked = [pin for pin, answer in named.items() if "vulns" not in answer]
    found = [_vulnerable(pin, one) for pin, answer in named.items() for one in answer.get("vulns", ())]
    total = f"{len(wanted) - len(unasked)} of {len(wanted)} pins asked, {len(found)} known vulnerabilities"
    return [*map(_not_asked, unasked), *found, total], 1 if found else 2 if unasked else 0


def _not_asked(pin: str) -> str:
    return f"not asked: {pin}"


def _vulnerable(pin: str, found: Mapping[str, Any]) -> str:
    mended = ", ".join(found.get("fix_versions") or ()) or "no version"
    return f"vulnerable: {pin}: {found['id']}, mended in {mended}"


def main() -> int:
    wanted = pins()
    lines, code = outcome(*asked(sys.argv[1] if len(sys.argv) > 1 else "pip-audit", wanted), wanted)
    print("\n".join(lines))
    return code


if __name__ == "__main__":
    sys.exit(main())
