"""Sizes of models: counts beside labels, blanks filled from counts, new sizes of a family."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.judge.facts.evidence import Answer, FactNews, Heard, View, change_of, one_of
from bot.model.change import Put
from bot.model.entry import Entry, EntryLink, Registry
from bot.model.fields import sizes as shown_sizes
from bot.model.observation import Observation
from bot.model.reference import Reference, home
from bot.model.snapshot import Asked
from bot.model.values.sizes import (
    WEIGHTS,
    amount,
    called,
    family_of,
    fits,
    in_order,
    label_in,
    sizes_of,
    weights,
)

_COPIES = {"quantized", "adapter", "merge"}
"""Relations to a base model that make a copy of it, not a size of the family."""


@dataclass(frozen=True)
class Count:
    """The exact number of parameters in one repository; `how` it is known."""

    reference: Reference
    parameters: int
    how: str
    source: str
    evidence: str

    def __str__(self) -> str:
        how = "" if self.how in {"", "safetensors", "gguf"} else f" ({self.how})"
        return f"{self.parameters:,} parameters{how}"


def count_of(reference: Reference, heard: Heard) -> Count | None:
    """The count that a source told, or None where nobody could tell."""
    for seen, value in heard.told(reference, "parameters"):
        if type(value) is int and value > 0:
            how = str(seen.facts.get("parameters_how", ""))
            return Count(one_of(seen), value, how, seen.source, seen.evidence)
    return None


def all_counts(
    registry: Registry, observations: Iterable[Observation]
) -> Iterator[tuple[Entry, str, Count]]:
    """The exact count behind each curated size of the list, where it could be had."""
    heard = Heard.of(observations)
    for entry in registry.entries:
        for label, count in counts(entry, tuple(entry.values.get("sizes", ())), heard):
            yield entry, label, count


def counts(entry: Entry, labels: Sequence[str], heard: Heard) -> Iterator[tuple[str, Count]]:
    """The exact count of each size whose repository could be counted."""
    for size in sizes_of(entry, labels):
        for link in size.links:
            count = count_of(link.link.reference, heard)
            if count:
                yield size.label, count


def sizes(news: FactNews, entry: Entry, view: View) -> None:
    """Hold labels against counts, fill a blank, offer what the family has besides."""
    if entry.kind != "model":
        return
    labels = entry.values.get("sizes", ())
    if not labels:
        _fill(news, entry, view)
        return
    for label, count in counts(entry, tuple(labels), view.heard):
        if not fits(label, count.parameters):
            share = abs(count.parameters / amount(label) - 1)
            doubt = f"the list says {label}, its repository holds {count}: {share:.1%} away"
            news.doubt(entry, "sizes", doubt, count.evidence, view.rules)
    _new_sizes(news, entry, tuple(labels), view)


def _fill(news: FactNews, entry: Entry, view: View) -> None:
    links = weights(entry)
    known = [count_of(link.link.reference, view.heard) for link in links]
    kept = view.filled(entry, "sizes")
    told = [count for count in known if count]
    if links and len(told) == len(links):
        labels = in_order(called(one.reference.name, one.parameters) for one in told)
        if not (kept and kept.value == labels):
            kept = Asked(labels, told[0].source, view.today, told[0].evidence)
    if kept is None:
        return
    before = ", ".join(shown_sizes(entry, view.snapshot))
    after = ", ".join(kept.value) if isinstance(kept.value, tuple) else ""
    if after and after != before:
        why = f"counted on the Hub: {'; '.join(map(str, told))}" if told else "counted on the Hub"
        news.fill(change_of(entry, "sizes", before, after, why, kept.evidence), view.rules, kept)


def _new_sizes(news: FactNews, entry: Entry, labels: tuple[str, ...], view: View) -> None:
    found = family(entry, labels, view)
    if not found:
        return
    after = labels
    for label in found:
        after = _with(after, label)
    repositories = [(label, one_of(seen)) for label, seen in found.items()]
    told = [_told(reference, view.heard) for _, reference in repositories]
    why = f"on the Hub, named as the others of the family: {', '.join(told)}"
    change = change_of(
        entry,
        "sizes",
        ", ".join(in_order(labels)),
        ", ".join(in_order(after)),
        why,
        home(repositories[0][1]),
    )
    links = tuple(home(reference) for _, reference in repositories)
    news.offer(
        change,
        view.rules,
        [
            Put(change.id, entry.where, "sizes", after),
            Put(change.id, entry.where, f"links.{WEIGHTS}", links),
        ],
    )


def family(entry: Entry, labels: Sequence[str], view: View) -> dict[str, Answer]:
    """Sizes the list does not have: repositories of the same account, named alike but for the size.

    An entry whose own name holds a size (`MPT-7B`) is one size of a family and gets no others.
    """
    if label_in(entry.name):
        return {}
    families = dict.fromkeys(family_of(link.link.reference.name) for link in weights(entry))
    members = [one for family in families for one in view.heard.families.get(family, ())]
    found: dict[str, Answer] = {}
    for name, seen in members:
        label = label_in(name)
        if one_of(seen).key in view.listed:
            continue
        count = count_of(one_of(seen), view.heard)
        known = label in in_order(labels) or label in found
        if known or _is_copy(seen, entry, view) or (count and not fits(label, count.parameters)):
            continue
        found[label] = seen
    return {label: found[label] for label in in_order(found)}


def _is_copy(seen: Answer, entry: Entry, view: View) -> bool:
    """Made of another model in a way that the listed sizes are not made."""
    relation = str(seen.facts.get("base_relation", ""))
    usual = {_relation(link, view.heard) for link in weights(entry)}
    return bool(seen.facts.get("disabled")) or (relation in _COPIES and relation not in usual)


def _relation(link: EntryLink, heard: Heard) -> str:
    said = heard.text(link.link.reference, "base_relation")
    return said[1] if said else ""


def _told(reference: Reference, heard: Heard) -> str:
    count = count_of(reference, heard)
    return f"{reference.name} ({count})" if count else reference.name


def _with(labels: tuple[str, ...], label: str) -> tuple[str, ...]:
    """The labels as people ordered them, with one more before the first that is larger."""
    place = next((n for n, one in enumerate(labels) if amount(one) > amount(label)), len(labels))
    return (*labels[:place], label, *labels[place:])
