"""The machine-readable report of `refresh`: a contract with a version and a published schema."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Literal

from bot.model.change import Change
from bot.model.observation import Tally
from bot.model.provenance import ReportPart
from bot.render.bodies.news import News


class ChangeReport(ReportPart):
    """One change; `id` is stable over runs, `ruling` says what policy made of it."""

    id: str
    entry: str
    field: str
    kind: Literal["metadata", "moved", "dead", "facts", "models", "attic"]
    before: str
    after: str
    ruling: Literal["apply", "ask", "hold"]
    reason: str
    evidence: str


class ProposalReport(ReportPart):
    """What became of one proposal; `number` is 0 where there is no pull request."""

    topic: str
    operation: str
    title: str
    number: int
    url: str
    note: str


class QuestionReport(ReportPart):
    """What only a person can settle."""

    entry: str
    field: str
    doubt: str
    evidence: str


class SourceReport(ReportPart):
    """What one source did; `outage` is empty or says why nothing of it was used."""

    asked: int
    found: int
    moved: int
    gone: int
    unsure: int
    requests: int
    seconds: float
    outage: str
    notes: list[str]


class GoneReport(ReportPart):
    """A link that is gone, and not on enough days yet to be proposed as dead."""

    entry: str
    field: str
    url: str
    since: str
    where: str


class CountReport(ReportPart):
    """The exact number of parameters in the repository behind a size of an entry.

    `how` it is known: "safetensors", "gguf" or "computed" (by a formula of the architecture).
    """

    entry: str
    size: str
    model: str
    parameters: int
    how: str
    evidence: str


class RefreshReport(ReportPart):
    """`listkeeper refresh --format json`."""

    version: Literal[1] = 1
    changes: list[ChangeReport]
    proposals: list[ProposalReport]
    questions: list[QuestionReport]
    sources: dict[str, SourceReport]
    gone: list[GoneReport] = []  # noqa: RUF012 - pydantic copies it
    parameters: list[CountReport] = []  # noqa: RUF012 - pydantic copies it
    warnings: list[str]


def refresh_report(
    news: News,
    proposals: Sequence[ProposalReport],
    tallies: Sequence[Tally],
    warnings: Sequence[str],
    counts: Sequence[CountReport] = (),
) -> RefreshReport:
    """The report of one run."""
    return RefreshReport(
        changes=[_change(change) for change in news.changes],
        proposals=list(proposals),
        questions=[
            QuestionReport(
                entry=doubt.entry, field=doubt.field, doubt=doubt.doubt, evidence=doubt.evidence
            )
            for doubt in (*news.doubts, *news.curated)
        ],
        sources={tally.source: _source(tally, news) for tally in tallies},
        gone=[
            GoneReport(
                entry=one.entry, field=one.field, url=one.url, since=one.since, where=one.where
            )
            for one in news.missed
        ],
        parameters=list(counts),
        warnings=list(warnings),
    )


def _change(change: Change) -> ChangeReport:
    return ChangeReport(
        id=change.id,
        entry=change.entry,
        field=change.field,
        kind=change.topic.value,
        before=change.reads_before,
        after=change.reads_after,
        ruling=change.ruling.value,
        reason=change.reason or change.why,
        evidence=change.evidence,
    )


def _source(tally: Tally, news: News) -> SourceReport:
    counted = asdict(tally) | {"seconds": round(tally.seconds, 3), "notes": list(tally.notes)}
    return SourceReport(outage=news.outages.get(counted.pop("source"), ""), **counted)
