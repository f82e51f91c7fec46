"""Where a region takes new rows: learnt from the rows that stand in it. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from enum import StrEnum
from itertools import pairwise

from bot.model.reference import Kind
from bot.model.values.written import Record

_FEWEST = 4
"""So many rows must have a key before their order says anything."""
_SORTED, _LEANING = 0.85, 0.6
"""Of neighbours with different keys, so many must stand in one order."""


class Order(StrEnum):
    """The rule by which a region is kept."""

    NAME = "by name"
    OLDEST_FIRST = "oldest first"
    NEWEST_FIRST = "newest first"
    TOP = "new rows on top"
    BOTTOM = "new rows at the bottom"


Key = Callable[[Record], str]


def name_key(record: Record) -> str:
    """A name as lists are sorted by it."""
    return re.sub(r"\A(?:\W|_)+", "", record.name).casefold()


def day_key(record: Record) -> str:
    """The day that a row gives, as far as it does (YYYY, YYYY-MM or YYYY-MM-DD); or empty."""
    field = record.field("released")
    return field.value if field else ""


def paper_key(record: Record) -> str:
    """The number of the row's paper at arXiv, which grows with time; or empty."""
    for link in record.links:
        if link.link.reference.kind is Kind.PAPER and re.match(
            r"\d{4}\.", name := link.link.reference.name
        ):
            return name
    return ""


def learn_order(rows: Sequence[Record]) -> Order:
    """The rule that the rows of a region follow; new rows go to the bottom where none shows."""
    if _share(rows, name_key, falling=False) >= 0.95:
        return Order.NAME
    for key in (day_key, paper_key):
        rising, falling = _share(rows, key, falling=False), _share(rows, key, falling=True)
        if key is day_key and max(rising, falling) >= _SORTED:
            return Order.OLDEST_FIRST if rising > falling else Order.NEWEST_FIRST
        if max(rising, falling) >= _LEANING:
            return Order.BOTTOM if rising > falling else Order.TOP
    return Order.BOTTOM


def _share(rows: Sequence[Record], key: Key, *, falling: bool) -> float:
    """How many of the neighbours with different keys stand in that order; 0 where too few have."""
    keys = [one for one in map(key, rows) if one]
    pairs = [(one, two) for one, two in pairwise(keys) if one != two]
    if len(keys) < _FEWEST or len(keys) * 2 < len(rows) or len(pairs) < _FEWEST - 1:
        return 0.0
    return sum((one > two) == falling for one, two in pairs) / len(pairs)


def place_in(rows: Sequence[Record], order: Order, name: str, day: str) -> int:
    """How many of a region's rows stand before a new one."""
    if order is Order.NAME:
        keys = [name_key(row) for row in rows]
        return _sorted_place([_compared(name.casefold(), one) for one in keys])
    if order is Order.OLDEST_FIRST and day:
        return _sorted_place([_compared_days(day, day_key(row)) for row in rows])
    if order is Order.NEWEST_FIRST and day:
        sides = [_compared_days(day, day_key(row)) for row in reversed(rows)]
        return len(rows) - _sorted_place(sides)
    return 0 if order in {Order.TOP, Order.NEWEST_FIRST} else len(rows)


def _sorted_place(sides: Sequence[int]) -> int:
    """The last place at which the fewest rows stand on the wrong side of the new one.

    A side is 1 where the new row belongs behind that row, -1 before it, 0 where either is right.
    """
    costs = [sum(side > 0 for side in sides)]
    for side in sides:
        costs.append(costs[-1] - side)
    least = min(costs)
    return max(place for place, cost in enumerate(costs) if cost == least)


def _compared(new: str, other: str) -> int:
    return (new > other) - (new < other) if other else 0


def _compared_days(new: str, other: str) -> int:
    """Days are compared as far as both are known."""
    length = min(len(new), len(other))
    return _compared(new[:length], other[:length])
