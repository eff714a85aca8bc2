"""Ids that are not what they look like are told, and no sound id is."""

from pathlib import Path

import pytest

from scp_ninhbinh.problems.problem import Problem, describe
from scp_ninhbinh.run import Request, check_files
from scp_ninhbinh.text.say import language

SOUND = [
    *("LN-01", "CH.007", "LÀNG-ĐÔNG-07", "xã Hồng Phong 8", "Trường TH Đặng Ỷ ữ", "La\u0300ng 9", "ĐƯỜNG\u00a0SỐ 1"),
    *("LN№10", "Nº 3", "Chợ Mẽ – 2", "A¹", "007", "1E5", "12E3", "1E-05", "2E10", "E+05", "1.2E3", "37.352.001", "½"),
    *("123456789012345678", "2026-02-01", "Ж1", "CN-1/2025", "b.1.a", "café", "(A)", "“B”"),
]


def told(folder: Path, *ids: str, register: str | None = None) -> list[Problem]:
    """Return what is said of a survey of these ids."""
    rows = "".join(f'2025,craft_village,"{one}",yes\n' for one in ids)
    (folder / "survey.csv").write_text(f"year,kind,id,informed\n{rows}", encoding="utf-8")
    if register is not None:
        (folder / "register.csv").write_text(f"kind,id,name\n{register}", encoding="utf-8")
    listing = None if register is None else str(folder / "register.csv")
    return check_files(Request([str(folder / "survey.csv")], register=listing)).problems


@pytest.mark.parametrize("one", SOUND)
def test_an_id_that_people_write_is_sound(tmp_path: Path, one: str) -> None:
    assert told(tmp_path, one) == []


@pytest.mark.parametrize(
    ("one", "sign"),
    [
        ("LN\u200b-01", "U+200B ZERO WIDTH SPACE"),
        ("LN-01\ufeff", "U+FEFF ZERO WIDTH NO-BREAK SPACE"),
        ("LN\u00ad01", "U+00AD SOFT HYPHEN"),
        ("\u202eLN-01", "U+202E RIGHT-TO-LEFT OVERRIDE"),
        ("LN\x0701", "U+0007"),
        ("LN\n01", "U+000A"),
        ("LN-0１", "U+FF11 FULLWIDTH DIGIT ONE"),
        ("ＬN-01", "U+FF2C FULLWIDTH LATIN CAPITAL LETTER L"),
        ("СH-01", "U+0421 CYRILLIC CAPITAL LETTER ES"),
        ("ΒH-01", "U+0392 GREEK CAPITAL LETTER BETA"),
        ("ÐT-01", "U+00D0 LATIN CAPITAL LETTER ETH"),
        ("LN-٣", "U+0663 ARABIC-INDIC DIGIT THREE"),
    ],
)
def test_what_nobody_sees_in_an_id_is_named(tmp_path: Path, one: str, sign: str) -> None:
    """Without it the unit is another than the LN-01 of the register, and no row here tells why."""
    (found,) = told(tmp_path, "LN-99", one)
    assert (found.rule, found.severity, found.place.column) == ("odd-id", "warning", "id")
    assert f": {sign} (ids so: 1, rows 3)" in language("en").text(describe(found)[0])


@pytest.mark.parametrize(
    "one", ["1.23E+05", "1,23E+05", "1E+05", "1.2E+5", "12.3E+10", "1.23457e+11", "1.2345678901234E17", "-1.5E+07"]
)
def test_a_code_that_a_spreadsheet_took_for_a_number_is_told(tmp_path: Path, one: str) -> None:
    assert [(found.rule, found.severity, found.value) for found in told(tmp_path, one)] == [
        ("damaged-id", "warning", one)
    ]


def test_a_table_has_one_warning_for_all_such_ids(tmp_path: Path) -> None:
    (found,) = told(tmp_path, "A", *(f"Ｌ{number}" for number in range(20)))
    assert found.details["rows"] == (*(str(row) for row in range(3, 13)), "…")
    assert found.details["n"] == 20


def test_ids_of_a_register_are_looked_at_too(tmp_path: Path) -> None:
    listed = "craft_village,LN-01,A\ncraft_village,1.23E+05,B\n"
    problems = told(tmp_path, "LN-01", register=listed)
    assert [Path(found.place.path).name for found in problems if found.rule == "damaged-id"] == ["register.csv"]
