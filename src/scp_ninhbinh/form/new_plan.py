"""A plan to begin with: kinds and columns of its own, an indicator of each measure, and comments on what may be said.

What stands in it is an example; whoever writes a plan replaces it piece by piece and asks `scp check` what is wrong.
"""

import re
from textwrap import wrap
from typing import Final

from scp_ninhbinh.text.say import Language, Phrase

_UNSAFE: Final = re.compile(r"[\x00-\x20\x7f%#?]")
"""What would end the name of a file in a line of a comment, or in a URI."""

WIDTH: Final = 110
"""Characters of a comment's line."""

PARTS: Final = (
    Phrase("A plan is one file: the kinds of unit, what is asked of them, and every target."),
    Phrase("Replace the example by your plan, and ask scp check what is wrong with it; template makes its form."),
    "schema: scp/plan/2",
    Phrase("The number of the plan, or another name without blanks."),
    "id: 01/KH-UBND",
    Phrase("Every text stands in both languages. A text with a comma or a colon needs quotation marks."),
    "title: {vi: Kế hoạch giảm rác thải, en: A plan for less waste}",
    Phrase("The years of the plan, both included."),
    "period: {first: 2026, last: 2030}",
    Phrase(
        "The areas by their names, so that a misspelt one is reported; since, until and was, if one became another."
    ),
    "areas:",
    "  - {name: Xã Đông}",
    "  - {name: Xã Tây, until: 2027}",
    "  - {name: Xã Nam, until: 2027}",
    "  - {name: Phường Nam, since: 2028, was: [Xã Nam]}",
    "",
    Phrase("The kinds of unit. The first word is shown, all are read; many is what several are called in English."),
    "kinds:",
    "  shop: {vi: [cửa hàng, quầy hàng], en: shop, many: shops}",
    "  course: {vi: [lớp tập huấn, khóa tập huấn], en: course, many: courses}",
    "  activity: {vi: hoạt động, en: activity, many: activities}",
    "",
    Phrase("The columns of a survey: who has them, what they hold, their headings, and the question with its notes."),
    "columns:",
    Phrase("yes_no: yes or no. lasting: a yes stays. unwanted: yes = does not meet the clause."),
    "  plastic_bags:",
    "    kinds: [shop]",
    "    holds: yes_no",
    '    unwanted: "yes"',
    "    vi: [dùng túi nhựa, còn dùng túi nhựa]",
    "    en: uses plastic bags",
    '    ask: {vi: "Cửa hàng có dùng túi nhựa hay không.", en: "Whether the shop uses plastic bags."}',
    "  sorts_waste:",
    "    kinds: [shop]",
    "    holds: yes_no",
    "    vi: phân loại rác",
    "    en: sorts its waste",
    '    ask: {vi: "Cửa hàng có phân loại rác hay không.", en: "Whether the shop sorts its waste."}',
    Phrase("number: 0 or more. part_of: the whole that it is a part of. unit: what it is counted in."),
    "  waste:",
    "    kinds: [shop]",
    "    holds: number",
    "    unit: kg",
    "    vi: tổng rác thải",
    "    en: all waste",
    '    ask: {vi: "Toàn bộ rác thải trong một tuần.", en: "All waste of a week."}',
    "  plastic_waste:",
    "    kinds: [shop]",
    "    holds: number",
    "    unit: kg",
    "    part_of: waste",
    "    vi: rác thải nhựa",
    "    en: plastic waste",
    '    ask: {vi: "Phần rác thải nhựa trong tổng rác thải.", en: "The part of the waste that is plastic."}',
    "  held:",
    "    kinds: [course]",
    "    holds: yes_no",
    "    vi: đã tổ chức",
    "    en: held",
    '    ask: {vi: "Lớp đã được tổ chức hay chưa.", en: "Whether the course was held."}',
    "  trained:",
    "    kinds: [course]",
    "    holds: number",
    "    unit: {vi: người, en: people}",
    "    vi: số người dự",
    "    en: people trained",
    '    ask: {vi: "Số người dự lớp.", en: "How many people took part."}',
    Phrase("clauses: the tasks that a unit is evidence for. Also: choice, text and year."),
    "  task:",
    "    kinds: [activity]",
    "    holds: clauses",
    "    vi: nhiệm vụ",
    "    en: task",
    '    ask: {vi: "Nhiệm vụ mà hoạt động là minh chứng.", en: "The task that the activity is evidence for."}',
    "",
    Phrase("What is required. A percentage has its sign, an answer its quotation marks; stretch is an upper figure."),
    Phrase("at_most in place of at_least is a limit that is not to be exceeded; stretch is then a lower figure."),
    Phrase("each: area, or each: year, beside of: each of them has to meet the limit by itself. Not for a change."),
    "indicators:",
    Phrase("share: of all units of these kinds, those that gave the answer."),
    Phrase("Of several answers say how many count: answers: all, or answers: at least 2."),
    "  - id: shops-without-bags",
    "    measure: share",
    "    title: {vi: Cửa hàng không dùng túi nhựa, en: Shops without plastic bags}",
    Phrase("short: a title of at most 25 characters, for tables."),
    "    short: {vi: Nơi không dùng túi nhựa, en: Shops without bags}",
    Phrase("sentence: what a report says, with {figure} where the figure stands."),
    '    sentence: {vi: "{figure} cửa hàng không dùng túi nhựa", en: "{figure} shops use no plastic bags"}',
    "    of: [shop]",
    '    answer: {plastic_bags: "no"}',
    "    targets:",
    '      - {due: 2028, at_least: 40%, clause: "1.1"}',
    '      - {due: 2030, at_least: 70%, stretch: 80%, clause: "1.2"}',
    "",
    Phrase("ratio: sum over sum, a percentage if one column is a part of the other or both have one unit."),
    Phrase("Else it has a unit, and limits are numbers: {sum: …, over: …, times: 1000, unit: {vi: …, en: …}}"),
    "  - id: little-plastic",
    "    measure: ratio",
    "    title: {vi: Rác thải nhựa trong rác thải, en: Plastic in the waste}",
    "    of: [shop]",
    "    ratio: {sum: plastic_waste, over: waste}",
    "    targets:",
    '      - {due: 2030, at_most: 20%, clause: "1.3"}',
    "",
    Phrase("total: the sum of a column, of the year or since a year. A number has no separators: 15000."),
    "  - id: people-trained",
    "    measure: total",
    "    title: {vi: Người được tập huấn, en: People trained}",
    "    of: [course]",
    "    total: trained",
    "    targets:",
    '      - {due: 2030, at_least: 1500, clause: "1.4", since: 2026}',
    "",
    Phrase("reduction: by how much a ratio, a total or an answer's share fell since a base year; why that year."),
    Phrase("Of several base years years: [2024, 2025]. per_year: true, if the limit is one of each year."),
    "  - id: less-plastic-waste",
    "    measure: reduction",
    "    title: {vi: Giảm tỷ lệ rác thải nhựa, en: Less plastic in the waste}",
    "    of: [shop]",
    "    ratio: {sum: plastic_waste, over: waste}",
    "    base: {year: 2025, why: {vi: Năm trước kế hoạch, en: The year before the plan}}",
    "    targets:",
    '      - {due: 2030, at_least: 30%, clause: "1.5"}',
    "",
    Phrase("increase: the same for what rises; it may be more than 100%."),
    "  - id: more-sorting",
    "    measure: increase",
    "    title: {vi: Thêm cửa hàng phân loại rác, en: More shops that sort their waste}",
    "    of: [shop]",
    '    answer: {sorts_waste: "yes"}',
    "    base: {year: 2025, why: {vi: Năm trước kế hoạch, en: The year before the plan}}",
    "    targets:",
    '      - {due: 2030, at_least: 50%, clause: "1.6"}',
    "",
    Phrase("count: how many units, or how many occasions (rows), gave the answer since a year."),
    Phrase("new_units: only units that had not given it before that year."),
    "  - id: courses-held",
    "    measure: count",
    "    count: occasions",
    "    title: {vi: Lớp tập huấn, en: Courses}",
    "    of: [course]",
    '    answer: {held: "yes"}',
    Phrase("A note says how a clause is read where its text leaves a choice, and why."),
    "    notes:",
    "      - reading: {vi: Mỗi lớp ghi một dòng, en: Each course is a row}",
    "        why: {vi: Văn bản nêu số lớp, en: The text counts courses}",
    "    targets:",
    '      - {due: 2028, at_least: 4, stretch: 6, clause: "1.7", since: 2026}',
    "",
    Phrase("encourage: answers to a clause without a figure are counted and not judged."),
    "  - id: waste-sorted",
    "    measure: encourage",
    "    title: {vi: Cửa hàng phân loại rác, en: Shops that sort their waste}",
    '    clause: "1.8"',
    "    of: [shop]",
    '    answer: {sorts_waste: "yes"}',
    "",
    Phrase("task: the activities that name its clause are counted and not judged."),
    "  - id: recycling-points",
    "    measure: task",
    "    title: {vi: Điểm thu gom tái chế, en: Recycling points}",
    '    clause: "2.1"',
)
"""The lines of the plan, and as phrases the comments, each above the line that it is about."""


def new_plan(schema: str, language: Language) -> str:
    """Return the text of the plan, which names the file of its `schema` for editors; comments are in this language."""
    lines = [f"# yaml-language-server: $schema={_UNSAFE.sub(lambda sign: f'%{ord(sign[0]):02X}', schema)}"]
    for number, part in enumerate(PARTS):
        lines += _comment(part, _indent(PARTS[number:]), language) if isinstance(part, Phrase) else [part]
    return "\n".join(lines) + "\n"


def _indent(parts: tuple[str, ...]) -> str:
    """Return the blanks before the first line of the plan among these parts."""
    line = next(part for part in parts if not isinstance(part, Phrase))
    return line[: len(line) - len(line.lstrip())]


def _comment(text: Phrase, indent: str, language: Language) -> list[str]:
    return wrap(language.text(text), WIDTH, initial_indent=f"{indent}# ", subsequent_indent=f"{indent}# ")
