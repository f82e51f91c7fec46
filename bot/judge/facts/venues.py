"""Where papers appeared: from preprint to venue, as a proposal with evidence.

Whom is believed, in which order, stands for people in docs/facts.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.judge.facts.evidence import Answer, FactNews, Heard, View, change_of
from bot.model.change import Put
from bot.model.entry import Entry, EntryLink
from bot.model.reference import Kind
from bot.model.values.venues import Venue, accepted, is_preprint, of_anthology, read_venue

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
class Told:
    """What one source says of where a paper appeared; `sure` unless its year cannot be right."""

    venue: Venue
    who: str
    words: str
    source: str
    evidence: str
    sure: bool = True

    def __str__(self) -> str:
        said = f" ({self.words})" if self.words and self.words != str(self.venue) else ""
        return f"{self.who}: {self.venue}{said}"


def told_venues(entry: Entry, heard: Heard) -> list[Told]:
    """All that is said of the venue of an entry's papers, those believed most first."""
    links = entry.of_role("paper")
    own = [one for link in links for one in _of_arxiv(link, heard)]
    hosts = [one for link in links for one in _of_host(link, heard)]
    others = [one for link in links for one in _of_indexes(link, heard)]
    return [*own, *hosts, *others]


def _of_arxiv(link: EntryLink, heard: Heard) -> Iterator[Told]:
    reference = link.link.reference
    if reference.kind is not Kind.PAPER:
        return
    journal = heard.text(reference, "journal")
    if journal and (venue := read_venue(journal[1])):
        yield _told(venue, "arXiv's journal reference", journal[1], journal[0])
    comment, published = heard.text(reference, "comment"), heard.text(reference, "published")
    year = int(published[1][:4]) if published else None
    if comment and (venue := accepted(comment[1], year)):
        yield _told(venue, "the authors' comment on arXiv", comment[1], comment[0])


def _of_host(link: EntryLink, heard: Heard) -> Iterator[Told]:
    """What the host of the link says of the paper at that address."""
    by_id = of_anthology(link.link.url)
    if by_id:
        yield Told(by_id, "the id in the ACL Anthology", "", "acl", link.link.url)
    for seen in heard.about(link.link.reference):
        if seen.source in HOSTS and (venue := _named(seen)):
            yield _told(venue, HOSTS[seen.source], str(seen.facts["venue"]), seen)


def _of_indexes(link: EntryLink, heard: Heard) -> Iterator[Told]:
    reference = link.link.reference
    published = heard.text(reference, "published")
    for seen in heard.about(reference):
        venue = _named(seen)
        if venue and seen.source == CROSSREF:
            yield _told(venue, "Crossref", str(seen.facts["venue"]), seen)
        elif seen.source == SCHOLAR and (by_doi := of_anthology(_doi(seen))):
            yield _told(by_doi, "its DOI, says Semantic Scholar", str(seen.facts["doi"]), seen)
        elif venue and seen.source == SCHOLAR and "aclanthology" not in _doi(seen):
            sure = not published or _may_be(venue, published[1])
            words = str(seen.facts["venue"])
            yield Told(venue, "Semantic Scholar", words, seen.source, seen.evidence, sure)


def _doi(seen: Answer) -> str:
    """The page of the ACL Anthology that a DOI of the association's stands for."""
    return str(seen.facts.get("doi", "")).lower().replace("10.18653/v1/", "aclanthology.org/")


def _named(seen: Answer) -> Venue | None:
    if seen.facts.get("kind") == "preprint":
        return None
    year = seen.facts.get("year")
    return read_venue(str(seen.facts.get("venue", "")), year if type(year) is int else None)


def _told(venue: Venue, who: str, words: str, seen: Answer) -> Told:
    return Told(venue, who, words, seen.source, seen.evidence)


def _may_be(venue: Venue, published: str) -> bool:
    """Whether a preprint of that day (YYYY-MM-DD) can be at that conference.

    Semantic Scholar often gives the preprint's year, so a year that leaves no time for reviewing
    is not believed; a journal's only when it is a later one.
    """
    if not venue.month:
        return venue.year > int(published[:4])
    months = (venue.year - int(published[:4])) * 12 + venue.month - int(published[5:7])
    return months >= _LEAD


def venue(news: FactNews, entry: Entry, view: View) -> None:
    """Propose the venue of a preprint, or ask where the list or the sources disagree."""
    curated = str(entry.values.get("venue", ""))
    if not entry.of_role("paper") or not entry.values.get("title"):
        return
    told = told_venues(entry, view.heard)
    sure = [one for one in told if one.sure]
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
        _ask_further(news, entry, told, view)


def _propose(news: FactNews, entry: Entry, curated: str, told: Sequence[Told], view: View) -> None:
    first = told[0]
    after = str(first.venue)
    change = change_of(entry, "venue", curated, after, _joined(told), first.evidence)
    evidence = first.evidence or first.who
    news.offer(
        change,
        view.rules,
        [
            Put(change.id, entry.where, "venue", after),
            Put(change.id, entry.where, "evidence.venue", evidence),
        ],
    )


def _ask_further(news: FactNews, entry: Entry, doubtful: Sequence[Told], view: View) -> None:
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
        doi = view.heard.text(reference, "doi")
        if doi:
            news.want(CROSSREF, link, f"https://doi.org/{doi[1]}")


def _joined(told: Sequence[Told]) -> str:
    return "; ".join(map(str, told))
