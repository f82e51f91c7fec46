"""Figures of a list: which it has, what they show, and their SVG."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from posixpath import dirname, relpath
from typing import TYPE_CHECKING

from bot.model.entry import Registry, Section
from bot.model.snapshot import Snapshot
from bot.model.values.sizes import label_count, weights
from bot.render.figures.bars import SizeBars, size_figure
from bot.render.figures.models import (
    EDGES,
    MOST_MODELS,
    NARROW,
    WIDE,
    Access,
    FigureModel,
    Format,
    dated,
)
from bot.render.figures.overview import Overview, OverviewTopic, TopicPart, overview
from bot.render.figures.plot import Plot
from bot.render.figures.text import visible
from bot.render.figures.tree import Tree, tree, words_of
from bot.render.tables import EntryView, entry_views, in_order
from bot.render.templates import draw, svg_environment

if TYPE_CHECKING:
    from bot.render.figures.badge import Badge
    from bot.render.figures.families import Families

    _Layout = Tree | Families | Plot | SizeBars | Overview

FOLDER = "figures/"
MANY = 80
"""With more models than this Figure 2 shows families, and a second figure the models."""


@dataclass(frozen=True)
class Version:
    """One of the files of a figure: how its name ends, its measures, its colours."""

    ending: str
    form: Format
    theme: str


VERSIONS = (
    Version("", WIDE, "light"),
    Version("-dark", WIDE, "dark"),
    Version("-narrow", NARROW, "auto"),
)
"""A README shows the narrow one on phones, whatever GitHub's theme: GitHub's own element for
themes drops the width from a condition that has both (`<themed-picture>`)."""
_ALL = Version("-all", WIDE, "auto")


@dataclass(frozen=True)
class Picture:
    """A figure as the README shows it: its files, what it shows in a line, and as a list."""

    name: str
    text: str
    lines: tuple[str, ...]
    has_details: bool = False
    folder: str = FOLDER
    """Where its files are, as seen from the README."""

    @property
    def file(self) -> str:
        """The file for light pages."""
        return f"{self.folder}{self.name}.svg"

    @property
    def dark(self) -> str:
        """The file for dark pages."""
        return f"{self.folder}{self.name}-dark.svg"

    @property
    def narrow(self) -> str:
        """The file for phones."""
        return f"{self.folder}{self.name}-narrow.svg"

    @property
    def details(self) -> str:
        """The file with every model."""
        return f"{self.folder}{self.name}-all.svg"


def folder_from(readme: str) -> str:
    """The folder of the figures as seen from a README."""
    return relpath(FOLDER, dirname(readme) or ".") + "/"


def figure_models(rows: Sequence[EntryView]) -> list[FigureModel]:
    """The rows as figures show them. A backbone that is another row's name counts as its base."""
    names = {view.name.casefold(): view.id for view in rows}
    return [_model(view, names) for view in rows]


def _model(view: EntryView, names: Mapping[str, str]) -> FigureModel:
    bases = view.entry.values.get("bases") or ()
    named = names.get(str(view.backbone).casefold())
    return FigureModel(
        view.id,
        view.name,
        str(view.released),
        tuple(bases) or ((named,) if named else ()),
        _access(view),
        view.sizes,
    )


def _access(view: EntryView) -> Access:
    if "gated" in str(view.status):
        return Access.GATED
    alive = any(not link.dead_since for link in weights(view.entry))
    return Access.OPEN if alive else Access.UNKNOWN


def _evolution(rows: Sequence[EntryView], _registry: Registry) -> Picture:
    models = figure_models(rows)
    names = {one.id: one.name for one in models}
    lines = [
        words_of(one)
        + (f"; built on {', '.join(names.get(base, base) for base in one.bases)}" * bool(one.bases))
        for one in sorted(models, key=lambda one: (one.released or "9999", one.name.casefold()))
    ]
    shown = () if len(models) > MANY else tuple(lines)
    has_details = _is_crowded(models) and len(models) <= MOST_MODELS and _edges(models) <= EDGES
    return Picture("evolution", _span(models), shown, has_details)


def _edges(models: Sequence[FigureModel]) -> int:
    return sum(len(one.bases) for one in models)


def _is_crowded(models: Sequence[FigureModel]) -> bool:
    """Whether Figure 2 shows families in place of models."""
    return len(models) > MANY or _edges(models) > EDGES


def _span(models: Sequence[FigureModel]) -> str:
    known = dated(models)
    days = sorted(one.released[:7] for one in models if one.id in known)
    built = sum(bool(one.bases) for one in models)
    span = f" from {days[0]} to {days[-1]}" if days else ""
    return f"{len(models)} models{span}; {built} of them built on others of the list"


def _sizes(rows: Sequence[EntryView], _registry: Registry) -> Picture:
    models = [one for one in figure_models(rows) if one.sizes and one.id in dated([one])]
    models.sort(key=lambda one: (-label_count(one.sizes[-1]), one.name.casefold()))
    lines = () if len(models) > MANY else tuple(map(words_of, models))
    return Picture("sizes", f"the parameters of {len(models)} models by their date", lines)


