"""Figure 1: topics, their parts, and what stands in each, by name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.render.figures.models import Format
from bot.render.figures.text import BOLD, sentence, visible, wrapped

_EDGE, _PAD, _BETWEEN = 8.0, 7.0, 9.0
_PARTS = 12
"""So many parts of a topic are drawn; the others share one."""
_NOTHING = "nothing yet"


@dataclass(frozen=True)
class TopicPart:
    """A part of a topic and the names in it; without a title they belong to the topic itself."""

    title: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class OverviewTopic:
    """One topic of a list."""

    title: str
    parts: tuple[TopicPart, ...]


@dataclass(frozen=True)
class OverviewLine:
    """A line of text; `level` 1 is a topic, 2 a part, 3 names."""

    x: float
    y: float
    text: str
    level: int


@dataclass(frozen=True)
class TopicBox:
    """The ground that a topic stands on."""

    y: float
    height: float


@dataclass(frozen=True)
class Overview:
    """All that the template draws."""

    form: Format
    height: float
    boxes: tuple[TopicBox, ...]
    paths: tuple[str, ...]
    lines: tuple[OverviewLine, ...]

    @property
    def width(self) -> float:
        """Its width in pixels."""
        return self.form.width


def overview(topics: Sequence[OverviewTopic], form: Format) -> Overview:
    """The layout: three columns where there is room for them, one below the other else."""
    page = _Page(form)
    for topic in topics:
        page.add(topic)
    return Overview(
        form, round(page.y + _EDGE, 1), tuple(page.boxes), tuple(page.paths), tuple(page.lines)
    )


class _Page:
    """Topics one below the other, as far as they are laid out."""

    def __init__(self, form: Format) -> None:
        self.form = form
        self.y = _EDGE
        self.boxes: list[TopicBox] = []
        self.paths: list[str] = []
        self.lines: list[OverviewLine] = []
        width = form.width - 2 * (_EDGE + _PAD)
        left = _EDGE + _PAD
        self.is_wide = form.width > 600
        if self.is_wide:
            self.columns = (left, left + width * 0.22, left + width * 0.48)
            self.widths = (width * 0.19, width * 0.23)
        else:
            self.columns = (left, left + 16, left + 32)
            self.widths = (width, width - 16)

    def add(self, topic: OverviewTopic) -> None:
        """One topic on a box of its own."""
        top = self.y
        self.y += _PAD
        text = visible(topic.title) + _count([name for part in topic.parts for name in part.names])
        lines = sentence(text, self.form.letters * BOLD, self.widths[0])
        title = self._write(1, self.columns[0], lines)
        if not self.is_wide:
            self.y = title
        anchor = top + _PAD + self.form.row / 2
        starts = []
        for part in _at_most(topic.parts):
            starts.append((self.y + self.form.row / 2, bool(part.title)))
            self._add_part(part)
        self._connect(anchor, [y for y, has_title in starts if has_title])
        self.y = max(self.y, title) + _PAD
        self.boxes.append(TopicBox(round(top, 1), round(self.y - top, 1)))
        self.y += _BETWEEN

    def _add_part(self, part: TopicPart) -> None:
        letters = self.form.letters
        after = self.y
        if part.title:
            text = sentence(visible(part.title) + _count(part.names), letters, self.widths[1])
            after = self._write(2, self.columns[1], text)
        if not self.is_wide:
            self.y = after
        x = self.columns[2 if part.title else 1]
        names = [name for name in map(visible, part.names) if name] or [_NOTHING]
        most = 2 if self.is_wide else 3
        lines = wrapped(names, letters, self.form.width - _EDGE - _PAD - x, most)
        self.y = max(after, self._write(3, x, lines)) + 3

    def _write(self, level: int, x: float, texts: Sequence[str]) -> float:
        """Write the lines from here on; returns where they end."""
        y = self.y
        for text in texts:
            y += self.form.row
            base = y - self.form.row / 2 + 4
            self.lines.append(OverviewLine(round(x, 1), round(base, 1), text, level))
        return y

    def _connect(self, top: float, rows: Sequence[float]) -> None:
        """Lines from a topic to its parts."""
        if not rows:
            return
        if self.is_wide:
            x = self.columns[1] - 18
        else:
            x, top = self.columns[0] + 4, top + self.form.row / 2
        self.paths += [f"M{x:.1f} {y:.1f}h{self.columns[1] - 5 - x:.1f}" for y in rows]
        if rows[-1] > min(top, rows[0]):
            self.paths.append(f"M{x:.1f} {min(top, rows[0]):.1f}V{rows[-1]:.1f}")


def _count(names: Sequence[str]) -> str:
    return f" ({len(names)})" if names else ""


def _at_most(parts: Sequence[TopicPart]) -> Iterator[TopicPart]:
    """The parts; of too many the last ones as one."""
    if len(parts) <= _PARTS:
        yield from parts
        return
    yield from parts[: _PARTS - 1]
    rest = parts[_PARTS - 1 :]
    yield TopicPart(f"{len(rest)} more", tuple(name for part in rest for name in part.names))
