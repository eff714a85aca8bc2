"""The wheel carries the plan and the catalogue, and works installed in an environment of its own, from any folder."""

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT, SAMPLES


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)], cwd=ROOT, check=True)
    (found,) = folder.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel into a fresh environment; its dependencies are those of the environment of the tests."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, with_pip=True)
    python = next(path for path in (folder / "bin" / "python", folder / "Scripts" / "python.exe") if path.exists())
    subprocess.run([str(python), "-m", "pip", "install", "-q", "--no-deps", "--no-index", str(wheel)], check=True)
    site = next(path for path in sys.path if path.endswith("site-packages"))
    own = subprocess.run(
        [str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    lent = folder / "lent"
    lent.mkdir()
    for entry in Path(site).iterdir():
        if "scp_ninhbinh" not in entry.name:
            (lent / entry.name).symlink_to(entry)
    (Path(own) / "lent.pth").write_text(str(lent), encoding="utf-8")
    return python.parent


def test_the_wheel_carries_the_plan_the_catalogue_and_the_mark_of_its_types(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for name in ("targets.yaml", "py.typed", "locale/vi/LC_MESSAGES/scp_ninhbinh.mo"):
        assert f"scp_ninhbinh/{name}" in names
    packed = zipfile.ZipFile(wheel).read("scp_ninhbinh/targets.yaml")
    assert packed == (ROOT / "plan" / "targets.yaml").read_bytes()


@pytest.mark.parametrize("command", [["scp"], ["scp-ninhbinh"], ["python", "-m", "scp_ninhbinh"]], ids=" ".join)
def test_each_of_its_names_scores_from_another_folder(installed: Path, command: list[str], tmp_path: Path) -> None:
    done = subprocess.run(
        [str(installed / command[0]), *command[1:], "score", *SAMPLES, "--lang", "vi"],
        cwd=tmp_path,
        env={key: value for key, value in os.environ.items() if key != "PYTHONPATH"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "3/5 chỉ tiêu đạt." in done.stdout
