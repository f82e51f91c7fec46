"""Where papers appeared: from preprint to venue, as a proposal with evidence.

The order in which sources are believed is documented for users in docs/facts.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.judge.facts.evidence import (
    FactAnswer,
    FactChanges,
    FactContext,
    ObservationIndex,
    change_of,
)
from bot.judge.sources import ARXIV, CROSSREF, SCHOLAR
from bot.model.change import FieldEdit
from bot.model.entry import Entry, EntryLink
from bot.model.reference import Kind, home, site_of
from bot.model.values.venues import (
    Venue,
    anthology_venue,
    is_preprint,
    read_venue,
    venue_in_comment,
)

VENUE_HOSTS = {
    "acl": "the ACL Anthology",
    "pmlr": "the Proceedings of Machine Learning Research",
    "openreview": "OpenReview",
}
"""The sources of the second round that identify a paper by an address of theirs."""
_BY_HOST = {
    "aclanthology.org": "acl",
    "aclanthology.info": "acl",
    "aclweb.org": "acl",
    "proceedings.mlr.press": "pmlr",
    "openreview.net": "openreview",
}
_NO_VENUE = frozenset({"preprint", "submission", "workshop"})
"""Kinds of papers at a venue that are not part of the conference or journal itself."""
_TOO_EARLY = "that year leaves no time for reviewing"
_LEAD = 3
"""Fewest months from the preprint to the conference that Semantic Scholar names."""


@dataclass(frozen=True)
class ReportedVenue:
    """What one source reports as the venue of a paper, and why its year may be wrong."""

    venue: Venue
    who: str
    words: str
    source: str
    evidence: str
    doubt: str = ""

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
    """What the host of the link reports about the paper at that address."""
    by_id = anthology_venue(link.link.url)
    if by_id:
        yield ReportedVenue(by_id, "the id in the ACL Anthology", "", "acl", link.link.url)
    for seen in observed.about(link.link.reference):
        if seen.source in VENUE_HOSTS and (offer_venue := _named(seen)):
            yield _reported(offer_venue, VENUE_HOSTS[seen.source], str(seen.facts["venue"]), seen)


def _of_indexes(link: EntryLink, observed: ObservationIndex) -> Iterator[ReportedVenue]:
    reference = link.link.reference
    published = observed.text(reference, "published")
    for seen in observed.about(reference):
        offer_venue = _named(seen)
        if offer_venue and seen.source == CROSSREF:
            words, doubt = str(seen.facts["venue"]), seen.unknown.get("year", "")
            yield ReportedVenue(offer_venue, "Crossref", words, seen.source, seen.evidence, doubt)
        elif seen.source == SCHOLAR and (by_doi := anthology_venue(_doi(seen))):
            yield _reported(by_doi, "its DOI, says Semantic Scholar", str(seen.facts["doi"]), seen)
        elif offer_venue and seen.source == SCHOLAR and "aclanthology" not in _doi(seen):
            early = published and not _may_be(offer_venue, published[1])
            words, doubt = str(seen.facts["venue"]), _TOO_EARLY if early else ""
            yield ReportedVenue(
                offer_venue, "Semantic Scholar", words, seen.source, seen.evidence, doubt
            )


def _doi(seen: FactAnswer) -> str:
    """The page in the ACL Anthology for a DOI of that association."""
    return str(seen.facts.get("doi", "")).lower().replace("10.18653/v1/", "aclanthology.org/")


def _named(seen: FactAnswer) -> Venue | None:
    if seen.facts.get("kind") in _NO_VENUE:
        return None
    year = seen.facts.get("year")
    return read_venue(str(seen.facts.get("venue", "")), year if type(year) is int else None)


def _reported(offer_venue: Venue, who: str, words: str, seen: FactAnswer) -> ReportedVenue:
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
    """Propose the venue of a preprint, or ask where the list and the sources disagree."""
    curated = str(entry.values.get("venue", ""))
    if not entry.of_role("paper") or not entry.values.get("title"):
        return
    reported = reported_venues(entry, view.observed)
    sure = [one for one in reported if not one.doubt]
    venues = list(dict.fromkeys(one.venue for one in sure))
    if curated and not is_preprint(curated):
        known = read_venue(curated)
        if known and venues and known not in venues:
            doubt = f"the list says {curated}; {_joined(sure)}"
            first = sure[0]
            change = change_of(entry, "venue", curated, str(venues[0]), doubt, first.evidence)
            if len(venues) == 1:
                news.ask(change, entry, doubt, view.rules)
            else:
                news.doubt(entry, "venue", doubt, first.evidence, view.rules)
    elif len(venues) > 1:
        doubt = f"the sources do not agree on where it appeared: {_joined(sure)}"
        news.doubt(entry, "venue", doubt, sure[0].evidence, view.rules)
    elif venues and not _lacks(news, entry, sure, view):
        _propose(news, entry, curated, sure, view)
    elif not venues:
        _lacks(news, entry, sure, view)
        _query_further(news, entry, reported, view)


def _lacks(
    news: FactChanges, entry: Entry, reported: Sequence[ReportedVenue], view: FactContext
) -> bool:
    """Whether a source that may name another venue is missing; those not queried yet are wanted.

    arXiv, the authors and the host of the link are believed by themselves. An index alone is
    believed only when all indexes answered, and so did arXiv, which names the DOI.
    """
    silent: set[str] = set()
    wanted: list[tuple[str, EntryLink, str]] = []
    is_hearsay = all(one.source in {SCHOLAR, CROSSREF} for one in reported)
    for link in entry.of_role("paper"):
        reference = link.link.reference
        silent |= view.observed.silent_about(reference, ARXIV, SCHOLAR, CROSSREF, *VENUE_HOSTS)
        if reported and is_hearsay:
            wanted += [
                (source, link, url)
                for source, url in _sources_of(link, view)
                if not view.observed.has_answered(reference, source)
            ]
    news.unanswered |= silent | {source for source, _, _ in wanted}
    for source, link, url in wanted:
        news.want(source, link, url)
    return bool(silent or wanted)


def _sources_of(link: EntryLink, view: FactContext) -> Iterator[tuple[str, str]]:
    """The sources that may know where the paper behind a link appeared, with the query for each."""
    reference, url = link.link.reference, link.link.url
    host = _BY_HOST.get(site_of(url))
    if host:
        yield host, url
    if reference.kind is not Kind.PAPER:
        return
    yield ARXIV, home(reference)
    yield SCHOLAR, url
    own = view.observed.by(ARXIV, reference)
    if own and own.facts.get("doi"):
        yield CROSSREF, f"https://doi.org/{own.facts['doi']}"


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
        doubt = f"{one}, but {one.doubt}; which edition was it?"
        news.doubt(entry, "venue", doubt, one.evidence, view.rules)
        return
    for link in entry.of_role("paper"):
        if view.observed.silent_about(link.link.reference, ARXIV):
            continue  # an index counts only beside what arXiv reports
        for source, url in _sources_of(link, view):
            if source != ARXIV:  # it was queried in the first round
                news.want(source, link, url)
        doi = view.observed.text(link.link.reference, "doi")
        if doi and link.link.reference.kind is Kind.PAPER:  # an index may name one, too
            news.want(CROSSREF, link, f"https://doi.org/{doi[1]}")


def _joined(reported: Sequence[ReportedVenue]) -> str:
    return "; ".join(map(str, reported))
