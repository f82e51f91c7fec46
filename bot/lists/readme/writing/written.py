"""The text of a new row in the form of its region."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.lists.readme.templates.entry import NewEntry
from bot.lists.readme.templates.slots import LINK_SLOTS, Template
from bot.lists.readme.writing.choose import Match, Wanted, choose
from bot.lists.readme.writing.compose import Composer, Surroundings
from bot.lists.readme.writing.forms import Forms
from bot.lists.readme.writing.region import RowRegion

_USUAL, _LOOKED_AT = 0.5, 20
"""What so many of the nearest rows have, a new row needs too."""
_WORSE = 4
"""A template of another region must fit better by as much as a link."""


@dataclass(frozen=True)
class NewText:
    """A row as text, and the fields that rows here have and nobody knows of this one."""

    text: str
    missing: tuple[str, ...] = ()


def shown_roles(templates: Sequence[tuple[int, Template]]) -> frozenset[str]:
    """The parts that links play in these rows."""
    return frozenset(group.key[0] for _, one in templates for group in one.groups)


def shown_fields(templates: Sequence[tuple[int, Template]]) -> frozenset[str]:
    """The fields that these rows show."""
    return frozenset(name for _, one in templates for name in one.fields)


def write_line(
    region: RowRegion, position: int, entry: NewEntry, others: Sequence[RowRegion], number: str = ""
) -> NewText | None:
    """The text of an item or a line; None where no row here can be a template."""
    forms = Forms(region, position)
    templates = forms.column(0)
    roles = shown_roles(templates) | {link.role for link in entry.links}
    wanted = Wanted(entry, entry.by_key(), True, roles, shown_fields(templates))
    best = choose(templates, wanted)
    if best is None or best.cost >= _WORSE:
        best = _from_elsewhere(best, others, region, wanted)
    if best is None or "name" not in best.template.fields:
        return None
    in_markup = region.is_in_markup
    donors = dict(forms.donors(0))
    for other in others if any(link.role not in donors for link in best.left) else ():
        if other.form == region.form:
            donors = {**Forms(other, len(other.rows)).donors(0), **donors}
    around = Surroundings(region.document.raw, False, in_markup, forms.texts(0), donors, "", number)
    return NewText(Composer(best, entry, around).text(), missing_of(templates, entry, best))


def _from_elsewhere(
    best: Match | None, others: Sequence[RowRegion], region: RowRegion, wanted: Wanted
) -> Match | None:
    """A better template of another region with rows of the same form, if there is one."""
    for other in others:
        if other is not region and other.form == region.form:
            found = choose(Forms(other, len(other.rows)).column(0), wanted)
            if found and (best is None or found.cost <= best.cost - _WORSE):
                best = found
    return best


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
    return tuple(sorted((usual | labels) - known - LINK_SLOTS))
