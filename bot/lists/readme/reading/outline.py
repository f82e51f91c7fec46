"""The headings of a document, and the titles above each byte."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.lists.readme.reading.markup import Elements
from bot.parsing.source.document import Document
from bot.parsing.source.nodes import TEXTS, Node

_BOLD, _LABEL = 7, 8
"""Levels below the six of headings: a paragraph in bold letters, a short one with a colon."""
_DEEPEST = 24
"""How many `<details>` inside one another make a path."""
_LONGEST_LABEL = 80
_LONGEST_TITLE = 1000
"""Longest heading of HTML in bytes; an unclosed one would reach to the end."""

_NOTHING = re.compile(rb"\s*(?:</\w+>\s*)*")
"""What may stand between a heading and a comment about it; of HTML, its closing tags."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A title; `fold` is where the `<details>` begins whose title it is, -1 for any other."""

    start: int
    body: int
    level: int
    title: str
    fold: int = -1
    is_summary: bool = False


class Outline:
    """The titles of a document, by position."""

    def __init__(self, elements: Elements) -> None:
        self._document = elements.document
        self.headings = _merged(sorted(_headings(elements), key=lambda one: (one.start, one.level)))
        self._ends = [len(self._document.raw)] * len(self.headings)
        self._starts: list[int] = []
        self._paths: list[tuple[str, ...]] = []
        self._open: list[int] = []
        self._read(_folds(elements))

    def _read(self, folds: Mapping[int, int]) -> None:
        """What folds out stands under all titles above it, and its own titles end with it."""
        edges = sorted(
            [(start, -1) for start in folds]
            + [(one.start, index) for index, one in enumerate(self.headings)]
        )
        around: list[_Fold] = []
        for at, index in edges:
            while around and around[-1].end <= at:
                self._close(around)
            if index < 0:
                if len(around) < _DEEPEST:
                    around.append(_Fold(at, folds[at], len(self._open)))
                continue
            one = self.headings[index]
            while len(self._open) > (around[-1].floor if around else 0) and (
                self.headings[self._open[-1]].level >= one.level
            ):
                self._ends[self._open.pop()] = at
            self._open.append(index)
            self._turn(one.body)
            if around and around[-1].start == one.fold:
                around[-1].floor = len(self._open)
        while around:
            self._close(around)

    def _close(self, around: list[_Fold]) -> None:
        fold = around.pop()
        for index in self._open[fold.outer :]:
            self._ends[index] = fold.end
        del self._open[fold.outer :]
        self._turn(fold.end)

    def _turn(self, at: int) -> None:
        self._starts.append(max(at, self._starts[-1] if self._starts else 0))
        self._paths.append(tuple(self.headings[index].title for index in self._open))

    def path(self, at: int) -> tuple[str, ...]:
        """The titles above a byte, the outermost first."""
        index = bisect_right(self._starts, at) - 1
        return self._paths[index] if index >= 0 else ()

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


@dataclass(slots=True)
class _Fold:
    """What folds out, and how many of the open titles are outside of it, or not to be closed."""

    start: int
    end: int
    outer: int
    floor: int = field(init=False)

    def __post_init__(self) -> None:
        self.floor = self.outer


def _folds(elements: Elements) -> Mapping[int, int]:
    """Where each `<details>` begins, and where it is closed; without those that are not."""
    return {
        tag.start: elements.ends[index]
        for index, tag in enumerate(elements.tags)
        if tag.name == "details" and elements.is_closed(index)
    }


def _headings(elements: Elements) -> Iterator[Heading]:
    document = elements.document
    yield from _of_markdown(document, document.root.children)
    yield from _of_markup(elements)


def _merged(headings: Sequence[Heading]) -> list[Heading]:
    """The titles; a heading inside a `<summary>` is the same title and says its level."""
    found: list[Heading] = []
    for one in headings:
        if found and found[-1].is_summary and one.start < found[-1].body:
            found[-1] = replace(found[-1], level=one.level)
        else:
            found.append(one)
    return found


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
    inside = node.children
    last = inside[-1] if inside else node
    if last.kind == "Text" and last.text.rstrip()[-1:] not in {"", ":", "："}:
        return 0  # most paragraphs
    seen = [one for one in inside if one.text.strip() or one.kind not in TEXTS]
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
            details.append(tag.start)
        elif tag.name == "/details" and details:
            details.pop()
        elif tag.name == "summary" or re.fullmatch(r"h[1-6]", tag.name):
            is_summary = tag.name == "summary"
            end = elements.title_end(index)
            title = document.text_between(tag.end, min(end, tag.end + _LONGEST_TITLE))
            if title:
                level = _BOLD - 1 if is_summary else int(tag.name[1])
                fold = details[-1] if is_summary and details else -1
                yield Heading(tag.start, end, level, title, fold, is_summary)
