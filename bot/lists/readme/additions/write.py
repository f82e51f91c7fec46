"""A new row in the form, and at the place, that its region has for it. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.lists.readme.additions.facts import RowFacts
from bot.lists.readme.additions.fill import Filled, fill, unknown_words
from bot.lists.readme.additions.house import House
from bot.lists.readme.additions.links import Pairs, matched
from bot.lists.readme.additions.pattern import Pattern
from bot.lists.readme.additions.place import Order, learn_order, place_in
from bot.lists.readme.notation import find_venues
from bot.lists.readme.records import read_written
from bot.lists.readme.values import Notations
from bot.model.values.written import Record, WrittenList

_MOST_TRIED = 400
"""So many rows are looked at as patterns, the nearest first."""
_MOST_FILLED = 8


@dataclass(frozen=True)
class NewText:
    """A file with one row more. `missing` and `left_out` as in `Filled`."""

    path: str
    text: str
    row: str
    order: Order
    missing: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


def write_row(path: str, text: str, facts: RowFacts) -> NewText | None:
    """One row more in a file; every other byte stays. None where no form or place is certain."""
    written = read_written({path: text})
    raw = text.encode("utf-8", "surrogateescape")
    rows = region_for(written, facts)
    if not rows:
        return None
    order = learn_order(rows)
    at = place_in(rows, order, facts.name, facts.fields.get("released", ""))
    for filled in _candidates(written, raw, rows, at, facts):
        number = _numbered(filled.row, rows, at, raw)
        after = _inserted(raw, rows, at, number)
        new = after.decode("utf-8", "surrogateescape")
        if _reads_back(written, read_written({path: new}), facts, filled):
            row = number.decode("utf-8", "surrogateescape")
            return NewText(path, new, row, order, filled.missing, filled.left_out)
    return None


def region_for(written: WrittenList, facts: RowFacts) -> list[Record]:
    """The rows among which a new one belongs: below its headings, most like it in form."""
    regions: dict[int, list[Record]] = {}
    for record in written.records:
        if record.section == facts.section:
            regions.setdefault(record.region, []).append(record)
    kinds = set(facts.roles)

    def fits(rows: list[Record]) -> tuple[int, int]:
        alike = sum(kinds == {link.role for link in row.links if not link.is_image} for row in rows)
        return alike, len(rows)

    rows = max(regions.values(), key=fits, default=[])
    return [row for row in rows if row.span.path == rows[0].span.path]


def _candidates(
    written: WrittenList, raw: bytes, rows: Sequence[Record], at: int, facts: RowFacts
) -> Iterator[Filled]:
    """The new row after each pattern that can be filled, the best first."""
    notations = Notations(written)
    form, path = rows[0].form, rows[0].span.path
    alike = [one for one in written.records if one.form == form and one.span.path == path]
    here = rows[max(at - 1, 0)].span.start
    alike.sort(key=lambda one: (one.region != rows[0].region, abs(one.span.start - here)))
    patterns = [Pattern.of(one, raw) for one in alike[:_MOST_TRIED]]
    region = [one for one in patterns if one.record.region == rows[0].region]
    house = House.of(region, [one for one in patterns if one.record.region != rows[0].region])
    shapes = Counter(one.shape for one in patterns)
    ranked = sorted(
        (
            *_rank(one, facts, house),
            one.row.count(b"\n"),
            shapes[one.shape] == 1,
            one.record.region != rows[0].region,
            at,
        )
        for at, one in enumerate(patterns)
    )
    for *_, number in ranked[:_MOST_FILLED]:
        filled = fill(patterns[number], facts, house, notations)
        if filled:
            yield filled


def _rank(pattern: Pattern, facts: RowFacts, house: House) -> tuple[int, ...]:
    """How far a pattern is from what the new row needs; the place decides among equals."""
    pairs, extra, lacking = matched(pattern, facts)
    shown = {field.name for field in pattern.record.fields if field.value}
    empty = {field.name for field in pattern.record.fields} - shown
    known = set(facts.fields)
    unlike = len(shown ^ known) + len(empty & known)
    return (
        (pattern.name is None) * 4
        + (len(extra) + len(lacking) + unlike) * 2
        + bool(pattern.words - house.words)
        + _other_title(pattern, pairs, facts),
        _other_venue(pattern, facts) + ([new for _, new in pairs] != list(facts.links)),
        min(unknown_words(pattern, house), 3),
    )


def _other_title(pattern: Pattern, pairs: Pairs, facts: RowFacts) -> bool:
    """Whether the name is the text of a link in only one of the two rows."""
    return any(
        bool(new.label) and (new.label == facts.name) != (link.label == pattern.record.name)
        for link, new in pairs
    )


def _other_venue(pattern: Pattern, facts: RowFacts) -> int:
    """Whether a pattern's venue is a preprint's and the new one is not, or the other way round."""
    field = pattern.record.field("venue")
    new = find_venues(facts.fields.get("venue", ""), whole=True)
    old = find_venues(field.text, whole=True) if field else []
    return int(bool(new and old and new[0].is_preprint != old[0].is_preprint))


def _numbered(row: bytes, rows: Sequence[Record], at: int, raw: bytes) -> bytes:
    """The row with the number that its place has, where the items of its list are numbered."""
    ordinal = Pattern(rows[0], row).ordinal
    if not ordinal:
        return row
    found = [Pattern.of(one, raw) for one in rows]
    numbers = [int(one.row[slice(*place)]) for one in found if (place := one.ordinal)]
    if len(numbers) < len(rows):
        return row
    same = len(set(numbers)) == 1 and len(numbers) > 1
    number = numbers[0] if same or not at else numbers[at - 1] + 1
    return str(number).encode() + row[ordinal[1] :]


def _inserted(raw: bytes, rows: Sequence[Record], at: int, row: bytes) -> bytes:
    """The file with the row at its place, held apart from its neighbours as they are."""
    gaps = Counter(
        gap
        for one, two in pairwise(rows)
        if not (gap := raw[one.span.end : two.span.start]).strip(b" \t\r\n>")
    )
    gap = gaps.most_common(1)[0][0] if gaps else b"\r\n" if b"\r\n" in raw else b"\n"
    if at < len(rows):
        start = rows[at].span.start
        return raw[:start] + row + gap + raw[start:]
    end = rows[-1].span.end
    return raw[:end] + gap + row + raw[end:]


def _reads_back(before: WrittenList, after: WrittenList, facts: RowFacts, filled: Filled) -> bool:
    """Whether just this row is new, with its links, and all others read as they did."""
    old = Counter(map(_content, before.records))
    added: list[Record] = []
    for record in after.records:
        content = _content(record)
        if old[content]:
            old[content] -= 1
        else:
            added.append(record)
    if len(added) != 1 or old.total() or added[0].section != facts.section:
        return False
    wanted = {link.link.reference for link in facts.links if link.role not in filled.left_out}
    return wanted <= {link.link.reference for link in added[0].links}


def _content(record: Record) -> tuple[object, ...]:
    links = tuple((link.role, link.link) for link in record.links)
    fields = tuple((field.name, field.text) for field in record.fields)
    return record.section, record.name, fields, links
