"""What is told of a run: the README's regions, the pull request, the job summary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.facts.change import WAITS, Change, Doubt, Ruling, Topic
from bot.facts.change import Row as NewRow
from bot.facts.entry import Registry
from bot.facts.observation import Tally
from bot.facts.shown import released
from bot.facts.snapshot import Snapshot
from bot.render.evaluations import NO_RESULTS, evaluations_table
from bot.render.fragment import draw_entries, row_evidence, row_values
from bot.render.markdown import Md
from bot.render.paper import draw, environment
from bot.render.quiet import defuse
from bot.render.readme import splice
from bot.render.tables import table, views

BODY_LIMIT = 60_000
"""Characters; GitHub refuses bodies over 65,536, and marks are added behind this text."""

_QUESTIONS = 40
"""Doubts that the body tells; the job summary tells all."""


@dataclass(frozen=True)
class Missed:
    """A link that is gone, but not on enough days yet to be called dead."""

    entry_name: str
    field: str
    url: str
    since: str


@dataclass(frozen=True)
class News:
    """What a report is made of."""

    registry: Registry
    changes: Sequence[Change] = ()
    doubts: Sequence[Doubt] = ()
    """What this run made the bot doubt."""
    curated: Sequence[Doubt] = ()
    """The doubts that people wrote down in the registry."""
    outages: Mapping[str, str] = field(default_factory=dict)
    missed: Sequence[Missed] = ()
    rests_until: str = ""
    """The day until which routine values rest, empty when they do not."""
    rest_days: int = 30
    files: Mapping[str, str] = field(default_factory=dict)
    """The files of the proposal that is told of, as they would be."""

    rows: Sequence[NewRow] = ()
    """The entries that the proposal adds."""
    not_offered: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Reason → ids of models that were found and are not offered."""

    def of(self, topic: Topic) -> list[Change]:
        """The applied changes of one topic."""
        return [c for c in self.changes if c.topic is topic and c.ruling is Ruling.APPLY]


def draw_readme(
    path: str, documents: Mapping[str, str], registry: Registry, snapshot: Snapshot
) -> str:
    """The README with every region redrawn. Raises InputError."""
    env = environment(documents)
    drawn = {}
    results = evaluations_table(registry, snapshot) if registry.shows_evaluations else NO_RESULTS
    for section in registry.sections:
        entries = registry.shown_in(section, lambda entry: released(entry, snapshot))
        rows = views(entries, snapshot)
        drawn[section.id] = draw(
            env,
            f"{section.id}.md.j2",
            section=section,
            entries=rows,
            table=table(section, rows),
            registry=registry,
            evaluations=results if section.evaluations else NO_RESULTS,
        )
    return splice(path, documents[path], drawn)


def draw_title(documents: Mapping[str, str], news: News, topic: Topic) -> str:
    """One line that says the content of one topic's proposal."""
    values = {**_values(news), "topic": topic}
    return " ".join(draw(environment(documents), "title.md.j2", **values).split())


def draw_body(documents: Mapping[str, str], news: News, topic: Topic) -> str:
    """The pull request's body, within GitHub's size; routine rows are cut first, and it says so.

    `news` is what one topic's proposal tells, `documents` are the files before it.
    """
    env = environment(documents)
    values = {**_values(news), "topic": topic}
    values["fresh"] = draw_entries(documents, news.registry, _new(news)) if news.rows else ""
    rows = list(values["routine"])
    values["rows_cut"] = 0
    values["doubts"] = news.doubts[:_QUESTIONS]
    values["missed"] = news.missed[: _QUESTIONS - len(values["doubts"])]
    values["questions_cut"] = max(0, len(news.doubts) + len(news.missed) - _QUESTIONS)
    while True:
        body = defuse(draw(env, "pull_request.md.j2", **values))
        if len(body) <= BODY_LIMIT or not values["routine"]:
            return body
        values["routine"] = values["routine"][: len(values["routine"]) * 3 // 4]
        values["rows_cut"] = len(rows) - len(values["routine"])


def draw_summary(
    documents: Mapping[str, str],
    news: News,
    tallies: Sequence[Tally],
    told: Sequence[object],
) -> str:
    """The job summary. Each of `told` has an operation, a title, a url and a note."""
    values = {**_values(news), "tallies": tallies, "told": told}
    return draw(environment(documents), "summary.md.j2", **values)


def _values(news: News) -> dict[str, Any]:
    return {
        "news": news,
        "moved": news.of(Topic.MOVED),
        "dead": news.of(Topic.DEAD),
        "routine": _by_entry(news.of(Topic.METADATA)),
        "values": news.of(Topic.METADATA),
        "waiting": [c for c in news.changes if c.reason == WAITS],
        "doubts": news.doubts,
        "missed": news.missed,
        "one_before": any(change.before for change in news.of(Topic.METADATA)),
        "outages": news.outages,
        "box": box,
        "models": news.of(Topic.MODELS),
        "rows": {row.change: row for row in news.rows},
        "row_values": row_values,
        "row_evidence": row_evidence,
        "not_offered": sorted(
            ((why, len(ids)) for why, ids in news.not_offered.items()),
            key=lambda one: (-one[1], one),
        ),
    }


def _new(news: News) -> set[str]:
    return {str(row.fields["id"]) for row in news.rows}


@dataclass(frozen=True)
class Row:
    """The routine changes of one entry on one line."""

    name: str
    changes: tuple[Change, ...]


def _by_entry(changes: Sequence[Change]) -> list[Row]:
    grouped: dict[str, list[Change]] = {}
    for change in changes:
        grouped.setdefault(change.entry, []).append(change)
    return [Row(rows[0].entry_name, tuple(rows)) for rows in grouped.values()]


def box(change: Change) -> Md:
    """The tick box of one change; unticking it says no to this value."""
    return Md(f"- [x] <!-- listkeeper:change {change.id} {change.digest} -->")
