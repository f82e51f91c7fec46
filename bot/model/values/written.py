"""The content of a hand-written list, and the exact bytes of each part."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.model.reference import Link

DEAD_NOTE = " *(dead link)*"
"""What stands behind a dead link in a list that has no mark of its own."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Bytes of a file as it lies on disk: `length` of them from `start` on; `line` counts from 1.

    Lengths are small numbers, and Python has each of those once; ends would be one more each.
    """

    path: str
    start: int
    length: int
    line: int

    @property
    def end(self) -> int:
        """The byte behind them."""
        return self.start + self.length


@dataclass(frozen=True, slots=True)
class WrittenField:
    """A field of a row: the text as written, and its value in this project's notation.

    An empty `value` means that there is a place for it without content (`-`, `?`, `TBA`, a blank).
    """

    name: str
    text: str
    value: str
    span: Span


@dataclass(frozen=True, slots=True)
class WrittenLink:
    """A link of a row; `role` is a name of `bot/model/kinds.py`, `image`, `badge`, or empty.

    `span` is that of the address alone; `label` is what readers see of the link.
    """

    role: str
    link: Link
    span: Span
    label: str = ""
    lead: int = 0
    rest: int = 0
    """How many bytes of the whole stand before and behind the address: its text, brackets …"""
    dead_mark: str = ""
    """What says behind it that it is dead, or strikes it out, as it is written; empty for none."""
    section: tuple[str, ...] = ()
    """The headings above a link that belongs to no row."""

    @property
    def before(self) -> int:
        """Where the whole of the link begins."""
        return self.span.start - self.lead

    @property
    def after(self) -> int:
        """Where the whole of the link ends."""
        return self.span.end + self.rest

    @property
    def is_marked_dead(self) -> bool:
        """Whether the list says that it is dead."""
        return bool(self.dead_mark)

    @property
    def is_image(self) -> bool:
        """Whether it is displayed, not followed."""
        return self.role in {"image", "badge"}


@dataclass(frozen=True, slots=True)
class Record:
    """One row at one place. Rows of several files may be one entry: then they share its id.

    section  the headings above it, the outermost first
    form     how it is written: item, table, markup, heading, line, summary, paragraph
    region   the rows that stand together in one list or table have the same number
    """

    entry: str
    name: str
    kind: str
    section: tuple[str, ...]
    span: Span
    form: str
    region: int
    fields: tuple[WrittenField, ...] = ()
    links: tuple[WrittenLink, ...] = ()

    @property
    def home(self) -> WrittenLink | None:
        """The entry's own link: the one whose text holds its name, else the first."""
        followed = [one for one in self.links if not one.is_image]
        named = (one for one in followed if self.name and self.name in one.label)
        return next(named, followed[0] if followed else None)

    def field(self, name: str) -> WrittenField | None:
        """The field of that name, or None."""
        return next((one for one in self.fields if one.name == name), None)


@dataclass(frozen=True, slots=True)
class Unread:
    """Bytes that look like a link or a row and are left alone, with the reason."""

    span: Span
    why: str


@dataclass(frozen=True)
class WrittenList:
    """Everything that was read in the files of a hand-written list, in order.

    links    those that belong to no row
    ignored  the rows that the settings leave alone
    ignored_links  the links of no row that the settings leave alone
    headings  all that may stand above a row, whether a row is there or not
    untouched  the addresses of what is left alone; a definition may be that of other links, too
    """

    records: Sequence[Record] = ()
    links: Sequence[WrittenLink] = ()
    unread: Sequence[Unread] = ()
    ignored: Sequence[Record] = ()
    ignored_links: Sequence[WrittenLink] = ()
    headings: Sequence[str] = ()
    untouched: Sequence[Span] = ()

    @property
    def all_links(self) -> Iterator[WrittenLink]:
        """The links of all rows, then those that belong to none."""
        yield from (link for record in self.records for link in record.links)
        yield from self.links

    @cached_property
    def dead_mark(self) -> str:
        """How this list marks dead links: as it does most often, else by a note."""
        links = self.all_links
        used = Counter(link.dead_mark for link in links if link.dead_mark and not link.is_image)
        return used.most_common(1)[0][0] if used else DEAD_NOTE

    @cached_property
    def by_entry(self) -> Mapping[str, Sequence[Record]]:
        """Entry id → its records, in the order they stand."""
        found: dict[str, list[Record]] = defaultdict(list)
        for record in self.records:
            found[record.entry].append(record)
        return {name: tuple(records) for name, records in found.items()}

    def shows(self, entry: str, field: str) -> bool:
        """Whether a row of the entry has a place for this field."""
        return any(record.field(field) for record in self.by_entry.get(entry, ()))
