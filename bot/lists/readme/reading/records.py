"""From the files of a hand-written list to its records, entries and other links."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from bot.lists.readme.reading.dead_links import mark_of
from bot.lists.readme.reading.fields import fields_of
from bot.lists.readme.reading.markup import Elements
from bot.lists.readme.reading.names import folded, kind_of, name_of, role_of
from bot.lists.readme.reading.outline import Outline
from bot.lists.readme.reading.row import Row
from bot.lists.readme.reading.rows import rows_below
from bot.lists.readme.scope.files import base_name
from bot.lists.readme.scope.ignored import IGNORE, without_commented
from bot.model.reference import Kind, read_link
from bot.model.values.written import (
    Record,
    Span,
    Unread,
    WrittenField,
    WrittenLink,
    WrittenList,
)
from bot.parsing.kept import kept
from bot.parsing.source.document import Document, read_document
from bot.parsing.source.links import SourceLink, is_external

_FRONT_MATTER = "these are settings in YAML, and no part of the page"
COUNTED = {"stars": (Kind.REPO,), "downloads": (Kind.MODEL, Kind.DATASET)}
"""Count → the kinds of references that have it."""


def read_written(files: Mapping[str, str]) -> WrittenList:
    """All records of these Markdown files, each with the id of its entry."""
    return _read_files(tuple(files.items()))


@kept(8_000_000)
def _read_files(files: tuple[tuple[str, str], ...]) -> WrittenList:
    """The same for the files as they stand, and as an edit leaves them: several steps need both."""
    read = _read_file if len(files) > 1 else _read_file.__wrapped__  # one is kept as a whole
    parts = [read(path, text) for path, text in files]
    records = [record for part in parts for record in part.records]
    return WrittenList(
        tuple(_with_ids(records)),
        tuple(link for part in parts for link in part.links),
        tuple(one for part in parts for one in part.unread),
        headings=tuple(title for part in parts for title in part.headings),
        untouched=tuple(span for part in parts for span in part.untouched),
    )


@kept(8_000_000)
def _read_file(path: str, text: str) -> WrittenList:
    document = read_document(text)
    elements = Elements(document)
    outline = Outline(elements)
    rows, loose = rows_below(elements, outline)
    every = (record_of(row, document, path) for row in rows)
    records = [one for one in every if one.name or one.links]
    unread = [
        Unread(_span(document, path, *link.whole), "it is not certain which bytes are its address")
        for link in document.links
        if link.start is None and is_external(link.url)
    ]
    first, last = document.front_matter
    if b"://" in document.raw[first:last]:
        unread.insert(0, Unread(_span(document, path, first, last), _FRONT_MATTER))
    links = [
        replace(_link(link, document, path), section=outline.path(link.whole[0]))
        for link in loose
        if _is_certain(link)
    ]
    titles = tuple(dict.fromkeys(one.title for one in outline.headings))
    written = WrittenList(tuple(records), tuple(links), tuple(unread), headings=titles)
    if not IGNORE.search(document.raw):
        return written
    return without_commented(written, document, path, outline.below)


def record_of(row: Row, document: Document, path: str) -> Record:
    """What a row says; its entry has no id yet."""
    links = _own_papers([_link(link, document, path) for link in row.links if _is_certain(link)])
    followed = [(link.role, link.link) for link in links if not link.is_image]
    start, end = row.start, row.end
    while end > start and document.raw[end - 1 : end].isspace():
        end -= 1
    return Record(
        "",
        name_of(row, document),
        kind_of(followed, [cell.column for cell in row.cells]),
        row.section,
        _span(document, path, start, end),
        row.form,
        row.region,
        _certain_counts(
            fields_of(row, document, lambda first, last: _span(document, path, first, last)), links
        ),
        links,
    )


def _certain_counts(
    fields: Sequence[WrittenField], links: Sequence[WrittenLink]
) -> tuple[WrittenField, ...]:
    """The fields without counts that may belong to several of the row's links, or to none.

    Of two repositories nobody can say which a blank licence is that of.
    """
    if not fields:
        return ()
    followed = {link.link.reference for link in links if not link.is_image}
    repositories = [one for one in followed if one.kind in _LICENSED]
    if len(repositories) != len({one.kind for one in repositories}):
        fields = [one for one in fields if one.name != "licence" or one.value]
    uncertain = {
        name
        for name, kinds in COUNTED.items()
        if sum(reference.kind in kinds for reference in followed) != 1
    }
    return tuple(field for field in fields if field.name not in uncertain)


_LICENSED = frozenset({Kind.REPO, Kind.MODEL, Kind.DATASET, Kind.SPACE})


def _own_papers(links: Sequence[WrittenLink]) -> tuple[WrittenLink, ...]:
    """The links; beside a paper that is named in words, one behind a badge is not the row's own."""
    if not any(link.role == "paper" and link.label for link in links):
        return tuple(links)
    return tuple(
        replace(link, role="site") if link.role == "paper" and not link.label else link
        for link in links
    )


def _is_certain(link: SourceLink) -> bool:
    return link.start is not None and is_external(link.url)


def _link(link: SourceLink, document: Document, path: str) -> WrittenLink:
    start, end = link.start or 0, link.end or 0
    return WrittenLink(
        role_of(link),
        read_link(link.url),
        _span(document, path, start, end),
        link.label,
        start - link.whole[0],
        link.whole[1] - end,
        mark_of(link, document),
    )


def _span(document: Document, path: str, start: int, end: int) -> Span:
    return Span(path, start, end - start, document.line_of(start))


def _with_ids(records: Iterable[Record]) -> Iterable[Record]:
    """Each record with its entry's id: a reference that only this entry has, or its name.

    Records in translations of one file that have the same first reference are one entry.
    """
    records = list(records)
    keys = [[link.link.reference.key for link in one.links if not link.is_image] for one in records]
    bears: Counter[str] = Counter()
    for one, own in zip(records, keys, strict=True):
        for key in dict.fromkeys(own):
            bears[f"{one.span.path}\0{key}"] += 1
    shared = {name.partition("\0")[2] for name, number in bears.items() if number > 1}
    families: dict[str, set[str]] = {}
    for one, own in zip(records, keys, strict=True):
        for key in own:
            families.setdefault(key, set()).add(base_name(one.span.path))
    shared |= {key for key, names in families.items() if len(names) > 1}
    taken: dict[tuple[str, str], int] = {}
    given: dict[str, str] = {}
    for one, own in zip(records, keys, strict=True):
        stem = next((key for key in own if key not in shared), "")
        if not stem:
            name = folded(one.name)
            stem = f"{own[0]}~{name}" if own else f"name:{name}"
        yield Record(
            _free(stem, one, taken, given),
            one.name,
            one.kind,
            one.section,
            one.span,
            one.form,
            one.region,
            one.fields,
            one.links,
        )


def _free(
    stem: str, record: Record, taken: dict[tuple[str, str], int], given: dict[str, str]
) -> str:
    """The id itself, or with `~2` appended for a second entry of the same file or family."""
    path, family = record.span.path, base_name(record.span.path)
    number = taken.get((path, stem), 0) + 1
    name = stem if number == 1 else f"{stem}~{number}"
    while given.setdefault(name, family) != family:
        number += 1
        name = f"{stem}~{number}"
    taken[path, stem] = number
    return name
