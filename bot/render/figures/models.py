"""What figures show of a model, and the sizes in which they are drawn."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Access(StrEnum):
    """Whether people get at a model's weights; the value is what the legend says."""

    OPEN = "weights listed"
    GATED = "gated"
    CLOSED = "closed"
    UNKNOWN = "no weights listed"


@dataclass(frozen=True)
class FigureModel:
    """A model as figures show it: `released` is a year, month or day, or empty.

    bases   ids of the models it is built on
    sizes   labels such as `7B`
    """

    id: str
    name: str
    released: str = ""
    bases: tuple[str, ...] = ()
    access: Access = Access.UNKNOWN
    sizes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Format:
    """The measures of a figure in pixels: its width, its letters, the height of a row."""

    width: float
    letters: float
    row: float


MOST_MODELS = 800
"""So many models one figure shows one by one; with more its file would be above 200 kB."""
EDGES = 1_600
"""So many bases all models of one figure may have together, for the same reason."""
WIDE = Format(830, 12, 20)
"""As wide as GitHub draws a README (838 pixels)."""
NARROW = Format(356, 11, 18)
"""As wide as GitHub draws it on a phone of 390 pixels (358)."""

_DATE = re.compile(r"((?:19|20|21)\d\d)(?:-(\d\d))?")


def month_of(released: str) -> int | None:
    """The months since year 0, of a year its January; None without a date from 1900 to 2199."""
    found = _DATE.match(released)
    if not found:
        return None
    month = int(found[2] or 1)
    return int(found[1]) * 12 + month - 1 if 1 <= month <= 12 else None


def dated(models: Sequence[FigureModel]) -> dict[str, int]:
    """Id → month of every model with a date.

    Of a year alone it is the earliest month of that year in which its bases are out.
    """
    months = {one.id: month for one in models if (month := month_of(one.released)) is not None}
    of_a_year = [one for one in models if one.id in months and len(one.released) == 4]
    later: dict[str, list[str]] = defaultdict(list)
    for one in of_a_year:
        for base in one.bases:
            if base in months and months[base] // 12 == months[one.id] // 12:
                later[base].append(one.id)
    for first in sorted(months, key=lambda name: -months[name]):
        waiting = [first]
        while waiting:
            base = waiting.pop()
            for name in later.pop(base, ()):
                months[name] = max(months[name], months[base])
                waiting.append(name)
    return months
