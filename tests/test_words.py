"""One thing has one word: the table of terms in CONTRIBUTING holds over the catalogue, the plan, README and docs."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_args

import catalogue
import pytest
import yaml
from conftest import ROOT, Scp
from make_docs import CONSOLE

from scp_ninhbinh.plan.file import embedded_plan, load_plan
from scp_ninhbinh.writers.schema_texts import Which
from scp_ninhbinh.writers.schemas import schema_text

Language = Literal["en", "vi"]


class Term(NamedTuple):
    """A row of the table: what is said in each language, what is not, and where that is right all the same."""

    said: Mapping[Language, str]
    refused: Mapping[Language, tuple[str, ...]]
    right: tuple[str, ...]


class Said(NamedTuple):
    """A text with the place where it stands."""

    place: str
    language: Language
    text: str


def listed(cell: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in cell.split(",") if word.strip())


def terms() -> list[Term]:
    """Return the table of terms as CONTRIBUTING has it."""
    _, _, table = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("## One thing, one word")
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in re.findall(r"(?m)^\|.*\|$", table)]
    end = next(at for at, row in enumerate(rows) if row[0] == "command")
    return [
        Term({"en": en, "vi": vi}, {"en": listed(not_en), "vi": listed(not_vi)}, listed(right))
        for en, vi, not_en, not_vi, right in rows[2:end]
    ]


TERMS = terms()


def faults(said: Said) -> list[str]:
    """Return the words of a text that another word is said for, each with that word and its place."""
    found = []
    for term in TERMS:
        text = said.text.lower()
        for right in term.right:
            text = text.replace(right, "")
        found += [
            f'{said.place}: "{word}", say "{term.said[said.language]}": {said.text[:160]}'
            for word in term.refused[said.language]
            if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text)
        ]
    return found


def of_catalogue() -> Iterator[Said]:
    """Yield each text of the program and its translation."""
    for message in catalogue.catalogue():
        texts = [message.id] if isinstance(message.id, str) else message.id
        strings = [message.string] if isinstance(message.string, str) else message.string
        if message.id:
            yield from (Said(f"catalogue, {texts[0][:40]}", "en", text) for text in texts)
            yield from (Said(f"catalogue, {texts[0][:40]}", "vi", text) for text in strings)


def shown(value: Any, place: str = "plan") -> Iterator[Said]:
    """Yield what a plan shows: of several spellings of a name the first; what is read besides may be any word."""
    if isinstance(value, dict):
        for key, one in value.items():
            if key in ("vi", "en"):
                yield Said(place, key, one[0] if isinstance(one, list) else one)
            elif key != "opposite":
                yield from shown(one, f"{place}, {key}")
    elif isinstance(value, list):
        for one in value:
            yield from shown(one, place)


def of_plan() -> Iterator[Said]:
    yield from shown(yaml.safe_load((ROOT / "plan" / "targets.yaml").read_text(encoding="utf-8")))


def described(schema: Any) -> Iterator[str]:
    """Yield what a JSON Schema says of its keys."""
    if isinstance(schema, list):
        yield from (text for one in schema for text in described(one))
    for key, one in schema.items() if isinstance(schema, dict) else ():
        if key in ("title", "description") and isinstance(one, str):
            yield one
        else:
            yield from described(one)


def of_schema(name: Which) -> Iterator[Said]:
    """Yield the texts of a schema; in that of surveys the plan says which columns there are."""
    schema = json.loads(schema_text(name, load_plan(embedded_plan()).plan))
    yield from (Said(f"schema of {name}", "en", text) for text in described(schema))


PAGES = [
    *ROOT.glob("README*.md"),
    *(page for page in (ROOT / "docs").glob("*.md") if not page.name.startswith("words.")),  # which has every spelling
]


def of_page(path: Path) -> Iterator[Said]:
    """Yield the lines of a page; not what a command prints or a file holds, nor what is said of such words."""
    language: Language = "vi" if path.name.endswith(".vi.md") else "en"
    text = CONSOLE.sub("", path.read_text(encoding="utf-8"))
    text = re.sub(r"(?ms)^```.*?^```", "", text)
    for line in re.sub(r"`[^`\n]*`", "", text).split("\n"):
        yield Said(path.name, language, line)


def test_the_table_of_terms_says_both_words_and_what_is_not_said() -> None:
    assert 12 <= len(TERMS) <= 30
    assert {"target", "evidence", "campaign"} <= {term.said["en"] for term in TERMS}
    assert all(term.refused["en"] or term.refused["vi"] for term in TERMS)
    for term in TERMS:
        for language in ("en", "vi"):
            assert not faults(Said("table", language, term.said[language])), term


def test_no_text_of_the_program_has_a_word_that_another_is_said_for() -> None:
    assert [fault for said in of_catalogue() for fault in faults(said)] == []


def test_a_term_of_one_word_has_its_word_in_the_translation() -> None:
    """A text about a target speaks of a chỉ tiêu, whatever else it says; a gap or a name of the program is no word."""
    plain = {term.said["en"]: term.said["vi"] for term in TERMS if term.said["en"].isalpha()}
    assert {"target", "evidence", "campaign"} <= plain.keys()
    missing = []
    for message in catalogue.catalogue():
        text = re.sub("{[^}]*}", "", " ".join([message.id] if isinstance(message.id, str) else message.id))
        string = " ".join([message.string] if isinstance(message.string, str) else message.string)
        string = string.replace("CHỈ-TIÊU", "chỉ tiêu")  # a name in a line of usage is one word
        missing += [(en, text) for en, vi in plain.items() if said_in(en, text) and vi not in string.lower()]
    assert missing == []


def said_in(word: str, text: str) -> bool:
    return bool(re.search(rf"(?<!\w){word}s?(?!\w)", text.lower()))


def test_the_plan_shows_no_word_that_another_is_said_for() -> None:
    assert [fault for said in of_plan() for fault in faults(said)] == []


@pytest.mark.parametrize("name", get_args(Which))
def test_no_schema_has_a_word_that_another_is_said_for(name: Which) -> None:
    said = [*of_schema(name)]
    assert len(said) > 10
    assert [fault for one in said for fault in faults(one)] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_page_has_a_word_that_another_is_said_for(page: Path) -> None:
    assert [fault for said in of_page(page) for fault in faults(said)] == []


@pytest.mark.parametrize(
    ("language", "text", "word"),
    [
        ("vi", "3 nơi chưa đo", "nơi"),
        ("vi", "Chiến dịch đã được tổ chức", "chiến dịch"),
        ("vi", "các tệp được chấm; dấu chấm phẩy", "chấm"),
        ("vi", "chợ tốt nhất, chợ tốt", "tốt"),
        ("en", "Unknown answers could turn it", "could turn"),
        ("en", "a unit that stands twice", "stands twice"),
    ],
)
def test_a_word_that_is_put_in_is_found(language: Language, text: str, word: str) -> None:
    """Whatever its case, and beside what is right: dấu chấm is a full stop, tốt nhất is best."""
    (fault,) = faults(Said("here", language, text))
    assert fault.startswith(f'here: "{word}", say "')


@pytest.mark.parametrize("text", ["dấu chấm và dấu hai chấm", "kỹ thuật tốt nhất", "đánh giá", "nơi khác"])
def test_a_word_that_is_right_where_it_stands_is_not_found(text: str) -> None:
    assert faults(Said("here", "vi", text)) == []


def test_a_word_that_is_put_into_a_plan_or_a_page_is_found(tmp_path: Path) -> None:
    """The first spelling of a name is shown; the others are read, whatever they are."""
    plan = {"kinds": {"campaign": {"vi": ["chiến dịch", "cuộc tuyên truyền"], "en": "campaign"}}}
    assert [fault for said in shown(plan) for fault in faults(said)]
    plan["kinds"]["campaign"]["vi"].reverse()
    assert [fault for said in shown(plan) for fault in faults(said)] == []
    page = tmp_path / "page.vi.md"
    page.write_text("# Trang\n\n```sh\nscp score chiến dịch\n```\n\nMỗi chiến dịch một dòng.\n", encoding="utf-8")
    (fault,) = (fault for said in of_page(page) for fault in faults(said))
    assert fault.endswith("Mỗi chiến dịch một dòng.")


@pytest.mark.parametrize(
    ("kind", "heading"),
    [
        ("cuộc tuyên truyền", "đã tổ chức"),
        ("cuộc tuyên truyền, phổ biến", "đã tổ chức"),
        ("làng nghề", "được phổ biến, tuyên truyền"),
        ("khu công nghiệp", "được tuyên truyền, phổ biến"),
        ("cụm công nghiệp", "được phổ biến, nâng cao nhận thức"),
        ("làng nghề", "được tuyên truyền, phổ biến, nâng cao nhận thức"),
        ("mô hình", "đã xây dựng và áp dụng"),
    ],
)
def test_a_survey_in_the_plans_own_words_is_read(kind: str, heading: str, scp: Scp, tmp_path: Path) -> None:
    """Plan 87 calls them so; a form of the province answers rồi and chưa, or đã."""
    rows = [f'2025,"{kind}",{name},{answer}' for name, answer in (("A", "rồi"), ("B", "chưa"), ("C", "Đã"))]
    text = "\n".join([f'năm,loại,tên,"{heading}"', *rows])
    (tmp_path / "survey.csv").write_text(text, encoding="utf-8")
    done = scp("check", "survey.csv", "--lang", "en")
    assert (done.stdout.splitlines()[-1], done.returncode) == ("0 errors, 0 warnings, 1 file, 3 rows", 0)
