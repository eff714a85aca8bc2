"""What `scp init` sees of files: certain lines as they are, the rest as comments with a reason and two cells."""

import re
from pathlib import Path

import pytest
from conftest import ROOT, Scp
from openpyxl import Workbook

from scp_ninhbinh.form.new_project import NewProject, new_project
from scp_ninhbinh.plan.file import embedded_plan, load_plan
from scp_ninhbinh.project.file import load_project
from scp_ninhbinh.project.folder import readable_files
from scp_ninhbinh.text.say import language

PLAN = load_plan(embedded_plan()).plan
OTHER = load_plan(str(ROOT / "docs" / "examples" / "another-plan.yaml")).plan


def book(folder: Path, name: str = "a.xlsx", **sheets: list[list[object]]) -> str:
    made = Workbook()
    made.remove(made.worksheets[0])
    for title, rows in sheets.items():
        sheet = made.create_sheet(title.replace("_", " "))
        for row in rows:
            sheet.append(row)
    made.save(folder / name)
    return str(folder / name)


def made(folder: Path, *files: str, plan: object = PLAN) -> NewProject:
    return new_project(files, plan, None, language("en"), str(folder))  # type: ignore[arg-type]


def lines(project: NewProject) -> list[str]:
    """Return its lines without the explanation at the top and the reasons behind comments."""
    return [re.sub(r"(?<=\S)  # .*", "", line) for line in project.text.splitlines()[2:]]


MARKETS: list[list[object]] = [["Tên chợ", "Tổng bao bì", "Bao bì khó phân hủy"], ["Chợ A", 10, 4], ["Chợ B", 8, 3]]


def test_year_and_kind_are_those_that_title_sheet_and_file_say(tmp_path: Path) -> None:
    path = book(tmp_path, "Khảo sát.xlsx", Chợ=[["KẾT QUẢ KHẢO SÁT NĂM 2024"], *MARKETS])
    assert lines(made(tmp_path, path))[2:] == [
        '  - path: "Khảo sát.xlsx"',
        "    set:",
        "      year: 2024",
        "    sheets:",
        '      "Chợ":',
        "        set:",
        '          kind: "chợ"',
    ]


def test_where_sheets_say_different_years_each_has_its_own(tmp_path: Path) -> None:
    path = book(tmp_path, Chợ=[["NĂM 2024"], *MARKETS], Chợ_dân_sinh=[["NĂM 2025"], *MARKETS])
    found = lines(made(tmp_path, path))
    assert [line.strip() for line in found if "year" in line] == ["year: 2024", "year: 2025"]
    assert found.index('      "Chợ":') < found.index("          year: 2024") < found.index('      "Chợ dân sinh":')


def test_where_one_of_the_sheets_says_no_year_it_is_to_be_confirmed(tmp_path: Path) -> None:
    path = book(tmp_path, Chợ=[["NĂM 2024"], *MARKETS], Chợ_dân_sinh=MARKETS)
    assert "      # year: 2024" in lines(made(tmp_path, path))


@pytest.mark.parametrize(
    ("sheet", "heading", "cells"),
    [
        ("Chợ", "Tỷ lệ bao bì khó phân hủy (%)", (55, 40)),
        ("Chợ", "Bao bì dễ phân hủy", (70, 80)),
        ("Chợ", "Phân hủy sinh học", (30, 20)),
        ("Chợ", "Bao bì giấy", (30, 20)),
        ("Chợ", "Hạng chợ", (1, 2)),
        ("Siêu thị", "Không sử dụng túi nilon khó phân hủy", ("x", "x")),
        ("Siêu thị", "Cam kết không dùng túi nilon khó phân hủy", ("Có", "Không")),
        ("Làng nghề", "Dự kiến được phổ biến", ("Có", "Không")),
        ("Làng nghề", "Số hộ được phổ biến", (1, 0)),
    ],
)
def test_a_heading_that_says_other_than_a_column_is_never_offered_as_it(
    tmp_path: Path, sheet: str, heading: str, cells: tuple[object, object]
) -> None:
    total = [["Tổng bao bì"], [10], [8]] if sheet == "Chợ" else [[], [], []]
    rows = [["STT", "Tên", *total[0], heading], [1, "A", *total[1], cells[0]], [2, "B", *total[2], cells[1]]]
    found = [line for line in lines(made(tmp_path, book(tmp_path, **{sheet: rows}))) if f'"{heading}"' in line]
    assert [line.strip(" #") for line in found] == [f'"{heading}": skip']


