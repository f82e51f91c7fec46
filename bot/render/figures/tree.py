"""Figure 2: every dated model at its month, below the one it is built on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.render.figures.axis import MonthAxis, Tick, month_axis
from bot.render.figures.descent import Descent, descent
from bot.render.figures.lanes import LaneRange, pack
from bot.render.figures.legend import Legend, legend
from bot.render.figures.models import Access, FigureModel, Format, month_of
from bot.render.figures.text import BOLD, shortened, text_width, visible, wrapped

EDGE = 6.0
"""Pixels between the border and what is drawn."""
_DOT, _GAP, _LABEL = 4.5, 10.0, 0.42
"""The radius of a dot, the room between neighbours, the longest label as a share of the width."""
HEAD_HEIGHT = 38.0
"""Pixels that the years and months take."""
_ROUND = 5.0
_HIGH = 850.0
"""Pixels of lanes from which on the years are needed at both ends."""
_NAME = 64
"""Bytes of a name inside a figure."""


@dataclass(frozen=True)
class Dot:
    """A model: the middle of its shape, its label to the right, and all that is known in words."""

    x: float
    y: float
    access: Access
    label: str
    words: str
    is_root: bool

    @property
    def text_x(self) -> float:
        """Where the label begins."""
        return round(self.x + _DOT + 4, 1)


@dataclass(frozen=True)
class Edge:
    """From a model to one built on it, as the data of a path; `is_side` for further bases."""

    path: str
    is_side: bool


@dataclass(frozen=True)
class TextLine:
    """A line of text below the figure."""

    y: float
    text: str


@dataclass(frozen=True)
class Tree:
    """All that the template draws."""

    form: Format
    height: float
    bottom: float
    """Where the lanes end."""
    foot: float
    """Where a high figure has its years once more, below all models; 0 where it is not high."""
    years: tuple[Tick, ...]
    months: tuple[Tick, ...]
    edges: tuple[Edge, ...]
    dots: tuple[Dot, ...]
    legend: Legend
    notes: tuple[TextLine, ...]

    @property
    def width(self) -> float:
        """Its width in pixels."""
        return self.form.width


def tree(models: Sequence[FigureModel], form: Format) -> Tree:
    """The layout: no label overlaps another, nothing is cut, every edge leads to the right."""
    found = descent(models)
    labels = {one.id: _label(one, form, one.id in found.children) for one in found.models}
    axis = _axis(found, labels, form)
    xs = {one.id: axis.x(found.months[one.id], found.levels[one.id]) for one in found.models}
    ends = {name: xs[name] + _DOT + 4 + width for name, (_, width) in labels.items()}
    lanes = _lanes(found, xs, ends)
    ys = {name: round(HEAD_HEIGHT + (lane + 0.5) * form.row, 1) for name, lane in lanes.items()}
    bottom = HEAD_HEIGHT + (max(lanes.values(), default=-1) + 1) * form.row + 4
    foot = round(bottom + form.row - 6, 1) if bottom > _HIGH else 0.0
    bottom += form.row if foot else 0.0
    used = {one.access for one in found.models}
    below = legend(used, any(found.others.values()), form, EDGE, bottom + form.row)
    notes = _notes(models, found, form, below.bottom)
    return Tree(
        form=form,
        height=round((notes[-1].y if notes else below.bottom) + EDGE + 4, 1),
        bottom=bottom,
        foot=foot,
        years=tuple(axis.years(form.letters)),
        months=tuple(axis.months(found.months.values())),
        edges=tuple(_edges(found, xs, ys, ends)),
        dots=tuple(
            Dot(
                round(xs[one.id], 1),
                ys[one.id],
                one.access,
                labels[one.id][0],
                pointed_words(one),
                one.id in found.children and one.id not in found.parent,
            )
            for one in found.models
        ),
        legend=below,
        notes=notes,
    )


def words_of(model: FigureModel) -> str:
    """A model in words, for who points at it or has it read out."""
    sizes = model.sizes
    span = f"{sizes[0]} to {sizes[-1]}" if len(sizes) > 1 else "".join(sizes)
    parts = (visible(model.name), model.released, visible(span), model.access.value)
    return ", ".join(part for part in parts if part)


def pointed_words(model: FigureModel) -> str:
    """The same inside a figure, whose file has room for so much of a name."""
    name = visible(model.name)
    cut = name.encode()[:_NAME].decode(errors="ignore").rstrip()
    return words_of(model if cut == name else replace(model, name=f"{cut}…"))


def _label(model: FigureModel, form: Format, is_bold: bool) -> tuple[str, float]:
    """The text, and the pixels to reserve for it."""
    year = f" ({model.released})" if len(model.released) == 4 else ""
    letters = form.letters * (BOLD if is_bold else 1)
    most = form.width * _LABEL - text_width(year, letters)
    text = shortened(visible(model.name) or model.id, letters, most) + year
    return text, text_width(text, letters)


def _axis(found: Descent, labels: Mapping[str, tuple[str, float]], form: Format) -> MonthAxis:
    places = {name: (found.months[name], found.levels[name]) for name in labels}
    axis = month_axis(places.values(), EDGE + 2)
    ends = [(axis.unit(*place), _DOT + 4 + labels[name][1]) for name, place in places.items()]
    return axis.within(form.width - EDGE, ends)


def _lanes(found: Descent, xs: Mapping[str, float], ends: Mapping[str, float]) -> dict[str, int]:
    """Id → lane: each family a block of its own, packed beside the others."""
    families = [found.family(root) for root in found.roots()]
    families.sort(key=lambda family: (found.months[family[0]], -len(family)))
    blocks = [_block(family, found, xs, ends) for family in families]
    tops = pack([spans for _, spans in blocks], _GAP)
    return {
        name: top + row
        for (rows, _), top in zip(blocks, tops, strict=True)
        for name, row in rows.items()
    }


def _block(
    family: Sequence[str], found: Descent, xs: Mapping[str, float], ends: Mapping[str, float]
) -> tuple[dict[str, int], list[LaneRange]]:
    """Id → row within the family, and what each row takes, the lines down to it included."""
    rows: dict[str, int] = {}
    waiting, last = [family[0]], -1
    inline: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in inline:
            last += 1
        rows[name] = rows[found.parent[name]] if name in inline else last
        below = list(found.children.get(name, ()))
        beside = [one for one in below if xs[one] - _DOT - _GAP >= ends[name]]
        if beside:
            chosen = max(beside, key=lambda one: len(found.children.get(one, ())))
            inline.add(chosen)
            below = [*(one for one in below if one != chosen)]
            waiting += [*reversed(below), chosen]
        else:
            waiting += reversed(below)
    spans = [(xs[family[0]] - _DOT, 0.0)] * (last + 1)
    for name, row in rows.items():
        left, right = spans[row]
        spans[row] = (left, max(right, ends[name]))
    return rows, _tight(rows, spans, found, xs)


def _tight(
    rows: Mapping[str, int], spans: Sequence[LaneRange], found: Descent, xs: Mapping[str, float]
) -> list[LaneRange]:
    """The spans from the leftmost dot or line in each row."""
    lefts = [right for _, right in spans]
    for name, row in rows.items():
        lefts[row] = min(lefts[row], xs[name] - _DOT)
        for child in found.children.get(name, ()):
            for passed in range(row, rows[child] + 1):
                lefts[passed] = min(lefts[passed], xs[name] - _DOT)
    return [(left, right) for left, (_, right) in zip(lefts, spans, strict=True)]


def _edges(
    found: Descent, xs: Mapping[str, float], ys: Mapping[str, float], ends: Mapping[str, float]
) -> list[Edge]:
    """From each parent down and to the right; the further bases as curves across the lanes."""
    edges = [
        Edge(_curve(xs[base], ys[base], xs[name] - _DOT, ys[name]), is_side=True)
        for name, bases in found.others.items()
        for base in bases
    ]
    for base, children in found.children.items():
        lowest = max(children, key=lambda one: ys[one])
        for name in children:
            x, to_x, y = xs[base], xs[name] - _DOT, ys[name]
            start = ys[base] + _DOT if name == lowest else y - _turn(x, to_x)
            path = f"M{ends[base] + 3:.1f} {y}H{to_x:.1f}"
            edges.append(Edge(path if y == ys[base] else _elbow(x, start, to_x, y), is_side=False))
    return edges


def _turn(x: float, to_x: float) -> float:
    return min(_ROUND, max(to_x - x, 0.5))


def _elbow(x: float, y: float, to_x: float, to_y: float) -> str:
    turn = _turn(x, to_x)
    return f"M{x:.1f} {y:.1f}V{to_y - turn:.1f}Q{x:.1f} {to_y} {x + turn:.1f} {to_y}H{to_x:.1f}"


def _curve(x: float, y: float, to_x: float, to_y: float) -> str:
    middle = (x + to_x) / 2
    return f"M{x:.1f} {y}C{middle:.1f} {y} {middle:.1f} {to_y} {to_x:.1f} {to_y}"


def _notes(
    models: Sequence[FigureModel], found: Descent, form: Format, y: float
) -> tuple[TextLine, ...]:
    """The models without a date, and descents that the dates contradict."""
    names = {one.id: visible(one.name) or one.id for one in models}
    texts = []
    undated = [names[one.id] for one in models if month_of(one.released) is None]
    if undated:
        texts.append(("Without a date:", undated))
    if found.backward:
        pairs = [f"{names[name]} (built on {names[base]})" for name, base in found.backward]
        texts.append(("Dated before what they are built on:", pairs))
    lines = [
        line
        for head, parts in texts
        for line in wrapped([f"{head} {parts[0]}", *parts[1:]], form.letters, form.width - 2 * EDGE)
    ]
    return tuple(TextLine(round(y + (n + 1) * form.row, 1), line) for n, line in enumerate(lines))
