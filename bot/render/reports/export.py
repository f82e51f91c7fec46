"""A list as data, with the bytes on which each entry, field and link stands."""

from __future__ import annotations

import csv
import io

from bot.model.values.written import Record, Span, Unread, WrittenField, WrittenLink, WrittenList
from bot.render.data.cells import plain_cell, whole_text
from bot.render.data.shapes import ExportReport

_Part = dict[str, object]
"""What becomes a part of the report: all parts are checked at once, in a third of the time."""


def export_report(written: WrittenList) -> ExportReport:
    """The list as data."""
    return ExportReport.model_validate(
        {
            "version": 1,
            "entries": [_entry(record) for record in written.records],
            "links": [_link(link) for link in written.links],
            "unread": [_unread(one) for one in written.unread],
        }
    )


def _entry(record: Record) -> _Part:
    return {
        "id": whole_text(record.entry),
        "name": whole_text(record.name),
        "kind": record.kind or None,
        "section": [whole_text(title) for title in record.section],
        "file": record.span.path,
        "line": record.span.line,
        "span": _span(record.span),
        "fields": {one.name: _field(one) for one in record.fields},
        "links": [_link(link) for link in record.links],
    }


def _field(field: WrittenField) -> _Part:
    return {
        "text": whole_text(field.text),
        "value": whole_text(field.value),
        "span": _span(field.span),
    }


def _link(link: WrittenLink) -> _Part:
    return {
        "url": whole_text(link.link.url),
        "role": link.role or None,
        "reference": whole_text(str(link.link.reference)),
        "file": link.span.path,
        "line": link.span.line,
        "span": _span(link.span),
    }


def _unread(one: Unread) -> _Part:
    return {
        "file": one.span.path,
        "line": one.span.line,
        "span": _span(one.span),
        "why": one.why,
    }


def _span(span: Span) -> tuple[int, int]:
    return span.start, span.end


_COLUMNS = ("id", "name", "kind", "section", "file", "line", "role", "url", "reference")


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
            writer.writerow(map(plain_cell, (*entry, place.path, str(place.line), *about)))
    return out.getvalue()
