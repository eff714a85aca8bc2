"""A saved score replaces the survey of its year, or is refused for comparison with the reason."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from conftest import ROOT, SAMPLES

from scp_ninhbinh.cli.main import app
from scp_ninhbinh.problems.problem import ScpError
from scp_ninhbinh.run import Request, score_files
from scp_ninhbinh.scores.outputs import checksum
from scp_ninhbinh.scores.saved import load_saved

LISTING = str(ROOT / "data" / "samples" / "register.csv")
SAMPLE = str(ROOT / "data" / "samples" / "sample-2025.csv")
PLAN = ROOT / "plan" / "targets.yaml"


class Done(NamedTuple):
    """What a command came to."""

    returncode: int
    stdout: str
    stderr: str


Scp = Callable[..., Done]


@pytest.fixture
def scp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Scp:
    """Run a command in a folder of its own and, unlike the others' fixture, in this process: there are many.

    What would be a traceback is the test's own.
    """
    monkeypatch.chdir(tmp_path)
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: str, **environment: str) -> Done:
        for name, value in ({"LANG": "C.UTF-8", "COLUMNS": "80"} | environment).items():
            monkeypatch.setenv(name, value)
        capsys.readouterr()
        with pytest.raises(SystemExit) as done:
            app(arguments)
        return Done(int(done.value.code or 0), *capsys.readouterr())

    return run


def by_years(scp: Scp, *arguments: str) -> dict[str, Any]:
    done = scp("review", *arguments, "--format", "json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def save(scp: Scp, name: str, *arguments: str) -> str:
    done = scp("score", *arguments, "--format", "json", "-o", name)
    assert done.returncode == 0, done.stderr
    return name


def figures(review: dict[str, Any], *measures: str) -> list[dict[str, Any]]:
    """Return the targets without what a saved score does not know: units, and how it came by no figure."""
    targets = [one | {"changed": None} for one in review["targets"] if one["measure"] in measures]
    for one in targets:
        one["years"] = [year if year["achieved"] is not None else year | {"method": None} for year in one["years"]]
    return targets


def assert_alike(one: Any, other: Any) -> None:
    """Assert that two documents are equal, but for the last digits of what was a float in between."""
    assert type(one) is type(other)
    if isinstance(one, dict):
        assert one.keys() == other.keys()
        one, other = list(one.values()), list(other.values())
    if isinstance(one, list):
        for part, its in zip(one, other, strict=True):
            assert_alike(part, its)
    else:
        assert one == (pytest.approx(other, rel=1e-9) if isinstance(one, float) else other)


# In place of the survey


@pytest.mark.parametrize("years", [(2020,), (2022,), (2025,), (2020, 2023, 2025), tuple(range(2020, 2026))], ids=str)
def test_a_saved_score_has_the_same_figures_as_its_survey(scp: Scp, years: tuple[int, ...]) -> None:
    """The reduction of every later year is measured from 2020, so 2020 itself must be at hand where one is scored."""
    files = dict(zip(range(2020, 2026), SAMPLES, strict=True))
    for year in years:
        base = [] if year == 2020 else [files[2020]]
        save(scp, f"{year}.json", files[year], *base, "--year", str(year), "--due", "all")
    mixed = [f"{year}.json" if year in years else path for year, path in files.items()]
    for due in ("2025", "2030", "all"):
        surveyed, saved = by_years(scp, *SAMPLES, "--due", due), by_years(scp, *mixed, "--due", due)
        assert figures(saved, "share") == figures(surveyed, "share")
        if 2020 not in years or len(years) == 6:
            assert_alike(figures(saved, "reduction"), figures(surveyed, "reduction"))
        assert saved["years"] == surveyed["years"]
        assert [(one["path"], one["year"]) for one in saved["history"]] == [(f"{year}.json", year) for year in years]


def test_a_saved_score_of_one_due_year_has_the_figures_for_another(scp: Scp) -> None:
    """A share does not depend on its due year; a verdict does, and is left out."""
    save(scp, "2023.json", SAMPLES[3], "--due", "2025")
    mixed = [*SAMPLES[:3], "2023.json", *SAMPLES[4:]]
    surveyed, saved = (figures(by_years(scp, *files, "--due", "2030"), "share") for files in (SAMPLES, mixed))
    for one in surveyed:
        one["years"][3] |= {"status": None, "rule": None}
    assert saved == surveyed


def test_a_number_counts_in_the_window_of_any_due_year_by_the_rows_that_are_saved(scp: Scp) -> None:
    save(scp, "2023.json", *SAMPLES[:4], "--year", "2023", "--due", "2025")
    for files in ([*SAMPLES[:3], "2023.json"], [SAMPLES[0], "2023.json"], ["2023.json"]):
        saved, surveyed = (by_years(scp, *names, "--due", "all") for names in (files, SAMPLES[:4]))
        for one, other in zip(figures(saved, "count"), figures(surveyed, "count"), strict=True):
            assert one["years"][-1] == other["years"][-1]


def test_a_saved_score_without_the_indicator_has_no_figure_of_its_year(scp: Scp) -> None:
    """Of the models nothing is due in 2030, so that score counted none: no zero, and the year is missing."""
    save(scp, "2024.json", *SAMPLES[:5], "--year", "2024", "--due", "2030")
    targets = by_years(scp, "2024.json", SAMPLES[5], "--due", "2025")["targets"]
    (models,) = (one for one in targets if one["id"] == "models-applied")
    assert [(year["year"], year["achieved"], year["high"]) for year in models["years"]] == [(2025, 1, None)]


def test_counts_add_up_over_saved_years_as_over_their_surveys(scp: Scp) -> None:
    """Each year scored alone, as the script of annual-review.md does: one campaign of 2022 and one of 2024 are two."""
    for year, path in zip(range(2021, 2025), SAMPLES[1:5], strict=True):
        save(scp, f"{year}.json", path, "--year", str(year))
    files = [SAMPLES[0], *(f"{year}.json" for year in range(2021, 2025)), SAMPLES[5]]
    for due in ("2025", "2030", "all"):
        for more in ((), ("--register", LISTING)):
            saved, surveyed = (by_years(scp, *names, "--due", due, *more) for names in (files, SAMPLES))
            assert figures(saved, "count") == figures(surveyed, "count")
    (campaigns,) = (one for one in saved["targets"] if (one["id"], one["due"]) == ("campaigns-held", 2025))
    assert [year["achieved"] for year in campaigns["years"]] == [None, 0, 1, 1, 2, 2]


def test_a_unit_that_said_yes_in_two_saved_years_is_one(scp: Scp, tmp_path: Path) -> None:
    """By its id, and without one by its name, whatever the case; a no later takes nothing away."""
    head = "year,kind,id,name,area,applied\n"
    rows = {2021: "M1,Alpha,,yes", 2022: "M1,Alpha,,no", 2023: ",beta,Nho Quan,yes", 2024: ",Beta,Nho Quan,yes"}
    for year, row in rows.items():
        (tmp_path / f"{year}.csv").write_text(f"{head}{year},model,{row}\n", encoding="utf-8")
        save(scp, f"{year}.json", f"{year}.csv")
    (tmp_path / "2025.csv").write_text(f"{head}2025,model,,Gamma,,no\n", encoding="utf-8")
    for ending in ("csv", "json"):
        review = by_years(scp, *(f"{year}.{ending}" for year in rows), "2025.csv", "--due", "2025")
        (models,) = (one for one in review["targets"] if one["id"] == "models-applied")
        assert [(year["achieved"], year["high"]) for year in models["years"]][-1] == (2, 2)


def test_what_a_saved_score_says_of_another_year_gives_way_to_that_years_own(scp: Scp, tmp_path: Path) -> None:
    """The survey of 2021 was corrected since 2022 was scored with it: its campaign was not held."""
    head = "year,kind,name,held\n"
    (tmp_path / "old.csv").write_text(f"{head}2021,campaign,A,yes\n2022,campaign,B,yes\n", encoding="utf-8")
    (tmp_path / "2021.csv").write_text(f"{head}2021,campaign,A,no\n", encoding="utf-8")
    (tmp_path / "2023.csv").write_text(f"{head}2023,campaign,C,no\n", encoding="utf-8")
    save(scp, "2022.json", "old.csv")
    save(scp, "2021.json", "2021.csv")

    def held(*files: str) -> int:
        targets = by_years(scp, *files, "--due", "2025")["targets"]
        (found,) = (one for one in targets if one["id"] == "campaigns-held")
        last: int = found["years"][-1]["achieved"]
        return last

    assert held("2022.json", "2023.csv") == 2
    assert held("2021.json", "2022.json", "2023.csv") == held("2021.csv", "2022.json", "2023.csv") == 1


def test_a_saved_count_names_its_units_with_their_years(scp: Scp, tmp_path: Path) -> None:
    save(scp, "2024.json", *SAMPLES[:5])
    targets = json.loads((tmp_path / "2024.json").read_text("utf-8"))["targets"]
    (models,) = (one for one in targets if one["id"] == "models-applied")
    told = [(row["year"], row["id"], row["answer"]) for row in models["rows"]]
    assert told == [
        (year, name, name == "MH-1" and year > 2022) for year in range(2021, 2025) for name in ("MH-1", "MH-2")
    ]


def test_saved_scores_alone_are_a_review(scp: Scp) -> None:
    for year, path in zip(range(2020, 2026), SAMPLES, strict=True):
        save(scp, f"{year}.json", *dict.fromkeys([SAMPLES[0], path]), "--year", str(year), "--due", "all")
    saved = by_years(scp, *[f"{year}.json" for year in range(2020, 2026)])
    assert saved["inputs"] == []
    assert saved["years"] == list(range(2020, 2026))
    assert figures(saved, "share") == figures(by_years(scp, *SAMPLES), "share")
    zones = next(one for one in saved["targets"] if one["id"] == "zones-informed")
    assert (zones["word"], zones["changed"]) == ("met", None)
    for name in ("table", "csv", "markdown"):
        assert scp("review", "2024.json", "2025.json", "--format", name).returncode == 0


def test_evidence_of_a_saved_score_has_its_direction(scp: Scp) -> None:
    save(scp, "2024.json", SAMPLES[4])
    surveyed, saved = by_years(scp, *SAMPLES), by_years(scp, *SAMPLES[:4], "2024.json", SAMPLES[5])
    assert saved["tracked"] == surveyed["tracked"]


def test_units_that_changed_are_not_known_where_a_year_is_saved(scp: Scp) -> None:
    save(scp, "2024.json", SAMPLES[4])
    assert {one["changed"] for one in by_years(scp, *SAMPLES[:4], "2024.json", SAMPLES[5])["targets"]} == {None}


def test_a_saved_score_of_a_year_after_the_one_asked_for_is_not_reviewed(scp: Scp) -> None:
    save(scp, "2025.json", SAMPLES[5], SAMPLES[0], "--year", "2025", "--due", "all")
    files = [*SAMPLES[:5], "2025.json"]
    saved, surveyed = by_years(scp, *files, "--year", "2024"), by_years(scp, *SAMPLES, "--year", "2024")
    assert (saved["year"], saved["years"]) == (2024, list(range(2020, 2025)))
    assert saved["targets"] == surveyed["targets"]
    alone = scp("review", "2025.json", "--year", "2024")
    assert (alone.returncode, alone.stdout) == (2, "")
    assert "no-year" in alone.stderr


def test_the_order_of_saved_scores_changes_no_target(scp: Scp) -> None:
    for year, path in ((2022, SAMPLES[2]), (2023, SAMPLES[3])):
        save(scp, f"{year}.json", path)
    one, other = (by_years(scp, *names) for names in (["2022.json", "2023.json"], ["2023.json", "2022.json"]))
    assert (one["targets"], one["tracked"], one["years"]) == (other["targets"], other["tracked"], other["years"])


def test_new_keys_of_a_saved_score_are_no_fault(scp: Scp, tmp_path: Path) -> None:
    path = tmp_path / save(scp, "2024.json", SAMPLES[4])
    before = by_years(scp, SAMPLES[5], "2024.json")
    document = json.loads(path.read_text(encoding="utf-8"))
    document["new"] = {"key": [1]}
    document["targets"] = [one | {"also new": None} for one in document["targets"]]
    document["sha256"] = checksum(document)
    path.write_text("\ufeff" + json.dumps(document), encoding="utf-8")
    after = by_years(scp, SAMPLES[5], "2024.json")
    assert (after["targets"], after["tracked"]) == (before["targets"], before["tracked"])


def test_a_saved_score_by_group_stands_in_too(scp: Scp) -> None:
    save(scp, "2024.json", SAMPLES[4], "--by", "area")
    save(scp, "whole.json", SAMPLES[4])
    grouped, whole = (by_years(scp, SAMPLES[5], name)["targets"] for name in ("2024.json", "whole.json"))
    assert grouped == whole


def test_an_output_may_not_overwrite_a_saved_score(scp: Scp, tmp_path: Path) -> None:
    path = tmp_path / save(scp, "2024.json", SAMPLES[4])
    before = path.read_bytes()
    done = scp("review", SAMPLES[5], "2024.json", "-o", "2024.json")
    assert (done.returncode, path.read_bytes()) == (2, before)
    assert "output-is-input" in done.stderr


# What is not compared


@pytest.fixture
def commented(tmp_path: Path) -> str:
    """The plan of the repository with another byte."""
    path = tmp_path / "plan.yaml"
    path.write_text(PLAN.read_text(encoding="utf-8") + "# changed\n", encoding="utf-8")
    return str(path)


def test_a_saved_score_by_another_plan_file_is_left_out_with_the_reason(scp: Scp, commented: str) -> None:
    save(scp, "2024.json", SAMPLES[4], "--plan", commented)
    review = by_years(scp, SAMPLES[3], SAMPLES[5], "2024.json")
    assert review["years"] == [2023, 2025]
    (out,) = review["left_out"]
    assert (out["year"], out["reason"], out["expected"]) == (2024, "plan", review["plan"]["sha256"][:12])
    assert out["found"] != out["expected"]
    for name in ("table", "markdown"):
        shown = scp("review", SAMPLES[3], SAMPLES[5], "2024.json", "--format", name, COLUMNS="140").stdout
        assert "2024 is not compared: scored with another plan file" in shown
        assert out["found"] in shown
    mended = by_years(scp, SAMPLES[3], SAMPLES[5], "2024.json", "--plan", commented)
    assert (mended["left_out"], mended["years"]) == ([], [2023, 2024, 2025])


def test_only_saved_scores_by_another_plan_are_nothing_to_review(scp: Scp, commented: str) -> None:
    save(scp, "2024.json", SAMPLES[4], "--plan", commented)
    done = scp("review", "2024.json")
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr


def test_a_census_beside_a_sample_is_not_compared(scp: Scp) -> None:
    """sample-2025.csv brings its markets' figures of 2020 along, so the reduction has a year of its own to compare."""
    save(scp, "2024.json", SAMPLES[4], "--register", LISTING)
    asked = (SAMPLE, "2024.json", "--register", LISTING, "--sample")
    zones, outlets = [one for one in by_years(scp, *asked)["targets"] if one["measure"] == "share"]
    for one in (zones, outlets):
        assert one["not_compared"] == [{"year": 2024, "reason": "method", "found": "census", "expected": "sample"}]
        assert 2024 not in [year["year"] for year in one["years"]]
        assert one["word"] == "one_year"
        assert (one["line"], one["pace"], one["change"]) == (None, None, None)
    said = "2024 not compared: counted in one year, estimated from a sample in the other"
    assert said in scp("review", *asked, "--format", "markdown").stdout


