"""The report of a search for new models: as text, and as JSON with a published schema."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from rich.markup import escape

from bot.model.change import Change, NewRow, PlacedRow
from bot.model.decision import Ruling
from bot.model.provenance import ReportPart
from bot.model.values.plain import plural
from bot.render.fragment import placed_text, row_evidence, row_values
from bot.render.reports.refresh import ProposalReport


class FieldReport(ReportPart):
    """One field of a new row, and where it was read."""

    field: str
    value: str
    evidence: str


class RowReport(ReportPart):
    """A new row of a hand-written list: its place, its text, and what it lacks.

    `missing` is what rows next to it have and no source gave; `lacking` are files in other
    languages that have no such row.
    """

    file: str
    line: int
    section: list[str]
    text: str
    missing: list[str]
    lacking: list[str]


class NewModelReport(ReportPart):
    """A new model. `id` is stable over runs; `fields` are empty when it is not offered.

    `row` is null where the list is not hand-written, or the model not offered.
    """

    id: str
    name: str
    ruling: Literal["apply", "ask", "hold"]
    reason: str
    found_by: str
    url: str
    fields: list[FieldReport]
    left_out: dict[str, str]
    row: RowReport | None = None


class DiscoverReport(ReportPart):
    """`listkeeper discover --format json`. `not_offered` maps a reason to ids of models."""

    version: Literal[1] = 1
    newcomers: list[NewModelReport]
    not_offered: dict[str, list[str]]
    proposals: list[ProposalReport]


def discover_report(
    changes: Sequence[Change],
    rows: Sequence[NewRow],
    left_out: Mapping[str, Sequence[str]],
    proposals: Sequence[ProposalReport],
    placed: Sequence[PlacedRow] = (),
) -> DiscoverReport:
    """The report of one search."""
    by_change = {row.change: row for row in rows}
    written = {row.change: row for row in placed if row.text}
    return DiscoverReport(
        newcomers=[_new_model(one, by_change.get(one.id), written.get(one.id)) for one in changes],
        not_offered={why: list(ids) for why, ids in sorted(left_out.items())},
        proposals=list(proposals),
    )


def _new_model(change: Change, row: NewRow | None, placed: PlacedRow | None) -> NewModelReport:
    values = list(row_values(row)) if row else []
    return NewModelReport(
        id=change.id,
        name=change.entry_name,
        ruling=change.ruling.value,
        reason=change.reason,
        found_by=change.why,
        url=change.evidence,
        fields=[
            FieldReport(field=name, value=value, evidence=row_evidence(row, name) if row else "")
            for name, value in values
        ],
        left_out=dict(row.unknown) if row else {},
        row=_row(placed) if placed else None,
    )


def _row(placed: PlacedRow) -> RowReport:
    return RowReport(
        file=placed.path,
        line=placed.line,
        section=list(placed.section),
        text=placed.text,
        missing=list(placed.missing),
        lacking=list(placed.lacking),
    )


def discover_text(
    changes: Sequence[Change],
    rows: Sequence[NewRow],
    left_out: Mapping[str, Sequence[str]],
    placed: Sequence[PlacedRow] = (),
) -> str:
    """What a person at a terminal reads."""
    by_change = {row.change: row for row in rows}
    written = {row.change: row for row in placed if row.text}
    lines = []
    for change in changes:
        row = by_change.get(change.id)
        if change.ruling is not Ruling.HOLD and row:
            word = "[green]new[/]  " if change.ruling is Ruling.APPLY else "[green]found[/]"
            lines.append(f"{word} [bold]{escape(change.entry_name)}[/] {change.evidence}")
            at = written.get(change.id)
            lines += _as_written(at, row) if at else _as_fields(row)
        else:
            lines.append(f"[dim]held[/]  {escape(f'{change.entry_name}: {change.reason}')}")
    total = sum(map(len, left_out.values()))
    offered = sum(change.ruling is not Ruling.HOLD for change in changes)
    lines.append(f"{offered} offered; {plural(total, 'model')} found and not offered:")
    ordered = sorted(left_out.items(), key=lambda one: (-len(one[1]), one[0]))
    return "\n".join([*lines, *(f"  {len(ids):>4}  {escape(why)}" for why, ids in ordered)])


def _as_fields(row: NewRow) -> list[str]:
    lines = [f"        {name}: {escape(value)}" for name, value in row_values(row)]
    return lines + [f"        [dim]{n}: {escape(why)}[/]" for n, why in row.unknown.items()]


def _as_written(at: PlacedRow, row: NewRow) -> list[str]:
    return [f"      {line}" for line in placed_text(at, row.unknown)]
