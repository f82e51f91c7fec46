"""Rows and regions of a Markdown page, by the line maps of a parser that the product does not use.

A region is one list or one table's body under one heading; a row is one of its items with its
source lines. It is the measure, so it knows nothing of how the product reads a list.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.model.reference import read_link

_PARSER = MarkdownIt("commonmark").enable("table").disable(["inline"])
_URL = re.compile(r"https?://[^\s<>\"'\])|}]+")
_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)|<img\b[^>]*>", re.IGNORECASE)


@dataclass(frozen=True)
class Row:
    """`index` is the place among the rows of its region, `line` the first line from 0."""

    region: tuple[str, ...]
    index: int
    line: int
    text: str

    @property
    def references(self) -> frozenset[str]:
        """What its links lead to; pictures and badges are no links."""
        return _references(self.text)


@cache
def _references(text: str) -> frozenset[str]:
    urls = _URL.findall(_IMAGE.sub("", text))
    return frozenset(read_link(url.rstrip(".,;")).reference.key for url in urls)


def read_rows(text: str) -> list[Row]:
    """All rows of a page, in order."""
    return list(_rows(_PARSER.parse(text), text.split("\n")))


def _rows(tokens: Sequence[Token], lines: Sequence[str]) -> Iterator[Row]:
    headings: dict[int, str] = {}
    regions = _Regions()
    for number, token in enumerate(tokens):
        if token.type == "heading_open":
            level = int(token.tag[1])
            headings = {key: text for key, text in headings.items() if key < level}
            headings[level] = tokens[number + 1].content.strip()
            regions.path, regions.row = tuple(headings.values()), ""
        elif token.type in {"bullet_list_open", "ordered_list_open", "tbody_open"}:
            regions.open("table" if token.type == "tbody_open" else "list")
        elif token.type in {"bullet_list_close", "ordered_list_close", "tbody_close"}:
            regions.close()
        elif token.map and token.type in {"list_item_open", "tr_open"} and regions.is_open:
            first, last = token.map[0], _own_end(tokens, number)
            own = "\n".join(lines[first:last]).rstrip()
            regions.row = own
            yield Row(*regions.next_row(), first, own)


def _own_end(tokens: Sequence[Token], number: int) -> int:
    """The line before which what belongs to an item itself ends: a nested list is not its own."""
    item = tokens[number]
    assert item.map
    for token in tokens[number + 1 :]:
        if token.level <= item.level:
            break
        if token.type in {"bullet_list_open", "ordered_list_open"} and token.map:
            return token.map[0]
    return item.map[1]


class _Regions:
    """The regions that are open, innermost last, each with the number of its next row."""

    def __init__(self) -> None:
        self.path: tuple[str, ...] = ()
        self.row = ""
        self._opened: list[tuple[tuple[str, ...], int]] = []
        self._count: Counter[tuple[str, ...]] = Counter()

    @property
    def is_open(self) -> bool:
        return bool(self._opened)

    def open(self, kind: str) -> None:
        inside = (f"in {plain_name(self.row)}",) if self._opened else ()
        name = (*self.path, *inside, kind)
        self._count[name] += 1
        self._opened.append(((*name, str(self._count[name])), 0))

    def close(self) -> None:
        self._opened.pop()

    def next_row(self) -> tuple[tuple[str, ...], int]:
        region, index = self._opened[-1]
        self._opened[-1] = (region, index + 1)
        return region, index


@cache
def plain_name(text: str) -> str:
    """A row's leading words without marks and dates, folded: what an alphabetical order is by."""
    bare = re.sub(r"^\s*(?:[-*+]|\d+[.)])?\s*\|?", "", _IMAGE.sub("", text))
    bare = re.sub(r"^(?:<br\s*/?>|\W|_|\d{4}[-/.]\d{1,2}(?:[-/.]\d{1,2})?)*", "", bare)
    first = re.split(r"\[\[|\]\(|\||<br|\.\*\*", bare)[0]
    return re.sub(r"[*_`\[\]]", "", first).strip().casefold()


_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?!\d)")


@cache
def day(text: str) -> str:
    """The first date of a row outside its addresses, in a form that can be compared, or empty."""
    found = _DAY.search(_URL.sub("", text))
    return "-".join(f"{int(part):02}" for part in found.groups() if part) if found else ""
