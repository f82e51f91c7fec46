"""The web links of a Markdown text, each with its line."""

from __future__ import annotations

from dataclasses import dataclass

from bot.parsing.source.document import read_document
from bot.parsing.source.links import SourceLink
from bot.parsing.source.nodes import TEXTS, read_nodes


@dataclass(frozen=True)
class MarkdownLink:
    """A link as browsers follow it, and where its address stands: line and column from 1."""

    line: int
    url: str
    column: int = 0


def markdown_links(text: str) -> list[MarkdownLink]:
    """The web links of a Markdown text in the order their addresses stand.

    Links, images and films of Markdown and HTML, as GitHub draws them; code and comments hold
    none. Each place of an address is listed, but on one line only the first. Relative links,
    anchors and mail addresses are left out. A reference stands where it is defined.
    """
    document = read_document(text)
    found: dict[tuple[int, str], MarkdownLink] = {}
    for link in sorted(document.links, key=_offset):
        if link.url.partition(":")[0].lower() in {"http", "https"}:
            line, column = document.line_of(_offset(link)), document.column_of(_offset(link))
            found.setdefault((line, link.url), MarkdownLink(line, link.url, column))
    return list(found.values())


def _offset(link: SourceLink) -> int:
    return link.whole[0] if link.start is None else link.start


def visible_text(text: str) -> str:
    """What a reader sees of a short Markdown text, on one line: no addresses, no markup."""
    shown = []
    for node in read_nodes(text).walk():
        if node.kind in TEXTS:
            shown.append(node.text)
        elif node.kind == "InlineHtml":
            shown.append(" ")
    return " ".join("".join(shown).split())
