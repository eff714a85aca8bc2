"""What a folder holds beside a survey: its project file, and the files that may be of a survey."""

from collections.abc import Sequence
from pathlib import Path as FilePath
from typing import Final

NAME: Final = "scp.yaml"
"""What a project file is called where it is looked for."""

ENDINGS: Final = (".csv", ".tsv", ".xlsx", ".xls", ".ods", ".xlsm")
"""What the names of files of a folder end in that may be of a survey."""


def readable_files(folder: str | FilePath = ".") -> list[str]:
    """Return the files of a folder that may be of a survey, by their names."""
    return [str(one) for one in readable_names(folder) if one.is_file()]


def readable_names(folder: str | FilePath) -> list[FilePath]:
    """Return what a folder has by the names of surveys, files or not."""
    found = [one for one in FilePath(folder).iterdir() if one.suffix.lower() in ENDINGS]
    return sorted((one for one in found if not one.name.startswith((".", "~$"))), key=str)


def find_project(files: Sequence[str]) -> str | None:
    """Return the project file of the current folder, else that of the folder in which all files lie."""
    folders = {str(FilePath(path).parent) for path in files}
    for folder in ("", *(folders if len(folders) == 1 else ())):
        path = FilePath(folder) / NAME
        if path.is_file():
            return str(path)
    return None
