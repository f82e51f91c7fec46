"""Where papers appeared: from preprint to venue, as a proposal with evidence.

Which source is believed first stands for people in docs/facts.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.judge.facts.evidence import Answer, FactChanges, FactContext, ObservationIndex, change_of
from bot.model.change import FieldEdit
from bot.model.entry import Entry, EntryLink
from bot.model.reference import Kind
from bot.model.values.venues import (
    Venue,
    anthology_venue,
    is_preprint,
    read_venue,
    venue_in_comment,
)

SCHOLAR, CROSSREF = "semanticscholar", "crossref"
"""The sources of the second round that know where papers of arXiv appeared."""
HOSTS = {
    "acl": "the ACL Anthology",
    "pmlr": "the Proceedings of Machine Learning Research",
    "openreview": "OpenReview",
}
"""The sources of the second round that know what stands at an address of theirs."""
_BY_HOST = {
    "aclanthology.org": "acl",
    "proceedings.mlr.press": "pmlr",
    "openreview.net": "openreview",
}
_LEAD = 3
"""Months that a preprint is out, at least, before the conference that Semantic Scholar names."""


@dataclass(frozen=True)
class ReportedVenue:
    """What one source says of where a paper appeared; `sure` unless its year cannot be right."""

    venue: Venue
    who: str
    words: str
    source: str
    evidence: str
    sure: bool = True

    def __str__(self) -> str:
        latest = f" ({self.words})" if self.words and self.words != str(self.venue) else ""
        return f"{self.who}: {self.venue}{latest}"


def reported_venues(entry: Entry, observed: ObservationIndex) -> list[ReportedVenue]:
    """All that is reported of the venue of an entry's papers, those believed most first."""
    links = entry.of_role("paper")
    own = [one for link in links for one in _of_arxiv(link, observed)]
    hosts = [one for link in links for one in _of_host(link, observed)]
    others = [one for link in links for one in _of_indexes(link, observed)]
    return [*own, *hosts, *others]


def _of_arxiv(link: EntryLink, observed: ObservationIndex) -> Iterator[ReportedVenue]:
    reference = link.link.reference
    if reference.kind is not Kind.PAPER:
        return
    journal = observed.text(reference, "journal")
    if journal and (offer_venue := read_venue(journal[1])):
        yield _reported(offer_venue, "arXiv's journal reference", journal[1], journal[0])
    comment, published = observed.text(reference, "comment"), observed.text(reference, "published")
    year = int(published[1][:4]) if published else None
    if comment and (offer_venue := venue_in_comment(comment[1], year)):
        yield _reported(offer_venue, "the authors' comment on arXiv", comment[1], comment[0])


def _of_host(link: EntryLink, observed: ObservationIndex) -> Iterator[ReportedVenue]:
    """What the host of the link says of the paper at that address."""
    by_id = anthology_venue(link.link.url)
    if by_id:
        yield ReportedVenue(by_id, "the id in the ACL Anthology", "", "acl", link.link.url)
    for seen in observed.about(link.link.reference):
        if seen.source in HOSTS and (offer_venue := _named(seen)):
            yield _reported(offer_venue, HOSTS[seen.source], str(seen.facts["venue"]), seen)


def _of_indexes(link: EntryLink, observed: ObservationIndex) -> Iterator[ReportedVenue]:
    reference = link.link.reference
    published = observed.text(reference, "published")
    for seen in observed.about(reference):
        offer_venue = _named(seen)
        if offer_venue and seen.source == CROSSREF:
            yield _reported(offer_venue, "Crossref", str(seen.facts["venue"]), seen)
        elif seen.source == SCHOLAR and (by_doi := anthology_venue(_doi(seen))):
            yield _reported(by_doi, "its DOI, says Semantic Scholar", str(seen.facts["doi"]), seen)
        elif offer_venue and seen.source == SCHOLAR and "aclanthology" not in _doi(seen):
            sure = not published or _may_be(offer_venue, published[1])
            words = str(seen.facts["venue"])
            yield ReportedVenue(
                offer_venue, "Semantic Scholar", words, seen.source, seen.evidence, sure
            )


