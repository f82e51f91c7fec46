"""What the shapes and lines of a figure mean: only those that are in it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from bot.render.figures.models import Access, Format
from bot.render.figures.text import text_width

_SIDE = "also built on"


@dataclass(frozen=True)
class LegendKey:
    """One shape of the legend with its text; without an access it is the dashed line."""

    x: float
    y: float
    text: str
    access: Access | None


@dataclass(frozen=True)
class Legend:
    """The keys, and the base line of the last row of them."""

    keys: tuple[LegendKey, ...]
    bottom: float


def legend(
    used: Collection[Access], has_side_edges: bool, form: Format, left: float, y: float
) -> Legend:
    """The keys of what is used, in rows that fit; the first row's base line is at `y`."""
    wanted: list[tuple[str, Access | None]] = [(one.value, one) for one in Access if one in used]
    if has_side_edges:
        wanted.append((_SIDE, None))
    keys, x = [], left + 6
    for text, access in wanted:
        width = 18 + text_width(text, form.letters) + (14 if access is None else 0)
        if x + width > form.width - left and x > left + 6:
            x, y = left + 6, y + form.row
        keys.append(LegendKey(round(x, 1), round(y, 1), text, access))
        x += width
    return Legend(tuple(keys), round(y, 1))
