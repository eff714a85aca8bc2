"""The words that a survey may use, Vietnamese and English.

The tables are the whole vocabulary; `docs/words.md` shows them. A word may also stand without any
diacritics (khong, cho), in either placement of a tone (hoà, hòa) and in any case.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import Final, NamedTuple

from scp_ninhbinh.text.spelling import heading_key, spellings


class Word(NamedTuple):
    """What something is called: in Vietnamese, in English, and in further spellings that are read."""

    vi: str
    en: str
    also: tuple[str, ...] = ()


KINDS: Final = {
    "market": Word("chợ", "market", ("chợ dân sinh",)),
    "supermarket": Word("siêu thị", "supermarket"),
    "trade_centre": Word("trung tâm thương mại", "trade centre", ("TTTM", "trade center", "shopping centre")),
    "convenience_store": Word("cửa hàng tiện lợi", "convenience store", ("cửa hàng tiện ích", "CHTL")),
    "industrial_zone": Word("khu công nghiệp", "industrial zone", ("KCN", "industrial park")),
    "industrial_cluster": Word("cụm công nghiệp", "industrial cluster", ("CCN",)),
    "craft_village": Word("làng nghề", "craft village"),
    "model": Word("mô hình", "model"),
    "campaign": Word("chiến dịch", "campaign", ("chiến dịch truyền thông",)),
    "curriculum": Word("chương trình giáo dục", "curriculum", ("chương trình đào tạo", "chương trình học")),
    "enterprise": Word("doanh nghiệp", "enterprise", ("business",)),
    "activity": Word("hoạt động", "activity"),
}
"""The kinds of unit, as the column `kind` says them. A wholesale market (chợ đầu mối) is none of the plan's."""

COLUMNS: Final = {
    "year": Word("năm", "year", ("năm khảo sát", "năm điều tra", "năm báo cáo")),
    "kind": Word("loại", "kind", ("loại hình", "loại đơn vị", "loại cơ sở", "type")),
    "id": Word("mã", "ID", ("mã số", "mã đơn vị", "mã cơ sở", "code")),
    "name": Word(
        "tên",
        "name",
        (
            *("tên đơn vị", "tên cơ sở", "tên chợ", "tên siêu thị", "tên trung tâm thương mại", "tên cửa hàng"),
            *("tên khu công nghiệp", "tên KCN", "tên cụm công nghiệp", "tên CCN", "tên làng nghề", "tên mô hình"),
            *("tên chiến dịch", "tên chương trình", "tên doanh nghiệp", "tên hoạt động"),
        ),
    ),
    "area": Word(
        "địa bàn",
        "area",
        ("địa chỉ", "địa phương", "huyện", "xã", "phường", "xã phường", "huyện thành phố", "district", "address"),
    ),
    "informed": Word(
        "đã được thông tin",
        "informed",
        (
            *("được thông tin", "đã được phổ biến", "được phổ biến", "đã được tuyên truyền", "được tuyên truyền"),
            *("được phổ biến thông tin", "được thông tin về sản xuất và tiêu dùng bền vững"),
        ),
    ),
    "packaging_total": Word(
        "tổng bao bì",
        "packaging total",
        ("tổng số bao bì", "tổng lượng bao bì", "bao bì tổng số", "bao bì tổng cộng", "số lượng bao bì"),
    ),
    "packaging_hard": Word(
        "bao bì khó phân hủy",
        "packaging hard to degrade",
        (
            *("packaging hard", "số bao bì khó phân hủy", "lượng bao bì khó phân hủy", "khó phân hủy"),
            *("trong đó khó phân hủy", "bao bì trong đó khó phân hủy", "bao bì nhựa khó phân hủy"),
        ),
    ),
    "packaging_unit": Word("đơn vị tính", "packaging unit", ("ĐVT", "đơn vị đo", "đơn vị tính bao bì")),
    "days": Word("số ngày quan sát", "days", ("số ngày", "số ngày khảo sát", "days observed")),
    "hard_bags": Word(
        "dùng túi ni lông khó phân hủy",
        "uses hard to degrade bags",
        (
            *("hard bags", "sử dụng túi ni lông khó phân hủy", "có sử dụng túi ni lông khó phân hủy"),
            *("còn dùng túi ni lông khó phân hủy", "còn sử dụng túi ni lông khó phân hủy"),
        ),
    ),
    "applied": Word("đã áp dụng", "applied", ("được áp dụng", "áp dụng", "đã xây dựng và áp dụng")),
    "held": Word("đã tổ chức", "held", ("được tổ chức",)),
    "includes_scp": Word(
        "có nội dung sản xuất và tiêu dùng bền vững",
        "includes SCP",
        ("có nội dung SXTDBV", "lồng ghép nội dung sản xuất và tiêu dùng bền vững", "có lồng ghép"),
    ),
    "in_safe_chain": Word(
        "tham gia chuỗi thực phẩm an toàn",
        "in safe chain",
        ("tham gia chuỗi an toàn", "tham gia chuỗi cung ứng thực phẩm an toàn", "in a safe food chain"),
    ),
    "traceable": Word("truy xuất nguồn gốc", "traceable", ("có truy xuất nguồn gốc", "truy xuất được nguồn gốc")),
    "task": Word("nhiệm vụ", "task", ("nhiệm vụ của kế hoạch",)),
    "stratum": Word("tầng mẫu", "stratum", ("tầng",)),
    "since": Word("từ năm", "since", ("năm thành lập", "năm bắt đầu", "năm bắt đầu hoạt động", "hoạt động từ năm")),
    "until": Word("đến năm", "until", ("năm đóng cửa", "năm kết thúc", "hoạt động đến năm", "năm ngừng hoạt động")),
    "note": Word("ghi chú", "note", ("chú thích", "notes", "remarks")),
}
"""Every column that a survey or a register may have, by the headings that name it."""

