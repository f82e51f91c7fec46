"""The links of a Markdown text, each with its line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.parsing.markup import read_markup

_READER = MarkdownIt("gfm-like")
if _READER.linkify is not None:
    _READER.linkify.set({"fuzzy_link": False, "fuzzy_email": False})
_PLACES = {"a": "href", "img": "src"}


@dataclass(frozen=True, order=True)
class MarkdownLink:
    """A link as written, and the line (from 1) it stands on."""

    line: int
    url: str


def markdown_links(text: str) -> list[MarkdownLink]:
    """The web links of a Markdown text in the order they stand, each line's doubles once.

    Links in code and in HTML comments are text; relative links, anchors and mail addresses are
    left out. A link that spans lines stands on the line its address stands on.
    """
    lines = text.split("\n")
    found: dict[MarkdownLink, None] = {}
    for token in _READER.parse(text):
        block: list[int] = token.map or [0, len(lines)]
        for url in _of_block(token):
            found.setdefault(MarkdownLink(_line(lines, url, *block), url))
    return sorted(found)


def _of_block(token: Token) -> Iterator[str]:
    urls: Iterable[str] = ()
    if token.type == "inline":
        urls = (url for child in token.children or () for url in _of_inline(child))
    elif token.type == "html_block":
        urls = _of_html(token.content)
    for url in urls:
        if url.partition(":")[0].lower() in {"http", "https"}:
            yield url


def _of_inline(token: Token) -> Iterator[str]:
    if token.type == "link_open":
        yield str(token.attrs.get("href", ""))
    elif token.type == "image":
        yield str(token.attrs.get("src", ""))
        for child in token.children or ():
            yield from _of_inline(child)
    elif token.type == "html_inline":
        yield from _of_html(token.content)


def _of_html(html: str) -> list[str]:
    parts = read_markup(html) or ()
    urls = (part.attributes.get(_PLACES[part.tag]) for part in parts if part.tag in _PLACES)
    return [url for url in urls if url]


def _line(lines: list[str], url: str, first: int, last: int) -> int:
    """The line that holds the address; a reference's address may stand far below its use."""
    plain = url.replace("%20", " ")
    near = range(first, min(last, len(lines)))
    for number in chain(near, range(len(lines))):
        if url in lines[number] or plain in lines[number]:
            return number + 1
    return first + 1
