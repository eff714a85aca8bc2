"""Rules about `scp.yaml`, which declares how files are read. What is wrong with its YAML breaks the rules of plans."""

from typing import Final

from scp_ninhbinh.problems.rule import Rule
from scp_ninhbinh.text.say import Phrase as _

PROJECTS: Final = {
    "no-such-path": Rule(
        "warning",
        _("no file matches {value}"),
        _("correct the path, which starts from the folder of this file, or remove its entry"),
        about=_(
            "What is declared for a file that was renamed or moved holds for no file. The file itself is then read "
            "without its declarations, or not at all, and its year would be missing."
        ),
    ),
    "no-such-sheet": Rule(
        "error",
        _('the file {file} has no sheet "{value}"; its sheets: {choices}'),
        _("correct the name, or remove the sheet here"),
        about=_(
            "A sheet is declared because somebody confirmed how it is read. Where it is missing, a file was replaced, "
            "or a sheet renamed, and what was confirmed would silently no longer hold."
        ),
    ),
    "no-such-heading": Rule(
        "error",
        _('{table} has no heading "{value}"; its headings: {choices}'),
        _("write the heading as the file has it, those one above the other with / between blanks"),
        about=_(
            "A heading that is declared and not there was changed in the file, or misspelt here. The answers of its "
            "column would not be read, and each of them would count as not known."
        ),
    ),
    "file-not-declared": Rule(
        "warning",
        _("not read, as no entry of files names them: {files}"),
        _("add an entry for each, with sheets: skip if it is not of the survey"),
        about=_(
            "Without files on the command line those that the project names are read. A file that came into its folder "
            "later is none of them, so its units would be missing from every figure without a word."
        ),
    ),
    "not-in-project": Rule(
        "notice",
        _("{value} declares nothing of this file; it is read as it stands"),
        _("add the file to it if it is one of the survey's"),
        about=_(
            "A project declares how its files are read. A file beside them that it does not name is read without any "
            "declaration, which may be as meant, or a file that was added since."
        ),
    ),
}
