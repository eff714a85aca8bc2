"""What a survey may hold: the kinds of unit and the columns that a plan declares, and the engine's own words.

No kind and no column of a plan stands here. A word may also be written without any diacritics (khong, cho), in
either placement of a tone (hoà, hòa) and in any case. `docs/words.md` shows all words of the embedded plan.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Any, Final, Literal, NamedTuple

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from scp_ninhbinh.plan.amounts import in_one_way
from scp_ninhbinh.plan.places import Unquoted
from scp_ninhbinh.text.say import Called
from scp_ninhbinh.text.spelling import heading_key, spellings


class Word(NamedTuple):
    """What something is called: in Vietnamese, in English, and in further spellings that are read."""

    vi: str
    en: str
    also: tuple[str, ...] = ()


ENGINE: Final = {
    "year": Word("năm", "year", ("năm khảo sát", "năm điều tra", "năm báo cáo")),
    "kind": Word("loại", "kind", ("loại hình", "loại đơn vị", "loại cơ sở", "type")),
    "id": Word("mã", "ID", ("mã số", "mã đơn vị", "mã cơ sở", "code")),
    "name": Word("tên", "name", ("tên đơn vị", "tên cơ sở", "tên cửa hàng", "tên chương trình")),
    "area": Word(
        "địa bàn",
        "area",
        ("địa chỉ", "địa phương", "huyện", "xã", "phường", "xã phường", "huyện thành phố", "district", "address"),
    ),
    "stratum": Word("tầng mẫu", "stratum", ("tầng",)),
    "since": Word("từ năm", "since", ("năm thành lập", "năm bắt đầu", "năm bắt đầu hoạt động", "hoạt động từ năm")),
    "until": Word("đến năm", "until", ("năm đóng cửa", "năm kết thúc", "hoạt động đến năm", "năm ngừng hoạt động")),
    "size": Word("quy mô", "size", ("quy mô đơn vị",)),
    "note": Word("ghi chú", "note", ("chú thích", "notes", "remarks")),
}
"""The columns that every survey or register may have, by the headings that name them.

A unit's name may also stand under "tên" and a word of its kind.
"""

FIRST: Final = ("year", "kind", "id", "name", "area", "stratum")
"""The columns that every row of a survey has."""

RESERVED: Final = frozenset(ENGINE) | {"row", "source", "folded", "label", "columns", "exists"}
"""Names that no kind and no column of a plan may have: the engine's own."""

ID: Final = re.compile("[a-z][a-z0-9_]*")
"""What a kind or a column is called in files for machines."""

IGNORED: Final = ("TT", "STT", "số TT", "số thứ tự", "no", "#")
"""Headings of columns that number the rows: known, and not read."""

YES: Final = ("yes", "có", "đúng", "true", "1", "x", "✓", "✔")
NO: Final = ("no", "không", "sai", "false", "0")
YES_NO: Final[dict[str, bool | None]] = {"": None} | dict.fromkeys(YES, True) | dict.fromkeys(NO, False)
"""The words for an answer. "n" and the like are not among them: they read in more than one way."""

ANSWERS: Final = {True: Word("có", "yes"), False: Word("không", "no")}
"""What an answer is called, of all the words for it."""

PASSED: Final = {"đạt": True, "rồi": True, "đã": True, "chưa đạt": False, "không đạt": False, "chưa": False}
"""Words that judge. They are refused where a yes is the fault: a unit has passed (đạt) where its answer is no."""

TOTALS: Final = ("tổng số", "tổng cộng", "cộng", "tổng", "total", "sum")
"""What a row that adds up the others is called."""

SIGNATURES: Final = (
    *("người lập", "lập biểu", "người tổng hợp", "thủ trưởng", "giám đốc", "chủ tịch", "trưởng phòng"),
    *("phó trưởng phòng", "phó giám đốc", "phó chủ tịch", "chánh văn phòng", "kế toán trưởng", "trưởng ban"),
    *(
        "chi cục trưởng",
        "xác nhận của",
        "đại diện",
        "tm.",
        "kt.",
        "tl.",
        "tuq.",
        "(ký",
        "(đã ký",
        "prepared by",
        "signed",
    ),
)
"""What a line of who signs a table begins with."""

NOTES: Final = ("ghi chú", "nguồn", "chú thích", "lưu ý", "nơi nhận", "note", "source", "*", *SIGNATURES)
"""What a line below a table begins with: notes, sources, signatures."""

DATED: Final = re.compile(r"(?:[^\d;]{2,60}, ?)?ng[àa]y[\d\s./…_]*th[áa]ng[\d\s./…_]*n[ăa]m\b")
"""Where and when a table was signed, folded: "Đồng Tháp, ngày 01 tháng 9 năm 2025", of any place."""


