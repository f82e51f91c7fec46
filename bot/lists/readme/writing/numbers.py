"""Numbered rows: the number of the new row, and new numbers for the rows after it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.lists.readme.writing.forms import stretches
from bot.lists.readme.writing.region import RowRegion

_NUMBER = re.compile(rb"\s*(\d{1,9})(?:[.)](?:\s|\Z)|\s*\Z)")
_COUNTED = 0.8
"""Share of neighbours whose numbers must differ by one."""


@dataclass(frozen=True)
class Numbering:
    """The new row's number, and new numbers for bytes of others; an empty number where none is.

    column  the stretch of a row in which the number stands
    """

    number: str = ""
    column: int = 0
    others: tuple[tuple[int, int, str], ...] = ()


@dataclass(frozen=True)
class _Counted:
    start: int
    end: int
    text: str

    @property
    def value(self) -> int:
        return int(self.text)

    def like(self, value: int) -> str:
        """A number with as many leading zeros."""
        return str(value).zfill(len(self.text)) if self.text.startswith("0") else str(value)


def numbering(region: RowRegion, position: int) -> Numbering:
    """How the numbering of a region continues."""
    width = min(len(stretches(region, row)) for row in region.rows)
    for column in range(width if region.form == "table" else 1):
        counted = _counted(region, column)
        if counted is None:
            continue
        values = [one.value for one in counted]
        if len(set(values)) == 1 and (len(values) > 1 or region.form != "item"):
            if region.form == "item":
                return Numbering(counted[0].text, column)
            continue
        steps = [two - one for one, two in pairwise(values)]
        for step in (1, -1):
            if sum(one == step for one in steps) >= _COUNTED * len(steps):
                return _counting(counted, position, step, column)
        if region.form == "item":
            return _counting(counted, position, 1, column)
    return Numbering()


def _counted(region: RowRegion, column: int) -> list[_Counted] | None:
    found = []
    for row in region.rows:
        start, end = stretches(region, row)[column]
        number = _NUMBER.match(region.document.raw, start, end)
        if number is None:
            return None
        found.append(_Counted(*number.span(1), number[1].decode()))
    return found


def _counting(counted: Sequence[_Counted], position: int, step: int, column: int) -> Numbering:
    """The next number, and one more for each row whose number it would repeat."""
    if step < 0:
        after = list(reversed(counted))
        return _counting(after, len(counted) - position, 1, column)
    before, behind = counted[:position], counted[position:]
    like = (before or behind)[-1 if before else 0]
    number = before[-1].value + 1 if before else behind[0].value
    others, last = [], number
    for one in behind:
        if one.value != last:
            break
        last += 1
        others.append((one.start, one.end, one.like(last)))
    return Numbering(like.like(number), column, tuple(others))
