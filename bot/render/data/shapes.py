"""The shapes of a list as data: what `export` writes, and `list.json`; one schema for both."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from bot.model.provenance import Origin, ReportPart

_SPAN = "Byte offsets into the file as it lies on disk: from the first up to the second."
_PLACE = "Left out in `list.json`, which would differ with every line that moves."


class ValueSource(ReportPart):
    """Who reported a value; `evidence` is the address, or the words of a person, that show it."""

    source: str
    evidence: str


class ExportedField(ReportPart):
    """A field: as it is written, and in listkeeper's notation; `value` is empty for a blank."""

    text: str
    value: str
    span: tuple[int, int] | None = Field(
        default=None, description=f"{_SPAN} In the file of its record. {_PLACE}"
    )
    origin: Origin | None = Field(
        default=None, description="Who it comes from; only in `list.json`, like `sources`."
    )
    sources: list[ValueSource] = Field(default_factory=list, description="Those who reported it.")


class ExportedLink(ReportPart):
    """A link or image that leads out of the list."""

    url: str = Field(description="The address as a browser follows it.")
    role: str | None = Field(description="The part it plays: paper, code, hub, image, badge …")
    reference: str = Field(description="What it leads to: `repo:owner/name`, `paper:2307.09288` …")
    file: str | None = Field(default=None, description=_PLACE)
    line: int | None = Field(
        default=None, description=f"From 1; the line on which the address begins. {_PLACE}"
    )
    span: tuple[int, int] | None = Field(
        default=None, description=f"{_SPAN} Of the address alone, as it is written. {_PLACE}"
    )
    dead_since: str = Field(
        default="", description="The day (YYYY-MM-DD) on which the list marked it as dead."
    )
    archived_copy: str = ""


class ExportedRetirement(ReportPart):
    """Why and since which day (YYYY-MM-DD) an entry is in the attic, and what is there now."""

    reason: str
    day: str
    successor: str


class ExportedResult(ReportPart):
    """A score as its source reports it, and how it was measured, as far as the source says."""

    benchmark: str
    score: str
    setting: str
    size: str = Field(description="Which of the entry's sizes; empty where it has one.")
    source: str = Field(description="The address of the page that reports it.")


class ExportedEntry(ReportPart):
    """One entry at one place; records of one entry have the same id."""

    id: str
    name: str
    kind: str | None
    section: list[str] = Field(description="The headings above it, the outermost first.")
    file: str | None = Field(default=None, description=_PLACE)
    line: int | None = Field(default=None, description=_PLACE)
    span: tuple[int, int] | None = Field(default=None, description=f"{_SPAN} {_PLACE}")
    fields: dict[str, ExportedField]
    links: list[ExportedLink]
    results: list[ExportedResult] = Field(
        default_factory=list,
        description="Results on benchmarks; only in `list.json`, where there are any.",
    )
    retired: ExportedRetirement | None = Field(
        default=None, description="Only in `list.json`, and only of an entry in the attic."
    )


class UnreadPlace(ReportPart):
    """Bytes that are left alone, and why."""

    file: str
    line: int
    span: tuple[int, int] = Field(description=_SPAN)
    why: str


class ExportReport(ReportPart):
    """`listkeeper export --format json`, and `list.json`."""

    version: Literal[1] = 1
    title: str = Field(default="", description="What the list is called; only in `list.json`.")
    entries: list[ExportedEntry]
    links: list[ExportedLink] = Field(description="The links that belong to no entry.")
    unread: list[UnreadPlace]
