"""What the columns of a survey allow, as the peers can say it; imported by the script that runs with the peers too."""

YEARS = (2020, 2030)
KINDS = (
    *("market", "supermarket", "trade_centre", "convenience_store", "industrial_zone", "industrial_cluster"),
    *("craft_village", "model", "campaign", "curriculum", "enterprise", "activity"),
)
AREAS = (
    *("TP Ninh Bình", "Huyện Hoa Lư", "TP Hoa Lư", "TP Tam Điệp", "Nho Quan", "Gia Viễn"),
    *("Yên Khánh", "Kim Sơn", "Yên Mô"),
)
_YES_NO = ("yes", "no", "có", "không")
ANSWERS = {
    "informed": _YES_NO,
    "packaging_unit": ("items", "kg", "stalls"),
    **dict.fromkeys(("hard_bags", "applied", "held", "includes_scp", "in_safe_chain", "traceable"), _YES_NO),
}
TEXTS = ("name", "task", "stratum", "note")
