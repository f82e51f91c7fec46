"""A Markdown text with the exact bytes of every link in it. Pure.

Byte offsets count from the begin of the text as it lies on disk, its byte order mark included.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate

from bot.parsing.source.bare import bare_addresses, bracket_depth, may_hold_address
from bot.parsing.source.links import LinkForm, SourceLink, in_order, markdown_link, markup_links
from bot.parsing.source.markup import Tag, read_tags
from bot.parsing.source.nodes import TEXTS, Node, read_definitions, read_nodes


@dataclass(frozen=True, slots=True)
class Document:
    """A text with its nodes, its HTML and its links, in the order they stand."""

    raw: bytes
    root: Node
    tags: Sequence[Tag]
    links: Sequence[SourceLink]
    texts: Sequence[tuple[int, int, str]] = field(repr=False)
    """What readers see as text: from, to, and what; code and HTML's texts included."""
    by_kind: Mapping[str, Sequence[Node]] = field(default_factory=dict, repr=False)
    """The nodes of some kinds, wherever they stand: Strong, Emphasis, Code."""
    struck_out: Sequence[tuple[int, int]] = field(default=(), repr=False)
    """From where to where a line goes through the text."""
    breaks: Sequence[int] = field(default=(), repr=False)
    """Where readers see a line end: at `<br>`, at hard breaks and between blocks of an item."""

    def text_between(self, start: int, end: int) -> str:
        """What readers see of these bytes, in one line."""
        first = bisect_left(self.texts, (start,))
        last = bisect_left(self.texts, (end,))
        return " ".join("".join(text for _, _, text in self.texts[first:last]).split())

    def line_of(self, offset: int) -> int:
        r"""The line (from 1) on which a byte stands; `\r`, `\n` and `\r\n` end a line."""
        return bisect_right(self.line_starts, offset)

    def break_after(self, start: int, end: int) -> int:
        """Where the first line that readers see ends: at a break, or at `end`."""
        at = bisect_right(self.breaks, start)
        return min(self.breaks[at], end) if at < len(self.breaks) else end

    def is_struck_out(self, at: int) -> bool:
        """Whether readers see a line through it: `~~…~~`, `<del>` or `<s>`."""
        starts = [one[0] for one in self.struck_out]
        index = bisect_right(starts, at) - 1
        return index >= 0 and at < self.struck_out[index][1]

    @property
    def bold(self) -> Sequence[Node]:
        """The parts in bold letters, in the order they stand."""
        return self.by_kind.get("Strong", ())

    @property
    def line_starts(self) -> Sequence[int]:
        """Where each line begins."""
        return _line_starts(self.raw)


@lru_cache(maxsize=64)
def _line_starts(raw: bytes) -> tuple[int, ...]:
    lengths = [len(line) for line in raw.splitlines(keepends=True)]
    return (0, *accumulate(lengths[:-1]))


@lru_cache(maxsize=64)
def read_document(text: str) -> Document:
    """Read a text of any kind; whatever it holds is a document, and no byte is lost.

    Bytes that are no UTF-8 come as `surrogateescape` left them. Each text is read once.
    """
    raw = text.encode("utf-8", "surrogateescape")
    base = 3 if text.startswith("\ufeff") else 0
    body = _NO_TEXT.sub("?", text[1:] if base else text)
    root = read_nodes(body, base)
    inside = _Inside(raw)
    inside.read(root)
    tags = read_tags(raw, inside.html)
    texts = sorted(
        [*inside.texts, *((tag.start, tag.end, tag.text) for tag in tags if not tag.name)]
    )
    document = Document(raw, root, tags, (), texts)
    definitions = read_definitions(body, base)
    between = document.text_between
    links = [markdown_link(node, definitions, raw, between) for node in inside.links]
    links += [SourceLink(url, *span, span, LinkForm.BARE, url) for url, span in inside.bare]
    links += markup_links(tags, raw, between)
    return Document(
        raw,
        root,
        tags,
        in_order(link for link in links if link),
        texts,
        inside.kinds,
        _struck_out(inside, tags),
        _breaks(inside, tags),
    )


