"""`check`: the verdict on every link, of the registry or of any Markdown file."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from fnmatch import fnmatchcase

from bot.lists.registry.load import load
from bot.model.errors import Where
from bot.model.observation import Found, Observation, Reason, Unsure
from bot.model.options.link_rules import NO_RULES, LinkRules
from bot.model.reference import Query, read_link
from bot.model.verdict import LinkPlace, Verdict, verdict_of
from bot.parsing.markdown import markdown_links
from bot.run.steps.queries import described, left_out_observation, queries_for
from bot.run.steps.services import Progress, no_progress
from bot.sources.dispatch import SourceSet

_LOOKED_UP = 30
_NO_COPY = frozenset({Reason.PRIVATE_OR_MISSING, Reason.PRIVATE})
"""Answers of the archive that are an answer."""


def links_in(path: str, text: str) -> list[LinkPlace]:
    """The web links of any Markdown file."""
    return [
        LinkPlace(read_link(spot.url), Where(path, spot.line, spot.column))
        for spot in markdown_links(text)
    ]


def links_in_list(
    documents: Mapping[str, str], only: str = "*", among: Collection[str] | None = None
) -> list[LinkPlace]:
    """The links of the registry that are not marked dead. Raises InputError.

    `only` is a glob over entry ids, `among` are the ids that count (None: all).
    """
    registry, _ = load(documents)
    return [
        LinkPlace(link.link, link.where, entry.id, described(entry))
        for entry, link in registry.links()
        if fnmatchcase(entry.id, only) and not link.dead_since
        if among is None or entry.id in among
    ]


def check(
    link_places: Sequence[LinkPlace],
    sources: SourceSet,
    now: datetime,
    progress: Progress = no_progress,
    rules: LinkRules = NO_RULES,
) -> tuple[list[Verdict], bool]:
    """The verdict on every link, in the order they stand, and whether all were waited for.

    One address has one verdict. What the rules leave out is unsure, for the reason they give.
    Ctrl-C leaves what is known; the others are told as not asked.
    """
    by_url: dict[str, list[LinkPlace]] = {}
    for one in link_places:
        by_url.setdefault(one.link.url, []).append(one)
    links = [group[0].link for group in by_url.values()]
    out = {link.url: why for link in links if (why := rules.why_left_out(link.url))}
    latest: dict[str, Observation] = {}
    results = {one.link.reference.key: one.about for one in link_places}
    queries = queries_for((link for link in links if link.url not in out), results)
    progress(0, len(queries), None)
    try:
        for seen in sources.look(queries, now):
            latest[seen.reference.key] = seen
            progress(len(latest), len(queries), seen)
    except KeyboardInterrupt:
        if not latest:
            raise
    whole = len(latest) == len(queries)
    latest |= {
        query.reference.key: _stopped(query, now)
        for query in queries
        if query.reference.key not in latest
    }
    answers = {
        link.url: left_out_observation(link, out[link.url], now)
        if link.url in out
        else latest[link.reference.key]
        for link in links
    }
    verdicts = [verdict_of(answers[link.url], link, tuple(by_url[link.url])) for link in links]
    return verdicts, whole


def with_archived_copies(
    verdicts: Sequence[Verdict], archive: SourceSet, now: datetime
) -> tuple[list[Verdict], list[str]]:
    """The verdicts with archived copies beside what is gone, and what a reader must know of that.

    The archive wants at most 30 requests a minute, so no more links than that are looked up.
    Ctrl-C leaves what was found.
    """
    gone = {one.link.reference.key: one.link for one in reversed(verdicts) if one.word == "gone"}
    queries = [Query(link.reference, link.url) for link in reversed(gone.values())]
    seen: dict[str, Observation] = {}
    with contextlib.suppress(KeyboardInterrupt):
        for results in archive.look(queries[:_LOOKED_UP], now):
            seen[results.reference.key] = results
    copies = {
        gone[key].url: str(results.facts.get("archived_copy", ""))
        for key, results in seen.items()
        if isinstance(results, Found)
    }
    notes = [note for note in (_silence(list(seen.values())), _limit(len(queries))) if note]
    return [replace(one, archived_copy=copies.get(one.link.url, "")) for one in verdicts], notes


def _silence(seen: Sequence[Observation]) -> str:
    silent = [one for one in seen if isinstance(one, Unsure) and one.reason not in _NO_COPY]
    if not silent:
        return ""
    return f"the archive was silent about {len(silent)} of {len(seen)} links: {silent[0].why}"


def _limit(gone: int) -> str:
    if gone <= _LOOKED_UP:
        return ""
    return f"archived copies were looked up for the first {_LOOKED_UP} of {gone} gone links"


def _stopped(query: Query, now: datetime) -> Observation:
    return Unsure(
        reference=query.reference,
        source="web",
        at=now,
        evidence=query.url,
        reason=Reason.NOT_ASKED,
        why="stopped before there was an answer",
    )
