"""What a survey form says: its sheets, what each column means, and how to fill a cell in.

All that it says of kinds and of their columns comes from the plan, and only what that asks for is in it.
"""

from collections.abc import Sequence
from math import ceil
from typing import Final, Literal, NamedTuple

from scp_ninhbinh.documents.words import question
from scp_ninhbinh.plan.clauses import Plan
from scp_ninhbinh.plan.vocabulary import ANSWERS, Column
from scp_ninhbinh.survey.units import Listed
from scp_ninhbinh.text.numbers import plain
from scp_ninhbinh.text.say import Bilingual, Language, Phrase, Sayable, say
from scp_ninhbinh.writers.office import LONGEST_NAME

Takes = Literal[
    "year", "kind", "label", "text", "answer", "number", "part", "above", "any", "choice", "year or none", "tasks"
]
"""What the cells of a column take; a part is at most the whole beside it."""


class About(NamedTuple):
    """A column of the form: what it means, what its cells take, an example, its width in characters."""

    meaning: Sayable
    takes: Takes
    example: Sayable = ""
    width: int = 0


class Sheet(NamedTuple):
    """A sheet: the kinds of unit that it is for, what it is called on its tab, and at the head of a printed page."""

    kinds: tuple[str, ...]
    name: str
    title: str


MOST_OF_A_WORD: Final = 60
"""Characters of another column's heading in what a cell takes, which a workbook limits."""

PAGE: Final = Phrase("Page {page} of {pages}")
REFUSED: Final = Phrase("Please check this cell")
EVERY_UNIT: Final = Phrase("every unit")
GUIDE: Final = Phrase("How to fill in")
GUIDE_WIDTHS: Final = (26, 62, 44, 28, 16)

NOTES: Final = (
    (
        Phrase("One row"),
        Phrase("One row is one unit in one year. Over the years a unit keeps its code, or else its name."),
    ),
    (
        Phrase("Empty cell"),
        Phrase(
            'An empty cell means "not known", which is not "no". Write "no" only where that is the answer found. '
            'In a column of numbers 0 means none, and an empty cell "not known".'
        ),
    ),
    (Phrase("Which sheets"), Phrase("Each group of units has a sheet of its own; a sheet not needed stays empty.")),
)
"""What holds for the whole form: a topic, and what is to be known of it."""

FILL_IN: Final[dict[Takes, Phrase]] = {
    "year": Phrase("A year of four digits, from 1900 to 2199, in every row."),
    "kind": Phrase("A word of the list, in every row."),
    "label": Phrase("A text; every row needs a code or a name."),
    "text": Phrase("A text, or nothing."),
    "answer": Phrase('Yes or no. An empty cell means "not known", which is not "no".'),
    "number": Phrase('A number, 0 or more; 0 means none. An empty cell means "not known", which is not 0.'),
    "part": Phrase('A number from 0 to "{whole}"; 0 means none. An empty cell means "not known", which is not 0.'),
    "above": Phrase('A number above {above}. An empty cell means "not known".'),
    "any": Phrase('A number, below 0 too. An empty cell means "not known", which is not 0.'),
    "choice": Phrase('A word of the list. An empty cell means "not known".'),
    "year or none": Phrase('A year of four digits. An empty cell means "not known".'),
    "tasks": Phrase("Clauses of the plan, separated by semicolons."),
}

ENGINE: Final[dict[str, About]] = {
    "year": About(Phrase("The year that the answers hold for."), "year", width=8),
    "kind": About(Phrase("The kind of the unit in this row."), "kind", width=23),
    "id": About(Phrase("A stable code of the unit, the same every year."), "label", "A-001", 11),
    "name": About(Phrase("The name of the unit, written the same way every year."), "label", width=34),
    "area": About(Phrase("The district, commune or ward."), "text", Phrase("Ward no. 2"), 18),
    "stratum": About(Phrase("The stratum that the unit belongs to, where a sample was drawn."), "text", "1", 11),
    "note": About(Phrase("Free-text remarks, not scored."), "text", "", 24),
}
"""The columns that every survey may have. Where no example stands, one is made of the plan."""

EXAMPLES: Final[dict[Takes, str]] = {"number": "1250", "part": "980", "above": "7", "any": "-12.5"}

NARROWEST, WIDEST = 12, 24
"""Characters of a column of the plan: half of its heading and some, so that it takes two lines."""