def test_a_share_of_the_register_beside_one_of_those_surveyed_is_not_compared(scp: Scp) -> None:
    save(scp, "2024.json", SAMPLES[4], "--register", LISTING)
    asked = (SAMPLES[3], SAMPLES[5], "2024.json")
    review = by_years(scp, *asked)
    shares = [one for one in review["targets"] if one["measure"] == "share"]
    out = {"year": 2024, "reason": "pool", "found": "register", "expected": "surveyed"}
    assert [one["not_compared"] for one in shares] == [[out], [out]]
    assert {one["change"] for one in shares} == {None}
    counted = [one["not_compared"] for one in review["targets"] if one["measure"] == "count"]
    assert {out["reason"] for one in counted for out in one} <= {"years"}
    said = "2024 not compared: a share of the register in one year, of those surveyed in the other"
    assert said in scp("review", *asked, "--format", "markdown").stdout
    same = by_years(scp, *asked, "--register", LISTING)
    assert [one["not_compared"] for one in same["targets"] if one["measure"] != "count"] == [[]] * 3


# What is refused


def refused(scp: Scp, rule: str, *arguments: str) -> str:
    """Return what is said about a review that is refused by this rule, in every format alike."""
    for name in ("table", "json"):
        done = scp("review", *arguments, "--format", name)
        assert (done.returncode, done.stdout) == (2, "")
        assert "Traceback" not in done.stderr
        assert f" {rule}: " in done.stderr
    return done.stderr


