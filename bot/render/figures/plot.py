"""Parameters against date: each model a line from its smallest size to its largest, log scale."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.model.values.sizes import label_count
from bot.render.figures.axis import MonthAxis, Tick, month_axis
from bot.render.figures.legend import Legend, legend
from bot.render.figures.models import Access, FigureModel, Format, dated
from bot.render.figures.text import sentence, shortened, text_width, visible
from bot.render.figures.tree import EDGE, HEAD_HEIGHT, TextLine, pointed_words

_POINTS = 1200
"""Points of one figure, at least two a model; its file stays below 200 kB."""
_DOT, _SCALE, _MARGIN = 4.5, 44.0, 0.15
_UNITS = ((1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "k"))
_LONGEST, _BEHIND = 0.3, 0.14
"""Shares of the width: the longest label, and what is free behind the last month."""


@dataclass(frozen=True)
class PlottedModel:
    """A model: its place, its sizes from large to small, and its label where there is room."""

    x: float
    ys: tuple[float, ...]
    access: Access
    words: str
    label: str
    label_x: float = 0.0
    label_y: float = 0.0


@dataclass(frozen=True)
class LogTick:
    """A power of ten; `y` is its place on the axis of sizes."""

    y: float
    text: str


@dataclass(frozen=True)
class Plot:
    """All that the template draws."""

    form: Format
    height: float
    bottom: float
    years: tuple[Tick, ...]
    months: tuple[Tick, ...]
    ticks: tuple[LogTick, ...]
    models: tuple[PlottedModel, ...]
    legend: Legend
    notes: tuple[TextLine, ...]

    @property
    def width(self) -> float:
        """Its width in pixels."""
        return self.form.width


def plot(models: Sequence[FigureModel], form: Format) -> Plot:
    """The layout; a name that would lie on another model is left out, and counted."""
    months = dated(models)
    shown = [one for one in models if one.id in months and parameters(one)]
    shown.sort(key=lambda one: (months[one.id], -parameters(one)[0], one.name.casefold(), one.id))
    axis = _axis([months[one.id] for one in shown], form)
    low, high = log_range(shown)
    bottom = HEAD_HEIGHT + (high - low) * form.width / (8 if form.width > 600 else 4.5) + 12
    heights = _Heights(low, high, HEAD_HEIGHT + 8, bottom - 4)
    plotted = list(_named(list(_placed(shown, months, axis, heights)), form))
    below = legend({one.access for one in shown}, False, form, EDGE, bottom + form.row)
    left_out = len(models) - len(shown), sum(not one.label for one in plotted)
    notes = _notes(*left_out, form, below.bottom)
    return Plot(
        form=form,
        height=round((notes[-1].y if notes else below.bottom) + EDGE + 4, 1),
        bottom=round(bottom, 1),
        years=tuple(axis.years(form.letters)),
        months=(),
        ticks=tuple(heights.ticks()),
        models=tuple(plotted),
        legend=below,
        notes=notes,
    )


@dataclass(frozen=True)
class _Heights:
    """From a number of parameters to a height, by its logarithm."""

    low: float
    high: float
    top: float
    bottom: float

    def y(self, count: float) -> float:
        share = (math.log10(count) - self.low) / (self.high - self.low)
        return round(self.bottom - share * (self.bottom - self.top), 1)

    def ticks(self) -> Iterator[LogTick]:
        return log_ticks(self.low, self.high, self.y)


def log_ticks(low: float, high: float, place: Callable[[float], float]) -> Iterator[LogTick]:
    """The powers of ten between two logarithms."""
    for power in range(math.ceil(low), math.floor(high) + 1):
        count = 10.0**power
        unit, name = next((one for one in _UNITS if count >= one[0]), (1.0, ""))
        yield LogTick(place(count), f"{count / unit:.0f}{name}")


def parameters(model: FigureModel) -> list[float]:
    """The numbers of parameters, the largest first."""
    return sorted((count for one in model.sizes if (count := label_count(one))), reverse=True)


def log_range(models: Sequence[FigureModel]) -> tuple[float, float]:
    """The logarithms between which all sizes are."""
    counts = [count for one in models for count in parameters(one)] or [1e9]
    return math.log10(min(counts)) - _MARGIN, math.log10(max(counts)) + _MARGIN


def _axis(months: Sequence[int], form: Format) -> MonthAxis:
    """A month is the wider the more models it has."""
    beside = Counter(months)
    axis = month_axis(((month, count - 1) for month, count in beside.items()), _SCALE)
    ends = (
        [(axis.unit(max(months), beside[max(months)] - 1), form.width * _BEHIND)] if months else []
    )
    return axis.within(form.width - EDGE, ends)


def _placed(
    models: Sequence[FigureModel], months: Mapping[str, int], axis: MonthAxis, heights: _Heights
) -> Iterator[PlottedModel]:
    """Those of one month side by side."""
    beside: dict[int, list[str]] = {}
    for one in models:
        beside.setdefault(months[one.id], []).append(one.id)
    for one in models:
        month = months[one.id]
        x = axis.x(month, beside[month].index(one.id))
        ys = drawn_points((heights.y(count) for count in parameters(one)), len(models))
        yield PlottedModel(round(x, 1), ys, one.access, pointed_words(one), visible(one.name))


def _named(models: Sequence[PlottedModel], form: Format) -> Iterator[PlottedModel]:
    """The models with their labels where these are free: to the right, else to the left."""
    taken = [(one.x - _DOT, one.x + _DOT, min(one.ys) - _DOT, max(one.ys) + _DOT) for one in models]
    half = form.letters * 0.55
    for one in models:
        text = shortened(one.label, form.letters, form.width * _LONGEST)
        width = text_width(text, form.letters)
        places = (
            (x, one.ys[0] + step * form.letters)
            for step in (0, -1, 1)
            for x in (one.x + _DOT + 3, one.x - _DOT - 3 - width)
        )
        boxes = ((x, x + width, y - half, y + half) for x, y in places)
        free = (
            box
            for box in boxes
            if box[0] >= _SCALE
            and box[1] <= form.width
            and not any(_overlap(box, b) for b in taken)
        )
        found = next(free, None)
        if found is None:
            yield replace(one, label="")
        else:
            taken.append(found)
            x, y = round(found[0], 1), round(found[3] - half + 4, 1)
            yield replace(one, label=text, label_x=x, label_y=y)


def drawn_points(places: Iterable[float], models: int) -> tuple[float, ...]:
    """Of a model's places the first, those behind it and the last; a file holds only so many."""
    ys, most = tuple(dict.fromkeys(places)), max(2, _POINTS // max(1, models))
    return ys if len(ys) <= most else (*ys[: most - 1], ys[-1])


_MEANING = (
    "A line leads from a model's smallest size to its largest, on a logarithmic scale; months "
    "with more models are wider."
)
_Box = tuple[float, float, float, float]


def _overlap(one: _Box, other: _Box) -> bool:
    return one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]


def _notes(unknown: int, nameless: int, form: Format, y: float) -> tuple[TextLine, ...]:
    texts = [_MEANING]
    if nameless:
        texts.append(f"Not named here for lack of room: {nameless}.")
    if unknown:
        texts.append(f"Without a date or a size: {unknown} more.")
    lines = sentence(" ".join(texts), form.letters, form.width - 2 * EDGE)
    return tuple(TextLine(round(y + (n + 1) * form.row, 1), line) for n, line in enumerate(lines))
