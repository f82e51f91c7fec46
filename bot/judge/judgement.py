"""The sentence that everything hangs on: what was known and what was said → what is proposed.

Pure: no file, no clock, no network.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.judge.memory import describe_rejections, remember_answers, remember_observations
from bot.judge.metadata import curated_doubts
from bot.judge.outage import Outages, find_outages
from bot.judge.proposals import draw_proposal
from bot.judge.ruling import Rules, paused_until
from bot.judge.topics import SECOND_ROUND, ObservationSet, RunState, offers_of
from bot.model.change import Answers, Change, NewRow, Offer, OpenQuestion, Proposal, Topic
from bot.model.entry import Registry
from bot.model.memory import Memory
from bot.model.observation import Observation, Reason, Unsure
from bot.model.options.new_models import NewModelPolicy
from bot.model.options.policy import Policy
from bot.model.options.watch import Watch
from bot.model.reference import Query
from bot.model.snapshot import Snapshot
from bot.render.bodies.news import News


@dataclass(frozen=True)
class Outcome:
    """What a run came to.

    `wanted` maps the name of a source to what is worth asking it in one further round; `stays`
    maps a topic to the reason why its open proposal is left as it is by this run.
    """

    memory: Memory
    proposals: tuple[Proposal, ...]
    news: News
    wanted: Mapping[str, tuple[Query, ...]] = field(default_factory=dict)
    stays: Mapping[str, str] = field(default_factory=dict)
    implausible: tuple[Observation, ...] = ()
    """Answers that made no sense; their rows stay as they were."""

    @property
    def changes(self) -> Sequence[Change]:
        """All changes, whatever their ruling."""
        return self.news.changes

    @property
    def questions(self) -> Sequence[OpenQuestion]:
        """What only a person can settle."""
        return (*self.news.doubts, *self.news.curated)


def judge_run(
    registry: Registry,
    snapshot: Snapshot,
    memory: Memory,
    observations: Sequence[Observation],
    answers: Answers,
    documents: Mapping[str, str],
    pending: Mapping[str, Mapping[str, str]],
    policy: Policy,
    now: datetime,
    readme: str = "README.md",
    kept: Sequence[Observation] = (),
    new_model_policy: NewModelPolicy | None = None,
    watches: Sequence[Watch] = (),
) -> Outcome:
    """Judge one run.

    `documents` are the files as they stand, `pending` the files of each topic's open proposal;
    only the day of `now` counts. `kept` is what earlier runs observed: it stands in for what
    nobody told this time, and leaves the memory as it is. `watches` are those that were searched
    by, `newness` is what a new model must come up to. The proposals are independent: each is made
    of `documents` and its own topic's changes alone, so that any can be merged first. Raises
    InputError when the files cannot be read or drawn.
    """
    today = now.date().isoformat()
    left_out = frozenset(seen.reference.key for seen in observations if _left_out(seen))
    first = [seen for seen in observations if not _left_out(seen)]
    latest = [seen for seen in first if seen.source not in SECOND_ROUND]
    outages = find_outages(latest, memory, policy, today)
    trusted = outages.trusted(first)
    listed = {link.link.reference.key for _, link in registry.links()}
    fresh = [seen for seen in trusted if seen.source not in SECOND_ROUND]
    known_now = remember_observations(memory, fresh, _days(outages, memory, latest), listed, today)
    memory_now = remember_answers(known_now, answers, policy, now)
    rules = Rules(policy, memory_now, {entry.id: entry.pins for entry in registry.entries})

    observed = ObservationSet.of(trusted, kept, left_out)
    case = RunState(
        registry,
        snapshot,
        observed,
        documents,
        pending,
        rules,
        today,
        new_model_policy or NewModelPolicy(),
        tuple(watches),
    )
    joined = offers_of(case)
    news = News(
        registry=registry,
        changes=[change for offer in joined.offers for change in offer.changes],
        doubts=[doubt for offer in joined.offers for doubt in offer.doubts],
        curated=curated_doubts(registry),
        outages={**outages.why, **_silent(first)},
        missed=joined.missed,
        rest_days=policy.rest_days,
        rests_until=paused_until(memory_now, Topic.METADATA, today),
        rows=[
            field_edit
            for offer in joined.offers
            for field_edit in offer.requests
            if isinstance(field_edit, NewRow)
        ],
        not_offered={w: ids for offer in joined.offers for w, ids in offer.not_offered.items()},
    )
    silent = dict.fromkeys(news.outages, "in outage")
    unasked = {name: "not asked in this run" for name, queries in joined.wanted.items() if queries}
    stays = _stays(joined.offers, pending, silent if first else {**silent, **unasked})
    shown = [offer for offer in joined.offers if offer.topic not in stays]
    proposals = [
        draw_proposal(offer, case, news, readme) for offer in shown if not offer.rests_until
    ]
    return Outcome(
        memory=describe_rejections(memory_now, news.changes),
        proposals=tuple(one for one in proposals if one),
        news=news,
        wanted={name: tuple(queries) for name, queries in joined.wanted.items() if queries},
        stays=stays,
        implausible=tuple(joined.implausible),
    )


def _days(
    outages: Outages, memory: Memory, latest: Sequence[Observation]
) -> dict[str, tuple[str, ...]]:
    """The days of outages; those of a source that nobody asked stay as they were."""
    asked = {seen.source for seen in latest}
    unasked = {name: days for name, days in memory.outages.items() if name not in asked}
    return {**unasked, **outages.days}


def _left_out(seen: Observation) -> bool:
    """Whether nobody was asked because a person wants it so; then all stays as it was."""
    return isinstance(seen, Unsure) and seen.reason is Reason.LEFT_OUT


_ANSWERS = frozenset({Reason.PRIVATE_OR_MISSING, Reason.PRIVATE})
"""That there is nothing to tell is an answer."""


def _silent(answers: Iterable[Observation]) -> dict[str, str]:
    """The sources of the second round that answered nothing at all."""
    latest: dict[str, list[Observation]] = {}
    for seen in answers:
        if seen.source in SECOND_ROUND:
            latest.setdefault(seen.source, []).append(seen)
    return {
        source: f"none of {len(seen)} questions was answered"
        for source, seen in sorted(latest.items())
        if all(isinstance(one, Unsure) and one.reason not in _ANSWERS for one in seen)
    }


def _stays(
    offers: Iterable[Offer], pending: Mapping[str, object], lacking: Mapping[str, str]
) -> dict[str, str]:
    """An open proposal that lacks a source it is made from would shrink without a reason."""
    stays: dict[str, str] = {}
    for offer in offers:
        named = sorted(name for name in offer.needs if name in lacking)
        why = ", ".join(f"{lacking[name]}: {name}" for name in named) or offer.partial
        if offer.topic in pending and why:
            stays[offer.topic] = why
    return stays
