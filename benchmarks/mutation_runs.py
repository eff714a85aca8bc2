"""How the faults of `mutation.py` meet the tests: measured once, then in forks of a process that has collected them."""

import gc
import pickle
import time
from collections.abc import Callable, Iterator, Sequence
from functools import _lru_cache_wrapper
from importlib import import_module
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType, FunctionType

import pytest
from _pytest.runner import runtestprotocol
from mutation import FIRST, LAST, ROOT, SOURCE, Work, apart
from mutation_faults import Fault

LONG = 3600.0
SLOW = 2.5
"""Seconds of processor time beyond which a test is left out."""

ENOUGH = 20.0
"""Seconds that every fault may take beyond three times what its tests took."""

Tests = list[str]


def run_pytest(folder: Path, files: Sequence[Path | str], plugin: object, *more: str) -> int:
    """Run these files of tests in this process; `plugin` decides what is done with them."""
    options = ["-q", "-s", "-p", "no:cacheprovider", "-o", "tmp_path_retention_policy=none", f"--basetemp={folder}/t"]
    return int(pytest.main([*options, f"--rootdir={ROOT}", *more, *map(str, files)], plugins=[plugin]))


class Measuring:
    """Notes of every test that passes how long it takes and which lines it reaches."""

    def __init__(self, paths: Sequence[Path]) -> None:
        from coverage import Coverage

        self.coverage = Coverage(data_file=None, include=[str(path) for path in paths], config_file=False)
        self.coverage.start()
        self.seconds: dict[str, float] = {}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = [item for item in items if "scp" not in getattr(item, "fixturenames", ())]

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self.coverage.switch_context(item.nodeid)
        begin = time.process_time()
        found = yield
        self.seconds[item.nodeid] = time.process_time() - begin
        self.coverage.switch_context("between")
        return found

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed or report.skipped:
            self.coverage.switch_context("between")
            self.failed = {*getattr(self, "failed", ()), report.nodeid}

    def result(self) -> tuple[dict[str, dict[int, list[str]]], dict[str, float]]:
        self.coverage.stop()
        data, failed = self.coverage.get_data(), getattr(self, "failed", ())
        lines = {path: data.contexts_by_lineno(path) for path in data.measured_files()}
        return lines, {test: n for test, n in self.seconds.items() if n < SLOW and test not in failed}


class Chosen:
    """Runs the tests named, in that order."""

    def __init__(self, tests: Tests) -> None:
        self.order = {test: number for number, test in enumerate(tests)}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = sorted((i for i in items if i.nodeid in self.order), key=lambda item: self.order[item.nodeid])


class Swapping:
    """In place of running the tests collected, has each fault meet its own in a fork."""

    def __init__(self, jobs: Sequence[tuple[Fault, Tests, float]], scratch: Path) -> None:
        self.jobs, self.scratch = jobs, scratch
        self.words: list[str] = []

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        items = {item.nodeid: item for item in session.items}
        for path in {fault.path for fault, _, _ in self.jobs}:  # some modules are imported only when they are needed
            import_module(".".join(Path(path).relative_to(SOURCE.parent).with_suffix("").parts))
        self.caches = [one for one in gc.get_objects() if isinstance(one, _lru_cache_wrapper)]
        self.functions = [one for one in gc.get_objects() if type(one) is FunctionType]
        gc.freeze()
        work = [(self._meet(fault, [items[test] for test in tests]), seconds) for fault, tests, seconds in self.jobs]
        self.words = apart(work, self.scratch)
        return True

    def _meet(self, fault: Fault, items: list[pytest.Item]) -> Work:
        def work(folder: Path) -> int:
            spoilt = next(_codes(compile(fault.code, fault.path, "exec"), fault.function or ""))
            for function in self.functions:
                code = function.__code__
                if (code.co_filename, code.co_qualname) == (fault.path, fault.function):
                    function.__code__ = spoilt
            for cache in self.caches:
                cache.cache_clear()
            items[0].config._tmp_path_factory._given_basetemp = folder / "t"
            pairs = zip(items, [*items[1:], None], strict=True)
            reports = (runtestprotocol(item, log=False, nextitem=after) for item, after in pairs)
            return int(any(report.failed for found in reports for report in found))

        return work


