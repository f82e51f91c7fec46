"""What people curated: entries, sections, the registry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bot.model.errors import Where
from bot.model.fields import EntryField
from bot.model.observation import nothing
from bot.model.reference import Kind, Link

Curated = str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EntryLink:
    """One link of an entry and its role there (`paper`, `code`, `models` …)."""

    role: str
    link: Link
    where: Where
    dead_since: str = ""
    """The day it was marked dead (YYYY-MM-DD), empty while it is alive."""
    archived_copy: str = ""


@dataclass(frozen=True)
class CuratedQuestion:
    """A question about a curated value, written by a person."""

    field: str
    doubt: str
    evidence: str


@dataclass(frozen=True)
class Retirement:
    """Why and since which day (YYYY-MM-DD) an entry stands in the attic; people decide that.

    `successor` is the address of what took its place; empty for none.
    """

    reason: str
    day: str
    successor: str = ""


ATTIC = "ATTIC.md"
"""The page of retired entries."""
RETIRED = "retired"
"""The field of an entry that sends it there."""


@dataclass(frozen=True)
class CuratedResult:
    """A score that a model's own page reports; `source` is that page, of one commit if any."""

    benchmark: str
    score: str
    setting: str
    source: str
    size: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One curated row. `values` are the kind's own fields as people wrote them."""

    id: str
    kind: str
    name: str
    section: str
    where: Where
    links: tuple[EntryLink, ...] = ()
    values: Mapping[str, Curated] = field(default_factory=dict)
    pins: Mapping[str, str] = field(default_factory=nothing)
    evidence: Mapping[str, str] = field(default_factory=nothing)
    questions: tuple[CuratedQuestion, ...] = ()
    results: tuple[CuratedResult, ...] = ()
    own_fields: tuple[EntryField, ...] = ()
    """The fields that its list declares."""
    retired: Retirement | None = None
    """Set where it stands in the attic and in no section."""

    @property
    def called(self) -> str:
        """What texts call it: its name; where its row has none, its first address, or its id."""
        first = self.links[0].link.url if self.links else self.id
        return self.name or first.partition("://")[2] or first

    def of_role(self, *roles: str) -> tuple[EntryLink, ...]:
        """The links with one of these roles, in the order written."""
        return tuple(link for link in self.links if link.role in roles)


def may_retire(
    entry: Entry, archived: Mapping[str, str], pushed: Mapping[str, str], idle: str = ""
) -> Retirement | None:
    """Why and since when it could stand in the attic; None where nothing is against it.

    It is dead where all of its links are; it is archived or abandoned where all of its repositories
    are, and no paper and nothing on the Hub outlives them. `archived` and `pushed` map the keys of
    repositories to days (YYYY-MM-DD); a last commit before `idle` is long ago, no day is never.
    """
    if entry.links and all(link.dead_since for link in entry.links):
        return Retirement("dead", max(link.dead_since for link in entry.links))
    references = [link.link.reference for link in entry.links]
    keys = [one.key for one in references if one.kind is Kind.REPO]
    if not keys or any(one.kind not in {Kind.REPO, Kind.PAGE} for one in references):
        return None
    if all(archived.get(key) for key in keys):
        return Retirement("archived", max(archived[key] for key in keys))
    latest = max(pushed.get(key, "9999") for key in keys)
    return Retirement("abandoned", latest) if latest < idle else None


@dataclass(frozen=True)
class Section:
    """One region of the README: which entries it shows, in which order, in which columns."""

    id: str
    title: str
    kinds: tuple[str, ...] = ()
    shows: tuple[str, ...] = ()
    """The sections whose entries it draws."""
    order: str = "file"
    columns: tuple[str, ...] = ()
    folded: tuple[str, ...] = ()
    """Further columns, which stand folded below the name."""
    text_column: str = ""
    topic: str = ""
    """What it is a part of, in the overview; itself when empty."""
    figure: str = ""
    """The name of the figure that it shows of its entries."""
    file: str = ""
    """The Markdown file that holds its region; the README when empty."""
    evaluations: bool = False
    """Whether it shows the evaluation results that the listed models publish."""
    newest: bool = False
    """Whether it shows what was added to the whole list in the latest month, `_NEWEST` at most."""
    may_be_empty: bool = False
    """Whether it may lose all of its rows."""
    own_fields: tuple[EntryField, ...] = ()
    """The fields that its list declares."""


_NEWEST = 10
"""Entries that a section of the newest shows."""


def _newest(entries: list[Entry]) -> tuple[Entry, ...]:
    """Those of the latest month in which any was added, the latest first."""
    dated = [(str(one.values["added"]), one) for one in entries if one.values.get("added")]
    month = max((day[: len("YYYY-MM")] for day, _ in dated), default="")
    latest = [(day, one) for day, one in dated if day.startswith(month)]
    latest.sort(key=lambda pair: pair[0], reverse=True)
    return tuple(one for _, one in latest[:_NEWEST])


@dataclass(frozen=True)
class Registry:
    """The whole list: sections in reading order, entries in the order of their files."""

    title: str
    sections: tuple[Section, ...]
    entries: tuple[Entry, ...]
    outputs: tuple[str, ...] = ()
    """The files of data that it wants beside its README, by their paths."""

    def shown_in(self, section: Section) -> tuple[Entry, ...]:
        """The entries that a section shows, without retired ones, as they stand in their files."""
        listed = [one for one in self.entries if not one.retired]
        if section.newest:
            return _newest(listed)
        return tuple(one for one in listed if one.section in section.shows)

    @property
    def pages(self) -> tuple[str, ...]:
        """The Markdown files besides the README that hold regions."""
        return tuple(dict.fromkeys(section.file for section in self.sections if section.file))

    @property
    def shows_evaluations(self) -> bool:
        """Whether any section shows evaluation results."""
        return any(section.evaluations for section in self.sections)

    @property
    def shows_newest(self) -> bool:
        """Whether any section shows what was added last."""
        return any(section.newest for section in self.sections)

    def entry(self, entry_id: str) -> Entry | None:
        """The entry of that id, or None."""
        return next((entry for entry in self.entries if entry.id == entry_id), None)

    def links(self) -> Iterator[tuple[Entry, EntryLink]]:
        """Every link of every entry."""
        for entry in self.entries:
            for link in entry.links:
                yield entry, link