NUMBERS: Final = ("packaging_total", "packaging_hard", "days")
"""Columns that hold numbers; a number merged over several rows, for one, is that of none of them for certain."""

IGNORED: Final = ("TT", "STT", "số TT", "số thứ tự", "no", "#")
"""Headings of columns that number the rows: known, and not read."""

INVERTED: Final = {
    "hard_bags": (
        *("không dùng túi ni lông khó phân hủy", "không sử dụng túi ni lông khó phân hủy", "không dùng túi ni lông"),
        *("không sử dụng túi ni lông", "đã bỏ túi ni lông khó phân hủy", "no hard bags", "bag free"),
    ),
}
"""Headings that ask the opposite of a column, so that its yes would be read as no."""

YES: Final = ("yes", "có", "đúng", "true", "1", "x", "✓", "✔")
NO: Final = ("no", "không", "sai", "false", "0")
YES_NO: Final[dict[str, bool | None]] = {"": None} | dict.fromkeys(YES, True) | dict.fromkeys(NO, False)
"""The words for an answer. "n" and the like are not among them: they read in more than one way."""

PASSED: Final = {"đạt": True, "rồi": True, "chưa đạt": False, "không đạt": False, "chưa": False}
"""Words that judge. Of bags they are refused: an outlet has passed (đạt) where the answer to `hard_bags` is no."""

MEASURING_UNITS: Final = {
    "items": Word("cái", "items", ("chiếc", "túi", "item")),
    "kg": Word("kg", "kg", ("kilogram", "kilogam", "ki lô gam")),
    "stalls": Word("điểm kinh doanh", "stalls", ("quầy", "sạp", "gian hàng", "quầy hàng")),
}
"""What packaging may be counted in."""

TOTALS: Final = ("tổng số", "tổng cộng", "cộng", "tổng", "total", "sum")
"""What a row that adds up the others is called."""

NOTES: Final = (
    *("ghi chú", "nguồn", "chú thích", "lưu ý", "người lập", "người tổng hợp", "thủ trưởng", "giám đốc", "chủ tịch"),
    *("trưởng phòng", "phó trưởng phòng", "phó giám đốc", "phó chủ tịch", "chánh văn phòng", "kế toán trưởng"),
    *("trưởng ban", "chi cục trưởng", "xác nhận của", "tm.", "kt.", "tl.", "(ký", "note", "source", "*"),
)
"""What a line below a table begins with: notes, sources, signatures."""

DATED: Final = re.compile(r"(?:[^\d;]{2,60}, ?)?ng[àa]y[\d\s./…_]*th[áa]ng[\d\s./…_]*n[ăa]m\b")
"""Where and when a table was signed, folded: "Đồng Tháp, ngày 01 tháng 9 năm 2025", of any place."""


def names(words: Mapping[str, Word]) -> dict[str, tuple[str, ...]]:
    """Return each word of the program with everything that it may be called in a file."""
    return {name: (name, word.vi, word.en, *word.also) for name, word in words.items()}


@cache
def headings() -> dict[str, str]:
    """Return every heading, as `heading_key` writes it, → its column, or "" where it is known and not read."""
    return spellings(names(COLUMNS) | {"": IGNORED}, heading_key)


@cache
def inverted_headings() -> dict[str, str]:
    """Return every heading that asks the opposite of a column → that column."""
    return spellings(INVERTED, heading_key)
