"""Choose the row whose form a new row takes: a near one with the same links and fields. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.lists.readme.templates.entry import Key, NewEntry, NewLink
from bot.lists.readme.templates.slots import LinkGroup, Template

_OTHER_LINK, _OTHER_FIELD, _NO_NAME, _OTHER_MAIN, _NO_LABEL = 4, 2, 6, 1, 1
KIN = (frozenset({"site", "blog", "docs"}), frozenset({"hub", "weights"}))
"""Roles of links that can replace each other."""
_LEFT_LINK = 2
"""Adding a link costs less than leaving one out with everything around it."""
_REACH = 12
"""A row at this distance counts half as much as the nearest."""


@dataclass(frozen=True)
class Wanted:
    """What of an entry belongs into a row, or into a column.

    roles, fields  what rows of the region show at all
    """

    entry: NewEntry
    links: Mapping[Key, NewLink]
    has_name: bool
    roles: frozenset[str]
    fields: frozenset[str]


@dataclass(frozen=True)
class Match:
    """A template compared with the wanted row: the new link for each of its links, and the rest."""

    template: Template
    cost: int
    links: Mapping[Key, NewLink]
    left: tuple[NewLink, ...]


def match(template: Template, wanted: Wanted) -> Match:
    """How well a template fits the wanted row; a cost of 0 is a perfect fit."""
    links, left, cost = _assigned(template, wanted)
    known = wanted.entry.fields
    cost += _OTHER_LINK * sum(group.key not in links for group in _distinct(template))
    cost += _LEFT_LINK * sum(link.role in wanted.roles for link in left)
    cost += _OTHER_FIELD * (len(template.foreign) + template.strange)
    own, implied = template.fields - {"name"}, wanted.entry.implied
    cost += _OTHER_FIELD * len(own - known.keys())
    cost += _OTHER_FIELD * len(((wanted.fields - own) & known.keys()) - implied)
    cost += _OTHER_FIELD * ("venue" in implied and template.is_published)
    cost += _NO_NAME * (wanted.has_name != ("name" in template.fields))
    for slot in template.slots:
        if slot.what == "path" and not wanted.entry.repository(slot.key[1]):
            cost += _OTHER_LINK
        if slot.what == "label" and slot.key in links and not links[slot.key].label:
            cost += _NO_LABEL
    return Match(template, cost, links, tuple(left))


def _distinct(template: Template) -> list[LinkGroup]:
    return list({group.key: group for group in template.groups}.values())


def _assigned(template: Template, wanted: Wanted) -> tuple[dict[Key, NewLink], list[NewLink], int]:
    """Template link → new link, the new links that are left, and the cost of uneven pairs."""
    rest = dict(wanted.links)
    has_main = any(group.is_main for group in template.groups)
    keys = {
        group.key: group.is_main or (group.is_bare and not has_main) for group in template.groups
    }
    found = {key: rest.pop(key) for key in keys if key in rest}
    cost = 0
    for key, is_open in keys.items():
        if key in found:
            continue
        kin = [one for one in rest if any({one[0], key[0]} <= group for group in KIN)]
        other = next(iter(kin or (rest if is_open else ())), None)
        if other is not None:
            found[key] = rest.pop(other)
        elif is_open and wanted.has_name and wanted.entry.links:
            found[key] = wanted.entry.links[0]
        cost += _OTHER_MAIN * (key in found)
    return found, list(rest.values()), cost


def choose(templates: Sequence[tuple[int, Template]], wanted: Wanted) -> Match | None:
    """The cheapest template whose form most of the nearest rows have.

    `templates` come with how many rows away each is; None where there are none.
    """
    matches = [(far, match(template, wanted)) for far, template in templates]
    least = min((one.cost for _, one in matches), default=0)
    cheap = [(far, one) for far, one in matches if one.cost == least]
    weight: dict[str, float] = defaultdict(float)
    for far, one in cheap:
        weight[one.template.shape] += 0.5 ** (far / _REACH)
    if not cheap:
        return None
    return max(cheap, key=lambda pair: (weight[pair[1].template.shape], -pair[0]))[1]
