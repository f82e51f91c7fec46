"""The text of a new row in the form of its region."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.lists.readme.templates.entry import NewEntry
from bot.lists.readme.templates.removal import MARKER
from bot.lists.readme.templates.slots import LINK_SLOTS, Template
from bot.lists.readme.writing.choose import Match, Wanted, choose
from bot.lists.readme.writing.compose import Composer
from bot.lists.readme.writing.forms import Forms, stretches
from bot.lists.readme.writing.region import RowRegion
from bot.lists.readme.writing.surroundings import Surroundings

_USUAL, _LOOKED_AT = 0.5, 20
"""What so many of the nearest rows have, a new row needs too."""
_SOME = 0.2
"""A description that fewer rows have has no place in a new one, even where it is known."""
_REGIONS = 12
"""So many other regions are looked at."""
_WORSE = 5
"""A template of another region must fit better by more than a link."""


@dataclass(frozen=True)
class NewText:
    """A row as text, and the fields that rows here have and nobody knows of this one."""

    text: str
    missing: tuple[str, ...] = ()


def shown_roles(templates: Sequence[tuple[int, Template]]) -> frozenset[str]:
    """The parts that links play in these rows."""
    return frozenset(group.key[0] for _, one in templates for group in one.groups)


def shown_fields(templates: Sequence[tuple[int, Template]]) -> frozenset[str]:
    """The fields that these rows show; a description only where more than a few have one."""
    count = Counter(name for _, one in templates for name in one.fields)
    some = _SOME * len(templates)
    return frozenset(name for name, n in count.items() if name != "description" or n >= some)


class Line:
    """A new item, or a new line that a break ends."""

    def __init__(self, region: RowRegion, position: int, entry: NewEntry, number: str) -> None:
        self.region, self.entry, self.number = region, entry, number
        self.forms = Forms(region, position)
        self.templates = self.forms.column(0)
        roles = shown_roles(self.templates) | {link.role for link in entry.links}
        self.wanted = Wanted(entry, entry.by_key(), True, roles, shown_fields(self.templates))

    def write(self, others: Sequence[RowRegion]) -> NewText | None:
        """Its text; None where no row can be a template. `others` are regions to look at too."""
        best = choose(self.templates, self.wanted)
        near = self._near(others)
        if best is None or best.cost >= _WORSE:
            best = self._from_elsewhere(best, near)
        if best is None or "name" not in best.template.fields:
            return None
        raw, donors = self.region.document.raw, dict(self.forms.donors(0))
        for other in near if any(link.role not in donors for link in best.left) else ():
            donors = {**other.donors(0), **donors}
        in_markup, texts = self.region.is_in_markup, self.forms.texts(0)
        order = self.forms.order(0)
        around = Surroundings(raw, False, in_markup, texts, donors, order, "", self.number)
        text = Composer(best, self.entry, around).text()
        is_own = any(one is best.template for _, one in self.templates)
        text = text if is_own else self._marked(text)
        return NewText(text, missing_of(self.templates, self.entry, best))

    def _near(self, others: Sequence[RowRegion]) -> list[Forms]:
        """The forms of the nearest regions with rows of the same form."""
        start = self.region.rows[0].start
        alike = [
            one
            for one in others
            if one.form == self.region.form and one.rows[0].start != start and len(one.rows) > 1
        ]
        alike.sort(key=lambda one: abs(one.rows[0].start - start))
        return [Forms(one, len(one.rows)) for one in alike[:_REGIONS]]

    def _from_elsewhere(self, best: Match | None, near: Sequence[Forms]) -> Match | None:
        """A better template of another region whose rows are named in the same way."""
        have = [_is_linked(template) for _, template in self.templates]
        is_linked = sum(have) * 2 > len(have)
        for forms in near:
            some = [one for one in forms.column(0) if _is_linked(one[1]) == is_linked]
            found = choose(some, self.wanted)
            if found and (best is None or found.cost <= best.cost - _WORSE):
                best = found
        return best

    def _marked(self, text: str) -> str:
        """With the marker of this region, where the template is of another."""
        if self.region.form != "item":
            return text
        start, end = stretches(self.region, self.forms.all[0].row)[0]
        own, new = (
            MARKER.match(one)
            for one in (
                self.region.document.raw[start:end],
                text.encode("utf-8", "surrogateescape"),
            )
        )
        if not own or not new:
            return text
        marker = re.sub(r"\d+", self.number or r"\g<0>", own[0].decode())
        return marker + text.encode("utf-8", "surrogateescape")[new.end() :].decode(
            "utf-8", "surrogateescape"
        )


def _is_linked(template: Template) -> bool:
    """Whether the name is a link."""
    return any(group.is_main for group in template.groups)


def missing_of(
    templates: Sequence[tuple[int, Template]], entry: NewEntry, best: Match
) -> tuple[str, ...]:
    """What most of the nearest rows have and is not known."""
    near = [template for _, template in templates[:_LOOKED_AT]]
    count: Counter[str] = Counter()
    for template in near:
        links = {f"links.{group.key[0]}" for group in template.groups if not group.is_main}
        labels = {f"labels.{slot.key[0]}" for slot in template.slots if slot.what == "label"}
        count.update({*template.fields, *links, *labels})
    roles = {link.role for link in entry.links} | {key[0] for key in best.links}
    known = {"name", *entry.fields, *(f"links.{role}" for role in roles)}
    known |= {f"labels.{link.role}" for link in entry.links if link.label}
    usual = {name for name, one in count.items() if one >= _USUAL * len(near)}
    labels = {
        f"labels.{slot.key[0]}"
        for slot in best.template.slots
        if slot.what == "label" and slot.key in best.links and not best.links[slot.key].label
    }
    return tuple(sorted((usual | labels) - known - LINK_SLOTS - {"day"}))
