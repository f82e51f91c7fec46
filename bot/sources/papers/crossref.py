"""Crossref: the data that publishers registered for a DOI.

https://www.crossref.org/documentation/retrieve-metadata/rest-api/; 5 requests a second for all, so
one at a time with a pause.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, unquote

from bot.model.observation import Reason
from bot.model.reference import Kind, Query, Reference
from bot.model.values.venues import read_venue
from bot.sources.http.errors import SourceFailure
from bot.sources.papers.lookup import Known, PaperLookup, venue_facts

SOURCE = "crossref"
_DOI = re.compile(r"https?://(?:dx\.)?doi\.org/(10\.\d{4,9}/\S+)\Z", re.IGNORECASE)
_KINDS = {
    "journal-article": "journal",
    "proceedings-article": "conference",
    "posted-content": "preprint",
}


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
        work: Mapping[str, Any] = answer.json()["message"]
        if str(work["DOI"]).lower() != doi.lower():
            return SourceFailure(Reason.BAD_ANSWER, "Crossref answered with another DOI")
        return f"https://doi.org/{quote(doi)}", *_facts(work)


def _facts(work: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    kind = _KINDS.get(str(work.get("type")), "")
    year, doubt = _year(work, kind)
    facts = venue_facts(
        title=_first(work.get("title")),
        venue="" if kind == "preprint" else _container(work.get("container-title"), year),
        year=year,
        doi=work["DOI"],
        kind=kind,
    )
    unknown = {} if "venue" in facts else {"venue": "Crossref names no venue for its DOI"}
    return facts, unknown | ({"year": doubt} if doubt else {})


def _year(work: Mapping[str, Any], kind: str) -> tuple[Any, str]:
    """The year of publication, and why it may be wrong.

    For a journal it is the year of the issue; `issued` is the earlier of the online and the print
    date (https://gitlab.com/crossref/rest_api_doc). For a conference it is the year it was held.
    """
    issued = _year_of(work.get("issued"))
    if kind == "journal":
        issue = _map(work.get("journal-issue"))
        for dates in (work, issue):
            printed = _year_of(dates.get("published-print"))
            if printed:
                return printed, ""
        return issued, "Crossref knows the day it went online, not the year of the issue"
    return _year_of(_map(work.get("event")).get("start")) or issued, ""


def _year_of(date: Any) -> Any:
    parts = _map(date).get("date-parts") or [[None]]
    return parts[0][0] if parts[0] else None


def _map(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _container(titles: Any, year: Any) -> str:
    """The journal or book: a book in a series has both titles, in any order.

    The titles that name a venue are returned, all of them where they name different ones.
    """
    texts = [str(one) for one in titles] if isinstance(titles, list) else []
    spoken = {text: read_venue(text, year if type(year) is int else None) for text in texts}
    named = {venue: text for text, venue in spoken.items() if venue}
    return " / ".join(named.values()) or next(iter(texts), "")


def _first(texts: Any) -> str:
    return str(texts[0]) if isinstance(texts, list) and texts else ""
