"""Links that moved or died, and questions about links that only a person can settle."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from bot.judge.inside import move_within
from bot.judge.memory import days_between, is_dead, is_stranger
from bot.judge.neighbours import NamedLink, Neighbours
from bot.judge.ruling import Rules
from bot.model.change import MARKED_DEAD, WAITS, Change, LinkEdit, OpenQuestion
from bot.model.decision import Ruling, Topic
from bot.model.entry import Entry, EntryLink, Registry
from bot.model.memory import Memory, Trace
from bot.model.observation import Found, Moved, Observation, Unsure
from bot.model.reference import Kind, Link, Query, relocate
from bot.model.verdict import Verdict, verdict_of

_LOOKED_UP = 30
"""Most marked links for which the archive is queried again in a run: about a minute."""


@dataclass
class LinkChanges:
    """The outcome for links: changes with their edits, questions, and further queries."""

    changes: list[Change] = field(default_factory=list)
    edits: list[LinkEdit] = field(default_factory=list)
    doubts: list[OpenQuestion] = field(default_factory=list)
    wanted: list[Query] = field(default_factory=list)
    later: list[tuple[str, Query]] = field(default_factory=list)
    """Marked links without a copy: the day of the mark, and the query that may be repeated."""
    taken_over: set[str] = field(default_factory=set)
    """Keys of references whose name now belongs to somebody else."""

    def of(self, topic: Topic) -> tuple[Change, ...]:
        """The changes of one topic, whatever their ruling."""
        return tuple(change for change in self.changes if change.topic is topic)


@dataclass(frozen=True)
class LinkKnowledge:
    """What is known of links in this run: observations and archived copies by reference key."""

    registry: Registry
    observed: Mapping[str, Observation]
    archived: Mapping[str, Observation]
    memory: Memory
    today: str
    left_out: frozenset[str] = frozenset()
    """Keys of references that were not queried because of the list's rules."""

    def trace(self, link: EntryLink) -> Trace:
        """What is remembered of the link's reference."""
        return self.memory.traces.get(link.link.reference.key, Trace())

    def copy(self, link: EntryLink) -> str:
        """The address of its archived copy, where one was found in this run."""
        archive = self.archived.get(link.link.reference.key)
        return str(archive.facts.get("archived_copy", "")) if isinstance(archive, Found) else ""

    @cached_property
    def neighbours(self) -> Neighbours:
        """Who of the list stands at an address, or is led there."""
        links = (
            NamedLink(link.link, link.where.path, entry.called)
            for entry, link in self.registry.links()
        )
        return Neighbours(links, self.latest)

    def verdict(self, link: EntryLink, seen: Observation) -> Verdict:
        """What every report states of the link."""
        listed = ""
        if isinstance(seen, Moved):
            listed = self.neighbours.at_target(link.link, link.where.path, seen)
        return verdict_of(seen, link.link, listed=listed)

    def latest(self, link: Link) -> Observation | None:
        """What was observed of it, or where it moved before, when no source could answer today."""
        key = link.reference.key
        seen = self.observed.get(key)
        if seen is None or isinstance(seen, Unsure):
            return self.memory.moves.get(key, seen)
        return seen


def link_changes(known: LinkKnowledge, rules: Rules) -> LinkChanges:
    """Judge every link of every entry."""
    news = LinkChanges()
    for entry, link in known.registry.links():
        if link.link.reference.key in known.left_out:
            continue
        within = move_within(link, entry.links, known.observed, known.memory)
        seen = within or known.latest(link.link)
        if isinstance(seen, Found | Moved) and is_stranger(known.memory, seen):
            _taken_over(news, entry, link, known, seen, rules)
        elif isinstance(seen, Found | Moved) and link.dead_since:
            _revived(news, entry, link, seen.evidence, rules)
        elif isinstance(seen, Moved):
            _moved(news, entry, link, known, seen, rules)
        elif isinstance(seen, Found):
            _found(news, entry, link, known, seen)
        elif link.dead_since:
            _marked(news, entry, link, known, rules)
        elif is_dead(known.trace(link), rules.policy):
            _dead(news, entry, link, known, rules)  # an unsure day changes nothing
        elif isinstance(seen, Unsure):
            _unsure(news, entry, link, known, seen, rules)
    news.doubts = [doubt for doubt in news.doubts if not rules.pin(doubt.entry, doubt.field)]
    news.wanted += [query for _, query in sorted(news.later, key=lambda one: one[0], reverse=True)][
        :_LOOKED_UP
    ]
    return news


