"""Where every value of an entry comes from, out of the files alone; no source is queried."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from bot.judge.judgement import judge
from bot.judge.origins.provenance import Explainer
from bot.lists.git import is_whole, last_written, merged_commits
from bot.lists.memory import MEMORY
from bot.lists.read import written_list
from bot.lists.registry.places import field_places
from bot.lists.snapshot import EVIDENCE
from bot.model.change import Answers
from bot.model.decision import Topic
from bot.model.entry import Entry
from bot.model.errors import SettingsError, closest
from bot.model.provenance import Explanation, Merged
from bot.model.reference import read_link
from bot.model.state import State
from bot.publish.local import FolderPublisher
from bot.render.bodies.commit_message import read_record, search_words
from bot.run.steps.in_place import is_in_place
from bot.run.steps.observations import OBSERVATIONS, ObservationStore
from bot.run.steps.propose import RunContext
from bot.run.steps.scope import EVERYTHING
from bot.run.steps.visible import VisibleChanges

_LATEST = 20
"""Merged changes of an entry that are listed."""
_NOTES = {
    OBSERVATIONS: "What sources last reported is not kept here ({}); `listkeeper refresh` does.",
    MEMORY: "No memory is kept here ({}): what reviewers declined is not shown.",
    EVIDENCE: "No evidence is kept here ({}): where the shown values come from is not known.",
}


def explain_entry(root: Path, documents: Mapping[str, str], wanted: str) -> Explanation:
    """Explain one entry, by id, name, address or `file:line`.

    Raises SettingsError for an entry that is not there, with those of similar names, and
    InputError for a file that cannot be read.
    """
    latest = ObservationStore(root).read() or []
    now = max((seen.at for seen in latest), default=datetime(1970, 1, 1, tzinfo=UTC))
    context = RunContext.of(FolderPublisher(root), now, EVERYTHING, ()).with_kept(latest)
    state = context.state(documents)
    entry, in_place = _entry(state, wanted), is_in_place(state)
    if in_place:
        topics = context.settle((), VisibleChanges(state)).judgement.candidates
    else:  # a registry's links are judged in a refresh alone
        judged = judge(state, (), Answers(), now).candidates
        topics = tuple(one for one in judged if one.topic is Topic.FACTS)
    paths = {row.span.path for row in state.written.by_entry.get(entry.id, ())}
    explainer = Explainer(
        entry,
        state,
        latest,
        {} if in_place else field_places(documents[entry.where.path], entry),
        {k: v for path in paths or {entry.where.path} for k, v in last_written(root, path).items()},
        [change for one in topics for change in one.changes if change.entry == entry.id],
        [doubt for one in topics for doubt in one.questions if doubt.entry == entry.id],
    )
    merged, lacking = _merged(root, (entry.id, *state.memory.former.get(entry.id, ())))
    kept = [path for path in _NOTES if in_place or path != EVIDENCE]
    missing = [_NOTES[path].format(path) for path in kept if not (root / path).is_file()]
    return Explanation(
        entry=entry.id,
        name=entry.called,
        where=str(entry.where),
        fields=tuple(explainer.fields()),
        merged=merged,
        notes=(*missing, *context.warnings, *lacking),
    )


def _entry(state: State, wanted: str) -> Entry:
    entries, folded = state.registry.entries, wanted.casefold()
    keys = {folded, read_link(wanted).reference.key}
    exact = [one for one in entries if one.id.casefold() in {folded, _id_at(state, wanted)}]
    found = exact or [one for one in entries if keys & _names(one, state)]
    if len(found) > 1:
        ids = ", ".join(one.id for one in found[:5])
        raise SettingsError(f"several entries are called '{wanted}'", hint=f"give an id: {ids}")
    if found:
        return found[0]
    names = {one.name.casefold(): one.id for one in entries} | {one.id: one.id for one in entries}
    close = dict.fromkeys(names[one] for one in closest(folded, names, 5))
    at = "the output of `listkeeper export`" if is_in_place(state) else "registry/*.yml"
    near = ", ".join(f"'{one}'" for one in close)
    hint = f"did you mean {near}?" if close else f"ids stand in {at}"
    raise SettingsError(f"there is no entry '{wanted}'", hint=hint)


def _names(entry: Entry, state: State) -> set[str]:
    """All that people may call it: its name, what it was called before, and its links."""
    links = [link.link for link in entry.links]
    names = (entry.name, *state.memory.former.get(entry.id, ()), *(link.url for link in links))
    return {*map(str.casefold, names), *(link.reference.key for link in links)}


def _id_at(state: State, wanted: str) -> str:
    """The id, in small letters, of the entry at a place `file:line`; empty where none is."""
    path, _, line = wanted.rpartition(":")
    if path not in state.files or not line.isdecimal():
        return ""
    raw = state.files[path].encode("utf-8", "surrogateescape")
    rows = [row for row in written_list(state.files).records if row.span.path == path]
    lines = {row.span: raw[row.span.start : row.span.end].count(b"\n") for row in rows}
    ids = [row.entry for row in rows if 0 <= int(line) - row.span.line <= lines[row.span]]
    return ids[-1].casefold() if ids else ""


def _merged(root: Path, names: tuple[str, ...]) -> tuple[tuple[Merged, ...], list[str]]:
    """What was merged of an entry, whatever its id was then, and notes of what is not known."""
    try:
        commits = [
            (name, one)
            for name in names
            for one in merged_commits(root, search_words(name), _LATEST + 1)
        ]
        whole = is_whole(root)
    except SettingsError:
        return (), ["git cannot read a history here: what was merged is not shown."]
    notes = []
    if not whole:
        notes.append(
            "This clone holds a part of the history: what was merged earlier is not shown "
            "(`git fetch --unshallow` gets it)."
        )
    found = [
        Merged(day=one.day, commit=one.commit, by=one.by, **{**change.model_dump(), "field": field})
        for name, one in commits
        for start, change in read_record(one.message)
        if (field := f"{start}/{change.field}".removeprefix(f"{name}/")) and _is_field(field)
    ]
    if len(found) > _LATEST:
        notes.append(f"Only the latest {_LATEST} merged changes are shown.")
    return tuple(found[:_LATEST]), notes


def _is_field(text: str) -> bool:
    """Whether it is a field's name, and not the end of a longer id; `role:owner/name` is one."""
    return "/" not in text.partition(":")[0]
