"""Numbers of units and of occasions, and the evidence of what is only tracked."""

from collections.abc import Callable

from conftest import measured, of

from scp_ninhbinh.measures.figures import Figure, Reason
from scp_ninhbinh.scores.score import Scores
from scp_ninhbinh.scores.verdict import Status

Score = Callable[..., Scores]
ZONES = "year,kind,id,informed\n"
CAMPAIGNS = "year,kind,name,held\n"
MODELS = "year,kind,id,applied\n"


def test_units_are_counted_once_however_many_years_say_yes(score: Score) -> None:
    """M1 is applied in 2023 and 2024, M2 never: one model, the minimum, not the stretch."""
    rows = "".join(
        f"{year},model,M{n},{'yes' if n == 1 and year in (2023, 2024) else 'no'}\n"
        for year in range(2021, 2026)
        for n in (1, 2)
    )
    found = of(score(MODELS + rows), "models-applied")
    assert (found.achieved, found.high, found.status, found.needed) == (1, 1, Status.MET, 0)


def test_occasions_are_counted_row_by_row(score: Score) -> None:
    rows = "".join(f"{year},campaign,Cuộc thi,{'yes' if year % 2 else 'no'}\n" for year in range(2021, 2026))
    assert of(score(CAMPAIGNS + rows), "campaigns-held").achieved == 3


def test_a_window_year_without_a_row_is_not_zero(score: Score) -> None:
    """Nothing held in 2021-2024, and 2025 says no: with a row for each year it is missed, without 2023 it is open."""
    rows = [f"{year},campaign,A,no\n" for year in range(2021, 2026)]
    whole, gap = (
        of(score(CAMPAIGNS + "".join(rows)), "campaigns-held"),
        of(score(CAMPAIGNS + "".join(rows[:2] + rows[3:])), "campaigns-held"),
    )
    assert (whole.status, whole.high) == (Status.NOT_MET, 0)
    assert (gap.status, gap.high, gap.reasons, gap.missing_years) == (
        Status.UNDETERMINED,
        None,
        (Reason.MISSING,),
        (2023,),
    )


def test_a_window_that_has_begun_without_one_row_is_not_zero_and_keeps_the_other_from_settling_it(score: Score) -> None:
    """Two campaigns of 2024 and nothing of 2026 on: 2 since 2021, anything since 2026."""
    rows = "2024,campaign,A,yes\n2024,campaign,B,yes\n"
    scores = score(CAMPAIGNS.strip() + ",informed\n" + rows.replace("yes", "yes,") + "2026,craft_village,V,,yes\n")
    found = of(scores, "campaigns-held")
    assert [(r.achieved, r.low, r.high) for r in found.readings] == [(2, 2, None), (None, 0, None)]
    assert (found.status, found.reasons) == (Status.UNDETERMINED, (Reason.MISSING, Reason.READINGS))
    assert (found.low, found.high, found.needed) == (0, None, 2)


def test_a_count_of_which_no_row_speaks_has_no_data_whether_or_not_a_window_has_begun(score: Score) -> None:
    scores = score(ZONES + "2023,craft_village,V,yes\n", due="all")
    assert [of(scores, "campaigns-held", due).status for due in (2025, 2030)] == [Status.NO_DATA] * 2


def test_two_windows_are_two_readings(score: Score) -> None:
    """Campaigns in 2022 and 2027 of every year's rows: 2 since 2021, 1 since 2026; 2 are required by 2030."""
    rows = "".join(f"{year},campaign,A,{'yes' if year in (2022, 2027) else 'no'}\n" for year in range(2021, 2031))
    found = of(score(CAMPAIGNS + rows), "campaigns-held")
    assert [(r.name, r.achieved, r.status) for r in found.readings] == [
        ("since-2021", 2, Status.MET),
        ("since-2026", 1, Status.NOT_MET),
    ]
    assert (found.status, found.reasons, found.needed) == (Status.UNDETERMINED, (Reason.READINGS,), 1)


