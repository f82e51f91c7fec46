"""Sizes of models: labels checked against counts, blanks filled, new sizes of a family."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.judge.facts.evidence import (
    FactAnswer,
    FactChanges,
    FactContext,
    ObservationIndex,
    change_of,
    one_of,
)
from bot.judge.sources import LINK_SOURCES
from bot.model.change import FieldEdit
from bot.model.entry import Entry, EntryLink, Registry
from bot.model.observation import Observation
from bot.model.reference import Reference, home
from bot.model.snapshot import FetchedValue
from bot.model.values.shown import shown_sizes
from bot.model.values.sizes import (
    WEIGHTS,
    family_of,
    label_count,
    label_fits,
    label_in,
    own_models,
    size_label,
    sizes_in_order,
    sizes_of,
    weights,
)

_COPIES = {"quantized", "adapter", "merge"}
"""Relations to a base model that make a copy of it, not another size of the family."""


@dataclass(frozen=True)
class SizeCount:
    """The exact number of parameters in one repository; `how` says where it comes from."""

    reference: Reference
    parameters: int
    how: str
    source: str
    evidence: str

    def __str__(self) -> str:
        how = "" if self.how in {"", "safetensors", "gguf"} else f" ({self.how})"
        return f"{self.parameters:,} parameters{how}"


def count_of(reference: Reference, observed: ObservationIndex) -> SizeCount | None:
    """The count that a source reported, or None."""
    for seen, value in observed.reported(reference, "parameters"):
        if type(value) is int and value > 0:
            how = str(seen.facts.get("parameters_how", ""))
            return SizeCount(one_of(seen), value, how, seen.source, seen.evidence)
    return None


def all_counts(
    registry: Registry, observations: Iterable[Observation]
) -> Iterator[tuple[Entry, str, SizeCount]]:
    """The exact count behind each curated size of the list, where it is known."""
    observed = ObservationIndex.of(observations)
    for entry in registry.entries:
        for label, count in check_counts(entry, tuple(entry.values.get("sizes", ())), observed):
            yield entry, label, count


def check_counts(
    entry: Entry, labels: Sequence[str], observed: ObservationIndex
) -> Iterator[tuple[str, SizeCount]]:
    """The exact count of each size whose repository could be counted."""
    for size in sizes_of(entry, labels, own_models(entry)):
        for link in size.links:
            count = count_of(link.link.reference, observed)
            if count:
                yield size.label, count


def offer_sizes(news: FactChanges, entry: Entry, view: FactContext) -> None:
    """Check labels against counts, fill a blank, and offer further sizes of the family."""
    if entry.kind != "model":
        return
    labels = entry.values.get("sizes", ())
    silent = {
        source
        for link in own_models(entry)
        for source in view.observed.silent_about(link.link.reference, *LINK_SOURCES)
    }
    news.unanswered |= silent
    if not labels:
        _fill(news, entry, view)
        return
    for label, count in check_counts(entry, tuple(labels), view.observed):
        if not label_fits(label, count.parameters):
            share = abs(count.parameters / label_count(label) - 1)
            doubt = f"the list says {label}, its repository holds {count}: {share:.1%} away"
            news.doubt(entry, "sizes", doubt, count.evidence, view.rules)
    if not silent:  # a listed size may be one of these under another name
        _new_sizes(news, entry, tuple(labels), view)


def _fill(news: FactChanges, entry: Entry, view: FactContext) -> None:
    links = own_models(entry)
    known = [count_of(link.link.reference, view.observed) for link in links]
    kept = view.filled(entry, "sizes")
    reported = [count for count in known if count]
    if links and len(reported) == len(links):
        labels = sizes_in_order(size_label(one.reference.name, one.parameters) for one in reported)
        if not (kept and kept.value == labels):
            kept = FetchedValue(labels, reported[0].source, view.today, reported[0].evidence)
    if kept is None:
        return
    before = ", ".join(shown_sizes(entry, view.snapshot))
    after = ", ".join(kept.value) if isinstance(kept.value, tuple) else ""
    if after and after != before:
        why = (
            f"counted on the Hub: {'; '.join(map(str, reported))}"
            if reported
            else "counted on the Hub"
        )
        news.fill(change_of(entry, "sizes", before, after, why, kept.evidence), view.rules, kept)


def _new_sizes(news: FactChanges, entry: Entry, labels: tuple[str, ...], view: FactContext) -> None:
    found = offer_family(entry, labels, view)
    if not found:
        return
    after = labels
    for label in found:
        after = _with(after, label)
    repositories = [(label, one_of(seen)) for label, seen in found.items()]
    reported = [_described(reference, view.observed) for _, reference in repositories]
    why = f"on the Hub, named as the others of the family: {', '.join(reported)}"
    change = change_of(
        entry,
        "sizes",
        ", ".join(sizes_in_order(labels)),
        ", ".join(sizes_in_order(after)),
        why,
        home(repositories[0][1]),
    )
    links = tuple(home(reference) for _, reference in repositories)
    news.offer(
        change,
        view.rules,
        [
            FieldEdit(change.id, entry.where, "sizes", after),
            FieldEdit(change.id, entry.where, f"links.{WEIGHTS}", links),
        ],
    )


def offer_family(entry: Entry, labels: Sequence[str], view: FactContext) -> dict[str, FactAnswer]:
    """Sizes the list does not have: repositories of the same account, named alike but for the size.

    An entry whose own name holds a size (`MPT-7B`) is one size of a family and gets no others.
    """
    if label_in(entry.name):
        return {}
    families = dict.fromkeys(family_of(link.link.reference.name) for link in weights(entry))
    members = [
        one for offer_family in families for one in view.observed.families.get(offer_family, ())
    ]
    found: dict[str, FactAnswer] = {}
    for name, seen in members:
        label = label_in(name)
        if one_of(seen).key in view.listed:
            continue
        count = count_of(one_of(seen), view.observed)
        known = label in sizes_in_order(labels) or label in found
        if (
            known
            or _is_copy(seen, entry, view)
            or (count and not label_fits(label, count.parameters))
        ):
            continue
        found[label] = seen
    return {label: found[label] for label in sizes_in_order(found)}


def _is_copy(seen: FactAnswer, entry: Entry, view: FactContext) -> bool:
    """Whether it is derived from another model in a way that the listed sizes are not."""
    relation = str(seen.facts.get("base_relation", ""))
    usual = {_relation(link, view.observed) for link in weights(entry)}
    return bool(seen.facts.get("disabled")) or (relation in _COPIES and relation not in usual)


def _relation(link: EntryLink, observed: ObservationIndex) -> str:
    latest = observed.text(link.link.reference, "base_relation")
    return latest[1] if latest else ""


def _described(reference: Reference, observed: ObservationIndex) -> str:
    count = count_of(reference, observed)
    return f"{reference.name} ({count})" if count else reference.name


def _with(labels: tuple[str, ...], label: str) -> tuple[str, ...]:
    """The labels as people ordered them, with one more before the first that is larger."""
    place = next(
        (n for n, one in enumerate(labels) if label_count(one) > label_count(label)), len(labels)
    )
    return (*labels[:place], label, *labels[place:])
