"""The findings of `check` in the format asked for. Texts for machines are English unless a language is asked for."""

from scp_ninhbinh.run import CheckRun
from scp_ninhbinh.text.say import Code, language


def check_report(name: str, run: CheckRun, lang: Code | None) -> str:
    """Return the findings in this format: text, json, github, sarif or junit."""
    reader = language(lang if name == "text" else lang or "en")
    match name:
        case "text":
            from scp_ninhbinh.findings.text import check_text

            return check_text(run, reader)
        case "github":
            from scp_ninhbinh.findings.github import check_github

            return check_github(run, reader)
        case "sarif":
            from scp_ninhbinh.findings.sarif import check_sarif

            return check_sarif(run, reader)
        case "junit":
            from scp_ninhbinh.findings.junit import check_junit

            return check_junit(run, reader)
        case _:
            from scp_ninhbinh.findings.json import check_json

            return check_json(run, reader)
