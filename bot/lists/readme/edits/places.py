"""Where the edits of a hand-written list are made, and what is written there."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from bot.lists.base import Files
from bot.lists.readme.edits.badges import named_in, names_of
from bot.lists.readme.edits.removal import row_to_remove
from bot.lists.readme.edits.splice import Part, Replacement
from bot.lists.readme.reading.dead_links import read_mark
from bot.lists.readme.reading.values import Notations
from bot.model.change import Edit, FieldEdit, LinkEdit, ShownEdit
from bot.model.reference import Kind, Place, Reference, read_link
from bot.model.values.written import DEAD_NOTE, Span, WrittenLink, WrittenList
from bot.parsing.source.document import Document, read_document


class Places:
    """Where some edits of one list are made."""

    def __init__(self, files: Files, written: WrittenList, edits: Iterable[Edit]) -> None:
        self._files, self._written = files, written
        self._notations = Notations(written)
        self._untouched = frozenset(written.untouched)
        self._owners: dict[Span, str] = {}
        """The entries of the links that are edited."""
        edited = (read_link(edit.before) for edit in edits if isinstance(edit, LinkEdit))
        self._links: dict[tuple[Reference, Place], list[WrittenLink]] = {
            (link.reference, link.place): [] for link in edited
        }
        for link, entry in _every(written) if self._links else ():
            target = link.link.reference, link.link.place
            if not link.is_image and target in self._links:
                self._links[target].append(link)
                self._know(link, entry)

    def of(self, edit: Edit, index: int) -> Iterator[Replacement]:
        """All places of one edit, each with what it reads then; none where one is not certain.

        Rows that are left alone may share the definition of a link: then it stays.
        """
        found = list(self._of(edit, index))
        if not any(one.link in self._untouched for one in found if one.part in _ADDRESSES):
            yield from found

    def _of(self, edit: Edit, index: int) -> Iterator[Replacement]:
        if isinstance(edit, LinkEdit):
            if edit.entry:
                yield from self._of_rows(edit, index)
            else:
                yield from self._of_link(edit, index)
        elif isinstance(edit, FieldEdit | ShownEdit):
            entry = edit.entry if isinstance(edit, ShownEdit) else entry_of(edit)
            value = edit.value if isinstance(edit.value, str) else ", ".join(edit.value)
            for record in self._written.by_entry.get(entry, ()):
                field = record.field(edit.field)
                text = self._notations.write(edit.field, value, record)
                if field and text is not None and text != field.text:
                    part = Part.CELL if record.form == "table" else Part.VALUE
                    yield Replacement(field.span, text, index, part)

    def _document(self, path: str) -> Document:
        return read_document(self._files[path])

    # links

    def _of_link(self, edit: LinkEdit, index: int) -> Iterator[Replacement]:
        """In the entry's rows and in prose; everywhere, where it is not known whose link it is."""
        target = read_link(edit.before)
        everywhere = self._links.get((target.reference, target.place), ())
        at = edit.where.path, edit.where.column - 1
        spans = (one.span for one in everywhere)
        owner = next((self._owners[one] for one in spans if (one.path, one.start) == at), "")
        links = [one for one in everywhere if self._is_of(one, owner)]
        after = edit.archived_copy if edit.dead_since else edit.after
        for link in dict.fromkeys(links):
            if after:
                yield Replacement(link.span, after, index, Part.ADDRESS, link.span)
                if not edit.dead_since:
                    yield from _label(link, self._document(link.span.path).raw, after, index)
            elif not link.is_marked_dead:
                yield from self._mark(link, index)
        if links and not edit.dead_since:
            yield from self._badges(target.reference, read_link(edit.after).reference, owner, index)

    def _know(self, link: WrittenLink, entry: str) -> None:
        if entry:
            self._owners[link.span] = entry
        else:
            self._owners.setdefault(link.span, "")

    def _is_of(self, link: WrittenLink, owner: str) -> bool:
        return not owner or self._owners[link.span] in {owner, ""}

    def _mark(self, link: WrittenLink, index: int) -> Iterator[Replacement]:
        """What says that a link is dead, as this list says it where that can be written here."""
        raw = self._document(link.span.path).raw
        mark = read_mark(self._written.dead_mark)
        is_markup = raw[link.before : link.before + 1] == b"<" and link.before < link.span.start - 1
        is_bare = link.before == link.span.start
        begins_a_word = link.before and not re.match(rb"[\s(\[>|*_]", raw[link.before - 1 :])
        if mark.tag and (is_bare or (begins_a_word and not is_markup)):
            mark = read_mark(DEAD_NOTE)
        if mark.tag:
            opening = "<del>" if is_markup and "~" in mark.tag else mark.tag
            closing = opening.replace("<", "</")
            for at, text in ((link.before, opening), (link.after, closing)):
                yield Replacement(_at(link, at), text, index, Part.MARK, link.span)
            return
        lead = mark.lead.encode()
        at = link.after + (len(lead) if raw.startswith(lead, link.after) else 0)
        text = re.sub(r"[*_`]", "", mark.text) if is_markup else mark.text
        blank = " " if is_bare and not text.startswith(" ") else ""
        following = raw[at : at + 16].decode("utf-8", "ignore").lstrip("*_")[:1]
        # italics do not end before a letter: https://spec.commonmark.org/0.31.2/#right-flanking-delimiter-run
        behind = " " if text.endswith(("*", "_")) and following.isalnum() else ""
        yield Replacement(_at(link, at), blank + text + behind, index, Part.MARK, link.span)

    # pictures

    @cached_property
    def _pictures(self) -> Mapping[str, Sequence[WrittenLink]]:
        """Repository → the addresses besides its own that name it for certain."""
        found: dict[str, list[WrittenLink]] = defaultdict(list)
        for link, entry in _every(self._written):
            for name in names_of(link.link.url, is_image=link.is_image):
                found[name].append(link)
                self._know(link, entry)
        return found

    def _badges(
        self, old: Reference, new: Reference, owner: str, index: int
    ) -> Iterator[Replacement]:
        """The repository's new name in the pictures beside its link."""
        if not (old.kind is new.kind is Kind.REPO) or old.name == new.name:
            return
        for link in dict.fromkeys(self._pictures.get(old.name.lower(), ())):
            if self._is_of(link, owner):
                raw = self._document(link.span.path).raw
                yield from _renamings(link, raw, (old.name, new.name), index)

    # rows

    def _of_rows(self, edit: LinkEdit, index: int) -> Iterator[Replacement]:
        """All rows of the entry, or none."""
        records = self._written.by_entry.get(edit.entry, ())
        spans = [
            row_to_remove(
                self._document(record.span.path), record, self._written.records, edit.also_dead
            )
            for record in records
        ]
        if spans and all(spans):
            for span in spans:
                if span:
                    yield Replacement(span, "", index, Part.ROW)

    def rows_of(self, edit: Edit) -> Iterator[str]:
        """The rows that an edit removes, as they stand."""
        if isinstance(edit, LinkEdit) and edit.entry:
            for one in self._of_rows(edit, 0):
                raw = self._document(one.span.path).raw
                yield raw[one.span.start : one.span.end].decode("utf-8", "replace").strip("\r\n")