def _codes(code: CodeType, name: str) -> Iterator[CodeType]:
    for const in code.co_consts:
        if isinstance(const, CodeType):
            if const.co_qualname == name:
                yield const
            elif name.startswith(f"{const.co_qualname}."):
                yield from _codes(const, name)


class Runs:
    """The tests of a module, measured, and what faults do to them."""

    def __init__(self, scratch: Path, files: Sequence[Path], paths: Sequence[Path]) -> None:
        self.scratch, self.own = scratch, [path.stem for path in paths]
        self.lines, self.seconds = self._told(lambda folder: self._measured(folder, files, paths))

    def judge(self, faults: Sequence[Fault]) -> list[str]:
        """Return of each fault whether its tests "survived" it; the file as it is must, in both ways."""
        words = ["survived"] * len(faults)
        for stage, budget in ((self._in_place, FIRST), (self._afresh, LAST)):
            left = [
                n
                for n, word in enumerate(words)
                if word == "survived" and (stage == self._afresh or faults[n].function)
            ]
            jobs = [(n, tests) for n in left if (tests := self._tests(faults[n], budget))]
            timed = [(faults[n], tests, ENOUGH + 3 * sum(map(self.seconds.get, tests))) for n, tests in jobs]
            if timed:
                as_it_is = timed[0][0]._replace(code=Path(timed[0][0].path).read_text(encoding="utf-8"))
                *found, control = stage([*timed, (as_it_is, *timed[0][1:])])
                assert control == "survived", f"the tests do not pass without a fault: {control}"
                for (n, _), word in zip(jobs, found, strict=True):
                    words[n] = word
        return words

    def _tests(self, fault: Fault, budget: float) -> Tests:
        """Return the tests that a fault meets: those that reach its lines, or any where it stands outside functions."""
        lines = self.lines.get(fault.path, {})
        reach = {test for line in fault.lines for test in lines.get(line, ())} if fault.function else set(self.seconds)
        stem, chosen = Path(fault.path).stem, []
        for test in sorted(reach & self.seconds.keys(), key=lambda one: (f"test_{stem}" not in one, self.seconds[one])):
            budget -= self.seconds[test]
            chosen += [test] if budget > 0 else []
        return chosen

    def _in_place(self, jobs: list[tuple[Fault, Tests, float]]) -> list[str]:
        files = sorted({ROOT / test.partition("::")[0] for _, tests, _ in jobs for test in tests})
        plugin = Swapping(jobs, self.scratch)

        def work(folder: Path) -> list[str]:
            run_pytest(folder, files, plugin)
            return plugin.words

        return self._told(work)

    def _afresh(self, jobs: list[tuple[Fault, Tests, float]]) -> list[str]:
        return apart([(_imported(fault, tests), seconds) for fault, tests, seconds in jobs], self.scratch)

    @staticmethod
    def _measured(folder: Path, files: Sequence[Path], paths: Sequence[Path]) -> object:
        plugin = Measuring(paths)
        run_pytest(folder, files, plugin)
        return plugin.result()

    def _told(self, work: Callable[[Path], object]) -> object:
        """Do this in a process of its own, and return what it found."""
        told = self.scratch / "told"

        def tell(folder: Path) -> int:
            told.write_bytes(pickle.dumps(work(folder)))
            return 0

        assert apart([(tell, LONG)], self.scratch) == ["survived"], "the tests could not be run"
        return pickle.loads(told.read_bytes())


def _imported(fault: Fault, tests: Tests) -> Work:
    """Have the tests import the file with the fault in place of the file."""

    def work(folder: Path) -> int:
        original = SourceFileLoader.get_code

        def get_code(loader: SourceFileLoader, name: str) -> object:
            return compile(fault.code, fault.path, "exec") if loader.path == fault.path else original(loader, name)

        SourceFileLoader.get_code = get_code
        files = sorted({ROOT / test.partition("::")[0] for test in tests})
        return int(run_pytest(folder, files, Chosen(tests), "-x") != 0)

    return work
