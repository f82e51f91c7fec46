"""The anchors of a README as GitHub draws it: slugs of its headings, and explicit ids.

Rules: https://docs.github.com/en/get-started/writing-on-github/getting-started-with-writing-and-formatting-on-github/basic-writing-and-formatting-syntax#section-links
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from markdown_it import MarkdownIt

from bot.parsing.markup import Markup, read_markup

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


def anchors(markdown: str) -> frozenset[str] | None:
    """Every anchor a link into this Markdown text can name, in lower case.

    None when the text holds HTML that cannot be read. Never raises.
    """
    drawn = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(markdown)
    parts = read_markup(drawn)
    if parts is None:
        return None
    named = {*_headings(parts), *_ids(parts)}
    return frozenset(_folded(anchor) for anchor in named) | _README_BOX


def _ids(parts: Iterable[Markup]) -> Iterator[str]:
    for part in parts:
        names = ("id", "name") if part.tag == "a" else ("id",)
        yield from (part.attributes[name] for name in names if part.attributes.get(name))


def _headings(parts: Iterable[Markup]) -> Iterator[str]:
    slugger = Slugger()
    heading: list[str] | None = None
    for part in parts:
        if part.tag in _HEADINGS:
            heading = []
        elif heading is not None and part.tag.removeprefix("/") in _HEADINGS:
            yield slugger.slug("".join(heading).strip())
            heading = None
        elif heading is not None:
            heading.append(part.text)


def has_anchor(markdown: str, fragment: str) -> bool | None:
    """Whether the text has the anchor a URL's fragment names; None when that is not known.

    Upper and lower case are not held against it.
    """
    known = anchors(markdown)
    return None if known is None else _folded(unquote(fragment)) in known


def _folded(anchor: str) -> str:
    return anchor.lower().removeprefix(_PREFIX)
