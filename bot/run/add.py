"""`add`: one link → a whole entry, written into the registry and drawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice

from bot.config.shapes import is_web_address
from bot.judge.additions.house import row_fields
from bot.judge.additions.rounds import Addition, by_source, next_round
from bot.judge.additions.row import draft_entry
from bot.judge.models.draft import one_line
from bot.judge.models.listed import Listed, identity
from bot.judge.models.rows import file_of
from bot.lists.read import home_of, read_state
from bot.lists.readme.mentions import Mention, mentions_of
from bot.model.change import NewRow
from bot.model.entry import Registry
from bot.model.observation import Found, Moved, Observation, not_asked
from bot.model.reference import Link, Query, Reference, read_link, relocate
from bot.model.state import State
from bot.model.values.addition import AddedEntry, Additions, RefusedLink
from bot.run.render import draw_documents, redraw
from bot.sources.dispatch import SourceSet

_ROUNDS = 3
"""Rounds of queries: the link, what its card names, what that is."""
_NEIGHBOURS = 30
"""Listed links that are queried: one may be the new link under an older name."""
_NOBODY = "nobody was there to choose"


def add(
    documents: Mapping[str, str],
    urls: Sequence[str],
    sources: SourceSet,
    now: datetime,
    section: str = "",
) -> Additions:
    """Add one entry for each link; what was added before counts as listed.

    In the registry, or in a hand-written README in the form of its rows. Raises InputError when the
    list cannot be read or drawn.
    """
    is_drawn = home_of(documents).is_drawn
    if is_drawn:
        draw_documents(documents)
    current = dict(documents)
    added: list[AddedEntry] = []
    refused: list[RefusedLink] = []
    for url in urls:
        outcome = _one(current, url.strip(), sources, now, section)
        if isinstance(outcome, RefusedLink):
            refused.append(outcome)
        else:
            current, new = outcome
            added = [*(replace(one, row=one.row.beside(new.row)) for one in added), new]
    current = redraw(current) if is_drawn else current
    files = {path: text for path, text in current.items() if documents.get(path) != text}
    return Additions(tuple(added), tuple(refused), files if added else {})


def _one(
    documents: dict[str, str], url: str, sources: SourceSet, now: datetime, section: str
) -> tuple[dict[str, str], AddedEntry] | RefusedLink:
    if not is_web_address(url):
        return RefusedLink(one_line(url), "this is not a web address; write https://…")
    state, home = read_state(documents), home_of(documents)
    registry = state.registry
    wanted = _asked(read_link(url), state, sources, now)
    if isinstance(wanted, RefusedLink):
        return wanted
    wanted, today = replace(wanted, section=section), now.date().isoformat()
    found = draft_entry(wanted, registry, today, in_place=not home.is_drawn)
    if isinstance(found, str):
        return RefusedLink(url, found)
    if registry.shows_newest:
        found.draft.fill("added", today, "")
    path = file_of(registry, found.draft.section)
    taken = {entry.id for entry in registry.entries}
    fields = (
        found.draft.row(taken)
        if home.is_drawn
        else row_fields(found.draft, registry, taken, wanted)
    )
    made = home.add(documents, [NewRow(f"{fields['id']}/row", path, fields)])
    if made.refused:
        return RefusedLink(url, f"the bot cannot write it into {path}: {made.refused[0].why}")
    warnings = (*_moved_by(wanted, url), *found.warnings, *_in_prose(state, wanted.link))
    new = AddedEntry(url, made.placed[0], fields, warnings, found.draft.unknown)
    return dict(made.files), new


def _moved_by(wanted: Addition, url: str) -> tuple[str, ...]:
    if not isinstance(wanted.seen, Moved):
        return ()
    return (f"{url} has moved to {wanted.link.url}; the new address is written",)


def _in_prose(state: State, link: Link) -> Iterator[str]:
    """Where a hand-written list speaks of it outside of any row."""
    same = (one for one in _mentions(state, link) if not one.is_left_alone)
    for one in islice(same, 1):
        yield f"{link.url} is already at {one.where}, outside any row"


def _mentions(state: State, link: Link) -> Iterator[Mention]:
    if home_of(state.files).is_drawn:
        return
    wanted = identity(link)
    yield from (one for one in mentions_of(state) if identity(one.link) == wanted)


def _asked(link: Link, state: State, sources: SourceSet, now: datetime) -> Addition | RefusedLink:
    """The link with all that is observed of it; refused as soon as it turns out to be listed."""
    registry = state.registry
    taken = _taken(state, Listed(registry), link)
    if taken:
        return RefusedLink(link.url, taken)
    queries = [
        Query(link.reference, link.url, frozenset({link.place})),
        *_neighbours(registry, link),
    ]
    latest = list(sources.look(queries, now))
    seen = next((one for one in latest if one.reference == link.reference), None) or not_asked(
        Query(link.reference, link.url), "", now, _NOBODY
    )
    here = _where_it_lives(link, seen)
    taken = _taken(state, Listed(registry, latest), here)
    if taken:
        return RefusedLink(link.url, taken)
    wanted = Addition(here, seen)
    for _ in range(_ROUNDS):
        rounds = next_round(wanted, registry)
        if not rounds:
            break
        results = list(sources.look_by_name(rounds, now))
        nobody = by_source(_unanswered(rounds, results, now))
        wanted = replace(wanted, answers={**wanted.answers, **nobody, **by_source(results)})
    return wanted


def _where_it_lives(link: Link, seen: Observation) -> Link:
    """The link as its host spells it, at its new address if it moved."""
    if isinstance(seen, Moved):
        return read_link(relocate(link, seen.to))
    results = seen.facts if isinstance(seen, Found) else {}
    own = str(results.get("name") or results.get("id") or "")
    spelled = Reference.of(link.reference.kind, own)
    return read_link(relocate(link, spelled)) if spelled == link.reference else link


def _taken(state: State, listed: Listed, link: Link) -> str:
    found = listed.at(link)
    if found:
        entry, there = found
        return f"it is on the list already: {entry.called}, at {there.where}"
    alone = next((one for one in _mentions(state, link) if one.is_left_alone), None)
    return f"it is on the list already, at {alone.where}" if alone else ""


def _neighbours(registry: Registry, link: Link) -> Iterable[Query]:
    """Listed links that may be the same under a name of earlier: of one owner, or of one name."""
    owner, _, name = link.reference.name.lower().rpartition("/")
    queries: dict[str, Query] = {}
    for _, other in registry.links():
        reference = other.link.reference
        theirs, _, called = reference.name.lower().rpartition("/")
        near = (
            owner and reference.kind is link.reference.kind and (theirs == owner or called == name)
        )
        if near and reference.kind.value != "page":
            queries.setdefault(reference.key, Query(reference, other.link.url))
    return list(queries.values())[:_NEIGHBOURS]


def _unanswered(
    rounds: Mapping[str, Sequence[Query]], results: Iterable[Observation], now: datetime
) -> list[Observation]:
    """An answer where no source was there to give one, so that it is not queried for ever."""
    answered = {(seen.source, seen.reference.key) for seen in results}
    return [
        not_asked(query, source, now, _NOBODY)
        for source, queries in rounds.items()
        for query in queries
        if (source, query.reference.key) not in answered
    ]
