"""Semantic Scholar: where papers appeared, 500 in a request.

https://api.semanticscholar.org/api-docs/graph#tag/Paper-Data/operation/post_graph_get_papers.
Without a key all of its users share one budget: 429 is common, and then nothing is known.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from pydantic import ConfigDict, Field
from pydantic.alias_generators import to_camel

from bot.model.observation import Observation, Reason
from bot.model.reference import Kind, Query, Reference
from bot.parsing.arxiv_ids import identifier
from bot.sources.http.errors import SourceFailure
from bot.sources.papers.lookup import (
    UNREADABLE,
    AnswerModel,
    Known,
    PaperLookup,
    observed,
    venue_facts,
)

SOURCE = "semanticscholar"
_BATCH = 500
_URL = "https://api.semanticscholar.org/graph/v1/paper/batch"
_FIELDS = "title,venue,publicationVenue,year,externalIds,publicationTypes"
_WHO = "Semantic Scholar"
_PREPRINTS = frozenset({"arxiv", "arxiv.org", "corr"})
_KINDS = {"Conference": "conference", "JournalArticle": "journal"}
_MISSING = SourceFailure(Reason.PRIVATE_OR_MISSING, f"{_WHO} does not know it")
_ODD = SourceFailure(Reason.BAD_ANSWER, f"the answer of {_WHO} could not be read")


class _Ids(AnswerModel):
    arxiv: str | None = Field(default=None, alias="ArXiv")
    doi: str | None = Field(default=None, alias="DOI")


class _Place(AnswerModel):
    name: str | None = None
    type: str | None = None


class _Row(AnswerModel):
    model_config = ConfigDict(alias_generator=to_camel)

    paper_id: str
    title: str | None = None
    venue: str | None = None
    publication_venue: _Place | None = None
    year: int | None = None
    external_ids: _Ids | None = None
    publication_types: list[str] | None = None


class SemanticScholar(PaperLookup):
    """Venue, year, title and DOI of arXiv papers, from Semantic Scholar."""

    name = SOURCE
    who = _WHO

    def knows(self, reference: Reference) -> bool:
        """Papers of arXiv."""
        return reference.kind is Kind.PAPER

    def look(self, queries: Sequence[Query], now: datetime) -> Iterator[Observation]:
        """Exactly one observation for each query, `Found` or `Unsure`. Never raises."""
        known = [query for query in queries if identifier(query.reference.name)]
        odd = SourceFailure(Reason.NOT_ASKED, "it is not an arXiv identifier")
        yield from (odd.unsure(SOURCE, query, now) for query in queries if query not in known)
        for at in range(0, len(known), _BATCH):
            batch = known[at : at + _BATCH]
            for query, reported in zip(batch, self._batch(batch), strict=True):
                yield observed(SOURCE, query, reported, now)

    def _batch(self, batch: Sequence[Query]) -> list[Known | SourceFailure]:
        ids = [f"ARXIV:{identifier(query.reference.name)}" for query in batch]
        answer = self.client.post(_URL, {"ids": ids}, fields=_FIELDS)
        if isinstance(answer, SourceFailure):
            return [answer] * len(batch)
        try:
            rows: Any = answer.json()
        except UNREADABLE:
            return [_ODD] * len(batch)
        if not isinstance(rows, list) or len(rows) != len(batch):
            return [_ODD] * len(batch)  # only the position of a row shows which paper it is about
        return [_read(query, row) for query, row in zip(batch, rows, strict=True)]


def _read(query: Query, row: Any) -> Known | SourceFailure:
    if row is None:
        return _MISSING
    try:
        paper = _Row.model_validate(row)
    except UNREADABLE:
        return _ODD
    ids = paper.external_ids or _Ids()
    if ids.arxiv != identifier(query.reference.name):
        return SourceFailure(Reason.BAD_ANSWER, f"{_WHO} answered with another paper")
    return _facts(paper, ids)


def _facts(row: _Row, ids: _Ids) -> Known:
    place = row.publication_venue or _Place()
    venue = place.name or row.venue or ""
    kinds = [_KINDS[kind] for kind in row.publication_types or () if kind in _KINDS]
    kind = place.type or (kinds[0] if kinds else "")
    unknown = {}
    if not venue or venue.lower() in _PREPRINTS:
        why = f"{_WHO} knows it as a preprint only" if venue else f"{_WHO} names no venue"
        kind, venue, unknown = "preprint" if venue else "", "", {"venue": why}
    doi = ids.doi or ""
    facts = venue_facts(
        title=row.title,
        venue=venue,
        year=row.year,
        kind=kind,
        doi="" if doi.lower().startswith("10.48550/") else doi,
        arxiv=ids.arxiv,
    )
    return f"https://www.semanticscholar.org/paper/{row.paper_id}", facts, unknown