def test_a_year_that_is_surveyed_and_saved_is_refused(scp: Scp) -> None:
    save(scp, "2024.json", SAMPLES[4])
    assert "2024.json: error: year-twice: the year 2024" in refused(scp, "year-twice", SAMPLES[4], "2024.json")


def test_a_year_that_is_saved_twice_is_refused_and_the_other_file_named(scp: Scp) -> None:
    for name in ("a.json", "b.json"):
        save(scp, name, SAMPLES[4])
    said = refused(scp, "year-twice", SAMPLES[5], "a.json", "b.json")
    assert said.startswith("b.json: ")
    assert "a.json" in said


def test_the_same_saved_score_named_twice_is_read_once(scp: Scp) -> None:
    save(scp, "2024.json", SAMPLES[4])
    review = by_years(scp, SAMPLES[5], "2024.json", "2024.json")
    assert [one["path"] for one in review["history"]] == ["2024.json"]


HEAD = b'{"schema": "scp-ninhbinh/score/1", "plan": {"sha256": "0"}, "year": '
NO_SCORES = {
    "empty": b"",
    "no JSON": b"year,kind\n2024,market\n",
    "truncated": b'{"schema": "scp-ninhbinh/score/1", "year": 20',
    "a list": b"[]",
    "a number": b"5",
    "a text": b'"scp-ninhbinh/score/1"',
    "null": b"null",
    "other JSON": b'{"type": "FeatureCollection", "features": []}',
    "no targets": HEAD + b"2024}",
    "another schema": b'{"schema": "scp-ninhbinh/score/2", "year": 2024, "plan": {"sha256": "0"}, "targets": []}',
    "a schema that is a list": b'{"schema": [], "year": 2024, "plan": {"sha256": "0"}, "targets": []}',
    "null bytes": b"\x00" * 64,
    "null bytes within": b'{"schema": "scp-ninhbinh/score/1\x00"}',
    "not UTF-8": b'{"schema": "\xff\xfe"}',
    "nested deeply": b"[" * 100_000 + b"]" * 100_000,
    "nested deeply in keys": b'{"a":' * 100_000,
    "a number of many digits": b'{"schema": "scp-ninhbinh/score/1", "year": ' + b"9" * 10_000 + b"}",
    "a year that is infinite": HEAD + b'1e999, "targets": []}',
    "a year that is null": HEAD + b'null, "targets": []}',
    "targets that are numbers": HEAD + b'2024, "targets": [1]}',
}


