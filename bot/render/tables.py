"""An entry as readers see it, and the cells of its row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.model.entry import Entry, EntryLink, Section
from bot.model.errors import did_you_mean
from bot.model.fields import COMPOSED, ENTRY_FIELDS, FACTS
from bot.model.snapshot import Snapshot
from bot.model.values.shown import ShownValue, shown_values
from bot.model.values.sizes import Size, sizes_of
from bot.render.markdown import Md, escape, link

_BREAK = Md("<br>")


@dataclass(frozen=True)
class EntryView:
    """An entry with its displayed values; this is what templates see."""

    entry: Entry
    fields: Mapping[str, ShownValue]

    def __getattr__(self, name: str) -> str | tuple[str, ...]:
        """A curated field, or a shown one, by name; empty where it has no value.

        Raises ValueError for what is no field of any entry: a column would be empty, and nobody
        would know.
        """
        if name.startswith("_"):
            raise AttributeError(name)
        value = self.entry.values.get(name, "")
        if value:
            return value
        if name in self.fields:
            return self.fields[name].text
        known = [*ENTRY_FIELDS, *COMPOSED, *FACTS, *(field.name for field in self.entry.own_fields)]
        if name not in known:
            near = did_you_mean(name, [*known, "id", "name", "kind", "home", "links"])
            raise ValueError(f"an entry has no field '{name}'" + (f"; {near}" if near else ""))
        return ""

    @property
    def id(self) -> str:
        """The entry's id."""
        return self.entry.id

    @property
    def name(self) -> str:
        """The entry's name."""
        return self.entry.name

    @property
    def kind(self) -> str:
        """The entry's kind."""
        return self.entry.kind

    @property
    def home(self) -> Md:
        """The name, linked to the most useful place."""
        target = next(iter(self.entry.links), None)
        return _address(self.name, target) if target else escape(self.name)

    @property
    def sizes(self) -> tuple[str, ...]:
        """The labels of its sizes, from small to large."""
        text = self.fields["sizes"].text if "sizes" in self.fields else ""
        return tuple(text.split(", ")) if text else ()

    @property
    def links(self) -> Md:
        """All links by their roles: paper · code · hub 2 3."""
        return _by_role(self.entry.links)


def _by_role(links: Sequence[EntryLink]) -> Md:
    roles = dict.fromkeys(item.role for item in links)
    return Md(" · ".join(_role(role, [one for one in links if one.role == role]) for role in roles))


def _role(role: str, links: Sequence[EntryLink]) -> Md:
    labels = [role] if len(links) == 1 else [f"{role} 1", *map(str, range(2, len(links) + 1))]
    return Md(" ".join(_address(label, item) for label, item in zip(labels, links, strict=True)))


def _address(label: str, item: EntryLink) -> Md:
    if not item.dead_since:
        return link(label, item.link.url)
    if item.archived_copy:
        return Md(f"{link(label, item.archived_copy)} (archived)")
    return Md(f"~~{escape(label)}~~ (gone)")


@dataclass(frozen=True)
class Table:
    """A table of Markdown cells; columns blank in every row are left out."""

    headings: tuple[Md, ...]
    rows: tuple[tuple[Md, ...], ...]


def entry_views(entries: Sequence[Entry], snapshot: Snapshot) -> list[EntryView]:
    """The entries as readers see them."""
    return [EntryView(entry, shown_values(entry, snapshot)) for entry in entries]


def in_order(section: Section, rows: Sequence[EntryView]) -> list[EntryView]:
    """The rows in the order that the section wants; what is not known comes last."""
    return sorted(rows, key=ORDERS[section.order])


def table(
    section: Section, rows: Sequence[EntryView], columns: Sequence[str] | None = None
) -> Table:
    """The section's table in these columns, by default all that are not blank in every row."""
    headings = column_headings(section)
    drawn = drawn_columns(section, rows) if columns is None else columns
    cells = ([_cell(column, view, section) for view in rows] for column in drawn)
    return Table(tuple(Md(headings[column]) for column in drawn), tuple(zip(*cells, strict=True)))


