"""Shown values against what was observed: the differences that a reader would see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bot.changes.policy import Rules
from bot.facts.change import Change, Doubt, Ruling, Topic
from bot.facts.entry import Entry, Registry
from bot.facts.observation import Found, Moved, Observation, Value
from bot.facts.reference import Kind, Reference
from bot.facts.shown import ASKED, FIELDS, Origin, Shown, asked_licence, short, shown
from bot.facts.snapshot import Asked, Snapshot

_Values = dict[str, dict[str, Asked]]
_WHY = {
    "stars": "stars on GitHub",
    "downloads": "downloads in the last 30 days, says the Hub",
    "licence": "licence, says its host",
    "status": "state, says its host",
}


def renamed(snapshot: Snapshot, moves: Mapping[str, Reference]) -> Snapshot:
    """The snapshot after references moved: their values go along to the new identity."""
    values = {
        (moves[key].key if key in moves else key): fields for key, fields in snapshot.values.items()
    }
    return Snapshot(values)


def candidate(
    snapshot: Snapshot, pending: Snapshot, observations: Iterable[Observation], today: str
) -> tuple[Snapshot, list[Observation]]:
    """The snapshot if all that was observed were taken over, and the answers that made no sense.

    A value that the open proposal already shows alike keeps the day it has there.
    """
    values: _Values = {key: dict(fields) for key, fields in snapshot.values.items()}
    nonsense: list[Observation] = []
    for seen in observations:
        if not isinstance(seen, Found | Moved):
            continue
        facts = _kept_facts(seen)
        if facts is None:
            nonsense.append(seen)
            continue
        for key in _keys(seen):
            fields = values.setdefault(key, {})
            for name, value in facts.items():
                asked = Asked(value, seen.source, today, seen.evidence)
                fields[name] = _as_pending(asked, pending.values.get(key, {}).get(name))
    return Snapshot(values), nonsense


def _kept_facts(seen: Found | Moved) -> dict[str, Value] | None:
    facts = {name: value for name, value in seen.facts.items() if name in ASKED}
    if seen.reference.kind in {Kind.MODEL, Kind.DATASET, Kind.SPACE} and seen.facts:
        facts.setdefault("gated", "")
    for name, value in facts.items():
        if type(value) not in ASKED[name] or (isinstance(value, int) and value < 0):
            return None
    return facts


def _keys(seen: Found | Moved) -> list[str]:
    keys = [seen.reference.key]
    return [*keys, seen.to.key] if isinstance(seen, Moved) else keys


def _as_pending(asked: Asked, pending: Asked | None) -> Asked:
    if pending is not None and _text(pending.value) == _text(asked.value):
        return pending
    return asked


def _text(value: Value) -> str:
    return short(value) if type(value) is int else repr(value)


def compare(
    registry: Registry, before: Snapshot, after: Snapshot, rules: Rules
) -> tuple[list[Change], Snapshot]:
    """The changes a reader would see, and the snapshot with just those taken over."""
    changes: list[Change] = []
    adopted: _Values = {key: dict(fields) for key, fields in before.values.items()}
    for entry in registry.entries:
        old, new = shown(entry, before), shown(entry, after)
        for name in FIELDS:
            first, second = old.get(name, Shown("")), new.get(name, Shown(""))
            if first.text == second.text:
                continue
            change = rules.rule(_change(entry, name, first, second, after))
            changes.append(change)
            if change.ruling is Ruling.APPLY:
                _adopt(adopted, after, (*first.origins, *second.origins))
    return changes, Snapshot(adopted)


def _change(entry: Entry, name: str, first: Shown, second: Shown, after: Snapshot) -> Change:
    return Change(
        entry=entry.id,
        entry_name=entry.name,
        field=name,
        topic=Topic.METADATA,
        before=first.text,
        after=second.text,
        why=_WHY[name],
        evidence=_evidence(second.origins or first.origins, after),
        ruling=Ruling.APPLY,
    )


def _evidence(origins: Sequence[Origin], snapshot: Snapshot) -> str:
    asked = (snapshot.get(reference, name) for reference, name in origins)
    return next((value.evidence for value in asked if value and value.evidence), "")


def _adopt(values: _Values, source: Snapshot, origins: Iterable[Origin]) -> None:
    for reference, name in origins:
        asked = source.get(reference, name)
        if asked is not None:
            values.setdefault(reference.key, {})[name] = asked


def contradictions(registry: Registry, after: Snapshot) -> list[Doubt]:
    """Curated values that the sources contradict; a pin silences it."""
    doubts = []
    for entry in registry.entries:
        curated, asked = entry.values.get("licence"), asked_licence(entry, after)
        if not curated or not asked.text or "licence" in entry.pins:
            continue
        if _folded(str(curated)) != _folded(asked.text):
            doubt = f"the list says {curated}, its host says {asked.text}"
            evidence = _evidence(asked.origins, after)
            doubts.append(Doubt(entry.id, entry.name, "licence", doubt, evidence))
    return doubts


def _folded(licence: str) -> str:
    return licence.casefold().replace(" ", "-")


def curated_doubts(registry: Registry) -> list[Doubt]:
    """The questions that people wrote into the registry."""
    return [
        Doubt(entry.id, entry.name, question.field, question.doubt, question.evidence)
        for entry in registry.entries
        for question in entry.questions
    ]
