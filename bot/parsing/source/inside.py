"""The content of the blocks of a Markdown text, in order. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from bot.parsing.source.bare import Stretch, bare_addresses, bracket_depth, may_hold_address
from bot.parsing.source.nodes import TEXTS, Node, fold

_INLINE = TEXTS | {
    "InlineHtml",
    "Link",
    "Image",
    "Strong",
    "Emphasis",
    "Strikethrough",
    "FootnoteReference",
    "TaskListMarker",
}
_UNREAD = frozenset({"CodeBlock", "MetadataBlock"})
_SWALLOWED = frozenset({"Link", "Image", "Code"})
"""Kinds of nodes that GitHub takes for text where they begin inside a bare address."""
_BREAKS = frozenset({"SoftBreak", "HardBreak"})
_SEEN_BREAKS = frozenset({"HardBreak", "List", "CodeBlock"})
_LINE_END = re.compile(rb"[\r\n]")
_NOT_BLANK = re.compile(rb"[^ \t\r\n\v\f<]{0,8192}")
"""Longest address; without a limit, the time would grow with the square."""


@dataclass(slots=True)
class _Block:
    """Inline nodes beside each other: from where to where, and how many brackets are open."""

    start: int
    end: int
    in_cell: bool
    depth: int = 0


@dataclass(slots=True)
class _Part:
    """A node that is still to be read, with its surroundings."""

    node: Node
    block: _Block
    linked: bool = False
    pictured: bool = False


class Inside:
    """The links, bare addresses, texts and pieces of HTML below a node."""

    def __init__(self, raw: bytes, root: Node) -> None:
        self.links: list[Node] = []
        self.bare: list[tuple[str, int, int]] = []
        self.texts: list[tuple[int, int, str]] = []
        self.html: list[tuple[int, int]] = []
        self.kinds: dict[str, list[Node]] = {
            "Strong": [],
            "Emphasis": [],
            "Code": [],
            "Strikethrough": [],
        }
        self.breaks: list[int] = []
        self._raw = raw
        self._read_to = 0
        self._after_break = False
        self._read_all(root)

    def _read_all(self, root: Node) -> None:
        hidden = _hidden_footnotes(root, self._raw)
        stack = [_Part(root, _Block(root.start, root.end, in_cell=False))]
        while stack:
            part = stack.pop()
            if id(part.node) in hidden:
                continue
            if not part.pictured:  # an alternative text has no links
                self._read(part)
            self._note(part.node)
            if part.node.kind not in _UNREAD:
                stack += reversed([*_children(part)])

    def _note(self, node: Node) -> None:
        if node.kind in _SEEN_BREAKS:
            self.breaks.append(node.start)
        if node.kind in self.kinds:
            self.kinds[node.kind].append(node)

    def _read(self, part: _Part) -> None:
        node = part.node
        if node.kind in TEXTS:
            self.texts.append((node.start, node.end, node.text))
        if node.kind in {"Html", "InlineHtml"}:
            self.html.append((node.start, node.end))
        elif node.kind in {"Link", "Image"} and node.start >= self._read_to:
            self.links.append(node)
        elif node.kind in _SWALLOWED and node.start < self._read_to:
            self._read_text(node.start, node.end, part.block)
            self._read_to = max(self._read_to, node.end)
        elif node.kind == "Text" and not part.linked:
            self._read_text(node.start, node.end, part.block)
        self._after_break = node.kind in _BREAKS

    def _read_text(self, node_start: int, end: int, block: _Block) -> None:
        start = max(node_start, self._read_to)
        if start >= end:
            return
        own = self._raw[start:end].decode("utf-8", "surrogateescape")
        if own[0] in "[]\\" and self._raw[start - 1 : start] == b"\\":
            own = f".{own[1:]}"  # an escaped bracket does not count
        if not may_hold_address(own):
            block.depth = bracket_depth(own, block.depth)
            return
        rest = _NOT_BLANK.match(self._raw, end, max(end, block.end))
        behind = rest.end() if rest else end
        text = own + self._raw[end:behind].decode("utf-8", "surrogateescape")
        before = self._letter_before(start, block)
        stretch = Stretch(text, len(own), before, block.depth, behind >= block.end)
        found, block.depth = bare_addresses(stretch)
        for first, last in found:
            self._add_bare(text[first:last], start + _length(text[:first]), block)

    def _add_bare(self, written: str, start: int, block: _Block) -> None:
        self._read_to = start + _length(written)
        seen = written.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        shown = seen.replace("\\|", "|") if block.in_cell else seen
        address = f"http://{shown}" if shown.startswith("www") else shown
        self.bare.append((address, start, self._read_to))

    def _letter_before(self, at: int, block: _Block) -> str:
        if at <= block.start or self._after_break:
            return ""
        return self._raw[max(0, at - 4) : at].decode("utf-8", "replace")[-1:]


def _length(text: str) -> int:
    return len(text.encode("utf-8", "surrogateescape"))


def _children(part: _Part) -> Iterator[_Part]:
    node = part.node
    if node.kind in _INLINE:
        linked = part.linked or node.kind == "Link"
        pictured = part.pictured or node.kind == "Image"
        yield from (_Part(child, part.block, linked, pictured) for child in node.children)
        return
    for is_inline, group in groupby(node.children, lambda child: child.kind in _INLINE):
        nodes = list(group)
        block = part.block
        if is_inline:
            block = _Block(nodes[0].start, nodes[-1].end, node.kind == "TableCell")
        yield from (_Part(child, block) for child in nodes)


def _hidden_footnotes(root: Node, raw: bytes) -> set[int]:
    """The footnotes (by `id`) that GitHub does not show, because nothing visible refers to them.

    A paragraph on the line below `[^1]:` is a paragraph of its own for GitHub, and shown.
    """
    named = {fold(node.text) for node in root.walk() if node.kind == "FootnoteReference"}
    hidden = set()
    for node in root.walk():
        if node.kind == "FootnoteDefinition":
            label = fold(node.data)
            begin = node.children[0].start if node.children else node.end
            if label not in named and not _LINE_END.search(raw, node.start, begin):
                hidden.add(id(node))
            named.discard(label)
    return hidden
