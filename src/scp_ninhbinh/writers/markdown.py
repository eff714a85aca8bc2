"""A document as Markdown: headings, tables, lists. What a chart shows stands in the table beside it."""

from collections.abc import Iterator

from scp_ninhbinh.documents.document import Block, Document, Items, Section, Sentences, Table, Text, on_paper
from scp_ninhbinh.text.safe import markdown_line, plain_markdown
from scp_ninhbinh.text.say import Language, Sayable


def markdown_text(document: Document[Sayable], language: Language) -> str:
    """Return the document as Markdown; no text in it acts as markup."""
    translated = on_paper(language.translated(document))
    title = f"# {plain_markdown(translated.title)}" if translated.title else ""
    parts = [title, _strong(translated.draft), markdown_line(", ".join(translated.subtitle))]
    for section in translated.sections:
        parts += _section(section)
    parts += ["---", markdown_line(translated.footer)] if translated.footer else []
    return "\n\n".join(part for part in parts if part) + "\n"


def _section(section: Section[str]) -> Iterator[str]:
    if section.heading:
        yield f"{'#' * section.level} {plain_markdown(section.heading)}"
    for block in section.blocks:
        yield from _block(block)


def _block(block: Block[str]) -> Iterator[str]:
    match block:
        case Text():
            yield _strong(block.text) if block.strong else markdown_line(block.text)
        case Sentences():
            yield "\n".join(f"{markdown_line(line)}  " for line in block.lines)
        case Items():
            yield _strong(block.heading)
            yield "\n".join(f"- {markdown_line(item)}" for item in block.items)
        case Table():
            yield _strong(block.caption)
            yield "\n".join(_table(block))
            yield f"*{markdown_line(block.source)}*" if block.source else ""


def _table(table: Table[str]) -> Iterator[str]:
    """Yield a table's lines; a column of numbers stands to the right."""
    count = max(map(len, (table.headings, *table.rows)))
    if not count:
        return
    yield _row([*table.headings, *[""] * (count - len(table.headings))])
    figures = table.figures()
    yield _row(["---:" if at in figures else "---" for at in range(count)], escape=False)
    for row in table.rows:
        yield _row([*(cell.text for cell in row), *[""] * (count - len(row))])


def _row(texts: list[str], *, escape: bool = True) -> str:
    return f"| {' | '.join(plain_markdown(text) if escape else text for text in texts)} |"


def _strong(text: str) -> str:
    return f"**{markdown_line(text.strip())}**" if text.strip() else ""
