"""From one topic's candidates to the changed files and the pull request that shows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.lists.read import home_of, read_state
from bot.lists.readme.reading.dead_links import read_mark
from bot.lists.snapshot import OBSERVED, snapshot_text
from bot.model.change import Candidates, Change, NewRow, Proposal
from bot.model.decision import Ruling, Topic
from bot.model.entry import Registry
from bot.model.snapshot import Snapshot, entry_key
from bot.model.state import State
from bot.render.bodies.news import News
from bot.render.bodies.pull_request import draw_body, draw_title
from bot.render.outputs import with_outputs
from bot.run.steps.in_place import (
    as_written,
    edits_of,
    is_in_place,
    renamed_badges,
    with_rows,
)


def draw_proposal(candidates: Candidates, state: State, news: News) -> Proposal | None:
    """The files that differ, the outputs last; None when nothing changes. Raises InputError."""
    applied = tuple(filter(_is_applied, candidates.changes))
    if not applied and (not candidates.redraws or is_in_place(state)):
        return None
    edits, home = edits_of(candidates, state), home_of(state.files)
    others = [edit for edit in edits if not isinstance(edit, NewRow)]
    after, _ = home.edit(state.files, others)
    added = home.add(after, [edit for edit in edits if isinstance(edit, NewRow)])
    after = dict(added.files)
    state_after = read_state(after) if after != state.files else state
    registry = state_after.registry
    if is_in_place(state):
        changes = with_rows(candidates.changes, state, edits)
        changes = tuple(as_written(one, state.written, state_after.written) for one in changes)
        candidates = replace(candidates, changes=changes)
        applied = tuple(filter(_is_applied, changes))
        news = replace(
            news,
            dead_mark=read_mark(state.written.dead_mark).text.strip(),
            badges=renamed_badges(state.written, state_after.written),
        )
        registry = _with_new(state.registry, registry)
    after = _drawn(after, state, candidates, registry) if not is_in_place(state) else after
    files = {path: text for path, text in after.items() if state.files.get(path) != text}
    if not files:
        return None
    own = replace(_news_of(candidates, news, registry, files), placed=added.placed)
    return Proposal(
        candidates.topic,
        draw_title(state.files, own, candidates.topic),
        draw_body(state.files, own, candidates.topic),
        files,
        (*applied, *candidates.side_effects),
        added.placed,
    )


def _with_new(before: Registry, after: Registry) -> Registry:
    """The entries under the ids by which changes name them, and the new rows."""
    known = {entry.id for entry in before.entries}
    fresh = tuple(entry for entry in after.entries if entry.id not in known)
    return replace(after, entries=(*before.entries, *fresh))


def _drawn(
    files: Mapping[str, str], state: State, candidates: Candidates, registry: Registry
) -> dict[str, str]:
    """The files with the snapshot that the topic leaves, and with every output up to date."""
    after, snapshot = dict(files), state.snapshot
    if candidates.adopted is not None and any(map(_is_applied, candidates.changes)):
        snapshot = _listed(candidates.adopted, registry)
        if snapshot != state.snapshot:
            after[OBSERVED] = snapshot_text(snapshot)
    return with_outputs(state.settings.readme, after, registry, snapshot)


def _is_applied(change: Change) -> bool:
    return change.ruling is Ruling.APPLY


def _news_of(
    candidates: Candidates, news: News, registry: Registry, files: Mapping[str, str]
) -> News:
    """The part of the news that concerns the reader of one topic."""
    return replace(
        news,
        registry=registry,
        changes=(*candidates.changes, *candidates.side_effects),
        doubts=candidates.questions,
        missed=news.missed if candidates.topic is Topic.DEAD else (),
        outages=news.outages if candidates.topic is Topic.METADATA else {},
        files=files,
        rows=[
            *(edit for edit in candidates.edits if isinstance(edit, NewRow)),
            *candidates.offered,
        ],
        not_offered=candidates.not_offered,
    )


def _listed(snapshot: Snapshot, registry: Registry) -> Snapshot:
    keys = {link.link.reference.key for _, link in registry.links()}
    keys |= {entry_key(entry.id) for entry in registry.entries}
    return Snapshot({key: fields for key, fields in snapshot.values.items() if key in keys})
