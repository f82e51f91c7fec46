"""Query, decide, apply: a whole refresh."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.judge.judgement import may_count_beside
from bot.lists.read import read_state
from bot.model.dashboard import OfferedRow
from bot.model.decision import Topic
from bot.model.errors import PublishError
from bot.model.observation import Observation, Unsure, sorted_by_source, summed_tallies
from bot.model.state import State
from bot.model.values.written import WrittenList
from bot.parsing.kept import forget
from bot.publish.base import DASHBOARD_RESULT, PublishResult, error_text
from bot.render.bodies.dashboard import draw_dashboard
from bot.render.bodies.summary import draw_summary
from bot.render.bodies.trial import try_reports
from bot.render.outputs import draw_outputs
from bot.render.reports.terminal import generated_words
from bot.run.configure import SettingsPlan, plan_settings, publish_settings
from bot.run.steps.dashboard import dashboard_of, standing_of, unsure_links
from bot.run.steps.in_place import is_in_place, shown_files
from bot.run.steps.outcome import Outcome
from bot.run.steps.propose import RefreshResult, RunContext, publish_outcome
from bot.run.steps.queries import left_out, left_out_tallies, list_queries
from bot.run.steps.scope import EVERYTHING, SCOPES, needed_queries, requested_topics, require_match
from bot.run.steps.services import Services, gather
from bot.run.steps.visible import VisibleChanges

__all__ = ["RefreshResult", "rebuild", "refresh"]

_ROUNDS = 2
"""Further rounds of queries: the card of a new model names a repository, which is queried then."""
_NO_BOXES = (
    "some changes wait for a tick, but templates/dashboard.md.j2, the list's own, has no boxes for "
    "them: delete that file to use the one that listkeeper brings"
)
NOTHING_KEPT = (
    "no observations of earlier runs are kept, so open pull requests stay as they are; "
    "answers are remembered, and the next run updates them"
)


def refresh(
    documents: Mapping[str, str],
    services: Services,
    now: datetime,
    only: str = "*",
    topics: frozenset[Topic] = EVERYTHING,
    *,
    adds_rows: bool = False,
) -> RefreshResult:
    """Do the whole job once. Raises BotError for broken input or a publisher that cannot publish.

    `only` is a glob over entry ids: just their links are queried, and just as far as `topics` need
    it. Only these are proposed; the proposals of other topics stay as they are. `adds_rows` says
    whether new models were asked for: a folder gets rows only then.
    """
    state = _checked(documents)
    settings = state.settings
    require_match(state.registry, only)
    context = _begun(services, now, topics, state)
    topics = topics | requested_topics(context.recalled.answers.requests.runs)
    topics &= settings.topics
    context = replace(context, topics=topics, adds_rows=adds_rows, sender=services.sender)
    state = context.state(documents)
    observations = _first_round(state, services, now, topics, only)
    kept = services.kept.read(may_count_beside(state, observations, now))
    context, state = context.with_kept(kept), replace(state, kept=kept or ())
    whole = topics in (settings.topics, SCOPES["models"])  # searches know all about new models
    if kept is None and (only != "*" or not whole):
        context = replace(
            context, partial="this run checked only a part, and no earlier run is kept"
        )
    outcome, observations = _decided(state, services, context, observations)
    outcome, plan = _with_settings(state, services, context, outcome)
    state = _without_rows(state, outcome)
    outages = outcome.news.outages
    services.kept.keep(
        [seen for seen in observations if isinstance(seen, Unsure) or seen.source not in outages]
    )
    return _ended(state, services, context, outcome, plan, observations)


def _first_round(
    state: State, services: Services, now: datetime, topics: frozenset[Topic], only: str
) -> list[Observation]:
    """What the sources say of the list's links, and what searches find where new models count."""
    registry, rules = state.registry, state.settings.rules.on(now.date().isoformat())
    queries = needed_queries(list_queries(registry, only, rules), topics)
    observations = gather(services.sources, queries, now, services.progress)
    observations += left_out(registry, only, rules, now)
    if Topic.MODELS in topics:
        found = services.sources.search(state.settings.watches, now)
        observations += _unasked(observations, found)
    return observations


def _decided(
    state: State, services: Services, context: RunContext, observations: list[Observation]
) -> tuple[Outcome, list[Observation]]:
    """What the run comes to, and all observations, those of further rounds included."""
    visible = VisibleChanges(state)
    settled = context.settle(observations, visible)
    for _ in range(_ROUNDS):
        queries = settled.judgement.queries
        if not queries:
            break
        answers = sorted_by_source(services.second.look_by_name(queries, context.now))
        if not answers:
            break  # no source of the second round is there, so nothing new is known
        observations = [*observations, *answers]
        settled = context.settle(observations, visible)
    return context.outcome(settled), observations


def _without_rows(state: State, outcome: Outcome) -> State:
    """A hand-written list without its rows, which nobody needs once its edits are decided."""
    if not is_in_place(state):
        return state
    changed = {path for one in outcome.proposals for path in one.files}
    forget(text for path, text in state.files.items() if path in changed)
    return replace(state, written=WrittenList())


