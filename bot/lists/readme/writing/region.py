"""The rows that stand in one list or table, and which of them a section takes new rows in."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.lists.readme.reading.records import record_of
from bot.lists.readme.reading.row import Row
from bot.lists.readme.reading.rows import read_rows
from bot.lists.readme.scope.files import readme_of
from bot.lists.readme.templates.entry import NewEntry
from bot.model.values.written import Record
from bot.parsing.kept import kept
from bot.parsing.source.document import Document, read_document

FORMS = frozenset({"item", "table", "markup", "line"})
"""The forms whose rows stand below each other, so that one can be added."""


@dataclass(frozen=True)
class Refused:
    """Why a row is not written."""

    reason: str


@dataclass(frozen=True)
class RowRegion:
    """Rows that stand together, each as bytes and as what it says."""

    path: str
    document: Document
    rows: tuple[Row, ...]
    records: tuple[Record, ...]

    @property
    def form(self) -> str:
        """How its rows are written."""
        return self.rows[0].form

    @property
    def is_in_markup(self) -> bool:
        """Whether they stand in a block of HTML, where Markdown is not read."""
        start = self.rows[0].start
        nodes = self.document.root.children
        at = bisect_right(nodes, start, key=lambda node: node.start) - 1
        return self.form == "markup" or (at >= 0 and nodes[at].kind == "HtmlBlock")

    @property
    def section(self) -> tuple[str, ...]:
        """The headings above it."""
        return self.rows[0].section


@kept(8_000_000)
def regions_of(path: str, text: str) -> Sequence[RowRegion]:
    """All regions of a file, in the order they stand."""
    document = read_document(text)
    rows, _ = read_rows(document)
    groups: dict[tuple[object, ...], list[tuple[Row, Record]]] = defaultdict(list)
    for row in rows:  # those that are to be left alone, too: they are no less part of the form
        record = record_of(row, document, path)
        groups[row.region, row.form, row.section].append((row, record))
    return [
        RowRegion(path, document, tuple(row for row, _ in group), tuple(one for _, one in group))
        for group in groups.values()
    ]


def find_region(
    files: Mapping[str, str], path: str, section: str, entry: NewEntry
) -> RowRegion | Refused:
    """The region below a section that takes the entry: headings joined by ` / `.

    Of several, the one with most rows that link to the same kinds of things.
    """
    readme = readme_of(files)
    paths = [path] if path in files else sorted(files, key=lambda one: one != readme)
    for one in paths:
        regions = [
            region
            for region in regions_of(one, files[one])
            if " / ".join(region.section) == section
        ]
        if not regions:
            continue
        usable = [region for region in regions if region.form in FORMS]
        if not usable:
            return Refused(f"below “{section}” each entry has a form of its own")
        return max(usable, key=lambda region: _fitness(region, entry))
    return Refused(f"there are no rows below “{section}”" if section else "no section is named")


def _fitness(region: RowRegion, entry: NewEntry) -> tuple[int, int]:
    roles = {link.role for link in entry.links}
    alike = sum(
        any(link.role in roles for link in record.links if not link.is_image)
        for record in region.records
    )
    return alike, len(region.rows)
