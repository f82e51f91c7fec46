"""The place of a new row in a region, by the order of the rows there. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum
from itertools import pairwise

from bot.lists.readme.templates.entry import NewEntry
from bot.model.reference import Kind, Link
from bot.model.values.written import Record

_FEWEST = 4
"""With fewer rows that have a key no order is assumed."""
_BY_NAME, _BY_DAY, _LEANING = 0.93, 0.85, 0.6
"""Share of neighbours with different keys that must be in order."""


_DAY = re.compile(rb"\s*<!--\s*(\d\d)\s*-->")


class Order(StrEnum):
    """The order of a region."""

    NAME = "by name"
    OLDEST_FIRST = "oldest first"
    NEWEST_FIRST = "newest first"
    TOP = "top"
    BOTTOM = "bottom"


def name_key(name: str) -> str:
    """A name as lists are sorted by it."""
    return re.sub(r"\A(?:\W|_)+", "", name).casefold()


def _record_name(record: Record) -> str:
    return name_key(record.name)


def day_key(record: Record, raw: bytes) -> str:
    """The day in a row, as far as known; or empty. A comment may contain it: `<!--17-->`."""
    field = record.field("released")
    if field is None:
        return ""
    day = _DAY.match(raw, field.span.end)
    return f"{field.value}-{day[1].decode()}" if day and len(field.value) == 7 else field.value


def _paper_number(links: Sequence[Link]) -> str:
    """The arXiv number of the first paper, which grows with time; or empty."""
    for link in links:
        name = link.reference.name
        if link.reference.kind is Kind.PAPER and re.match(r"\d{4}\.", name):
            return name
    return ""


def _record_paper(record: Record) -> str:
    return _paper_number([one.link for one in record.links])


def learn_order(rows: Sequence[Record], raw: bytes) -> Order:
    """The order of a region's rows; without one, new rows go to the bottom."""
    if len(rows) > _FEWEST and _share(map(_record_name, rows), falling=False) >= _BY_NAME:
        return Order.NAME
    days, papers = [day_key(row, raw) for row in rows], list(map(_record_paper, rows))
    for keys, least in ((days, _BY_DAY), (days, _LEANING), (papers, _LEANING)):
        rising, falling = (_share(keys, falling=one) for one in (False, True))
        if max(rising, falling) >= least:
            if least == _BY_DAY:
                return Order.OLDEST_FIRST if rising > falling else Order.NEWEST_FIRST
            return Order.BOTTOM if rising > falling else Order.TOP
    return Order.BOTTOM


def _share(rows: Iterable[str], *, falling: bool) -> float:
    """How many of the neighbours with different keys stand in that order; 0 where too few have."""
    rows = list(rows)
    keys = [one for one in rows if one]
    pairs = [(one, two) for one, two in pairwise(keys) if one != two]
    if len(keys) < _FEWEST or len(keys) * 2 < len(rows) or len(pairs) < _FEWEST - 1:
        return 0.0
    return sum((one > two) == falling for one, two in pairs) / len(pairs)


def place_in(rows: Sequence[Record], raw: bytes, entry: NewEntry) -> int:
    """How many of a region's rows come before the new one."""
    order, day = learn_order(rows, raw), entry.fields.get("released", "")
    if order is Order.NAME and name_key(entry.name):
        name = name_key(entry.name)
        return _sorted_place([_compared(name, _record_name(row)) for row in rows])
    if order is Order.OLDEST_FIRST and day:
        return _sorted_place([_compared_days(day, day_key(row, raw)) for row in rows])
    if order is Order.NEWEST_FIRST and day:
        sides = [_compared_days(day, day_key(row, raw)) for row in reversed(rows)]
        return len(rows) - _sorted_place(sides)
    return 0 if order in {Order.TOP, Order.NEWEST_FIRST} else len(rows)


def _sorted_place(sides: Sequence[int]) -> int:
    """The last place at which the fewest rows are on the wrong side of the new one.

    A side is 1 where the new row belongs after that row, -1 before it, 0 where either is right.
    """
    costs = [sum(side > 0 for side in sides)]
    for side in sides:
        costs.append(costs[-1] - side)
    least = min(costs)
    return max(place for place, cost in enumerate(costs) if cost == least)


def _compared(new: str, other: str) -> int:
    return (new > other) - (new < other) if other else 0


def _compared_days(new: str, other: str) -> int:
    """Compare days at the precision that both have."""
    length = min(len(new), len(other))
    return _compared(new[:length], other[:length])
