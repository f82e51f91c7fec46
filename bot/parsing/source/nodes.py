"""Markdown as a tree of nodes, each with the bytes it stands on. Pure.

The reader is pulldown-cmark, through pyromark (https://monosans.github.io/pyromark): of the
CommonMark parsers it is the one that gives every node its source range. It knows the tables,
task boxes, strikethrough and footnotes of GitHub; bare addresses are read by `bare`.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from sys import intern
from typing import Any, NamedTuple

import pyromark

from bot.parsing.source.addresses import defined_address
from bot.parsing.source.texts import unlike

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
BREAKS = frozenset({"SoftBreak", "HardBreak"})
_HELD = (TEXTS - BREAKS) | {"Html", "InlineHtml", "FootnoteReference", "TaskListMarker"}
"""The kinds of nodes with a text of their own."""
_LINKED = frozenset({"Link", "Image"})


class LinkData(NamedTuple):
    """What the parser says of a link: its form, its address, and the label of its definition."""

    form: str
    url: str
    label: str


class Nodes:
    """All nodes of a text in the order they stand, one behind the other.

    Arrays need a tenth of what an object for each node needs, and a megabyte may hold 750,000.
    """

    __slots__ = ("_data", "_noted", "_own", "behind", "ends", "kinds", "raw", "starts")

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self.kinds: list[str] = []
        self.starts = array("I")
        self.ends = array("I")
        self.behind = array("I")
        """The number of the first node that is not below this one."""
        self._own: dict[int, str] = {}
        """The texts that are not what stands in the bytes of their node."""
        self._noted: list[int] = []
        self._data: list[Any] = []

    def add(self, kind: str, start: int, end: int, text: str = "") -> int:
        """Append a node without any below it; its number."""
        number = len(self.kinds)
        self.kinds.append(kind)
        self.starts.append(start)
        self.ends.append(end)
        self.behind.append(number + 1)
        if kind in _HELD and (own := unlike(self.raw, start, end, text)) is not None:
            self._own[number] = own
        return number

    def text(self, number: int) -> str:
        """What a node holds, if it is a text."""
        if (kind := self.kinds[number]) not in _HELD:
            return " " if kind in BREAKS else ""
        own = self._own.get(number)
        return self.raw[self.starts[number] : self.ends[number]].decode() if own is None else own

    def close(self, number: int) -> None:
        """All that was added behind this node is below it."""
        self.behind[number] = len(self.kinds)

    def note(self, data: Any) -> None:
        """What else the parser says of the last node."""
        self._noted.append(len(self.kinds) - 1)
        self._data.append(data)

    def data(self, number: int) -> Any:
        """What else the parser said of a node; None for nothing."""
        at = bisect_left(self._noted, number)
        return self._data[at] if at < len(self._noted) and self._noted[at] == number else None

    def forget(self, numbers: Iterable[int]) -> None:
        """Let go of what else the parser said of these nodes."""
        known = frozenset(numbers)
        left = [at for at, number in enumerate(self._noted) if number not in known]
        self._noted, self._data = [self._noted[at] for at in left], [self._data[at] for at in left]

    def below(self, number: int) -> list[int]:
        """The numbers of its children."""
        at, end, behind = number + 1, self.behind[number], self.behind
        found = []
        while at < end:
            found.append(at)
            at = behind[at]
        return found


class Node:
    """A block, a span or a text; `start` and `end` are byte offsets.

    `kind` is the parser's own name: Heading, Paragraph, List, Item, Table, TableHead, TableRow,
    TableCell, Link, Image, Strong, Emphasis, Text, Code, InlineHtml, Html, CodeBlock …
    `text` is what a Text, Code, Html or InlineHtml holds; `data` what else the parser says.
    """

    __slots__ = ("nodes", "number")

    def __init__(self, nodes: Nodes, number: int) -> None:
        self.nodes = nodes
        self.number = number

    @property
    def kind(self) -> str:
        """The parser's name for it."""
        return self.nodes.kinds[self.number]

    @property
    def start(self) -> int:
        """Its first byte."""
        return self.nodes.starts[self.number]

    @property
    def end(self) -> int:
        """The byte behind it."""
        return self.nodes.ends[self.number]

    @property
    def text(self) -> str:
        """What it holds, if it is a text."""
        return self.nodes.text(self.number)

    @property
    def data(self) -> Any:
        """What else the parser says of it."""
        return self.nodes.data(self.number)

    @property
    def children(self) -> Sequence[Node]:
        """The nodes right below it, in the order they stand."""
        nodes = self.nodes
        return [Node(nodes, at) for at in nodes.below(self.number)]

    def walk(self) -> Iterator[Node]:
        """The node and all below it, in the order they stand."""
        nodes = self.nodes
        return (Node(nodes, at) for at in range(self.number, nodes.behind[self.number]))


@dataclass(frozen=True, slots=True)
class Definition:
    """A link reference definition: its address, and the bytes of that address.

    `address` is None where these bytes are not certain.
    """

    url: str
    address: tuple[int, int] | None


def read_nodes(text: str, base: int = 0, raw: bytes = b"") -> Node:
    """The whole text as one node of the kind Document; every text is a Markdown document.

    `base` is added to every offset. `raw` is the file that the text was made of, byte for byte,
    with `base` more bytes before it.
    """
    nodes = Nodes(raw or bytes(base) + text.encode("utf-8"))
    around = [nodes.add("Document", base, len(nodes.raw))]
    name: str
    value: Any
    for event, span in _READER.events_with_range(text, merge_text=True):
        if isinstance(event, str):  # SoftBreak, HardBreak, Rule
            name, value = event, ""
        else:
            ((name, value),) = event.items()
            if name == "End":
                nodes.close(around.pop())
                continue
        start, end = base + span["start"], base + span["end"]
        if name == "Start":
            kind, data = _named(value)
            if kind in _LINKED:
                data = LinkData(intern(data["link_type"]), data["dest_url"], data["id"])
                end += len("[]") if data.form == "Collapsed" else 0  # the parser omits it
            around.append(nodes.add(kind, start, end))
            if data is not None:
                nodes.note(data)
        else:
            nodes.add(intern(name), start, end, str(value))
    nodes.close(0)
    return Node(nodes, 0)


def _named(value: Any) -> tuple[str, Any]:
    """The kind, one text for all nodes of it, and what else is said of this one."""
    if isinstance(value, str):
        return intern(value), None
    ((kind, data),) = value.items()
    return intern(kind), data


def read_definitions(text: str, raw: bytes, base: int = 0) -> Mapping[str, Definition]:
    """The link reference definitions of a text by their folded label; the first one counts."""
    found: dict[str, Definition] = {}
    if b"]:" not in raw:
        return found
    for label, one in _READER.reference_definitions(text).items():
        if (key := fold(label)) not in found:
            start, end = base + one["span"]["start"], base + one["span"]["end"]
            found[key] = Definition(one["dest"], defined_address(raw, start, end, one["dest"]))
    return found


def fold(label: str) -> str:
    """A link label in the form used for comparison: https://spec.commonmark.org/0.31.2/#matches."""
    return " ".join(label.casefold().split())
