"""Edits of a hand-written list: just the bytes of a value, in every place where it stands."""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.lists.base import Files
from bot.lists.readme.records import read_written
from bot.lists.readme.scope.files import is_markdown
from bot.lists.readme.values import Notations
from bot.model.change import Edit, FieldEdit, LinkEdit, ShownEdit
from bot.model.reference import Place, Reference, read_link
from bot.model.values.written import Span, WrittenLink, WrittenList
from bot.parsing.source.document import read_document

DEAD_NOTE = " *(dead link)*"
"""What stands behind a dead link of which no archived copy is put in its place."""


@dataclass(frozen=True, slots=True)
class Replacement:
    """New bytes for a span; `edit` is the index of what asks for it."""

    span: Span
    text: str
    edit: int
    in_table: bool = False
    """Whether it is a value in a cell of a pipe table, which may be padded with blanks."""


def apply_edits(files: Files, edits: Sequence[Edit]) -> tuple[dict[str, str], list[Edit]]:
    """The files after the edits, and the edits that could not be made for certain.

    An edit is made in all its places or in none; each is read back before it counts.
    """
    places = _Places(read_written(markdown_of(files)))
    wanted: list[Replacement] = []
    refused: set[int] = set()
    for index, edit in enumerate(edits):
        found = list(places.of(edit, index))
        wanted += found
        if not found and not _is_beside(edit):
            refused.add(index)
    changed = dict(files)
    while True:
        wrong = _wrong(files, changed, [one for one in wanted if one.edit not in refused], edits)
        if wrong <= refused:
            return changed, [edits[index] for index in sorted(refused)]
        refused |= wrong
        changed = dict(files)


def markdown_of(files: Files) -> dict[str, str]:
    """The Markdown files of a list among all its files."""
    return {path: text for path, text in files.items() if is_markdown(path)}


def _is_beside(edit: Edit) -> bool:
    """Whether it is about what no hand-written list holds: the evidence of a value."""
    return isinstance(edit, FieldEdit) and edit.field.startswith("evidence.")


class _Places:
    """Where the edits of one list are made."""

    def __init__(self, written: WrittenList) -> None:
        self._records = written.by_entry
        self._notations = Notations(written)
        self._links = links_by_target(written)
        self._owners = {
            (link.span.path, link.span.start): record.entry
            for record in written.records
            for link in record.links
        }

    def of(self, edit: Edit, index: int) -> Iterator[Replacement]:
        """All places of one edit, each with what it reads then."""
        if isinstance(edit, LinkEdit):
            yield from self._of_link(edit, index)
        elif isinstance(edit, FieldEdit | ShownEdit):
            entry = edit.entry if isinstance(edit, ShownEdit) else entry_of(edit)
            value = edit.value if isinstance(edit.value, str) else ", ".join(edit.value)
            for record in self._records.get(entry, ()):
                field = record.field(edit.field)
                text = self._notations.write(edit.field, value, record)
                if field and text is not None and text != field.text:
                    yield Replacement(field.span, text, index, record.form == "table")

    def _of_link(self, edit: LinkEdit, index: int) -> Iterator[Replacement]:
        """In the entry's rows and in prose; everywhere, where it is not known whose link it is."""
        target = read_link(edit.before)
        everywhere = self._links.get((target.reference, target.place), ())
        owner = self._owners.get((edit.where.path, edit.where.column - 1))
        links = [one for one in everywhere if not owner or self._owner(one) in {owner, ""}]
        after = edit.archived_copy if edit.dead_since else edit.after
        for link in dict.fromkeys(links):
            if after:
                yield Replacement(link.span, after, index)
            elif not link.is_marked_dead:
                end = Span(link.span.path, link.after, link.after, link.span.line)
                yield Replacement(end, DEAD_NOTE, index)

    def _owner(self, link: WrittenLink) -> str:
        return self._owners.get((link.span.path, link.span.start), "")


def entry_of(edit: FieldEdit) -> str:
    """The entry of a field's edit; the id of a change is that of its entry and its field."""
    return edit.change.removesuffix(f"/{edit.field}")


def links_by_target(
    written: WrittenList,
) -> Mapping[tuple[Reference, Place], list[WrittenLink]]:
    """All links that readers follow, in every file, by what they lead to."""
    found: dict[tuple[Reference, Place], list[WrittenLink]] = defaultdict(list)
    for link in (*(one for record in written.records for one in record.links), *written.links):
        if not link.is_image:
            found[link.link.reference, link.link.place].append(link)
    return found


