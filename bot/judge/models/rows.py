"""New models: from what the searches found to rows that a person may accept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.judge.models.draft import Draft
from bot.judge.models.listed import Listed
from bot.judge.models.row import (
    RowContext,
    cards_of,
    draft_of,
    papers_of,
    repositories_of,
    unanswered,
)
from bot.judge.models.screen import Family, screen, texts
from bot.judge.ruling import Rules
from bot.judge.sources import ARXIV, CARDS, GITHUB
from bot.model.change import WAITS, Change, NewRow
from bot.model.decision import Ruling, Topic
from bot.model.entry import Registry, Section
from bot.model.observation import Found, Moved, Observation, Unsure, Value
from bot.model.options.new_models import NewModelPolicy
from bot.model.options.watch import Watch
from bot.model.reference import Kind, Query, Reference, home

_UNTICKED = "it waits for a tick, on the dashboard or in the pull request"
ROW = "row"
"""The field of a change that adds a whole entry."""


@dataclass(frozen=True)
class ModelHome:
    """Where a list takes a new model, and as what.

    section  the section's id, with a doubt about it, which may be empty; or why none takes it
    fields   a draft and the ids that are taken → the fields of its row
    """

    section: Callable[[Family], tuple[str, str] | str]
    fields: Callable[[Draft, Collection[str]], dict[str, object]]


@dataclass
class NewModels:
    """The outcome of the search for new models."""

    changes: list[Change] = field(default_factory=list)
    rows: list[NewRow] = field(default_factory=list)
    offered: list[NewRow] = field(default_factory=list)
    """The rows that wait for a person's tick."""
    wanted: dict[str, list[Query]] = field(default_factory=dict)
    left_out: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Reason → ids of models."""
    unanswered: set[str] = field(default_factory=set)
    """Sources that were queried for a row and did not answer: it may be incomplete."""


def searched(observations: Iterable[Observation]) -> list[Found]:
    """The models that the searches found, each once."""
    found = {
        seen.reference.key: seen
        for seen in observations
        if isinstance(seen, Found) and texts(seen, "watches")
    }
    return list(found.values())


def new_models(
    registry: Registry,
    observations: Sequence[Observation],
    new_model_policy: NewModelPolicy,
    rules: Rules,
    today: str,
    moves: Iterable[Moved] = (),
    silent: Sequence[str] = (),
    takes: ModelHome | None = None,
    added: str = "",
) -> NewModels:
    """Judge what the searches found, with all observations of the run.

    What a second round is needed for is `wanted`; rows are made once it was answered. `moves` are
    remembered ones, `silent` the searches that were not answered: one of them may know the
    original of what another found, so nothing is offered then. `takes` is
    what a registry takes, unless another is given; `added` is the day that rows bear, if any.
    """
    news = NewModels()
    takes = takes or _registry_home(registry)
    found = searched(observations)
    if takes is None or not found:
        return news
    listed = Listed(registry, (*moves, *observations))
    screened = screen(found, listed, new_model_policy, today)
    news.left_out = screened.left_out
    context = RowContext(listed, _second(observations))
    taken = {entry.id for entry in registry.entries}
    for one in sorted(screened.families, key=lambda each: (each.created, each.key)):
        place = takes.section(one)
        section, doubt = ("", place) if isinstance(place, str) else place
        draft = draft_of(one, section, context)
        again = listed.alike(str(draft.fields.get("title", "")))
        if again:
            screened.leave("with the title of a listed paper", one.members)
            continue
        if added:
            draft.fill("added", added, "")
        row = NewRow("", file_of(registry, section), takes.fields(draft, taken))
        offered = _change(one, draft, row, doubt)
        if isinstance(place, str):
            offered = replace(offered, ruling=Ruling.HOLD, reason=place)
        row = replace(row, unknown=draft.unknown, facts=_facts(one))
        _offer(news, offered, row, new_model_policy, rules, silent)
        news.unanswered |= unanswered(one, context)
        taken.add(str(news.changes[-1].entry))
        if news.changes[-1].ruling is not Ruling.HOLD:
            _want(news, one, context)
    return news


def section_for_models(registry: Registry) -> Section | None:
    """The section for a new model: the one that holds most models."""
    held = Counter(entry.section for entry in registry.entries if entry.kind == "model")
    rooms = [section for section in registry.sections if "model" in section.kinds]
    return max(rooms, key=lambda section: held[section.id], default=None)


def _registry_home(registry: Registry) -> ModelHome | None:
    section = section_for_models(registry)
    return ModelHome(lambda _: (section.id, ""), Draft.row) if section else None


def file_of(registry: Registry, section_id: str) -> str:
    """The registry file that holds most entries of a section, or all entries; else a new one."""
    held = Counter(e.where.path for e in registry.entries if e.section == section_id)
    if held:
        return held.most_common(1)[0][0]
    files = {entry.where.path for entry in registry.entries}
    return files.pop() if len(files) == 1 else f"registry/{section_id}.yml"


def _second(observations: Iterable[Observation]) -> dict[str, Observation]:
    """The observations of cards, papers and repositories, by reference key."""
    kinds = {CARDS: Kind.MODEL, ARXIV: Kind.PAPER, GITHUB: Kind.REPO}
    return {
        seen.reference.key: seen
        for seen in observations
        if kinds.get(seen.source) is seen.reference.kind
    }


def _change(one: Family, draft: Draft, row: NewRow, doubt: str) -> Change:
    watches = ", ".join(Watch.parse(one).words for one in sorted(one.texts("watches")))
    return Change(
        entry=str(row.fields["id"]),
        entry_name=draft.name,
        field=ROW,
        topic=Topic.MODELS,
        before="",
        after=f"{draft.name} of {one.owner}",
        why=f"new {watches}" + (f"; {doubt}" if doubt else ""),
        evidence=home(one.members[0].reference),
        ruling=Ruling.APPLY,
    )


def _offer(
    news: NewModels,
    change: Change,
    row: NewRow,
    new_model_policy: NewModelPolicy,
    rules: Rules,
    silent: Sequence[str],
) -> None:
    ruled = rules.rule(change)
    if ruled.ruling is Ruling.APPLY and silent:
        reason = f"it may be a copy of a model that could not be checked today: {', '.join(silent)}"
        ruled = replace(ruled, ruling=Ruling.HOLD, reason=reason)
    if ruled.ruling is Ruling.APPLY and not rules.accepts(ruled):
        starts = Ruling.APPLY if new_model_policy.ticked else Ruling.ASK
        if sum(before.ruling is starts for before in news.changes) >= new_model_policy.at_most:
            ruled = replace(ruled, ruling=Ruling.HOLD, reason=WAITS)
        elif starts is Ruling.ASK:
            ruled = replace(ruled, ruling=Ruling.ASK, reason=_UNTICKED)
    news.changes.append(ruled)
    if ruled.ruling is not Ruling.HOLD:
        rows = news.rows if ruled.ruling is Ruling.APPLY else news.offered
        rows.append(replace(row, change=change.id))


def _facts(one: Family) -> dict[str, Value]:
    """What helps to decide: counts of all its sizes together, and when the first was published."""
    downloads = one.total("downloads_all") or one.total("downloads")
    counts = {"downloads": downloads, "likes": one.total("likes")}
    known: dict[str, Value] = {name: count for name, count in counts.items() if count}
    return known | ({"created": one.created} if one.created else {})


def _want(news: NewModels, one: Family, context: RowContext) -> None:
    """The queries for the next round, each once and without those already answered."""
    asked = context.answers
    for source, references in (
        (CARDS, cards_of(one)),
        (ARXIV, papers_of(one, context.listed)),
        (GITHUB, repositories_of(asked, one)),
    ):
        for reference in references:
            if reference.key not in asked:
                news.wanted.setdefault(source, []).append(Query(reference, home(reference)))


def silent_watches(observations: Iterable[Observation], watched: Iterable[Reference]) -> list[str]:
    """The searches without an answer, by what they were about."""
    keys = {reference.key for reference in watched}
    unsure = (seen for seen in observations if isinstance(seen, Unsure))
    return sorted({str(seen.reference) for seen in unsure if seen.reference.key in keys})
