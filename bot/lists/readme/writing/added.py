"""Carries out the edits that add rows to a hand-written list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.lists.readme.scope.files import is_markdown
from bot.lists.readme.templates.entry import entry_of_fields
from bot.lists.readme.writing.insertion import Insertion, new_row
from bot.lists.readme.writing.region import Refused
from bot.model.change import NewRow


def add_rows(
    files: Mapping[str, str], rows: Sequence[NewRow]
) -> tuple[dict[str, str], list[NewRow]]:
    """The files with the rows in them, and the rows that could not be written for certain."""
    after, refused = dict(files), []
    for row in rows:
        made = write_row(after, row)
        if isinstance(made, Refused):
            refused.append(row)
        else:
            after[made.path] = made.applied(after[made.path])
    return after, refused


def write_row(files: Mapping[str, str], row: NewRow) -> Insertion | Refused:
    """Where and how one row would be written, with what is missing; or why it is refused."""
    texts = {path: text for path, text in files.items() if is_markdown(path)}
    if row.path and row.path not in texts:
        return Refused(f"there is no file {row.path}")
    section = row.fields.get("section", "")
    return new_row(texts, row.path, str(section), entry_of_fields(row.fields))