@pytest.mark.parametrize(
    ("kind", "heading", "cells"),
    [
        ("chợ", "số ngày (tuần)", ("7", "1")),
        ("làng nghề", "được thông tin (từ 2023)", ("có", "không")),
        ("siêu thị", "hard bags (%)", ("có", "không")),
    ],
)
def test_a_heading_that_check_refuses_is_to_be_confirmed_and_never_passed_over_as_certain(
    tmp_path: Path, scp: Scp, kind: str, heading: str, cells: tuple[str, str]
) -> None:
    rows = "".join(f"2025,{kind},{code},A {code},{cell}\n" for code, cell in zip("AB", cells, strict=True))
    (tmp_path / "a.csv").write_text(f"năm,loại,mã,tên,{heading}\n{rows}", encoding="utf-8")
    assert "doubtful-heading" in scp("check", str(tmp_path / "a.csv")).stdout
    (found,) = [line for line in lines(made(tmp_path, str(tmp_path / "a.csv"))) if f'"{heading}"' in line]
    assert found.strip() == f'# "{heading}": skip'


def test_what_is_not_read_but_may_be_what_is_lacking_is_to_be_confirmed(tmp_path: Path) -> None:
    rows: list[list[object]] = [["STT", "Tên", "Tổng bao bì", "Khối lượng", "Hộ"], [1, "A", 10, 4, 7]]
    found = lines(made(tmp_path, book(tmp_path, Chợ=rows)))
    assert [line.strip() for line in found if line.endswith(": skip")] == ['# "Khối lượng": skip', '"Hộ": skip']


def test_of_several_columns_the_one_that_shares_most_words_is_offered(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["STT", "Tên", "Tổng lượng rác bao bì phát sinh", "Lượng khó phân hủy"],
        [1, "A", 10, 4],
    ]
    found = lines(made(tmp_path, book(tmp_path, Chợ=rows)))
    assert [line.strip() for line in found if "rác" in line] == ['# "Tổng lượng rác bao bì phát sinh": packaging_total']


def test_a_column_of_the_units_own_years_is_not_offered_as_the_year(tmp_path: Path) -> None:
    rows: list[list[object]] = [["NĂM 2025"], ["STT", "Tên", "Được phổ biến", "Năm công nhận"], [1, "A", "Có", 2015]]
    found = lines(made(tmp_path, book(tmp_path, Làng_nghề=rows)))
    assert "      year: 2025" in found
    assert [line.strip(" #") for line in found if "công nhận" in line] == ['"Năm công nhận": skip']


def test_a_year_in_a_file_name_is_not_certain_beside_a_column_that_holds_it(tmp_path: Path) -> None:
    (tmp_path / "k_2025.csv").write_text("nhom/nam,ten,da_duoc_pho_bien\n2024,A,co\n2025,B,khong\n", encoding="utf-8")
    found = [line.strip() for line in lines(made(tmp_path, str(tmp_path / "k_2025.csv")))]
    assert "# year: 2025" in found
    assert '# "nhom/nam": year' in found


def test_a_sheet_of_a_kind_that_adds_up_its_units_is_not_passed_over_as_certain(tmp_path: Path) -> None:
    rows: list[list[object]] = [["STT", "Huyện", "Tổng số siêu thị"], [1, "Nho Quan", 5], [2, "Gia Viễn", 4]]
    found = lines(made(tmp_path, book(tmp_path, Siêu_thị=rows)))
    assert [line.strip() for line in found if line.endswith('"Siêu thị": skip')] == ['# "Siêu thị": skip']


def test_a_unit_called_as_a_commune_is_no_area_where_areas_have_no_number(tmp_path: Path) -> None:
    head: list[list[object]] = [["STT", "Tên", "Được phổ biến"]]
    rows = [
        ["I", "Huyện Nho Quan", ""],
        [1, "Xã Gia Lâm", "Có"],
        ["II", "Huyện Gia Viễn", ""],
        [1, "Xã Gia Trung", "Có"],
    ]
    seen = made(tmp_path, book(tmp_path, Làng_nghề=head + rows)).text
    assert "areas: in rows" in seen
    assert "areas: in rows" not in made(tmp_path, book(tmp_path, Làng_nghề=head + rows[1:2] + rows[3:])).text


@pytest.mark.parametrize(
    ("sheet", "kind"), [("CCN", "cụm công nghiệp"), ("TTTM", "trung tâm thương mại"), ("Siêu thị 2025", "siêu thị")]
)
def test_the_kind_of_a_sheet_is_the_one_that_its_name_begins_with(tmp_path: Path, sheet: str, kind: str) -> None:
    path = book(
        tmp_path, "cho.xlsx", **{sheet: [["Tên", "Đã được phổ biến", "Dùng túi nilon khó phân hủy"], ["A", "có", "có"]]}
    )
    assert f'          kind: "{kind}"' in lines(made(tmp_path, path))


