"""Where every value of an entry comes from, out of the files alone; no source is queried."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path

from bot.judge.facts.changes import fact_changes
from bot.judge.provenance import Explainer
from bot.judge.ruling import Rules
from bot.lists.git import is_whole, last_written, merged_commits
from bot.lists.memory import MEMORY, parse_memory
from bot.lists.observations import read_observations
from bot.lists.registry.load import load
from bot.lists.registry.places import field_places
from bot.lists.snapshot import OBSERVED, parse_snapshot
from bot.model.entry import Entry, Registry
from bot.model.errors import SettingsError
from bot.model.memory import Memory
from bot.model.observation import Observation
from bot.model.provenance import Explanation, Merged
from bot.model.snapshot import Snapshot
from bot.render.bodies.commit_message import read_record, search_words
from bot.run.steps.observations import OBSERVATIONS

_LATEST = 20
"""Merged changes of an entry that are listed."""


def explain_entry(root: Path, documents: Mapping[str, str], wanted: str) -> Explanation:
    """Explain one entry, by id or by name.

    Raises SettingsError for an entry that is not there, with those of similar names, and
    InputError for a file that cannot be read.
    """
    registry, settings = load(documents)
    entry = _entry(registry, wanted)
    latest, memory, notes = _remembered(root)
    snapshot = parse_snapshot(documents.get(OBSERVED))
    rules = Rules(settings.policy, memory, {one.id: one.pins for one in registry.entries})
    today = max((seen.at.date().isoformat() for seen in latest), default="")
    path = entry.where.path
    explainer = Explainer(
        entry,
        snapshot,
        memory,
        latest,
        field_places(documents[path], entry),
        last_written(root, path),
        fact_changes(registry, snapshot, Snapshot(), latest, rules, today),
    )
    merged, lacking = _merged(root, entry.id)
    return Explanation(
        entry=entry.id,
        name=entry.name,
        where=str(entry.where),
        fields=tuple(explainer.fields()),
        merged=merged,
        notes=(*notes, *lacking),
    )


def _entry(registry: Registry, wanted: str) -> Entry:
    folded = wanted.casefold()
    for entry in registry.entries:
        if folded in {entry.id, entry.name.casefold()}:
            return entry
    names = {entry.name.casefold(): entry.id for entry in registry.entries}
    names |= {entry.id: entry.id for entry in registry.entries}
    close = dict.fromkeys(names[one] for one in get_close_matches(folded, names, n=5, cutoff=0.5))
    hint = f"did you mean {', '.join(close)}?" if close else "ids stand in registry/*.yml"
    raise SettingsError(f"there is no entry '{wanted}'", hint=hint)


def _remembered(root: Path) -> tuple[tuple[Observation, ...], Memory, list[str]]:
    """What is kept of earlier runs, and notes of what is not."""
    kept, memory = root / OBSERVATIONS, root / MEMORY
    notes = []
    if not kept.is_file():
        notes.append(
            f"What sources said last is not kept here ({OBSERVATIONS}); "
            "`listkeeper refresh` keeps it."
        )
    if not memory.is_file():
        notes.append(f"No memory is kept here ({MEMORY}): what reviewers declined is not told.")
    texts = [
        path.read_text(encoding="utf-8") if path.is_file() else None for path in (kept, memory)
    ]
    latest = read_observations(texts[0], OBSERVATIONS) if texts[0] is not None else ()
    return tuple(latest), parse_memory(texts[1]), notes


def _merged(root: Path, entry: str) -> tuple[tuple[Merged, ...], list[str]]:
    try:
        commits = merged_commits(root, search_words(entry), _LATEST + 1)
        whole = is_whole(root)
    except SettingsError:
        return (), ["git cannot read a history here: what was merged is not told."]
    notes = []
    if not whole:
        notes.append(
            "This clone holds a part of the history: what was merged earlier is not told "
            "(`git fetch --unshallow` gets it)."
        )
    found = [
        Merged(day=one.day, commit=one.commit, by=one.by, **change.model_dump())
        for one in commits
        for named, change in read_record(one.message)
        if named == entry
    ]
    if len(found) > _LATEST:
        notes.append(f"Of what was merged the latest {_LATEST} changes are told.")
    return tuple(found[:_LATEST]), notes