def _struck_out(inside: _Inside, tags: Sequence[Tag]) -> list[tuple[int, int]]:
    found = [(node.start, node.end) for node in inside.kinds["Strikethrough"]]
    begun: list[int] = []
    for tag in tags:
        if tag.name in {"del", "s", "strike"}:
            begun.append(tag.start)
        elif tag.name in {"/del", "/s", "/strike"} and begun:
            found.append((begun.pop(), tag.end))
    return sorted(found)


def _breaks(inside: _Inside, tags: Sequence[Tag]) -> list[int]:
    return sorted([*inside.breaks, *(tag.start for tag in tags if tag.name == "br")])


class _Inside:
    """What stands inside the blocks of a text: links, bare addresses, texts and pieces of HTML."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self.links: list[Node] = []
        self.bare: list[tuple[str, tuple[int, int]]] = []
        self.texts: list[tuple[int, int, str]] = []
        self.html: list[tuple[int, int]] = []
        self.kinds: dict[str, list[Node]] = {
            "Strong": [],
            "Emphasis": [],
            "Code": [],
            "Strikethrough": [],
        }
        self.breaks: list[int] = []
        self._depth = 0
        self._read_to = 0

    def read(self, root: Node) -> None:
        """Everything below a node, in the order it stands."""
        stack = [(root, len(self.raw), False, False)]
        while stack:
            node, limit, linked, pictured = stack.pop()
            if node.kind in _BLOCKS:
                self._depth = 0
            if node.kind in {"HardBreak", "List", "CodeBlock"}:
                self.breaks.append(node.start)
            if node.kind in self.kinds:
                self.kinds[node.kind].append(node)
            if node.kind in {"Link", "Image"}:
                self.links.append(node)
            linked = linked or node.kind == "Link"
            pictured = pictured or node.kind == "Image"
            limit = node.end if node.kind == "TableCell" else limit
            if node.kind in {"Html", "InlineHtml"}:
                self.html.append((node.start, node.end))
            elif node.kind in TEXTS and not pictured:
                self._text(node, limit, linked)
            if node.kind not in {"CodeBlock", "MetadataBlock"}:
                stack += [(child, limit, linked, pictured) for child in reversed(node.children)]

    def _text(self, node: Node, limit: int, linked: bool) -> None:
        self.texts.append((node.start, node.end, node.text))
        if node.kind != "Text" or linked or node.start < self._read_to:
            return
        own = self.raw[node.start : node.end].decode("utf-8", "surrogateescape")
        if not may_hold_address(own):
            self._depth = bracket_depth(own, self._depth)
            return
        rest = _NOT_BLANK.match(self.raw, node.end, limit)
        end = rest.end() if rest else node.end
        written = self.raw[node.start : end].decode("utf-8", "surrogateescape")
        for start, stop in bare_addresses(
            written, _letter_before(self.raw, node.start), self._depth
        ):
            if start >= len(own):
                break
            url = written[start:stop]
            first = node.start + len(written[:start].encode("utf-8", "surrogateescape"))
            self._read_to = first + len(url.encode("utf-8", "surrogateescape"))
            address = url if ":" in url.partition(".")[0] else f"http://{url}"
            self.bare.append((address, (first, self._read_to)))
        self._depth = bracket_depth(own, self._depth)


_NO_TEXT = re.compile("[\ud800-\udfff]")
_BLOCKS = frozenset({"Paragraph", "Heading", "TableCell", "Item"})
_NOT_BLANK = re.compile(rb"[^\s<]{0,8192}")
"""No address is longer; without a limit, reading on would grow with the square."""


def _letter_before(raw: bytes, at: int) -> str:
    return raw[max(0, at - 4) : at].decode("utf-8", "replace")[-1:]
