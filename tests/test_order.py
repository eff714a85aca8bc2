"""Names stand in the order of the Vietnamese alphabet: Â after A, Đ after D, then tones; in every output alike."""

import csv
import io
import json
import random
import re
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import ROOT, Scp
from small_surveys import write

from scp_ninhbinh.text.order import alphabetical

DISTRICTS = ["Gia Viễn", "Kim Sơn", "Nho Quan", "TP Hoa Lư", "TP Tam Điệp", "Yên Khánh", "Yên Mô"]
KIM_SON = (
    "Ân Hòa, Chất Bình, Chính Tâm, Cồn Thoi, Định Hóa, Đồng Hướng, Hồi Ninh, Hùng Tiến, Kim Chính, Kim Định, Kim Đông, "
    "Kim Hải, Kim Mỹ, Kim Tân, Kim Trung, Lai Thành, Lưu Phương, Như Hòa, Quang Thiện, Tân Thành, Thượng Kiệm, "
    "Văn Hải, Xuân Chính, Yên Lộc"
).split(", ")
GIA_VIEN = (
    "Gia Hòa, Gia Hưng, Gia Lạc, Gia Lâm, Gia Lập, Gia Minh, Gia Phong, Gia Phú, Gia Phương, Gia Sinh, Gia Sơn, "
    "Gia Tân, Gia Thanh, Gia Thắng, Gia Thịnh, Gia Thủy, Gia Tiến, Gia Trung, Gia Tường, Gia Vân, Gia Vượng, Gia Xuân"
).split(", ")
"""Communes, sorted by hand."""

SHUFFLED = random.Random(4).sample(KIM_SON, len(KIM_SON))


@pytest.mark.parametrize(
    "in_order",
    [
        DISTRICTS,
        KIM_SON,
        GIA_VIEN,
        "a ă â b c d đ e ê f g h i j k l m n o ô ơ p q r s t u ư v w x y z".split(),
        "ma mà mả mã má mạ mâ mầ mẩ mẫ mấ mậ mơ mờ mở mỡ mớ mợ".split(),
        "A Ắc Âu Bảy bẩy Dũng Đạt Đức".split(),
        ["Xã Ái Quốc", "Xã An Sơn", "Xã Ân Hòa", "Xã Yên Mô"],  # letters decide before any tone: i before n
        ["Yên Mô", "Yên Mộ", "Yên Mô A", "Yên Mộ A"],
        ["CH-01", "CH-010", "CH-02", "CH-1", "CH-10", "CH-2"],  # ids as their code points are, digits one by one
        ["LN", "LN-1", "LN-A", "LN-B"],
    ],
)
def test_names_are_sorted_by_letters_then_tones_then_case(in_order: list[str]) -> None:
    mixed = random.Random(1).sample(in_order, len(in_order))
    assert sorted(mixed, key=alphabetical) == in_order
    assert all(alphabetical(one) < alphabetical(other) for one, other in pairwise(in_order))


@pytest.mark.parametrize("names", [KIM_SON, GIA_VIEN])
def test_letters_are_sorted_alike_composed_or_not(names: list[str]) -> None:
    apart = [unicodedata.normalize("NFD", name) for name in names]
    assert sorted(random.Random(2).sample(apart, len(apart)), key=alphabetical) == apart
    assert [*map(alphabetical, apart)] == [*map(alphabetical, names)]


def test_a_capital_stands_before_the_same_name_without() -> None:
    assert sorted(["ân hòa", "Ân Hòa", "Ân hòa"], key=alphabetical) == ["Ân Hòa", "Ân hòa", "ân hòa"]


@pytest.fixture
def villages(tmp_path: Path) -> list[str]:
    """Return a plan without areas, and a survey with a village in each commune, all of which say the same."""
    plan = (ROOT / "plan" / "targets.yaml").read_text(encoding="utf-8")
    (tmp_path / "plan.yaml").write_text(re.sub(r"^areas:\n(?:  - .*\n)+", "", plan, flags=re.M), encoding="utf-8")
    rows = "".join(f"2025,craft_village,Làng {name},Xã {name},có\n" for name in SHUFFLED)
    return [*write(tmp_path, survey="year,kind,name,area,informed\n" + rows), "--plan", "plan.yaml"]


def test_areas_of_one_figure_stand_in_this_order_in_every_format(scp: Scp, villages: list[str]) -> None:
    asked = ("score", *villages, "--by", "area", "--lang", "en")
    shown = scp(*asked, COLUMNS="200").stdout
    places = [shown.index(f"Xã {name}") for name in KIM_SON]
    assert places == sorted(places)
    (first, *_) = json.loads(scp(*asked, "--format", "json").stdout)["targets"]
    communes = [f"Xã {name}" for name in KIM_SON]
    assert [group["name"] for group in first["groups"]] == communes
    rows = csv.DictReader(io.StringIO(scp(*asked, "--format", "csv").stdout))
    assert [row["group"] for row in rows if row["id"] == first["id"] and row["group"]] == [
        f"Xã {one}" for one in KIM_SON
    ]


def test_units_that_were_not_surveyed_stand_in_this_order(scp: Scp, tmp_path: Path) -> None:
    listed = "kind,name,area\n" + "".join(f"market,Chợ {name},Kim Sơn\n" for name in SHUFFLED)
    files = write(
        tmp_path,
        survey="year,kind,name,area,packaging_total,packaging_hard\n2025,market,Chợ Ân Hòa,Kim Sơn,100,50\n",
        register=listed,
    )
    found = json.loads(scp("score", files[0], "--register", files[1], "--format", "json").stdout)
    (market,) = (one for one in found["coverage"] if one["kind"] == "market")
    assert market["not_surveyed"] == [f"Chợ {name}" for name in KIM_SON if name != "Ân Hòa"]


def test_units_whose_answer_changed_stand_in_this_order(scp: Scp, tmp_path: Path) -> None:
    rows = "".join(
        f"{year},craft_village,Làng {name},,{said}\n"
        for year, said in ((2024, "không"), (2025, "có"))
        for name in SHUFFLED
    )
    (path,) = write(tmp_path, survey="year,kind,name,area,informed\n" + rows)
    found = json.loads(scp("review", path, "--format", "json").stdout)
    changed = next(one["changed"] for one in found["targets"] if one.get("changed"))
    assert [one["unit"] for one in changed] == [f"Làng {name}" for name in KIM_SON]


def test_units_of_one_amount_stand_in_this_order(scp: Scp, tmp_path: Path) -> None:
    rows = "".join(f"{year},market,Chợ {name},,100,50\n" for year in (2020, 2025) for name in SHUFFLED)
    (path,) = write(tmp_path, survey="year,kind,name,area,packaging_total,packaging_hard\n" + rows)
    found = json.loads(scp("explain", "I.1.4a", path, "--format", "json").stdout)
    (explained,) = found["targets"]
    listing = next(one for one in explained["units"] if one["said"] == "measured")
    assert [one["unit"] for one in listing["units"]] == [f"Chợ {name}" for name in KIM_SON]
