"""Where a value that readers see comes from; these are the parts of the report of `explain`."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

Origin = Literal["curated", "filled", "asked", "row"]
"""People wrote it; they left it blank and sources agree on it; one source answered so; or it stands
in a row of a hand-written list."""


class ReportPart(BaseModel):
    """A part of a report for machines; it has no other keys than those of its schema."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class Statement(ReportPart):
    """One thing that a source reported, on which day and seen where; an empty text is unknown."""

    said: str
    source: str
    day: str
    evidence: str


class LineAuthor(ReportPart):
    """The commit that wrote a curated value last."""

    day: str
    commit: str
    subject: str


class ExplainedField(ReportPart):
    """One field; `where` is `path:line` of what is in a file, with commas between several.

    `held` is what the snapshot or the evidence holds, `lacking` why there is no evidence, `other`
    what the kept observations hold besides.
    """

    field: str
    value: str
    origin: Origin
    where: str
    written: LineAuthor | None
    reason: str
    held: tuple[Statement, ...]
    other: tuple[Statement, ...]
    doubts: tuple[str, ...]
    offered: str
    pin: str
    declined: str
    lacking: str = ""


class RecordedChange(ReportPart):
    """A change as the message of a commit keeps it."""

    field: str
    before: str
    after: str
    why: str
    evidence: str


class Merged(RecordedChange):
    """A change that was merged; `by` is empty where git does not name the person."""

    day: str
    commit: str
    by: str


class Explanation(ReportPart):
    """`listkeeper explain ENTRY --format json`; `notes` are what could not be looked at."""

    version: Literal[1] = 1
    entry: str
    name: str
    where: str
    fields: tuple[ExplainedField, ...]
    merged: tuple[Merged, ...]
    notes: tuple[str, ...]
