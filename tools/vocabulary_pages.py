"""The page of words and the tables of the data dictionary, in English and in Vietnamese."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from scp_ninhbinh.plan import vocabulary as words
from scp_ninhbinh.plan.clauses import Indicator, Reduction, Scored, Task
from scp_ninhbinh.plan.file import embedded_plan, load_plan
from scp_ninhbinh.plan.vocabulary import FIRST, Column, Word
from scp_ninhbinh.survey.units import Listed
from scp_ninhbinh.text.say import Bilingual, Code

ROOT = Path(__file__).parents[1]

PLAN = load_plan(embedded_plan()).plan
KNOWN = PLAN.vocabulary

FEW = 4
"""Clauses that a table names one by one; of more it names the first and the last."""

EXAMPLES = [
    ROOT / name
    for name in ("data/samples/survey-2025.csv", "docs/examples/another-survey.csv", "data/samples/register.csv")
]
"""Synthetic files from which the first cell of each column is shown."""


class Text(NamedTuple):
    """A text of these pages in both languages; the program does not say it, so its catalogue has no need of it."""

    vi: str
    en: str


YES: Final = Text("có", "yes")
NO: Final = Text("không", "no")
YEAR: Final = Text("năm", "year")
NUMBER: Final = Text("số", "number")
KIND: Final = Text("loại đơn vị", "kind of unit")
UNKNOWN: Final = Text("chưa rõ", "not known")
REFUSED: Final = Text("bị từ chối", "refused")
UNLIMITED: Final = Text("không giới hạn", "no limit")
PLAIN: Final = (Text("văn bản", "text"), Text("không có thông tin", "no information"))

ENGINE_HOLDS: Final = {
    "year": (YEAR, REFUSED),
    "kind": (KIND, REFUSED),
    "since": (YEAR, UNLIMITED),
    "until": (YEAR, UNLIMITED),
    "size": (NUMBER, UNKNOWN),
}
"""What a column holds that every survey or register may have, and what an empty cell of it means."""

INTRODUCTION: Final = Text(
    """# Các từ được dùng trong bảng số liệu khảo sát

Đây là những từ mà `scp` đọc được ở tiêu đề cột và trong ô, ngoài ký hiệu riêng của chương trình ở cột thứ hai. Viết
hoa hay viết thường, bảng mã dựng sẵn hay tổ hợp, dấu thanh đặt ở nguyên âm nào (hoà, hòa), có dấu hay không dấu (khong,
cho) đều được; dấu câu trong tiêu đề không được xét đến; nylon có thể viết là ni lông, nilon hoặc ni-lông. Từ khác bị từ
chối kèm gợi ý từ gần đúng nhất, chương trình không bao giờ tự đoán.
""",
    """# Words that a survey may use

