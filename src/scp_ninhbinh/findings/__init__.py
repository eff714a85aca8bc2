"""Problems for people and for CI, in the formats of `check`; `annotate` alone reads a file, in order to copy it."""

from typing import TYPE_CHECKING, Final

from scp_ninhbinh.text.say import Code, Language, language
from scp_ninhbinh.writers.formats import Format

if TYPE_CHECKING:
    from scp_ninhbinh.run import CheckRun


def _text(run: "CheckRun", language: Language) -> str:
    from scp_ninhbinh.findings.text import check_text

    return check_text(run, language)


def _json(run: "CheckRun", language: Language) -> str:
    from scp_ninhbinh.findings.json import check_json

    return check_json(run, language)


def _github(run: "CheckRun", language: Language) -> str:
    from scp_ninhbinh.findings.github import check_github

    return check_github(run, language)


def _gitlab(run: "CheckRun", language: Language) -> str:
    from scp_ninhbinh.findings.gitlab import check_gitlab

    return check_gitlab(run, language)


def _sarif(run: "CheckRun", language: Language) -> str:
    from scp_ninhbinh.findings.sarif import check_sarif

    return check_sarif(run, language)


def _junit(run: "CheckRun", language: Language) -> str:
    from scp_ninhbinh.findings.junit import check_junit

    return check_junit(run, language)


FORMATS: Final = {
    "text": Format(_text, (".txt", ""), ("check",)),
    "json": Format(_json, (".json",), ("check",)),
    "github": Format(_github, (), ("check",)),
    "gitlab": Format(_gitlab, (), ("check",)),
    "sarif": Format(_sarif, (".sarif",), ("check",)),
    "junit": Format(_junit, (".xml",), ("check",)),
}


def check_report(name: str, run: "CheckRun", lang: Code | None) -> str:
    """Return the findings in this format; texts for machines are English unless a language is asked for."""
    return FORMATS[name].write(run, language(lang if name == "text" else lang or "en"))
