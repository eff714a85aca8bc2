"""What a survey form says: its sheets, what each column means, and how to fill a cell in."""

from collections.abc import Sequence
from typing import Final, Literal, NamedTuple

from scp_ninhbinh.plan.vocabulary import COLUMNS, KINDS, MEASURING_UNITS, Word
from scp_ninhbinh.survey.units import (
    MODELS,
    Activity,
    Campaign,
    Curriculum,
    Enterprise,
    Market,
    Model,
    Outlet,
    Unit,
    Zone,
)
from scp_ninhbinh.text.say import Language, Phrase

Takes = Literal["year", "kind", "label", "text", "answer", "number", "part", "unit", "days", "tasks"]
"""What the cells of a column take; a part is at most the total beside it."""


class Column(NamedTuple):
    """A column of the form: what it means, what its cells take, an example, its width in characters."""

    meaning: str
    takes: Takes
    example: str
    width: int


class Sheet(NamedTuple):
    """What a sheet is called on its tab, and at the head of a printed page."""

    name: Phrase
    title: Phrase


FORM: Final = Phrase("Survey form: sustainable consumption and production")
PAGE: Final = Phrase("Page {page} of {pages}")
REFUSED: Final = Phrase("Please check this cell")
EVERY_UNIT: Final = Phrase("every unit")
GUIDE: Final = Sheet(Phrase("How to fill in"), Phrase("How to fill in the survey form"))
GUIDE_HEADINGS: Final = (
    Phrase("Column"),
    Phrase("What it means"),
    Phrase("What to fill in"),
    Phrase("For which units"),
    Phrase("Example"),
)
GUIDE_WIDTHS: Final = (26, 62, 44, 28, 16)

ANSWERS: Final = (Word("có", "yes"), Word("không", "no"))
"""What the drop-down of an answer offers: of the words that a survey may use, one for each."""

SHEETS: Final[dict[type[Unit], Sheet]] = {
    Zone: Sheet(Phrase("Zones and villages"), Phrase("Industrial zones, industrial clusters, craft villages")),
    Market: Sheet(Phrase("Markets"), Phrase("Everyday markets")),
    Outlet: Sheet(Phrase("Outlets"), Phrase("Trade centres, supermarkets, convenience stores")),
    Model: Sheet(Phrase("Models"), Phrase("Models of sustainable consumption and production")),
    Campaign: Sheet(Phrase("Campaigns"), Phrase("Awareness campaigns")),
    Curriculum: Sheet(Phrase("Curricula"), Phrase("Curricula of education and training")),
    Enterprise: Sheet(Phrase("Businesses"), Phrase("Businesses in safe-food chains")),
    Activity: Sheet(Phrase("Activities"), Phrase("Activities for the tasks of the plan")),
}

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
    (
        Phrase("Hard to degrade"),
        Phrase(
            "Decree 08/2022/NĐ-CP, article 3 clause 15 and article 64: packaging of PE, PP, PS, PVC or PET plastic, "
            "including nylon bags and foam food boxes. At markets all such packaging counts, "
            "in outlets nylon bags alone."
        ),
    ),
    (
        Phrase("Bags for a fee"),
        Phrase(
            "A supermarket that sells hard-to-degrade bags for a fee uses them: the answer is yes. "
            "Goods that come packed by their maker do not count, and a pledge is no evidence."
        ),
    ),
    (
        Phrase("Units informed"),
        Phrase(
            "A unit is informed once it has been reached with information on sustainable consumption and production "
            "since the plan began; a unit once reached stays reached."
        ),
    ),
    (
        Phrase("Which markets"),
        Phrase("Everyday markets. Wholesale markets and spontaneous selling points are left out."),
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
    "part": Phrase('A number from 0 to the total; 0 means none. An empty cell means "not known", which is not 0.'),
    "unit": Phrase('A word of the list. An empty cell means "not known".'),
    "days": Phrase('A number above 0. An empty cell means "not known".'),
    "tasks": Phrase("Clauses of the plan, separated by semicolons."),
}

