"""Crossref: the data that publishers registered for a DOI.

https://www.crossref.org/documentation/retrieve-metadata/rest-api/; 5 requests a second for all, so
one at a time with a pause.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote, unquote

from pydantic import Field

from bot.model.observation import Reason
from bot.model.reference import Kind, Query, Reference
from bot.model.values.venues import read_venue
from bot.sources.http.errors import SourceFailure
from bot.sources.papers.lookup import AnswerModel, Known, PaperLookup, venue_facts

SOURCE = "crossref"
_DOI = re.compile(r"https?://(?:dx\.)?doi\.org/(10\.\d{4,9}/\S+)\Z", re.IGNORECASE)
_KINDS = {
    "journal-article": "journal",
    "proceedings-article": "conference",
    "posted-content": "preprint",
}


class _Date(AnswerModel):
    parts: list[list[int | None]] | None = Field(default=None, alias="date-parts")

    @property
    def year(self) -> int | None:
        """The year, which comes first; None where it is left out."""
        first = next(iter(self.parts or []), [])
        return first[0] if first else None


class _Issue(AnswerModel):
    printed: _Date | None = Field(default=None, alias="published-print")


class _Event(AnswerModel):
    start: _Date | None = None


class _Work(_Issue):
    doi: str = Field(alias="DOI")
    type: str | None = None
    title: list[str] | None = None
    containers: list[str] | None = Field(default=None, alias="container-title")
    issued: _Date | None = None
    issue: _Issue | None = Field(default=None, alias="journal-issue")
    event: _Event | None = None


class Crossref(PaperLookup):
    """Venue, year, title and kind behind a DOI.

    The DOI stands in the query's `url` (`https://doi.org/10.…`), whatever its reference is.
    """

    name = SOURCE
    who = "Crossref"
    pause = 0.25

    def knows(self, reference: Reference) -> bool:
        """Papers, and pages that are a DOI."""
        return reference.kind is Kind.PAPER or bool(_DOI.match(reference.name))

    def find(self, query: Query) -> Known | SourceFailure:
        """The data registered for the DOI."""
        match = _DOI.match(query.url)
        if not match:
            return SourceFailure(Reason.NOT_ASKED, "no DOI is known for it")
        doi = unquote(match[1])
        answer = self.client.get(f"https://api.crossref.org/works/{quote(doi, safe='')}")
        if isinstance(answer, SourceFailure):
            return answer
        work = _Work.model_validate(answer.json()["message"])
        if work.doi.lower() != doi.lower():
            return SourceFailure(Reason.BAD_ANSWER, "Crossref answered with another DOI")
        return f"https://doi.org/{quote(doi)}", *_facts(work)


def _facts(work: _Work) -> tuple[dict[str, Any], dict[str, str]]:
    kind = _KINDS.get(work.type or "", "")
    year, doubt = _year(work, kind)
    facts = venue_facts(
        title=next(iter(work.title or []), ""),
        venue="" if kind == "preprint" else _container(work.containers or [], year),
        year=year,
        doi=work.doi,
        kind=kind,
    )
    unknown = {} if "venue" in facts else {"venue": "Crossref names no venue for its DOI"}
    return facts, unknown | ({"year": doubt} if doubt else {})


def _year(work: _Work, kind: str) -> tuple[int | None, str]:
    """The year of publication, and why it may be wrong.

    For a journal it is the year of the issue; `issued` is the earlier of the online and the print
    date (https://gitlab.com/crossref/rest_api_doc). For a conference it is the year it was held.
    """
    issued = work.issued.year if work.issued else None
    if kind == "journal":
        for dates in (work, work.issue):
            if dates and dates.printed and dates.printed.year:
                return dates.printed.year, ""
        return issued, "Crossref knows the day it went online, not the year of the issue"
    held = work.event.start.year if work.event and work.event.start else None
    return held or issued, ""


def _container(titles: Sequence[str], year: int | None) -> str:
    """The journal or book: a book in a series has both titles, in any order.

    The titles that name a venue are returned, all of them where they name different ones.
    """
    spoken = {text: read_venue(text, year) for text in titles}
    named = {venue: text for text, venue in spoken.items() if venue}
    return " / ".join(named.values()) or next(iter(titles), "")