def test_a_heading_in_other_words_is_a_comment_with_two_cells(tmp_path: Path) -> None:
    rows: list[list[object]] = [["Tên CCN", "Đã được phổ biến về SX&TDBV (có/không)"], ["A", "Có"], ["B", "Chưa"]]
    project = made(tmp_path, book(tmp_path, CCN=rows))
    (line,) = [line for line in project.text.splitlines() if "phổ biến về" in line]
    assert line.startswith('          # "Đã được phổ biến về SX&TDBV (có/không)": informed  # ')
    assert line.endswith("Its cells: Có, Chưa")


@pytest.mark.parametrize(
    "heading", ["Chưa được phổ biến về SXTDBV", "Tỷ lệ được phổ biến (%)", "Số hộ được phổ biến", "Kế hoạch phổ biến"]
)
def test_a_heading_that_turns_the_meaning_round_is_never_proposed(tmp_path: Path, heading: str) -> None:
    rows: list[list[object]] = [["Tên CCN", "Đã được phổ biến", heading], ["A", "Có", "x"], ["B", "Chưa", None]]
    assert f'          "{heading}": skip' in lines(made(tmp_path, book(tmp_path, CCN=rows)))


@pytest.mark.parametrize("heading", ["?", "??", "?x"])
def test_a_question_mark_for_a_heading_is_not_read(tmp_path: Path, heading: str) -> None:
    rows = [[heading, *MARKETS[0]], ["a", *MARKETS[1]], ["b", *MARKETS[2]]]
    assert f'"{heading}": skip' in made(tmp_path, book(tmp_path, Chợ=rows)).text


@pytest.mark.parametrize(
    ("last", "offered"),
    [
        ("có", []),
        ("", ['blank: {hard_bags: "no"}  # 1 of 2 cells are "có", the others empty: only if empty means no']),
    ],
)
def test_empty_cells_are_offered_to_mean_no_by_the_rows_of_the_kinds_that_have_the_column(
    tmp_path: Path, last: str, offered: list[str]
) -> None:
    """A market says nothing of the bags of outlets, and its cell there is empty whatever is declared."""
    rows = f"2025,chợ,A,10,5,\n2025,siêu thị,B,,,có\n2025,siêu thị,C,,,{last}\n"
    head = "năm,loại,tên,tổng bao bì,bao bì khó phân hủy,dùng túi nilon khó phân hủy\n"
    (tmp_path / "a.csv").write_text(head + rows, encoding="utf-8")
    found = [line.strip(" #") for line in made(tmp_path, str(tmp_path / "a.csv")).text.splitlines()]
    assert [line for line in found if line.startswith("blank")] == offered


def test_rows_that_name_areas_are_seen(tmp_path: Path) -> None:
    head, *units = MARKETS
    path = book(tmp_path, Chợ=[head, ["I. Huyện Nho Quan"], units[0], ["II. Huyện Gia Viễn"], units[1]])
    assert "        areas: in rows" in lines(made(tmp_path, path))


def test_a_sheet_that_adds_up_others_is_skipped(tmp_path: Path) -> None:
    summary: list[list[object]] = [
        ["Địa bàn", "Tổng bao bì", "Bao bì khó phân hủy"],
        ["Nho Quan", 18, 7],
        ["Kim Sơn", 1, 1],
    ]
    project = made(tmp_path, book(tmp_path, Chợ=MARKETS, Tổng_hợp=summary))
    assert '      "Tổng hợp": skip' in lines(project)


def test_a_sheet_whose_answers_cannot_be_read_is_a_choice(tmp_path: Path) -> None:
    rows: list[list[object]] = [["Tên mô hình", "Tình trạng áp dụng"], ["A", "Đang xây dựng"], ["B", "Đã nghiệm thu"]]
    found = [line.strip() for line in lines(made(tmp_path, book(tmp_path, Mô_hình=rows)))]
    assert found.index('# "Mô hình": skip') + 1 == found.index('# "Mô hình":')
    assert '# "Tình trạng áp dụng": applied' in found


def test_an_answer_in_two_columns_is_recognised_where_its_heading_is_only_likely(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Tên KCN", "Đã được phổ biến về SXTDBV", None],
        [None, "Rồi", "Chưa"],
        ["K1", "x", None],
    ]
    found = lines(made(tmp_path, book(tmp_path, KCN=[*rows, ["K2", None, "x"]])))
    assert '          # "Đã được phổ biến về SXTDBV / Rồi": {informed: "yes"}' in found


