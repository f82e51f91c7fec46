"""From observations to what is published: judge, remember, propose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.judge.names import settle_names
from bot.judge.visible import under_new_keys
from bot.lists.memory import memory_text, parse_memory
from bot.lists.read import read_state, rows_of
from bot.lists.snapshot import EVIDENCE, OBSERVED, parse_snapshot, snapshot_text
from bot.model.change import Proposal
from bot.model.dashboard import Sender
from bot.model.decision import Topic
from bot.model.errors import InputError, PublishError
from bot.model.memory import Memory
from bot.model.observation import Observation, Tally
from bot.model.options.policy import Policy
from bot.model.snapshot import Snapshot, entry_key
from bot.model.state import State
from bot.publish.base import (
    MEMORY_RESULT,
    OPENED_AGAIN,
    Publisher,
    PublishResult,
    Recall,
    error_text,
)
from bot.run.steps.combine import Decided, combined_proposal
from bot.run.steps.in_place import is_in_place
from bot.run.steps.outcome import Outcome, Settled, draw_outcome, settle
from bot.run.steps.scope import EVERYTHING
from bot.run.steps.visible import VisibleChanges

_OBSERVED_ONLY = (Topic.DEAD, Topic.FACTS, Topic.MODELS, Topic.ATTIC)
"""Topics whose open values are neither in the memory nor all in the open proposal."""


@dataclass(frozen=True)
class RefreshResult:
    """The result of a refresh, for reports."""

    outcome: Outcome
    proposals: tuple[Proposal, ...]
    """The proposals as they were given to the publisher."""
    results: tuple[PublishResult, ...]
    tallies: tuple[Tally, ...]
    observations: tuple[Observation, ...]
    summary: str
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class RunContext:
    """Judges with the same memory, answers and stored observations throughout a run.

    `topics` are those that this run may propose; `warnings` what went wrong before it; `partial`
    says why it knows just a part of what an open proposal may show, empty when it knows all;
    `queried` whether the sources were asked; `separate` whether each topic is a pull request;
    `adds_rows` whether new models were asked for, which a folder gets only then.
    """

    memory: Memory
    recalled: Recall
    now: datetime
    evidence: Snapshot = field(default_factory=Snapshot)
    kept: Sequence[Observation] = ()
    topics: frozenset[Topic] = EVERYTHING
    warnings: tuple[str, ...] = ()
    partial: str = ""
    queried: bool = True
    separate: bool = True
    adds_rows: bool = False
    sender: Sender = field(default_factory=Sender)

    @classmethod
    def of(
        cls,
        publisher: Publisher,
        now: datetime,
        topics: frozenset[Topic],
        paths: Sequence[str],
        *,
        attic: bool = False,
    ) -> RunContext:
        """The context with the publisher's state; `paths` are those with displayed values.

        `attic` says whether the list has one; else no pull request about it is looked for.

        Broken memory or evidence costs only time: the run goes on without it, and says so.
        """
        known = [topic for topic in Topic if attic or topic is not Topic.ATTIC]
        recalled = publisher.recall(known, paths)
        memory, evidence, warnings = Memory(), Snapshot(), list[str]()
        try:
            memory = parse_memory(recalled.memory)
        except InputError as error:
            warnings.append(f"the memory could not be read and starts empty: {error}")
        try:
            evidence = parse_snapshot(recalled.evidence, EVIDENCE)
        except InputError as error:
            warnings.append(f"the evidence could not be read and starts empty: {error}")
        return cls(
            memory,
            recalled,
            now,
            evidence,
            topics=topics,
            warnings=tuple(warnings),
            separate=publisher.separate,
        )

    def with_kept(self, kept: Sequence[Observation] | None) -> RunContext:
        """The same context with the observations of earlier runs."""
        return replace(self, kept=kept or ())

    def state(self, documents: Mapping[str, str]) -> State:
        """The list as these files hold it, with the memory and the open proposals of this run.

        Raises InputError.
        """
        memory, ids = settle_names(self.memory, rows_of(documents))
        keys = {entry_key(then): entry_key(entry) for then, entry in ids.items()}
        state = read_state(documents, memory.former)
        pending = {
            topic: read_state({**documents, **files}).snapshot
            if is_in_place(state)
            else parse_snapshot(files.get(OBSERVED))
            for topic, files in self.recalled.pending.items()
        }
        new_models = state.settings.new_model_policy
        if not self.separate:
            new_models = replace(new_models, ticked=self.adds_rows)
        settings = replace(state.settings, removes_rows=self.separate, new_model_policy=new_models)
        evidence = under_new_keys(self.evidence, keys)
        return replace(
            state,
            settings=settings,
            memory=memory,
            evidence=evidence,
            pending=pending,
            kept=self.kept,
        )

    def settle(self, observations: Sequence[Observation], visible: VisibleChanges) -> Settled:
        """What this run would change in the list that `visible` draws; no proposal is drawn yet."""
        return settle(visible, observations, self.recalled.answers, self.now)

    def outcome(self, settled: Settled, topics: frozenset[Topic] = EVERYTHING) -> Outcome:
        """The outcome with the proposals of these topics. Raises InputError."""
        pending = settled.state.pending if self.partial else {}
        partial: dict[str, str] = {
            topic: self.partial for topic in _OBSERVED_ONLY if topic in pending
        }
        topics = self.topics & topics - set(partial) - self.recalled.unread.keys()
        outcome = draw_outcome(settled, self.now, topics, queried=self.queried, sender=self.sender)
        return replace(outcome, stays={**outcome.stays, **partial})


def publish_outcome(
    publisher: Publisher,
    context: RunContext,
    outcome: Outcome,
    state: State,
    observations: Sequence[Observation],
) -> tuple[tuple[Proposal, ...], list[PublishResult]]:
    """Publish what is proposed; on GitHub the memory first: it outlives what fails.

    A memory that could not be read holds everything up: what people declined is not known. In a
    folder all of it is written together, or nothing is. Raises PublishError then.
    """
    if publisher.separate:
        unread = context.recalled.unread
        if MEMORY_RESULT in unread:
            note = f"{unread[MEMORY_RESULT]}; without the memory, everything stays as it is"
            return (), [PublishResult(MEMORY_RESULT, "failed", note=note)]
        prefix = publisher.title_prefix
        titled = tuple(one.titled(prefix) for one in outcome.proposals)
        outcome = replace(outcome, proposals=titled)
        results = _remembered(publisher, outcome)
        topics = [topic for topic in Topic if topic in context.topics]
        for topic in topics:
            results.append(_tried(publisher, topic, outcome, state, context, results))
        return outcome.proposals, [one for one in results if one.operation != "none"]

    names = outcome.memory  # an entry that one topic renames is the same for the next
    memory = replace(context.memory, renamings=names.renamings, former=names.former)
    context = replace(context, memory=memory)

    def decide(files: Mapping[str, str], topics: frozenset[Topic]) -> Decided:
        visible = VisibleChanges(context.state(files))
        after = context.outcome(context.settle(observations, visible), topics)
        return after.proposals, after.evidence

    decided = outcome.proposals, outcome.evidence
    whole, evidence = combined_proposal(decided, state.files, decide)
    kept = _kept_texts(outcome, evidence)
    if whole is None:
        publisher.remember(*kept)
        return (), []
    return (whole,), [publisher.write(whole, _originals(whole, state.files), *kept)]


def _remembered(publisher: Publisher, outcome: Outcome) -> list[PublishResult]:
    """Nothing, or that the memory could not be kept."""
    try:
        publisher.remember(*_kept_texts(outcome, outcome.evidence))
    except PublishError as error:
        return [PublishResult(MEMORY_RESULT, "failed", note=error_text(error))]
    return []


def _kept_texts(outcome: Outcome, evidence: Snapshot) -> tuple[str, str]:
    """The memory, and the evidence of a list that stands in its README."""
    text = snapshot_text(evidence) if outcome.news.in_place else ""
    return memory_text(outcome.memory), text


def _tried(
    publisher: Publisher,
    topic: Topic,
    outcome: Outcome,
    state: State,
    context: RunContext,
    before: Sequence[PublishResult],
) -> PublishResult:
    """The result for a topic; one that GitHub refuses does not stop the others."""
    title = next((one.title for one in outcome.proposals if one.topic == topic), "")
    if topic in context.recalled.unread:
        return PublishResult(topic, "failed", note=context.recalled.unread[topic])
    why = _why_it_waits(context, state.settings.policy, before) or _why_it_stays(context, topic)
    if title and why and topic not in context.recalled.open:
        return PublishResult(topic, "waits", title, note=why)
    try:
        return _published(publisher, topic, outcome, state.files, context.recalled)
    except PublishError as error:
        return PublishResult(topic, "failed", title, note=error_text(error))


def _why_it_waits(context: RunContext, policy: Policy, before: Sequence[PublishResult]) -> str:
    """Why no further pull request is opened now, empty when one may be."""
    did = [one.operation for one in before]
    opened = did.count("created")
    today = context.now.date().isoformat()
    if len(context.recalled.open) + opened - did.count("closed") >= policy.open_proposals:
        return f"{policy.open_proposals} are open, as many as `open_proposals` allows"
    if list(context.recalled.opened_on).count(today) + opened >= policy.new_per_day:
        return f"{policy.new_per_day} were opened today, as many as `new_per_day` allows"
    return ""


def _why_it_stays(context: RunContext, topic: str) -> str:
    """Why what another bot closed is not opened again yet, empty when it may be."""
    opened = context.recalled.abandoned.get(topic)
    again = opened + OPENED_AGAIN if opened else context.now.date()
    if context.now.date() >= again:
        return ""
    return f"its pull request was closed by no person, so it is opened again on {again}"


def _published(
    publisher: Publisher,
    topic: Topic,
    outcome: Outcome,
    documents: Mapping[str, str],
    recalled: Recall,
) -> PublishResult:
    proposal = next((one for one in outcome.proposals if one.topic == topic), None)
    if topic in outcome.stays:
        note = outcome.stays[topic]
        return PublishResult(topic, "held", "what is open stays as it is", note=note)
    if proposal:
        return publisher.propose(proposal, _originals(proposal, documents))
    if topic in recalled.pending and not _rests(topic, outcome):
        return publisher.withdraw(topic, "none of these changes is needed any more")
    return PublishResult(topic, "none")


def _rests(topic: Topic, outcome: Outcome) -> bool:
    return topic is Topic.METADATA and bool(outcome.news.rests_until)


def _originals(proposal: Proposal, documents: Mapping[str, str]) -> dict[str, str]:
    return {path: documents[path] for path in proposal.files if path in documents}
