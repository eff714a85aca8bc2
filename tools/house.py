"""The house seen from outside: its size and its import picture (`python tools/house.py`).

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

ROOMS = "cli form findings writers documents run scores measures survey project tables plan files problems text".split()
"""The rooms of the house, each importing only from those after it."""

LONGEST_FILE, LONGEST_FUNCTION = 400, 30
"""Lines of code that a file and a function may have: `tests/test_architecture.py` fails beyond them."""

SHOWN = 5
"""Of the longest, how many are named."""

_LAYOUT = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}


def room_of(module: str) -> str:
    return module.partition("/")[0]


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


def edges() -> dict[str, set[str]]:
    """Return the modules of ours that each module imports, those too that it imports late or for types alone."""
    return {name: set(imports(path.read_text(encoding="utf-8"))) - {name} for name, path in MODULES.items()}


def picture() -> str:
    """Return the import picture as a Mermaid flowchart: an arrow from each room to those that it imports from.

    An arrow that another way through the picture already tells is left out.
    """
    pairs = {(room_of(one), room_of(other)) for one, others in edges().items() for other in others}
    pairs = {pair for pair in pairs if pair[0] != pair[1] and set(pair) <= set(ROOMS)}
    rooms = [room for room in ROOMS if any(room in pair for pair in pairs)]
    nearest = [pair for pair in pairs if not any((pair[0], via) in pairs and (via, pair[1]) in pairs for via in rooms)]
    nearest.sort(key=lambda pair: (rooms.index(pair[0]), rooms.index(pair[1])))
    return "\n".join(["flowchart TD", *(f"    {one} --> {other}" for one, other in nearest)])


def sizes() -> str:
    """Return the sizes as a table: lines of code by room, and the longest of files and functions with their limits."""
    texts = {module: path.read_text(encoding="utf-8") for module, path in MODULES.items()}
    files = [(len(code_lines(text)), module) for module, text in texts.items()]
    every = [(n, f"{module}:{name}") for module, text in texts.items() for name, n in functions(text)]
    told = [f"{room:<13}{sum(n for n, module in files if room_of(module) == room):>7,}" for room in ROOMS]
    told.append(f"{'in all':<13}{sum(n for n, _ in files):>7,}, in {len(files):,} files and {len(every):,} functions")
    for what, found, most in (("files", files, LONGEST_FILE), ("functions", every, LONGEST_FUNCTION)):
        middle = statistics.median(n for n, _ in found)
        told.append(f"longest {what}, of at most {most} lines of code; the middle one has {middle:.0f}")
        told += [f"{n:>7,}  {name}" for n, name in sorted(found, reverse=True)[:SHOWN]]
    return "\n".join(told)


if __name__ == "__main__":
    print("lines of code\n" + sizes())
