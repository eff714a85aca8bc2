"""The wheel carries the plan and the catalogue, and works installed in an environment of its own, from any folder.

The sdist carries what its tests read, and makes the same wheel.
"""

import os
import shutil
import subprocess
import sys
import tarfile
import venv
import zipapp
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT, SAMPLES

import scp_ninhbinh

OWN = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
QUICK = ["tests/test_ci_files.py", "tests/test_plan.py", "tests/test_cells.py"]

pytestmark = [pytest.mark.process, pytest.mark.slow]


def built(what: str, source: Path, folder: Path) -> Path:
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", what, "-d", folder], cwd=source, check=True)
    (found,) = folder.iterdir()
    return found


def contents(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built("wheel", ROOT, tmp_path_factory.mktemp("dist"))


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the sdist and unpack it; return the folder that it holds."""
    folder = tmp_path_factory.mktemp("sdist")
    with tarfile.open(built("sdist", ROOT, folder)) as archive:
        archive.extractall(folder, filter="data")
    (found,) = (path for path in folder.iterdir() if path.is_dir())
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel into a fresh environment; its dependencies are those of the environment of the tests."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder)
    python = next(path for path in (folder / "bin" / "python", folder / "Scripts" / "python.exe") if path.exists())
    install = ["--python", str(python), "install", "-q", "--no-deps", "--no-index", str(wheel)]
    subprocess.run([sys.executable, "-m", "pip", *install], check=True)
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


def run(installed: Path, *command: str, cwd: Path) -> "subprocess.CompletedProcess[str]":
    words = [str(installed / command[0]), *command[1:]]
    return subprocess.run(words, cwd=cwd, env=OWN, capture_output=True, encoding="utf-8", check=False)


def test_the_wheel_carries_the_plan_the_catalogue_the_page_and_the_mark_of_its_types(wheel: Path) -> None:
    packed = contents(wheel)
    for name in ("py.typed", "locale/vi/LC_MESSAGES/scp_ninhbinh.mo", "writers/report.html.jinja", "writers/page.js"):
        assert f"scp_ninhbinh/{name}" in packed
    assert packed["scp_ninhbinh/targets.yaml"] == (ROOT / "plan" / "targets.yaml").read_bytes()


@pytest.mark.parametrize("command", [["scp"], ["scp-ninhbinh"], ["python", "-m", "scp_ninhbinh"]], ids=" ".join)
def test_each_of_its_names_scores_from_another_folder(installed: Path, command: list[str], tmp_path: Path) -> None:
    done = run(installed, *command, "score", *SAMPLES, "--lang", "vi", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "5 chỉ tiêu: 3 đạt, 1 không đạt" in done.stdout


def test_installed_it_says_its_version_and_runs_from_nowhere_else(installed: Path, tmp_path: Path) -> None:
    assert scp_ninhbinh.__version__ in run(installed, "scp", "--version", cwd=tmp_path).stdout
    where = run(installed, "python", "-c", "import scp_ninhbinh; print(scp_ninhbinh.__file__)", cwd=tmp_path).stdout
    assert Path(where.strip()).is_relative_to(installed.parent)


def test_installed_it_shows_the_plan_that_travels_with_it(installed: Path, tmp_path: Path) -> None:
    done = run(installed, "scp", "targets", "--lang", "en", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "87/KH-UBND" in done.stdout


def test_installed_with_what_reports_need_it_writes_the_page(installed: Path, tmp_path: Path) -> None:
    done = run(installed, "scp", "report", *SAMPLES, "-o", "out.html", "--lang", "en", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "out.html").read_text(encoding="utf-8")
    assert page.lower().startswith("<!doctype html>")
    assert "87/KH-UBND" in page


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("targets --lang vi", "87/KH-UBND"),
        ("score survey.csv --lang vi", "chỉ tiêu"),
        ("check survey.csv --lang vi", "0 lỗi"),
        ("report survey.csv -o out.html --lang en", ""),
        ("template out.xlsx --lang en", ""),
        ("schema plan", "$schema"),
    ],
)
def test_it_runs_from_an_archive_with_its_plan_its_catalogue_and_its_page(
    wheel: Path, tmp_path: Path, call: str, said: str
) -> None:
    """The wheel itself is one; so is what `python -m zipapp` makes of it."""
    shutil.copy(SAMPLES[0], tmp_path / "survey.csv")
    command = [sys.executable, "-m", "scp_ninhbinh", *call.split()]
    environment = OWN | {"PYTHONPATH": str(wheel), "LANG": "C.UTF-8"}
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", check=False, timeout=120
    )
    assert (done.returncode, done.stderr, said in done.stdout) == (0, "", True)
    assert len([*tmp_path.glob("out.*")]) == ("out." in call)


def test_an_archive_without_the_plan_says_so_and_takes_another(tmp_path: Path) -> None:
    """As `python -m zipapp src` makes it of a checkout, whose plan does not lie beside the modules."""
    zipapp.create_archive(ROOT / "src", tmp_path / "scp.pyz", main="scp_ninhbinh.__main__:main")
    plan = str(ROOT / "plan" / "targets.yaml")
    bare, given = (
        subprocess.run(
            [sys.executable, "scp.pyz", "targets", "--lang", "en", *more],
            cwd=tmp_path,
            env=OWN,
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=120,
        )
        for more in ((), ("--plan", plan))
    )
    assert (bare.returncode, bare.stdout) == (2, "")
    assert "targets.yaml: error: missing-file" in bare.stderr
    assert (given.returncode, given.stderr, "87/KH-UBND" in given.stdout) == (0, "", True)


def test_the_sdist_makes_the_same_wheel(wheel: Path, unpacked: Path, tmp_path: Path) -> None:
    assert contents(built("wheel", unpacked, tmp_path)) == contents(wheel)


@pytest.mark.parametrize("what", [["--collect-only", "--assert=plain"], QUICK], ids=["all are found", "a few run"])
def test_the_tests_of_the_sdist_have_what_they_read(unpacked: Path, what: list[str]) -> None:
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *what]
    environment = OWN | {"PYTHONPATH": str(unpacked / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, cwd=unpacked, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:]