def _taken_over(
    news: LinkChanges,
    entry: Entry,
    link: EntryLink,
    known: LinkKnowledge,
    seen: Found | Moved,
    rules: Rules,
) -> None:
    """Ask about a name that was taken over; an earlier move stays proposed: the list means that."""
    key = link.link.reference.key
    news.taken_over.add(key)
    what = "account" if link.link.reference.kind is Kind.ACCOUNT else "repository"
    doubt = f"the name now leads to another {what} than before; was it taken over?"
    news.doubts.append(_doubt(entry, link, doubt, seen.evidence))
    move = known.memory.moves.get(key)
    if move:
        _moved(news, entry, link, known, move, rules)


def _moved(
    news: LinkChanges,
    entry: Entry,
    link: EntryLink,
    known: LinkKnowledge,
    seen: Moved,
    rules: Rules,
) -> None:
    after = relocate(link.link, seen.to)
    if after == link.link.url:
        return
    change = Change(
        entry=entry.id,
        entry_name=entry.called,
        field=link_field(entry, link),
        topic=Topic.MOVED,
        before=link.link.url,
        after=after,
        why=_WHY_MOVED.get(seen.source, "permanent redirect"),
        evidence=seen.evidence,
        ruling=Ruling.APPLY,
    )
    verdict = known.verdict(link, seen)
    doubt = verdict.question if verdict.word == "moved" else verdict.sentence
    edit = LinkEdit(change.id, link.where, link.link.url, after)
    if doubt:
        question = _doubt(entry, link, doubt, seen.evidence)
        _ask(news, change, edit, replace(question, action="use the new address"), rules)
    else:
        _offer(news, change, edit, rules)


def _revived(news: LinkChanges, entry: Entry, link: EntryLink, evidence: str, rules: Rules) -> None:
    """Ask whether the mark of a link that answers again is taken off.

    The marks of a hand-written list bear no day and have many forms: people take them off.
    """
    url, day = link.link.url, link.dead_since
    doubt = f"it was marked dead on {day} and answers again"
    if not day[:1].isdecimal():
        news.doubts.append(_doubt(entry, link, doubt, evidence))
        return
    change = Change(
        entry=entry.id,
        entry_name=entry.called,
        field=link_field(entry, link),
        topic=Topic.DEAD,
        before=f"{MARKED_DEAD} {day}",
        after=url,
        why="it answers again",
        evidence=evidence,
        ruling=Ruling.APPLY,
    )
    edit = LinkEdit(change.id, link.where, url, url, day, link.archived_copy, unmarked=True)
    question = replace(_doubt(entry, link, doubt, evidence), action="take the mark off")
    _ask(news, change, edit, question, rules)


def _ask(
    news: LinkChanges, change: Change, edit: LinkEdit, question: OpenQuestion, rules: Rules
) -> None:
    """Ask about a change, and offer it once a person said yes."""
    if rules.rule(change).ruling is Ruling.APPLY and not rules.accepts(change):
        asked = replace(question, change=(change.id, change.digest), paste=edit.after)
        news.doubts.append(asked)
    else:
        _offer(news, change, edit, rules)


def _offer(news: LinkChanges, unruled: Change, edit: LinkEdit, rules: Rules) -> None:
    change = rules.rule(unruled)
    alike = sum(bool(one.dead_since) == bool(edit.dead_since) for one in news.edits)
    full = alike >= rules.policy.changes_at_once
    if change.ruling is Ruling.APPLY and full and not rules.accepts(change):
        change = replace(change, ruling=Ruling.HOLD, reason=WAITS)
    news.changes.append(change)
    if rules.is_refused(change):
        what = f"it is {change.topic} ({change.why}): {change.after}; {change.reason}"
        if change.revives:
            what = f"it is {change.before} and answers again; {change.reason}"
        news.doubts.append(
            OpenQuestion(
                change.entry,
                change.entry_name,
                change.field,
                what,
                change.evidence,
                place=str(edit.where),
                paste=edit.after,
            )
        )
    if change.ruling is Ruling.APPLY:
        news.edits.append(edit)