def _wrong(
    files: Files, changed: dict[str, str], wanted: Sequence[Replacement], edits: Sequence[Edit]
) -> set[int]:
    """Carry the replacements out in `changed`; the edits that do not read back as they should."""
    by_path: dict[str, list[Replacement]] = defaultdict(list)
    wrong: set[int] = set()
    for one in wanted:
        by_path[one.span.path].append(one)
    for path, some in by_path.items():
        changed[path], found = _edited(files[path], some, edits)
        wrong |= found
    return wrong


def _edited(text: str, some: Sequence[Replacement], edits: Sequence[Edit]) -> tuple[str, set[int]]:
    """One file with the replacements in it, and the edits that are to blame if it reads wrong."""
    raw = text.encode("utf-8", "surrogateescape")
    spliced, places, clashes = _spliced(raw, some, edits)
    after = spliced.decode("utf-8", "surrogateescape")
    wrong = _not_read_back(text, after, places, edits)
    asked = sorted({one.edit for one in some})
    if len(asked) > 1 and wrong == set(asked):  # one odd edit does not cost the others
        half = set(asked[: len(asked) // 2])
        parts = (
            [one for one in some if one.edit in half],
            [one for one in some if one.edit not in half],
        )
        to_blame = {index for part in parts for index in _edited(text, part, edits)[1]}
        wrong = to_blame or wrong
    return after, clashes | wrong


def _spliced(
    raw: bytes, some: Sequence[Replacement], edits: Sequence[Edit]
) -> tuple[bytes, list[tuple[int, int, Replacement]], set[int]]:
    """The bytes with every span replaced, where each now stands, and edits whose spans meet."""
    pieces: list[bytes] = []
    places: list[tuple[int, int, Replacement]] = []
    clashes: set[int] = set()
    at = length = 0
    done: Replacement | None = None
    for one in sorted(some, key=lambda one: (one.span.start, one.span.end, one.edit)):
        if done and (one.span, one.text) == (done.span, done.text):
            places.append((places[-1][0], places[-1][1], one))
            continue
        if one.span.start < at:
            clashes.add(one.edit)
            continue
        done = one
        old = raw[one.span.start : one.span.end]
        is_address = isinstance(edits[one.edit], LinkEdit) and one.span.start < one.span.end
        new = _as_address(one.text, raw, one.span) if is_address else one.text.encode()
        start = length + one.span.start - at
        places.append((start, start + len(new), one))
        blanks, end = _padding(raw, one.span, old, new) if one.in_table else (b"", one.span.end)
        pieces += [raw[at : one.span.start], new, blanks]
        length = start + len(new) + len(blanks)
        at = end
    return b"".join([*pieces, raw[at:]]), places, clashes


_PADDED = re.compile(rb" {2,}(?=\|)")


def _padding(raw: bytes, span: Span, old: bytes, new: bytes) -> tuple[bytes, int]:
    """The blanks behind a value in an aligned table, so that its bar stays where it is."""
    found = _PADDED.match(raw, span.end)
    if not found:
        return b"", span.end
    longer = len(new.decode("utf-8", "replace")) - len(old.decode("utf-8", "replace"))
    return b" " * max(1, len(found[0]) - longer), found.end()


_IN_ATTRIBUTE = re.compile(rb"=\s*([\"']?)\Z")
_UNSAFE = {" ": "%20", "(": "%28", ")": "%29", "|": "%7C", "<": "%3C", ">": "%3E", "\\": "%5C"}


def _as_address(url: str, raw: bytes, span: Span) -> bytes:
    """An address as it may stand in that place: in brackets, in a cell, or in an attribute."""
    before = raw[max(0, span.start - 16) : span.start]
    if _IN_ATTRIBUTE.search(before):
        ampersand = b"&amp;" in raw[span.start : span.end]
        return (
            html.escape(url) if ampersand else url.replace('"', "%22").replace("'", "%27")
        ).encode()
    balanced = url.count("(") == url.count(")")
    table = {key: value for key, value in _UNSAFE.items() if not (balanced and key in "()")}
    return "".join(table.get(letter, letter) for letter in url).encode()


def _not_read_back(
    before: str, after: str, places: Sequence[tuple[int, int, Replacement]], edits: Sequence[Edit]
) -> set[int]:
    """The edits after which something else would read differently than before."""
    old, new = read_document(before), read_document(after)
    if len(old.links) != len(new.links):
        return {one.edit for _, _, one in places}
    spans = {(link.start, link.end): link.url for link in new.links}
    wrong = set()
    for start, end, one in places:
        if isinstance(edits[one.edit], LinkEdit) and one.span.start < one.span.end:
            read = spans.get((start, end))
            if read is None or read_link(read) != read_link(one.text):
                wrong.add(one.edit)
    moved = {one.span.start for _, _, one in places}
    for then, now in zip(old.links, new.links, strict=True):
        if then.start not in moved and then.url != now.url:
            return {one.edit for _, _, one in places}
    return wrong
