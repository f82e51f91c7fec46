"""The anchors of a README as GitHub draws it: slugs of its headings, and explicit ids.

Rules: https://docs.github.com/en/get-started/writing-on-github/getting-started-with-writing-and-formatting-on-github/basic-writing-and-formatting-syntax#section-links
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from urllib.parse import unquote

from bot.model.errors import closest
from bot.parsing.source.document import Document, read_document
from bot.parsing.source.nodes import TEXTS, Node

RENDERED = (".md", ".markdown")
"""Suffixes of files that GitHub renders with the anchors of this module."""
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
# Letters, marks, letter numbers, digits and connectors stay; everything else is removed
# (https://github.com/Flet/github-slugger, verified against GitHub's own answers).
_KEPT = ("L", "M", "Nl", "Nd", "Pc")
_SELECTOR = "\ufe0f"
# GitHub prefixes the ids it draws; its script accepts both spellings in a link.
_PREFIX = "user-content-"
# The two ids of the box that holds a README on a repository's page.
_README_BOX = frozenset({"readme", "readme-ov-file"})


def heading_slug(heading: str) -> str:
    """The anchor of one heading's text, before repetitions are counted."""
    kept = (char for char in heading.lower() if char in " -" or _is_word(char))
    return "".join(kept).replace(" ", "-")


def _is_word(char: str) -> bool:
    return unicodedata.category(char).startswith(_KEPT)


class Slugger:
    """Slugs of one document: the second `Usage` becomes `usage-1`."""

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}

    def slug(self, heading: str) -> str:
        """The anchor of the next heading, different from all before it."""
        first = result = heading_slug(heading)
        while result in self._seen:
            self._seen[first] += 1
            result = f"{first}-{self._seen[first]}"
        self._seen[result] = 0
        return result


@lru_cache(maxsize=16)
def anchors(markdown: str) -> frozenset[str]:
    """Every anchor a link into this Markdown text can name, in lower case. Never raises."""
    return anchors_of(read_document(markdown))


def anchors_of(document: Document) -> frozenset[str]:
    """The same of a text that was read already."""
    slugger, headings = Slugger(), _headings(document)
    named = [slugger.slug(text.strip()) for text in headings]
    others = {slug for text in headings for slug in _perhaps(text)}
    every = (*named, *others, *_ids(document))
    return frozenset(_folded(anchor) for anchor in every) | _README_BOX


def closest_anchor(fragment: str, known: Iterable[str]) -> str:
    """The known anchor that a wrong fragment may mean, as `#name`; empty where none is close."""
    near = closest(unquote(fragment), sorted(known))
    return f"#{near[0]}" if near else ""


def _perhaps(heading: str) -> tuple[str, str]:
    """Both slugs of a heading with an image or an emoji's selector: GitHub uses either."""
    return heading_slug(heading), heading_slug(heading.strip().replace(_SELECTOR, ""))


def _ids(document: Document) -> Iterator[str]:
    for tag in document.tags:
        for name in ("id", "name"):
            if (attribute := tag.attributes.get(name)) and attribute.value:
                yield attribute.value


def _markdown_headings(root: Node) -> Iterator[tuple[int, str]]:
    for node in root.walk():
        if node.kind == "Heading":
            yield node.start, "".join(_spoken(node))


def _spoken(heading: Node) -> Iterator[str]:
    """The texts of a heading without its images; GitHub drops the line ends in it."""
    stack = [heading]
    while stack:
        node = stack.pop()
        if node.kind in TEXTS:
            yield node.text if node.kind in {"Text", "Code"} else "\n"
        elif node.kind != "Image":
            stack += reversed(node.children)


def _html_headings(document: Document) -> Iterator[tuple[int, str]]:
    start: int | None = None
    for tag in document.tags:
        if tag.name in _HEADINGS:
            start = tag.end
        elif start is not None and tag.name.removeprefix("/") in _HEADINGS:
            yield start, document.texts.shown_between(start, tag.start)
            start = None


def _headings(document: Document) -> list[str]:
    found = sorted([*_markdown_headings(document.root), *_html_headings(document)])
    return [text for _, text in found]


def first_heading(markdown: str) -> str:
    """The text of the first heading that has any, in one line; empty where there is none."""
    lines = (" ".join(text.split()) for text in _headings(read_document(markdown)))
    return next(filter(None, lines), "")


def has_anchor(markdown: str, fragment: str) -> bool:
    """Whether the text has the anchor of a URL's fragment; case is ignored."""
    return _folded(unquote(fragment)) in anchors(markdown)


def _folded(anchor: str) -> str:
    return anchor.lower().removeprefix(_PREFIX)
