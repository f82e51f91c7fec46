"""HTML inside Markdown, tag by tag, with where each stands. Pure.

Whole pages that were fetched are read by `page`, as browsers do; here nothing is moved or added, so
that every tag keeps its place in the text.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.entities import html5
from html.parser import HTMLParser


@dataclass(frozen=True)
class Markup:
    """A start tag, an end tag, or the text between two; `line` counts from 0.

    Start tags have `attributes`, end tags a `tag` that begins with "/", texts no tag at all.
    """

    line: int
    tag: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    text: str = ""


# https://html.spec.whatwg.org/multipage/parsing.html#named-character-reference-state
_REFERENCE = re.compile(r"&(?:#\d+;?|#x[\da-f]+;?|[a-z][a-z\d]*(?:;|(?!=)))", re.IGNORECASE)


def attribute_text(written: str) -> str:
    """The value of an attribute: in `?a=1&copy=2` nothing stands for another letter.

    Texts are read otherwise: there `&copy=` is a sign of copyright and an equals sign.
    """
    return _REFERENCE.sub(_letter, written)


def _letter(found: re.Match[str]) -> str:
    reference = found[0]
    return html.unescape(reference) if reference[1] == "#" else html5.get(reference[1:], reference)


# https://html.spec.whatwg.org/multipage/parsing.html#before-attribute-name-state
_ATTRIBUTE = re.compile(
    r"""([^\s"'<>/=][^\s/>=]*)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s>]*))?""", re.DOTALL
)


def _attributes(start_tag: str) -> dict[str, str]:
    """Name → value of a start tag's attributes; of two that are named alike the first counts."""
    inside = re.sub(r"\A<[^\s/>]*", "", start_tag)
    found: dict[str, str] = {}
    for name, written in _ATTRIBUTE.findall(inside):
        quoted = written[:1] in {'"', "'"}
        found.setdefault(name.lower(), attribute_text(written[1:-1] if quoted else written))
    return found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Markup] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        # html.parser of Python 3.11 decodes attributes as if they were texts
        named = _attributes(self.get_starttag_text() or "")
        self.found.append(Markup(self.getpos()[0] - 1, tag, named))

    def handle_endtag(self, tag: str) -> None:
        self.found.append(Markup(self.getpos()[0] - 1, f"/{tag}"))

    def handle_data(self, data: str) -> None:
        self.found.append(Markup(self.getpos()[0] - 1, text=data))


def read_markup(html: str) -> list[Markup] | None:
    """What stands in it, in its order; None for a declaration that cannot be read."""
    reader = _Reader()
    try:
        reader.feed(html)
        reader.close()
    except AssertionError:  # how html.parser says that a declaration is malformed
        return None
    return reader.found
