"""The bytes of the entries of a registry, of their fields and of their links."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import accumulate

from bot.lists.base import Files
from bot.lists.registry.load import entry_files, parse_entries, section_titles, tables_of
from bot.model.entry import Entry
from bot.model.values.written import Record, Span, WrittenField, WrittenLink, WrittenList
from bot.parsing.yaml import place_of, read_yaml

_PLAIN_END = re.compile(r"[\s,\]}'\"]|\Z")


def written_registry(files: Files) -> WrittenList:
    """Every entry of `registry/*.yml` with its bytes. Raises InputError or BrokenInputError.

    A field or link whose bytes are not certain (a block over several lines) is left out.
    """
    own, titles = tables_of(files), section_titles(files)
    records: list[Record] = []
    for path in entry_files(files):
        text = files[path]
        raw = read_yaml(path, text)["entries"]
        entries = parse_entries(path, text, own)
        lines = [entry.where.line for entry in entries]
        place = _Place(path, text)
        for index, entry in enumerate(entries):
            end = place.at(lines[index + 1], 1) if index + 1 < len(lines) else len(text)
            records.append(_record(entry, raw[index], place, end, titles))
    return WrittenList(tuple(records))


class _Place:
    """Converts the parser's (line, column) in one file to bytes."""

    def __init__(self, path: str, text: str) -> None:
        lines = text.splitlines(keepends=True)
        self.path, self.text = path, text
        self._starts = [0, *accumulate(map(len, lines))]
        self._bytes = [0, *accumulate(len(line.encode("utf-8")) for line in lines)]

    def at(self, line: int, column: int) -> int:
        """The character at a line and column, both from 1."""
        return self._starts[line - 1] + column - 1

    def span(self, start: int, end: int, line: int) -> Span:
        """The bytes of some letters that begin on a line."""
        before = self.text[self._starts[line - 1] : start]
        first = self._bytes[line - 1] + len(before.encode("utf-8"))
        return Span(self.path, first, len(self.text[start:end].encode("utf-8")), line)

    def scalar(self, line: int, column: int, value: str) -> Span | None:
        """The bytes of a value on one line, without its quotes."""
        start = self.at(line, column)
        start += self.text[start : start + 1] in {"'", '"'}
        end = start + len(value)
        if self.text[start:end] != value or not _PLAIN_END.match(self.text, end):
            return None
        return self.span(start, end, line)


def _record(
    entry: Entry, raw: object, place: _Place, end: int, titles: Mapping[str, str]
) -> Record:
    start = place.at(entry.where.line, 1)
    stop = start + len(place.text[start:end].rstrip())
    links = tuple(
        WrittenLink(one.role, one.link, span)
        for one in entry.links
        if (span := place.scalar(one.where.line, one.where.column, one.link.url))
    )
    return Record(
        entry.id,
        entry.name,
        entry.kind,
        (titles.get(entry.section, entry.section),),
        place.span(start, stop, entry.where.line),
        "registry",
        0,
        tuple(_fields(entry, raw, place)),
        links,
    )


def _fields(entry: Entry, raw: object, place: _Place) -> Iterator[WrittenField]:
    for name, value in entry.values.items():
        if isinstance(value, str) and (span := place.scalar(*place_of(raw, [name]), value)):
            yield WrittenField(name, value, value, span)
