"""What the help says of each command, and how it is called."""

from typing import Final, NamedTuple

from scp_ninhbinh.text.say import Phrase, Sayable, joined


class Page(NamedTuple):
    """What a command is about, in one line and in more, and examples, each with what it is good for."""

    about: tuple[Phrase, ...]
    examples: tuple[tuple[Phrase, Sayable], ...]


PROGRAM: Final = Page(
    (Phrase("Score survey data against the targets of a plan for sustainable consumption and production."),),
    (
        (Phrase("Check the files of a year, then score them:"), "check survey-2025.csv"),
        (Phrase("What was achieved, in Vietnamese:"), "score survey-2020.csv survey-2025.csv --lang vi"),
        (Phrase("An empty form for the next survey:"), "template form.xlsx"),
    ),
)

EXIT_CODES: Final = (
    ("0", Phrase("Done.")),
    ("1", Phrase("An error in a file (check), a verdict of --fail-on, or a difference (verify).")),
    ("2", Phrase("It could not be done: the call is wrong, or a file cannot be read.")),
)

PAGES: Final[dict[str, Page]] = {
    "score": Page(
        (Phrase("Score surveys: what was achieved against what the plan requires."),),
        (
            (Phrase("The latest year in the files:"), "score survey-2020.csv survey-2025.csv"),
            (
                Phrase("Shares of all units, those that were not surveyed too, and the same by area:"),
                "score survey-20*.csv --register register.csv --by area",
            ),
            (
                Phrase("For a program: a saved score, and exit code 1 if a target is not met:"),
                "score survey-20*.csv -o score.json --fail-on not_met",
            ),
        ),
    ),
    "check": Page(
        (Phrase("Check survey files, plans and a register: every problem at once."),),
        (
            (Phrase("Every problem, with its cell and what to do about it:"), "check survey-2025.csv"),
            (
                Phrase("A copy to send back, with a comment on each wrong cell:"),
                "check survey-2025.csv --annotate wrong.xlsx",
            ),
            (
                Phrase("For CI: warnings fail too, and a report is written:"),
                "check survey-2025.csv --strict --report junit=check.xml",
            ),
        ),
    ),
    "explain": Page(
        (Phrase("Explain one target step by step: readings, computation, units."),),
        (
            (Phrase("What the targets are called:"), "targets"),
            (
                Phrase("One of them, by its clause or its id:"),
                joined("explain ", Phrase("TARGET"), " survey-20*.csv"),
            ),
        ),
    ),
    "review": Page(
        (Phrase("Review several years: trend, pace, projection, what changed."),),
        (
            (Phrase("Every year that the files have:"), "review survey-20*.csv"),
            (
                Phrase("Saved scores may stand for the files of past years:"),
                "review score-2024.json survey-2020.csv survey-2025.csv",
            ),
        ),
    ),
    "report": Page(
        (
            Phrase("Write the review as a document: a page, a data annex, a workbook."),
            Phrase("The ending of the file decides: .html, .docx, .xlsx or .md."),
        ),
        (
            (Phrase("A page for the browser:"), "report survey-20*.csv -o review.html"),
            (Phrase("The data annex in Vietnamese:"), "report survey-20*.csv -o annex.docx --lang vi"),
        ),
    ),
    "verify": Page(
        (
            Phrase("Run a saved score again as it was asked for, and compare the two."),
            Phrase("Exit code 0: the same, byte for byte; 1: different."),
        ),
        (
            (Phrase("A saved score, from the folder in which it was made:"), "verify score.json"),
            (Phrase("For a program:"), "verify score.json --format json"),
        ),
    ),
    "targets": Page(
        (Phrase("Show the plan: clauses, requirements, readings."),),
        (
            (Phrase("The plan of the project, or the one that the program brings:"), "targets"),
            (Phrase("Another plan:"), "targets --plan plan.yaml"),
        ),
    ),
    "init": Page(
        (
            Phrase("Write scp.yaml: how files are read, for a person to confirm."),
            Phrase("What is not certain is written as a comment with the reason. Nothing is overwritten."),
        ),
        (
            (Phrase("All survey files of this folder:"), "init"),
            (Phrase("Some files, to look at first:"), "init survey-2025.csv -o -"),
        ),
    ),
    "template": Page(
        (
            Phrase("Write an empty survey form, or a plan to begin with."),
            Phrase("The ending of the file decides: .xlsx and .csv make a form, .yaml a plan and its schema."),
        ),
        (
            (Phrase("A form for the plan's kinds of unit:"), "template form.xlsx"),
            (
                Phrase("A form with the known units filled in, for one year:"),
                "template form.xlsx --register register.csv --year 2026",
            ),
            (Phrase("A plan with a target of every measure:"), "template plan.yaml"),
        ),
    ),
    "schema": Page(
        (
            Phrase("Show the JSON Schema of a format."),
            Phrase("Those of a survey and of plans know the plan's own columns."),
        ),
        (
            (Phrase("What score --format json writes:"), "schema score"),
            (Phrase("For an editor in which plans are written:"), "schema plan -o plan.schema.json"),
        ),
    ),
    "rules": Page(
        (Phrase("Explain the rules of check, a paragraph each."),),
        (
            (Phrase("The rules that a check has named:"), "rules unknown-kind not-yes-no"),
            (Phrase("All of them, as a page:"), "rules --format markdown -o rules.md"),
        ),
    ),
    "completion": Page(
        (Phrase("Print the script by which a shell completes commands, options and their choices."),),
        (
            (
                Phrase("For bash, of which ~/.bashrc then has the line: source ~/.scp.bash"),
                "completion bash -o .scp.bash",
            ),
            (
                Phrase("For PowerShell, of which $PROFILE then has the line: . ./scp.ps1"),
                "completion powershell -o scp.ps1",
            ),
        ),
    ),
}