def _doi(seen: Answer) -> str:
    """The page of the ACL Anthology that a DOI of the association's stands for."""
    return str(seen.facts.get("doi", "")).lower().replace("10.18653/v1/", "aclanthology.org/")


def _named(seen: Answer) -> Venue | None:
    if seen.facts.get("kind") == "preprint":
        return None
    year = seen.facts.get("year")
    return read_venue(str(seen.facts.get("venue", "")), year if type(year) is int else None)


def _reported(offer_venue: Venue, who: str, words: str, seen: Answer) -> ReportedVenue:
    return ReportedVenue(offer_venue, who, words, seen.source, seen.evidence)


def _may_be(offer_venue: Venue, published: str) -> bool:
    """Whether a preprint of that day (YYYY-MM-DD) can be at that conference.

    Semantic Scholar often gives the preprint's year, so a year that leaves no time for reviewing
    is not believed; a journal's only when it is a later one.
    """
    if not offer_venue.month:
        return offer_venue.year > int(published[:4])
    months = (offer_venue.year - int(published[:4])) * 12 + offer_venue.month - int(published[5:7])
    return months >= _LEAD


def offer_venue(news: FactChanges, entry: Entry, view: FactContext) -> None:
    """Propose the venue of a preprint, or ask where the list or the sources disagree."""
    curated = str(entry.values.get("venue", ""))
    if not entry.of_role("paper") or not entry.values.get("title"):
        return
    reported = reported_venues(entry, view.observed)
    sure = [one for one in reported if one.sure]
    venues = list(dict.fromkeys(one.venue for one in sure))
    if curated and not is_preprint(curated):
        known = read_venue(curated)
        if known and venues and known not in venues:
            doubt = f"the list says {curated}; {_joined(sure)}"
            news.doubt(entry, "venue", doubt, sure[0].evidence, view.rules)
    elif len(venues) > 1:
        doubt = f"the sources do not agree on where it appeared: {_joined(sure)}"
        news.doubt(entry, "venue", doubt, sure[0].evidence, view.rules)
    elif venues:
        _propose(news, entry, curated, sure, view)
    else:
        _query_further(news, entry, reported, view)


def _propose(
    news: FactChanges,
    entry: Entry,
    curated: str,
    reported: Sequence[ReportedVenue],
    view: FactContext,
) -> None:
    first = reported[0]
    after = str(first.venue)
    change = change_of(entry, "venue", curated, after, _joined(reported), first.evidence)
    evidence = first.evidence or first.who
    news.offer(
        change,
        view.rules,
        [
            FieldEdit(change.id, entry.where, "venue", after),
            FieldEdit(change.id, entry.where, "evidence.venue", evidence),
        ],
    )


def _query_further(
    news: FactChanges, entry: Entry, doubtful: Sequence[ReportedVenue], view: FactContext
) -> None:
    if doubtful:
        one = doubtful[0]
        doubt = f"{one}, but that year leaves no time for reviewing; which edition was it?"
        news.doubt(entry, "venue", doubt, one.evidence, view.rules)
        return
    for link in entry.of_role("paper"):
        reference = link.link.reference
        host = _BY_HOST.get((urlsplit(link.link.url).hostname or "").removeprefix("www."))
        if host:
            news.want(host, link, link.link.url)
        if reference.kind is not Kind.PAPER:
            continue
        news.want(SCHOLAR, link, link.link.url)
        doi = view.observed.text(reference, "doi")
        if doi:
            news.want(CROSSREF, link, f"https://doi.org/{doi[1]}")


def _joined(reported: Sequence[ReportedVenue]) -> str:
    return "; ".join(map(str, reported))
