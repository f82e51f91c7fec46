"""Entries that are archived, abandoned or dead: to the attic, in a list that has one."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import replace
from datetime import date, timedelta

from bot.judge.given import Given
from bot.model.change import WAITS, Candidates, Change, FieldEdit
from bot.model.decision import Ruling, Topic
from bot.model.entry import ATTIC, RETIRED, Entry, Registry, Retirement, may_retire
from bot.model.observation import Found, Moved
from bot.model.reference import Kind

_IN_A_FOLDER = "an entry leaves the README only by a pull request that a person merges"
_WHY = {
    "dead": "all of its links are marked dead",
    "archived": "its repository is archived",
    "abandoned": "no commit since {}",
}


def offer(given: Given) -> Candidates:
    """One change for each entry, which moves its row when people merge it."""
    state = given.state
    if ATTIC not in state.registry.outputs:
        return Candidates(Topic.ATTIC)
    ruled = [(entry, why, _ruled(entry, why, given)) for entry, why in _retirements(given)]
    changes = _bounded(_without_emptied([one for _, _, one in ruled], state.registry), given)
    edits = (
        FieldEdit(change.id, entry.where, RETIRED, {"reason": why.reason, "day": why.day})
        for (entry, why, _), change in zip(ruled, changes, strict=True)
        if change.ruling is Ruling.APPLY
    )
    silent = {key for _, key in given.observed.silent}
    unknown = any(
        link.link.reference.key in silent
        for _, link in state.registry.links()
        if link.link.reference.kind is Kind.REPO
    )
    partial = "not answered: github" if unknown else ""
    return Candidates(Topic.ATTIC, tuple(changes), tuple(edits), partial=partial)


def _retirements(given: Given) -> Iterator[tuple[Entry, Retirement]]:
    archived, pushed = _archived(given), _pushed(given)
    days = given.state.settings.policy.idle_days
    idle = (date.fromisoformat(given.today) - timedelta(days=days)).isoformat() if days else ""
    alive = {seen.reference.key for seen in given.certain if isinstance(seen, Found | Moved)}
    for entry in given.state.registry.entries:
        why = None if entry.retired else may_retire(entry, archived, pushed, idle)
        if why and not (why.reason == "dead" and _answers(entry, alive)):
            yield entry, why


def _answers(entry: Entry, alive: Set[str]) -> bool:
    """Whether a link that is marked dead answers again, about which a person is asked."""
    return any(link.link.reference.key in alive for link in entry.links)


def _archived(given: Given) -> dict[str, str]:
    """Repository → the day since which it is archived: its host's, or of the shown status."""
    shown = {
        key: fields["archived"].day
        for key, fields in given.state.snapshot.values.items()
        if "archived" in fields and fields["archived"].value is True
    }
    for seen in given.certain:
        if isinstance(seen, Found | Moved) and "archived" in seen.facts:
            key = seen.reference.key
            day = str(seen.facts.get("archived_on") or shown.get(key, ""))
            shown[key] = day if seen.facts["archived"] is True else ""
    return shown


def _pushed(given: Given) -> dict[str, str]:
    return {
        seen.reference.key: str(seen.facts["pushed"])
        for seen in given.certain
        if isinstance(seen, Found | Moved) and seen.facts.get("pushed")
    }


def _ruled(entry: Entry, why: Retirement, given: Given) -> Change:
    change = Change(
        entry=entry.id,
        entry_name=entry.called,
        field=RETIRED,
        topic=Topic.ATTIC,
        before="",
        after=f"{why.reason} since {why.day}",
        why=_WHY[why.reason].format(why.day),
        evidence=next(link.link.url for link in entry.links),
        ruling=Ruling.APPLY,
    )
    ruled = given.rules.rule(change)
    if ruled.ruling is Ruling.APPLY and not given.state.settings.removes_rows:
        return replace(ruled, ruling=Ruling.HOLD, reason=_IN_A_FOLDER)
    return ruled


def _without_emptied(changes: list[Change], registry: Registry) -> list[Change]:
    """The changes; none is applied that would take a section's last rows, which is an error."""
    for section in registry.sections:
        if not section.kinds or section.may_be_empty:
            continue
        leave = {one.entry for one in changes if one.ruling is Ruling.APPLY}
        shown = {entry.id for entry in registry.shown_in(section)}
        if shown and shown <= leave:
            reason = f"the section '{section.title}' would lose all of its rows"
            changes = [_held(one, reason) if one.entry in shown else one for one in changes]
    return changes


def _bounded(changes: list[Change], given: Given) -> list[Change]:
    """No more than a pull request holds, besides what people ticked."""
    room, bounded = given.state.settings.policy.changes_at_once, []
    for change in changes:
        room -= change.ruling is Ruling.APPLY
        full = room < 0 and change.ruling is Ruling.APPLY and not given.rules.accepts(change)
        bounded.append(_held(change, WAITS) if full else change)
    return bounded


def _held(change: Change, reason: str) -> Change:
    return replace(change, ruling=Ruling.HOLD, reason=reason)
