"""Links → what is to be asked, each reference once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase

from bot.facts.entry import Entry, Registry
from bot.facts.reference import Ask, Link, Place, Reference


def questions(registry: Registry, only: str = "*") -> list[Ask]:
    """One ask for each reference of the list, with all places that links name in it."""
    rows = [(entry, link) for entry, link in registry.links() if fnmatchcase(entry.id, only)]
    told_of = {link.link.reference.key: about(entry) for entry, link in rows}
    return asks_for((link.link for _, link in rows), told_of)


def about(entry: Entry) -> str:
    """What the list says of an entry: name and description."""
    return f"{entry.name} {entry.values.get('description', '')}".strip()


def asks_for(links: Iterable[Link], told: Mapping[str, str]) -> list[Ask]:
    """One ask for each reference, with all places that the links name in it.

    `told` is what the list says of a reference, by its key.
    """
    found: dict[str, tuple[Reference, str, set[Place]]] = {}
    for link in links:
        reference, place = link.reference, link.place
        places = found.setdefault(reference.key, (reference, link.url, set()))[2]
        if place.tree or place.fragment or place.version:
            places.add(place)
    return [
        Ask(reference, url, frozenset(places), told.get(key, ""))
        for key, (reference, url, places) in found.items()
    ]
