"""A Markdown text with the exact bytes of every link in it. Pure.

Byte offsets count from the begin of the text as it lies on disk, its byte order mark included.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, chain

from bot.parsing.kept import kept
from bot.parsing.source.addresses import without_bytes
from bot.parsing.source.inside import Inside
from bot.parsing.source.links import (
    LinkForm,
    SourceLink,
    SourceLinks,
    markdown_link,
    markup_links,
)
from bot.parsing.source.markup import Tag, read_tags
from bot.parsing.source.nodes import Node, read_definitions, read_nodes
from bot.parsing.source.texts import Texts


@dataclass(frozen=True)
class Document:
    """A text with its nodes, its HTML and its links, in the order they stand."""

    raw: bytes
    root: Node
    tags: Sequence[Tag]
    links: SourceLinks
    texts: Texts = field(repr=False)
    """The visible texts, those of code and HTML included."""
    by_kind: Mapping[str, Sequence[Node]] = field(default_factory=dict, repr=False)
    """The nodes of some kinds, wherever they stand: Strong, Emphasis, Code."""
    struck_out: Sequence[tuple[int, int]] = field(default=(), repr=False)
    """From where to where a line goes through the text; none of these is inside another."""
    breaks: Sequence[int] = field(default=(), repr=False)
    """Where a visible line ends: at `<br>`, at hard breaks and between blocks of an item."""

    front_matter: tuple[int, int] = (0, 0)
    """The bytes of the settings in YAML at the top of the file, which are no part of the page."""
    emphasised: frozenset[int] = field(default=frozenset(), repr=False)
    """Where texts in italics begin."""

    def text_between(self, start: int, end: int) -> str:
        """The visible text of these bytes, in one line."""
        return " ".join(self.texts.shown_between(start, end).split())

    def line_of(self, offset: int) -> int:
        r"""The line (from 1) on which a byte stands; `\r`, `\n` and `\r\n` end a line."""
        return self._line_numbers[bisect_right(self.line_starts, offset)]

    def break_after(self, start: int, end: int) -> int:
        """Where the first visible line ends: at a break, or at `end`."""
        at = bisect_right(self.breaks, start)
        return min(self.breaks[at], end) if at < len(self.breaks) else end

    def struck_out_from(self, at: int) -> int | None:
        """Where the line begins that readers see through it: `~~…~~`, `<del>`; None for none."""
        index = bisect_right(self.struck_out, at, key=lambda one: one[0]) - 1
        is_inside = index >= 0 and at < self.struck_out[index][1]
        return self.struck_out[index][0] if is_inside else None

    @property
    def bold(self) -> Sequence[Node]:
        """The parts in bold letters, in the order they stand."""
        return self.by_kind.get("Strong", ())

    def column_of(self, offset: int) -> int:
        """The column (from 1) of a byte, counted in letters; a byte order mark is none."""
        start = self.line_starts[self.line_of(offset) - 1]
        if not start and self.raw.startswith(b"\xef\xbb\xbf"):
            start = 3
        inner = self._inner_bytes
        return offset - start - (bisect_left(inner, offset) - bisect_left(inner, start)) + 1

    @cached_property
    def line_starts(self) -> Sequence[int]:
        """Where each line begins."""
        lengths = [len(line) for line in self.raw.splitlines(keepends=True)]
        return array("I", (0, *accumulate(lengths[:-1])))

    @cached_property
    def _line_numbers(self) -> Sequence[int]:
        """Each number once: what is read of a line holds it many times."""
        return list(range(len(self.line_starts) + 1))

    @cached_property
    def _inner_bytes(self) -> Sequence[int]:
        """The bytes with which no letter begins."""
        return array("I", (found.start() for found in _INNER.finditer(self.raw)))


@kept(8_000_000)
def read_document(text: str) -> Document:
    """Read any text as Markdown; no byte is lost.

    Bytes that are not UTF-8 come as `surrogateescape` left them. Each text is read once.
    """
    raw = text.encode("utf-8", "surrogateescape")
    base = 3 if text.startswith("\ufeff") else 0
    body = _CR.sub("\n", without_bytes(text[1:] if base else text))
    front_matter = _front_matter(body)
    body = _blanked(front_matter) + body[len(front_matter) :]
    root = read_nodes(body, base, raw)
    inside = Inside(raw, root)
    tags = read_tags(raw, inside.html)
    texts = inside.texts
    if in_tags := [(tag.start, tag.end, tag.text) for tag in tags if not tag.name]:
        texts = Texts(raw, sorted([*texts, *in_tags]))
    document = Document(raw, root, tags, SourceLinks(raw), texts)
    definitions = read_definitions(body, raw, base)
    between = document.text_between
    found = chain(
        (markdown_link(node, definitions, raw, between) for node in inside.links),
        (_bare(*one) for one in inside.bare),
        markup_links(tags, raw, between),
    )
    links = SourceLinks(raw, filter(None, found))
    root.nodes.forget(node.number for node in inside.links)  # it is in the links now
    return Document(
        raw,
        root,
        tags,
        links,
        texts,
        inside.kinds,
        _struck_out(inside, tags),
        _breaks(inside, tags),
        (base, base + len(front_matter.encode("utf-8"))),
        frozenset(node.children[0].start for node in inside.kinds["Emphasis"] if node.children),
    )


def _front_matter(body: str) -> str:
    """The keys and values between two lines of `---` at the top; "" where there are none.

    https://docs.github.com/en/contributing/writing-for-github-docs/using-yaml-frontmatter
    """
    found = _FRONT_MATTER.match(body)
    return found[0] if found else ""


def _blanked(text: str) -> str:
    """As many bytes without a letter, on as many lines."""
    return "".join("\n" if one == "\n" else " " * len(one.encode("utf-8")) for one in text)


def _struck_out(inside: Inside, tags: Sequence[Tag]) -> list[tuple[int, int]]:
    found = [(node.start, node.end) for node in inside.kinds["Strikethrough"]]
    begun: list[int] = []
    for tag in tags:
        if tag.name in {"del", "s", "strike"}:
            begun.append(tag.start)
        elif tag.name in {"/del", "/s", "/strike"} and begun:
            found.append((begun.pop(), tag.end))
    outermost: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if not outermost or end > outermost[-1][1]:
            outermost.append((start, end))
    return outermost


def _breaks(inside: Inside, tags: Sequence[Tag]) -> list[int]:
    return sorted([*inside.breaks, *(tag.start for tag in tags if tag.name == "br")])


def _bare(url: str, start: int, end: int) -> SourceLink:
    return SourceLink(url, start, end, (start, end), LinkForm.BARE, url)


_INNER = re.compile(rb"[\x80-\xbf]")
_FRONT_MATTER = re.compile(
    r"""---[ \t]*\r?\n
    (?:\#[^\n]*+\n)*+
    (?:[\w-]++[ \t]*+:(?:[ \t]++(?!\[[^\]\n]*+\]\()[^\n]*+|\r?)\n   # a key
    (?:(?:[ \t]|-[ \t]|\#)[^\n]*+\n|\r?\n)*+)++               # what belongs to it
    ---[ \t]*(?:\r?\n|\Z)""",
    re.VERBOSE,
)
"""The few forms of YAML that are written there; a link as a value is Markdown."""
_CR = re.compile(r"\r(?!\n)")
"""A line end for GitHub; the parser knows it in some blocks only."""
