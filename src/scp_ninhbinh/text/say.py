"""The reader's language: texts by gettext, numbers with the right decimal mark."""

import gettext
import os
from fractions import Fraction
from math import floor
from pathlib import Path
from typing import Final, Literal, NamedTuple, Protocol

from scp_ninhbinh.text.safe import show

Code = Literal["vi", "en"]

CATALOGUES: Final = Path(__file__).parents[1] / "locale"


class Bilingual(Protocol):
    """A text that a plan file gives in both languages."""

    vi: str
    en: str


class Phrase(str):
    """A text of this program's own, in English, marked for the catalogue; translated where it is shown."""

    __slots__ = ()


class Language(NamedTuple):
    """One language: English is what the source says, Vietnamese comes from the catalogue."""

    code: Code
    catalogue: gettext.NullTranslations

    def say(self, text: str, **values: object) -> str:
        """Translate `text` and put `values` into its gaps, each made safe to show."""
        shown = {name: show(value) for name, value in values.items()}
        return self.catalogue.gettext(text).format_map(shown)

    def plural(self, one: str, many: str, n: int, **values: object) -> str:
        """Translate the singular or plural that `n` asks for; `{n}` in it is the number."""
        shown = {name: show(value) for name, value in values.items()}
        return self.catalogue.ngettext(one, many, n).format_map({"n": n, **shown})

    def title(self, text: Bilingual) -> str:
        """Pick this language's side of a plan file's text, safe to show."""
        return show(text.vi if self.code == "vi" else text.en)

    def number(self, value: Fraction | int, places: int = 0) -> str:
        """Write `value` rounded half away from zero to `places` decimals, exactly, never through a float."""
        digits = str(abs(rounded(value, places))).rjust(places + 1, "0")
        whole, decimals = (digits[:-places], digits[-places:]) if places else (digits, "")
        mark = "," if self.code == "vi" else "."
        sign = "-" if rounded(value, places) < 0 else ""
        return f"{sign}{whole}{mark}{decimals}" if places else f"{sign}{whole}"


def rounded(value: Fraction | int, places: int) -> int:
    """Return `value` times ten to the power of `places`, rounded half away from zero, exactly."""
    size: int = floor(abs(Fraction(value)) * 10**places + Fraction(1, 2))
    return -size if value < 0 else size


def language(code: Code | None = None) -> Language:
    """Return the language called `code`, or the one that the process's locale asks for."""
    chosen = code or _from_locale()
    found = gettext.translation("scp_ninhbinh", CATALOGUES, [chosen], fallback=True)
    return Language(chosen, found if chosen == "vi" else gettext.NullTranslations())


def _from_locale() -> Code:
    """Read the locale variables in their POSIX order; Windows, which sets none, is asked itself."""
    asked = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), None)
    if asked is None and os.name == "nt":
        import locale

        asked = locale.getlocale()[0]
    return "vi" if (asked or "").lower().startswith("vi") else "en"
