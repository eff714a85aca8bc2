"""Problems as JUnit XML: each file is a test, which passes where the file has no error."""

from collections.abc import Iterable, Sequence
from pathlib import PurePath
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from scp_ninhbinh.findings.text import SEVERITY_WORDS
from scp_ninhbinh.problems.problem import Problem, describe, place_text, totals
from scp_ninhbinh.run import CheckRun, all_read
from scp_ninhbinh.text.safe import show
from scp_ninhbinh.text.say import Language, joined, plural, say


def check_junit(run: CheckRun, language: Language) -> str:
    """Return one test suite with a test case for each file, sound ones too."""
    cases = [_case(path, problems, language) for path, problems in _by_file(run).items()]
    counts = {
        "tests": len(cases),
        "failures": sum(case.find("failure") is not None for case in cases),
        "errors": sum(case.find("error") is not None for case in cases),
        "skipped": 0,
    }
    suite = Element("testsuite", {"name": "scp check", **{key: str(n) for key, n in counts.items()}, "time": "0"})
    suite.extend(cases)
    indent(suite)
    text: str = tostring(suite, encoding="utf-8", xml_declaration=True).decode("utf-8")
    return text + "\n"


def _by_file(run: CheckRun) -> dict[str, list[Problem]]:
    """Return what was found in each file; a path that only a problem names (a file given twice) stands at the end."""
    files: dict[str, list[Problem]] = {file.path: [] for file in run.files}
    for found in run.problems:
        files.setdefault(found.place.path, []).append(found)
    return files


def _case(path: str, problems: Sequence[Problem], language: Language) -> Element:
    in_file = all(found.place.field is None for found in problems)
    file = {"file": show(PurePath(path).as_posix())} if in_file else {}
    case = Element("testcase", {"classname": "scp check", "name": show(path), **file, "time": "0"})
    errors = [found for found in problems if found.severity == "error"]
    if errors:
        # what could not be opened was not tested: an error of the run, not a failure of the file
        tag = "failure" if all_read(problems) else "error"
        fault = SubElement(case, tag, {"type": errors[0].rule, "message": _summary(problems, errors[0], language)})
        fault.text = _lines(errors, language)
    if rest := [found for found in problems if found.severity != "error"]:
        SubElement(case, "system-out").text = _lines(rest, language)
    return case


def _summary(problems: Sequence[Problem], first: Problem, language: Language) -> str:
    found = totals(problems)
    counts = [plural("{n} error", "{n} errors", found["error"])]
    if found["warning"]:
        counts.append(plural("{n} warning", "{n} warnings", found["warning"]))
    if found["notice"]:
        counts.append(plural("{n} notice", "{n} notices", found["notice"]))
    return language.text(say("{counts}; the first breaks {rule}", counts=joined(*counts, by=", "), rule=first.rule))


def _lines(problems: Iterable[Problem], language: Language) -> str:
    """Return a line for every problem; the element says which are errors."""
    return "".join(f"{_line(found, language)}\n" for found in problems)


def _line(found: Problem, language: Language) -> str:
    severity = f"{language.text(SEVERITY_WORDS[found.severity])}: " if found.severity != "error" else ""
    said = language.text(joined(*describe(found), by="; "))
    return f"{place_text(found.place)}: {severity}{found.rule}: {said}"
