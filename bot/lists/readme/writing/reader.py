"""Reads a row, or a cell of one, as a template."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from bot.lists.readme.fields import field_of
from bot.lists.readme.names import labelled_role, role_of
from bot.lists.readme.notation import find_venues
from bot.lists.readme.rows import Row, is_followed
from bot.lists.readme.writing.entry import Key
from bot.lists.readme.writing.slots import (
    House,
    LinkGroup,
    Slot,
    Template,
    is_in_code,
    plain,
    texts_between,
)
from bot.model.reference import Kind, read_link
from bot.model.values.written import Record
from bot.parsing.source.document import Document
from bot.parsing.source.links import LinkForm, SourceLink

_PATH = re.compile(
    rb"(?:img\.shields\.io|badgen\.net)/github/[\w/-]*?/([\w.-]+/[\w.-]+?)(?=\.svg|[?#)\s\"']|\Z)"
)
_NUMBER = re.compile(rb"\s*(\d{1,9})[.)](?=\s)")
_DAY_COMMENT = re.compile(rb"<!--\s*(\d\d)\s*-->")
_MONTHS = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}"
_DATE = re.compile(
    r"(?<![\w./-])(?:(?:19|20)\d\d([-/.])\d{1,2}(?:\1\d{1,2})?|"
    rf"{_MONTHS}\.?,? (?:\d{{1,2}}, )?(?:19|20)\d\d)(?![\w/-])"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_FIGURES = re.compile(r"\d[\d.,]*\s?[kKmM]?\Z")
_WORDS = re.compile(r"\w(?:.*\w)?", re.DOTALL)
_CLOSING = {")": "(", "]": "[", "”": "“", "》": "《", "）": "（"}


@dataclass
class TemplateReader:
    """Reads a stretch of one row."""

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

    def read(self) -> Template | None:
        """The template; None where the address of a link stands elsewhere or is not certain."""
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
        self._seen = {plain(self._decoded(*one)) for one in left}
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
        )

    def _is_published(self, slot: Slot) -> bool:
        return not any(one.is_preprint for one in find_venues(self._decoded(slot.start, slot.end)))

    def chunks(self) -> frozenset[str]:
        """The words that no slot holds, before it is known what many rows share."""
        self.read()
        return frozenset(self._seen)

    # Links

    def _keys(self, links: Sequence[SourceLink]) -> dict[str, Key]:
        """Reference → the key of its link in this stretch."""
        found: dict[str, Key] = {}
        for link in links:
            if is_followed(link):
                role = self._role(link)
                nth = sum(one == role for one, _ in found.values())
                found.setdefault(_identity(link.url), (role, nth))
        return found

    def _role(self, link: SourceLink) -> str:
        """The part a link plays; in a table its column's heading may say more of it."""
        role, title = role_of(link), self._title
        if field_of(title) or (title and _FIGURES.match(link.label)):
            return field_of(title) or title
        named = labelled_role(title)
        return named if role == "site" and named in {"blog", "docs", "data"} else role

    @cached_property
    def _title(self) -> str:
        return next((one.column for one in self.row.cells if one.start == self.start), "")

    def _link(self, link: SourceLink, keys: dict[str, Key]) -> bool:
        if link.is_image:
            self._picture(link)
            return True
        if not is_followed(link):
            self._used.append(link.whole)
            return not link.url or plain(link.label) in self.house.labels
        if link.start is None or link.end is None or not self._is_inside(link.start, link.end):
            return False
        key = keys[_identity(link.url)]
        self._add(link.start, link.end, "url", key)
        is_main = self._label(link, key)
        self._groups.append(LinkGroup(*link.whole, key, is_main))
        return True

    def _picture(self, link: SourceLink) -> None:
        """A badge of the row's repository, a sign that rows share, or a picture of its own."""
        start, end = link.start, link.end
        if start is None or end is None or not self._is_inside(start, end):
            return
        found = _PATH.search(self.document.raw, start, end)
        if found:
            self._add(*found.span(1), "path", ("code", 0))
        elif link.url not in self.house.pictures:
            self._own.append(link.whole)
            self._used.append(link.whole)
        self._used.append((start, end))

    def _label(self, link: SourceLink, key: Key) -> bool:
        """The text of a link; whether that is the row's name."""
        if link.form in {LinkForm.BARE, LinkForm.POINTED} or not link.label:
            return False
        span = self._text_span(*link.whole)
        if span is None:
            return False
        written, label = self._decoded(*span), plain(link.label)
        if label == plain(self.record.name) or (
            len(label) > 5 and plain(self.record.name).startswith(label)
        ):
            self._add(*self._name_span(*span), "name")
            return True
        path = read_link(link.url).reference.name
        if key[0] == field_of(self._title):
            self._add(*span, key[0])
            return False
        if link.url.rstrip("/").endswith(written) and "/" not in written:
            self._add(*span, "segment", key)
        elif written == link.url:
            self._add(*span, "url", key)
        elif written == path:
            self._add(*span, "path", key)
        elif labelled_role(link.label) or label in self.house.labels:
            self._used.append(span)
        else:
            self._add(*span, "label", key)
        return False

    def _text_span(self, start: int, end: int) -> tuple[int, int] | None:
        """From the first to the last text that readers see between two bytes."""
        texts = [(a, b) for a, b, text in self._texts(start, end) if text.strip()]
        return (texts[0][0], texts[-1][1]) if texts else None

    def _name_span(self, start: int, end: int) -> tuple[int, int]:
        """Where the name stands in a text: without the full stop that ends it."""
        name = self.record.name.encode("utf-8", "surrogateescape")
        at = self.document.raw.find(name, start, end)
        if at >= 0:
            return at, at + len(name)
        text = self._decoded(start, end)
        kept = len(text.rstrip(" .").encode("utf-8", "surrogateescape"))
        return start, start + kept

    # Texts

    def _leading_number(self) -> None:
        found = _NUMBER.match(self.document.raw, self.start, self.end)
        if found and self.row.form in {"item", "table"}:
            self._add(*found.span(1), "number")

    def _fields(self) -> None:
        for one in self.record.fields:
            start, end = one.span.start, one.span.end
            if not one.value or not self._is_inside(start, end):
                continue
            if one.name == "authors" and (venues := find_venues(one.text)):
                last = venues[-1]
                if not one.text[last.end :].strip(" ."):
                    cut = len(one.text[: last.start].rstrip(" ,.;").encode())
                    first = start + len(one.text[: last.start].encode())
                    size = len(one.text[last.start : last.end].encode())
                    self._add(first, first + size, "venue")
                    end = start + cut
            self._add(start, end, one.name)
            if one.name == "released":
                self._day(end)

    def _day(self, end: int) -> None:
        if found := _DAY_COMMENT.match(self.document.raw, end, self.end):
            self._add(*found.span(1), "day")

    def _names(self) -> None:
        name = self.record.name.encode("utf-8", "surrogateescape")
        if not name or any(slot.what == "name" for slot in self._slots):
            return
        at = self.document.raw.find(name, self.start, self.end)
        while at >= 0:
            if self._add(at, at + len(name), "name"):
                return
            at = self.document.raw.find(name, at + 1, self.end)

    def _unmarked(self) -> None:
        """Dates and venues in what is left of the texts."""
        for start, text in self._left():
            have = {slot.what for slot in self._slots}
            if "released" not in have and (date := _DATE.search(text)):
                self._add_part(start, text, *date.span(), "released")
            elif "released" not in have and _YEAR.fullmatch(text.strip()):
                self._add_part(start, text, 0, len(text), "released")
            if "venue" not in have:
                venues = [one for one in find_venues(text) if one.year]
                if len(venues) == 1:
                    self._add_part(start, text, venues[0].start, venues[0].end, "venue")
            if "authors" not in have and (found := re.search(r"\w[^\[\]|]*?\bet al\b\.?", text)):
                self._add_part(start, text, *found.span(), "authors")

    def _foreign(self) -> Iterator[tuple[int, int]]:
        """Words that no slot holds and few rows share."""
        for start, text in self._left():
            found = _WORDS.search(text)
            if found and plain(found[0]) not in self.house.words:
                yield self._widened(start, text, *found.span())

    def _widened(self, start: int, text: str, first: int, last: int) -> tuple[int, int]:
        """With the closing bracket of one that is open in it."""
        while last < len(text) and text[last] in _CLOSING:
            opening = text[last]
            if text[first:last].count(_CLOSING[opening]) <= text[first:last].count(opening):
                break
            last += 1
        return start + len(text[:first].encode()), start + len(text[:last].encode())

    def _description(self, foreign: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """The longest run of words that nothing interrupts is the description, if there is none."""
        have = {slot.what for slot in self._slots}
        if "name" not in have or "description" in have:
            return foreign
        named = max(slot.end for slot in self._slots if slot.what == "name")
        best: list[tuple[int, int]] = []
        run: list[tuple[int, int]] = []
        for one in foreign:
            if one[0] < named:
                continue
            if run and any(run[-1][1] <= slot.start < one[0] for slot in self._slots):
                run = []
            run.append(one)
            if not best or run[-1][1] - run[0][0] > best[-1][1] - best[0][0]:
                best = list(run)
        if not best or b" " not in self.document.raw[best[0][0] : best[-1][1]]:
            return foreign
        if b"\n" in self.document.raw[best[0][0] : best[-1][1]]:
            return foreign
        end = best[-1][1] + (self.document.raw[best[-1][1] : best[-1][1] + 1] == b".")
        self._slots.append(Slot(best[0][0], min(end, self.end), "description"))
        return [one for one in foreign if one not in best]

    def _left(self) -> Iterator[tuple[int, str]]:
        """The stretches of text that are not used yet, each with where it begins."""
        taken = sorted([*self._used, *((slot.start, slot.end) for slot in self._slots)])
        for start, end, text in list(self._texts(self.start, self.end)):
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

    # Bytes

    def _texts(self, start: int, end: int) -> Iterator[tuple[int, int, str]]:
        return texts_between(self.document, start, end)

    def _decoded(self, start: int, end: int) -> str:
        return self.document.raw[start:end].decode("utf-8", "surrogateescape")

    def _is_inside(self, start: int, end: int) -> bool:
        return self.start <= start <= end <= self.end

    def _add_part(self, at: int, text: str, first: int, last: int, what: str) -> None:
        start = at + len(text[:first].encode("utf-8", "surrogateescape"))
        self._add(start, start + len(text[first:last].encode("utf-8", "surrogateescape")), what)

    def _add(self, start: int, end: int, what: str, key: Key = ("", 0)) -> bool:
        """A slot, unless something else stands there; whether it was added."""
        taken = [*self._used, *((slot.start, slot.end) for slot in self._slots)]
        if start >= end or any(start < last and first < end for first, last in taken):
            return False
        in_code = is_in_code(self.document, start, end)
        self._slots.append(Slot(start, end, what, key, in_code))
        return True


def _identity(url: str) -> str:
    reference = read_link(url).reference
    return reference.key if reference.kind is not Kind.PAGE else url