@pytest.mark.parametrize("name", NO_SCORES)
def test_a_file_that_is_no_saved_score_is_refused_and_named(scp: Scp, tmp_path: Path, name: str) -> None:
    (tmp_path / "saved.json").write_bytes(NO_SCORES[name])
    assert refused(scp, "not-a-score", SAMPLES[5], "saved.json").startswith("saved.json: error: not-a-score: ")


@pytest.mark.parametrize(
    "output", [("explain", "I.1.1", SAMPLES[4]), ("review", SAMPLES[4]), ("check", SAMPLES[4]), ("targets",)]
)
def test_another_output_of_the_program_is_no_saved_score(scp: Scp, output: tuple[str, ...]) -> None:
    assert scp(*output, "--format", "json", "-o", "other.json").returncode == 0
    refused(scp, "not-a-score", SAMPLES[5], "other.json")


def first_share(document: dict[str, Any]) -> dict[str, Any]:
    return next(one for one in document["targets"] if one["measure"] == "share")


def evidence(document: dict[str, Any]) -> dict[str, Any]:
    return next(one for one in document["targets"] if one["measure"] == "tracked")["evidence"][0]


BROKEN: dict[str, Callable[[dict[str, Any]], object]] = {
    "a figure that is NaN": lambda document: first_share(document).update(achieved=float("nan")),
    "a figure that is infinite": lambda document: first_share(document).update(high=float("inf")),
    "a figure in words": lambda document: first_share(document).update(low="about half"),
    "a figure that is a list": lambda document: first_share(document).update(low=[1]),
    "a figure that is missing": lambda document: first_share(document).pop("high"),
    "a verdict that is none": lambda document: first_share(document).update(status="Met"),
    "no unit": lambda document: first_share(document).pop("unit"),
    "no id": lambda document: first_share(document).pop("id"),
    "no year": lambda document: first_share(document).pop("year"),
    "no method": lambda document: first_share(document).pop("method"),
    "no pool": lambda document: first_share(document).pop("pool"),
    "evidence without its number": lambda document: evidence(document).pop("yes"),
    "evidence in words": lambda document: evidence(document).update(yes="many"),
    "evidence that is infinite": lambda document: evidence(document).update(yes=float("inf")),
    "no hash of the plan": lambda document: document["plan"].pop("sha256"),
    "a plan that is a text": lambda document: document.update(plan="87/KH-UBND"),
    "targets that are a number": lambda document: document.update(targets=5),
    "targets that are null": lambda document: document.update(targets=None),
    "no targets": lambda document: document.pop("targets"),
    "another schema": lambda document: document.update(schema="scp-ninhbinh/score/2"),
    "a schema that is a list": lambda document: document.update(schema=[]),
    "a year that is infinite": lambda document: document.update(year=float("inf")),
    "a year that is null": lambda document: document.update(year=None),
    "targets that are numbers": lambda document: document.update(targets=[1]),
    "no measure": lambda document: first_share(document).pop("measure"),
    "evidence without the answer wanted": lambda document: evidence(document).pop("wanted"),
    "a part that is missing": lambda document: first_share(document).pop("parts"),
    "a part without its number": lambda document: first_share(document)["parts"][0].pop("numerator"),
    "a number in the place of a yes": lambda document: document.update(refused_cells=False),
}


