"""When a model was released, and how much evidence is needed to state it.

The rule is documented for users in docs/facts.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.judge.facts.evidence import FactChanges, FactContext, ObservationIndex, change_of
from bot.judge.memory import days_between
from bot.judge.sources import HISTORY, LINK_SOURCES
from bot.model.entry import Entry, EntryLink
from bot.model.reference import Kind
from bot.model.snapshot import FetchedValue
from bot.model.values.shown import shown_release

_NEAR = 14
"""Two kinds of evidence within this many days count as the same release."""
_MONTH = len("2023-03")


@dataclass(frozen=True, order=True)
class DatedEvidence:
    """A day that may be the release date. Weights and code are evidence; a paper only confirms."""

    day: str
    kind: str
    what: str
    source: str
    evidence: str

    @property
    def month(self) -> str:
        """YYYY-MM, as precise as the day of a release is given."""
        return self.day[:_MONTH]

    def __str__(self) -> str:
        return f"{self.what} {self.day}"


def candidates(entry: Entry, observed: ObservationIndex) -> list[DatedEvidence]:
    """All possible release days, the first of each kind of evidence, in order."""
    found = sorted(one for link in entry.links for one in _days(link, observed))
    return sorted({one.kind: one for one in reversed(found)}.values())


_MEANING: dict[Kind, tuple[tuple[str, str, str], ...]] = {
    Kind.MODEL: (("created", "weights", "weights on the Hub since"),),
    Kind.REPO: (
        ("first_released", "code", "first release on GitHub"),
        ("first_commit", "code", "first commit on GitHub"),
        ("created", "code", "repository on GitHub since"),
    ),
    Kind.PAPER: (("published", "paper", "first version on arXiv"),),
}
"""Which facts of a reference are a day: the kind of evidence, and the words for it."""


def _days(link: EntryLink, observed: ObservationIndex) -> Iterator[DatedEvidence]:
    reference = link.link.reference
    if reference.kind is Kind.REPO and link.role != "code":
        return
    meanings = _MEANING.get(reference.kind, ())
    known = {name: observed.text(reference, name) for name, _, _ in meanings}
    if known.get("first_commit"):
        known["created"] = None  # commits are better evidence
    for name, kind, what in meanings:
        latest = known[name]
        if latest:
            yield DatedEvidence(latest[1], kind, what, latest[0].source, latest[0].evidence)


def agreed(found: Sequence[DatedEvidence]) -> tuple[DatedEvidence, DatedEvidence] | None:
    """The first day of weights or code that other evidence confirms (month or 14 days)."""
    first = next((one for one in found if one.kind != "paper"), None)
    if first is None:
        return None
    for other in found:
        close = abs(days_between(first.day, other.day)) <= _NEAR
        if other.kind != first.kind and other.month == first.month and close:
            return first, other
    return None


def contradicted(curated: str, found: Sequence[DatedEvidence]) -> bool:
    """Whether all evidence, of at least two kinds, is later than the curated month, or all earlier.

    Evidence on both sides is no contradiction: code is often begun before a release, and a paper or
    a converted copy of the weights follows it.
    """
    sides = {
        (one.day[: len(curated)] > curated) - (one.day[: len(curated)] < curated) for one in found
    }
    return len(found) >= 2 and len(sides) == 1 and 0 not in sides


def offer_dates(news: FactChanges, entry: Entry, view: FactContext) -> None:
    """Fill a blank, or ask about a curated month of a model that no evidence supports.

    Nothing is proposed while a source that may know an earlier day has not answered.
    """
    if entry.kind == "paper":
        _fill_paper(news, entry, view)
    if entry.kind != "model":
        return
    found = candidates(entry, view.observed)
    silent = _silent_about(entry, view.observed)
    if silent:
        _want_history(news, entry, view)
        news.unanswered |= silent
        return
    curated = str(entry.values.get("released", ""))
    if curated:
        if contradicted(curated, found):
            doubt = f"the list says {curated}, and nothing agrees: {_listed(found)}"
            _ask(news, entry, curated, doubt, found, view)
        if found and not any(one.day.startswith(curated) for one in found):
            _want_history(news, entry, view)
        return
    _want_history(news, entry, view)
    _fill(news, entry, found, view)


def _ask(
    news: FactChanges,
    entry: Entry,
    curated: str,
    doubt: str,
    found: list[DatedEvidence],
    view: FactContext,
) -> None:
    """Ask about a curated month; with the one that two kinds of evidence agree on, if there is."""
    pair = agreed(found)
    if pair:
        first = pair[0]
        change = change_of(entry, "released", curated, first.month, doubt, first.evidence)
        news.ask(change, entry, doubt, view.rules)
    else:
        news.doubt(entry, "released", doubt, found[0].evidence, view.rules)


def _silent_about(entry: Entry, observed: ObservationIndex) -> set[str]:
    """The sources that did not answer about its weights, its code or its paper."""
    return {
        source
        for link in entry.links
        if link.link.reference.kind in _MEANING
        if link.link.reference.kind is not Kind.REPO or link.role == "code"
        for source in observed.silent_about(link.link.reference, *LINK_SOURCES, HISTORY)
    }


def _fill(news: FactChanges, entry: Entry, found: list[DatedEvidence], view: FactContext) -> None:
    kept, pair = view.filled(entry, "released"), agreed(found)
    new = (
        FetchedValue(pair[0].month, pair[0].source, view.today, pair[0].evidence) if pair else None
    )
    if kept and (new is None or not _refuted(str(kept.value), found)):
        new = kept  # a value on display is not changed just because another candidate turned up
    if new is None:
        firsts = [one for one in found if one.kind != "paper"]
        if firsts and len(found) > 1:
            doubt = f"no date is filled in, because the sources do not agree: {_listed(found)}"
            news.doubt(entry, "released", doubt, firsts[0].evidence, view.rules)
        return
    before = shown_release(entry, view.snapshot)
    if str(new.value) != before:
        agreeing = [one for one in found if one.month == new.value]
        why = f"first release of weights or code: {_listed(agreeing)}"
        change = change_of(entry, "released", before, str(new.value), why, new.evidence)
        news.fill(change, view.rules, new)


def _fill_paper(news: FactChanges, entry: Entry, view: FactContext) -> None:
    """Fill the blank of an entry that is one paper, unless its venue is of another year."""
    papers = {link.link.reference for link in entry.of_role("paper")}
    if len(papers) != 1 or entry.values.get("released"):
        return
    published = view.observed.text(papers.pop(), "published")
    kept = view.filled(entry, "released")
    if published:
        seen, day = published
        if _of_another_year(str(entry.values.get("venue", "")), day):
            return
        if not (kept and kept.value == day):
            kept = FetchedValue(day, seen.source, view.today, seen.evidence)
    before = shown_release(entry, view.snapshot)
    if kept and str(kept.value) != before:
        change = change_of(
            entry, "released", before, str(kept.value), "first version on arXiv", kept.evidence
        )
        news.fill(change, view.rules, kept)


def _of_another_year(venue: str, day: str) -> bool:
    years = re.findall(r"\b(?:19|20)\d\d\b", venue)
    return bool(years) and day[:4] not in years


def _refuted(month: str, found: Sequence[DatedEvidence]) -> bool:
    """Whether weights and code are both known and neither is of that month any more."""
    firsts = [one for one in found if one.kind != "paper"]
    return bool(firsts) and all(one.month != month for one in firsts)


def _want_history(news: FactChanges, entry: Entry, view: FactContext) -> None:
    for link in entry.of_role("code"):
        reference = link.link.reference
        if reference.kind is Kind.REPO and not view.observed.text(reference, "first_commit"):
            news.want(HISTORY, link, link.link.url)


def _listed(found: Sequence[DatedEvidence]) -> str:
    return ", ".join(map(str, found))
