"""A value as the list would write it at a certain place."""

from __future__ import annotations

import re
from collections import defaultdict

from bot.lists.readme.reading.notation import (
    WrittenVenue,
    find_venues,
    write_count,
    write_date,
    write_sizes,
    write_venue,
)
from bot.model.values.sizes import label_count
from bot.model.values.venues import Venue, read_venue
from bot.model.values.written import Record, WrittenList


class Notations:
    """How the rows of a list write their values, by region."""

    def __init__(self, written: WrittenList) -> None:
        self._texts: dict[tuple[str, int, str], list[str]] = defaultdict(list)
        self._venues: dict[tuple[str, int], list[WrittenVenue]] = defaultdict(list)
        for record in written.records:
            region = record.span.path, record.region
            for field in record.fields:
                if field.value:
                    self._texts[(*region, field.name)].append(field.text)
                if field.value and field.name == "venue":
                    self._venues[region] += find_venues(field.text, whole=True)
        self._all_venues = [one for found in self._venues.values() for one in found]

    def write(self, name: str, value: str, record: Record) -> str | None:
        """The value in the notation of the rows nearby; None where that is not certain."""
        field = record.field(name)
        if field is None:
            return None
        beside = self._texts[record.span.path, record.region, name]
        if name == "venue":
            return self._venue(value, field.text, record)
        if name in {"stars", "downloads"}:
            like = field.text if field.value else next(iter(beside), "")
            return write_count(int(value), like) if value.isdecimal() else None
        if name in {"released", "pushed"}:
            return write_date(value, beside)
        if name == "sizes":
            labels = [part.strip() for part in value.split(",")]
            return write_sizes(labels, _unit(beside, labels), beside)
        return None if set(value) & _MARKUP else value

    def _venue(self, value: str, text: str, record: Record) -> str | None:
        venue = read_venue(value) or _unknown_venue(value)
        if venue is None:
            return None
        region = self._venues[record.span.path, record.region]
        known = [*region, *self._all_venues]
        like = find_venues(text, whole=True) or [one for one in known if not one.is_preprint]
        written = write_venue(venue, like[0], known) if like else None
        return None if written and _contradicts(record, venue, written) else written


def _contradicts(record: Record, venue: Venue, written: str) -> bool:
    """Whether a venue written without its year would stand beside another year."""
    released = record.field("released")
    if released is None or not re.fullmatch(r"\d{4}", released.text):
        return False
    return released.text != str(venue.year) and str(venue.year)[2:] not in written


_NAME_AND_YEAR = re.compile(r"(Findings of )?([A-Z][\w&/ -]{1,60}?) ((?:19|20)\d\d)\Z")


def _unknown_venue(value: str) -> Venue | None:
    """A venue that is not known by name, in the spelling of its source."""
    found = _NAME_AND_YEAR.match(value)
    return Venue(found[2], int(found[3]), bool(found[1])) if found else None


_MARKUP = frozenset("|<>[]*_`\\\n")


def _unit(beside: list[str], labels: list[str]) -> str:
    """The unit in the column's heading, if its numbers have none."""
    bare = bool(beside) and all(not any(map(str.isalpha, text)) for text in beside)
    units = {label[-1] for label in labels if label_count(label)}
    return units.pop() if bare and len(units) == 1 else ""
