"""Displayed values compared with observations: the differences that a reader would see."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.judge.incomplete import SilentParts
from bot.judge.ruling import Rules
from bot.model.change import WAITS, Change
from bot.model.decision import Ruling, Topic
from bot.model.entry import Entry, Registry
from bot.model.fields import EVALUATIONS, FACTS, FETCHED_FIELDS, KEPT_FACTS, EntryField
from bot.model.kinds import HUB_REPOSITORIES
from bot.model.observation import Found, Moved, Observation, Value
from bot.model.snapshot import FetchedValue, Snapshot
from bot.model.values.shown import (
    FactOrigin,
    ShownValue,
    fetched_fields,
    fetched_licence,
    is_near,
    short_number,
    shown_values,
)
from bot.model.values.written import WrittenList

_Values = dict[str, Mapping[str, FetchedValue]]


def under_new_keys(snapshot: Snapshot, moves: Mapping[str, str]) -> Snapshot:
    """The snapshot after what it is about moved, by keys: its values are known of the new one, too.

    The old identity keeps them, because another entry may still use it.
    """
    values = dict(snapshot.values)
    for key, to in moves.items():
        if key in snapshot.values:
            values[to] = {**snapshot.values[key], **values.get(to, {})}
    return Snapshot(values)


def candidate_snapshot(
    snapshot: Snapshot, pending: Snapshot, observations: Iterable[Observation], today: str
) -> tuple[Snapshot, list[Observation]]:
    """The snapshot with all observed values taken over, and the implausible answers.

    The open proposal counts as observed on its day: an equal value keeps its day there, and one
    that no source reports today stays in it.
    """
    values = _latest(snapshot, pending)
    implausible: list[Observation] = []
    for seen in observations:
        if not isinstance(seen, Found | Moved):
            continue
        facts = _kept_facts(seen)
        if facts is None:
            implausible.append(seen)
            continue
        if not facts:
            continue
        day = min(today, seen.at.date().isoformat())
        for key in _keys(seen):
            fields = dict(values.get(key, {}))
            for name, value in facts.items():
                asked = FetchedValue(value, seen.source, day, seen.evidence)
                fields[name] = _as_pending(asked, pending.values.get(key, {}).get(name))
            values[key] = fields
    return Snapshot(values), implausible


def _latest(snapshot: Snapshot, pending: Snapshot) -> _Values:
    values: _Values = dict(snapshot.values)
    for key, fields in pending.values.items():
        known = values.setdefault(key, {})
        newer = {
            name: asked
            for name, asked in fields.items()
            if name not in known or known[name].day < asked.day
        }
        if newer:
            values[key] = {**known, **newer}
    return values


def _kept_facts(seen: Found | Moved) -> dict[str, Value] | None:
    """The facts that a list may show; None when a fact that every list shows is implausible."""
    facts = {name: value for name, value in seen.facts.items() if name in FACTS}
    if seen.reference.kind in HUB_REPOSITORIES and seen.facts and "gated" not in seen.unknown:
        facts.setdefault("gated", "")
    wrong = {name for name, value in facts.items() if not _is_plausible(name, value)}
    if wrong & set(KEPT_FACTS):
        return None
    return {name: value for name, value in facts.items() if name not in wrong}


def _is_plausible(name: str, value: Value) -> bool:
    return type(value) in FACTS[name].types and not (isinstance(value, int) and value < 0)


def _keys(seen: Found | Moved) -> list[str]:
    keys = [seen.reference.key]
    return [*keys, seen.to.key] if isinstance(seen, Moved) else keys


def _as_pending(asked: FetchedValue, pending: FetchedValue | None) -> FetchedValue:
    if pending is None:
        return asked
    if not _alike(pending.value, asked.value):
        return asked
    # what is read back from a hand-written list does not say where it was seen
    return pending if pending.evidence else replace(asked, value=pending.value)


def _alike(kept: Value, new: Value) -> bool:
    if type(kept) is int and type(new) is int:
        return short_number(kept) == short_number(new) or is_near(kept, new)
    return type(kept) is type(new) and kept == new


@dataclass(frozen=True, slots=True)
class _Cell:
    """One field of one entry: displayed now, without any new value, and with all of them.

    `instead` is what would be displayed if some new values were taken over without its own.
    """

    entry: Entry
    field: EntryField
    now: ShownValue
    kept: ShownValue
    new: ShownValue
    instead: tuple[FactOrigin, ...] = ()

    @property
    def origins(self) -> tuple[FactOrigin, ...]:
        return (*self.now.origins, *self.kept.origins, *self.new.origins, *self.instead)

    @property
    def is_news(self) -> bool:
        if self.kept.text != self.now.text:
            return True
        kept, new = self.kept.number, self.new.number
        sways = kept is not None and new is not None and is_near(kept, new)
        return self.new.text != self.now.text and not sways


def visible_changes(
    lists: tuple[Registry, Registry],
    before: Snapshot,
    base: Snapshot,
    after: Snapshot,
    rules: Rules,
    silent_parts: SilentParts | None = None,
    at_once: int = 0,
    written: WrittenList | None = None,
) -> tuple[list[Change], Snapshot]:
    """The changes a reader would see, and the snapshot with just those taken over.

    `lists` are the registry before and after links moved, `before` is the snapshot that is shown,
    `base` the same under the new references. Cells that share a value change together or not at
    all, so that no cell of the README changes unreported. What `silent_parts` speaks against is
    held, and what is beyond `at_once` changes, where that is not 0. Of a hand-written list only
    the fields count that a row has a place for.
    """
    silent_parts = silent_parts or SilentParts()
    pairs = zip(*(one.entries for one in lists), strict=True)
    cells = [
        cell
        for then, entry in pairs
        if written is None or _has_a_place(written, entry)
        for cell in _cells(then, entry, before, base, after)
        if cell.field.name != EVALUATIONS or lists[1].shows_evaluations
        if f"{entry.id}/{cell.field.name}" not in rules.hidden
        if written is None or written.shows(entry.id, cell.field.name)
    ]
    changes: dict[int, Change] = {}
    adopted: _Values = dict(base.values)
    applied = 0
    place = {id(cell): number for number, cell in enumerate(cells)}
    for group in _sharing(cells):
        if not any(cell.is_news for cell in group):
            continue
        reported = [
            (cell, _held_by(silent_parts, cell, after, rules.rule(_change(cell, after))))
            for cell in group
            if cell.now.text != cell.new.text
        ]
        held = next((change for _, change in reported if change.ruling is not Ruling.APPLY), None)
        waits = not held and applied and 0 < at_once < applied + len(reported)
        for cell, change in reported:
            one = _held_with(change, held) if held else change
            changes[place[id(cell)]] = _waiting(one) if waits else one
        if not held and not waits:
            applied += len(reported)
            _adopt(adopted, after, (origin for cell in group for origin in cell.origins))
    return [changes[number] for number in sorted(changes)], Snapshot(adopted)


def _has_a_place(written: WrittenList, entry: Entry) -> bool:
    return any(written.shows(entry.id, name) for name in FETCHED_FIELDS)


def _cells(
    then: Entry, entry: Entry, before: Snapshot, base: Snapshot, after: Snapshot
) -> Iterator[_Cell]:
    keys = {link.link.reference.key for link in (*then.links, *entry.links)}
    if not any(key in one.values for one in (before, base, after) for key in keys):
        return  # a cell is made of fetched values, and nothing was fetched of this entry
    now = kept = shown_values(entry, base)
    if then is not entry or before is not base:
        links = zip(then.links, entry.links, strict=True)
        as_it_was = replace(entry, links=tuple(replace(new, link=old.link) for old, new in links))
        now = shown_values(as_it_was, before)
    new = kept if after is base else shown_values(entry, after)
    shown = now.keys() | kept.keys() | new.keys()
    instead = _instead(entry, new, base, after) if new is not kept else {}
    for name, field in fetched_fields(entry).items() if shown else ():
        if name not in shown:
            continue
        shows = [view.get(name, ShownValue("")) for view in (now, kept, new)]
        cell = _Cell(entry, field, shows[0], shows[1], shows[2], instead.get(name, ()))
        if cell.origins:
            yield cell


def _instead(
    entry: Entry, new: Mapping[str, ShownValue], base: Snapshot, after: Snapshot
) -> Mapping[str, tuple[FactOrigin, ...]]:
    """Field → what it would be made of without its own new values.

    Where the licence of its weights is held back, that is the licence of its repository.
    """
    found: dict[str, tuple[FactOrigin, ...]] = defaultdict(tuple)
    values = {
        key: dict(after.values[key])
        for key in {link.link.reference.key for link in entry.links}
        if key in after.values
    }
    more = {
        name: tuple(one for one in value.origins if base.get(*one) is None)
        for name, value in new.items()
    }
    taken: set[FactOrigin] = set()
    while any(more.values()):
        taken.update(origin for origins in more.values() for origin in origins)
        for reference, name in taken:
            values.get(reference.key, {}).pop(name, None)
        without = shown_values(entry, Snapshot(values))
        more = {
            name: tuple(
                one for one in without[name].origins if base.get(*one) is None and one not in taken
            )
            for name, origins in more.items()
            if origins and name in without
        }
        for name, origins in more.items():
            found[name] += origins
    return found


def _sharing(cells: Sequence[_Cell]) -> list[list[_Cell]]:
    """The cells, grouped by the fetched values that they share."""
    leader: dict[FactOrigin, FactOrigin] = {}

    def lead(origin: FactOrigin) -> FactOrigin:
        while leader.setdefault(origin, origin) != origin:
            leader[origin] = leader[leader[origin]]
            origin = leader[origin]
        return origin

    for cell in cells:
        first, *others = cell.origins
        for origin in others:
            leader[lead(origin)] = lead(first)
    groups: dict[FactOrigin, list[_Cell]] = {}
    for cell in cells:
        groups.setdefault(lead(cell.origins[0]), []).append(cell)
    return list(groups.values())


def _held_by(silent_parts: SilentParts, cell: _Cell, after: Snapshot, change: Change) -> Change:
    why = silent_parts.why(cell.entry, cell.field, after)
    if not why or change.ruling is not Ruling.APPLY:
        return change
    return replace(change, ruling=Ruling.HOLD, reason=why)


def _held_with(change: Change, held: Change) -> Change:
    if change.ruling is not Ruling.APPLY:
        return change
    reason = f"it shares one value with {held.entry_name}: {held.reason}"
    return replace(change, ruling=held.ruling, reason=reason)


def _waiting(change: Change) -> Change:
    return replace(change, ruling=Ruling.HOLD, reason=WAITS)


def _change(cell: _Cell, after: Snapshot) -> Change:
    return Change(
        entry=cell.entry.id,
        entry_name=cell.entry.called,
        field=cell.field.name,
        topic=Topic.METADATA,
        before=cell.now.text,
        after=cell.new.text,
        why=cell.field.why,
        evidence=_evidence(cell.new.origins or cell.now.origins, after),
        ruling=Ruling.APPLY,
    )


def _evidence(origins: Sequence[FactOrigin], snapshot: Snapshot) -> str:
    asked = (snapshot.get(reference, name) for reference, name in origins)
    return next((value.evidence for value in asked if value and value.evidence), "")


def _adopt(values: _Values, source: Snapshot, origins: Iterable[FactOrigin]) -> None:
    for reference, name in origins:
        asked = source.get(reference, name)
        if asked is not None:
            values[reference.key] = {**values.get(reference.key, {}), name: asked}


def contradictions(registry: Registry, after: Snapshot) -> list[tuple[Change, str]]:
    """Curated licences that the sources contradict: what a yes writes, and the question."""
    found = []
    for entry in registry.entries:
        curated, asked = entry.values.get("licence"), fetched_licence(entry, after)
        if not curated or not asked.text or "licence" in entry.pins:
            continue
        if _folded(str(curated)) != _folded(asked.text):
            change = Change(
                entry=entry.id,
                entry_name=entry.called,
                field="licence",
                topic=Topic.FACTS,
                before=str(curated),
                after=asked.text,
                why=f"its host says {asked.text}",
                evidence=_evidence(asked.origins, after),
                ruling=Ruling.APPLY,
            )
            found.append((change, f"the list says {curated}, its host says {asked.text}"))
    return found


_OF_EVERY_LICENCE = re.compile(
    r"\b(?:the|model|community|licen[cs]e|agreement|version)\b|[^a-z0-9]"
)


def _folded(licence: str) -> str:
    """The part in which licences differ: `Llama 2 Community License` and `llama2` are one."""
    return _OF_EVERY_LICENCE.sub("", licence.casefold())
