"""Parameters on a phone: a row for each model by date, from its smallest size to its largest."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.render.figures.legend import Legend, legend
from bot.render.figures.models import Access, FigureModel, Format, dated
from bot.render.figures.plot import (
    LogTick,
    Plot,
    drawn_points,
    log_range,
    log_ticks,
    parameters,
    plot,
)
from bot.render.figures.text import sentence, shortened, visible
from bot.render.figures.tree import EDGE, TextLine, pointed_words

ROWS = 80
"""Models that have a row each; more are points, as on wide pages."""
_NAMES = 0.42
"""Share of the width for names."""
_HEAD = 26.0
_MEANING = (
    "A line leads from a model's smallest size to its largest, on a logarithmic scale; the "
    "earliest model is first."
)


@dataclass(frozen=True)
class SizeBar:
    """A model: the base line of its name, and its sizes from small to large."""

    y: float
    text: str
    words: str
    xs: tuple[float, ...]
    access: Access


@dataclass(frozen=True)
class SizeBars:
    """All that the template draws; the years stand above their first models."""

    form: Format
    height: float
    bottom: float
    ticks: tuple[LogTick, ...]
    years: tuple[TextLine, ...]
    bars: tuple[SizeBar, ...]
    legend: Legend
    notes: tuple[TextLine, ...]

    @property
    def width(self) -> float:
        """Its width in pixels."""
        return self.form.width


def size_figure(models: Sequence[FigureModel], form: Format) -> Plot | SizeBars:
    """Points on wide pages and for many models; on phones a row each, with every name."""
    months = dated(models)
    shown = [one for one in models if one.id in months and parameters(one)]
    if form.width > 600 or not 0 < len(shown) <= ROWS:
        return plot(models, form)
    shown.sort(key=lambda one: (months[one.id], -parameters(one)[0], one.name.casefold(), one.id))
    scale = _Scale(*log_range(shown), form.width * _NAMES + EDGE, form.width - EDGE - 8)
    years: list[TextLine] = []
    bars: list[SizeBar] = []
    y = _HEAD
    for one in shown:
        year = str(months[one.id] // 12)
        if not years or years[-1].text != year:
            y += form.row
            years.append(TextLine(round(y, 1), year))
        y += form.row
        xs = drawn_points((scale.x(count) for count in parameters(one)), len(shown))
        bars.append(_bar(one, y, xs[::-1], form))
    bottom = round(y + 8, 1)
    below = legend({one.access for one in shown}, False, form, EDGE, bottom + form.row)
    notes = tuple(_notes(len(models) - len(shown), form, below.bottom))
    ticks = log_ticks(scale.low, scale.high, scale.x)
    return SizeBars(
        form=form,
        height=round(notes[-1].y + EDGE + 4, 1),
        bottom=bottom,
        ticks=tuple(ticks),
        years=tuple(years),
        bars=tuple(bars),
        legend=below,
        notes=notes,
    )


@dataclass(frozen=True)
class _Scale:
    low: float
    high: float
    left: float
    right: float

    def x(self, count: float) -> float:
        share = (math.log10(count) - self.low) / (self.high - self.low)
        return round(self.left + share * (self.right - self.left), 1)


def _bar(one: FigureModel, y: float, xs: tuple[float, ...], form: Format) -> SizeBar:
    name = shortened(visible(one.name) or one.id, form.letters, form.width * _NAMES - EDGE)
    return SizeBar(round(y, 1), name, pointed_words(one), xs, one.access)


def _notes(unknown: int, form: Format, y: float) -> Iterator[TextLine]:
    text = _MEANING + (f" Without a date or a size: {unknown} more." if unknown else "")
    for number, line in enumerate(sentence(text, form.letters, form.width - 2 * EDGE)):
        yield TextLine(round(y + (number + 1) * form.row, 1), line)
