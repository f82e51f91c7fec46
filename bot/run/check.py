"""`check`: the verdict on every link, of the registry or of any Markdown file."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from fnmatch import fnmatchcase

from bot.judge.neighbours import NamedLink, Neighbours
from bot.model.entry import Registry
from bot.model.errors import Where
from bot.model.observation import Found, Moved, Observation, is_silent, not_asked
from bot.model.options.link_rules import NO_RULES, LinkRules
from bot.model.reference import Query, read_link
from bot.model.verdict import LinkPlace, Verdict, verdict_of
from bot.parsing.markdown import markdown_links
from bot.run.steps.queries import described, left_out_observation, queries_for
from bot.run.steps.scope import require_match
from bot.run.steps.services import Progress, no_progress
from bot.sources.dispatch import SourceSet

_LOOKED_UP = 30
_STOPPED = "stopped before there was an answer"
_LINE_END = re.compile(r"\r\n|\r|\n")
_ROW = 4000
"""Longest part of a row in characters that is read."""
_UNREAD = re.compile(r"\]\([^)\s]*\)|<[^>]*>|https?://\S+|[\[\]|*`#>]+")


def links_in(path: str, text: str) -> list[LinkPlace]:
    """The links of any Markdown file; the row around each describes it."""
    rows, spots = _LINE_END.split(text), markdown_links(text)
    lines = {spot.line for spot in spots if 0 < spot.line <= len(rows)}
    about = {line: _words_of(rows[line - 1][:_ROW]) for line in lines}
    return [
        LinkPlace(
            read_link(spot.url),
            Where(path, spot.line, spot.column),
            about=about.get(spot.line, ""),
        )
        for spot in spots
    ]


def _words_of(row: str) -> str:
    """The visible text of a row: without addresses, tags and signs."""
    return " ".join(_UNREAD.sub(" ", row).split())


def new_since(places: Sequence[LinkPlace], before: Mapping[str, str]) -> list[LinkPlace]:
    """The links whose address is not in the earlier version of the files."""
    known = {link.url for text in before.values() for link in markdown_links(text)}
    return [one for one in places if one.link.url not in known]


def links_in_list(
    documents: Mapping[str, str], only: str = "*", among: Collection[str] | None = None
) -> list[LinkPlace]:
    """The links of the registry that are not marked dead. Raises InputError.

    `only` is a glob over entry ids, `among` are the ids to include (None: all).
    """
    from bot.lists.registry.load import load  # a check of other files needs no registry

    registry, _ = load(documents)
    require_match(registry, only)
    return [
        LinkPlace(link.link, link.where, entry.id, described(entry))
        for entry, link in registry.links()
        if fnmatchcase(entry.id, only) and not link.dead_since
        if among is None or entry.id in among
    ]


def of_entries(registry: Registry, only: str, places: Sequence[LinkPlace]) -> list[LinkPlace]:
    """The links that stand in an entry with such an id.

    Raises SettingsError when no entry has one.
    """
    require_match(registry, only)
    wanted = {link.link.url for entry, link in registry.links() if fnmatchcase(entry.id, only)}
    return [one for one in places if one.link.url in wanted]


def check(
    link_places: Sequence[LinkPlace],
    sources: SourceSet,
    now: datetime,
    progress: Progress = no_progress,
    rules: LinkRules = NO_RULES,
) -> tuple[list[Verdict], bool]:
    """The verdict on every link, in order, and whether all were waited for.

    One address has one verdict. A link that the rules exclude is unsure, for the reason they give.
    Ctrl-C returns what is known; the others are reported as not queried.
    """
    by_url: dict[str, list[LinkPlace]] = {}
    for one in link_places:
        by_url.setdefault(one.link.url, []).append(one)
    groups = list(by_url.values())
    links = [group[0].link for group in groups]
    out = {link.url: why for link in links if (why := rules.why_left_out(link.url))}
    latest: dict[str, Observation] = {}
    queries = queries_for((link for link in links if link.url not in out), _abouts(groups))
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
        query.reference.key: not_asked(query, "web", now, _STOPPED)
        for query in queries
        if query.reference.key not in latest
    }
    answers = {
        link.url: left_out_observation(link, out[link.url], now)
        if link.url in out
        else latest[link.reference.key]
        for link in links
    }
    return _verdicts(groups, answers), whole


def _verdicts(
    groups: Sequence[Sequence[LinkPlace]], answers: Mapping[str, Observation]
) -> list[Verdict]:
    """One verdict a link, by the answers to each address."""
    places = (one for group in groups for one in group)
    named = (NamedLink(one.link, one.where.path, one.entry or str(one.where)) for one in places)
    neighbours = Neighbours(named, lambda link: answers[link.url])
    verdicts = []
    for group in groups:
        first, seen = group[0], answers[group[0].link.url]
        listed = ""
        if isinstance(seen, Moved):
            listed = neighbours.at_target(first.link, first.where.path, seen)
        verdicts.append(verdict_of(seen, first.link, tuple(group), listed))
    return verdicts


def _abouts(groups: Iterable[Sequence[LinkPlace]]) -> dict[str, str]:
    """The descriptions of a reference at all its places, in a fixed order."""
    found: dict[str, list[str]] = {}
    for group in groups:
        for one in group:
            found.setdefault(one.link.reference.key, []).append(one.about)
    return {key: " ".join(dict.fromkeys(filter(None, texts))) for key, texts in found.items()}


def with_archived_copies(
    verdicts: Sequence[Verdict], archive: SourceSet, now: datetime
) -> tuple[list[Verdict], list[str]]:
    """The verdicts with archived copies for gone links, and notes about the lookup.

    The archive allows 30 requests a minute, so no more links than that are looked up. Ctrl-C
    returns what was found.
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
    silent = [one for one in seen if is_silent(one)]
    if not silent:
        return ""
    return f"the archive did not answer for {len(silent)} of {len(seen)} links: {silent[0].why}"


def _limit(gone: int) -> str:
    if gone <= _LOOKED_UP:
        return ""
    return f"archived copies were looked up for the first {_LOOKED_UP} of {gone} gone links"
