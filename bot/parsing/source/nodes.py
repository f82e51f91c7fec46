"""Markdown as a tree of nodes, each with the bytes it stands on. Pure.

The reader is pulldown-cmark, through pyromark (https://monosans.github.io/pyromark): of the
CommonMark parsers it is the one that gives every node its source range. It knows the tables,
task boxes, strikethrough and footnotes of GitHub; bare addresses are read by `bare`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from sys import intern
from typing import Any

import pyromark

from bot.parsing.source.addresses import defined_address

_GITHUB = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_TASKLISTS
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_GFM
)
_READER = pyromark.Markdown(options=_GITHUB)
TEXTS = frozenset({"Text", "Code", "SoftBreak", "HardBreak"})
"""The kinds of nodes that are visible as text; a break is visible as a blank."""
_LINKED = frozenset({"Link", "Image"})


@dataclass(slots=True)
class Node:
    """A block, a span or a text; `start` and `end` are byte offsets.

    `kind` is the parser's own name: Heading, Paragraph, List, Item, Table, TableHead, TableRow,
    TableCell, Link, Image, Strong, Emphasis, Text, Code, InlineHtml, Html, CodeBlock …
    `text` is what a Text, Code, Html or InlineHtml holds; `data` what else the parser says.
    """

    kind: str
    start: int
    end: int
    text: str = ""
    data: Any = None
    children: Sequence[Node] = ()

    def walk(self) -> Iterator[Node]:
        """The node and all below it, in the order they stand."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack += reversed(node.children)


@dataclass(frozen=True, slots=True)
class Definition:
    """A link reference definition: its address, and the bytes of that address.

    `address` is None where these bytes are not certain.
    """

    url: str
    address: tuple[int, int] | None


def read_nodes(text: str, base: int = 0) -> Node:
    """The whole text as one node of the kind Document; every text is a Markdown document.

    `base` is added to every offset.
    """
    children: list[Node] = []
    root = Node("Document", base, base + len(text.encode("utf-8")), children=children)
    around: list[list[Node]] = []
    name: str
    value: Any
    for event, span in _READER.events_with_range(text, merge_text=True):
        if isinstance(event, str):  # SoftBreak, HardBreak, Rule
            name, value = event, " "
        else:
            ((name, value),) = event.items()
            if name == "End":
                children = around.pop()
                continue
        start, end = base + span["start"], base + span["end"]
        if name == "Start":
            kind, data = _named(value)
            if kind in _LINKED and data["link_type"] == "Collapsed":
                end += len("[]")  # the parser omits it
            around.append(children)
            inside: list[Node] = []
            children.append(Node(kind, start, end, "", data, inside))
            children = inside
        else:
            children.append(Node(intern(name), start, end, str(value)))
    return root


def _named(value: Any) -> tuple[str, Any]:
    """The kind, one text for all nodes of it, and what else is said of this one."""
    if isinstance(value, str):
        return intern(value), None
    ((kind, data),) = value.items()
    return intern(kind), data


def read_definitions(text: str, raw: bytes, base: int = 0) -> Mapping[str, Definition]:
    """The link reference definitions of a text by their folded label; the first one counts."""
    found: dict[str, Definition] = {}
    for label, one in _READER.reference_definitions(text).items():
        if (key := fold(label)) not in found:
            start, end = base + one["span"]["start"], base + one["span"]["end"]
            found[key] = Definition(one["dest"], defined_address(raw, start, end, one["dest"]))
    return found


def fold(label: str) -> str:
    """A link label in the form used for comparison: https://spec.commonmark.org/0.31.2/#matches."""
    return " ".join(label.casefold().split())
