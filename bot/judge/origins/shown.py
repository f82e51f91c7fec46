"""The evidence of what a hand-written list shows: who said so, on which day, seen where."""

from __future__ import annotations

from bot.judge.facts.evidence import ObservationIndex
from bot.judge.facts.sizes import SizeCount, count_of
from bot.judge.origins.reports import reports
from bot.model.entry import Entry
from bot.model.observation import Value
from bot.model.snapshot import FetchedValue, Snapshot, entry_key
from bot.model.state import State
from bot.model.values.plain import letters_of
from bot.model.values.shown import is_near, short_number
from bot.model.values.sizes import label_fits, label_in
from bot.model.values.written import WrittenField

_MOST = 20_000
"""Values of which evidence is kept; of more, those seen last."""
_LONGEST = 300
"""Letters of a value that is kept."""
_DATES = {"released", "pushed"}


def evidence_of(state: State, observed: ObservationIndex, today: str) -> Snapshot:
    """For each value that a row shows and a source reported alike: that report.

    What was kept of it before stays as it is, so that it changes only with what is shown.
    """
    found: dict[tuple[str, str], FetchedValue] = {}
    for entry in state.registry.entries:
        for record in state.written.by_entry.get(entry.id, ()):
            for field in record.fields:
                if field.value and (entry.id, field.name) not in found:
                    one = _evidence(entry, field, state.evidence, observed, today)
                    found |= {(entry.id, field.name): one} if one else {}
    latest = sorted(found, key=lambda key: (found[key].day, key))[-_MOST:]
    values: dict[str, dict[str, FetchedValue]] = {}
    for name, field_name in sorted(latest):
        values.setdefault(entry_key(name), {})[field_name] = found[name, field_name]
    return Snapshot(values)


def _evidence(
    entry: Entry, field: WrittenField, known: Snapshot, observed: ObservationIndex, today: str
) -> FetchedValue | None:
    kept = known.filled(entry.id, field.name)
    if kept and is_shown(field, kept.value):
        return kept
    if field.name == "sizes":
        return _counted(entry, field, observed, today)
    for one in reports(entry, field.name, observed):
        if is_shown(field, one.value) and len(str(one.value)) <= _LONGEST:
            return one.fetched(today)
    return None


def _counted(
    entry: Entry, field: WrittenField, observed: ObservationIndex, today: str
) -> FetchedValue | None:
    """That a repository of the row was counted for each of its sizes."""
    links = entry.of_role("weights", "hub")
    counts = [one for link in links if (one := count_of(link.link.reference, observed))]
    labels = _labels(field)
    fitting = [[one for one in counts if _fits(label, one)] for label in labels]
    if not all(fitting):
        return None
    return FetchedValue(labels, fitting[0][0].source, today, fitting[0][0].evidence)


def _fits(label: str, count: SizeCount) -> bool:
    """A size of experts (`8x7B`) is above many counts, so its repository must name it."""
    named = "x" not in label or label_in(count.reference.name) == label
    return named and label_fits(label, count.parameters)


def is_shown(field: WrittenField, value: Value) -> bool:
    """Whether a reported value is what the row says, in its own notation and precision."""
    if type(value) is int:
        shown = int(field.value) if field.value.isdecimal() else -1
        return short_number(shown) == short_number(value) or is_near(shown, value)
    if isinstance(value, tuple):
        return {*value} == {*_labels(field)}
    if field.name in _DATES:
        return str(value).startswith(field.value)
    letters = letters_of(str(value))
    return bool(letters) and letters == letters_of(field.value)


def _labels(field: WrittenField) -> tuple[str, ...]:
    return tuple(label.strip() for label in field.value.split(","))
