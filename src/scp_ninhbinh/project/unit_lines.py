"""Lines above a table that give the unit of its figures, and those that look alike: "Đơn vị: Sở Công Thương"."""

import re
from typing import Final, NamedTuple

from scp_ninhbinh.text.spelling import fold

_UNIT_LINE: Final = re.compile(
    r"(?:(?<!\w)(?:đvt|đơn vị tính|dvt|don vi tinh|unit)(?P<of>(?:\s+[^\W\d]+){1,6}(?=\s*[:：=]))?"
    r"|(?P<bare>(?:^\W*|[(\[]\s*|\s[-–]\s+)đơn vị(?!\s+tính)))"
    r"(?P<sign>\s*[:：=]|\s+là\b)?\s*(?P<unit>[^()\[\];,:]+?)\s*(?:$|[()\[\];,:]|\.(?:\s|$)|\s[-–]\s)"
)
"""A line above a table that gives the unit of its figures, or a title that does: "Biểu 2: Bao bì (ĐVT: kg)"."""

SCALES: Final = frozenset("chục trăm nghìn ngàn triệu tỷ k tr hundred thousand million billion mn bn".split())
"""What a bracket says by which all figures are to be multiplied: they are not read so."""

_BODIES: Final = re.compile(
    r"(?:ubnd|htx|(?:phòng|ban|sở|hội|xã|phường|thị xã|huyện|tỉnh|chi cục|trung tâm|công ty|hợp tác xã|ủy ban|"
    r"văn phòng|chi cuc|trung tam|cong ty|hop tac xa|uy ban|van phong)\s)"
)
"""What the name of an office begins with; "cục" and "bộ" count things too, as do "so", "phong" with their marks."""

_ACRONYM: Final = re.compile(r"[BCDĐGHKLMNPQRSTVX]{3,6}\b")
"""The short name of an office, without a vowel: SCT, BQL, KTHT."""

_COUNTED: Final = frozenset({"VND", "VNĐ", "PCS"})
"""Units of counting that look like one."""


class UnitLine(NamedTuple):
    """What a line says: the unit, of what it is, and whether a sign or but the word đơn vị, which may be an office."""

    unit: str
    of: str
    sign: bool
    bare: bool


def unit_line(line: str) -> UnitLine | None:
    """Return the unit that a line gives; None of one without, or with a place to write it: "Đơn vị: ……"."""
    found = _UNIT_LINE.search(" ".join(line.split()).casefold())
    if not found or not any(sign.isalnum() or sign == "%" for sign in found["unit"]):
        return None
    return UnitLine(found["unit"], found["of"] or "", bool(found["sign"]), bool(found["bare"]))


def names_body(line: str, unit: str) -> bool:
    """Whether what stands behind đơn vị in a line names who reports and no unit, by its letters or as an office.

    A line all in capitals tells nothing by them: "ĐƠN VỊ: TẤN"; "Nghìn túi" is so many of something.
    """
    if not SCALES.isdisjoint(fold(unit).split()[:1]):
        return False
    written = line.rsplit(":", maxsplit=1)[-1].strip()
    if " " in unit and written[:1].isupper():
        return True
    short = not line.isupper() and _ACRONYM.match(written) is not None and written.split()[0] not in _COUNTED
    return short or _BODIES.match(fold(unit)) is not None