def test_encouragements_and_tasks_are_tracked_with_their_evidence(score: Score) -> None:
    text = "year,kind,name,in_safe_chain,traceable,task\n2025,enterprise,A,yes,no,\n2025,enterprise,B,yes,,\n"
    scores = score(text + "2025,activity,T,,,II.1.b; II.2.d\n")
    found = of(scores, "safe-food-chains")
    assert (found.status, [(e.answer, e.yes) for e in found.evidence]) == (
        Status.TRACKED,
        [("in_safe_chain", 2), ("traceable", 0)],
    )
    assert [of(scores, f"task-{clause}").evidence[0].yes for clause in ("II.1.b", "II.2.d", "II.3.a")] == [1, 1, 0]


def test_a_window_that_has_not_begun_is_pending(score: Score) -> None:
    scores = score("year,kind,name,held\n2024,campaign,A,yes\n", due=2030)
    assert measured(scores, "campaigns-held").readings[1] == Figure("since-2026", pending=True)
    assert of(scores, "campaigns-held").readings[1].status is Status.NOT_YET


def test_a_unit_that_a_later_year_names_without_its_id_counts_once(score: Score) -> None:
    text = "year,kind,id,name,applied\n2021,model,M1,Mô hình,yes\n2025,model,,Mô hình,yes\n"
    assert of(score(text), "models-applied").achieved == 1


# Counts and evidence


def test_a_unit_counts_once_if_any_year_says_yes_and_stays_open_if_a_year_is_not_known(score: Score) -> None:
    """M1: no, then yes. M2: not known, then no. M3: no twice. M4: not known, then yes. 2 confirmed, 3 at most."""
    said = {"M1": ("no", "yes"), "M2": ("", "no"), "M3": ("no", "no"), "M4": ("", "yes")}
    rows = [f"{year},model,{name},{said[name][year > 2024]}\n" for year in range(2021, 2026) for name in said]
    found = of(score("year,kind,id,applied\n" + "".join(rows)), "models-applied")
    assert (found.low, found.achieved, found.high) == (2, 2, 3)
    assert (found.numerator, found.denominator, found.unknown, found.not_surveyed) == (2, None, 1, 0)


def test_a_listed_unit_without_a_row_in_a_year_of_the_window_may_be_one_more(score: Score) -> None:
    """M1 says no every year, M2 in one year alone, M3 is never asked: M2 and M3 may have been applied."""
    rows = "".join(f"{year},model,M1,no\n" for year in range(2021, 2026)) + "2022,model,M2,no\n"
    register = "kind,id,name\nmodel,M1,M1\nmodel,M2,M2\nmodel,M3,M3\n"
    found = of(score("year,kind,id,applied\n" + rows, register=register), "models-applied")
    assert (found.low, found.high, found.unknown, found.not_surveyed) == (0, 2, 1, 1)


def test_a_listed_unit_is_no_occasion(score: Score) -> None:
    rows = "".join(f"{year},campaign,C1,C1,no\n" for year in range(2021, 2026))
    register = "kind,id,name\ncampaign,C1,C1\ncampaign,C2,C2\n"
    found = of(score("year,kind,id,name,held\n" + rows, register=register), "campaigns-held")
    assert (found.low, found.high) == (0, 0)


def test_evidence_tells_yes_no_and_not_known_apart(score: Score) -> None:
    rows = "2025,enterprise,A,yes,no\n2025,enterprise,B,,no\n2025,enterprise,C,no,no\n2025,enterprise,D,yes,\n"
    found = of(score("year,kind,id,in_safe_chain,traceable\n" + rows), "safe-food-chains")
    told = [(one.answer, one.yes, one.unknown, one.wanted, one.no) for one in found.evidence]
    assert told == [("in_safe_chain", 2, 1, "yes", 1), ("traceable", 0, 1, "yes", 3)]


def test_a_task_counts_the_activities_that_name_it_each_once(score: Score) -> None:
    rows = "2025,activity,A,II.1.b; II.1.b\n2025,activity,B,II.1.b\n2024,activity,C,II.1.b\n"
    scores = score("year,kind,name,task\n" + rows)
    assert [of(scores, f"task-{clause}").evidence[0].yes for clause in ("II.1.b", "II.1.c")] == [2, 0]
