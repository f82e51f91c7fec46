"""`check`: the verdict on every link, of the registry or of any Markdown file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from fnmatch import fnmatchcase

from bot.adopt.links import markdown_links
from bot.facts.errors import Where
from bot.facts.observation import Observation, Reason, Unsure
from bot.facts.reference import Ask, read_link
from bot.facts.rules import LinkRules
from bot.facts.verdict import Standing, Verdict, verdict_of
from bot.pipeline.asks import about, asks_for, unasked
from bot.pipeline.doors import Progress, silent
from bot.registry.load import load
from bot.sources.roster import Gathering

_NO_RULES = LinkRules()


def standing_in(path: str, text: str) -> list[Standing]:
    """The web links of any Markdown file."""
    return [Standing(read_link(spot.url), Where(path, spot.line)) for spot in markdown_links(text)]


def standing_in_list(documents: Mapping[str, str], only: str = "*") -> list[Standing]:
    """The links of the registry that are not marked dead. Raises InputError."""
    registry, _ = load(documents)
    return [
        Standing(link.link, link.where, entry.id, about(entry))
        for entry, link in registry.links()
        if fnmatchcase(entry.id, only) and not link.dead_since
    ]


def check(
    standings: Sequence[Standing],
    sources: Gathering,
    now: datetime,
    progress: Progress = silent,
    rules: LinkRules = _NO_RULES,
) -> tuple[list[Verdict], bool]:
    """The verdict on every link, in the order they stand, and whether all were waited for.

    One address has one verdict. What the rules leave out is unsure, for the reason they give.
    Ctrl-C leaves what is known; the others are told as not asked.
    """
    by_url: dict[str, list[Standing]] = {}
    for one in standings:
        by_url.setdefault(one.link.url, []).append(one)
    links = [group[0].link for group in by_url.values()]
    out = {link.url: why for link in links if (why := rules.why_left_out(link.url))}
    said: dict[str, Observation] = {}
    told = {one.link.reference.key: one.about for one in standings}
    asks = asks_for((link for link in links if link.url not in out), told)
    progress(0, len(asks), None)
    try:
        for seen in sources.look(asks, now):
            said[seen.reference.key] = seen
            progress(len(said), len(asks), seen)
    except KeyboardInterrupt:
        if not said:
            raise
    whole = len(said) == len(asks)
    said |= {ask.reference.key: _stopped(ask, now) for ask in asks if ask.reference.key not in said}
    answers = {
        link.url: unasked(link, out[link.url], now) if link.url in out else said[link.reference.key]
        for link in links
    }
    verdicts = [verdict_of(answers[link.url], link, tuple(by_url[link.url])) for link in links]
    return verdicts, whole


def _stopped(ask: Ask, now: datetime) -> Observation:
    return Unsure(
        reference=ask.reference,
        source="web",
        at=now,
        evidence=ask.url,
        reason=Reason.NOT_ASKED,
        why="stopped before there was an answer",
    )
