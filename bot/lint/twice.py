"""Entries of a registry that stand in it twice, and links that one entry has twice. Pure."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from bot.lint.finding import Finding
from bot.model.entry import Entry, Registry
from bot.model.reference import Kind
from bot.model.values.plain import letters_of


def listed_twice(registry: Registry) -> Iterator[Finding]:
    """Entries of one section that share their name or what they are about.

    Sections may each list the same thing, and models of one family share a repository and a paper:
    these are no duplicates.
    """
    first: dict[Hashable, Entry] = {}
    for entry in registry.entries:
        yield from _links_twice(entry)
        for key, what in _identities(entry):
            before = first.setdefault((entry.section, key), entry)
            if before is not entry:
                yield Finding(
                    entry.where,
                    f"'{entry.name}' stands in this section already: {what} as that of "
                    f"'{before.name}' at {before.where}",
                    "remove one of the two, or let them differ",
                )
                break


def _identities(entry: Entry) -> Iterator[tuple[Hashable, str]]:
    """What no two entries of a section have in common, and how to say that they do."""
    yield letters_of(entry.name) or entry.id, "its name is the same"
    links = [one.link for one in entry.links]
    if entry.kind == "model":
        links = [one for one in links if one.reference.kind is Kind.MODEL]
    for link in links[:1]:
        yield (link.reference.key, link.place), "its link is the same"


def _links_twice(entry: Entry) -> Iterator[Finding]:
    seen: dict[Hashable, str] = {}
    for one in entry.links:
        key = (one.link.reference.key, one.link.place)
        before = seen.setdefault(key, one.role)
        if before != one.role:
            yield Finding(
                one.where,
                f"this link stands in '{entry.name}' already, as `{before}`",
                "remove one of the two",
            )