def _overview(rows: Sequence[EntryView], registry: Registry) -> Picture:
    topics = overview_topics(rows, registry)
    lines = [
        f"{topic.title}{': ' * bool(part.title)}{part.title} ({len(part.names)})"
        for topic in topics
        for part in topic.parts
    ]
    return Picture("overview", f"{len(topics)} topics with {len(rows)} entries", tuple(lines))


def overview_topics(rows: Sequence[EntryView], registry: Registry) -> list[OverviewTopic]:
    """The sections that hold entries, by topic; one without a topic is itself one."""
    topics: dict[str, list[TopicPart]] = {}
    for section in registry.sections:
        if section.kinds:
            own = [view for view in rows if view.entry.section == section.id]
            parts = [_part(section.title, own)] if section.topic else _by_category(own)
            topics.setdefault(section.topic or section.title, []).extend(parts)
    return [OverviewTopic(title, tuple(parts)) for title, parts in topics.items()]


def _by_category(rows: Sequence[EntryView]) -> list[TopicPart]:
    titles = dict.fromkeys(str(view.category) for view in rows)
    found = [_part(one, [view for view in rows if str(view.category) == one]) for one in titles]
    return found if len(found) > 1 else [_part("", rows)]


def _part(title: str, rows: Sequence[EntryView]) -> TopicPart:
    return TopicPart(title, tuple(view.name for view in rows))


PICTURES: dict[str, Callable[[Sequence[EntryView], Registry], Picture]] = {
    "overview": _overview,
    "evolution": _evolution,
    "sizes": _sizes,
}
"""What the README states of each figure."""


def picture(section: Section, rows: Sequence[EntryView], registry: Registry) -> Picture | None:
    """The figure that a section shows of these rows; None where it shows none."""
    return PICTURES[section.figure](rows, registry) if section.figure else None


def figure_paths() -> tuple[str, ...]:
    """The files that the figures of a list may have."""
    paths = [f"{FOLDER}{name}{version.ending}.svg" for name in PICTURES for version in VERSIONS]
    return (*paths, f"{FOLDER}evolution{_ALL.ending}.svg")


def draw_figure(
    path: str, documents: Mapping[str, str], registry: Registry, snapshot: Snapshot
) -> str:
    """One file of a figure; empty where no section shows it. Raises InputError."""
    stem = path.removeprefix(FOLDER).removesuffix(".svg")
    name = stem.partition("-")[0]
    version = next(one for one in (*VERSIONS, _ALL) if stem == name + one.ending)
    section = next((one for one in registry.sections if one.figure == name), None)
    if section is None:
        return ""
    rows = in_order(section, entry_views(registry.shown_in(section), snapshot))
    shown = PICTURES[name](rows, registry)
    if version is _ALL and not shown.has_details:
        return ""
    if shown.name == "overview":
        layout: _Layout = overview(overview_topics(rows, registry), version.form)
    else:
        every = figure_models(rows)
        many = shown.name == "evolution" and version is not _ALL and _is_crowded(every)
        drawing = "families" if many else shown.name
        layout = DRAWINGS[drawing](every, version.form)
    return _svg(documents, layout, version.theme, section.title, shown.text)


def is_figure(path: str, documents: Mapping[str, str]) -> bool:
    """Whether a file is one that `draw_figure` wrote: its root names its own title and text.

    `listkeeper figure` writes the same, but each file light or dark as its reader's machine is. So
    a figure is the list's own only if it stands beside one that is light alone.
    """
    name = path.removeprefix(FOLDER).removesuffix(".svg").partition("-")[0]
    light = f"{FOLDER}{name}.svg"
    texts = {one: documents.get(one, "") for one in (light, path)}
    mark = f'aria-labelledby="{name}-title {name}-desc"'
    return _ADAPTS not in texts[light] and all(
        text.startswith("<svg ") and mark in text[: text.find(">")] for text in texts.values()
    )


_ADAPTS = "prefers-color-scheme"


def _families(models: Sequence[FigureModel], form: Format) -> Families:
    from bot.render.figures.families import families  # few lists have so many models

    return families(models, form)


DRAWINGS: dict[str, Callable[[Sequence[FigureModel], Format], _Layout]] = {
    "evolution": tree,
    "families": _families,
    "sizes": size_figure,
}
"""The figures that are made of models alone."""
_TEMPLATES = {
    "Tree": "evolution",
    "Families": "families",
    "Plot": "sizes",
    "SizeBars": "size_bars",
    "Overview": "overview",
}
"""Class of a layout → its template."""


def draw_models(
    name: str,
    documents: Mapping[str, str],
    models: Sequence[FigureModel],
    title: str,
    *,
    narrow: bool = False,
) -> str:
    """One of `DRAWINGS` as SVG, light or dark as its reader's machine is. Raises InputError."""
    layout = DRAWINGS[name](models, NARROW if narrow else WIDE)
    return _svg(documents, layout, "auto", title, _span(models))


def _svg(documents: Mapping[str, str], layout: _Layout, theme: str, title: str, text: str) -> str:
    template = f"{_TEMPLATES[type(layout).__name__]}.svg.j2"
    env = svg_environment(documents)
    return draw(env, template, figure=layout, theme=theme, title=title, text=visible(text))


def draw_badge(documents: Mapping[str, str], badge: Badge) -> str:
    """A badge as SVG. Raises InputError for a template that cannot be drawn."""
    return draw(svg_environment(documents), "badge.svg.j2", badge=badge)
