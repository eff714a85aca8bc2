"""The faults that `mutation.py` puts into a module: those of mutmut's operators, each a whole file with one change.

Left out are annotations, imports and decorators; what only guards against our own errors (`assert`, `strict=` of zip,
`assert_never`); names for types, which are nothing at run time; texts for people, which the corpus of cases and the
catalogue hold word for word. Of the ways to spoil a text one is kept, and of an argument among several its removal
without its replacement by None. As mutmut does, arguments of len and isinstance are passed over.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider, WhitespaceInclusivePositionProvider
from mutmut.mutation.mutators import mutation_operators, operator_arg_removal, operator_string

PASSED_OVER = (cst.Annotation, cst.Assert, cst.Import, cst.ImportFrom, cst.Decorator)
GUARDS = {"Phrase", "TypeVar", "assert_never", "cast", "len", "isinstance"}


class Fault(NamedTuple):
    """A file with a change: its source, the lines that a test must reach, the function (None: outside any)."""

    path: str
    code: str
    lines: range
    function: str | None
    text: str


def faults(path: Path) -> list[Fault]:
    """Return every fault of a file that still compiles."""
    source = path.read_text(encoding="utf-8")
    visitor = _Faults(path, source, cst.parse_module(source))
    visitor.wrapper.visit(visitor)
    return visitor.found


class _Faults(cst.CSTVisitor):
    METADATA_DEPENDENCIES = (PositionProvider, WhitespaceInclusivePositionProvider)

    def __init__(self, path: Path, source: str, module: cst.Module) -> None:
        super().__init__()
        self.path, self.source = path, source
        self.wrapper = MetadataWrapper(module, unsafe_skip_copy=True)
        self.above: list[cst.CSTNode] = []
        self.found: list[Fault] = []
        lines = source.splitlines(keepends=True)
        self.starts = [sum(map(len, lines[:n])) for n in range(len(lines) + 1)]

    def on_visit(self, node: cst.CSTNode) -> bool:
        self.above.append(node)
        if isinstance(node, PASSED_OVER) or _is_guard(node) or self._names_a_type(node):
            return False
        for kind, operator in mutation_operators:
            for new in (
                list(operator(node))[: 1 if operator is operator_string else None] if isinstance(node, kind) else ()
            ):
                if operator is not operator_arg_removal or _removes(node, new):
                    self._add(node, new)
        return True

    def on_leave(self, original_node: cst.CSTNode) -> None:
        self.above.pop()

    def _names_a_type(self, node: cst.CSTNode) -> bool:
        """Whether this is `Name = tuple[str, str]` or `Name = One | Other` of a module."""
        if not isinstance(node, cst.Assign) or not isinstance(node.targets[0].target, cst.Name):
            return False
        plain = isinstance(node.value, cst.BinaryOperation | cst.Subscript) and "(" not in self._code(node.value)
        return self._function() is None and plain and not node.targets[0].target.value.strip("_").isupper()

    def _add(self, node: cst.CSTNode, new: cst.CSTNode) -> None:
        if isinstance(node, cst.Match):  # a statement of several lines: its indentation is not its own
            code = self.wrapper.module.deep_replace(node, new).code
        else:
            place = self.get_metadata(WhitespaceInclusivePositionProvider, node)
            start, end = (self.starts[at.line - 1] + at.column for at in (place.start, place.end))
            code = self.source[:start] + self._code(new) + self.source[end:]
        lines = self._lines(node)
        if code != self.source and _compiles(code):
            text = f"{self.path.name}:{_difference(self.source, code)}"
            self.found.append(Fault(str(self.path), code, lines, self._function(), text))

    def _code(self, node: cst.CSTNode) -> str:
        return self.wrapper.module.code_for_node(node)

    def _lines(self, node: cst.CSTNode) -> range:
        """Return the lines of the statement, or of a compound one those down to the node."""
        statement = [n for n in self.above if isinstance(n, cst.SimpleStatementLine | cst.BaseCompoundStatement)][-1]
        last = statement if isinstance(statement, cst.SimpleStatementLine) else node
        places = [self.get_metadata(PositionProvider, one) for one in (statement, last)]
        return range(places[0].start.line, places[1].end.line + 1)

    def _function(self) -> str | None:
        """Return the qualified name of the outermost function whose body this is in; defaults are outside."""
        names: list[str] = []
        for node, below in zip(self.above, self.above[1:], strict=False):
            if isinstance(node, cst.ClassDef | cst.FunctionDef):
                names.append(node.name.value)
            if isinstance(node, cst.FunctionDef):
                return ".".join(names) if below is node.body else None
        return None


def _is_guard(node: cst.CSTNode) -> bool:
    if isinstance(node, cst.Arg):
        return node.keyword is not None and node.keyword.value == "strict"
    return isinstance(node, cst.Call) and isinstance(node.func, cst.Name) and node.func.value in GUARDS


def _removes(node: cst.Call, new: cst.Call) -> bool:
    """Whether an argument is gone, other than `strict`; a lone one may be replaced by None instead."""
    guards = [sum(map(_is_guard, call.args)) for call in (node, new)]
    return guards[0] == guards[1] and (len(node.args) == 1 or len(new.args) < len(node.args))


def _compiles(code: str) -> bool:
    try:
        compile(code, "fault", "exec")
    except SyntaxError:
        return False
    return True


def _difference(source: str, code: str) -> str:
    before, after = source.splitlines(), code.splitlines()
    first = next(n for n, (one, other) in enumerate(zip(before, after, strict=False)) if one != other)
    last = next(n for n, (one, other) in enumerate(zip(before[::-1], after[::-1], strict=False)) if one != other)
    old, new = (_joined(lines[first : max(first + 1, len(lines) - last)]) for lines in (before, after))
    return f"{first + 1}: {old}  →  {new}"


def _joined(lines: Sequence[str]) -> str:
    return " ".join(line.strip() for line in lines)
