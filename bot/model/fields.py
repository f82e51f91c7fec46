"""What a reader sees of an entry's asked values; the one place that decides it.

Both the comparison (is there a change a reader would see?) and the drawing use it, so that they
never disagree.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.model.entry import Entry
from bot.model.observation import Value
from bot.model.reference import Kind, Reference
from bot.model.snapshot import FetchedValue, Snapshot
from bot.model.values.evaluations import EVALUATIONS, evaluations
from bot.model.values.sizes import in_order

Origin = tuple[Reference, str]
"""One asked value: its reference and its field."""


@dataclass(frozen=True)
class ShownValue:
    """A text, the asked values it is made of, and the exact number where it is one."""

    text: str
    origins: tuple[Origin, ...] = ()
    number: int | None = None


FIELDS = ("stars", "downloads", "licence", "status", EVALUATIONS)
"""The asked fields of an entry that a reader may see."""

FETCHED: dict[str, tuple[type, ...]] = {
    "stars": (int,),
    "archived": (bool,),
    "disabled": (bool,),
    "downloads": (int,),
    EVALUATIONS: (tuple,),
    "gated": (str, bool),
    "licence": (str,),
    "withdrawn": (bool,),
}
"""The facts the snapshot keeps of a reference, with the types they must have."""

FILLED: dict[str, type] = {"released": str, "sizes": tuple}
"""The blanks of an entry that are filled in the snapshot, with the types they must have."""

_HUB = {Kind.MODEL, Kind.DATASET, Kind.SPACE}


def short_number(number: int) -> str:
    """Two to three figures: 999, 8.3k, 41k, 1.2M, 70B. What is rounded away is not a change."""
    if number < 1000:
        return str(number)
    for limit, unit in ((10**3, "k"), (10**6, "M")):
        scaled = number / limit
        if round(scaled) < 1000:
            return _figures(scaled) + unit
    return _figures(number / 10**9) + "B"


def is_near(kept: int, new: int) -> bool:
    """Whether a new number is no news beside the kept one: less than 2 % away.

    So a number that sways about the border of its rounding is not changed to and fro.
    """
    return abs(new - kept) * 50 < kept


def _figures(scaled: float) -> str:
    return f"{scaled:.1f}" if round(scaled, 1) < 10 else f"{scaled:.0f}"


def shown_values(entry: Entry, snapshot: Snapshot) -> dict[str, ShownValue]:
    """Every field of `FIELDS`, and every filled blank, that has something to show."""
    fields = {
        "stars": _stars(entry, snapshot),
        "downloads": _downloads(entry, snapshot),
        "licence": shown_licence(entry, snapshot),
        "status": _status(entry, snapshot),
        EVALUATIONS: _evaluations(entry, snapshot),
        "released": ShownValue(shown_release(entry, snapshot)),
        "sizes": ShownValue(", ".join(shown_sizes(entry, snapshot))),
    }
    return {name: value for name, value in fields.items() if value.text}


def shown_release(entry: Entry, snapshot: Snapshot) -> str:
    """The curated day, month or year of release, or else the one that was filled in."""
    return str(entry.values.get("released") or _filled(entry, snapshot, "released") or "")


def shown_sizes(entry: Entry, snapshot: Snapshot) -> tuple[str, ...]:
    """The curated sizes, or else those that were filled in, from small to large."""
    labels = entry.values.get("sizes") or _filled(entry, snapshot, "sizes")
    return in_order(labels) if isinstance(labels, tuple) else ()


def _filled(entry: Entry, snapshot: Snapshot, name: str) -> Value:
    asked = snapshot.filled(entry.id, name)
    return asked.value if asked and isinstance(asked.value, FILLED[name]) else ""


def shown_licence(entry: Entry, snapshot: Snapshot) -> ShownValue:
    """The curated licence, or else what the sources say."""
    curated = entry.values.get("licence")
    return ShownValue(str(curated)) if curated else fetched_licence(entry, snapshot)


def fetched_licence(entry: Entry, snapshot: Snapshot) -> ShownValue:
    """The licence of the weights or data on the Hub; of the code where the Hub says nothing.

    A model's weights often have another licence than the code beside them, so a repository never
    speaks for a model.
    """
    for kinds in (_HUB,) if entry.kind == "model" else (_HUB, {Kind.REPO}):
        found = _asked(entry, snapshot, kinds, "licence")
        if found:
            names = dict.fromkeys(str(asked.value) for _, asked in found)
            return ShownValue(" / ".join(names), _origins(found, "licence"))
    return ShownValue("")


def _evaluations(entry: Entry, snapshot: Snapshot) -> ShownValue:
    found = evaluations(entry, snapshot)
    references = dict.fromkeys(reference for reference, _ in found)
    origins = tuple((reference, EVALUATIONS) for reference in references)
    return ShownValue("; ".join(str(one) for _, one in found), origins)


def _stars(entry: Entry, snapshot: Snapshot) -> ShownValue:
    found = _asked(entry, snapshot, {Kind.REPO}, "stars")[:1]
    return _counted(found, "stars")


def _downloads(entry: Entry, snapshot: Snapshot) -> ShownValue:
    found = _asked(entry, snapshot, _HUB, "downloads")
    return _counted(found, "downloads")


def _counted(found: Sequence[tuple[Reference, FetchedValue]], name: str) -> ShownValue:
    if not found:
        return ShownValue("")
    total = sum(_number(asked) for _, asked in found)
    return ShownValue(short_number(total), _origins(found, name), total)


def _status(entry: Entry, snapshot: Snapshot) -> ShownValue:
    words: list[str] = []
    origins: list[Origin] = []
    for word, name in (("archived", "archived"), ("disabled", "disabled"), ("gated", "gated")):
        found = [
            (ref, asked)
            for ref, asked in _asked(entry, snapshot, {*_HUB, Kind.REPO}, name)
            if asked.value
        ]
        if found:
            words.append(word + (_how(found) if name == "gated" else ""))
            origins += _origins(found, name)
    withdrawn = [p for p in _asked(entry, snapshot, {Kind.PAPER}, "withdrawn") if p[1].value]
    if withdrawn:
        words.append("withdrawn")
        origins += _origins(withdrawn, "withdrawn")
    if any(link.dead_since for link in entry.links):
        words.append("gone")
    return ShownValue(", ".join(words), tuple(origins))


def _how(found: Iterable[tuple[Reference, FetchedValue]]) -> str:
    """Whether the Hub lets people in by itself ("auto") or the makers look at each ("manual")."""
    ways = sorted({asked.value for _, asked in found if isinstance(asked.value, str)})
    return f" ({' / '.join(ways)})" if ways else ""


def _asked(
    entry: Entry, snapshot: Snapshot, kinds: Iterable[Kind], name: str
) -> list[tuple[Reference, FetchedValue]]:
    references = dict.fromkeys(
        link.link.reference for link in entry.links if link.link.reference.kind in kinds
    )
    pairs = ((reference, snapshot.get(reference, name)) for reference in references)
    return [(reference, asked) for reference, asked in pairs if asked is not None]


def _origins(found: Iterable[tuple[Reference, FetchedValue]], name: str) -> tuple[Origin, ...]:
    return tuple((reference, name) for reference, _ in found)


def _number(asked: FetchedValue) -> int:
    return asked.value if isinstance(asked.value, int) else 0
