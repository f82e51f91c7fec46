"""Carries out the edits that add rows to a hand-written list."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.lists.readme.scope.files import base_name, is_markdown
from bot.lists.readme.templates.entry import entry_of_fields
from bot.lists.readme.writing.insertion import Insertion, new_row
from bot.lists.readme.writing.region import Refused, regions_of
from bot.model.change import NewRow, PlacedRow
from bot.model.values.addition import AddedRows, RefusedRow

_BREAK = re.compile(r"\r\n|\r|\n")


def add_rows(files: Mapping[str, str], rows: Sequence[NewRow]) -> AddedRows:
    """The files with the rows in them, each row written into what the last one left."""
    after = dict(files)
    placed: list[PlacedRow] = []
    refused: list[RefusedRow] = []
    for row in rows:
        made = write_row(after, row)
        if isinstance(made, Refused):
            refused.append(RefusedRow(row, made.reason))
            continue
        after[made.path] = made.applied(after[made.path])
        new = _placed(after, row, made)
        placed = [*(one.beside(new) for one in placed), new]
    return AddedRows(after, [_numbered(one, after[one.path]) for one in placed], refused)


def _numbered(row: PlacedRow, text: str) -> PlacedRow:
    """The row as it stands, also where a later one gave it another number; as readable text."""
    shown = row.text
    if shown not in text:
        lines = text.splitlines()[row.line - 1 :]
        shown = "\n".join(lines[: len(shown.splitlines())])
    return replace(row, text=shown.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))


def write_row(files: Mapping[str, str], row: NewRow) -> Insertion | Refused:
    """Where and how one row would be written, with what is missing; or why it is refused."""
    texts = {path: text for path, text in files.items() if is_markdown(path)}
    if row.path and row.path not in texts:
        return Refused(f"there is no file {row.path}")
    section = row.fields.get("section", "")
    return new_row(texts, row.path, str(section), entry_of_fields(row.fields))


def _placed(files: Mapping[str, str], row: NewRow, made: Insertion) -> PlacedRow:
    before = files[made.path].encode("utf-8", "surrogateescape")[: made.start]
    others = (path for path in files if is_markdown(path) and path != made.path)
    return PlacedRow(
        row.change,
        made.path,
        len(_BREAK.findall(before.decode("utf-8", "surrogateescape"))) + 1,
        made.row.strip("\r\n"),
        len(_BREAK.findall(made.text)),
        made.section,
        _shown(files, made),
        made.missing,
        tuple(path for path in others if base_name(path) == base_name(made.path)),
    )


def _shown(files: Mapping[str, str], made: Insertion) -> frozenset[str]:
    regions = regions_of(made.path, files[made.path])
    records = (record for region in regions for record in region.records)
    new = next((one for one in records if one.span.start == made.start), None)
    if new is None:
        return frozenset()
    return frozenset(one.name for one in new.fields) | {link.role for link in new.links}
