"""The anchors of a README as GitHub draws it: slugs of its headings, and explicit ids.

Rules: https://docs.github.com/en/get-started/writing-on-github/getting-started-with-writing-and-formatting-on-github/basic-writing-and-formatting-syntax#section-links
"""

from __future__ import annotations

import unicodedata
from html.parser import HTMLParser
from urllib.parse import unquote

from markdown_it import MarkdownIt

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
# Letters, marks, letter numbers, digits and connectors stay; everything else falls out
# (https://github.com/Flet/github-slugger, held to GitHub's own answers).
_KEPT = ("L", "M", "Nl", "Nd", "Pc")
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
        """The anchor of the next heading, unlike all before it."""
        first = result = heading_slug(heading)
        while result in self._seen:
            self._seen[first] += 1
            result = f"{first}-{self._seen[first]}"
        self._seen[result] = 0
        return result


class _Reader(HTMLParser):
    """Collects heading anchors and explicit ids from drawn Markdown."""

    def __init__(self) -> None:
        super().__init__()
        self.anchors: set[str] = set()
        self._slugger = Slugger()
        self._heading: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _HEADINGS:
            self._heading = []
        named = (value for name, value in attrs if name == "id" or (tag, name) == ("a", "name"))
        self.anchors.update(value for value in named if value)

    def handle_data(self, data: str) -> None:
        if self._heading is not None:
            self._heading.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag in _HEADINGS and self._heading is not None:
            self.anchors.add(self._slugger.slug("".join(self._heading).strip()))
            self._heading = None


def anchors(markdown: str) -> frozenset[str] | None:
    """Every anchor a link into this Markdown text can name, in lower case.

    None when the text holds HTML that cannot be read. Never raises.
    """
    reader = _Reader()
    try:
        reader.feed(MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(markdown))
        reader.close()
    except AssertionError:  # how html.parser says that a declaration is malformed
        return None
    return frozenset(_folded(anchor) for anchor in reader.anchors) | _README_BOX


def has_anchor(markdown: str, fragment: str) -> bool | None:
    """Whether the text has the anchor a URL's fragment names; None when it cannot be told.

    Upper and lower case are not held against it.
    """
    known = anchors(markdown)
    return None if known is None else _folded(unquote(fragment)) in known


def _folded(anchor: str) -> str:
    return anchor.lower().removeprefix(_PREFIX)
