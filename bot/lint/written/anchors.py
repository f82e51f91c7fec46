"""Links into the same file that lead to no heading. Pure."""

from __future__ import annotations

import difflib
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from urllib.parse import unquote

from bot.lint.written.page import ListPage, Problem
from bot.parsing.anchors import Slugger
from bot.parsing.source.nodes import Node

_ALWAYS = frozenset({"", "top", "readme", "readme-ov-file"})
_HEADING_TAG = re.compile(r"h[1-6]\Z")
_MOST_HINTS = 50
"""Most broken anchors for which the nearest heading is looked up, which takes time."""
_UNSEEN = re.compile("[\ufe0e\ufe0f\u200d\u20e3]")
"""Characters that an editor may drop or add inside an emoji."""


def broken_anchors(pages: Sequence[ListPage]) -> Iterator[Problem]:
    """`#section` where no heading and no `<a name>` gives that anchor."""
    for page in pages:
        known: set[str] | None = None
        hints = _MOST_HINTS
        for link in page.document.links:
            if not link.url.startswith("#") or link.is_image:
                continue
            known = known if known is not None else _anchors(page)
            anchor = _folded(unquote(link.url[1:]))
            if anchor in _ALWAYS or anchor in known:
                continue
            close = difflib.get_close_matches(anchor, sorted(known), 1, 0.75) if hints else []
            hints = max(0, hints - 1)
            hint = f"`#{close[0]}` is near it" if close else "correct it, or remove the link"
            message = f"`{unquote(link.url)}` leads to no heading of this file"
            yield Problem(page, link.whole[0], message, hint)


def _folded(anchor: str) -> str:
    return _UNSEEN.sub("", anchor.strip().lower().removeprefix("user-content-")).rstrip("-")


def _anchors(page: ListPage) -> set[str]:
    """Every anchor of a file; GitHub's script ignores their case."""
    titles = [title for _, title in sorted(_titles(page))]
    found: set[str] = set()
    # an image at the beginning of a heading leaves a blank, and so a hyphen; tools differ here
    for variant in (titles, [title.strip() for title in titles]):
        slugger = Slugger()
        found |= {_folded(slugger.slug(title)) for title in variant}
    for tag in page.document.tags:
        for name in ("id", "name"):
            if value := tag.attributes.get(name):
                found.add(_folded(value.value))
    return found


def _titles(page: ListPage) -> Iterator[tuple[int, str]]:
    for node in page.nodes("Heading"):
        yield node.start, _text(node)
    for index, tag in enumerate(page.document.tags):
        if _HEADING_TAG.match(tag.name):
            texts = page.document.texts
            end = page.elements.ends.get(index, tag.end)
            inside = texts[bisect_left(texts, (tag.end,)) : bisect_left(texts, (end,))]
            yield tag.start, "".join(text for _, _, text in inside)


def _text(node: Node) -> str:
    """The text of a heading without its pictures; blanks are counted."""
    parts: list[str] = []
    stack = [node]
    while stack:
        one = stack.pop()
        if one.kind in {"Text", "Code"}:
            parts.append(one.text)
        elif one.kind in {"SoftBreak", "HardBreak"}:
            parts.append("\n")
        elif one.kind != "Image":
            stack += reversed(one.children)
    return "".join(parts)
