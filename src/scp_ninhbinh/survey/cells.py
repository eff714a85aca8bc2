"""The text of one cell → its value, strictly: what could be read in two ways is refused.

pydantic's own conversions are too lenient for a survey: they read `1_000`, `nan`, `1e999`, full-width
digits and "n". Each function here takes a cell's text and returns its value, or raises the pydantic
error whose type is the name of the rule broken.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from sys import intern
from typing import Final, NamedTuple, TypeVar, assert_never

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from scp_ninhbinh.plan.vocabulary import NO, PASSED, YES, YES_NO, Column, Named, Vocabulary
from scp_ninhbinh.text.likely import Suggestions
from scp_ninhbinh.text.numbers import MOST_DIGITS, Amount, Stored, is_inexact, plain, values_by_mark
from scp_ninhbinh.text.say import Called, Phrase
from scp_ninhbinh.text.spelling import BYTE_ORDER_MARK, fold, spellings

Value = TypeVar("Value")

UNKNOWN_MARKS: Final = frozenset({"", "...", "…"})
"""Cells that mean "not known". A dash is another answer: in a column of numbers it means none."""

MINUS: Final = "\u2212"
DASHES: Final = frozenset({"-", "–", "—", MINUS})
"""Signs that mean none where they stand alone in a column of numbers; the first and the last make a number negative."""

CROSS: Final = "x"
"""The answer that, where it stands alone, leaves open whether an empty cell means no."""

FIRST_YEAR, LAST_YEAR = 1900, 2199
_YEARS: Final = {str(year): year for year in range(FIRST_YEAR, LAST_YEAR + 1)}
_TIME: Final = (
    r"(?:[T ] ?[0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9](?:[.,][0-9]+)?)?(?: ?(?:Z|[AP]M|SA|CH|[+-][0-9]{2}:?[0-9]{2}))?)?"
)
_DATES: Final = tuple(
    re.compile(form + _TIME)
    for form in (
        r"(?P<day>[0-9]{1,2})/(?P<month>[0-9]{1,2})/(?P<year>[0-9]{4})",
        r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})",
    )
)
_WHOLE: Final = re.compile(r"([0-9]{1,4})[.,]0")
"""A year, or the 1 or 0 of an answer, as programs write it that keep a column with gaps as decimals: 2025.0."""

_EPOCHS: Final = {1905: date(1899, 12, 30), 1906: date(1899, 12, 30), 1909: date(1904, 1, 1), 1910: date(1904, 1, 1)}
"""The years in which a date lies that is really a year typed into a cell for dates: a spreadsheet takes 2025 for the
2025th day since its first; and that first day, of which there are two."""

_USES: Final = spellings({True: YES, False: NO})
_USUAL: Final = {word: value for word, value in YES_NO.items() if word != CROSS}
_ANSWERS: Final = _USES | spellings(
    {value: [word for word in PASSED if PASSED[word] is value] for value in (True, False)}
)


NONE: Final = (
    *("không có", "không", "không phát sinh", "chưa có", "chưa phát sinh", "ko có", "ko", "k có", "kg có"),
    *("none", "nil", "no", "nothing", "zero"),
)
"""What people write in a column of numbers: that there is none, or that none is known."""

_NONE: Final = spellings({True: NONE})
WRITE_NONE: Final = Phrase("write 0 or a dash if there is none; leave the cell empty if it is not known")
WORDS_OF: Final = {
    word: tuple(dict.fromkeys((*usual, *(word for word, passed in PASSED.items() if passed is value))))
    for word, usual, value in (("yes", YES, True), ("no", NO, False))
}
"""All words that are read as yes and as no, where a column asks for nothing unwanted."""
WORDS_OF_USE: Final = {"yes": YES, "no": NO}
"""The same where it does."""


def is_no(text: str) -> bool:
    """Whether a cell of answers is an explicit no."""
    return _ANSWERS.get(_without_decimals(fold(text))) is False


def is_yes(text: str) -> bool:
    """Whether a cell of answers is a yes."""
    return _ANSWERS.get(_without_decimals(fold(text))) is True


def broken(rule: str, **details: object) -> PydanticCustomError:
    """Return the error of a cell that breaks `rule`; `details` fill the gaps of the rule's text."""
    return PydanticCustomError(rule, rule, details)


class Spellings(dict[str, Value]):
    """Values by their usual spelling; `otherwise` reads, or refuses, what is spelt in another way.

    Looking a cell up is all that most cells need, at half the time of calling a function.
    """

    def __init__(self, usual: Mapping[str, Value], otherwise: Callable[[str], Value]) -> None:
        super().__init__(usual)
        self.otherwise = otherwise

    def __missing__(self, text: str) -> Value:
        """Read the cell the long way."""
        return self.otherwise(text)


