"""Shared by all sources of venues: one lookup after the other, and normalised facts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict

from bot.model.observation import Found, Observation, Reason, Value
from bot.model.reference import Kind, Query, Reference
from bot.sources.http.bounded.exchange import Exchange
from bot.sources.http.client import PacedClient
from bot.sources.http.errors import SourceFailure

Known = tuple[str, Mapping[str, Value], Mapping[str, str]]
"""A URL that shows it, the facts, and the reason for each that is not known."""

UNREADABLE = (ValueError, TypeError, LookupError, AttributeError, RecursionError)
"""Exceptions of reading an answer with an unexpected form."""


class AnswerModel(BaseModel):
    """The agreed part of an answer; ValueError where a value is of another type than agreed."""

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)


class PaperLookup:
    """A source that is queried about one reference at a time; its `find` may raise."""

    name = ""
    who = ""
    pause = 1.0

    def __init__(
        self,
        contact: str = "",
        *,
        sleep: Callable[[float], None] | None = None,
        exchange: Exchange | None = None,
    ) -> None:
        self.notes: list[str] = []
        self.client = PacedClient(self.who, contact, self.pause, sleep, exchange)

    @property
    def requests(self) -> int:
        """Requests sent so far."""
        return self.client.requests

    def knows(self, reference: Reference) -> bool:
        """Whether this source may know the reference."""
        raise NotImplementedError

    def look(self, queries: Sequence[Query], now: datetime) -> Iterator[Observation]:
        """Exactly one observation for each query, `Found` or `Unsure`. Never raises."""
        for query in queries:
            try:
                reported = self.find(query)
            except UNREADABLE:
                reported = SourceFailure(
                    Reason.BAD_ANSWER, f"the answer of {self.who} could not be read"
                )
            yield observed(self.name, query, reported, now)

    def find(self, query: Query) -> Known | SourceFailure:
        """The facts of one reference."""
        raise NotImplementedError

    def close(self) -> None:
        """Close the connection."""
        self.client.close()


class PageLookup(PaperLookup):
    """Papers with a page of their own there; `link` matches the page's addresses."""

    link: re.Pattern[str]

    def knows(self, reference: Reference) -> bool:
        """Pages and files of papers there."""
        return reference.kind is Kind.PAGE and bool(self.link.match(reference.name))

    def find(self, query: Query) -> Known | SourceFailure:
        """The facts of the paper behind a link."""
        match = self.link.match(query.reference.name)
        if not match:
            return SourceFailure(Reason.NOT_ASKED, f"it is not a link to {self.who}")
        return self.paper(match)

    def paper(self, link: re.Match[str]) -> Known | SourceFailure:
        """The facts of the paper behind a matching link."""
        raise NotImplementedError


def observed(
    source: str, query: Query, reported: Known | SourceFailure, now: datetime
) -> Observation:
    """`Found` with the facts, else `Unsure`: a source that knows nothing proves nothing."""
    if isinstance(reported, SourceFailure):
        return reported.unsure(source, query, now)
    evidence, facts, unknown = reported
    return Found(
        reference=query.reference,
        source=source,
        at=now,
        evidence=evidence,
        facts=facts,
        unknown=unknown,
    )


def venue_facts(**fields: Any) -> dict[str, Value]:
    """The fields with a value: texts on one line, years that are valid."""
    facts: dict[str, Value] = {}
    for name, value in fields.items():
        if isinstance(value, str) and value.strip():
            facts[name] = " ".join(value.split())
        elif isinstance(value, int) and not isinstance(value, bool) and 1900 < value < 2200:
            facts[name] = value
    return facts


def year_in(text: object) -> int | None:
    """The one year in a text, None for none or several."""
    years = set(re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", str(text)))
    return int(years.pop()) if len(years) == 1 else None
