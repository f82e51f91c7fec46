"""A run's outcome: judge, drop what no reader would see, draw what is proposed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.judge.judgement import Judgement, judge
from bot.judge.links import link_field
from bot.judge.names import all_renamings, renamings
from bot.judge.ruling import paused_until
from bot.lists.read import home_of, read_state
from bot.model.change import (
    Answers,
    Candidates,
    Change,
    FieldEdit,
    LinkEdit,
    NewRow,
    OpenQuestion,
    Proposal,
    ShownEdit,
)
from bot.model.dashboard import Sender
from bot.model.decision import DeadPolicy, Topic
from bot.model.entry import Entry, Registry
from bot.model.errors import Where
from bot.model.fields import ENTRY_FIELDS
from bot.model.memory import Memory, Renaming
from bot.model.observation import Observation
from bot.model.options.settings import ListSettings
from bot.model.reference import Query
from bot.model.snapshot import Snapshot
from bot.model.state import State
from bot.render.bodies.news import FailingLink, News
from bot.run.steps.in_place import edits_of, is_in_place, without_a_place
from bot.run.steps.proposals import draw_proposal
from bot.run.steps.scope import EVERYTHING
from bot.run.steps.visible import Unseen, VisibleChanges

_NOBODY = Sender()


@dataclass(frozen=True)
class Outcome:
    """The result of a run before publishing.

    `queries` maps a source to the queries of one further round; `stays` maps a topic to the reason
    why its open proposal is left as it is by this run.
    """

    memory: Memory
    proposals: tuple[Proposal, ...]
    news: News
    queries: Mapping[str, tuple[Query, ...]] = field(default_factory=dict)
    stays: Mapping[str, str] = field(default_factory=dict)
    implausible: tuple[Observation, ...] = ()
    """Answers that made no sense; their rows stay as they were."""
    evidence: Snapshot = field(default_factory=Snapshot)
    """Who said what a hand-written list shows."""

    @property
    def changes(self) -> Sequence[Change]:
        """All changes, whatever their ruling."""
        return self.news.changes

    @property
    def questions(self) -> Sequence[OpenQuestion]:
        """What only a person can settle."""
        return (*self.news.doubts, *self.news.curated)


@dataclass(frozen=True)
class Settled:
    """The judgement without impossible edits and without values that no reader would see."""

    state: State
    judgement: Judgement
    undrawn: frozenset[str] = frozenset()
    """The ids of changed links that no section draws."""


def settle(
    visible: VisibleChanges, observations: Sequence[Observation], answers: Answers, now: datetime
) -> Settled:
    """Judge the list that `visible` draws until nothing more has to be dropped."""
    state = visible.state
    while True:  # both only grow, and there are not more changes than cells
        judgement = judge(state, observations, answers, now)
        refused = {**state.refused, **_refused(state, judgement.candidates)}
        unwritten = {**state.unwritten, **_unwritten(state, judgement.candidates)}
        if refused != state.refused or unwritten != state.unwritten:
            state = replace(state, refused=refused, unwritten=unwritten)
            continue
        unseen = {one.topic: _unseen(visible, one, state) for one in judgement.candidates}
        hidden: dict[str, frozenset[str]] = {
            topic: state.hidden.get(topic, frozenset()) | found.values
            for topic, found in unseen.items()
        }
        if hidden == {topic: state.hidden.get(topic, frozenset()) for topic in hidden}:
            links = (found.links for found in unseen.values())
            return Settled(state, judgement, frozenset().union(*links))
        state = replace(state, hidden=hidden)


def draw_outcome(
    settled: Settled,
    now: datetime,
    topics: frozenset[Topic] = EVERYTHING,
    *,
    queried: bool = True,
    sender: Sender = _NOBODY,
) -> Outcome:
    """The proposals of these topics.

    They are independent: each is made of the files as they stand and its own topic's changes alone,
    so that any can be merged first. `queried` says whether the sources were queried in this run.
    Raises InputError when the files cannot be read or drawn.
    """
    state, judgement = settled.state, settled.judgement
    news = replace(_news(settled, now.date().isoformat()), sender=sender)
    lacking = dict.fromkeys(judgement.outages, "in outage")
    if not queried:
        lacking |= dict.fromkeys(judgement.queries, "not checked in this run")
    stays = _stays(judgement.candidates, state.pending, lacking)
    proposals: list[Proposal] = []
    renamed: list[Mapping[str, Renaming]] = []
    for one in judgement.candidates:
        if one.topic in topics and one.topic not in stays and not one.rests_until:
            drawn = draw_proposal(one, state, news)
            if drawn:
                proposals.append(drawn)
                renamed.append(_renamings(state, drawn, judgement.memory))
    left_alone = {*stays, *(set(Topic) - topics)}
    return Outcome(
        memory=_with_renamings(judgement.memory, state, renamed, left_alone),
        proposals=tuple(proposals),
        news=news,
        queries=judgement.queries,
        stays=stays,
        implausible=tuple(seen for one in judgement.candidates for seen in one.implausible),
        evidence=judgement.evidence,
    )


def _renamings(state: State, proposal: Proposal, memory: Memory) -> Mapping[str, Renaming]:
    """The names that entries of a hand-written list get by a proposal."""
    if not is_in_place(state):
        return {}
    return renamings(state, read_state({**state.files, **proposal.files}, memory.former))


def _with_renamings(
    memory: Memory, state: State, offered: Sequence[Mapping[str, Renaming]], left: Set[str]
) -> Memory:
    """Memory with the names that entries get by what is open, that of topics left alone as well."""
    if not is_in_place(state):
        return memory
    known = [memory.renamings] if left & state.pending.keys() else []
    return replace(memory, renamings=all_renamings([*known, *offered]))


def _refused(state: State, candidates: Iterable[Candidates]) -> dict[tuple[str, str], Where]:
    """The edits that the list's home cannot make, with the places where it cannot."""
    refused: dict[tuple[str, str], Where] = {}
    for one in candidates:
        before = {change.id: change.before for change in one.changes}
        edits = [edit for edit in edits_of(one, state) if not isinstance(edit, NewRow)]
        for edit in home_of(state.files).edit(state.files, edits)[1]:
            if isinstance(edit, LinkEdit):
                refused[edit.change, before.get(edit.change, edit.before)] = edit.where
            elif isinstance(edit, FieldEdit):
                refused[edit.change, before.get(edit.change, "")] = edit.where
            elif isinstance(edit, ShownEdit):
                entry = state.registry.entry(edit.entry)
                where = entry.where if entry else Where(state.settings.readme)
                refused[edit.change, before.get(edit.change, "")] = where
    return refused


