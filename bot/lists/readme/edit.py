"""Edits of a hand-written list: just the bytes of a value, in every place where it stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from bot.config.readme_file import CONFIG, read_readme_file
from bot.lists.base import NO_NAMES, Files, Former
from bot.lists.readme.edits.places import Places
from bot.lists.readme.edits.read_back import not_read_back
from bot.lists.readme.edits.splice import Replacement, splice
from bot.lists.readme.reading.records import read_written
from bot.lists.readme.scope.files import is_markdown
from bot.lists.readme.scope.ignored import without_ignored
from bot.model.change import Edit, FieldEdit
from bot.model.values.written import WrittenList


def apply_edits(files: Files, edits: Sequence[Edit]) -> tuple[dict[str, str], list[Edit]]:
    """The files after the edits, and the edits that could not be made for certain.

    An edit is made in all its places or in none; each is read back before it counts.
    """
    if not edits:
        return dict(files), []
    places = Places(files, written_of(files), edits)
    wanted: list[Replacement] = []
    refused: set[int] = set()
    for index, edit in enumerate(edits):
        found = list(places.of(edit, index))
        wanted += found
        if not found and not _is_beside(edit):
            refused.add(index)
    changed = dict(files)
    while True:
        wrong = _wrong(files, changed, [one for one in wanted if one.edit not in refused])
        if wrong <= refused:
            return changed, [edits[index] for index in sorted(refused)]
        refused |= wrong
        changed = dict(files)


def written_of(files: Files, former: Former = NO_NAMES) -> WrittenList:
    """What stands in the list's Markdown files, without what its settings leave alone."""
    config = files.get(CONFIG, "")
    ignore = read_readme_file(config).ignore if config.strip() else ()
    return without_ignored(read_written(markdown_of(files)), ignore, former)


def markdown_of(files: Files) -> dict[str, str]:
    """The Markdown files of a list among all its files."""
    return {path: text for path, text in files.items() if is_markdown(path)}


def removed_rows(files: Files, edits: Sequence[Edit]) -> Mapping[str, tuple[str, ...]]:
    """The rows that edits remove, by change id, as they stand in the files."""
    places = Places(files, written_of(files), edits)
    return {edit.change: found for edit in edits if (found := tuple(places.rows_of(edit)))}


def _is_beside(edit: Edit) -> bool:
    """Whether it is about what no hand-written list holds: the evidence of a value."""
    return isinstance(edit, FieldEdit) and edit.field.startswith("evidence.")


def _wrong(files: Files, changed: dict[str, str], wanted: Sequence[Replacement]) -> set[int]:
    """Carry the replacements out in `changed`; the edits that do not read back as they should."""
    by_path: dict[str, list[Replacement]] = defaultdict(list)
    wrong: set[int] = set()
    for one in wanted:
        by_path[one.span.path].append(one)
    for path, some in by_path.items():
        changed[path], found = _edited(files[path], some)
        wrong |= found
    return wrong


def _edited(text: str, some: Sequence[Replacement]) -> tuple[str, set[int]]:
    """One file with the replacements in it, and the edits that are to blame if it reads wrong."""
    raw = text.encode("utf-8", "surrogateescape")
    spliced, places, clashes = splice(raw, some)
    after = spliced.decode("utf-8", "surrogateescape")
    wrong = not_read_back(text, after, places)
    asked = sorted({one.edit for one in some})
    if len(asked) > 1 and wrong == set(asked):  # one odd edit does not cost the others
        half = set(asked[: len(asked) // 2])
        parts = (
            [one for one in some if one.edit in half],
            [one for one in some if one.edit not in half],
        )
        to_blame = {index for part in parts for index in _edited(text, part)[1]}
        wrong = to_blame or wrong
    return after, clashes | wrong
