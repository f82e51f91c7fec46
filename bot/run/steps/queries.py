"""From links to queries, each reference once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from fnmatch import fnmatchcase

from bot.model.entry import Entry, Registry
from bot.model.observation import Observation, Reason, Tally, Unsure
from bot.model.options.link_rules import NO_RULES, LinkRules
from bot.model.reference import Link, Place, Query

_NAMED = 10
"""Most links that a run's report names one by one."""


def list_queries(registry: Registry, only: str = "*", rules: LinkRules = NO_RULES) -> list[Query]:
    """One query for each reference of the list, with all places in it that links name.

    Links that the list's rules exclude are left out.
    """
    rows = [(entry, link) for entry, link in registry.links() if fnmatchcase(entry.id, only)]
    names = {link.link.reference.key: described(entry) for entry, link in rows}
    links = (link.link for _, link in rows)
    return queries_for((link for link in links if not rules.why_left_out(link.url)), names)


def left_out(registry: Registry, only: str, rules: LinkRules, now: datetime) -> list[Unsure]:
    """The observations for the references that are not queried because of the rules."""
    rows = [link.link for entry, link in registry.links() if fnmatchcase(entry.id, only)]
    left = {
        link.reference.key: (link, why) for link in rows if (why := rules.why_left_out(link.url))
    }
    for link in rows if left else ():
        if not rules.why_left_out(link.url):
            left.pop(link.reference.key, None)
    return [left_out_observation(link, why, now) for link, why in left.values()]


def left_out_tallies(observations: Iterable[Observation]) -> list[Tally]:
    """A row of the run's sources for the excluded links, so that they are reported."""
    unsure = (one for one in observations if isinstance(one, Unsure))
    left = [one for one in unsure if one.reason is Reason.LEFT_OUT]
    if not left:
        return []
    notes = [f"{one.evidence} is {one.why}" for one in left[:_NAMED]]
    more = len(left) - len(notes)
    notes += [f"and {more} more that rules leave out"] if more else []
    return [Tally("rules", asked=len(left), unsure=len(left), notes=tuple(notes))]


def left_out_observation(link: Link, why: str, now: datetime) -> Unsure:
    """The observation for a link that the rules exclude."""
    return Unsure(
        reference=link.reference,
        source="rules",
        at=now,
        evidence=link.url,
        reason=Reason.LEFT_OUT,
        why=why,
    )


def described(entry: Entry) -> str:
    """The list's description of an entry: its name and its text."""
    return f"{entry.name} {entry.values.get('description', '')}".strip()


def queries_for(links: Iterable[Link], results: Mapping[str, str]) -> list[Query]:
    """One query for each reference, with all places in it that the links name.

    `results` is the list's description of a reference, by its key.
    """
    found: dict[str, Link] = {}
    places: dict[str, set[Place]] = {}
    for link in links:
        key, place = link.reference.key, link.place
        found.setdefault(key, link)
        if place.tree or place.fragment or place.version:
            places.setdefault(key, set()).add(place)
    nowhere = frozenset[Place]()  # one for all: an empty set is 216 bytes
    return [
        Query(
            link.reference,
            link.url,
            frozenset(places[key]) if key in places else nowhere,
            results.get(key, ""),
        )
        for key, link in found.items()
    ]