class Form:
    """The form of a plan in a language: of the kinds that it asks for, each with the columns that it asks for."""

    def __init__(self, plan: Plan, language: Language, units: Sequence[Listed] = ()) -> None:
        self.plan, self.language, self.units = plan, language, units
        self.known = plan.vocabulary.only(plan.asked)

    @property
    def title(self) -> str:
        """What the form is called."""
        return self.language.text(say(Phrase("Survey form: {plan}"), plan=self.plan.title))

    def sheets(self) -> list[Sheet]:
        """Return the sheets: kinds with the same columns share one."""
        return [self._sheet(kinds) for kinds in self.known.groups]

    def _sheet(self, kinds: tuple[str, ...]) -> Sheet:
        several = [self.spoken(self.known.several(kind)) for kind in kinds]
        shortest = [min(self._words(kind), key=len) for kind in kinds]
        title = _capital(", ".join(several))
        names = (_capital(", ".join(names)) for names in (several, shortest))
        name = next((name for name in names if len(name) <= LONGEST_NAME), f"{title[: LONGEST_NAME - 1]}…")
        return Sheet(kinds, name, title)

    def _words(self, kind: str) -> tuple[str, ...]:
        named = self.known.kinds[kind]
        return named.vi if self.language.code == "vi" else named.en

    def columns(self, kinds: Sequence[str] = ()) -> list[str]:
        """Return the columns for these kinds of unit, or for all: who answers, then the answers, then remarks.

        Strata are the register's: where it has none for such units, nobody can fill one in.
        """
        chosen = kinds or tuple(self.known.kinds)
        own = dict.fromkeys(name for kind in chosen for name in self.known.of(kind))
        strata = any(unit.stratum for unit in self.units if unit.kind in chosen)
        return ["year", "kind", "id", "name", "area", *own, *(["stratum"] if strata else []), "note"]

    def spoken(self, text: Bilingual) -> str:
        """Return a word of the plan in the form's language."""
        return self.language.text(text)

    def heading(self, column: str) -> str:
        """Return what stands at the head of a column."""
        return _capital(self.spoken(self.known.word(column)))

    def about(self, name: str) -> About:
        """Return what the form says of a column."""
        if name in ENGINE:
            return ENGINE[name]._replace(example=ENGINE[name].example or self._example(name))
        column = self.known.columns[name]
        takes = _takes(column)
        example = "; ".join(self.plan.tasks()[:2]) if takes == "tasks" else EXAMPLES.get(takes, "")
        if takes == "year or none":
            example = str(self.plan.period.first)
        width = max(NARROWEST, min(WIDEST, ceil(len(self.heading(name)) / 2) + 6))
        return About(question(column), takes, example, width)

    def _example(self, column: str) -> str:
        if column == "year":
            return str(self.plan.period.first)
        first = next(iter(self.known.kinds.values()), None) if column == "name" else None
        return _capital(self.language.text(say(Phrase("{kind} no. 1"), kind=first.word))) if first else ""

    def fill_in(self, name: str) -> str:
        """Return how a cell of a column is filled in."""
        column = self.known.columns.get(name)
        above = plain(column.above) if column and column.above is not None else ""
        whole = _short(self.heading(column.part_of)) if column and column.part_of else ""
        return self.language.text(say(FILL_IN[self.about(name).takes], above=above, whole=whole))

    def choices(self, column: str, kinds: Sequence[str] = ()) -> list[str]:
        """Return the words of a column's drop-down list; a column without one has none."""
        match self.about(column).takes:
            case "kind":
                return [self.spoken(self.known.kinds[kind].word) for kind in kinds or self.known.kinds]
            case "answer":
                return [self.spoken(word) for word in ANSWERS.values()]
            case "choice":
                return [self.spoken(choice.word) for choice in (self.known.columns[column].choices or {}).values()]
            case _:
                return []

    def explained(self, column: str) -> list[str]:
        """Return the row of the guide that explains a column, in the order of `GUIDE_HEADINGS`."""
        about, words, fill_in = self.about(column), self.choices(column), self.fill_in(column)
        if words and about.takes != "answer":  # the text itself says yes and no
            fill_in += f" ({', '.join(words)})"
        kinds = self.known.columns[column].kinds if column in self.known.columns else ()
        units = ", ".join(self.spoken(self.known.kinds[kind].word) for kind in kinds)
        example = self.language.text(about.example) if about.example else "".join(words[:1])
        meaning = self.language.text(about.meaning)
        return [self.heading(column), meaning, fill_in, units or self.language.text(EVERY_UNIT), example]


def _takes(column: Column) -> Takes:
    match column.holds:
        case "number" if column.may_be_negative == "true":
            return "any"
        case "number":
            return "above" if column.above is not None else "part" if column.part_of else "number"
        case "yes_no":
            return "answer"
        case "year":
            return "year or none"
        case "clauses":
            return "tasks"
        case "choice":
            return "choice"
        case _:
            return "text"


def _short(text: str) -> str:
    return text if len(text) <= MOST_OF_A_WORD else f"{text[: MOST_OF_A_WORD - 1]}…"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
