"""The house seen from outside: its size (DESIGN, "Size") and its import picture (`python tests/house.py`).

`make check` prints the sizes after lint and tests. A line of code holds more than a comment or a docstring.
"""

import ast
import io
import statistics
import tokenize
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).parents[1] / "src" / "scp_ninhbinh"
MODULES = {path.relative_to(SOURCE).with_suffix("").as_posix(): path for path in sorted(SOURCE.rglob("*.py"))}

PARTS = {
    "command line": ("cli", "copying", "__main__"),
    "report": ("report/",),
    "runs": ("runs", "review", "history", "explanation", "settling"),
    "scoring": ("scoring", "verdicts", "groups", "measures/", "intervals"),
    "plan": ("plan", "yaml_lines"),
    "survey": ("survey/",),
    "tables": ("tables/",),
    "rules": ("rule", "files"),
    "ground": ("problems", "language", "safe_text", "words", "numbers", "__init__"),
}
"""The parts of the house, by how the names of their modules begin; each imports only from parts below it."""

BUDGET = 2_500
"""DESIGN's number of code lines for everything but reports and the texts of the rules."""

_LAYOUT = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}


def part_of(module: str) -> str:
    return next(part for part, begins in PARTS.items() if module.startswith(begins))


def code_lines(text: str) -> set[int]:
    """Return the numbers of the lines that hold code."""
    nodes = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Expr)]
    texts = {
        line
        for node in nodes
        if isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        for line in range(node.lineno, (node.end_lineno or 0) + 1)
    }
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    written = {line for one in tokens if one.type not in _LAYOUT for line in range(one.start[0], one.end[0] + 1)}
    return written - texts


def functions(text: str) -> Iterator[tuple[str, int]]:
    """Yield each function with how many lines of code it has, its head among them."""
    lines = code_lines(text)
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, len(lines & set(range(node.lineno, (node.end_lineno or 0) + 1)))


def imports(text: str) -> Iterator[str]:
    """Yield the modules of ours that a module imports."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("scp_ninhbinh"):
            home = "/".join((node.module or "").split(".")[1:])
            inside = [f"{home}/{alias.name}".lstrip("/") for alias in node.names]
            yield from (found for found in [home, *inside] if found in MODULES)


def links() -> dict[tuple[str, str], int]:
    """Return how many modules of a part import from another part."""
    found: dict[tuple[str, str], set[str]] = {}
    for module, path in MODULES.items():
        for other in map(part_of, imports(path.read_text(encoding="utf-8"))):
            if other != part_of(module):
                found.setdefault((part_of(module), other), set()).add(module)
    return {pair: len(modules) for pair, modules in found.items()}


def picture() -> str:
    """Return the import picture as a Mermaid flowchart: an arrow from each part to those that it imports from.

    An arrow that another way through the picture already tells is left out.
    """
    found = set(links())
    names = {part: part.replace(" ", "_") for part in PARTS}
    boxes = [f'    {name}["{part}"]' for part, name in names.items()]
    nearest = [pair for pair in found if not any((pair[0], via) in found and (via, pair[1]) in found for via in PARTS)]
    places = list(PARTS)
    nearest.sort(key=lambda pair: (places.index(pair[0]), places.index(pair[1])))
    return "\n".join(["flowchart TD", *boxes, *(f"    {names[one]} --> {names[other]}" for one, other in nearest)])


def sizes() -> str:
    """Return the sizes as a table: code lines by part, and the longest and the middle of files and functions."""
    texts = {module: path.read_text(encoding="utf-8") for module, path in MODULES.items()}
    lines = {module: len(code_lines(text)) for module, text in texts.items()}
    rows = [(part, sum(n for module, n in lines.items() if part_of(module) == part)) for part in PARTS]
    core = sum(n for module, n in lines.items() if not module.startswith(("report/", "rulebook/")))
    every = {f"{module}:{name}": n for module, text in texts.items() for name, n in functions(text)}
    longest, largest = max(every, key=lambda name: every[name]), max(lines, key=lambda name: lines[name])
    told = [f"{part:<13}{number:>7,}" for part, number in rows]
    told.append(f"{'in all':<13}{sum(lines.values()):>7,}  in {len(lines)} files; core {core:,} (DESIGN: {BUDGET:,})")
    told.append(f"largest file: {largest}, {lines[largest]} lines; middle one {statistics.median(lines.values()):.0f}")
    told.append(
        f"{len(every):,} functions, middle one {statistics.median(every.values()):.0f} lines, "
        f"over 15: {sum(n > 15 for n in every.values())}; longest: {longest}, {every[longest]}"
    )
    return "\n".join(told)


if __name__ == "__main__":
    print("code lines\n" + sizes())
