"""Fills a template: the new row's texts and links in, what is not known of it out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.lists.readme.templates.entry import NewEntry, NewLink
from bot.lists.readme.templates.escape import address_like, code_text, html_text, markdown_text
from bot.lists.readme.templates.removal import (
    Bytes,
    enclosed,
    merged,
    without_leftovers,
    without_part,
)
from bot.lists.readme.templates.slots import LinkGroup, Slot
from bot.lists.readme.templates.spelling import spell
from bot.lists.readme.writing.choose import Match
from bot.lists.readme.writing.surroundings import CLEAR, WORDS, Donor, Surroundings, last_part


class Composer:
    """One template with one entry in it."""

    def __init__(self, matched: Match, entry: NewEntry, around: Surroundings) -> None:
        self.template, self.links, self.left = matched.template, matched.links, matched.left
        self.entry, self.around, self.raw = entry, around, around.raw
        self.bounds = (self.template.start, self.template.end)

    def text(self) -> str:
        """The stretch as it reads for the new entry."""
        texts = [(slot, self._value(slot)) for slot in self.template.slots]
        out = merged([*self._removed(texts)])
        pieces = [(start, end, b"") for start, end in out]
        for slot, text in texts:
            if text is not None and not any(a < slot.end and slot.start < b for a, b in out):
                pieces.append((slot.start, slot.end, text.encode("utf-8", "surrogateescape")))
        pieces += self._added(out)
        joined = self._joined(sorted(pieces, key=lambda piece: piece[:2]))
        joined = without_leftovers(joined) if out else joined
        return joined.decode("utf-8", "surrogateescape")

    def _joined(self, pieces: Sequence[tuple[int, int, bytes]]) -> bytes:
        found, at = [], self.template.start
        for start, end, text in pieces:
            found += [self.raw[at:start], text]
            at = max(at, end)
        found.append(self.raw[at : self.template.end])
        return b"".join(found)

    def _removed(self, texts: Sequence[tuple[Slot, str | None]]) -> list[Bytes]:
        parts = [
            (group.start, group.end)
            for group in self.template.groups
            if group.key not in self.links
        ]
        parts += [self._whole(slot) for slot, text in texts if text is None]
        parts += [
            (start, end)
            for start, end in self.template.foreign
            if not any(group.start <= start < group.end for group in self.template.groups)
        ]
        return [without_part(self.raw, self.bounds, part) for part in parts]

    def _whole(self, slot: Slot) -> Bytes:
        """What cannot stand without the text of a slot: a badge, and the link around it."""
        if slot.what == "day":
            start = self.raw.rfind(b"<!--", 0, slot.start)
            return start, self.raw.index(b"-->", slot.end) + 3
        if slot.what != "path":
            return slot.start, slot.end
        spans = [*((one.start, one.end) for one in self.template.groups), *self.template.pictures]
        around = [(a, b) for a, b in spans if a <= slot.start and slot.end <= b]
        return max(around, key=lambda span: span[1] - span[0], default=(slot.start, slot.end))

    # Values

    def _value(self, slot: Slot) -> str | None:
        """What stands in a slot; None where nobody knows."""
        if slot.what == "number":
            return self.around.number or self._old(slot)
        if slot.what in {"url", "label", "segment"}:
            link = self.links.get(slot.key)
            return self._of_link(slot, link) if link else None
        if slot.what == "path":
            return self.entry.repository(slot.key[1]) or None
        if slot.what == "name":
            return self._escaped(self._ending(self.entry.name, slot), slot)
        return self._field(slot)

    def _of_link(self, slot: Slot, link: NewLink) -> str:
        if slot.what == "url":
            attribute = self.raw[max(0, slot.start - 1) : slot.start] in {b'"', b"'", b"="}
            return address_like(link.url, self._old(slot), in_attribute=attribute)
        if slot.what == "segment" and not link.label:
            return self._escaped(link.url.rstrip("/").rpartition("/")[2], slot)
        label = link.label or self.entry.fields.get(link.role, "")
        return self._escaped(label or self._called(link), slot)

    def _called(self, link: NewLink) -> str:
        """The text of a link without one: its name, its title, or the word for its part."""
        if name := last_part(link):
            return name
        return self.entry.name if link.role == "paper" else WORDS.get(link.role, "link")

    def _field(self, slot: Slot) -> str | None:
        value = self.entry.fields.get(slot.what, "")
        if not value:
            return None
        beside = self.around.beside.get(slot.what, ())
        text = spell(slot.what, value, self._old(slot), beside, self.around.unit)
        if text is None:
            return None
        return self._escaped(
            self._ending(text, slot) if slot.what in {"description", "authors"} else text, slot
        )

    def _ending(self, text: str, slot: Slot) -> str:
        """With the full stop that the house writes, or without; as given where it does both."""
        bare = text.rstrip().removesuffix(".")
        if self.raw[slot.end : slot.end + 1] == b".":
            return bare
        beside = self.around.beside.get(slot.what, ())
        stops = sum(one.rstrip().endswith(".") for one in beside)
        if slot.what == "authors":
            return text
        if slot.what != "description" or stops <= CLEAR * len(beside):
            return bare
        return f"{bare}." if stops >= (1 - CLEAR) * len(beside) and bare[-1:] not in "!?…" else text

    def _old(self, slot: Slot) -> str:
        return self.raw[slot.start : slot.end].decode("utf-8", "surrogateescape")

    def _escaped(self, text: str, slot: Slot) -> str:
        if self.around.in_markup:
            return html_text(text)
        if slot.in_code:
            return code_text(text, in_cell=self.around.in_cell)
        return markdown_text(text, in_cell=self.around.in_cell)

    # Links that the template lacks

    def _added(self, out: Sequence[Bytes]) -> list[tuple[int, int, bytes]]:
        """Each link that has no place yet, as another row writes one, behind the last link."""
        found = []
        groups = [one for one in self.template.groups if one.key in self.links]
        for link in self.left:
            donor = self.around.donors.get(link.role) or self._other_donor(link)
            if donor is None:
                continue
            start, end = enclosed(
                self.raw,
                (donor.template.start, donor.template.end),
                (donor.group.start, donor.group.end),
            )
            if behind := self._belongs_before(link, groups):
                at = enclosed(self.raw, self.bounds, (behind.start, behind.end))[0]
                piece = self._group(donor, link, start, end) + (self._gap(donor, start) or b" ")
                found.append((at, at, piece))
                continue
            at_end = end == donor.template.end or not groups
            at = (
                self.template.end
                if at_end
                else enclosed(self.raw, self.bounds, (groups[-1].start, groups[-1].end))[1]
            )
            if any(first < at < last for first, last in out):
                at = self.template.end
            is_behind = any(group.end == at for group in groups)
            gap = self._gap(donor, start) or (self.around.joint if is_behind else b" ")
            piece = gap + self._group(donor, link, start, end)
            found.append((at, at, piece))
        return found

    def _belongs_before(self, link: NewLink, groups: Sequence[LinkGroup]) -> LinkGroup | None:
        """The first link before which rows have one of this part; never that of the name."""
        order = self.around.order
        return next(
            (
                one
                for one in groups
                if not one.is_main
                and order.get((link.role, one.key[0]), 0) > order.get((one.key[0], link.role), 0)
            ),
            None,
        )

    def _other_donor(self, link: NewLink) -> Donor | None:
        """A link whose text names its part, so that another can be named; any for a text given."""
        donors = self.around.donors.values()
        some = donors if link.label else (one for one in donors if one.group.label)
        return next(iter(some), None)

    def _gap(self, donor: Donor, start: int) -> bytes:
        """What stands between the donor's link and the one before it; empty where words do."""
        before = [one.end for one in donor.template.groups if one.end <= start]
        low = donor.template.start
        between = self.raw[before[-1] if before else low : start]
        kept = between.lstrip(b")]")
        return (
            kept if before and not any(map(str.isalnum, kept.decode("utf-8", "replace"))) else b""
        )

    def _group(self, donor: Donor, link: NewLink, start: int, end: int) -> bytes:
        pieces: list[tuple[int, int, str]] = []
        for slot in donor.template.slots:
            if start <= slot.start and slot.end <= end:
                is_path = slot.what == "path"
                text = self.entry.repository(0) if is_path else self._of_link(slot, link)
                if slot.what in {"label", "segment"} and not link.label:
                    text = WORDS.get(link.role, "link")
                pieces.append((slot.start, slot.end, text))
        label = donor.group.label
        if label and donor.group.key[0] != link.role:
            pieces.append((*label, self._word(link, label)))
        found, at = [], start
        for first, last, text in sorted(pieces):
            found += [self.raw[at:first], text.encode("utf-8", "surrogateescape")]
            at = last
        return b"".join([*found, self.raw[at:end]])

    def _word(self, link: NewLink, like: Bytes) -> str:
        """The plain word for the part a link plays, with a capital where the house has one."""
        old = self.raw[like[0] : like[1]].decode("utf-8", "surrogateescape")
        inner, word = re.search(r"\w.*\w|\w", old), WORDS.get(link.role, "link")
        if not inner:
            return word
        word = word.capitalize() if inner[0][:1].isupper() else word
        return old[: inner.start()] + word + old[inner.end() :]
