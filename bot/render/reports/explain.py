"""Where the values of an entry come from, for a person in a terminal and for scripts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import BaseModel, ConfigDict

from bot.model.provenance import Explanation, LineAuthor, Merged, Provenance, Statement


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class StatementReport(_Part):
    """One thing that was said; empty texts are not known."""

    said: str
    source: str
    day: str
    evidence: str


class LineAuthorReport(_Part):
    """The commit that wrote a curated value last."""

    day: str
    commit: str
    subject: str


class ExplainedFieldReport(_Part):
    """One field; `where` is `path:line` of a curated value, else empty."""

    field: str
    value: str
    origin: Literal["curated", "filled", "asked"]
    where: str
    written: LineAuthorReport | None
    reason: str
    held: list[StatementReport]
    other: list[StatementReport]
    doubts: list[str]
    offered: str
    pin: str
    declined: str


class MergedReport(_Part):
    """A change that was merged; `by` is empty where git does not name the person."""

    field: str
    before: str
    after: str
    why: str
    evidence: str
    day: str
    commit: str
    by: str


class ExplainReport(_Part):
    """`listkeeper explain ENTRY --format json`."""

    version: Literal[1] = 1
    entry: str
    name: str
    where: str
    fields: list[ExplainedFieldReport]
    merged: list[MergedReport]
    notes: list[str]


def explain_report(reported: Explanation) -> ExplainReport:
    """The machine-readable report."""
    return ExplainReport(
        entry=reported.entry,
        name=reported.name,
        where=str(reported.where),
        fields=[_field(one) for one in reported.fields],
        merged=[_merged(one) for one in reported.merged],
        notes=list(reported.notes),
    )


def _field(one: Provenance) -> ExplainedFieldReport:
    return ExplainedFieldReport(
        field=one.field,
        value=one.value,
        origin=one.origin.value,
        where=str(one.where) if one.where else "",
        written=_written(one.written) if one.written else None,
        reason=one.reason,
        held=[_statement(statement) for statement in one.held],
        other=[_statement(statement) for statement in one.other],
        doubts=list(one.doubts),
        offered=one.offered,
        pin=one.pin,
        declined=one.declined,
    )


def _written(one: LineAuthor) -> LineAuthorReport:
    return LineAuthorReport(day=one.day, commit=one.commit, subject=one.subject)


def _statement(statement: Statement) -> StatementReport:
    return StatementReport(
        said=statement.said, source=statement.source, day=statement.day, evidence=statement.evidence
    )


def _merged(one: Merged) -> MergedReport:
    change = one.change
    return MergedReport(
        field=change.field,
        before=change.before,
        after=change.after,
        why=change.why,
        evidence=change.evidence,
        day=one.day,
        commit=one.commit,
        by=one.by,
    )


def explain_text(reported: Explanation) -> str:
    """Plain text: one paragraph a field, and one of what was merged."""
    lines = [f"{reported.name} ({reported.entry}) · {reported.where}"]
    for one in reported.fields:
        lines += ["", *_paragraph(one)]
    if reported.merged:
        lines += ["", "merged:", *(f"  {_merge(one)}" for one in reported.merged)]
    if reported.notes:
        lines += ["", *reported.notes]
    return "\n".join(lines)


def _paragraph(one: Provenance) -> Iterator[str]:
    yield f"{one.field}: {one.value or '(blank)'}"
    if one.where:
        yield f"  people wrote it: {one.where}{_when(one.written)}"
    if one.reason:
        yield f"  why: {one.reason}"
    heading = "  filled in from" if one.origin == "filled" else "  asked"
    for statement in one.held:
        yield f"{heading}: {_said(statement)}"
    for statement in one.other:
        yield f"  last said: {_said(statement)}"
    for doubt in one.doubts:
        yield f"  question: {doubt}"
    if one.offered:
        yield f"  the bot offers: {one.offered}"
    if one.pin:
        yield f"  pinned: {one.pin}"
    if one.declined:
        yield f"  declined: {one.declined}"


def _merge(one: Merged) -> str:
    change = one.change
    by = f" by {one.by}" if one.by else ""
    why = f" ({change.why})" if change.why else ""
    values = f"{change.before or '(blank)'} → {change.after or '(blank)'}"
    seen = f" {change.evidence}" if change.evidence else ""
    return f"{one.day} {change.field}: {values}{why}{seen} [{one.commit}{by}]"


def _when(written: LineAuthor | None) -> str:
    return f" ({written.day}, {written.commit}: {written.subject})" if written else ""


def _said(statement: Statement) -> str:
    by = ", ".join(part for part in (statement.source, statement.day) if part)
    text = f"{statement.said} ({by})" if by else statement.said
    return f"{text} {statement.evidence}".rstrip()
