"""How the rows around write what a new row holds, and what they call its links."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.lists.readme.templates.entry import NewLink
from bot.lists.readme.templates.slots import LinkGroup, Template
from bot.model.reference import Kind

_NAMED = frozenset({Kind.REPO, Kind.MODEL, Kind.DATASET, Kind.SPACE})
"""Kinds of things whose address ends with their name."""


def last_part(link: NewLink) -> str:
    """The name that an address ends with; empty where it is none."""
    reference = link.link.reference
    return reference.name.rpartition("/")[2] if reference.kind in _NAMED else ""


WORDS = {
    "paper": "paper", "code": "code", "hub": "model", "data": "data", "docs": "docs",
    "blog": "blog", "site": "website",
}  # fmt: skip
"""The part a link plays → how lists call it."""
CLEAR = 0.2
"""A house in which at most so many rows do otherwise is clear."""


@dataclass(frozen=True)
class Donor:
    """A link of another row that shows how links of its part are written."""

    template: Template
    group: LinkGroup


@dataclass(frozen=True)
class Surroundings:
    """Where the new row stands, and how the rows around write.

    beside  field → how the rows around write it, the nearest first
    donors  the part a link plays → a row with such a link, the nearest
    order   two parts → in how many rows a link of the first stands before one of the second
    joint   what stands between two links, where no row shows it for the links in question
    """

    raw: bytes
    in_cell: bool = False
    in_markup: bool = False
    beside: Mapping[str, Sequence[str]] = field(default_factory=dict)
    donors: Mapping[str, Donor] = field(default_factory=dict)
    order: Mapping[tuple[str, str], int] = field(default_factory=dict)
    unit: str = ""
    number: str = ""
    joint: bytes = b" "
