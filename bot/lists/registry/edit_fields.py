"""Set curated fields and add rows in registry files; every other byte stays."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from pydantic import ValidationError
from ruamel.yaml.error import YAMLError

from bot.config.entry_file import EntriesFile, entries_file
from bot.config.own import OwnTables
from bot.lists.registry.layout import CannotError, YamlValue, lay_out
from bot.lists.registry.load import load, parse_entries, tables_of
from bot.lists.registry.scalars import block, fragment_data
from bot.model.change import FieldEdit, NewRow
from bot.model.errors import BotError

_DASH = re.compile(r"( *)- +\S")
_NONE_YET = re.compile(r"^entries: *(?:\[\])? *(?:#.*)?\r?\n?\Z", re.MULTILINE)

FieldOrRow = FieldEdit | NewRow


def apply_field_edits(
    documents: Mapping[str, str], requests: Sequence[FieldOrRow]
) -> tuple[dict[str, str], list[FieldOrRow]]:
    """The texts after the edits, and the edits that could not be made.

    Places are those of `documents` as the loader read them; links are edited first (`edit` keeps
    every line where it is). An edit is refused, and becomes a question for a person, when its text
    cannot be changed safely or the loader would reject the result.
    """
    changed, refused = dict(documents), list[FieldOrRow]()
    own = tables_of(documents)
    shape = entries_file(own)
    shorter: dict[str, str] = {}  # each file before its first new row
    for field_edit in _from_below(requests):
        path = field_edit.where.path if isinstance(field_edit, FieldEdit) else field_edit.path
        before = changed.get(path, "")
        try:
            changed[path] = _carried_out(before, field_edit, shape)
        except (CannotError, YAMLError, ValidationError, ValueError):
            refused.append(field_edit)
        else:
            if isinstance(field_edit, NewRow):
                shorter.setdefault(path, before)
    grown = all(_only_grew(path, before, changed[path], own) for path, before in shorter.items())
    if len(refused) < len(requests) and not (grown and _loads(changed)):
        return _one_by_one(documents, requests)
    return changed, refused


def _from_below(requests: Sequence[FieldOrRow]) -> list[FieldOrRow]:
    """Edits from the last line up, so that no place moves before it is used; new rows come last."""
    fields = [field_edit for field_edit in requests if isinstance(field_edit, FieldEdit)]
    rows = [field_edit for field_edit in requests if isinstance(field_edit, NewRow)]
    return [*sorted(fields, key=lambda one: -one.where.line), *rows]


def _one_by_one(
    documents: Mapping[str, str], requests: Sequence[FieldOrRow]
) -> tuple[dict[str, str], list[FieldOrRow]]:
    """Apply the edits one by one, to find those that do not fit the rest of the list."""
    changed, refused = dict(documents), list[FieldOrRow]()
    for field_edit in _from_below(requests):
        after, failed = _alone(changed, field_edit)
        changed, refused = after, refused + failed
    return changed, refused


def _alone(
    documents: dict[str, str], field_edit: FieldOrRow
) -> tuple[dict[str, str], list[FieldOrRow]]:
    path = field_edit.where.path if isinstance(field_edit, FieldEdit) else field_edit.path
    try:
        before = documents.get(path, "")
        own = tables_of(documents)
        after = {**documents, path: _carried_out(before, field_edit, entries_file(own))}
        if isinstance(field_edit, NewRow) and not _only_grew(path, before, after[path], own):
            return documents, [field_edit]
    except (CannotError, YAMLError, ValidationError, ValueError):
        return documents, [field_edit]
    return (after, []) if _loads(after) else (documents, [field_edit])


def _loads(documents: Mapping[str, str]) -> bool:
    try:
        load(documents)
    except BotError:
        return False
    return True


def _carried_out(text: str, field_edit: FieldOrRow, shape: type[EntriesFile]) -> str:
    return (
        _with_field(text, field_edit, shape)
        if isinstance(field_edit, FieldEdit)
        else _with_row(text, field_edit, shape)
    )


def _with_field(text: str, field_edit: FieldEdit, shape: type[EntriesFile]) -> str:
    start, end = _entry(text, field_edit.where.line)
    value = field_edit.value
    edited = _edited if isinstance(value, Mapping) else _edited_once  # a mapping has no hash
    after, data = edited(text[start:end], field_edit.field, value)
    shape.model_validate({"entries": data})
    return text[:start] + after + text[end:]


def _edited(before: str, field: str, value: YamlValue | Mapping[str, str]) -> tuple[str, object]:
    """One entry's text after the edit, and its data, which is not to be changed."""
    after = lay_out(before, field, value)
    data = fragment_data(after)
    if _flat(data) != _flat(_expected(fragment_data(before), field, value)):
        raise CannotError("something else would change")
    return after, data


