"""Addresses that two links of a list come to share when one of them moves. Pure.

A list names each thing once. Where a link would get an address that stands on another row, or that
another link gets as well, one row is one too many, or the redirect leads to what took the place of
both: only a person knows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.lists.readme.scope.files import base_name
from bot.model.observation import Moved, Observation
from bot.model.reference import Kind, Link, Reference, read_link, relocate
from bot.model.verdict import spelled_alike

Latest = Callable[[Link], Observation | None]
"""What is known of a link."""


@dataclass(frozen=True)
class NamedLink:
    """A link of a list, the file it stands in, and what a person calls its place."""

    link: Link
    path: str
    name: str


class Neighbours:
    """The links of a list by the addresses that they have, and by those that they are led to."""

    def __init__(self, links: Iterable[NamedLink], latest: Latest) -> None:
        self._at: defaultdict[object, list[NamedLink]] = defaultdict(list)
        for one in links:
            self._at[_address(one.link)].append(one)
            seen = latest(one.link)
            if isinstance(seen, Moved):
                target = _target(one.link, seen)
                if target != _address(one.link):
                    self._at[target].append(one)

    def at_target(self, link: Link, path: str, seen: Moved) -> str:
        """The name of another link that has the address to which this one moved, or ""."""
        own, target = _address(link), _target(link, seen)
        if own == target:  # another spelling: what shares it shared it before
            return ""
        others = (
            one
            for one in self._at.get(target, ())
            if one.link.reference != link.reference and _is_one_page(path, one.path)
        )
        return min((one.name for one in others), default="")


def _target(link: Link, seen: Moved) -> object:
    return _address(read_link(relocate(link, seen.to)))


def _address(link: Link) -> tuple[object, ...]:
    """What a link leads to, whatever its spelling; versions of a paper are one."""
    reference: Reference = link.reference
    if reference.kind is Kind.PAPER:
        return (reference.key,)
    if reference.kind is Kind.PAGE:
        return (*spelled_alike(reference.name), link.place.fragment)
    return reference.key, link.place


def _is_one_page(one: str, other: str) -> bool:
    """Whether readers see both files: a translation repeats what stands in its original."""
    return one == other or base_name(one) != base_name(other)