@pytest.fixture(scope="module")
def saved() -> str:
    """A sound saved score of 2024."""
    from scp_ninhbinh.writers.json import score_json

    return score_json(score_files(Request([SAMPLES[4]], year=2024)))


@pytest.mark.parametrize("fault", BROKEN)
def test_a_saved_score_that_was_broken_by_hand_is_refused(scp: Scp, tmp_path: Path, saved: str, fault: str) -> None:
    document = json.loads(saved)
    BROKEN[fault](document)
    (tmp_path / "saved.json").write_text(json.dumps(document), encoding="utf-8")
    refused(scp, "not-a-score", SAMPLES[5], "saved.json")


Path_ = tuple[str | int, ...]
MIXED = "year,kind,id,area,informed,applied,packaging_total,packaging_hard,in_safe_chain,traceable,task\n"
MIXED += "2020,market,C1,Nho Quan,,,100,80,,,\n2024,market,C1,Nho Quan,,,100,40,,,\n2024,model,M1,,,yes,,,,,\n"
MIXED += "2024,craft_village,L1,Nho Quan,yes,,,,,,\n2024,enterprise,E1,Nho Quan,,,,,yes,,\n"


def values_of(value: Any, path: Path_ = ()) -> Iterator[tuple[Path_, Any]]:
    """Yield the path and the value of each key and item of a document."""
    for key, part in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield (*path, key), part
        yield from values_of(part, (*path, key))


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A sound saved score with a result of each measure, each with two groups, one of which has no row."""
    from scp_ninhbinh.writers.json import score_json

    folder = tmp_path_factory.mktemp("mixed")
    for name, text in (
        ("survey", MIXED),
        ("register", "kind,id,area\ncraft_village,L1,Nho Quan\nmodel,M1,\nmodel,M9,\n"),
    ):
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    request = Request([str(folder / "survey.csv")], register=str(folder / "register.csv"), by="area")
    document = json.loads(score_json(score_files(request)))
    seen: dict[str, Any] = {}
    for one in document["targets"]:
        if one["groups"]:
            one["groups"] = [one["groups"][0], one["groups"][-1]]
            seen.setdefault(one["measure"], one)
    return json.dumps(document | {"targets": list(seen.values())})


def shape(path: Path_) -> Path_:
    """Return a path in which the items of a list, but for targets and groups, are all alike."""
    return tuple(step if isinstance(step, str) or before in {"targets", "groups"} else 0
                 for before, step in zip(("", *path), path, strict=False))  # fmt: skip


def replaced(text: str, path: Path_, value: Any) -> str:
    """Return a document as text with another value at a path; without the key where that is None."""
    document = json.loads(text)
    part = document
    for step in path[:-1]:
        part = part[step]
    if value is None:
        del part[path[-1]]
    else:
        part[path[-1]] = value
    return json.dumps(document)


def is_score(path: Path, text: str) -> bool:
    path.write_text(text, encoding="utf-8")
    try:
        load_saved(str(path))
    except ScpError as error:
        return [found.rule for found in error.problems] != ["not-a-score"]
    return True


def test_a_saved_score_needs_every_key_that_is_written(tmp_path: Path, mixed: str) -> None:
    """All but the groups, which are there only where they were asked for."""
    path = tmp_path / "saved.json"
    assert is_score(path, mixed)
    every = {shape(key): key for key, _ in values_of(json.loads(mixed)) if isinstance(key[-1], str)}
    assert len(every) > 200
    missed = {shape_ for shape_, key in every.items() if is_score(path, replaced(mixed, key, None))}
    assert missed == {("targets", number, "groups") for number in range(4)}


def test_a_value_of_another_type_anywhere_makes_it_no_score(tmp_path: Path, mixed: str) -> None:
    path, wrong = (
        tmp_path / "saved.json",
        {str: 5, int: "5", float: "0.5", bool: "yes", type(None): {}, list: 5, dict: 5},
    )
    every = {shape(key): (key, wrong[type(value)]) for key, value in values_of(json.loads(mixed))}
    assert [key for key, value in every.values() if is_score(path, replaced(mixed, key, value))] == []


def test_the_largest_amounts_that_a_survey_may_hold_are_read_back(tmp_path: Path) -> None:
    """Cells have up to fifteen digits, and a sum of many more."""
    from scp_ninhbinh.writers.json import score_json

    rows = "".join(f"{year},market,C{n},{'9' * 15},{n}\n" for year in (2020, 2025) for n in range(1, 30))
    (tmp_path / "a.csv").write_text("year,kind,id,packaging_total,packaging_hard\n" + rows, encoding="utf-8")
    text = score_json(score_files(Request([str(tmp_path / "a.csv")])))
    assert "28999999999999971" in text
    assert is_score(tmp_path / "saved.json", text)


def test_a_saved_score_cut_off_anywhere_is_refused(scp: Scp, tmp_path: Path, saved: str) -> None:
    for share in (0.1, 0.5, 0.9, 0.999):
        (tmp_path / "saved.json").write_text(saved[: int(len(saved) * share)], encoding="utf-8")
        refused(scp, "not-a-score", SAMPLES[5], "saved.json")


def test_a_file_that_is_not_there_is_named(scp: Scp) -> None:
    assert "missing.json" in refused(scp, "missing-file", SAMPLES[5], "missing.json")


def test_a_folder_is_no_saved_score(scp: Scp, tmp_path: Path) -> None:
    (tmp_path / "folder.json").mkdir()
    done = scp("review", SAMPLES[5], "folder.json")
    assert (done.returncode, done.stdout) == (2, "")
    assert "folder.json" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("targets", 0, "achieved"), 10**400),
        (("targets", 0, "achieved"), "1e999999999"),
        (("targets", 0, "achieved"), True),
        (("targets", 0, "due"), "2025"),
        (("targets", 0, "method"), ["census"]),
        (("year",), 2024.5),
        (("targets",), []),
    ],
)
def test_a_value_of_another_type_makes_it_no_score(scp: Scp, tmp_path: Path, path: tuple[Any, ...], value: Any) -> None:
    save(scp, "2024.json", SAMPLES[4])
    document = json.loads((tmp_path / "2024.json").read_text("utf-8"))
    part = document
    for step in path[:-1]:
        part = part[step]
    part[path[-1]] = value
    (tmp_path / "2024.json").write_text(json.dumps(document), encoding="utf-8")
    assert "not-a-score" in refused(scp, "not-a-score", "2024.json", SAMPLES[5])


@pytest.mark.parametrize(
    ("option", "value", "rule"), [("--due", "2026", "unknown-due"), ("--year", "2052", "bad-scored-year")]
)
def test_a_year_that_the_plan_does_not_know_is_refused(scp: Scp, option: str, value: str, rule: str) -> None:
    refused(scp, rule, SAMPLES[5], option, value)


def test_a_saved_year_without_businesses_says_nothing_of_them(scp: Scp) -> None:
    """The base year has none: no "2020 0", from which everything would have grown."""
    save(scp, "2020.json", SAMPLES[0])
    review = by_years(scp, "2020.json", *SAMPLES[1:])
    chains = next(one for one in review["tracked"] if one["id"] == "safe-food-chains")
    assert [one["year"] for one in chains["answers"][0]["years"]] == list(range(2021, 2026))