def names(words: Mapping[str, Word]) -> dict[str, tuple[str, ...]]:
    """Return each word of the program with everything that it may be called in a file."""
    return {name: (name, word.vi, word.en, *word.also) for name, word in words.items()}


WITH_FIGURE: Final = r"[^{}]*\{figure\}[^{}]*"
"""A text with one gap, for a figure."""

_WORDS_SCHEMA: Final = {"type": "string", "pattern": r"\S"}
_LIST_SCHEMA: Final = {"anyOf": [_WORDS_SCHEMA, {"type": "array", "items": _WORDS_SCHEMA, "minItems": 1}]}


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _in_both(value: object) -> object:
    return {"vi": value, "en": value} if isinstance(value, str) else value


def _number(text: object) -> Fraction:
    """Read a number written in digits, with a decimal point or none."""
    if not (isinstance(text, str) and re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,6})?", text)):
        raise PydanticCustomError("plan-number", "plan-number")
    in_one_way(text)
    return Fraction(text)


def _text(value: object) -> object:
    """Refuse what other readers of YAML do not take for a text."""
    if isinstance(value, Unquoted):
        raise PydanticCustomError("plan-yaml-number", "plan-yaml-number")
    return value


def _without_blanks(text: str) -> str:
    if " " in text or len(text.split()) > 1:
        raise PydanticCustomError("plan-id", "plan-id")
    return text


def _with_figure(text: str) -> str:
    if not re.fullmatch(WITH_FIGURE, text):
        raise PydanticCustomError("plan-sentence", "plan-sentence")
    return text


_Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1), BeforeValidator(_text)]
Words = Annotated[_Text, WithJsonSchema(_WORDS_SCHEMA)]
ShortWords = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=25),
    BeforeValidator(_text),
    WithJsonSchema({**_WORDS_SCHEMA, "maxLength": 25}),
]
SentenceWords = Annotated[
    _Text, AfterValidator(_with_figure), WithJsonSchema({"type": "string", "pattern": f"^{WITH_FIGURE}$"})
]
Id = Annotated[_Text, AfterValidator(_without_blanks), WithJsonSchema({"type": "string", "pattern": r"^\S+$"})]
WordList = Annotated[tuple[Words, ...], BeforeValidator(_as_list), Field(min_length=1), WithJsonSchema(_LIST_SCHEMA)]
"""One word or several: the first is shown, all are read."""
Kinds = Annotated[tuple[Words, ...], Field(min_length=1)]
Flag = Annotated[Literal["true", "false"], WithJsonSchema({"type": "boolean"})]
Bound = Annotated[Fraction, PlainValidator(_number), WithJsonSchema({"type": "number"})]


class Part(BaseModel):
    """Base of every part of a plan: unknown keys are refused, nothing changes once read."""

    # built with the plan that holds it, not one by one when this module is imported
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class Text(Part):
    """A text in both languages of the program."""

    vi: Words
    en: Words


Unit = Annotated[Text, BeforeValidator(_in_both)]
"""What a number is in: a text, or one in each language."""


class Named(Part):
    """Something with words in both languages: the first of each is shown, all are read."""

    vi: WordList
    en: WordList

    @property
    def word(self) -> Word:
        """What it is called."""
        return Word(self.vi[0], self.en[0], (*self.vi[1:], *self.en[1:]))


class Kind(Named):
    """A kind of unit; `many` is what several are called in English."""

    many: Words | None = None

    @property
    def several(self) -> Word:
        """What several of the kind are called."""
        return Word(self.vi[0], self.many or self.en[0])


class Opposite(Part):
    """Headings that ask the opposite of a column, so that its yes would be read as no."""

    vi: WordList = ()
    en: WordList = ()


Holds = Literal["yes_no", "number", "choice", "text", "year", "clauses"]


class Column(Named):
    """A column of a survey: which kinds have it, what it holds, its words, and the question that it answers."""

    kinds: Kinds
    holds: Holds
    ask: Text
    unit: Unit | None = None
    part_of: Words | None = None
    unit_in: Words | None = None
    divided_by: Words | None = None
    above: Bound | None = None
    may_be_negative: Flag = "false"
    lasting: Literal["yes"] | None = None
    unwanted: Literal["yes"] | None = None
    opposite: Opposite | None = None
    choices: Annotated[dict[str, Named], Field(min_length=1)] | None = None
    optional: Flag = "false"

    def names(self) -> Iterator[tuple[str, str]]:
        """Yield each key that names another column, with that column."""
        for key in NAMING:
            if other := getattr(self, key):
                yield key, other


NAMING: Final = ("part_of", "unit_in", "divided_by")
"""The keys of a column that name another one, which a survey must then hold too."""

