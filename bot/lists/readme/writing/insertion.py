"""A new row as an edit: bytes at one place of one file, and new numbers of the rows behind it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.lists.readme.reading.markup import is_followed, trimmed
from bot.lists.readme.reading.names import name_of
from bot.lists.readme.reading.rows import read_rows
from bot.lists.readme.templates.entry import NewEntry
from bot.lists.readme.writing.cells import TableRow
from bot.lists.readme.writing.numbers import Numbering, numbering
from bot.lists.readme.writing.place import place_in
from bot.lists.readme.writing.region import Refused, RowRegion, find_region, regions_of
from bot.lists.readme.writing.written import Line, NewText
from bot.model.reference import read_link
from bot.model.values.plain import letters_of
from bot.parsing.source.document import read_document

_GAP = re.compile(rb"[\s>]*(?:(?:<br\s*/?>|</(?:tr|li)>)[\s>]*)?\Z", re.IGNORECASE)
_CLOSING = re.compile(rb"\s*</(?:tr|li)>", re.IGNORECASE)
_FEWEST_LETTERS = 8


@dataclass(frozen=True)
class Insertion:
    """Bytes that go in at an offset of a file; nothing else of it changes but numbers of rows.

    renumbered  bytes of the file and what they read then, behind the row or before it
    missing     fields, links and columns that rows here have and nobody knows of this one
    row         the row alone, without the gap to the next
    section     the headings above it
    """

    path: str
    offset: int
    text: str
    renumbered: tuple[tuple[int, int, str], ...] = ()
    missing: tuple[str, ...] = ()
    row: str = ""
    section: tuple[str, ...] = ()

    @property
    def start(self) -> int:
        """The byte at which the row begins in the file with the row in it."""
        others = [one for one in self.renumbered if one[0] < self.offset]
        grown = sum(len(new.encode()) - (end - start) for start, end, new in others)
        before = self.text[: self.text.index(self.row)]
        return self.offset + grown + len(before.encode("utf-8", "surrogateescape"))

    def applied(self, text: str) -> str:
        """The file with the row in it."""
        raw = text.encode("utf-8", "surrogateescape")
        edits = [(self.offset, self.offset, self.text), *self.renumbered]
        for start, end, new in sorted(edits, reverse=True):
            raw = raw[:start] + new.encode("utf-8", "surrogateescape") + raw[end:]
        return raw.decode("utf-8", "surrogateescape")


def new_row(
    files: Mapping[str, str], path: str, section: str, entry: NewEntry
) -> Insertion | Refused:
    """A new row in the form and at the place that its section has for it.

    `path` may be empty: then the first file with that section takes it, the README before others.
    """
    if not entry.name.strip():
        return Refused("the row has no name")
    if any(not re.match(r"https?://\S+\Z", link.url) for link in entry.links):
        return Refused("a link is not a web address")
    region = find_region(files, path, section, entry)
    if isinstance(region, Refused):
        return region
    position = place_in(region.records, region.document.raw, entry)
    return row_at(region, position, entry, files[region.path])


def row_at(region: RowRegion, position: int, entry: NewEntry, text: str) -> Insertion | Refused:
    """A new row behind so many rows of a region; refused where it would not read back.

    Where it would not with a template of another region, the region's own rows are tried alone.
    """
    made = _row_at(region, position, entry, text, regions_of(region.path, text))
    if isinstance(made, Refused) and not region.rows[0].cells:
        alone = _row_at(region, position, entry, text, ())
        return made if isinstance(alone, Refused) else alone
    return made


def _row_at(
    region: RowRegion, position: int, entry: NewEntry, text: str, others: Sequence[RowRegion]
) -> Insertion | Refused:
    counted = numbering(region, position)
    gap = _gap(region)
    if gap is None:
        return Refused("the text between the rows here is not understood")
    written = _written(region, position, entry, counted, others)
    if isinstance(written, Refused):
        return written
    if position:
        offset, new = row_end(region, position - 1), gap + written.text
    else:
        offset, new = row_start(region, 0), written.text + gap
    made = Insertion(
        region.path, offset, new, counted.others, written.missing, written.text, region.section
    )
    wrong = _not_read_back(region, position, entry, made.applied(text))
    return Refused(wrong) if wrong else made


def _written(
    region: RowRegion,
    position: int,
    entry: NewEntry,
    counted: Numbering,
    others: Sequence[RowRegion],
) -> NewText | Refused:
    if region.rows[0].cells:
        return TableRow(region, position, entry, counted).write()
    found = Line(region, position, entry, counted.number).write(others)
    return found or Refused("no row here can be taken as a template")


def row_start(region: RowRegion, at: int) -> int:
    """Where a row begins: at its marker; with tabs before it, a parser may begin a line above."""
    row = region.rows[at]
    return trimmed(region.document.raw, row.start, row.end)[0]


def row_end(region: RowRegion, at: int) -> int:
    """Where a row ends: with the blanks at the end of its last line, before the line's end."""
    row, raw = region.rows[at], region.document.raw
    if region.form in {"markup", "line"}:
        return row.end
    end = trimmed(raw, row.start, row.end)[1]
    blanks = re.compile(rb"[ \t]*").match(raw, end)
    return blanks.end() if blanks else end


def _gap(region: RowRegion) -> str | None:
    """What stands between two rows, as most rows here have it; None where that is no mere gap."""
    raw, rows = region.document.raw, region.rows
    gaps = [raw[row_end(region, at) : row_start(region, at + 1)] for at in range(len(rows) - 1)]
    gaps = [gap for gap in gaps if _GAP.match(gap)]  # others hold items without a link
    if not gaps:
        line = b"\r\n" if b"\r\n" in raw else b"\n"
        start = row_start(region, 0)
        begin = max(raw.rfind(b"\n", 0, start), raw.rfind(b"\r", 0, start)) + 1
        indent = raw[begin:start]
        closing = _CLOSING.match(raw, row_end(region, 0)) if region.form == "markup" else None
        gaps = [(closing[0] if closing else b"") + line + indent]
    usual = Counter(gaps).most_common(1)[0][0]
    return usual.decode("utf-8") if usual and _GAP.match(usual) else None


def _not_read_back(region: RowRegion, position: int, entry: NewEntry, new: str) -> str:
    """Why the row does not read as it should; empty if it does, and all others as before."""
    document = read_document(new)
    rows, _ = read_rows(document)
    before = region.rows
    same = [row for row in rows if (row.region, row.form, row.section) == _identity(region)]
    if len(same) != len(before) + 1:
        return "the list would read differently with it"
    added = same[position]
    if not _is_name(name_of(added, document), entry.name):
        return "its name would read differently"
    wanted = {read_link(link.url).reference for link in entry.links}
    read = [read_link(link.url).reference for link in added.links if is_followed(link)]
    if not set(read) <= wanted or (wanted and not read):
        return "its links would read differently"
    own = {link.whole for link in added.links}
    links = [link.url for link in document.links if link.whole not in own]
    if links != [link.url for link in region.document.links]:
        return "links of other rows would read differently"
    return ""


def _identity(region: RowRegion) -> tuple[object, ...]:
    return region.rows[0].region, region.form, region.section


def _is_name(read: str, wanted: str) -> bool:
    one, two = letters_of(read), letters_of(wanted)
    return one == two or (len(one) >= _FEWEST_LETTERS and two.startswith(one))