@pytest.mark.parametrize(
    "sheets",
    [
        {"Chợ": MARKETS},
        {"No": [["x"]], "2025": MARKETS, "a, b #'\"": MARKETS},
        {"Trống": []},
        {"Chợ": [["Tên chợ"], ["A"]], "Khác": [["a", "b", "c"]] * 5},
    ],
)
def test_what_is_written_is_a_sound_project_before_anything_is_confirmed(
    tmp_path: Path, sheets: dict[str, list[list[object]]]
) -> None:
    path = tmp_path / "scp.yaml"
    path.write_text(made(tmp_path, book(tmp_path, **sheets)).text, encoding="utf-8")
    load_project(str(path)).knows(PLAN.vocabulary, [])


def test_another_plan_has_its_own_kinds_and_columns(tmp_path: Path) -> None:
    known = OTHER.vocabulary
    name, columns = known.kinds["city_market"].vi[0], [known.columns[one].vi[0] for one in ("packaging", "plastic")]
    rows: list[list[object]] = [[f"Tên {name}", *columns], ["A", 10, 5], ["B", 8, 1]]
    assert f'          kind: "{name}"' in lines(made(tmp_path, book(tmp_path, **{name: rows}), plan=OTHER))


def test_a_file_that_cannot_be_read_is_named_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("năm,loại,tên,được phổ biến\n2025,KCN,A,có\n".encode("cp1258", "replace"))
    project = made(tmp_path, str(tmp_path / "a.csv"))
    assert project.text.count('- path: "a.csv"') == 1


def test_the_files_of_a_folder_are_those_that_may_be_surveys(tmp_path: Path) -> None:
    for name in ("b.xlsx", "a.csv", "c.pdf", "~$b.xlsx", ".d.csv", "scp.yaml"):
        (tmp_path / name).touch()
    assert [Path(path).name for path in readable_files(str(tmp_path))] == ["a.csv", "b.xlsx"]


def test_a_register_is_offered_as_one_and_no_survey(scp: Scp, tmp_path: Path) -> None:
    """The samples' own lies beside their surveys; confirmed, everything is read as it is."""
    for name in ("register.csv", "survey-2025.csv"):
        (tmp_path / name).write_bytes((ROOT / "data" / "samples" / name).read_bytes())
    scp("init")
    text = (tmp_path / "scp.yaml").read_text(encoding="utf-8")
    assert text.splitlines()[3].startswith('# register: "register.csv"  # it has neither a year nor answers')
    assert [line for line in text.splitlines() if "- path" in line] == ['  - path: "survey-2025.csv"']
    assert "file-not-declared: not read, as no entry of files names them: register.csv" in scp("check").stdout
    (tmp_path / "scp.yaml").write_text(text.replace("# register", "register"), encoding="utf-8")
    assert scp("check").stdout == "0 errors, 0 warnings, 3 files, 511 rows\n"


def test_a_workbook_with_more_than_a_register_is_no_register(tmp_path: Path) -> None:
    """A sheet beside the list, of answers or of what nobody knows, is not to be lost."""
    listing: list[list[object]] = [["Loại", "Tên", "Từ năm"], ["chợ", "Chợ A", 2021], ["chợ", "Chợ B", None]]
    unknown: list[list[object]] = [["Alpha", "Beta", "Gamma"], ["a", 1, 2], ["b", 3, 4], ["c", 5, 6]]
    assert '# register: "a.xlsx"' in lines(made(tmp_path, book(tmp_path, Danh_sách=listing)))
    for beside in (MARKETS, unknown):
        found = lines(made(tmp_path, book(tmp_path, Danh_sách=listing, Chợ=beside)))
        assert '  - path: "a.xlsx"' in found
        assert not any("register" in line for line in found)


def test_init_writes_nothing_over_a_project_that_is_there(scp: Scp, tmp_path: Path) -> None:
    book(tmp_path, Chợ=MARKETS)
    (tmp_path / "scp.yaml").write_text("schema: scp/project/1\n", encoding="utf-8")
    done = scp("init", "--lang", "en")
    assert (done.returncode, (tmp_path / "scp.yaml").read_text(encoding="utf-8")) == (2, "schema: scp/project/1\n")
    assert "output-exists" in done.stderr


def test_init_says_how_much_is_to_be_confirmed(scp: Scp, scp_terminal: Scp, tmp_path: Path) -> None:
    book(tmp_path, Chợ=MARKETS)
    done = scp_terminal("init", "--lang", "vi")
    assert (done.returncode, done.stdout) == (0, "")
    assert "scp check" in done.stderr
    assert scp_terminal("init", "--lang", "en", "-q", "-o", "other.yaml").stderr == ""
    assert scp("init", str(tmp_path / "nowhere.xlsx"), "-o", "third.yaml").returncode == 2