FOR: Final[Mapping[str, Holds]] = {
    **dict.fromkeys(("unit", *NAMING, "above", "may_be_negative"), "number"),
    **dict.fromkeys(("lasting", "unwanted", "opposite"), "yes_no"),
    "choices": "choice",
}
"""The keys that only columns have which hold this."""


class AmountColumn(NamedTuple):
    """A column of amounts, the column that says their unit of measurement, and that by which they are divided.

    `read` reads a column off a unit, None where it is not known.
    """

    name: str
    unit_in: str | None = None
    divided_by: str | None = None
    may_be_negative: bool = False
    read: Callable[[Any, str], Any] = getattr


class RateColumns(NamedTuple):
    """The columns of a rate: `part` over `whole`, their unit of measurement, and what both are divided by.

    `is_part` says whether the one is never more than the other, `may_be_negative` whether one may be below 0. Of what
    is no part `own` may be counted in another way than the whole.
    `read` reads a column off a unit, None where it is not known.
    """

    part: str
    whole: str
    unit_in: str | None = None
    divided_by: str | None = None
    is_part: bool = True
    may_be_negative: bool = False
    own: AmountColumn | None = None
    read: Callable[[Any, str], Any] = getattr

    @property
    def of_part(self) -> AmountColumn:
        """The column of the part with what it is counted in."""
        own = self.own or AmountColumn(self.part, self.unit_in, self.divided_by)
        return own._replace(read=self.read)

    @property
    def of_whole(self) -> AmountColumn:
        """The column of the whole with what it is counted in."""
        return AmountColumn(self.whole, self.unit_in, self.divided_by, read=self.read)