def _year(text: str) -> int:
    word = text.strip().strip(BYTE_ORDER_MARK)
    if not word:
        raise broken("missing-value", expected=Phrase("a year such as 2025"))
    found = date_of(word)
    year = str(found.year) if found else _without_decimals(word)
    if year not in _YEARS:
        raise broken("bad-year")
    if found and (typed := _typed(found)):
        raise broken("year-in-date-cell", typed=typed)
    return _YEARS[year]


def _without_decimals(word: str) -> str:
    return found[1] if (found := _WHOLE.fullmatch(word)) else word


def date_of(text: str) -> date | None:
    """Return the date that a text says, with or without a time of day beside it; None where it is none."""
    found = next((match for form in _DATES if (match := form.fullmatch(text.strip()))), None)
    try:
        return date(*(int(found[part]) for part in ("year", "month", "day"))) if found else None
    except ValueError:
        return None


def _typed(found: date) -> str | None:
    """Return the year that was typed where a spreadsheet made this date of it."""
    days = str((found - _EPOCHS[found.year]).days) if found.year in _EPOCHS else ""
    return days if days in _YEARS else None


parse_year = Spellings(_YEARS, _year).__getitem__
"""Return the year of a cell: four digits, or a date's year."""


def parse_optional_year(text: str) -> int | None:
    """Return the year of a cell, None where it is empty."""
    return parse_year(text) if text.strip() else None


class CellParser:
    """How the cells of one file are read: the plan's words, its decimal mark, and what its cells so far have shown.

    `mark` is the decimal mark where it is declared or settled; `shown` the marks that a number of the file can only
    have meant; `crossed` whether an answer was given by an "x", `dated` whether a year was by a date; `fractions`
    whether any file may have had a number that is not whole.
    """

    def __init__(self, known: Vocabulary, mark: str | None = None) -> None:
        self.known, self.declared_mark, self.fractions = known, mark, False
        self.kinds = _by_word(known.kinds_by_word)
        self.kind = Spellings({kind: kind for kind in known.kinds}, self._kind).__getitem__
        self.year = Spellings(_YEARS, self._dated_year).__getitem__
        self.answer = Spellings(_USUAL, self._answer).__getitem__
        self.use = Spellings(_USUAL, self._use).__getitem__
        self.begin()

    def begin(self) -> None:
        """Forget what the last file showed."""
        self.begin_table(self.declared_mark)
        self.shown: set[str] = set()

    def begin_table(self, mark: str | None) -> None:
        """Begin a table whose decimal mark is declared, or not known."""
        self.mark, self.crossed, self.dated = mark, False, False

    @property
    def settled(self) -> str | None:
        """The decimal mark that numbers of the file have shown, unless they disagree."""
        return next(iter(self.shown)) if len(self.shown) == 1 else None

    def reader(self, column: str) -> Callable[[str], object] | None:
        """Return what reads the cells of a column; None where every text stays as it is."""
        if column in self.known.columns:
            return self._reader(column, self.known.columns[column])
        return {
            "year": self.year,
            "kind": self.kind,
            "id": str.strip,
            "area": _shared,
            "since": parse_optional_year,
            "until": parse_optional_year,
            "size": self.number,
        }.get(column)

    def _reader(self, name: str, column: Column) -> Callable[[str], object]:
        match column.holds:
            case "yes_no":
                return self.use if column.unwanted else self.answer
            case "number":
                return self._numbers(column)
            case "choice":
                return self._choices(name)
            case "year":
                return lambda text: self.year(text) if text.strip() else None
            case "clauses":
                return parse_tasks
            case "text":
                return str.strip
            case _:
                assert_never(column.holds)

    def _numbers(self, column: Column) -> Callable[[str], Amount | None]:
        """Return what reads a column of numbers that may be negative, or have to be above one."""
        signed, above = column.may_be_negative == "true", column.above

        def read(text: str) -> Amount | None:
            try:
                found = self._signed(text) if signed else self.number(text)
            except PydanticCustomError as error:
                if above is None or above < 0 or error.type != "negative-number":
                    raise
                raise broken("not-positive", above=plain(above)) from None
            if found is not None and above is not None and found <= above:
                raise broken("not-positive", above=plain(above))
            return found

        return read if signed or above is not None else self.number

    def _signed(self, text: str) -> Amount | None:
        if isinstance(text, Stored):
            return text.value()
        word = text.strip().replace(MINUS, "-")
        number = self.number(word.removeprefix("-").lstrip() if word != "-" else word)
        return -number if number and word.startswith("-") else number

    def _choices(self, column: str) -> Callable[[str], str]:
        """Return what reads a column of choices: the empty text where the cell is empty."""
        words = _by_word(self.known.choices_by_word(column))
        choices = self.known.listed_choices(column)
        usual = {str(choice): str(choice) for choice in (*choices, "")}

        def read(text: str) -> str:
            word = _word_of(text, words)
            if word and word not in words:
                raise broken("unknown-choice", column_meant=self.known.called(column), choices=choices)
            return intern(words[word]) if word else ""

        return Spellings(usual, read).__getitem__

    def number(self, text: str) -> Amount | None:
        """Return the exact number ≥ 0, 0 for a dash, None where it is not known."""
        if text.isdecimal() and text.isascii() and len(text) <= MOST_DIGITS:
            return int(text)
        if isinstance(text, Stored):
            self.fractions = True
            return _not_negative(text.value())
        word = text.strip()
        if word in UNKNOWN_MARKS:
            return None
        return 0 if word in DASHES else self._written(word.replace(MINUS, "-"))

    def _written(self, word: str) -> Amount:
        found = values_by_mark(word.removeprefix("-"))
        if not found or (self.mark and self.mark not in found):
            raise broken("inexact-number" if is_inexact(word) else "not-a-number")
        if word.startswith("-") and any(found.values()):
            raise broken("negative-number")
        if len(found) == 1:
            self.shown |= found.keys()
        self.fractions = True  # nearly so: what is whole is read before
        if self.mark:
            return found[self.mark]
        whole = max(found.values())  # a mark that groups thousands always makes more of the digits
        if whole != min(found.values()):
            raise broken("ambiguous-number", whole=plain(whole), decimal=f"{word}0")
        return whole

    def _dated_year(self, text: str) -> int:
        year = _year(text)
        self.dated |= date_of(text) is not None
        return year

    def _kind(self, text: str) -> str:
        word = _word_of(text, self.kinds)
        if not word:
            raise broken("missing-value", expected=Phrase("a kind of unit"))
        if word not in self.kinds:
            raise broken("unknown-kind", choices=self.known.listed_kinds())
        return self.kinds[word]

    def _answer(self, text: str) -> bool | None:
        return self._word(text, _ANSWERS, WORDS_OF)

    def _use(self, text: str) -> bool | None:
        if fold(text) in _ANSWERS and fold(text) not in _USES:
            raise broken("judged-use")
        return self._word(text, _USES, WORDS_OF_USE)

    def _word(self, text: str, known: Mapping[str, bool], words: Mapping[str, tuple[str, ...]]) -> bool | None:
        word = fold(text)
        if word in UNKNOWN_MARKS:
            return None
        word = word if word in known else _without_decimals(word)
        if word not in known:
            raise broken("not-yes-no", **words)
        self.crossed |= word == CROSS
        return known[word]


