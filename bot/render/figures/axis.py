"""The axis of months: one without a model is narrow, one with a chain of models is wide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from bot.render.figures.text import BOLD, text_width

EMPTY, STEP = 0.3, 0.7
"""Widths, where a month with models has 1: of a month without any, and of a further level."""
_LARGEST = 90.0
"""Pixels of a month, at most."""
_BETWEEN = 4.0
"""Pixels between the texts of two years."""
_NAMES = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


@dataclass(frozen=True)
class Tick:
    """A year or a month on the axis: where it begins and ends in pixels, and its text."""

    x: float
    end: float
    text: str

    @property
    def middle(self) -> float:
        """Where its text is centred."""
        return round((self.x + self.end) / 2, 1)


@dataclass(frozen=True)
class MonthAxis:
    """Where months begin, in units; `left` and `scale` turn them into pixels."""

    starts: Mapping[int, float]
    left: float
    scale: float = 1.0

    def unit(self, month: int, level: int = 0) -> float:
        """Where a model of that month and level stands, in units."""
        return self.starts[month] + 0.5 + level * STEP

    def x(self, month: int, level: int = 0) -> float:
        """The same in pixels."""
        return round(self.left + self.unit(month, level) * self.scale, 2)

    def within(self, right: float, ends: Iterable[tuple[float, float]]) -> MonthAxis:
        """The same at the largest scale at which nothing is right of `right`.

        `ends` are places in units, each with the pixels that are needed from there.
        """
        whole = max(self.starts.values(), default=1.0)
        scales = [(right - self.left - needed) / unit for unit, needed in ends]
        return replace(self, scale=min([*scales, (right - self.left) / whole, _LARGEST]))

    def years(self, letters: float) -> Iterator[Tick]:
        """The years in order, in two digits or without text where they are narrow."""
        for year in dict.fromkeys(month // 12 for month in list(self.starts)[:-1]):
            ends = [start for month, start in self.starts.items() if month >= (year + 1) * 12]
            first = min(start for month, start in self.starts.items() if month // 12 == year)
            last = ends[0] if ends else list(self.starts.values())[-1]
            room = (last - first) * self.scale
            texts = (str(year), f"’{year % 100:02}")
            fit = (one for one in texts if text_width(one, letters * BOLD) + _BETWEEN <= room)
            yield self._tick(first, last, next(fit, ""))

    def months(self, used: Iterable[int]) -> Iterator[Tick]:
        """The months with models: by name where there is room, else by number, else without."""
        room = self.scale
        for month in sorted(set(used)):
            name = _NAMES[month % 12] if room >= 27 else str(month % 12 + 1) if room >= 17 else ""
            yield self._tick(self.starts[month], self.starts[month] + 1, name)

    def _tick(self, start: float, end: float, text: str) -> Tick:
        def pixels(unit: float) -> float:
            return round(self.left + unit * self.scale, 1)

        return Tick(pixels(start), pixels(end), text)


def month_axis(places: Iterable[tuple[int, int]], left: float) -> MonthAxis:
    """The axis over models at these months and levels, at scale 1."""
    widths: dict[int, float] = {}
    for month, level in places:
        widths[month] = max(widths.get(month, 0.0), 1 + level * STEP)
    if not widths:
        return MonthAxis({}, left)
    starts, at = {}, 0.0
    for month in range(min(widths), max(widths) + 1):
        starts[month] = at
        at += widths.get(month, EMPTY)
    return MonthAxis({**starts, max(widths) + 1: at}, left)
