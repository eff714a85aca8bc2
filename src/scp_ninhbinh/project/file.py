"""`scp.yaml`: how the files of a folder are read, as a person has confirmed it."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path as FilePath
from typing import Annotated, Any, Final, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag, WithJsonSchema

from scp_ninhbinh.files import identity
from scp_ninhbinh.plan.places import Path
from scp_ninhbinh.plan.vocabulary import Part, Vocabulary, Words
from scp_ninhbinh.plan.yaml_file import YamlFile, line_at, model_of, open_yaml
from scp_ninhbinh.problems.problem import Place, Problem, ScpError, problem
from scp_ninhbinh.project.declared import Blank, Constant, FileDeclared, Heading, TableDeclared, column_of
from scp_ninhbinh.project.folder import NAME, readable_files
from scp_ninhbinh.project.headings import SKIP, half
from scp_ninhbinh.text.likely import Suggestions
from scp_ninhbinh.text.numbers import DECIMALS
from scp_ninhbinh.text.say import Code, Phrase
from scp_ninhbinh.text.spelling import fold, heading_key

PROJECT_1: Final = "scp/project/1"
SKIPPED: Final = "skip"


def _is_word(value: object) -> str:
    return "word" if isinstance(value, str) and value else "keys"


def _or_nothing(value: object) -> object:
    """Read a key below which every line is still a comment."""
    return {} if value == "" else value


Keys = BeforeValidator(_or_nothing)


Value = Annotated[str, WithJsonSchema({"type": ["string", "number"]})]
Answer = Literal["yes", "no"]
Target = Annotated[
    Annotated[Words, Tag("word")] | Annotated[dict[str, Answer], Field(min_length=1, max_length=1), Tag("keys")],
    Discriminator(_is_word),
]
"""What a heading means: a column, `skip`, or the yes or the no of an answer in two columns."""


class SheetPart(Part):
    """How one sheet is read, or all tables of a file."""

    set: Annotated[dict[str, Value], Keys] = {}  # noqa: RUF012 (pydantic copies it)
    columns: Annotated[dict[str, Target], Keys] = {}  # noqa: RUF012
    blank: Annotated[dict[str, Literal["no"]], Keys] = {}  # noqa: RUF012
    areas: Literal["in rows"] | None = None
    decimal: Literal["comma", "point"] | None = None


Sheet = Annotated[
    Annotated[Literal["skip"], Tag("word")] | Annotated[SheetPart, Keys, Tag("keys")], Discriminator(_is_word)
]
"""How a sheet is read, or that it is not."""


Sheets = Annotated[
    Annotated[Literal["skip"], Tag("word")] | Annotated[dict[str, Sheet], Keys, Tag("keys")], Discriminator(_is_word)
]
"""How each sheet of a file is read, or that nothing of the file is."""


class FilePart(SheetPart):
    """How the files of one path are read, and each of their sheets."""

    path: Words
    encoding: Words | None = None
    sheets: Sheets = {}  # noqa: RUF012


class ProjectPart(Part):
    """The whole file."""

    schema_: Annotated[Literal["scp/project/1"], Field(alias="schema")]
    plan: Words | None = None
    register_: Annotated[Words | None, Field(alias="register")] = None
    lang: Code | None = None
    ignore_rules: tuple[Words, ...] = ()
    files: Annotated[tuple[FilePart, ...], BeforeValidator(lambda value: value or ())] = ()


KEYS: Final = tuple(
    dict.fromkeys(
        field.alias or name for part in (ProjectPart, FilePart, SheetPart) for name, field in part.model_fields.items()
    )
)


@dataclass
class Project:
    """A project file that was read: what it declares of each file, in the words of a plan once it `knows` them."""

    path: str
    part: ProjectPart
    file: YamlFile

    @property
    def sha256(self) -> str:
        """The hash of its bytes."""
        return hashlib.sha256(self.file.data).hexdigest()

    @property
    def folder(self) -> FilePath:
        """The folder that its paths start from."""
        return FilePath(self.path).parent

    def beside(self, path: str | None) -> str | None:
        """Return the path of a file that it names."""
        return None if path is None else str(self.folder / path)

    @cached_property
    def matched(self) -> list[list[str]]:
        """The files of each of its parts."""
        return [sorted(str(found) for found in self._glob(part.path) if found.is_file()) for part in self.part.files]

    def _glob(self, pattern: str) -> Iterator[FilePath]:
        plain = self.folder / pattern
        try:
            yield from (plain,) if plain.exists() else self.folder.glob(pattern)
        except (ValueError, NotImplementedError, OSError):  # an empty or absolute pattern
            return

    def files(self) -> list[str]:
        """Return every file that it declares, each once, but for those that are not to be read."""
        skipped = {path for paths, part in self._parts() if part.sheets == SKIPPED for path in paths}
        return list(dict.fromkeys(path for paths, _ in self._parts() for path in paths if path not in skipped))

    def _parts(self) -> Iterator[tuple[list[str], FilePart]]:
        return zip(self.matched, self.part.files, strict=True)

    def beside_it(self) -> list[str]:
        """Return the files in its folder that may be of a survey and that it does not name."""
        named = [*(path for paths in self.matched for path in paths), self.beside(self.part.register_) or ""]
        known = set(map(identity, filter(None, named)))
        return [path for path in readable_files(self.folder) if identity(path) not in known]

    def unmatched(self) -> Iterator[Problem]:
        """Yield a warning for each path that no file matches."""
        for number, paths in enumerate(self.matched):
            if not paths:
                path = self.part.files[number].path
                yield problem("no-such-path", self._place("files", number, "path"), path)

    def knows(self, known: Vocabulary, files: Sequence[str]) -> "ProjectFiles":
        """Return what it declares of these `files`, of all of its own where none are given.

        Raises:
            ScpError: it names columns that the plan does not have.
        """
        problems: list[Problem] = []
        asked = set(map(identity, files))
        declared = [
            FileDeclared()
            if asked and asked.isdisjoint(map(identity, self.matched[number]))
            else self._of_file(part, ("files", number), known, problems)
            for number, part in enumerate(self.part.files)
        ]
        if problems:
            raise ScpError(problems)
        return ProjectFiles(self.path, self.sha256, self.matched, declared)

    def _of_file(self, part: FilePart, at: Path, known: Vocabulary, problems: list[Problem]) -> FileDeclared:
        sheets = {}
        for name, sheet in () if isinstance(part.sheets, str) else part.sheets.items():
            where = (*at, "sheets", name)
            read = TableDeclared(skip=True) if isinstance(sheet, str) else self._table(sheet, where, known, problems)
            sheets[fold(name)] = read._replace(at=self._place(*where))
        return FileDeclared(self._table(part, at, known, problems), sheets, self._encoding(part, at, problems))

    def _encoding(self, part: FilePart, at: Path, problems: list[Problem]) -> str | None:
        """Return the encoding of a file by the name that the program has for it."""
        if part.encoding is None:
            return None
        from scp_ninhbinh.tables.encodings import NAMES, named

        found = named(part.encoding)
        if found is None:
            problems.append(
                problem("plan-not-one-of", self._place(*at, "encoding"), part.encoding, choices=tuple(NAMES))
            )
        return found

    def _table(self, part: SheetPart, at: Path, known: Vocabulary, problems: list[Problem]) -> TableDeclared:
        constants: dict[str, Constant] = {}
        headings: dict[str, Heading] = {}
        blank = {}
        for word, value in part.set.items():
            if column := self._column(word, known.names, (*at, "set", word), known, problems):
                one = Constant(None, column, value, self._place(*at, "set", word))
                problems += _twice(constants.get(column), one.at, word)
                constants[column] = one
        for word in part.blank:
            if column := self._column(word, known.holding("yes_no"), (*at, "blank", word), known, problems):
                blank[column] = Blank(None, column, self._place(*at, "blank", word))
        for written, target in part.columns.items():
            where = (*at, "columns", written)
            meaning = self._meaning(target, where, known, problems)
            heading = Heading(written, meaning, self._place(*where))
            problems += _twice(headings.get(heading_key(written)), heading.at, written)
            headings[heading_key(written)] = heading
        mark = DECIMALS[part.decimal] if part.decimal else None
        return TableDeclared(constants, headings, blank, part.areas is not None, mark)

    def _meaning(self, target: Any, at: Path, known: Vocabulary, problems: list[Problem]) -> str:
        if target == SKIPPED:
            return SKIP
        if isinstance(target, str):
            return self._column(target, (*known.names, "since", "until"), at, known, problems) or SKIP
        ((word, answer),) = target.items()
        column = self._column(word, known.holding("yes_no"), at, known, problems)
        return half(column, answer == "yes") if column else SKIP

    def _column(
        self, word: str, choices: tuple[str, ...], at: Path, known: Vocabulary, problems: list[Problem]
    ) -> str | None:
        column = column_of(word, known)
        if column in choices:
            return column
        what = Phrase("column of a survey") if "name" in choices else Phrase("column of yes and no")
        guess = Suggestions().nearest(word, choices)
        problems.append(
            problem("no-such-column", self._place(*at), word, what=what, choices=known.listed(choices), guess=guess)
        )
        return None

    def _place(self, *at: str | int) -> Place:
        key = next(str(step) for step in reversed(at) if isinstance(step, str))
        return Place(self.path, line=line_at(self.file.lines, at), column=key)


@dataclass
class ProjectFiles:
    """What a project declares of each file, in the words of a plan."""

    path: str
    sha256: str
    matched: list[list[str]]
    declared: list[FileDeclared]

    @cached_property
    def _by_file(self) -> Mapping[object, FileDeclared]:
        found: dict[object, FileDeclared] = {}
        for paths, declared in zip(self.matched, self.declared, strict=True):
            for path in map(identity, paths):
                found[path] = _over(declared, found[path]) if path in found else declared
        return found

    def of(self, path: str) -> FileDeclared | None:
        """Return what is declared of a file, None where nothing is."""
        return self._by_file.get(identity(path))

    def constants(self) -> Iterator[tuple[Constant, str | None]]:
        """Yield every constant that it declares, with the decimal mark declared of the same table."""
        for one in self.declared:
            for table in (one.whole, *one.sheets.values()):
                yield from ((constant, table.mark or one.whole.mark) for constant in table.constants.values())


def _twice(first: Constant | Heading | None, at: Place | None, word: str) -> Iterator[Problem]:
    """Yield an error for a key that means the same as one before it: Năm and year."""
    if first and first.at and at:
        yield problem("plan-duplicate-key", at, word, first=first.at.line)


def _over(one: FileDeclared, other: FileDeclared) -> FileDeclared:
    """Return both together; where they differ the first wins key by key."""
    sheets = {**other.sheets, **one.sheets}
    sheets |= {name: one.sheets[name].over(other.sheets[name]) for name in one.sheets.keys() & other.sheets.keys()}
    return FileDeclared(one.whole.over(other.whole), sheets, one.encoding or other.encoding)


def load_project(path: str) -> Project:
    """Read the project file at `path`.

    Raises:
        ScpError: it cannot be read, or declares what no project can; with every problem found.
    """
    file = open_yaml(path, keys=KEYS, empty=True)
    return Project(path, model_of(ProjectPart, file), file)


def is_project(path: str) -> bool:
    """Whether a YAML file is a project and no plan, at a glance: by its schema, or its name."""
    try:
        file = open_yaml(path, empty=True)
    except ScpError:
        return FilePath(path).name == NAME
    schema = file.document.get("schema") if isinstance(file.document, dict) else None
    return schema == PROJECT_1 or (FilePath(path).name == NAME and not str(schema).startswith("scp/plan"))
