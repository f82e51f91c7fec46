"""Rows that maintainers added by hand, added again by the product, given the same facts.

The facts are what the product reads of the maintainer's row: its name, fields and links, with the
headings it stands below. It must find the place and write the row in the list's own form.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.clones import Clone
from benchmarks.forms import difference, form, with_texts
from benchmarks.histories import Addition, rules_of
from benchmarks.rows import Row as Line
from benchmarks.rows import read_rows
from bot.lists.readme.reading.markup import is_followed
from bot.lists.readme.reading.names import labelled_role
from bot.lists.readme.reading.row import Row
from bot.lists.readme.templates.links import role_in_column
from bot.lists.readme.writing.added import write_row
from bot.lists.readme.writing.region import Refused, regions_of
from bot.model.change import NewRow
from bot.model.values.written import Record


@dataclass(frozen=True)
class RowOutcome:
    """`place`: right, or in which other way it is not; `form`: bytes equal, equal, or what differs.

    A row that could not be written is "refused" in both, one that is not read "not an entry".
    """

    addition: Addition
    place: str
    form: str
    row: str = ""


def replay_row(clone: Clone, addition: Addition) -> RowOutcome:
    before, after = (
        clone.read(addition.file, sha).decode("utf-8", "surrogateescape")
        for sha in (addition.parent, addition.commit)
    )
    found = row_of(after, addition)
    if found is None:
        return RowOutcome(addition, "not an entry", "not an entry")
    new = write_row({addition.file: before}, NewRow("new/row", addition.file, facts_of(*found)))
    if isinstance(new, Refused):
        return RowOutcome(addition, "refused", "refused")
    record = found[1]
    texts = [record.name, *(text for one in record.fields for text in (one.text, one.value))]
    ours, theirs = (form(row, texts) for row in (new.text, addition.row))
    same = new.text.strip() == addition.row.strip()
    word = "bytes equal" if same else difference(with_texts(ours, theirs), theirs) or "equal"
    return RowOutcome(addition, place_of(before, new.applied(before), addition), word, new.text)


def row_of(text: str, addition: Addition) -> tuple[Row, Record] | None:
    """The maintainer's row as the product reads it."""
    raw = text.encode("utf-8", "surrogateescape")
    wanted = addition.row.strip().encode("utf-8", "surrogateescape")
    for region in regions_of(addition.file, text):
        for row, record in zip(region.rows, region.records, strict=True):
            if raw[record.span.start : record.span.end].strip() == wanted:
                return row, record
    return None


def facts_of(row: Row, record: Record) -> dict[str, object]:
    """What a person would give the product to write this row.

    Of a link in a cell whose column holds a field or figures, also what it is about: the licence,
    the context length. Words that only name the part of a link (`paper`, `code`) are not given.
    """
    urls: dict[str, list[str]] = {}
    labels: dict[str, list[str]] = {}
    for link in row.links:
        if is_followed(link):
            columns = [cell.column for cell in row.cells if cell.start <= link.whole[0] < cell.end]
            role = role_in_column(link, columns[0] if columns else "")
            urls.setdefault(role, []).append(link.url)
            labels.setdefault(role, []).append("" if labelled_role(link.label) else link.label)
    return {
        "name": record.name,
        "section": " / ".join(record.section),
        "links": urls,
        "labels": labels,
        **{field.name: field.value for field in record.fields if field.value},
    }


def place_of(before: str, after: str, addition: Addition) -> str:
    """Whether the new row stands in the same region and by a rule that the maintainer followed."""
    old = {row.text for row in read_rows(before)}
    rows = read_rows(after)
    new = next((row for row in rows if row.text not in old), None)
    if new is None:
        return "not found"
    if new.region != addition.region:
        return "another region"
    others = [row for row in rows if row.region == new.region and row.text in old]
    position = sum(row.index < new.index for row in others)
    same = position == addition.position and len(others) == addition.rows
    rules = set(rules_of(_as_by_hand(new, addition), position, others))
    return "right" if same or rules & set(addition.rules) else "another place"


def _as_by_hand(new: Line, addition: Addition) -> Line:
    return Line(new.region, new.index, new.line, addition.row)


def table(outcomes: Sequence[RowOutcome]) -> str:
    """A Markdown table: for each list place, by steady rule or not, and form."""
    head = "| list | rows | place, steady rule | place, no steady rule | form equal | bytes equal |"
    lines = [head, "|---|--:|--:|--:|--:|--:|"]
    for name in [*dict.fromkeys(one.addition.repository for one in outcomes), ""]:
        ours = [one for one in outcomes if name in ("", one.addition.repository)]
        steady = [one for one in ours if one.addition.steady]
        others = [one for one in ours if not one.addition.steady]
        cells = (
            name or "**all**",
            str(len(ours)),
            _share([one.place == "right" for one in steady]),
            _share([one.place == "right" for one in others]),
            _share([one.form in {"equal", "bytes equal"} for one in ours]),
            _share([one.form == "bytes equal" for one in ours]),
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def misses(outcomes: Sequence[RowOutcome]) -> str:
    """How often each difference in form and place occurs."""
    forms, places = (
        Counter(getattr(one, name) for one in outcomes if getattr(one, name) not in _FINE)
        for name in ("form", "place")
    )
    return "\n".join(
        f"- {what}: {', '.join(f'{word} {number}' for word, number in counts.most_common())}"
        for what, counts in (("form", forms), ("place", places))
    )


_FINE = {"right", "equal", "bytes equal"}


def _share(hits: Sequence[bool]) -> str:
    return f"{sum(hits)} of {len(hits)} ({sum(hits) / len(hits):.0%})" if hits else "–"
