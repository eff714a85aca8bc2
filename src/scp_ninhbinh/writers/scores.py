"""Scores in the format asked for."""

from scp_ninhbinh.run import ScoreRun
from scp_ninhbinh.text.say import Language


def score_report(name: str, run: ScoreRun, language: Language, width: int, colour: bool) -> str:
    """Return the scores in this format: table (`width` columns wide), json, csv or markdown."""
    match name:
        case "table":
            from scp_ninhbinh.writers.score_table import score_table

            return score_table(run.scores, language, width, colour)
        case "csv" | "excel":
            from scp_ninhbinh.writers.score_rows import score_csv

            return score_csv(run, language, name == "excel")
        case "markdown":
            from scp_ninhbinh.writers.score_rows import score_markdown

            return score_markdown(run, language)
        case _:
            from scp_ninhbinh.writers.json import score_json

            return score_json(run)