_edited_once = lru_cache(maxsize=1024)(_edited)
"""A run makes the same edit several times: to judge it, to draw it, and beside other topics."""


def _entry(text: str, line: int) -> tuple[int, int]:
    """The range of the entry that begins on this line (from 1)."""
    lines = text.splitlines(keepends=True)
    dash = _DASH.match(lines[line - 1]) if 0 < line <= len(lines) else None
    if not dash:
        raise CannotError("the entry is not written as a block")
    last = line
    while last < len(lines) and not _ends(lines[last], len(dash[1])):
        last += 1
    start = sum(map(len, lines[: line - 1]))
    return start, start + sum(map(len, lines[line - 1 : last]))


def _ends(line: str, indent: int) -> bool:
    stripped = line.strip()
    depth = len(line) - len(line.lstrip(" "))
    return bool(stripped) and not stripped.startswith("#") and depth <= indent


def _expected(
    entry: list[dict[str, object]], field: str, value: YamlValue | Mapping[str, str]
) -> list[dict[str, object]]:
    """The data as it must read after the edit."""
    fields = entry[0]
    if isinstance(value, Mapping):
        fields[field] = dict(value)
        return entry
    part, _, name = field.rpartition(".")
    if not part:
        fields[name] = list(value) if isinstance(value, tuple) else value
        return entry
    below = fields.setdefault(part, {})
    if not isinstance(below, dict):
        raise CannotError(f"'{part}' holds no fields")
    if part != "links":
        below[name] = value
        return entry
    new = list(value) if isinstance(value, tuple) else [value]
    there = below.get(name, [])
    links = [*(there if isinstance(there, list) else [there]), *new]
    below[name] = links if len(links) > 1 else links[0]
    return entry


def _flat(data: object) -> object:
    """Data in which a day is its text: YAML reads 2023-03-14 as a date, the list keeps text."""
    if isinstance(data, dict):
        return {str(key): _flat(value) for key, value in data.items()}
    return [_flat(one) for one in data] if isinstance(data, list) else str(data)


def _with_row(text: str, row: NewRow, shape: type[EntriesFile]) -> str:
    shape.model_validate({"entries": [row.fields]})
    eol = "\r\n" if "\r\n" in text else "\n"
    if not text.strip():
        text = f"# yaml-language-server: $schema=schema/entries.json{eol}entries:{eol}"
    text = _NONE_YET.sub(f"entries:{eol}", text)
    text += "" if text.endswith("\n") else eol
    dashes = re.findall(r"^( *)- ", text, re.MULTILINE)
    indent = len(dashes[0]) if dashes else 2
    lines = block(row.fields, indent + 2, eol)
    item = " " * indent + "- " + lines[indent + 2 :]
    gap = eol if dashes and not text.endswith(eol * 2) else ""
    return text + gap + item


def _only_grew(path: str, before: str, after: str, own: OwnTables) -> bool:
    """Whether a file contains what it did before, followed by new rows."""
    try:
        empty = not before.strip() or _NONE_YET.search(before)
        held = () if empty else parse_entries(path, before, own)
        return parse_entries(path, after, own)[: len(held)] == held
    except BotError:
        return False