ABOUT: Final[dict[str, Column]] = {
    "year": Column(Phrase("The year that the answers hold for."), "year", "2025", 8),
    "kind": Column(Phrase("What kind of unit the row speaks of."), "kind", "", 23),
    "id": Column(Phrase("A stable code of the unit, the same every year."), "label", "A-001", 11),
    "name": Column(
        Phrase("The name of the unit, written the same way every year."), "label", Phrase("Market no. 1"), 34
    ),
    "area": Column(Phrase("The district, commune or ward."), "text", Phrase("Ward no. 2"), 18),
    "informed": Column(
        Phrase("Whether the unit has been informed of sustainable consumption and production since the plan began."),
        "answer",
        "",
        20,
    ),
    "packaging_total": Column(
        Phrase("All packaging given out at the market in the observed period."), "number", "1250", 13
    ),
    "packaging_hard": Column(
        Phrase("The part of the packaging that is hard to degrade: plastic packaging, nylon bags, foam food boxes."),
        "part",
        "980",
        16,
    ),
    "packaging_unit": Column(
        Phrase("What the packaging was counted in; keep to one unit over the years."), "unit", "", 18
    ),
    "days": Column(Phrase("How many days the packaging was observed."), "days", "7", 12),
    "hard_bags": Column(
        Phrase(
            "Whether the outlet uses hard-to-degrade nylon bags: yes means that it uses them, also where it sells them."
        ),
        "answer",
        "",
        24,
    ),
    "applied": Column(Phrase("Whether the model has been built and is applied."), "answer", "", 18),
    "held": Column(Phrase("Whether the campaign was held; one campaign is one row."), "answer", "", 18),
    "includes_scp": Column(
        Phrase("Whether the curriculum includes sustainable consumption and production."), "answer", "", 26
    ),
    "in_safe_chain": Column(Phrase("Whether the business takes part in a safe-food chain."), "answer", "", 24),
    "traceable": Column(Phrase("Whether the origin of the products can be traced."), "answer", "", 20),
    "task": Column(Phrase("The tasks of the plan that the activity is evidence for."), "tasks", "II.1.b; II.2.d", 22),
    "stratum": Column(Phrase("The stratum that the unit belongs to, where a sample was drawn."), "text", "1", 11),
    "note": Column(Phrase("Remarks for people; they are not scored."), "text", "", 24),
}
"""Every column of a survey, as the form explains it. Where no example stands, the first word of the list is one."""


def columns(models: Sequence[type[Unit]] = MODELS) -> list[str]:
    """Return the columns for these kinds of unit: who answers, then the answers, then remarks."""
    first, last = ("year", "kind", "id", "name", "area"), ("stratum", "note")
    answers = dict.fromkeys(name for model in models for name in model.columns())
    return [*first, *(name for name in answers if name not in first + last), *last]


def spoken(word: Word, language: Language) -> str:
    """Return a word of a survey in the form's language."""
    return word.vi if language.code == "vi" else word.en


def heading(column: str, language: Language) -> str:
    """Return what stands at the head of a column."""
    text = spoken(COLUMNS[column], language)
    return text[:1].upper() + text[1:]


def choices(column: str, kinds: Sequence[str], language: Language) -> list[str]:
    """Return the words of a column's drop-down list; a column without one has none."""
    offered = {"kind": [KINDS[kind] for kind in kinds], "answer": ANSWERS, "unit": MEASURING_UNITS.values()}
    return [spoken(word, language) for word in offered.get(ABOUT[column].takes, ())]


def explained(column: str, language: Language) -> list[str]:
    """Return the row of the guide that explains a column, in the order of `GUIDE_HEADINGS`."""
    about, kinds = ABOUT[column], _kinds(column)
    words = choices(column, tuple(KINDS), language)
    fill_in = language.text(FILL_IN[about.takes])
    if words and about.takes != "answer":  # the text itself says yes and no
        fill_in += f" ({', '.join(words)})"
    units = ", ".join(spoken(KINDS[kind], language) for kind in kinds) or language.text(EVERY_UNIT)
    example = language.text(about.example) if about.example else "".join(words[:1])
    return [heading(column, language), language.text(about.meaning), fill_in, units, example]


def _kinds(column: str) -> list[str]:
    """Return the kinds that a column is for; none stands for all of them."""
    models = [model for model in MODELS if column in model.columns()]
    return [] if models == list(MODELS) else [kind for model in models for kind in model.KINDS]
