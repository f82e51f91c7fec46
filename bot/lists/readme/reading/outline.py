"""The headings of a document, and the titles above each byte."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.lists.readme.reading.markup import Elements
from bot.parsing.source.document import Document
from bot.parsing.source.nodes import TEXTS, Node

_BOLD, _LABEL = 7, 8
"""Levels below the six of headings: a paragraph in bold letters, a short one with a colon."""
_LONGEST_LABEL = 80
_LONGEST_TITLE = 1000
"""Longest heading of HTML in bytes; an unclosed one would reach to the end."""

_NOTHING = re.compile(rb"\s*(?:</\w+>\s*)*")
"""What may stand between a heading and a comment about it; of HTML, its closing tags."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A title; `end` is where it stops to apply, 0 if the next heading ends it."""

    start: int
    body: int
    level: int
    title: str
    end: int = 0


class Outline:
    """The titles of a document, by position."""

    def __init__(self, elements: Elements) -> None:
        self._document = elements.document
        self.headings = sorted(_headings(elements), key=lambda one: (one.start, one.level))
        self._starts = [one.body for one in self.headings]
        self._paths: list[tuple[Heading, ...]] = []
        path: tuple[Heading, ...] = ()
        for one in self.headings:
            path = (*(up for up in path if _stays(up, one)), one)
            self._paths.append(path)

    def path(self, at: int) -> tuple[str, ...]:
        """The titles above a byte, the outermost first."""
        index = bisect_right(self._starts, at) - 1
        path = self._paths[index] if index >= 0 else ()
        return tuple(one.title for one in path if not one.end or at < one.end)

    def below(self, at: int) -> tuple[int, int] | None:
        """The bytes below a heading if this byte stands in it or directly behind it."""
        index = bisect_right(self.headings, at, key=lambda one: one.start) - 1
        if index < 0:
            return None
        body = self.headings[index].body
        between = self._document.raw[body:at] if at - body < _LONGEST_TITLE else b"far"
        if not _NOTHING.fullmatch(between):
            return None
        return self.headings[index].start, self._ends[index]

    @cached_property
    def _ends(self) -> Sequence[int]:
        """Where each heading stops to apply: at the next one of its level or above."""
        ends: list[int] = []
        following: list[Heading] = []
        for one in reversed(self.headings):
            while following and following[-1].level > one.level:
                following.pop()
            ends.append(one.end or (following[-1].start if following else len(self._document.raw)))
            following.append(one)
        return ends[::-1]


def _stays(up: Heading, new: Heading) -> bool:
    return up.level < new.level and (not up.end or new.start < up.end)


def _headings(elements: Elements) -> Iterator[Heading]:
    document = elements.document
    yield from _of_markdown(document, document.root.children)
    yield from _of_markup(elements)


def _of_markdown(document: Document, nodes: Sequence[Node]) -> Iterator[Heading]:
    waiting = list(nodes)
    while waiting:
        node = waiting.pop()
        if node.kind == "Heading":
            level = int(node.data["level"][1])
            yield Heading(node.start, node.end, level, _title(document, node))
        elif node.kind == "Paragraph":
            level = _pseudo_level(node, document)
            if level:
                yield Heading(node.start, node.end, level, _title(document, node).rstrip(":："))
        elif node.kind == "BlockQuote":
            waiting += node.children


def _title(document: Document, node: Node) -> str:
    return document.text_between(node.start, node.end)


def _pseudo_level(node: Node, document: Document) -> int:
    """The level of a paragraph that serves as a heading; 0 for any other."""
    seen = [one for one in node.children if one.text.strip() or one.kind not in TEXTS]
    seen = [one for one in seen if one.kind not in {"InlineHtml", "SoftBreak", "HardBreak"}]
    if any(one.kind in {"Link", "Image"} for one in node.walk()):
        return 0
    text = _title(document, node)
    if len(text) > _LONGEST_LABEL:
        return 0
    if len(seen) == 1 and seen[0].kind == "Strong":
        return _BOLD
    if len(seen) == 2 and seen[0].kind == "Strong" and seen[1].text.strip() in {":", "："}:
        return _BOLD
    return _LABEL if re.search(r"[:：]\Z", text) and len(text.split()) <= 8 else 0


def _of_markup(elements: Elements) -> Iterator[Heading]:
    document = elements.document
    details: list[int] = []
    for index, tag in enumerate(elements.tags):
        if tag.name == "details":
            details.append(index)
        elif tag.name == "/details" and details:
            details.pop()
        elif tag.name == "summary" or re.fullmatch(r"h[1-6]", tag.name):
            end = elements.ends[index]
            title = document.text_between(tag.end, min(end, tag.end + _LONGEST_TITLE))
            is_summary = tag.name == "summary"
            if not title or (is_summary and elements.are_followed(tag.end, end)):
                continue
            level = _BOLD - 1 if is_summary else int(tag.name[1])
            stop = elements.ends[details[-1]] if is_summary and details else 0
            yield Heading(tag.start, end, level, title, stop)