def _checked(documents: Mapping[str, str]) -> State:
    """A list whose files and templates can all be used. Raises InputError."""
    state = read_state(documents)
    if not is_in_place(state):
        draw_outputs(state.settings.readme, documents, state.registry, state.snapshot)
    try_reports(documents, state.registry)
    return state


def rebuild(documents: Mapping[str, str], services: Services, now: datetime) -> RefreshResult:
    """Update what is open on the files as they stand, by people's answers, without a query.

    A box of the dashboard that requests a run gets one. Raises BotError like `refresh`.
    """
    checked = _checked(documents)
    settings = checked.settings
    kept = services.kept.read()
    topics = EVERYTHING if kept else frozenset[Topic]()
    context = _begun(services, now, topics, checked).with_kept(kept)
    wanted = requested_topics(context.recalled.answers.requests.runs)
    if wanted:
        return refresh(documents, services, now, topics=wanted)
    if not kept:
        context = replace(context, warnings=(*context.warnings, NOTHING_KEPT))
    rules = settings.rules.on(now.date().isoformat())
    context = replace(context, queried=False, sender=services.sender)
    state = context.state(documents)
    observations = left_out(state.registry, "*", rules, now)
    outcome = context.outcome(context.settle(observations, VisibleChanges(state)))
    outcome, plan = _with_settings(state, services, context, outcome)
    return _ended(state, services, context, outcome, plan, observations)


def _begun(services: Services, now: datetime, topics: frozenset[Topic], state: State) -> RunContext:
    attic = Topic.ATTIC in state.settings.topics
    return RunContext.of(services.publisher, now, topics, shown_files(state), attic=attic)


def _with_settings(
    state: State, services: Services, context: RunContext, outcome: Outcome
) -> tuple[Outcome, SettingsPlan]:
    """What is proposed about settings, and the outcome with what is remembered of that."""
    publisher, today = services.publisher, context.now.date().isoformat()
    plan = plan_settings(
        publisher, state, outcome.memory, today, services.generated, services.sender
    )
    return replace(outcome, memory=plan.memory), plan


def _ended(
    state: State,
    services: Services,
    context: RunContext,
    outcome: Outcome,
    plan: SettingsPlan,
    observations: Sequence[Observation],
) -> RefreshResult:
    publisher = services.publisher
    proposals, results = publish_outcome(publisher, context, outcome, state, observations)
    results += publish_settings(publisher, plan)
    context = replace(context, warnings=(*context.warnings, *state.warnings))
    if services.generated:
        context = replace(
            context, warnings=(*context.warnings, generated_words(services.generated))
        )
    seen = (*context.kept, *observations)
    context, boarded = _shown(state, services, context, outcome, results, seen)
    results += boarded
    left = left_out_tallies(observations)
    tallies = (*summed_tallies((*services.sources.tallies, *services.second.tallies)), *left)
    standing = standing_of(state.registry, outcome.memory)
    unsure = unsure_links(state.registry, outcome.memory, seen)
    summary = draw_summary(state.files, outcome.news, tallies, results, standing, unsure)
    return RefreshResult(
        outcome,
        (*proposals, *plan.proposals),
        tuple(results),
        tallies,
        tuple(observations),
        summary,
        context.warnings,
    )


def _shown(
    state: State,
    services: Services,
    context: RunContext,
    outcome: Outcome,
    results: Sequence[PublishResult],
    seen: Sequence[Observation],
) -> tuple[RunContext, list[PublishResult]]:
    """Draw the dashboard; the context with what stood in the way, and what went wrong with it."""
    refused = [one.note for one in results if one.operation == "failed"]
    unread = context.recalled.unread.get(DASHBOARD_RESULT, "")
    notes = [*context.warnings, *refused, *filter(None, [unread])]
    board = dashboard_of(state.registry, context, outcome, results, notes, services.schedules, seen)
    text = draw_dashboard(state.files, board)
    if services.publisher.separate and not _has_boxes(text, board.offers):
        context = replace(context, warnings=(*context.warnings, _NO_BOXES))
    failed = [unread] if unread else []
    try:
        why = services.publisher.show(text)
    except PublishError as error:
        why, failed = "", [*failed, error_text(error)]
    context = replace(context, warnings=(*context.warnings, why)) if why else context
    return context, [PublishResult(DASHBOARD_RESULT, "failed", note=note) for note in failed[-1:]]


def _unasked(asked: Iterable[Observation], found: Iterable[Observation]) -> list[Observation]:
    """What a search found besides the links of the list, which were asked with their places."""
    keys = {(seen.source, seen.reference.key) for seen in asked}
    return sorted_by_source(seen for seen in found if (seen.source, seen.reference.key) not in keys)


def _has_boxes(text: str, offers: Sequence[OfferedRow]) -> bool:
    """Whether a dashboard has a box for what waits for a tick; so has one where nothing does."""
    shown = text.replace("\u200b", "")
    words = (f"<!-- listkeeper:accept {one.word} " for one in offers)
    return not offers or any(word.replace("\u200b", "") in shown for word in words)
