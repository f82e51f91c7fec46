"""The slots in a part of a row as they are found, without overlaps."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from bot.lists.readme.reading.row import Row
from bot.lists.readme.templates.entry import Key
from bot.lists.readme.templates.slots import House, LinkGroup, Slot, is_in_code
from bot.model.values.written import Record
from bot.parsing.source.document import Document


@dataclass
class StretchReader:
    """Collects the slots in one part of a row."""

    document: Document
    row: Row
    record: Record
    house: House
    start: int
    end: int
    _slots: list[Slot] = field(default_factory=list)
    _groups: list[LinkGroup] = field(default_factory=list)
    _used: list[tuple[int, int]] = field(default_factory=list)
    _own: list[tuple[int, int]] = field(default_factory=list)
    _seen: set[str] = field(default_factory=set)

    @cached_property
    def _title(self) -> str:
        """The heading of the column, if the part is a cell."""
        return next((one.column for one in self.row.cells if one.start == self.start), "")

    def _has(self, what: str) -> bool:
        return any(slot.what == what for slot in self._slots)

    def _decoded(self, start: int, end: int) -> str:
        return self.document.raw[start:end].decode("utf-8", "surrogateescape")

    def _is_inside(self, start: int, end: int) -> bool:
        return self.start <= start <= end <= self.end

    def _add_part(self, at: int, text: str, first: int, last: int, what: str) -> None:
        start = at + len(text[:first].encode("utf-8", "surrogateescape"))
        self._add(start, start + len(text[first:last].encode("utf-8", "surrogateescape")), what)

    def _add(self, start: int, end: int, what: str, key: Key = ("", 0)) -> bool:
        """Add a slot unless the bytes are taken; whether it was added."""
        taken = [*self._used, *((slot.start, slot.end) for slot in self._slots)]
        if start >= end or any(start < last and first < end for first, last in taken):
            return False
        in_code = is_in_code(self.document, start, end)
        self._slots.append(Slot(start, end, what, key, in_code))
        return True
