"""Reads a row, or a cell of one, as a template."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.lists.readme.reading.fields import field_of
from bot.lists.readme.reading.names import labelled_role
from bot.lists.readme.reading.notation import find_venues
from bot.lists.readme.templates.links import LinkReader
from bot.lists.readme.templates.slots import LinkGroup, Slot, Template
from bot.model.values.plain import letters_of

_NUMBER = re.compile(rb"\s*(\d{1,9})[.)](?=\s)")
_DAY_COMMENT = re.compile(rb"<!--\s*(\d\d)\s*-->")
_MONTHS = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}"
_DATE = re.compile(
    r"(?<![\w./-])(?:(?:19|20)\d\d([-/.])\d{1,2}(?:\1\d{1,2})?|"
    rf"{_MONTHS}\.?,? (?:\d{{1,2}}, )?(?:19|20)\d\d)(?![\w/-])"
)
_FEWEST_WORDS = 3
_LEAD_IN = re.compile(r"[\s)\]*_\"”.]*(?:(?:--?|[–—:：]|\|)\s*[\"“]?|\s*)\Z")
"""What may be between a name and its description: closing marks, one separator, a quote."""
_TEXT_FIELDS = frozenset({"description", "authors", "made_by", "licence"})
_LIKE_A_VENUE = re.compile(
    r"[A-Z][A-Za-z&/'’ .-]{1,50}?[ ,'’]+(?:19|20)\d\d(?: Findings| [\w &-]*Workshop[\w &-]*)?"
)
_ET_AL = re.compile(r"\w[^\[\]|]*?\bet al\b\.?")
_YEAR = re.compile(r"19[89]\d|20[0-3]\d")
_WORDS = re.compile(r"\w(?:.*\w)?", re.DOTALL)
_CLOSING = {")": "(", "]": "[", "”": "“", "》": "《", "）": "（"}


@dataclass
class TemplateReader(LinkReader):
    """Reads all of one stretch."""

    def read(self) -> Template | None:
        """The template; None where the address of a link is elsewhere or not certain."""
        links = [link for link in self.row.links if self.start <= link.whole[0] < self.end]
        keys = self._keys(links)
        for link in links:
            if not self._link(link, keys):
                return None
        self._leading_number()
        self._fields()
        self._names()
        self._unmarked()
        left = list(self._foreign())
        self._seen = {letters_of(self._decoded(*one)) for one in left}
        foreign = [*self._description(left), *self._own]
        self._slots.sort(key=lambda slot: slot.start)
        return Template(
            self.start,
            self.end,
            tuple(self._slots),
            tuple(self._groups),
            tuple(foreign),
            self._shape(foreign),
            any(slot.what == "venue" and self._is_published(slot) for slot in self._slots),
            tuple(link.whole for link in links if link.is_image),
            sum(self._is_strange(group) for group in self._groups),
        )

    def _is_strange(self, group: LinkGroup) -> bool:
        """Whether a link's text names another role than its own, or one link is there twice."""
        role = labelled_role(self._decoded(*group.label)) if group.label else ""
        twice = sum(one.key == group.key and one.label is not None for one in self._groups) > 1
        return (role not in {"", group.key[0]} or twice) and group.label is not None

    def _is_published(self, slot: Slot) -> bool:
        return not any(one.is_preprint for one in find_venues(self._decoded(slot.start, slot.end)))

    def chunks(self) -> frozenset[str]:
        """The words that are in no slot, before it is known which of them many rows share."""
        self.read()
        return frozenset(self._seen)

    def _leading_number(self) -> None:
        found = _NUMBER.match(self.document.raw, self.start, self.end)
        if found and self.row.form in {"item", "table"}:
            self._add(*found.span(1), "number")

    def _fields(self) -> None:
        for one in self.record.fields:
            start, end = one.span.start, one.span.end
            if one.value and self._is_inside(start, end):
                self._add(start, end, one.name)
                if one.name == "released":
                    self._day(end)

    def _day(self, end: int) -> None:
        if found := _DAY_COMMENT.match(self.document.raw, end, self.end):
            self._add(*found.span(1), "day")

    def _names(self) -> None:
        name = self.record.name.encode("utf-8", "surrogateescape")
        if not name or self._has("name"):
            return
        at = self.document.raw.find(name, self.start, self.end)
        while at >= 0:
            if self._add(at, at + len(name), "name"):
                return
            at = self.document.raw.find(name, at + 1, self.end)

    def _unmarked(self) -> None:
        """Dates, venues and authors in the rest of the texts."""
        for start, text in self._left():
            if not self._has("released") and (date := self._date(text)):
                self._add_part(start, text, *date, "released")
            if not self._has("venue"):
                venues = [(one.start, one.end) for one in find_venues(text) if one.year]
                if not venues and (words := _WORDS.search(text)):
                    venues = [words.span()] if _LIKE_A_VENUE.fullmatch(words[0]) else []
                if len(venues) == 1:
                    self._add_part(start, text, *venues[0], "venue")
            if not self._has("authors") and (found := _ET_AL.search(text)):
                self._add_part(start, text, *found.span(), "authors")

    def _date(self, text: str) -> tuple[int, int] | None:
        """The position of a date in a text; a year alone counts if it has marks of its own."""
        if found := _DATE.search(text):
            return found.span()
        inner = text.strip("` ()[]")
        if self.row.cells or not _YEAR.fullmatch(inner):
            return None
        first = text.index(inner)
        return first, first + len(inner)

    def _foreign(self) -> Iterator[tuple[int, int]]:
        """Words that are in no slot and that few rows share."""
        for start, text in self._left():
            found = _WORDS.search(text)
            if found and letters_of(found[0]) not in self.house.words:
                yield self._widened(start, text, *found.span())

    def _widened(self, start: int, text: str, first: int, last: int) -> tuple[int, int]:
        """With the closing bracket of one that is open in it."""
        while last < len(text) and text[last] in _CLOSING:
            opening = text[last]
            if text[first:last].count(_CLOSING[opening]) <= text[first:last].count(opening):
                break
            last += 1
        before, whole = (text[:at].encode("utf-8", "surrogateescape") for at in (first, last))
        return start + len(before), start + len(whole)

    def _description(self, foreign: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """The remaining foreign words when one run of them is a field's text."""
        if not self._has("name"):
            return self._whole_cell(foreign)
        if self._has("description"):
            return foreign
        named = max(slot.end for slot in self._slots if slot.what == "name")
        named = max([named, *(one.end for one in self._groups if one.start <= named <= one.end)])
        run: list[tuple[int, int]] = []
        for one in (one for one in foreign if one[0] >= named):
            last = run[-1][1] if run else named
            if any(last <= slot.start < one[0] for slot in self._slots):
                break
            run.append(one)
        words = self.document.raw[run[0][0] : run[-1][1]] if run else b""
        before = self._decoded(named, run[0][0]) if run else ""
        if len(words.split()) < _FEWEST_WORDS or b"\n" in words or not _LEAD_IN.match(before):
            return foreign
        self._slots.append(Slot(run[0][0], self._with_stop(run[-1][1]), "description"))
        return [one for one in foreign if one not in run]

    def _whole_cell(self, foreign: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """A cell without links under a known heading: all of it is that field."""
        field = field_of(self._title)
        if not foreign or self._groups or self._slots or self._own or field not in _TEXT_FIELDS:
            return foreign
        self._slots.append(Slot(self.start, self.end, field))
        return []

    def _with_stop(self, end: int) -> int:
        """With the full stop that ends a text."""
        return min(end + (self.document.raw[end : end + 1] == b"."), self.end)

    def _left(self) -> Iterator[tuple[int, str]]:
        """The parts of the text that are not used yet, each with its position."""
        taken = sorted([*self._used, *((slot.start, slot.end) for slot in self._slots)])
        for start, end, text in self.document.texts.between(self.start, self.end):
            if not text.strip():
                continue
            at = start
            for first, last in [*taken, (end, end)]:
                if last <= at and first < end:
                    continue
                if first > at:
                    yield at, self._decoded(at, min(first, end))
                at = max(at, last)
                if at >= end:
                    break

    def _shape(self, foreign: Sequence[tuple[int, int]]) -> str:
        pieces = []
        at = self.start
        known = [(slot.start, slot.end, f"{slot.what}:{slot.key[0]}") for slot in self._slots]
        for start, end, name in sorted([*known, *((a, b, "?") for a, b in foreign)]):
            pieces += [self._decoded(at, start), "{", name.removesuffix(":"), "}"]
            at = end
        return " ".join("".join([*pieces, self._decoded(at, self.end)]).split())
