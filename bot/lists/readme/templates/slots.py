"""Which bytes of a row are its own, and which many rows share: slots, links, templates."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from bot.lists.readme.templates.entry import Key
from bot.parsing.source.document import Document


@dataclass(frozen=True, slots=True)
class Slot:
    """Bytes with content of this row only.

    `what` is `name`, `url`, `label`, `segment`, `path`, `number`, `day`, or a field's name; `key`
    is that of the link it belongs to.
    """

    start: int
    end: int
    what: str
    key: Key = ("", 0)
    in_code: bool = False


@dataclass(frozen=True, slots=True)
class LinkGroup:
    """The whole of a link that is followed.

    is_main  whether its text is the row's name
    label    the bytes of its text, where that names the part it plays
    is_app   whether it leads to a Space of the Hub, which readers try rather than download
    """

    start: int
    end: int
    key: Key
    is_main: bool
    label: tuple[int, int] | None = None
    is_bare: bool = False
    is_app: bool = False


@dataclass(frozen=True, slots=True)
class Template:
    """The bytes of a row or a cell, with all in it that is not the house's.

    foreign       words that are understood as nothing
    is_published  whether it names a venue that is no preprint
    pictures      the whole of each picture
    strange       how many links have a text that names another part than they play
    """

    start: int
    end: int
    slots: tuple[Slot, ...]
    groups: tuple[LinkGroup, ...]
    foreign: tuple[tuple[int, int], ...]
    shape: str
    is_published: bool = False
    pictures: tuple[tuple[int, int], ...] = ()
    strange: int = 0

    @property
    def fields(self) -> frozenset[str]:
        """The fields that it shows."""
        return frozenset(slot.what for slot in self.slots) - LINK_SLOTS


LINK_SLOTS = frozenset({"url", "label", "segment", "path", "number"})
"""Slots that are no field of the entry."""


@dataclass(frozen=True)
class House:
    """What many rows of a region share: labels of links, addresses of pictures, and words."""

    labels: frozenset[str] = frozenset()
    pictures: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()


def is_in_code(document: Document, start: int, end: int) -> bool:
    """Whether these bytes are in a code span."""
    nodes = document.by_kind.get("Code", ())
    at = bisect_left(nodes, start + 1, key=lambda node: node.start) - 1
    return at >= 0 and end <= nodes[at].end
