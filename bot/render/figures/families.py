"""Figure 2 of a long list: a line for each large family, with its models by month."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.render.figures.axis import MonthAxis, Tick, month_axis
from bot.render.figures.descent import descent
from bot.render.figures.lanes import pack
from bot.render.figures.models import FigureModel, Format, month_of
from bot.render.figures.text import sentence, shortened, text_width, visible
from bot.render.figures.tree import EDGE, HEAD_HEIGHT, TextLine

_LINES = 30
"""So many families have a line of their own; the others share one."""
_SMALLEST, _GAP, _LABEL = 2.8, 10.0, 0.42
_OTHERS = "others"
_MEANING = (
    "One line for each family, named by its first model, with the number of its models. "
    "The larger a dot, the more of them came in that month."
)


@dataclass(frozen=True)
class Bubble:
    """The models of one family in one month; the area shows how many."""

    x: float
    radius: float
    words: str


@dataclass(frozen=True)
class FamilyLine:
    """A family from its first month to its last, with its name to the right."""

    x: float
    end: float
    y: float
    label_x: float
    label: str
    bubbles: tuple[Bubble, ...]


@dataclass(frozen=True)
class Families:
    """All that the template draws."""

    form: Format
    height: float
    bottom: float
    years: tuple[Tick, ...]
    months: tuple[Tick, ...]
    lines: tuple[FamilyLine, ...]
    notes: tuple[TextLine, ...]

    @property
    def width(self) -> float:
        """Its width in pixels."""
        return self.form.width


@dataclass(frozen=True)
class _Family:
    """A line before it has a place: its name, its models by month, its label and how wide it is."""

    name: str
    months: Mapping[int, int]
    label: str
    width: float

    @property
    def first(self) -> int:
        return min(self.months)

    @property
    def last(self) -> int:
        return max(self.months)


def families(models: Sequence[FigureModel], form: Format) -> Families:
    """The layout: no line or name overlaps another, nothing is cut."""
    found = [_labelled(name, months, form) for name, months in _by_month(models)]
    used = [month for one in found for month in one.months]
    axis = month_axis(((month, 0) for month in used), EDGE + 8)
    ends = [(axis.unit(one.last), _behind(one, form) + one.width) for one in found]
    axis = axis.within(form.width - EDGE, ends)
    lanes = _lanes(found, axis, form)
    lines = [_line(one, axis, lane, form) for one, lane in zip(found, lanes, strict=True)]
    bottom = HEAD_HEIGHT + (max(lanes, default=-1) + 1) * form.row + 4
    notes = _notes(models, form, bottom)
    height = round(notes[-1].y + EDGE + 4, 1)
    years = tuple(axis.years(form.letters))
    return Families(form, height, bottom, years, tuple(axis.months(used)), tuple(lines), notes)


def _by_month(models: Sequence[FigureModel]) -> list[tuple[str, Counter[int]]]:
    """The large families by their first month, and behind them all others as one."""
    found = descent(models)
    names = {one.id: visible(one.name) or one.id for one in found.models}
    grouped = [found.family(root) for root in found.roots()]
    grouped.sort(key=lambda family: (-len(family), found.months[family[0]], names[family[0]]))
    large = [family for family in grouped[:_LINES] if len(family) > 1]
    counts = [
        (names[family[0]], Counter(found.months[one] for one in family))
        for family in sorted(large, key=lambda family: found.months[family[0]])
    ]
    rest = Counter(found.months[one] for family in grouped[len(large) :] for one in family)
    return [*counts, (_OTHERS, rest)] if rest else counts


def _labelled(name: str, months: Counter[int], form: Format) -> _Family:
    count = f" · {months.total()}"
    most = form.width * _LABEL - text_width(count, form.letters)
    text = shortened(name, form.letters, most) + count
    return _Family(name, months, text, text_width(text, form.letters))


def _behind(one: _Family, form: Format) -> float:
    """From the middle of the last dot to the label."""
    return _radius(one.months[one.last], form) + 5


def _lanes(found: Sequence[_Family], axis: MonthAxis, form: Format) -> list[int]:
    """The lane of each line; the one of all others has the last for itself."""
    spans = [
        (
            axis.x(one.first) - _radius(one.months[one.first], form),
            axis.x(one.last) + _behind(one, form) + one.width,
        )
        for one in found
    ]
    has_rest = bool(found) and found[-1].name == _OTHERS
    lanes = pack([[span] for span in (spans[:-1] if has_rest else spans)], _GAP)
    return [*lanes, max(lanes, default=-1) + 1] if has_rest else lanes


def _line(one: _Family, axis: MonthAxis, lane: int, form: Format) -> FamilyLine:
    end = axis.x(one.last)
    return FamilyLine(
        x=round(axis.x(one.first), 1),
        end=round(end, 1),
        y=round(HEAD_HEIGHT + (lane + 0.5) * form.row, 1),
        label_x=round(end + _behind(one, form), 1),
        label=one.label,
        bubbles=tuple(
            Bubble(
                round(axis.x(month), 1),
                _radius(count, form),
                f"{one.name}, {month // 12}-{month % 12 + 1:02}: {count}",
            )
            for month, count in sorted(one.months.items())
        ),
    )


def _radius(count: int, form: Format) -> float:
    return round(min(_SMALLEST * math.sqrt(count), form.row / 2 - 0.5), 1)


def _notes(models: Sequence[FigureModel], form: Format, y: float) -> tuple[TextLine, ...]:
    undated = [one for one in models if month_of(one.released) is None]
    lines = sentence(_MEANING, form.letters, form.width - 2 * EDGE)
    if undated:
        lines.append(f"Without a date: {len(undated)} more")
    return tuple(TextLine(round(y + (n + 1) * form.row, 1), line) for n, line in enumerate(lines))
