"""The entries as pages show them: values with who reported them, links with their health."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from bot.model.change import OpenQuestion
from bot.model.entry import CuratedQuestion, Entry
from bot.model.fields import ENTRY_FIELDS, EVALUATIONS
from bot.model.snapshot import FetchedValue
from bot.model.values.evaluations import evaluations
from bot.model.values.shown import ShownValue, shown_values
from bot.model.values.site import SiteContent
from bot.render.data.cells import web_address, whole_text
from bot.render.data.listing import PEOPLE, section_paths
from bot.render.site.health import WORST, Health, LinkHealth, link_health

_STATES = ("gone", "withdrawn", "disabled", "archived", "gated")
"""What a status may say, the worst first."""


@dataclass(frozen=True)
class ShownSource:
    """Who reported a value, on which day (empty for what people wrote), and where one sees it."""

    source: str
    day: str
    evidence: str

    @property
    def address(self) -> str:
        """The evidence where it is an address that a browser may open."""
        return web_address(self.evidence)


@dataclass(frozen=True)
class ValueRow:
    """One value of an entry."""

    name: str
    text: str
    sources: Sequence[ShownSource]


@dataclass(frozen=True)
class LinkRow:
    """One link of an entry; `address` is what a reader opens, empty where nothing is left."""

    role: str
    label: str
    url: str
    address: str
    health: LinkHealth


@dataclass(frozen=True)
class PageRow:
    """One entry."""

    id: str
    name: str
    kind: str
    section: str
    about: str
    released: str
    size: str
    licence: str
    state: str
    stars: int | None
    values: Sequence[ValueRow] = ()
    links: Sequence[LinkRow] = ()
    doubts: Sequence[tuple[str, str, str]] = ()
    retired: str = ""
    """Why and since when it stands in the attic, and what took its place."""

    @property
    def anchor(self) -> str:
        """Its id in a page, which may hold no blank."""
        return quote(whole_text(self.id), safe="")


def page_rows(content: SiteContent) -> list[PageRow]:
    """All entries, by sections as the list has them."""
    titles = section_paths(content.registry)
    place = {name: number for number, name in enumerate(titles)}
    entries = sorted(content.registry.entries, key=lambda one: place.get(one.section, len(place)))
    open_ones: dict[str, list[OpenQuestion]] = {}
    for one in content.questions:
        open_ones.setdefault(one.entry, []).append(one)
    return [
        _row(entry, titles.get(entry.section, entry.section), content, open_ones.get(entry.id, []))
        for entry in entries
    ]


def _row(
    entry: Entry, section: str, content: SiteContent, questions: Sequence[OpenQuestion]
) -> PageRow:
    shown = shown_values(entry, content.snapshot)
    links = [_link(entry, number, content) for number in range(len(entry.links))]

    def text(name: str) -> str:
        curated = entry.values.get(name, "")
        value = curated if isinstance(curated, str) else ", ".join(curated)
        return value or (shown[name].text if name in shown else "")

    return PageRow(
        id=entry.id,
        name=entry.name,
        kind=entry.kind,
        section=section,
        about=text("description") or text("title"),
        released=text("released"),
        size=shown["sizes"].text if "sizes" in shown else text("size"),
        licence=text("licence"),
        state="retired"
        if entry.retired
        else _state(text("status"), [one.health.state for one in links]),
        stars=shown["stars"].number if "stars" in shown else None,
        values=list(_values(entry, shown, content)),
        links=links,
        retired=_retired(entry),
        doubts=[
            (_noun(entry, one.field), one.doubt, web_address(one.evidence) or one.evidence)
            for one in _open(entry, questions)
        ],
    )


def _open(
    entry: Entry, questions: Sequence[OpenQuestion]
) -> Iterator[CuratedQuestion | OpenQuestion]:
    """What people wrote, then what the last run asked."""
    yield from entry.questions
    yield from questions


def _retired(entry: Entry) -> str:
    if not entry.retired:
        return ""
    instead = f"; instead: {entry.retired.successor}" if entry.retired.successor else ""
    return f"{entry.retired.reason}, since {entry.retired.day}{instead}"


def _state(status: str, health: Sequence[Health]) -> str:
    """One word for the whole entry: the worst that is known of it."""
    worst = next((one for one in WORST if one in health), "unchecked")
    if worst in {"gone", "failing"}:
        return worst
    words = [one for one in _STATES if one in status]
    return words[0] if words else worst


def _link(entry: Entry, number: int, content: SiteContent) -> LinkRow:
    link = entry.links[number]
    same = [one for one in entry.links if one.role == link.role]
    role = link.role or "link"
    label = role if len(same) == 1 else f"{role} {same.index(link) + 1}"
    address = link.archived_copy if link.dead_since else link.link.url
    if link.dead_since and link.archived_copy:
        label += " (archived)"
    return LinkRow(role, label, link.link.url, web_address(address), link_health(link, content))


def _values(entry: Entry, shown: dict[str, ShownValue], content: SiteContent) -> Iterator[ValueRow]:
    for name, curated in entry.values.items():
        text = curated if isinstance(curated, str) else ", ".join(curated)
        yield ValueRow(_noun(entry, name), text, _written(entry, name, text, content))
    yield from _results(entry, content)
    for name, value in shown.items():
        if name not in entry.values and name != EVALUATIONS:
            found = [content.snapshot.filled(entry.id, name)]
            found += [content.snapshot.get(*origin) for origin in value.origins]
            sources = dict.fromkeys(_source(one) for one in found if one)
            yield ValueRow(_noun(entry, name), value.text, list(sources))


def _noun(entry: Entry, name: str) -> str:
    """A field as readers know it."""
    own = {one.name: one.heading or one.noun for one in entry.own_fields}
    return own.get(name) or (ENTRY_FIELDS[name].noun if name in ENTRY_FIELDS else name)


def _results(entry: Entry, content: SiteContent) -> Iterator[ValueRow]:
    """The results of an entry: what was measured and how, each with the page that reports it."""
    curated = {one.source for one in entry.results}
    for reference, one in evaluations(entry, content.snapshot):
        seen = None if one.source in curated else content.snapshot.get(reference, EVALUATIONS)
        who, day = (seen.source, seen.day) if seen else (PEOPLE, "")
        setting = f" ({one.setting})" if one.setting else ""
        name = f"{one.benchmark}, {one.size}" if one.size else one.benchmark
        yield ValueRow(name, one.score + setting, [ShownSource(who, day, one.source)])


def _written(entry: Entry, name: str, text: str, content: SiteContent) -> list[ShownSource]:
    """Who stands for what people wrote: a person's evidence, a source that reported the same."""
    seen = entry.evidence.get(name, "")
    same = content.snapshot.filled(entry.id, name)
    found = [ShownSource(PEOPLE, "", seen)] if seen else []
    return found + ([_source(same)] if same and str(same.value) == text else [])


def _source(value: FetchedValue) -> ShownSource:
    return ShownSource(value.source, value.day, value.evidence)