def _by_word(words: Mapping[str, str]) -> Mapping[str, str]:
    """Return what each word means, also where a space is written for each `_` of it, unless that is another word."""
    spaced: dict[str, set[str]] = {}
    for word, meaning in words.items():
        spaced.setdefault(_spaced(word), set()).add(meaning)
    return {word: next(iter(meanings)) for word, meanings in spaced.items() if len(meanings) == 1} | dict(words)


def _word_of(text: str, words: Mapping[str, str]) -> str:
    """Return the word of a cell as `words` have it: as it stands, else with a space for each `_`."""
    word = fold(text)
    return word if word in words else _spaced(word.strip(BYTE_ORDER_MARK))


def _spaced(word: str) -> str:
    return " ".join(word.replace("_", " ").split())


def _not_negative(value: Amount) -> Amount:
    if value < 0:
        raise broken("negative-number")
    return value


def parse_tasks(text: str) -> tuple[str, ...]:
    """Return the clauses that a cell names, such as `II.1.b; II.2.d`, each once."""
    return tuple(dict.fromkeys(part.strip() for part in re.split("[;,]", text) if part.strip()))


def details_of(
    rule: str, text: str, context: Mapping[str, object], known: Vocabulary, suggestions: Suggestions
) -> dict[str, object]:
    """Return the details of a broken rule: what the error names, and what a misspelt word most likely means.

    That is the program's name for it, or a file's.
    """
    named: Mapping[str, Named]
    match rule:
        case "unknown-kind":
            words, named = known.kinds_by_word, known.kinds
        case "unknown-choice":
            column = str(context["column_meant"])
            words, named = known.choices_by_word(column), known.columns[column].choices or {}
        case "not-a-number" if fold(text) in _NONE:
            return {**context, "remedy": WRITE_NONE}
        case _:
            return dict(context)
    near = suggestions.nearest(text, tuple(words))
    meant = words[near] if near and near.isascii() else None
    return {**context, "guess": Called(meant, named[meant].vi[0]) if meant else near}


def _shared(text: str) -> str:
    """Return the one object of all texts equal to this; a number that a workbook stores is but a text here."""
    return intern(str(text))


class ReadBy(NamedTuple):
    """Has pydantic validate a cell by this function alone.

    Its own PlainValidator does the same, but inspects each function's signature first, which is felt at start-up.
    """

    function: Callable[[str], object]

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Return what pydantic compiles."""
        return core_schema.no_info_plain_validator_function(self.function)
