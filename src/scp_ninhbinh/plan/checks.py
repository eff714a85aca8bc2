"""What is sound part by part in a plan file and wrong as a whole, or beside what it builds on."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from keyword import iskeyword
from typing import Final, NamedTuple

from scp_ninhbinh.plan.clauses import Area, Indicator, Plan, Scored, SurveyWords, Task
from scp_ninhbinh.plan.mistakes import likely
from scp_ninhbinh.plan.places import Complain, Path
from scp_ninhbinh.plan.required import check_targets, check_units
from scp_ninhbinh.plan.vocabulary import ENGINE, FOR, ID, RESERVED, Column, Holds, Named, Vocabulary, names
from scp_ninhbinh.text.likely import Suggestions
from scp_ninhbinh.text.say import Phrase
from scp_ninhbinh.text.spelling import fold, heading_key

UP_TO_LAST: Final = Phrase("expected up to the last year")


def check_clauses(plan: Plan, complain: Complain) -> None:
    """Complain of areas and targets that do not fit together."""
    if plan.period.first > plan.period.last:
        complain("plan-bad-value", ("period", "first"), plan.period.first, expected=UP_TO_LAST)
        return
    _check_areas(plan, complain)
    ids: set[str] = set()
    for number, item in enumerate(plan.indicators):
        at: Path = ("indicators", number)
        if item.id in ids:
            complain("plan-duplicate-id", (*at, "id"), item.id)
        ids.add(item.id)
        if isinstance(item, Scored):
            check_targets(item, plan, at, complain)


def _check_areas(plan: Plan, complain: Complain) -> None:
    namesakes: dict[str, list[Area]] = defaultdict(list)
    for number, area in enumerate(plan.areas):
        if area.since and area.until and area.since > area.until:
            complain("plan-bad-value", ("areas", number, "since"), area.since, expected=UP_TO_LAST)
        if any(map(area.meets, namesakes[area.name.casefold()])):
            expected = Phrase("expected each name once a year")
            complain("plan-bad-value", ("areas", number, "name"), area.name, expected=expected)
        namesakes[area.name.casefold()].append(area)
    _check_was(plan.areas, complain)


def _check_was(areas: Sequence[Area], complain: Complain) -> None:
    """Complain of what an area is said to have been and the list does not end before it."""
    ends: dict[str, int] = {}
    for area in areas:
        if area.until:
            ends[fold(area.name)] = min(area.until, ends.get(fold(area.name), area.until))
    named = [(number, at, area) for number, area in enumerate(areas) for at in range(len(area.was))]
    for number, at, one in named:
        name = one.was[at]
        if not one.since or ends.get(fold(name), one.since) >= one.since:
            expected = Phrase("expected the name of an area of the list whose until lies before this one's since")
            complain("plan-bad-value", ("areas", number, "was", at), name, expected=expected)


def check_asked(plan: Plan, complain: Complain, suggestions: Suggestions) -> None:
    """Complain of kinds and columns that an indicator asks for and no survey has."""
    for number, item in enumerate(plan.indicators):
        _check_item(item, ("indicators", number), plan.vocabulary, complain, suggestions)


def _check_item(item: Indicator, at: Path, known: Vocabulary, complain: Complain, suggestions: Suggestions) -> None:
    if isinstance(item, Task):
        return
    seen: set[str] = set()
    told: set[tuple[str, tuple[str, ...]]] = set()
    for number, kind in enumerate(item.of):
        if kind in seen:
            complain("plan-bad-value", (*at, "of", number), kind, expected=Phrase("expected each kind once"))
            continue
        seen.add(kind)
        if kind not in known.kinds:
            _unknown_kind(kind, (*at, "of", number), known, complain, suggestions)
            continue
        for where, column, holds in _wanted(item, at):
            fitting = known.fitting(kind, holds)
            if column not in fitting and (column, fitting) not in told:  # what is so of several kinds is said of one
                told.add((column, fitting))
                _unknown_column(column, where, kind, fitting, known, complain, suggestions)
    check_units(item, at, known, complain)


def _wanted(item: Indicator, at: Path) -> Iterator[tuple[Path, str, Holds]]:
    """Yield each column that an indicator asks for, with where it does and what it has to hold."""
    for column in getattr(item, "answer", None) or {}:
        yield (*at, "answer", column), column, "yes_no"
    if ratio := getattr(item, "ratio", None):
        yield (*at, "ratio", "sum"), ratio.sum, "number"
        yield (*at, "ratio", "over"), ratio.over, "number"
    if total := getattr(item, "total", None):
        yield (*at, "total"), total, "number"


def _unknown_kind(kind: str, at: Path, known: Vocabulary, complain: Complain, suggestions: Suggestions) -> None:
    several = kind.split()
    together = len(several) > 1 and all(word in known.kinds for word in several)
    guess = ", ".join(several) if together else likely(kind, known.kinds_by_word, suggestions)
    complain("plan-unknown-kind", at, kind, choices=tuple(known.kinds), guess=guess)


def _unknown_column(
    name: str,
    at: Path,
    kind: str,
    fitting: tuple[str, ...],
    known: Vocabulary,
    complain: Complain,
    suggestions: Suggestions,
) -> None:
    details: dict[str, object] = {"guess": _likely_column(name, fitting, known, suggestions)}
    if not fitting:
        details = {"remedy": Phrase("declare such a column of {kind}, or ask another kind")}
    complain("plan-unknown-column", at, name, kind=kind, choices=fitting, **details)


def _likely_column(name: str, fitting: tuple[str, ...], known: Vocabulary, suggestions: Suggestions) -> str | None:
    """Return the column that is meant, by a name or by a heading, if it is one of those that fit."""
    guess = likely(heading_key(name), known.headings, suggestions)
    return guess if guess in fitting else suggestions.nearest(name, fitting)


class Builds(NamedTuple):
    """What a file declares, `own`, and what it builds on: the kinds and columns of the file `other`."""

    own: Plan | SurveyWords
    shared: Vocabulary
    other: str = ""

    @property
    def whole(self) -> Vocabulary:
        """Everything together."""
        return Vocabulary({**self.shared.kinds, **self.own.kinds}, {**self.shared.columns, **self.own.columns})


def check_words(builds: Builds, complain: Complain, suggestions: Suggestions) -> bool:
    """Complain of the kinds and columns that a file declares; where names are none, nothing that uses them is judged.

    Return whether it is.
    """
    own, known = builds.own, builds.whole
    _check_names("kinds", own.kinds, builds.shared.kinds, builds.other, complain)
    _check_names("columns", own.columns, builds.shared.columns, builds.other, complain)
    if not all(map(ID.fullmatch, (*own.kinds, *own.columns))):
        return False
    for name, column in own.columns.items():
        _check_column(("columns", name), column, known, complain, suggestions)
    _check_spellings(own, builds.shared, complain)
    return True


def _check_names(
    where: str, own: Mapping[str, Named], shared: Mapping[str, Named], other: str, complain: Complain
) -> None:
    for name in own:
        if not ID.fullmatch(name):
            expected = Phrase(
                "expected a name of small letters without diacritics, digits and _, such as craft_village"
            )
            complain("plan-bad-value", (where, name), name, expected=expected)
        elif name in RESERVED or iskeyword(name):
            complain("plan-reserved-name", (where, name), name)
        elif name in shared:
            complain("plan-declared-already", (where, name), name, other=other)


def _check_column(at: Path, column: Column, known: Vocabulary, complain: Complain, suggestions: Suggestions) -> None:
    for number, kind in enumerate(column.kinds):
        if kind not in known.kinds:
            _unknown_kind(kind, (*at, "kinds", number), known, complain, suggestions)
    for key, holds in FOR.items():
        if key in column.model_fields_set and column.holds != holds:
            complain("plan-key-not-for", (*at, key), key, holds=holds)
    if column.holds == "choice" and not column.choices:
        complain("plan-missing-key", at, str(at[-1]), key="choices")
    for key, other in column.names():
        _check_named(at, key, other, known, complain, suggestions)


def _check_named(
    at: Path, key: str, other: str, known: Vocabulary, complain: Complain, suggestions: Suggestions
) -> None:
    """Complain of a column that another names and that it cannot: of other kinds, of other contents, or by a circle."""
    column = known.columns[str(at[-1])]
    for kind in column.kinds:
        fitting = known.fitting(kind, "choice" if key == "unit_in" else "number") if kind in known.kinds else (other,)
        if other not in fitting:
            _unknown_column(other, (*at, key), kind, fitting, known, complain, suggestions)
            return
    if _in_circle(str(at[-1]), known):
        complain(
            "plan-bad-value", (*at, key), other, expected=Phrase("expected a column that does not rest on this one")
        )
    elif key == "part_of" and not _counted_alike(column, known.columns.get(other)):
        expected = Phrase("expected unit, unit_in and divided_by as the whole has them")
        complain("plan-bad-value", (*at, key), other, expected=expected)


def _counted_alike(one: Column, other: Column | None) -> bool:
    """Whether a part is in the unit of the whole; a unit that only one of them names is that of both."""
    if other is None:
        return True
    units = {one.unit, other.unit} - {None}
    return len(units) < 2 and (one.unit_in, one.divided_by) == (other.unit_in, other.divided_by)  # noqa: PLR2004


def _in_circle(name: str, known: Vocabulary) -> bool:
    """Whether a column names itself, by way of others too."""
    met: set[str] = set()
    waiting = [name]
    while waiting:
        column = known.columns.get(waiting.pop())
        for _, other in column.names() if column else ():
            if other == name:
                return True
            if other not in met:
                met.add(other)
                waiting.append(other)
    return False


def _check_spellings(own: Plan | SurveyWords, shared: Vocabulary, complain: Complain) -> None:
    """Complain of a word that means two things."""
    headings = {
        text: name for name, texts in names({name: shared.word(name) for name in ENGINE}).items() for text in texts
    }
    columns = {heading_key(text): name for text, name in headings.items()}
    columns |= {key: name for key, name in shared.headings.items() if name not in ENGINE} | shared.opposites
    for name, column in own.columns.items():
        _take(("columns", name), column, name, columns, heading_key, complain)
        if column.opposite:
            _take(("columns", name, "opposite"), column.opposite, f"{name}, opposite", columns, heading_key, complain)
        taken: dict[str, str] = {}
        for choice, named in (column.choices or {}).items():
            _take(("columns", name, "choices", choice), named, choice, taken, fold, complain)
    kinds = dict(shared.kinds_by_word)
    for name, kind in own.kinds.items():
        _take(("kinds", name), kind, name, kinds, fold, complain)


def _take(
    at: Path, named: object, owner: str, taken: dict[str, str], key: Callable[[str], str], complain: Complain
) -> None:
    """Take the words of something, those that are taken already to be complained of."""
    for where, text in _words(at, named):
        if taken.setdefault(key(text), owner) != owner:
            complain("plan-same-word", where, text, other=taken[key(text)])


def _words(at: Path, named: object) -> Iterator[tuple[Path, str]]:
    """Yield each word with where it stands; a thing's own name is one of its words."""
    if isinstance(named, Named):
        yield at, str(at[-1]).replace("_", " ")
    for tongue in ("vi", "en"):
        for number, text in enumerate(getattr(named, tongue)):
            yield (*at, tongue, number), text


def check_use(plan: Plan, own: Plan, complain: Complain) -> None:
    """Complain of kinds and columns of the file's own that nothing uses."""
    used = {name for names_ in plan.asked.values() for name in names_}
    used |= {other for column in plan.columns.values() for _, other in column.names()}
    for kind in own.kinds:
        if kind not in plan.asked:
            complain("plan-not-used", ("kinds", kind), kind)
    for name in own.columns:
        if name not in used:
            complain("plan-not-used", ("columns", name), name)