class Vocabulary:
    """The kinds and columns that a plan declares, with what is looked up in them."""

    def __init__(self, kinds: Mapping[str, Kind], columns: Mapping[str, Column]) -> None:
        self.kinds, self.columns = kinds, columns
        self.names: tuple[str, ...] = (*FIRST, *columns, "note")
        """Every column that a survey may have, those of every kind first."""

    def of(self, kind: str) -> tuple[str, ...]:
        """Return the columns of a kind's own, in the order of the plan."""
        return self._own[kind]

    @cached_property
    def _own(self) -> dict[str, tuple[str, ...]]:
        return {kind: tuple(name for name, one in self.columns.items() if kind in one.kinds) for kind in self.kinds}

    def holding(self, *what: Holds) -> tuple[str, ...]:
        """Return the columns that hold this."""
        return tuple(name for name, column in self.columns.items() if column.holds in what)

    def fitting(self, kind: str, holds: Holds) -> tuple[str, ...]:
        """Return the columns of a kind that hold this."""
        return tuple(name for name in self.of(kind) if self.columns[name].holds == holds)

    def word(self, column: str) -> Word:
        """Return what a column is called."""
        if column not in ENGINE:
            return self.columns[column].word
        word = ENGINE[column]
        return word._replace(also=(*word.also, *self._names_of_kinds)) if column == "name" else word

    @cached_property
    def _names_of_kinds(self) -> tuple[str, ...]:
        return tuple(f"tên {word}" for kind in self.kinds.values() for word in kind.vi)

    def named(self, column: str) -> Called:
        """Return a column as a file may name it: in Vietnamese by its first word."""
        return Called(column, self.word(column).vi if column in ENGINE or column in self.columns else column)

    def called(self, column: str) -> Called:
        """Return a column as a message speaks of it: in Vietnamese by its first word, its id in brackets."""
        return _with_id(column, self.named(column).vi)

    def called_kind(self, kind: str) -> Called:
        """Return a kind as a message speaks of it."""
        return self._called_kinds[kind]

    def called_value(self, column: str, value: str) -> Called:
        """Return a value of a column as a message speaks of it: a kind, a choice or an answer by its first word."""
        if column == "kind" and value in self.kinds:
            return self.called_kind(value)
        known = self.columns.get(column)
        choice = (known.choices or {}).get(value) if known else None
        if choice:
            return _with_id(value, choice.vi[0])
        answer = YES_NO.get(value) if known and known.holds == "yes_no" else None
        return Called(value, value if answer is None else ANSWERS[answer].vi)

    @cached_property
    def _called_kinds(self) -> dict[str, Called]:
        return {kind: _with_id(kind, known.vi[0]) for kind, known in self.kinds.items()}

    def listed(self, columns: Iterable[str]) -> tuple[Called, ...]:
        """Return columns as a message lists them: by what a file may call them."""
        return tuple(_in_list(self.named(name)) for name in columns)

    def listed_kinds(self, kinds: Iterable[str] | None = None) -> tuple[Called, ...]:
        """Return kinds, all by default, as a message lists them."""
        chosen = self.kinds if kinds is None else kinds
        return tuple(_in_list(Called(kind, self.kinds[kind].vi[0])) for kind in chosen)

    def listed_choices(self, column: str) -> tuple[Called, ...]:
        """Return the choices of a column as a message lists them."""
        choices = self.columns[column].choices or {}
        return tuple(_in_list(Called(name, one.vi[0])) for name, one in choices.items())

    def words_of(self, kind: str) -> tuple[str, ...]:
        """Return every word for a kind; none for one that the plan does not know."""
        known = self.kinds.get(kind)
        return (*known.vi, *known.en) if known else ()

    def several(self, kind: str) -> Word:
        """Return what several units of a kind are called; of one that the plan does not know, its name."""
        return self.kinds[kind].several if kind in self.kinds else Word(kind, kind)

    @cached_property
    def headings(self) -> dict[str, str]:
        """Every heading, as `heading_key` writes it, → its column, or "" where it is known and not read."""
        words = {name: self.word(name) for name in (*ENGINE, *self.columns)}
        return spellings(names(words) | {"": IGNORED}, heading_key)

    @cached_property
    def opposites(self) -> dict[str, str]:
        """Every heading that asks the opposite of a column → that column."""
        asked = {name: column.opposite for name, column in self.columns.items() if column.opposite}
        return spellings({name: (*words.vi, *words.en) for name, words in asked.items()}, heading_key)

    @cached_property
    def kinds_by_word(self) -> dict[str, str]:
        """Every spelling of a kind → the kind."""
        spelt = {kind: (*texts, kind.replace("_", " ")) for kind, texts in names(_words(self.kinds)).items()}
        return spellings(spelt)

    def choices_by_word(self, column: str) -> dict[str, str]:
        """Return every spelling of a choice of the column → the choice."""
        return spellings(names(_words(self.columns[column].choices or {})))

    @cached_property
    def together(self) -> dict[str, tuple[str, ...]]:
        """What cannot be used either once a number is refused: parts of no whole, figures of no known time."""
        return {name: tuple(self._resting_on(name)) for name in self.holding("number")}

    def _resting_on(self, name: str) -> Iterator[str]:
        for other, column in self.columns.items():
            if name in (column.part_of, column.divided_by):
                yield other
                yield from self._resting_on(other)

    @cached_property
    def clauses(self) -> dict[str, str]:
        """Each kind whose units are evidence for clauses → the column that names these."""
        return {kind: fitting[0] for kind in self.kinds if (fitting := self.fitting(kind, "clauses"))}

    @cached_property
    def groups(self) -> tuple[tuple[str, ...], ...]:
        """The kinds that have the same columns, together."""
        found: dict[tuple[str, ...], list[str]] = {}
        for kind in self.kinds:
            found.setdefault(self.of(kind), []).append(kind)
        return tuple(map(tuple, found.values()))

    def ratio(self, part: str, whole: str) -> RateColumns:
        """Return the rate of two columns."""
        one, other = self.amounts(part), self.amounts(whole)
        negative = one.may_be_negative or other.may_be_negative
        is_part = self.columns[part].part_of == whole and not negative
        own = None if one[1:3] == other[1:3] else one
        return RateColumns(part, whole, other.unit_in, other.divided_by, is_part, negative, own)

    def amounts(self, name: str) -> AmountColumn:
        """Return a column of numbers with what they are counted in."""
        column = self.columns[name]
        return AmountColumn(name, column.unit_in, column.divided_by, column.may_be_negative == "true")

    def needed(self, column: str) -> Iterator[str]:
        """Yield a column with those that it names, and those that these name."""
        yield column
        for _, other in self.columns[column].names():
            yield from self.needed(other)

    def only(self, asked: Mapping[str, tuple[str, ...]]) -> "Vocabulary":
        """Return the vocabulary of these kinds, each with these columns of its own."""
        columns: dict[str, Any] = {}
        for name, column in self.columns.items():
            if kinds := tuple(kind for kind in column.kinds if name in asked.get(kind, ())):
                columns[name] = column.model_copy(update={"kinds": kinds})
        return Vocabulary({kind: known for kind, known in self.kinds.items() if kind in asked}, columns)


def _with_id(id_: str, word: str) -> Called:
    return Called(id_, word if word == id_ else f"{word} ({id_})")


def _in_list(name: Called) -> Called:
    """Return a name as it stands in a list: one with a comma in quotation marks."""
    return Called(name, f'"{name.vi}"' if "," in name.vi else name.vi)


def _words(named: Mapping[str, Named]) -> dict[str, Word]:
    return {name: one.word for name, one in named.items()}
