"""Gather, decide, apply: a whole refresh."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from fnmatch import fnmatchcase

from bot.judge.judgement import Outcome
from bot.lists.registry.load import load
from bot.model.change import Topic
from bot.model.errors import PublishError, SettingsError
from bot.model.observation import Observation, summed
from bot.model.reference import Ask
from bot.publish.base import Told
from bot.render.bodies.dashboard import draw_dashboard
from bot.render.bodies.summary import draw_summary
from bot.run.render import drawn, try_reports
from bot.run.steps.dashboard import board_of
from bot.run.steps.propose import Bench, Run, tell
from bot.run.steps.queries import left_out, questions, told_as_left_out
from bot.run.steps.scope import EVERYTHING, SCOPES, wished, within
from bot.run.steps.services import Doors

__all__ = ["Run", "rebuild", "refresh"]

_ROUNDS = 2
"""Further rounds of asking: a newcomer's card names a repository, which is asked then."""
NOTHING_KEPT = (
    "nothing is kept of what earlier runs observed, so that what is open stays as it is; "
    "answers are remembered, and the next run draws it anew"
)


def refresh(
    documents: Mapping[str, str],
    doors: Doors,
    now: datetime,
    only: str = "*",
    topics: frozenset[Topic] = EVERYTHING,
) -> Run:
    """Do the whole job once. Raises BotError for broken input or a publisher that cannot tell.

    `only` is a glob over entry ids: just their links are asked. Only what `topics` need is asked,
    and only they are proposed; the others' proposals stay as they are.
    """
    registry, settings = load(documents)
    drawn(documents, registry, settings)
    try_reports(documents, registry)
    if not any(fnmatchcase(entry.id, only) for entry in registry.entries) and only != "*":
        raise SettingsError(f"no entry's id fits '{only}'", hint="ids stand in registry/*.yml")
    bench = Bench.of(doors.publisher, now, topics).with_kept(doors.kept.read())
    topics = topics | wished(bench.recalled.answers.wishes.runs)
    bench = replace(bench, topics=topics)
    whole = topics in (EVERYTHING, SCOPES["models"])  # searches know all about new models
    if not bench.kept and (only != "*" or not whole):
        bench = replace(bench, partial="this run looked at a part, and no earlier one is kept")
    rules = settings.rules.on(now.date().isoformat())
    asks = within(questions(registry, only, rules), topics)
    observations = [*_gather(doors, asks, now), *left_out(registry, only, rules, now)]
    if Topic.MODELS in topics:
        observations += _unasked(observations, doors.sources.search(settings.watches, now))
    outcome = bench.judge(documents, observations)
    for _ in range(_ROUNDS):
        if not outcome.wanted:
            break
        observations += _sorted(doors.second.look_by_name(outcome.wanted, now))
        outcome = bench.judge(documents, observations)
    doors.kept.keep([seen for seen in observations if seen.source not in outcome.news.outages])
    return _ended(documents, doors, bench, outcome, observations)


def rebuild(documents: Mapping[str, str], doors: Doors, now: datetime) -> Run:
    """Draw what is open anew on the files as they stand, by people's answers; ask nobody.

    A box of the dashboard that asks for a run gets one. Raises BotError like `refresh`.
    """
    registry, settings = load(documents)
    drawn(documents, registry, settings)
    try_reports(documents, registry)
    kept = doors.kept.read()
    bench = Bench.of(doors.publisher, now, EVERYTHING if kept else frozenset()).with_kept(kept)
    wanted = wished(bench.recalled.answers.wishes.runs)
    if wanted:
        return refresh(documents, doors, now, topics=wanted)
    if not kept:
        bench = replace(bench, warnings=(*bench.warnings, NOTHING_KEPT))
    rules = settings.rules.on(now.date().isoformat())
    observations = left_out(registry, "*", rules, now)
    outcome = bench.judge(documents, observations)
    return _ended(documents, doors, bench, outcome, observations)


def _ended(
    documents: Mapping[str, str],
    doors: Doors,
    bench: Bench,
    outcome: Outcome,
    observations: Sequence[Observation],
) -> Run:
    proposals, told = tell(doors.publisher, bench, outcome, documents, observations)
    bench = _shown(documents, doors, bench, outcome, told)
    left = told_as_left_out(observations)
    tallies = (*summed((*doors.sources.tallies, *doors.second.tallies)), *left)
    summary = draw_summary(documents, outcome.news, tallies, told)
    return Run(
        outcome, proposals, tuple(told), tallies, tuple(observations), summary, bench.warnings
    )


def _shown(
    documents: Mapping[str, str],
    doors: Doors,
    bench: Bench,
    outcome: Outcome,
    told: Sequence[Told],
) -> Bench:
    """Draw the dashboard; the bench with what stood in the way."""
    registry, _ = load(documents)
    refused = [one.note for one in told if one.operation == "failed"]
    notes = [*bench.warnings, *refused]
    board = board_of(registry, bench, outcome, told, notes, doors.schedules)
    try:
        why = doors.publisher.show(draw_dashboard(documents, board))
    except PublishError as error:
        why = f"there is no dashboard: {' '.join(str(error).split())}"
    return replace(bench, warnings=(*bench.warnings, why)) if why else bench


def _gather(doors: Doors, asks: Sequence[Ask], now: datetime) -> list[Observation]:
    observations: list[Observation] = []
    doors.progress(0, len(asks), None)
    for observation in doors.sources.look(asks, now):
        observations.append(observation)
        doors.progress(len(observations), len(asks), observation)
    return _sorted(observations)


def _unasked(asked: Iterable[Observation], found: Iterable[Observation]) -> list[Observation]:
    """What a search found besides the links of the list, which were asked with their places."""
    keys = {seen.reference.key for seen in asked}
    return _sorted(seen for seen in found if seen.reference.key not in keys)


def _sorted(observations: Iterable[Observation]) -> list[Observation]:
    return sorted(observations, key=lambda seen: (seen.source, seen.reference.key))
