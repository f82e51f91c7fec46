"""Crossref: what publishers registered for a DOI.

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
        """What was registered for the DOI."""
        match = _DOI.match(query.url)
        if not match:
            return SourceFailure(Reason.NOT_ASKED, "no DOI is known of it")
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
    dates = (work.get("issued") or {}).get("date-parts") or [[None]]
    facts = venue_facts(
        title=_first(work.get("title")),
        venue="" if kind == "preprint" else _first(work.get("container-title")),
        year=dates[0][0],
        doi=work["DOI"],
        kind=kind,
    )
    return facts, {} if "venue" in facts else {"venue": "Crossref names no venue for its DOI"}


def _first(texts: Any) -> str:
    return str(texts[0]) if isinstance(texts, list) and texts else ""