_WHY_MOVED = {"github": "renamed on GitHub", "hub": "renamed on the Hub"}


def _found(
    news: LinkChanges, entry: Entry, link: EntryLink, known: LinkKnowledge, seen: Found
) -> None:
    verdict = known.verdict(link, seen)
    if verdict.word != "alive":
        news.doubts.append(_doubt(entry, link, verdict.sentence, seen.evidence))


def _dead(
    news: LinkChanges, entry: Entry, link: EntryLink, known: LinkKnowledge, rules: Rules
) -> None:
    trace = known.trace(link)
    archive = known.archived.get(link.link.reference.key)
    copy = known.copy(link)
    change = Change(
        entry=entry.id,
        entry_name=entry.called,
        field=link_field(entry, link),
        topic=Topic.DEAD,
        before=link.link.url,
        after=copy or f"{MARKED_DEAD} {trace.gone_on[0]}",
        why=f"{trace.gone_why}; gone since {trace.gone_on[0]}",
        evidence=link.link.url,
        ruling=Ruling.APPLY,
    )
    url = link.link.url
    edit = LinkEdit(change.id, link.where, url, url, trace.gone_on[0], copy)
    _offer(news, change, edit, rules)
    offered = edit in news.edits
    if offered and archive is None and link.link.reference.kind is not Kind.SEARCH:
        news.wanted.append(Query(link.link.reference, url))


def _marked(
    news: LinkChanges, entry: Entry, link: EntryLink, known: LinkKnowledge, rules: Rules
) -> None:
    """Add a copy to a link that was marked dead while the archive did not answer."""
    key, url, copy = link.link.reference.key, link.link.url, known.copy(link)
    if link.archived_copy or link.link.reference.kind is Kind.SEARCH:
        return
    if key in known.observed and key not in known.archived:
        news.later.append((link.dead_since, Query(link.link.reference, url)))
    if copy:
        change = Change(
            entry=entry.id,
            entry_name=entry.called,
            field=link_field(entry, link),
            topic=Topic.DEAD,
            before=url,
            after=copy,
            why=f"{MARKED_DEAD} {link.dead_since}; the archive has a copy",
            evidence=url,
            ruling=Ruling.APPLY,
        )
        edit = LinkEdit(change.id, link.where, url, url, link.dead_since, copy, marked=True)
        _offer(news, change, edit, rules)


def _unsure(
    news: LinkChanges,
    entry: Entry,
    link: EntryLink,
    known: LinkKnowledge,
    seen: Unsure,
    rules: Rules,
) -> None:
    since = known.trace(link).unsure_since
    if since and days_between(since, known.today) >= rules.policy.unsure_after_days:
        verdict = known.verdict(link, seen)
        doubt = f"{verdict.word} since {since}: {verdict.detail}"
        question = _doubt(entry, link, doubt, seen.evidence)
        news.doubts.append(replace(question, about=f"unsure since {since}"))


def link_field(entry: Entry, link: EntryLink) -> str:
    """The name of a link's field: its role, with the identity where the role has several."""
    if len(entry.of_role(link.role)) == 1:
        return link.role
    name = f"{link.link.reference.name}/{link.link.place}".rstrip("/")
    # it is used in HTML comments, and in text that must not mention anybody
    return f"{link.role}:{_LOUD.sub('-', name.removeprefix('https://'))}"


_LOUD = re.compile(r"[^\w./]+")


def _doubt(entry: Entry, link: EntryLink, doubt: str, evidence: str) -> OpenQuestion:
    name = link_field(entry, link)
    return OpenQuestion(entry.id, entry.called, name, doubt, evidence, place=str(link.where))