What `scp` reads in headings and cells, beside the names of its own in the first column. Each may stand in any case, in
composed or decomposed letters, with a tone on either vowel (hoà, hòa), and without any diacritics (khong, cho); in
headings punctuation does not count, and nylon may be spelt ni lông, nilon or ni-lông. Anything else is refused with the
likely word, never guessed.
""",
)


@dataclass(frozen=True, slots=True)
class Pages:
    """What the pages say of the embedded plan's words, in one language."""

    code: Code

    def words_page(self) -> str:
        """Return the vocabulary as a page, table by table."""
        return "\n".join([self._say(*INTRODUCTION), *self._word_tables(), *self._answers(), *self._headings_and_rows()])

    def survey_columns(self) -> str:
        """Return every column of a survey: what it holds, which kinds need it, and which clauses use it."""
        head = self._say(
            "cột, ký hiệu, tiếng Anh, nội dung, ô trống, dùng cho, bắt buộc có cột, mục, ví dụ",
            "column, Vietnamese, English, holds, empty, for, required column, clauses, example",
        )
        return markdown(head, [self._survey_column(name) for name in KNOWN.names])

    def register_columns(self) -> str:
        """Return every column of a register."""
        head = self._say(
            "cột, ký hiệu, tiếng Anh, nội dung, ô trống, ví dụ", "column, Vietnamese, English, holds, empty, example"
        )
        names = (*Listed.columns(), "note")
        return markdown(head, [(*self._engine_column(name), self._example(name, -1)) for name in names])

    def kinds_of_unit(self) -> str:
        """Return every kind with the columns of its own and the clauses that ask for it."""
        head = self._say(
            "loại, ký hiệu, tiếng Anh, các cột riêng, mục", "kind, Vietnamese, English, columns of its own, clauses"
        )
        rows = [
            (*self._names(kind, named.word), ", ".join(map(self._column, KNOWN.of(kind))), self._clauses({kind}))
            for kind, named in KNOWN.kinds.items()
        ]
        return markdown(head, rows)

    def _say(self, vi: str, en: str) -> str:
        return vi if self.code == "vi" else en

    def _said(self, text: Bilingual) -> str:
        return self._say(text.vi, text.en)

    def _column(self, name: str) -> str:
        """Return what the page calls a column: English by its id, as files for machines do."""
        return self._say(KNOWN.word(name).vi, f"`{name}`")

    def _kind(self, name: str) -> str:
        return self._say(KNOWN.kinds[name].vi[0], f"`{name}`")

    def _names(self, name: str, word: Word) -> tuple[str, str, str]:
        """Return what something is called, first by what the page's readers call it."""
        return (word.vi, f"`{name}`", word.en) if self.code == "vi" else (f"`{name}`", word.vi, word.en)

    # --- the page of words ---

    def _word_tables(self) -> list[str]:
        columns = {name: KNOWN.word(name) for name in (*FIRST, *KNOWN.columns, "since", "until", "size", "note")}
        tables = {
            self._say("Các cột", "Columns"): columns,
            self._say("Loại đơn vị", "Kinds of unit"): {kind: named.word for kind, named in KNOWN.kinds.items()},
        }
        for name, column in KNOWN.columns.items():
            if column.choices:
                title = self._say(f"Các lựa chọn của cột {column.vi[0]} (`{name}`)", f"Choices of `{name}`")
                tables[title] = {choice: named.word for choice, named in column.choices.items()}
        return [line for title, table in tables.items() for line in (f"## {title}\n", self._word_table(table))]

    def _word_table(self, table: dict[str, Word]) -> str:
        head = self._say("tiếng Việt, ký hiệu, tiếng Anh, cách viết khác", "name, Vietnamese, English, also")
        return markdown(head, [(*self._names(name, word), _list(word.also)) for name, word in table.items()])

    def _answers(self) -> list[str]:
        passed, failed = ([word for word, value in words.PASSED.items() if value is wanted] for wanted in (True, False))
        empty = self._say('ô trống, "...", "…"', 'an empty cell, "...", "…"')
        rows = [
            (self._said(YES), _list((*words.YES, *passed))),
            (self._said(NO), _list((*words.NO, *failed))),
            (self._said(UNKNOWN), empty),
        ]
        faults = [self._column(name) for name, column in KNOWN.columns.items() if column.unwanted]
        where = self._say(" và ", " and ").join(faults)
        why = self._say(
            f'Ở cột {where}, trả lời "có" là không đáp ứng yêu cầu, nên các từ nêu nhận xét bị từ chối',
            f"Under {where}, where a yes does not meet the clause, words that judge are refused",
        )
        head = self._say("câu trả lời, các từ", "answer, words")
        title = self._say("Câu trả lời", "Answers")
        return [f"## {title}\n", markdown(head, rows), f"{why}: {_list(tuple(words.PASSED))}.\n"]

    def _headings_and_rows(self) -> list[str]:
        opposite = [
            f"{self._say('Đối với cột', 'For')} {self._column(name)}: {_list((*asked.vi, *asked.en))}.\n"
            for name, column in KNOWN.columns.items()
            if (asked := column.opposite)
        ]
        below = self._say("Bên dưới bảng, các dòng bắt đầu bằng", "Below the table, lines that begin with")
        dated = self._say("và ngày tháng có địa danh ở trước", "and a date with its place before it")
        return [
            self._say("## Tiêu đề được nhận biết nhưng không đọc\n", "## Headings that are known and not read\n"),
            f"{_list(words.IGNORED)}.\n",
            self._say("## Tiêu đề hỏi ngược và bị từ chối\n", "## Headings that ask the opposite and are refused\n"),
            *opposite,
            self._say("## Các dòng không phải là đơn vị\n", "## Rows that are no units\n"),
            f"{self._say('Dòng tổng', 'Totals')}: {_list(words.TOTALS)}.\n",
            f"{below}: {_list(words.NOTES)}; {dated}.\n",
        ]

    # --- the tables of the data dictionary ---

    def _engine_column(self, name: str) -> tuple[str, ...]:
        held = ENGINE_HOLDS.get(name, PLAIN)
        return (*self._names(name, KNOWN.word(name)), *map(self._said, held))

    def _survey_column(self, name: str) -> tuple[str, ...]:
        column = KNOWN.columns.get(name)
        if column is None:
            kinds = self._say("mọi dòng", "any row" if name == "note" else "every row")
            required = YES if name in ("year", "kind") else NO
            return (*self._engine_column(name), kinds, self._said(required), "", self._example(name))
        return (
            *self._names(name, column.word),
            *self._held(column),
            ", ".join(map(self._kind, column.kinds)),
            self._said(NO if column.optional == "true" else YES),
            self._clauses(set(column.kinds), name),
            self._example(name),
        )

    def _held(self, column: Column) -> tuple[str, str]:
        """Return what a column of the plan holds, and what an empty cell of it means."""
        match column.holds:
            case "yes_no":
                fault = self._say('; "có" là không đáp ứng yêu cầu', "; yes = does not meet the clause")
                answer = self._say("có hoặc không", "yes or no")
                return f"{answer}{fault if column.unwanted else ''}", self._said(UNKNOWN)
            case "number":
                return self._number(column), self._said(UNKNOWN)
            case "choice":
                *others, last = (self._say(one.vi[0], f"`{name}`") for name, one in (column.choices or {}).items())
                return f"{', '.join(others)} {self._say('hoặc', 'or')} {last}", self._said(PLAIN[1])
            case "clauses":
                return self._say("mục nhiệm vụ", "clauses of tasks"), self._say("không có minh chứng", "no evidence")
            case "year":
                return self._said(YEAR), self._said(UNKNOWN)
            case _:
                return self._said(PLAIN[0]), self._said(PLAIN[1])

    def _number(self, column: Column) -> str:
        unit = self._say(f" {column.unit.vi}", f" of {column.unit.en}") if column.unit else ""
        least = str(column.above)
        bound = (
            self._say(f"lớn hơn {least}", f"above {least}")
            if column.above is not None
            else self._say("từ 0 trở lên", "0 or more")
        )
        measured = f", {self._say('theo', 'in')} {self._column(column.unit_in)}" if column.unit_in else ""
        return f"{self._said(NUMBER)}{unit}, {bound}{measured}"

    def _clauses(self, kinds: set[str], column: str = "") -> str:
        """Return the clauses of the embedded plan that ask for these kinds, and for this column where one is given."""
        found = [clause for item in PLAN.indicators if _asks(item, kinds, column) for clause in _clauses_of(item)]
        return ", ".join(found) if len(found) <= FEW else f"{found[0]} {self._say('đến', 'to')} {found[-1]}"

    def _example(self, column: str, first: int = 0) -> str:
        """Return the first cell of the column that says something, in the synthetic files from the `first` one on."""
        for path in EXAMPLES[first:]:
            with path.open(encoding="utf-8") as file:
                found = next((row[column] for row in csv.DictReader(file) if row.get(column)), "")
            if found:
                return f"`{self._in_words(column, found)}`"
        return ""

    def _in_words(self, column: str, cell: str) -> str:
        """Return a cell of a sample as readers of the page would write it."""
        if self.code == "en":
            return cell
        choices = KNOWN.kinds if column == "kind" else KNOWN.columns[column].choices if column in KNOWN.columns else {}
        answers = {"yes": YES.vi, "no": NO.vi}
        return answers.get(cell) or (choices[cell].vi[0] if choices and cell in choices else cell)


def _asks(item: Indicator, kinds: set[str], column: str) -> bool:
    if isinstance(item, Task):
        return bool(kinds & KNOWN.clauses.keys())
    return bool(kinds & set(item.of)) and (not column or isinstance(item, Reduction) or column in item.answer)


def _clauses_of(item: Indicator) -> list[str]:
    return [target.clause for target in item.targets] if isinstance(item, Scored) else [item.clause]


def _list(texts: tuple[str, ...]) -> str:
    """Return words one after the other; several of them have a comma of their own."""
    return "; ".join(texts).replace("*", "\\*")


def markdown(head: str, rows: Sequence[tuple[str, ...]]) -> str:
    """Return a table; `head` has its headings, separated by commas."""
    headings = tuple(head.split(", "))
    lines = [headings, ("---",) * len(headings), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
