"""What the lines around a table and its names say against all of it: a list of the opposite, figures of a plan."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from scp_ninhbinh.problems.problem import Problem, problem
from scp_ninhbinh.project.asking import SAYING_YES, question
from scp_ninhbinh.project.headings import HeadingReader
from scp_ninhbinh.survey.declared import VALUES, YEAR
from scp_ninhbinh.text.likely import FILLERS, words_of
from scp_ninhbinh.text.spelling import bare, fold

if TYPE_CHECKING:
    from scp_ninhbinh.survey.table_reader import TableReader

_NOT: Final = frozenset("khong chua chang ngung not no without never".split())
_AND: Final = frozenset("va hay hoac and or".split())
_FILLERS: Final = frozenset({*map(bare, FILLERS), "con"})
_YES: Final = frozenset(map(bare, SAYING_YES))

_SAYS_OF_ALL: Final = _NOT | {"sach", "ds", "list"}
"""Words of which there is one in each title that says something of all."""

LONGEST_TITLE: Final = 500
"""Characters beyond which a line is no title."""

_LIST: Final = re.compile(r"\b(?:danh sach|ds|list of)((?: \w+)*)$")
"""What is said of all in a list stands behind what these are called."""

_CALLED: Final = frozenset("cac nhung don vi co so ho the all units".split())
"""Beside kinds."""

_OTHERS: Final = (
    r"dự kiến|dự báo|(?<!quy )(?<!phương pháp )ước tính|ước thực hiện|ước đạt|số ước|số liệu ước|"
    r"(?<!quy )ước (?:cả )?năm|\(ước\)|số liệu kế hoạch|kế hoạch giao|chỉ tiêu giao|"
    r"(?<!thực hiện )(?<!kết quả )cam kết (?:không|ngừng|chấm dứt|giảm)|"
    r"(?:planned|forecast|projected|estimated|expected|pledged)(?=\W*(?:$|[0-9]|figures?|data|values?|amounts?|numbers?))"
)
_PLAN_OF: Final = r"^\W*kế hoạch(?: năm)? (?:19|20|21)[0-9]{2}(?!\w)(?!.*(?:kết quả|thực hiện))"
_PLANNED: Final = re.compile(rf"(?<!\w)(?:{_OTHERS})(?!\w)|{_PLAN_OF}")
_PLANNED_PLAIN: Final = re.compile(bare(_PLANNED.pattern))
"""What a title says of figures that are not of what was done; and typed without diacritics. Plans have names too."""

_NO_TITLE: Final = re.compile(
    r"^\W*(?:kèm theo|ban hành|căn cứ|theo)\b"
    r"|(?<!\w)(?:nộp|gửi|trả lời|thời gian|thời hạn|hạn|mục tiêu|time|deadline)(?!\w)"
)
"""What names another document or a goal, or says by when a form is handed in."""

_ASIDE: Final = re.compile(
    rf"[\"“«][^\"”»]*[\"”»]|(?<!\w)(?:và|and|kết quả.*?[,;])\s+(?:{_OTHERS})(?!\w).*|(?:{_OTHERS})\W.* và kết quả"
    r"|(?<!\w)(?:không|không phải|thay|thay cho|thay thế|not|instead of)\s+(?:là\s+)?(?:số liệu\s+)?"
    rf"(?:{_OTHERS})(?!\w)"
)
"""What says nothing of the figures: a name, what comes beside those of the title, and what they are not."""

_APART: Final = re.compile("[-_]")
"""What stands for blanks in the name of a file."""

_FIGURES: Final = re.compile(r"(?<!\w)(?:số liệu|kết quả|con số|figures?|data|results?)(?!\w)")
"""What a line below a table speaks of, if it is of the table."""


def said_by_titles(reader: "TableReader", lines: Sequence[Problem]) -> Iterator[Problem]:
    """Yield what titles and notes say of all of a table, against what stands in it."""
    known = reader.layout.known
    values = [name for name in known.holding(*VALUES) if reader.at.get(name, -1) >= 0]
    titles = [one for one in lines if one.rule == "above-header"] if values else []
    for column in (name for name in values if name in known.holding("yes_no")):
        yield from (found for title in titles for found in _against(title, column, reader))
    yield from _planned(titles, [one for one in lines if values and one.rule == "note-row"])


def _planned(titles: Sequence[Problem], notes: Sequence[Problem]) -> Iterator[Problem]:
    """Yield a warning for the first title, or note that speaks of figures, that says they are those of a plan."""
    said = [*titles, *(one for one in notes if _FIGURES.search(fold(one.value or "")))]
    found = next((one for one in said if is_planned(one.value or "")), None)
    if found:
        yield problem("planned-figures", found.place, found.value)


def is_planned(title: str) -> bool:
    """Whether a title is that of planned or estimated figures, and does not only name a plan."""
    text = fold(_APART.sub(" ", title))
    pattern = _PLANNED_PLAIN if text.isascii() else _PLANNED
    return pattern.search(_ASIDE.sub(" ", text)) is not None and not _NO_TITLE.search(text)


def _against(title: Problem, column: str, reader: "TableReader") -> Iterator[Problem]:
    """Yield that a title says of all what none answers."""
    text, known = title.value or "", reader.layout.known
    says = said_of_all(text, column, reader.columns.headings)
    years = {int(year) for year in YEAR.findall(text)}
    if len(years) > 1 or (years and years.isdisjoint(one.year for one in reader.own)):
        return  # it speaks of another year
    answers = {getattr(one, column, None) for one in reader.own if says is not None} - {None}
    if answers and says not in answers:
        answer = known.called_value(column, "no" if says else "yes")
        yield problem("inverted-title", title.place, text, column_meant=known.called(column), answer=answer)


def said_of_all(title: str, column: str, headings: HeadingReader) -> bool | None:
    """Return the answer that a title says all below it have: "Danh sách làng nghề chưa được thông tin"; else None.

    A title may speak of an answer without saying that all have it, as that of a target does; only a list says so, and
    one that denies what is wanted and speaks of nothing else.
    """
    if len(title) > LONGEST_TITLE or next(question(title), None) is not None:
        return None
    words = [bare(word) for word in words_of(title)]
    if _SAYS_OF_ALL.isdisjoint(words) or sum(word in _NOT for word in words) > 1:
        return None
    unwanted = headings.known.columns[column].unwanted is not None
    if not unwanted and set(words) <= _NOT | _FILLERS and not _NOT.isdisjoint(words):
        return False
    for answer, at in _claims(words, column, headings):
        if _is_list(words[:at], headings) or not (answer or unwanted or _more_in(words, column, headings)):
            return answer
    return None


def _more_in(words: Sequence[str], column: str, headings: HeadingReader) -> bool:
    """Whether a title says more than what is denied, and of which units: that it may also be so, for one."""
    told = [word for word in words if word not in _FILLERS]
    own = {bare(word) for text in headings.words(column) for word in words_of(text)}
    return len(told) > len(set(told)) or not all(
        word in _NOT | _FILLERS | own or _is_of_units(word, headings) for word in words
    )


def _is_list(words: Sequence[str], headings: HeadingReader) -> bool:
    found = _LIST.search(" ".join(words))
    return found is not None and all(_is_of_units(word, headings) for word in found[1].split())


def _is_of_units(word: str, headings: HeadingReader) -> bool:
    """Whether a word only says which units; in English there may be several."""
    kinds = {bare(one) for one in headings.of_kinds}
    return not {word, word.removesuffix("s")}.isdisjoint(_CALLED | kinds)


def _claims(words: list[str], column: str, headings: HeadingReader) -> Iterator[tuple[bool, int]]:
    """Yield the answers for a column that words speak of, each with where it begins."""
    opposite = headings.known.columns[column].opposite
    for text in (*opposite.vi, *opposite.en) if opposite else ():
        yield from ((False, at) for at in _found([bare(word) for word in words_of(text)], words))
    for text in headings.words(column):
        asked = [bare(word) for word in words_of(text)]
        plain = [word for index, word in enumerate(asked) if set(asked[: index + 1]) - _FILLERS]
        for at in _found(plain, words) if _NOT.isdisjoint(asked) else ():
            before = _without_fillers(words[:at])
            if before[-1:] and before[-1] in _NOT:
                either = [word for word in before[:-1] if word not in _AND][-1:]
                yield from [(False, len(before) - 1)] * (not set(either) & _YES)
        yield from ((True, at) for at in _found(asked, words) if asked != plain)


def _without_fillers(words: list[str]) -> list[str]:
    while words and words[-1] in _FILLERS:
        words = words[:-1]
    return words


def _found(some: Sequence[str], words: Sequence[str]) -> Iterator[int]:
    """Yield where some words stand one behind the other among others."""
    yield from (at for at in range(len(words) - len(some) + 1) if some and [*words[at : at + len(some)]] == [*some])
