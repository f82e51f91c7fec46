"""An entry as readers see it with some changes of a topic made."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from bot.model.change import Candidates, Change, Edit, FieldEdit, LinkEdit
from bot.model.decision import Ruling, Topic
from bot.model.entry import Entry, EntryLink
from bot.model.reference import read_link
from bot.model.snapshot import Snapshot
from bot.model.values.shown import ShownValue, shown_values
from bot.render.tables import EntryView

_BLANK = ShownValue("")


class EditedEntry:
    """One entry as it reads now, and the changes that a topic would make of it."""

    def __init__(
        self, now: EntryView, changes: Sequence[Change], candidates: Candidates, before: Snapshot
    ) -> None:
        self.entry = now.entry
        self._changes = changes
        self._shown_before = now.fields
        self._after = before if candidates.adopted is None else candidates.adopted
        ids = {change.id for change in changes}
        self._edits = [edit for edit in candidates.edits if edit.change in ids]

    def view(self, made: Collection[str]) -> EntryView:
        """The entry with the changes of these ids made, and no others."""
        edits = [edit for edit in self._edits if edit.change in made]
        entry = self.entry
        for edit in edits:
            entry = with_edit(entry, edit)
        shown = shown_values(entry, self._after) if edits else dict(self._shown_after)
        for change in self._changes:
            if change.topic in (Topic.METADATA, Topic.FACTS):
                value = self._value(change, shown) if change.id in made else self._old(change)
                shown.pop(change.field, None)
                if value.text:
                    shown[change.field] = value
        return EntryView(entry, shown)

    @cached_property
    def _shown_after(self) -> Mapping[str, ShownValue]:
        return shown_values(self.entry, self._after)

    def _old(self, change: Change) -> ShownValue:
        return self._shown_before.get(change.field, _BLANK)

    def _value(self, change: Change, shown: Mapping[str, ShownValue]) -> ShownValue:
        value = shown.get(change.field, _BLANK)
        held = change.topic is Topic.METADATA and change.ruling is not Ruling.APPLY
        return ShownValue(change.after) if held else value


def with_edit(entry: Entry, edit: Edit) -> Entry:
    """The entry after an edit by its home."""
    if isinstance(edit, LinkEdit):
        links = tuple(_edited(link, edit) for link in entry.links)
        return replace(entry, links=links)
    if not isinstance(edit, FieldEdit) or isinstance(edit.value, Mapping):
        return entry
    part, _, name = edit.field.rpartition(".")
    if part == "links":
        urls = edit.value if isinstance(edit.value, tuple) else (edit.value,)
        new = (EntryLink(name, read_link(url), entry.where) for url in urls)
        return replace(entry, links=(*entry.links, *new))
    return entry if part else replace(entry, values={**entry.values, name: edit.value})


def _edited(link: EntryLink, edit: LinkEdit) -> EntryLink:
    if link.link.url != edit.before:
        return link
    copy = edit.archived_copy or link.archived_copy
    dead = edit.dead_since or link.dead_since
    return replace(link, link=read_link(edit.after), dead_since=dead, archived_copy=copy)
