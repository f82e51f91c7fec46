"""What a hand-written list is asked to change: only what it shows, where it shows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.lists.read import home_of
from bot.lists.readme.edit import removed_rows
from bot.lists.readme.scope.files import is_markdown
from bot.lists.snapshot import OBSERVED
from bot.model.change import Candidates, Change, Edit, FieldEdit, ShownEdit
from bot.model.decision import Ruling, Topic, Way
from bot.model.state import State
from bot.model.values.shown import shown_values
from bot.model.values.written import WrittenList

_VALUES = (Topic.METADATA, Topic.FACTS)


def is_in_place(state: State) -> bool:
    """Whether the list stands in its README, and is edited there."""
    return not home_of(state.files).is_drawn


def shown_files(state: State) -> list[str]:
    """The files whose text shows which values an open pull request shows."""
    if not is_in_place(state):
        return [OBSERVED]
    return [path for path in state.files if is_markdown(path)]


def edits_of(candidates: Candidates, state: State) -> tuple[Edit, ...]:
    """What the list's home is asked for, to carry out the applied changes of a topic."""
    if not is_in_place(state):
        return candidates.edits
    edits = (_placed(edit, state) for edit in candidates.edits)
    return (*(edit for edit in edits if edit), *_shown(candidates, state))


def without_a_place(candidates: Candidates, state: State) -> frozenset[str]:
    """The ids of changes to what no row of a hand-written list shows."""
    if not is_in_place(state):
        return frozenset()
    both = (*candidates.changes, *candidates.side_effects)
    return frozenset(
        change.id
        for change in both
        if change.topic in _VALUES and not state.written.shows(change.entry, change.field)
    ) | frozenset(change.id for change in candidates.side_effects)


def as_written(change: Change, before: WrittenList, after: WrittenList) -> Change:
    """The change with the texts that stand in the list before and after it."""
    if change.topic not in _VALUES:
        return change
    texts = tuple(_text(change, written) for written in (before, after))
    return replace(change, written=(texts[0], texts[1]))


def with_rows(changes: Sequence[Change], state: State, edits: Sequence[Edit]) -> tuple[Change, ...]:
    """The changes, each with the rows that it removes."""
    if not any(change.way is Way.REMOVE for change in changes):
        return tuple(changes)
    rows = removed_rows(state.files, edits)
    return tuple(replace(one, removed=rows.get(one.id, ())) for one in changes)


def renamed_badges(before: WrittenList, after: WrittenList) -> int:
    """How many pictures have another address than before."""
    urls = [
        [one.link.url for one in written.all_links if one.is_image] for written in (before, after)
    ]
    return sum(one != other for one, other in zip(*urls, strict=False))


def _text(change: Change, written: WrittenList) -> str:
    records = written.by_entry.get(change.entry, ())
    found = (record.field(change.field) for record in records)
    return next((one.text for one in found if one), "")


def _placed(edit: Edit, state: State) -> Edit | None:
    """An edit that has a place in the list."""
    if isinstance(edit, FieldEdit):
        entry = edit.change.removesuffix(f"/{edit.field}")
        return edit if state.written.shows(entry, edit.field) else None
    return edit


def _shown(candidates: Candidates, state: State) -> Iterator[ShownEdit]:
    """The applied values that no edit of their topic carries out: counts, and blanks filled in."""
    done = {edit.change for edit in candidates.edits}
    adopted = candidates.adopted or state.snapshot
    entries = {entry.id: entry for entry in state.registry.entries}
    for change in candidates.changes:
        if change.topic not in _VALUES or change.ruling is not Ruling.APPLY or change.id in done:
            continue
        if state.written.shows(change.entry, change.field):
            shown = shown_values(entries[change.entry], adopted).get(change.field)
            number = shown.number if shown else None
            text = shown.text if shown else change.after
            yield ShownEdit(
                change.id, change.entry, change.field, text if number is None else str(number)
            )
