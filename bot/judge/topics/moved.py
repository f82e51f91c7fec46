"""Moved links, and the cells that change because a link leads to another thing now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from bot.judge.given import Given
from bot.judge.ruling import Rules
from bot.judge.visible import under_new_keys, visible_changes
from bot.model.change import Candidates, Change, LinkEdit
from bot.model.decision import Ruling, Topic
from bot.model.entry import Entry, EntryLink, Registry
from bot.model.errors import Where
from bot.model.memory import Memory
from bot.model.reference import read_link


def offer(given: Given) -> Candidates:
    """Links whose new address is certain or on the same site."""
    links, state = given.links, given.state
    edits = tuple(one for one in links.edits if not one.dead_since)
    changes = links.of(Topic.MOVED)
    if not edits:
        return Candidates(Topic.MOVED, changes, questions=tuple(links.doubts))
    if state.written.records:  # its rows show what they show, whatever their links lead to
        return Candidates(Topic.MOVED, changes, edits, questions=tuple(links.doubts))
    base = under_new_keys(state.snapshot, _moves(changes))
    lists = (state.registry, with_moved_links(state.registry, edits))
    hidden = given.rules_of(Topic.MOVED).hidden
    nothing_against = Rules(given.rules.policy, Memory(), {}, hidden=hidden)
    side_effects, adopted = visible_changes(lists, state.snapshot, base, base, nothing_against)
    return Candidates(
        Topic.MOVED,
        changes,
        edits,
        adopted,
        tuple(links.doubts),
        side_effects=tuple(side_effects),
    )


def _moves(changes: Iterable[Change]) -> dict[str, str]:
    return {
        read_link(change.before).reference.key: read_link(change.after).reference.key
        for change in changes
        if change.ruling is Ruling.APPLY
    }


def with_moved_links(registry: Registry, edits: Iterable[LinkEdit]) -> Registry:
    """The list with the new addresses of these links."""
    moves = {(one.where, one.where.column, one.before): one.after for one in edits}
    return replace(registry, entries=tuple(_moved(entry, moves) for entry in registry.entries))


def _moved(entry: Entry, moves: Mapping[tuple[Where, int, str], str]) -> Entry:
    links = tuple(_at_new_address(link, moves) for link in entry.links)
    return entry if links == entry.links else replace(entry, links=links)


def _at_new_address(link: EntryLink, moves: Mapping[tuple[Where, int, str], str]) -> EntryLink:
    after = moves.get((link.where, link.where.column, link.link.url))
    return replace(link, link=read_link(after)) if after else link
