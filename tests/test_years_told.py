"""The years that titles and names say their figures are of: not those of documents that they name, nor of dates."""

from pathlib import Path

import pytest

from scp_ninhbinh.project.declared import Constant
from scp_ninhbinh.run import Request, check_files
from scp_ninhbinh.survey.years_told import years_told
from scp_ninhbinh.text.spelling import LONGEST

DECLARED = 2025
CONSTANTS = (Constant(None, "year", str(DECLARED)), Constant(None, "kind", "craft_village"))


@pytest.mark.parametrize(
    "text",
    [
        "(Kèm theo Kế hoạch số 87/KH-UBND ngày 01/9/2020 của UBND tỉnh)",
        "(Kèm theo Báo cáo số 12/BC-SCT ngày 10/01/2026)",
        "Thực hiện Quyết định số 889/QĐ-TTg ngày 24/6/2020",
        "Kế hoạch số 87/KH-UBND năm 2020 của UBND tỉnh",
        "Quyết định số 12/2020/QĐ-UBND",
        "Luật số 72/2020/QH14, ISO 14001:2015",
        "Căn cứ Luật Bảo vệ môi trường năm 2020",
        "Theo Luật Bảo vệ môi trường năm 2020",
        "(Ban hành kèm theo Quyết định 889 ngày 24 tháng 6 năm 2020)",
        "Giai đoạn 2021-2030",
        "Giai đoạn từ năm 2021 đến hết năm 2030",
        "Kế hoạch giảm rác thải nhựa đến năm 2030",
        "Kế hoạch giảm rác thải nhựa, tầm nhìn đến năm 2045",
        "Ninh Bình, ngày 15 tháng 01 năm 2026",
        "Ninh Bình, ngày … tháng … năm 2026",
        "TP. Hoa Lư, tháng 5 năm 2026",
        "Cập nhật 05/01/2026",
        "Printed on 5 January 2026",
        "January 5, 2026",
        "ket_qua_2026-01-10.csv",
        "Số liệu tính đến 31/01/2026",  # figures of a year are put together in the next
        "Kết quả năm 2025, so với năm 2020",
        "12025 chợ",
        "năm 2024" + " " * LONGEST,
    ],
)
def test_documents_dates_and_periods_that_hold_the_year_say_no_other(text: str) -> None:
    assert years_told(text, DECLARED) == set()


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("Kết quả năm 2024", {2024}),
        ("Year 2024", {2024}),
        ("ket_qua_2024.csv", {2024}),
        ("Biểu số 02 năm 2024", {2024}),
        ("SỐ LIỆU CHỢ, THÁNG 12 NĂM 2024", {2024}),
        ("Theo dõi kết quả năm 2024", {2024}),
        ("(Kèm theo Báo cáo kết quả năm 2024)", {2024}),  # a document that holds the figures
        ("Kết quả thực hiện Kế hoạch số 87/KH-UBND ngày 01/9/2020, năm 2024", {2024}),
        ("Giai đoạn 2011-2015", {2011, 2015}),
        ("Giai đoạn 2021-2030, năm 2024", {2024}),
        ("Kết quả đến năm 2024", {2024}),
        ("Số liệu tính đến 31/12/2024", {2024}),
        ("Kết quả thực hiện Kế hoạch 87/KH-UBND tính đến ngày 31/12/2024", {2024}),
        ("Số liệu tính đến ngày 31/12/2027", {2027}),
        ("Ninh Bình, ngày 20 tháng 12 năm 2024", {2024}),  # before the year began
        ("Ninh Bình, tháng 12 năm 2024", {2024}),
    ],
)
def test_another_year_is_told(text: str, years: set[int]) -> None:
    assert years_told(text, DECLARED) == years


@pytest.mark.parametrize(
    ("titles", "name", "rules"),
    [
        (["(Kèm theo Kế hoạch số 87/KH-UBND ngày 01/9/2020)", "Ninh Bình, ngày 15 tháng 01 năm 2026"], "a.csv", []),
        (["(Kèm theo Báo cáo số 12/BC-SCT ngày 10/01/2026)", "Kết quả năm 2024"], "a.csv", ["set-contradicted"]),
        (["Kết quả năm 2024", "(So với kế hoạch năm 2025)"], "a.csv", []),  # among others
        (["Giai đoạn 2021-2030"], "ket_qua_2024.csv", ["set-contradicted"]),
        ([], "ket_qua_2021-2030.csv", []),
    ],
)
def test_titles_and_the_name_of_a_file_are_held_against_the_declared_year(
    tmp_path: Path, titles: list[str], name: str, rules: list[str]
) -> None:
    above = "".join(f'"{title}"\n' for title in titles)
    (tmp_path / name).write_text(above + "Tên;Đã được thông tin\nLàng A;x\nLàng B;0\n", encoding="utf-8")
    found = check_files(Request([str(tmp_path / name)], set=CONSTANTS)).problems
    assert [one.rule for one in found if one.severity != "notice"] == rules
