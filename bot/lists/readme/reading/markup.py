"""Where the HTML elements of a document end, and the links between two places."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from typing import Protocol

from bot.parsing.source.document import Document
from bot.parsing.source.links import SourceLink, is_external


def is_followed(link: SourceLink) -> bool:
    """Whether it is a link to another site that readers follow."""
    return not link.is_image and is_external(link.url)


class Extent(Protocol):
    """What begins and ends at a byte."""

    @property
    def start(self) -> int:
        """Its first byte."""

    @property
    def end(self) -> int:
        """The byte behind it."""


class Elements:
    """The elements of a document, indexed so that each is searched for once."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.tags = document.tags

    def links_between(self, start: int, end: int) -> Sequence[SourceLink]:
        """The links and images that begin between two bytes."""
        return self.document.links.between(start, end)

    @cached_property
    def _followed(self) -> list[int]:
        return [link.whole[0] for link in self.document.links if is_followed(link)]

    def are_followed(self, start: int, end: int) -> bool:
        """Whether a link to another site begins there."""
        return bisect_left(self._followed, start) < bisect_left(self._followed, end)

    def leads(self, start: int, end: int) -> bool:
        """Whether a link comes first, with only signs and numbers before it."""
        for link in self.links_between(start, end):
            if is_followed(link):
                before = self.document.text_between(start, link.whole[0])
                return not _LETTER.search(before)
        return False

    @cached_property
    def ends(self) -> dict[int, int]:
        """Index of a start tag → where the content of its element ends.

        An element that nothing closes ends with the one around it, `tr`, `td`, `li` and `p` with
        the next of their kind, as HTML has it.
        """
        found: dict[int, int] = {}
        open_tags: dict[str, list[int]] = defaultdict(list)
        for index, tag in enumerate(self.tags):
            for name in _ENDED_BY.get(tag.name, ()):
                for one in open_tags.pop(name, []):
                    found[one] = tag.start
            if tag.name.startswith("/"):
                if same := open_tags[tag.name[1:]]:
                    found[same.pop()] = tag.start
            elif tag.name and not tag.is_closed:
                open_tags[tag.name].append(index)
        end = len(self.document.raw)
        return {**{one: end for group in open_tags.values() for one in group}, **found}

    def is_closed(self, index: int) -> bool:
        """Whether an element ends with its own end tag."""
        name = self.tags[index].name.encode()
        end = self.ends[index]
        return self.document.raw[end : end + len(name) + 2].lower() == b"</" + name

    def title_end(self, index: int) -> int:
        """Where a title in HTML ends; one that nothing closes ends with its first line of text."""
        end = self.ends[index]
        found = (
            None
            if self.is_closed(index)
            else _LINE.match(self.document.raw, self.tags[index].end, end)
        )
        return found.end() if found else end


def without(whole: Extent, inner: Sequence[Extent]) -> tuple[tuple[int, int], ...]:
    """The bytes of an item, or of an entry that folds out, that are not of those inside it."""
    edges = [whole.start, *(edge for one in inner for edge in (one.start, one.end)), whole.end]
    return tuple(
        (start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if start < end
    )


def trimmed(raw: bytes, start: int, end: int) -> tuple[int, int]:
    """The bytes without blanks at both ends."""
    text = raw[start:end]
    left = len(text) - len(text.lstrip())
    return (start + left, start + len(text.rstrip())) if text.strip() else (start, start)


_LETTER = re.compile(r"[^\W\d_]")
_LINE = re.compile(rb"\s*[^\r\n]*")
_ENDED_BY = {
    "tr": ("td", "th", "tr"),
    "/tr": ("td", "th"),
    "/table": ("td", "th", "tr"),
    "td": ("td", "th"),
    "th": ("td", "th"),
    "/tbody": ("td", "th", "tr"),
    "/thead": ("td", "th", "tr"),
    "li": ("li",),
    "/ul": ("li",),
    "/ol": ("li",),
    "p": ("p",),
    "details": ("summary",),
    "/details": ("p", "li", "summary"),
}
"""https://html.spec.whatwg.org/multipage/syntax.html#optional-tags; nested tables are not read."""
