"""The content of the blocks of a Markdown text, in order. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.parsing.source.bare import Stretch, bare_addresses, bracket_depth, may_hold_address
from bot.parsing.source.nodes import BREAKS, TEXTS, Node, Nodes, fold
from bot.parsing.source.texts import Texts

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
_LINKED = frozenset({"Link", "Image"})
_HTML = frozenset({"Html", "InlineHtml"})
_SWALLOWED = _LINKED | {"Code"}
"""Kinds of nodes that GitHub takes for text where they begin inside a bare address."""
_READ = TEXTS | _LINKED | _HTML
"""Kinds of nodes that hold a text, a link or HTML; all others hold only nodes."""
_FOOTNOTES = frozenset({"FootnoteReference", "FootnoteDefinition"})
_SEEN_BREAKS = frozenset({"HardBreak", "List", "CodeBlock"})
_SIGN = re.compile(rb"[\[\]\\]|://|www\.")
"""Without one of these a text neither holds an address nor opens or closes a bracket."""
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


_Part = tuple[int, _Block, bool, bool]
"""A node that is still to be read: its block, whether it is in a link, and in a picture."""


class Inside:
    """The links, bare addresses, texts and pieces of HTML below a node."""

    def __init__(self, raw: bytes, root: Node) -> None:
        self.links: list[Node] = []
        self.bare: list[tuple[str, int, int]] = []
        self.texts = Texts(raw)
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
        nodes = root.nodes
        whole = _Block(root.start, root.end, in_cell=False)
        stack: list[_Part] = [(root.number, whole, False, False)]
        while stack:
            number, block, linked, pictured = stack.pop()
            if hidden and number in hidden:
                continue
            kind = nodes.kinds[number]
            if not pictured:  # an alternative text has no links
                if kind in _READ:
                    self._read(nodes, number, block, linked)
                else:
                    self._after_break = False
            if kind in _SEEN_BREAKS:
                self.breaks.append(nodes.starts[number])
            if kind in self.kinds:
                self.kinds[kind].append(Node(nodes, number))
            if nodes.behind[number] == number + 1 or kind in _UNREAD:
                continue
            if kind in _INLINE:
                inner = linked or kind == "Link", pictured or kind == "Image"
                stack += [(child, block, *inner) for child in reversed(nodes.below(number))]
            else:
                stack += reversed(_parts(nodes, number, block))

    def _read(self, nodes: Nodes, number: int, block: _Block, linked: bool) -> None:
        kind, start, end = nodes.kinds[number], nodes.starts[number], nodes.ends[number]
        if kind in TEXTS:
            self.texts.add(start, end, nodes.text(number))
        if kind == "Text":
            if not linked:
                self._read_text(start, end, block)
        elif kind in _SWALLOWED and start < self._read_to:
            self._read_text(start, end, block)
            self._read_to = max(self._read_to, end)
        elif kind in _LINKED:
            self.links.append(Node(nodes, number))
        elif kind in _HTML:
            self.html.append((start, end))
        self._after_break = kind in BREAKS

    def _read_text(self, node_start: int, end: int, block: _Block) -> None:
        start = max(node_start, self._read_to)
        if start >= end or not _SIGN.search(self._raw, start, end):
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


def _parts(nodes: Nodes, number: int, block: _Block) -> list[_Part]:
    """What stands in a block; inline nodes beside each other are a block of their own."""
    parts: list[_Part] = []
    in_cell = nodes.kinds[number] == "TableCell"
    own: _Block | None = None
    for child in nodes.below(number):
        if nodes.kinds[child] not in _INLINE:
            own = None
        elif own is None:
            own = _Block(nodes.starts[child], nodes.ends[child], in_cell)
        else:
            own.end = nodes.ends[child]
        parts.append((child, own or block, False, False))
    return parts


def _hidden_footnotes(root: Node, raw: bytes) -> set[int]:
    """The footnotes, by number, that GitHub does not show: nothing visible refers to them.

    A paragraph on the line below `[^1]:` is a paragraph of its own for GitHub, and shown.
    """
    nodes = [node for node in root.walk() if node.kind in _FOOTNOTES] if b"[^" in raw else []
    named = {fold(node.text) for node in nodes if node.kind == "FootnoteReference"}
    hidden = set()
    for node in nodes:
        if node.kind == "FootnoteDefinition":
            label = fold(node.data)
            begin = node.children[0].start if node.children else node.end
            if label not in named and not _LINE_END.search(raw, node.start, begin):
                hidden.add(node.number)
            named.discard(label)
    return hidden
