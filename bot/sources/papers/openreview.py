"""OpenReview: the outcome of a submission, by the newer API, then the older one.

https://docs.openreview.net/reference/api-v2, https://docs.openreview.net/reference/api-v1 (venues
up to 2023). An anonymous client may be sent to a challenge: then nothing is known.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, quote

from bot.model.observation import Reason
from bot.model.reference import Kind, Query, Reference, split_address
from bot.sources.http.errors import SourceFailure
from bot.sources.papers.lookup import AnswerModel, Known, PaperLookup, venue_facts, year_in

SOURCE = "openreview"
_APIS = ("https://api2.openreview.net/notes", "https://api.openreview.net/notes")
_ID = re.compile(r"[\w-]{6,40}\Z", re.ASCII)
_NOT_ACCEPTED = re.compile(r"\b(submitted|submission|under review|withdrawn|reject\w*)\b", re.I)


class _Wrapped(AnswerModel):
    """The newer API wraps every value."""

    value: str | None = None


class _Content(AnswerModel):
    venue: _Wrapped | str | None = None
    title: _Wrapped | str | None = None


class _Note(AnswerModel):
    id: str
    content: dict[str, Any]
    """Of reviews and comments any form of their own; of a submission `_Content`."""


class _Notes(AnswerModel):
    notes: list[_Note]


class OpenReview(PaperLookup):
    """Venue, year and title of a forum, as OpenReview spells them (`ICLR 2023 poster`)."""

    name = SOURCE
    who = "OpenReview"
    pause = 1.0

    def knows(self, reference: Reference) -> bool:
        """Forums, and their files."""
        return reference.kind is Kind.PAGE and bool(forum_of(reference.name))

    def find(self, query: Query) -> Known | SourceFailure:
        """The data of the first note of the forum."""
        forum = forum_of(query.reference.name)
        if not forum:
            return SourceFailure(Reason.NOT_ASKED, "it is not an OpenReview forum")
        failure = SourceFailure(Reason.PRIVATE_OR_MISSING, "OpenReview does not know it")
        for api in _APIS:
            answer = self.client.get(api, forum=forum)
            if isinstance(answer, SourceFailure):
                failure = answer
                continue
            notes = _Notes.model_validate(answer.json()).notes
            head = next((note for note in notes if note.id == forum), None)
            if head:
                page = f"https://openreview.net/forum?id={quote(forum)}"
                return page, *_facts(_Content.model_validate(head.content))
        return failure


def forum_of(url: str) -> str:
    """The id in `https://openreview.net/forum?id=…`, "" for any other link.

    An id may begin with a hyphen.
    """
    parts = split_address(url)
    if parts.hostname not in {"openreview.net", "www.openreview.net"}:
        return ""
    if parts.path not in {"/forum", "/pdf"}:
        return ""
    ids = parse_qs(parts.query).get("id", [""])
    return ids[0] if _ID.match(ids[0]) else ""


def _facts(content: _Content) -> tuple[dict[str, Any], dict[str, str]]:
    venue, title = _text(content.venue), _text(content.title)
    if not venue or _NOT_ACCEPTED.search(venue):
        why = f"OpenReview says '{venue}'" if venue else "OpenReview names no venue"
        return venue_facts(title=title, kind="submission"), {"venue": why}
    kind = "journal" if venue in {"TMLR", "DMLR"} else "conference"
    kind = "workshop" if "workshop" in venue.lower() else kind
    return venue_facts(title=title, venue=venue, year=year_in(venue), kind=kind), {}


def _text(field: _Wrapped | str | None) -> str:
    return (field.value if isinstance(field, _Wrapped) else field) or ""