def drawn_columns(section: Section, rows: Sequence[EntryView]) -> list[str]:
    """The columns that are not blank in every row."""
    return [
        column for column in section.columns if any(_cell(column, view, section) for view in rows)
    ]


def column_headings(section: Section) -> dict[str, str]:
    """Column → heading of every column that the section may have."""
    single = {name: field.heading for name, field in ENTRY_FIELDS.items() if field.heading}
    own = {field.name: escape(field.heading) for field in section.own_fields}
    return single | {name: heading for name, (heading, _) in COMPOSED.items()} | own


def _cell(column: str, view: EntryView, section: Section) -> Md:
    if column in CELLS:
        return CELLS[column](view, section)
    value = getattr(view, column)
    return escape(value if isinstance(value, str) else ", ".join(value))


def _name(view: EntryView, section: Section) -> Md:
    note = escape(f" ({view.note})") if view.note else ""
    name = f"**{escape(view.name)}**{' ' + note if note else ''}"
    elsewhere = _placed(view) if "sizes" in (*section.columns, *section.folded) else []
    links = _by_role([one for one in view.entry.links if one not in elsewhere])
    return Md((name + _BREAK + links if links else name) + _folded(view, section))


def _folded(view: EntryView, section: Section) -> str:
    """The values of the folded columns, a line each, for who wants to know more."""
    headings = column_headings(section)
    cells = {headings[column]: _cell(column, view, section) for column in section.folded}
    lines = [f"{heading}: {cell}" for heading, cell in cells.items() if cell]
    return f"<details><summary>more</summary>{_BREAK.join(lines)}</details>" if lines else ""


def _placed(view: EntryView) -> list[EntryLink]:
    return [one for size in sizes_of(view.entry, view.sizes) for one in size.links]


def _sizes(view: EntryView, _section: Section) -> Md:
    """The labels, each linked to its repository; further repositories of a size are numbered."""
    return Md(", ".join(_size(size) for size in sizes_of(view.entry, view.sizes)))


def _size(size: Size) -> Md:
    if not size.links:
        return escape(size.label)
    labels = [size.label, *map(str, range(2, len(size.links) + 1))]
    pairs = zip(labels, size.links, strict=True)
    return Md(" ".join(_address(label, one) for label, one in pairs))


def _span(view: EntryView, _section: Section) -> Md:
    """The smallest size and the largest."""
    return escape(" – ".join(dict.fromkeys((*view.sizes[:1], *view.sizes[-1:]))))


def _training(view: EntryView, _section: Section) -> Md:
    parts = (getattr(view, name) for name in COMPOSED["training"][1])
    return escape(" · ".join(str(part) for part in parts if part))


def _reach(view: EntryView, section: Section) -> Md:
    lines = [
        escape(f"{ENTRY_FIELDS[name].sign} {view.fields[name].text}")
        for name in COMPOSED["reach"][1]
        if name in view.fields and ENTRY_FIELDS[name].sign
    ]
    if "status" not in (*section.columns, *section.folded) and view.status:
        lines.append(Md(f"*{escape(str(view.status))}*"))
    return Md(_BREAK.join(lines))


CELLS: dict[str, Callable[[EntryView, Section], Md]] = {
    "name": _name,
    "sizes": _sizes,
    "span": _span,
    "training": _training,
    "reach": _reach,
}
"""The columns whose cells consist of more than one value's text."""


def _number(name: str) -> Callable[[EntryView], int]:
    return lambda view: -(view.fields[name].number or 0) if name in view.fields else 1


def _newest(view: EntryView) -> tuple[int, ...]:
    parts = str(view.released).split("-")
    return tuple(-int(part) for part in parts if part.isdecimal()) or (1,)


ORDERS: dict[str, Callable[[EntryView], Any]] = {
    "file": lambda _: 0,
    "name": lambda view: view.name.casefold(),
    "released": lambda view: (not view.released, str(view.released)),
    "newest": _newest,
    "stars": _number("stars"),
    "downloads": _number("downloads"),
}
"""The orders that a section may have."""
