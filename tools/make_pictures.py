"""Picture the example reports (`make reports`): the page at two widths, the first pages of the annex.

Needs Chromium, LibreOffice and poppler; what is missing is named and its pictures stay as they are.
"""

import shutil
import subprocess
import tempfile
from pathlib import Path

EXAMPLES = Path(__file__).parents[1] / "docs" / "examples"
WIDTHS = {"phone": 500, "desktop": 1280}
"""Windows in pixels; Chromium makes none narrower than 500."""


def picture_page(chromium: str) -> None:
    """Picture the top of the page at each width."""
    for name, width in WIDTHS.items():
        command = [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
        command += [f"--screenshot={EXAMPLES / f'review-{name}.png'}", f"--window-size={width},1600"]
        subprocess.run([*command, (EXAMPLES / "review.html").as_uri()], check=True, capture_output=True)


def picture_annex(soffice: str, pdftoppm: str) -> None:
    """Picture the first two pages of the data annex."""
    with tempfile.TemporaryDirectory() as folder:
        convert = [soffice, "--headless", "--convert-to", "pdf", "--outdir", folder, str(EXAMPLES / "review.docx")]
        subprocess.run(convert, check=True, capture_output=True)
        pages = [pdftoppm, "-r", "60", "-l", "2", "-png", str(Path(folder) / "review.pdf"), str(EXAMPLES / "annex")]
        subprocess.run(pages, check=True, capture_output=True)


if __name__ == "__main__":
    tools = {name: shutil.which(name) for name in ("chromium", "soffice", "pdftoppm")}
    if tools["chromium"]:
        picture_page(tools["chromium"])
    if tools["soffice"] and tools["pdftoppm"]:
        picture_annex(tools["soffice"], tools["pdftoppm"])
    if missing := [name for name, path in tools.items() if path is None]:
        print(f"not installed, so their pictures stay as they are: {', '.join(missing)}")
