"""Counts that drop to nearly nothing at once: held for a day, believed when they persist."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from bot.model.change import OpenQuestion
from bot.model.entry import Registry
from bot.model.fields import ENTRY_FIELDS, FACTS, ValueForm
from bot.model.memory import Memory, Trace
from bot.model.observation import Found, Moved, Observation
from bot.model.snapshot import Snapshot
from bot.model.values.shown import short_number

_LARGE = 100
"""Smaller counts may drop to any value."""
_SHARE = 10
"""A count that is at most a tenth of the one before has fallen."""


@dataclass(frozen=True)
class Fall:
    """One count of one reference: the number on display and the one reported now."""

    key: str
    name: str
    before: int
    after: int
    evidence: str


def falls(observations: Iterable[Observation], shown: Snapshot) -> list[Fall]:
    """The counts that are at most a tenth of the ones on display."""
    found = []
    for seen in observations:
        if not isinstance(seen, Found | Moved):
            continue
        kept = shown.values.get(seen.reference.key, {})
        for name, value in seen.facts.items():
            before = kept[name].value if name in kept and _is_count(name) else None
            if type(before) is int and type(value) is int and _is_fall(before, value):
                found.append(Fall(seen.reference.key, name, before, value, seen.evidence))
    return found


def _is_count(name: str) -> bool:
    return name in FACTS and FACTS[name].form is ValueForm.NUMBER


def _is_fall(before: int, after: int) -> bool:
    return before >= _LARGE and 0 <= after * _SHARE <= before


def remember_falls(
    memory: Memory, before: Memory, observations: Iterable[Observation], shown: Snapshot, today: str
) -> Memory:
    """Memory with the first day of each fall; a count that recovered is forgotten."""
    seen = list(observations)
    fallen = {one.key for one in falls(seen, shown)}
    known = {one.reference.key for one in seen if isinstance(one, Found | Moved)}
    traces = dict(memory.traces)
    for key, trace in memory.traces.items():
        since = before.traces.get(key, Trace()).fallen_on
        if key in fallen:
            traces[key] = replace(trace, fallen_on=since or today)
        elif since and key not in known:
            traces[key] = replace(trace, fallen_on=since)
    return replace(memory, traces=traces)


def doubtful_falls(
    observations: Iterable[Observation], shown: Snapshot, memory: Memory, today: str
) -> list[Fall]:
    """The falls that are seen for the first day."""
    return [
        one
        for one in falls(observations, shown)
        if not "" < memory.traces.get(one.key, Trace()).fallen_on < today
    ]


def without_falls(seen: Observation, held: Mapping[str, set[str]]) -> Observation:
    """The observation without the counts that are not believed yet."""
    names = held.get(seen.reference.key)
    if not names or not isinstance(seen, Found | Moved):
        return seen
    return replace(
        seen, facts={name: value for name, value in seen.facts.items() if name not in names}
    )


def questions_of(registry: Registry, held: Iterable[Fall]) -> list[OpenQuestion]:
    """The questions about them, one for each entry and field that shows such a count."""
    doubts: dict[tuple[str, str], OpenQuestion] = {}
    by_key: dict[str, list[Fall]] = {}
    for one in held:
        by_key.setdefault(one.key, []).append(one)
    for entry, link in registry.links():
        for one in by_key.get(link.link.reference.key, ()):
            field = next((name for name, row in ENTRY_FIELDS.items() if one.name in row.facts), "")
            if not field or field in entry.pins:
                continue
            doubt = (
                f"{one.name} dropped from {short_number(one.before)} to {short_number(one.after)} "
                "at once; the shown value stays until another day confirms it"
            )
            question = OpenQuestion(entry.id, entry.called, field, doubt, one.evidence)
            doubts.setdefault((entry.id, field), question)
    return list(doubts.values())
