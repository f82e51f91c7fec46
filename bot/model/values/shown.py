"""What a reader sees of an entry's fetched values; decided only here.

The comparison (is there a change that a reader would see?) and the drawing both use it, so that
they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bot.model.entry import Entry
from bot.model.fields import (
    ENTRY_FIELDS,
    EVALUATIONS,
    FETCHED_FIELDS,
    FILLED,
    EntryField,
    ValueForm,
)
from bot.model.kinds import HUB_REPOSITORIES, Kind
from bot.model.observation import Value
from bot.model.reference import Reference
from bot.model.snapshot import FetchedValue, Snapshot, entry_key
from bot.model.values.evaluations import evaluations
from bot.model.values.sizes import sizes_in_order

FactOrigin = tuple[Reference, str]
"""One fetched value: its reference and its fact."""


@dataclass(frozen=True, slots=True)
class ShownValue:
    """A displayed text, the fetched values it is made of, and the exact number if it is one."""

    text: str
    origins: tuple[FactOrigin, ...] = ()
    number: int | None = None


def short_number(number: int) -> str:
    """A number with two to three digits: 999, 8.3k, 41k, 1.2M, 70B."""
    if number < 1000:
        return str(number)
    for limit, unit in ((10**3, "k"), (10**6, "M")):
        scaled = number / limit
        if round(scaled) < 1000:
            return _figures(scaled) + unit
    return _figures(number / 10**9) + "B"


def is_near(kept: int, new: int) -> bool:
    """Whether a new number is less than 2 % away from the one on display.

    Otherwise a number near the border of its rounding would change back and forth.
    """
    return abs(new - kept) * 50 < kept


def _figures(scaled: float) -> str:
    return f"{scaled:.1f}" if round(scaled, 1) < 10 else f"{scaled:.0f}"


def fetched_fields(entry: Entry) -> dict[str, EntryField]:
    """The fields of an entry that sources are queried for, those of its list last."""
    own = {field.name: field for field in entry.own_fields if field.facts}
    return {name: ENTRY_FIELDS[name] for name in FETCHED_FIELDS} | own


def shown_values(entry: Entry, snapshot: Snapshot) -> dict[str, ShownValue]:
    """Every fetched field, and every filled blank, that has a value."""
    known = _known(entry, snapshot)
    fields = {
        name: show(entry, snapshot)
        for name, show in SHOWN_FIELDS.items()
        if not known.isdisjoint(_MADE_OF[name])
    }
    fields |= {
        field.name: _own(entry, snapshot, field) for field in entry.own_fields if field.facts
    }
    return {name: value for name, value in fields.items() if value.text}


def _known(entry: Entry, snapshot: Snapshot) -> set[str]:
    """The facts and fields of which anything is known: fetched, filled in, or in its row."""
    known = {*entry.values, *snapshot.values.get(entry_key(entry.id), ())}
    for link in entry.links:
        known.update(snapshot.values.get(link.link.reference.key, ()))
        if link.dead_since:
            known.add("status")
    return known | {EVALUATIONS} if entry.results else known


def shown_release(entry: Entry, snapshot: Snapshot) -> str:
    """The curated day, month or year of release, else the one that was filled in."""
    return str(entry.values.get("released") or _filled(entry, snapshot, "released") or "")


def shown_sizes(entry: Entry, snapshot: Snapshot) -> tuple[str, ...]:
    """The curated sizes, else those that were filled in, in ascending order."""
    labels = entry.values.get("sizes") or _filled(entry, snapshot, "sizes")
    return sizes_in_order(labels) if isinstance(labels, tuple) else ()


def _filled(entry: Entry, snapshot: Snapshot, name: str) -> Value:
    fetched = snapshot.filled(entry.id, name)
    return fetched.value if fetched and isinstance(fetched.value, FILLED[name]) else ""


def shown_licence(entry: Entry, snapshot: Snapshot) -> ShownValue:
    """The curated licence, else the one that sources report."""
    curated = entry.values.get("licence")
    return ShownValue(str(curated)) if curated else fetched_licence(entry, snapshot)


def fetched_licence(entry: Entry, snapshot: Snapshot) -> ShownValue:
    """The licence of the weights or data on the Hub; of the code where the Hub names none.

    A model's weights often have another licence than its code, so the licence of a repository is
    never used for a model.
    """
    for kinds in (HUB_REPOSITORIES,) if entry.kind == "model" else (HUB_REPOSITORIES, {Kind.REPO}):
        found = _fetched(entry, snapshot, kinds, "licence")
        if found:
            names = dict.fromkeys(str(fetched.value) for _, fetched in found)
            return ShownValue(" / ".join(names), _origins(found, "licence"))
    return ShownValue("")


def _evaluations(entry: Entry, snapshot: Snapshot) -> ShownValue:
    found = evaluations(entry, snapshot)
    references = dict.fromkeys(reference for reference, _ in found)
    origins = tuple((reference, EVALUATIONS) for reference in references)
    return ShownValue("; ".join(str(one) for _, one in found), origins)


def _stars(entry: Entry, snapshot: Snapshot) -> ShownValue:
    return _counted(_of_field(entry, snapshot, ENTRY_FIELDS["stars"])[:1], "stars")


def _downloads(entry: Entry, snapshot: Snapshot) -> ShownValue:
    return _counted(_of_field(entry, snapshot, ENTRY_FIELDS["downloads"]), "downloads")


def _own(entry: Entry, snapshot: Snapshot, field: EntryField) -> ShownValue:
    """A field that the list declares: as written, else from the first link with that fact."""
    curated = entry.values.get(field.name)
    if curated:
        return ShownValue(_text(curated))
    found = _of_field(entry, snapshot, field)[:1]
    if field.form is ValueForm.NUMBER:
        return _counted(found, *field.facts)
    text = "".join(_text(fetched.value) for _, fetched in found)
    return ShownValue(text, _origins(found, *field.facts))


def _text(value: Value) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _counted(found: Sequence[tuple[Reference, FetchedValue]], name: str) -> ShownValue:
    if not found:
        return ShownValue("")
    total = sum(_number(fetched) for _, fetched in found)
    return ShownValue(short_number(total), _origins(found, name), total)


def _status(entry: Entry, snapshot: Snapshot) -> ShownValue:
    words: list[str] = []
    origins: list[FactOrigin] = []
    status = ENTRY_FIELDS["status"]
    for name in status.facts:
        known = _fetched(entry, snapshot, status.kinds, name)
        found = [(reference, fetched) for reference, fetched in known if fetched.value]
        if found:
            words.append(name + (_how(found) if name == "gated" else ""))
            origins += _origins(found, name)
    if any(link.dead_since for link in entry.links):
        words.append("gone")
    return ShownValue(", ".join(words), tuple(origins))


def _how(found: Iterable[tuple[Reference, FetchedValue]]) -> str:
    """Whether access is granted automatically ("auto") or by the authors one by one ("manual")."""
    ways = sorted({fetched.value for _, fetched in found if isinstance(fetched.value, str)})
    return f" ({' / '.join(ways)})" if ways else ""


def _of_field(
    entry: Entry, snapshot: Snapshot, field: EntryField
) -> list[tuple[Reference, FetchedValue]]:
    return [pair for name in field.facts for pair in _fetched(entry, snapshot, field.kinds, name)]


def _fetched(
    entry: Entry, snapshot: Snapshot, kinds: Iterable[Kind], name: str
) -> list[tuple[Reference, FetchedValue]]:
    found: dict[Reference, FetchedValue] = {}
    for link in entry.links:
        reference = link.link.reference
        fetched = snapshot.get(reference, name) if reference.kind in kinds else None
        if fetched is not None:
            found.setdefault(reference, fetched)
    return list(found.items())


def _origins(found: Iterable[tuple[Reference, FetchedValue]], name: str) -> tuple[FactOrigin, ...]:
    return tuple((reference, name) for reference, _ in found)


def _number(fetched: FetchedValue) -> int:
    return fetched.value if isinstance(fetched.value, int) else 0


SHOWN_FIELDS: dict[str, Callable[[Entry, Snapshot], ShownValue]] = {
    "stars": _stars,
    "downloads": _downloads,
    "licence": shown_licence,
    "status": _status,
    EVALUATIONS: _evaluations,
    "released": lambda entry, snapshot: ShownValue(shown_release(entry, snapshot)),
    "sizes": lambda entry, snapshot: ShownValue(", ".join(shown_sizes(entry, snapshot))),
}
"""How each fetched field and each blank that is filled is displayed."""
_MADE_OF = {name: frozenset({name, *ENTRY_FIELDS[name].facts}) for name in SHOWN_FIELDS}
"""What such a field is made of; of nothing known it shows nothing."""
