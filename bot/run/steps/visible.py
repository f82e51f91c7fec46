"""Which candidate changes no reader would see: their entry draws the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace

from bot.model.change import Candidates, Change, Edit, FieldEdit, LinkEdit, Ruling, Topic
from bot.model.entry import Entry, EntryLink
from bot.model.errors import InputError
from bot.model.fields import EVALUATIONS
from bot.model.reference import read_link
from bot.model.snapshot import Snapshot
from bot.model.state import State
from bot.model.values.shown import ShownValue, shown_values
from bot.render.entry_bytes import EntryBytes
from bot.render.tables import EntryView

Shown = Mapping[str, ShownValue]


class VisibleChanges:
    """Which changes a reader would see; each is looked at by itself, and once in a run."""

    def __init__(self, state: State) -> None:
        self._drawer = EntryBytes(state.files, state.registry)
        self._entries = {entry.id: entry for entry in state.registry.entries}
        self._snapshot = state.snapshot
        self._before: dict[str, tuple[str, ...]] = {}
        self._visible: set[tuple[str, str]] = set()

    def hidden(self, candidates: Iterable[Candidates]) -> frozenset[str]:
        """The ids of changes that leave the drawn bytes of their entry as they are."""
        return frozenset(
            change.id
            for one in candidates
            for change in (*one.changes, *one.side_effects)
            if not self._is_visible(change, one)
        )

    def _is_visible(self, change: Change, candidates: Candidates) -> bool:
        entry = self._entries.get(change.entry)
        if entry is None or change.field == EVALUATIONS or _is_held(candidates.topic, change):
            return True
        if (change.id, change.digest) in self._visible:
            return True
        shown = shown_values(entry, self._snapshot)
        after = _after(entry, shown, change, candidates, self._snapshot)
        with suppress(InputError):  # a template that needs the other entries cannot tell
            if entry.id not in self._before:
                self._before[entry.id] = self._drawer.draw(EntryView(entry, shown))
            if self._drawer.draw(EntryView(*after)) == self._before[entry.id]:
                return False
        self._visible.add((change.id, change.digest))
        return True


def _is_held(topic: Topic, change: Change) -> bool:
    """A held change has no edit that would say how its entry reads; routine values need none."""
    return topic is not Topic.METADATA and change.ruling is not Ruling.APPLY


def _after(
    entry: Entry, shown: Shown, change: Change, candidates: Candidates, snapshot: Snapshot
) -> tuple[Entry, Shown]:
    """The entry and what is shown of it with just this change made."""
    if change.topic is Topic.METADATA:
        return entry, _with(shown, change.field, ShownValue(change.after))
    edited = entry
    for edit in candidates.edits:
        if edit.change == change.id:
            edited = with_edit(edited, edit)
    after = shown_values(edited, candidates.adopted or snapshot)
    if change.topic is Topic.FACTS:
        return edited, _with(shown, change.field, after.get(change.field, ShownValue("")))
    return edited, after


def _with(shown: Shown, name: str, value: ShownValue) -> Shown:
    others = {field: one for field, one in shown.items() if field != name}
    return {**others, name: value} if value.text else others


def with_edit(entry: Entry, edit: Edit) -> Entry:
    """The entry as it reads after an edit of its home."""
    if isinstance(edit, LinkEdit):
        links = tuple(_edited(link, edit) for link in entry.links)
        return replace(entry, links=links)
    if not isinstance(edit, FieldEdit):
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
