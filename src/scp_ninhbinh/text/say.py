"""What the program says, as values: a sentence knows no language until a writer asks for its text.

`say` and `plural` make messages of texts that stand in the catalogue. `Language.text` is the one place where they are
translated, where numbers get the reader's decimal mark, and where foreign text is made safe to show.
"""

import dataclasses
import gettext
import io
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any, Final, Literal, NamedTuple, Protocol, Self, TypeAlias

from scp_ninhbinh.text.safe import show

Code = Literal["vi", "en"]

CATALOGUE: Final = "locale/vi/LC_MESSAGES/scp_ninhbinh.mo"
VARIABLE: Final = "SCP_LANG"
"""The variable that asks for a language whatever the locale is."""

MINUS: Final = "−"
"""The minus sign, which people read; what programs read has a hyphen."""


class Bilingual(Protocol):
    """A text that a plan gives in both languages."""

    @property
    def vi(self) -> str:
        """The Vietnamese text."""
        ...

    @property
    def en(self) -> str:
        """The English text."""
        ...


class Phrase(str):
    """A text of this program's own, in English, marked for the catalogue; any other text is foreign and stays as is."""

    __slots__ = ()


class Called(str):
    """The id of a kind, a column or a choice of a plan, with what it is called in Vietnamese; English says the id."""

    __slots__ = ("vi",)
    vi: str

    def __new__(cls, id: str, vi: str) -> Self:
        """Return the id with its name."""
        made = super().__new__(cls, id)
        made.vi = vi
        return made


@dataclass(frozen=True, slots=True)
class Message:
    """A phrase with values for its gaps; where it has a plural, `n` decides which form is taken and fills the gap."""

    phrase: str
    values: Mapping[str, "Value"]
    many: str = ""
    n: int = 0


@dataclass(frozen=True, slots=True)
class Number:
    """An exact amount, written rounded half away from zero to `places` decimals, its thousands set apart.

    `signed` gives a plus to what grew. A year, an id or the number of a row is no amount.
    """

    value: Fraction | int
    places: int = 0
    unit: Literal["", "%"] = ""
    signed: bool = False


@dataclass(frozen=True, slots=True)
class Joined:
    """Several things said one after the other."""

    parts: tuple["Value", ...]
    by: str = ""


Sayable: TypeAlias = str | Message | Number | Joined | Bilingual
"""What `Language.text` can turn into text. A `str` that is neither `Phrase` nor `Called` is foreign text."""

Value: TypeAlias = Sayable | int
"""What may stand in a gap of a message."""


def say(phrase: str, **values: Value) -> Message:
    """Return a message: `phrase`, which stands in the catalogue, with these values in its gaps."""
    return Message(phrase, values)


def plural(one: str, many: str, n: int, **values: Value) -> Message:
    """Return the message that says how many there are; `{n}` in it is the number."""
    return Message(one, {"n": Number(n), **values}, many, n)


def joined(*parts: Value, by: str = "") -> Joined:
    """Return the parts said one after the other."""
    return Joined(parts, by)


class Language(NamedTuple):
    """One language: English is what the source says, Vietnamese comes from the catalogue."""

    code: Code
    catalogue: gettext.NullTranslations

    def text(self, value: Value) -> str:
        """Return the text in this language, on one line and safe to show."""
        match value:
            case Message(phrase, values, many, n):
                whole = self.catalogue.ngettext(phrase, many, n) if many else self.catalogue.gettext(phrase)
                return whole.format_map({name: self.text(filling) for name, filling in values.items()})
            case Number():
                return self._number(value)
            case Joined(parts, by):
                return by.join(map(self.text, parts))
            case Phrase():
                return self.catalogue.gettext(value)
            case Called():
                return show(value.vi if self.code == "vi" else value)
            case str() | int():
                return show(value)
            case _:
                return show(value.vi if self.code == "vi" else value.en)

    def translated(self, structure: Any) -> Any:
        """Return a structure of dataclasses and tuples with the text of everything in it that can be said."""
        if isinstance(structure, tuple) and not hasattr(structure, "_fields"):
            return tuple(map(self.translated, structure))
        if isinstance(structure, Message | Number | Joined | str) or hasattr(structure, "vi"):
            return self.text(structure)
        if dataclasses.is_dataclass(structure) and not isinstance(structure, type):
            fields = (field.name for field in dataclasses.fields(structure))
            return type(structure)(**{name: self.translated(getattr(structure, name)) for name in fields})
        return structure

    def _number(self, number: Number) -> str:
        digits = rounded(number.value, number.places)
        text = str(abs(digits)).rjust(number.places + 1, "0")
        whole, decimals = (text[: -number.places], text[-number.places :]) if number.places else (text, "")
        point, group = (",", ".") if self.code == "vi" else (".", ",")
        text = f"{int(whole):,}".replace(",", group)
        text = f"{text}{point}{decimals}" if decimals else text
        sign = MINUS if digits < 0 else "+" if number.signed and digits > 0 else ""
        return f"{sign}{text}{number.unit}"


def rounded(value: Fraction | int, places: int) -> int:
    """Return `value` times ten to the power of `places`, rounded half away from zero, exactly."""
    above, below = abs(value.numerator) * 10**places, value.denominator
    size: int = (2 * above + below) // (2 * below)
    return -size if value < 0 else size


def language(code: Code | None = None) -> Language:
    """Return the language called `code`, or the one that `SCP_LANG` or else the process's locale asks for."""
    chosen = code or language_named(os.environ.get(VARIABLE, "")) or _from_locale()
    return Language(chosen, _vietnamese() if chosen == "vi" else gettext.NullTranslations())


@cache
def _vietnamese() -> gettext.NullTranslations:
    """Return the catalogue that travels with the program, in a folder or in an archive; English where it is missing."""
    from pkgutil import get_data

    try:
        return gettext.GNUTranslations(io.BytesIO(get_data("scp_ninhbinh", CATALOGUE) or b""))
    except OSError:
        return gettext.NullTranslations()


def language_named(name: str) -> Code | None:
    """Return the language that a name as of a locale means (vi, VI, en_GB.UTF-8); None where it is neither of ours."""
    codes: dict[str, Code] = {"vi": "vi", "en": "en"}
    return codes.get(re.split("[^a-z]", name.lower(), maxsplit=1)[0])


def _from_locale() -> Code:
    """Read the locale variables in their POSIX order; Windows, which sets none, has a locale of its own."""
    name = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), None)
    if name is None and os.name == "nt":
        import locale

        name = locale.getlocale()[0]
    return "vi" if (name or "").lower().startswith("vi") else "en"
