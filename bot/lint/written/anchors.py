"""Links into the same file that lead to no heading. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import unquote

from bot.lint.written.page import ListPage, Problem
from bot.parsing.anchors import anchors_of, closest_anchor

_ALWAYS = frozenset({"", "top"})
_MOST_HINTS = 50
"""Most broken anchors for which the nearest heading is looked up, which takes time."""
_UNSEEN = re.compile("[\ufe0e\ufe0f\u200d\u20e3]")
"""Characters that an editor may drop or add inside an emoji."""


def broken_anchors(pages: Sequence[ListPage]) -> Iterator[Problem]:
    """`#section` where no heading, no id and no `<a name>` gives that anchor."""
    for page in pages:
        links = (link for link in page.document.links if link.url.startswith("#"))
        wanted = [link for link in links if not link.is_image]
        known = {*map(_folded, anchors_of(page.document))} | _ALWAYS if wanted else _ALWAYS
        for number, link in enumerate(one for one in wanted if _folded(one.url[1:]) not in known):
            close = closest_anchor(_folded(link.url[1:]), known) if number < _MOST_HINTS else ""
            hint = f"`{close}` is near it" if close else "correct it, or remove the link"
            message = f"`{unquote(link.url)}` leads to no heading of this file"
            yield Problem(page, link.whole[0], message, hint)


def _folded(anchor: str) -> str:
    """An anchor as GitHub's script and other tools compare it, whatever ends in a hyphen."""
    plain = unquote(anchor).strip().lower().removeprefix("user-content-")
    return _UNSEEN.sub("", plain).rstrip("-")
