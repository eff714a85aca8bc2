"""What commands print of the samples fits a screen of any width, and what matters is seen when they end."""

import pytest
from conftest import SAMPLES, Scp
from rich.cells import cell_len

CALLS = {
    "score": ("score", *SAMPLES),
    "score by area": ("score", *SAMPLES, "--by", "area", "--tracked"),
    "score of all due years": ("score", *SAMPLES, "--due", "all", "--by", "kind"),
    "review": ("review", *SAMPLES, "--years", "--tracked"),
    "explain": ("explain", "I.1.4a", *SAMPLES),
    "targets": ("targets",),
    "help": ("score", "--help"),
    "rules": ("rules", "unknown-kind", "few-rows-of-year"),
}
WIDTHS = ("40", "60", "72", "80", "100", "140", "200")


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("name", CALLS)
def test_no_line_is_wider_than_the_screen(scp: Scp, name: str, lang: str) -> None:
    for width in WIDTHS:
        done = scp(*CALLS[name], "--lang", lang, COLUMNS=width)
        assert done.returncode == 0
        widest = max(done.stdout.splitlines(), key=cell_len)
        assert cell_len(widest) <= int(width), (width, widest)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_verdict_is_on_a_screen_of_80_by_24_when_a_score_ends(scp: Scp, lang: str) -> None:
    """The prompt takes the last line; the five verdicts stand in lines 5 to 9 of what is printed."""
    lines = scp("score", *SAMPLES, "--lang", lang).stdout.splitlines()
    seen = [line.split()[:6] for line in lines[-23:] if line[:1] in ("✓", "✗", "?") and ("≥" in line)]
    clauses = ["I.1.1", "I.1.2", "I.1.3", "I.1.4a", "I.1.4b"]
    assert [clause for clause, words in zip(clauses, seen, strict=True) if clause not in words] == []


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("command", ["score", "review"])
def test_from_72_letters_on_a_target_is_a_line_and_its_short_title_is_whole(scp: Scp, command: str, lang: str) -> None:
    for width in ("80", "100", "120", "200"):
        text = scp(command, *SAMPLES, "--lang", lang, COLUMNS=width).stdout
        assert "…" not in text
        assert len([line for line in text.splitlines() if line[:1] in "✓✗?" and "≥" in line]) == 5


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_from_100_letters_on_a_line_says_gap_basis_and_range(scp: Scp, lang: str) -> None:
    """I.1.1: 73 of 101 against 70%; with 3 answers missing up to 75.2%."""
    text = scp("score", *SAMPLES, "--lang", lang, COLUMNS="100").stdout.replace(",", ".")
    (line,) = [line for line in text.splitlines() if " I.1.1 " in line]
    assert line.split()[-1] == "72.3–75.2%"
    assert "+2.3" in line
    assert "73 of 101" in line or "73/101" in line
