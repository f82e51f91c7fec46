"""A list as data: every entry, field and link, with the bytes on which each stands."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from typing import Literal

from pydantic import Field

from bot.model.provenance import ReportPart
from bot.model.values.written import Record, Span, Unread, WrittenField, WrittenLink, WrittenList

_SPAN = "Byte offsets into the file as it lies on disk: from the first up to the second."


class ExportedField(ReportPart):
    """A field: as it is written, and in listkeeper's notation; `value` is empty for a blank."""

    text: str
    value: str
    span: tuple[int, int] = Field(description=f"{_SPAN} In the file of its record.")


class ExportedLink(ReportPart):
    """A link or image that leads out of the list."""

    url: str = Field(description="The address as a browser follows it.")
    role: str | None = Field(description="The part it plays: paper, code, hub, image, badge …")
    reference: str = Field(description="What it leads to: `repo:owner/name`, `paper:2307.09288` …")
    file: str
    line: int = Field(description="From 1; the line on which the address begins.")
    span: tuple[int, int] = Field(description=f"{_SPAN} Of the address alone, as it is written.")


class ExportedEntry(ReportPart):
    """One entry at one place; records of one entry have the same id."""

    id: str
    name: str
    kind: str | None
    section: list[str] = Field(description="The headings above it, the outermost first.")
    file: str
    line: int
    span: tuple[int, int] = Field(description=_SPAN)
    fields: dict[str, ExportedField]
    links: list[ExportedLink]


class UnreadPlace(ReportPart):
    """Bytes that are left alone, and why."""

    file: str
    line: int
    span: tuple[int, int] = Field(description=_SPAN)
    why: str


class ExportReport(ReportPart):
    """`listkeeper export --format json`."""

    version: Literal[1] = 1
    entries: list[ExportedEntry]
    links: list[ExportedLink] = Field(description="The links that belong to no entry.")
    unread: list[UnreadPlace]


def export_report(written: WrittenList) -> ExportReport:
    """The list as data."""
    return ExportReport(
        entries=[_entry(record) for record in written.records],
        links=[_link(link) for link in written.links],
        unread=[_unread(one) for one in written.unread],
    )


def _entry(record: Record) -> ExportedEntry:
    return ExportedEntry(
        id=_text(record.entry),
        name=_text(record.name),
        kind=record.kind or None,
        section=[_text(title) for title in record.section],
        file=record.span.path,
        line=record.span.line,
        span=_span(record.span),
        fields={one.name: _field(one) for one in record.fields},
        links=[_link(link) for link in record.links],
    )


def _field(field: WrittenField) -> ExportedField:
    return ExportedField(text=_text(field.text), value=_text(field.value), span=_span(field.span))


def _link(link: WrittenLink) -> ExportedLink:
    return ExportedLink(
        url=_text(link.link.url),
        role=link.role or None,
        reference=_text(str(link.link.reference)),
        file=link.span.path,
        line=link.span.line,
        span=_span(link.span),
    )


def _unread(one: Unread) -> UnreadPlace:
    return UnreadPlace(file=one.span.path, line=one.span.line, span=_span(one.span), why=one.why)


def _span(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _text(text: str) -> str:
    """Bytes that are no UTF-8 as the sign that stands for them: JSON cannot hold them."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


_COLUMNS = ("id", "name", "kind", "section", "file", "line", "role", "url", "reference")
_FORMULA = ("=", "+", "-", "@")
_BREAK = re.compile(r"[\t\r\n\v\f]+")


def export_csv(written: WrittenList) -> str:
    """One line for each link of an entry, and one for an entry without links."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for record in written.records:
        entry = (record.entry, record.name, record.kind, " / ".join(record.section))
        for link in record.links or (None,):
            place = link.span if link else record.span
            about = (link.role, link.link.url, str(link.link.reference)) if link else ("", "", "")
            writer.writerow(map(_cell, (*entry, place.path, str(place.line), *about)))
    return out.getvalue()


def _cell(text: str) -> str:
    """A text that no spreadsheet runs as a formula (https://owasp.org/www-community/attacks/CSV_Injection)."""
    text = _BREAK.sub(" ", _text(text))
    return f"'{text}" if unicodedata.normalize("NFKC", text).lstrip().startswith(_FORMULA) else text