_ADDRESSES = frozenset({Part.ADDRESS, Part.BADGE})


def _at(link: WrittenLink, at: int) -> Span:
    return Span(link.span.path, at, 0, link.span.line)


def _label(link: WrittenLink, raw: bytes, after: str, index: int) -> Iterator[Replacement]:
    """The text of a link that shows its own address, if the new one reads there as it is."""
    written = raw[link.span.start : link.span.end]
    shown = [
        at
        for opening, closing in ((b"[", b"]"), (b">", b"<"))
        if (at := raw.find(opening + written + closing, link.before, link.after)) >= 0
    ]
    if shown and link.label.encode() == written and not _READS_OTHERWISE.search(after):
        label = Span(link.span.path, shown[0] + 1, len(written), link.span.line)
        yield Replacement(label, after, index, Part.LABEL, link.span)


_READS_OTHERWISE = re.compile(r"[*`\[\]<>&\\|\s]|(?<![^\W_])_|_(?![^\W_])")


def _renamings(
    link: WrittenLink, raw: bytes, names: tuple[str, str], index: int
) -> Iterator[Replacement]:
    """The bytes of a repository's name in one address; none where they are not certain."""
    old, new = names
    span = link.span
    written = raw[span.start : span.end].decode("utf-8", "surrogateescape")
    places = named_in(written, is_image=link.is_image)
    read = [link.link.url[a:b] for a, b in named_in(link.link.url, is_image=link.is_image)]
    if [written[a:b] for a, b in places] != read:
        return
    for start, end in places:
        name = written[start:end]
        if re.sub("%2f", "/", name, flags=re.IGNORECASE).lower() != old.lower():
            continue
        first = span.start + len(written[:start].encode("utf-8", "surrogateescape"))
        text = new if "/" in name else new.replace("/", "%2F")
        at = Span(span.path, first, len(name), span.line)
        yield Replacement(at, text, index, Part.BADGE, span, names)


def entry_of(edit: FieldEdit) -> str:
    """The entry of a field's edit; the id of a change is that of its entry and its field."""
    return edit.change.removesuffix(f"/{edit.field}")


def _every(written: WrittenList) -> Iterator[tuple[WrittenLink, str]]:
    """All links, in every file, with the id of the entry that has them; "" for no row's."""
    for record in written.records:
        for link in record.links:
            yield link, record.entry
    for link in written.links:
        yield link, ""