def _unwritten(state: State, candidates: Iterable[Candidates]) -> dict[str, str]:
    """The new rows that the list's home cannot write, each with why."""
    rows = [row for one in candidates for row in _rows(one)]
    if not rows:
        return {}
    refused = home_of(state.files).add(state.files, rows).refused
    return {one.row.change: one.why for one in refused}


def _rows(candidates: Candidates) -> list[NewRow]:
    """The new rows, and those that wait for a tick."""
    return [*(edit for edit in candidates.edits if isinstance(edit, NewRow)), *candidates.offered]


def _unseen(visible: VisibleChanges, candidates: Candidates, state: State) -> Unseen:
    if is_in_place(state):
        return Unseen(without_a_place(candidates, state))
    if candidates.topic is Topic.ATTIC:
        return Unseen()  # the attic itself shows each of them
    return visible.unseen(candidates)


def _news(settled: Settled, today: str) -> News:
    state, judgement = settled.state, settled.judgement
    candidates = judgement.candidates
    return News(
        registry=state.registry,
        changes=[change for one in candidates for change in one.changes],
        doubts=[with_place(one, state) for one in judgement.questions],
        curated=_curated_questions(state.registry),
        outages=judgement.outages,
        missed=_failing_links(state, judgement),
        rest_days=state.settings.policy.rest_days,
        dead_after=_dead_after(state.settings),
        today=today,
        rests_until=paused_until(judgement.memory, Topic.METADATA, today),
        rows=[row for one in candidates for row in _rows(one)],
        not_offered={why: ids for one in candidates for why, ids in one.not_offered.items()},
        undrawn=settled.undrawn,
        in_place=is_in_place(state),
    )


def with_place(question: OpenQuestion, state: State) -> OpenQuestion:
    """The question with the file and line to answer it by hand, and with what stands there."""
    entry = state.registry.entry(question.entry)
    if entry is None:
        return question
    paste, now = question.paste, "" if question.paste else _written(entry, question)
    known = ENTRY_FIELDS.get(question.field)
    if known and known.is_written and not is_in_place(state):  # as a line of YAML
        if now:
            now = f"{question.field}: {now}"
        else:
            paste = f"{question.field}: {paste or '…'}"
    place = question.place or str(entry.where)
    return replace(question, place=place, paste=paste, now="" if paste else now or entry.called)


def _written(entry: Entry, question: OpenQuestion) -> str:
    """The link or the value that it is about, as the list writes it."""
    named = [one for one in entry.links if question.field in {one.role, link_field(entry, one)}]
    exact = [one for one in named if one.link.url == question.evidence]
    if named:
        return (exact or named)[0].link.url
    if (known := ENTRY_FIELDS.get(question.field)) and not known.is_written and entry.links:
        return entry.links[0].link.url  # what is fetched is changed by where it is fetched
    value = entry.values.get(question.field, "")
    return value if isinstance(value, str) else f"[{', '.join(value)}]"


def _dead_after(settings: ListSettings) -> tuple[int, int]:
    """On how many days a link must be gone, and over how many; zeros where none is proposed."""
    if settings.dead is DeadPolicy.OFF or Topic.DEAD not in settings.topics:
        return 0, 0
    return settings.policy.dead_after_misses, settings.policy.dead_after_days


def _curated_questions(registry: Registry) -> list[OpenQuestion]:
    """The questions that people wrote into the list."""
    return [
        OpenQuestion(entry.id, entry.called, question.field, question.doubt, question.evidence)
        for entry in registry.entries
        for question in entry.questions
    ]


def _failing_links(state: State, judgement: Judgement) -> list[FailingLink]:
    """Links that are gone but not marked: not on enough days, or a person must decide."""
    dead = {
        (change.entry, change.field)
        for one in judgement.candidates
        if one.topic is Topic.DEAD
        for change in one.changes
    }
    traces = judgement.memory.traces
    return [
        FailingLink(
            entry.called, link.role, link.link.url, trace.gone_on[0], str(link.where), entry.id
        )
        for entry, link in state.registry.links()
        if (trace := traces.get(link.link.reference.key)) and trace.gone_on
        if not link.dead_since and (entry.id, link_field(entry, link)) not in dead
    ]


def _stays(
    candidates: Iterable[Candidates], pending: Mapping[str, object], lacking: Mapping[str, str]
) -> dict[str, str]:
    """The topics whose open proposal lacks a source, and would shrink without a reason."""
    stays: dict[str, str] = {}
    for one in candidates:
        named = sorted(name for name in one.needs if name in lacking)
        why = ", ".join(f"{lacking[name]}: {name}" for name in named) or one.partial
        if one.topic in pending and why:
            stays[one.topic] = why
    return stays
