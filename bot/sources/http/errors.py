"""Failures of a request, in words that a reader understands; shared by the requests clients."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import requests

from bot.model.observation import Gone, Reason, Unsure, unsure_of
from bot.model.reference import Query, home

CLIENT_ERRORS = (
    requests.RequestException,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    RuntimeError,
)
"""What PyGithub and arxiv raise besides their own exceptions: on the way, or when an answer is not
what was agreed. `failure_of_error` says what it means."""


@dataclass(frozen=True)
class SourceFailure:
    """Why a query has no answer.

    `wait` is the seconds to wait before another try, None where none would help; `status` the HTTP
    status, if any.
    """

    reason: Reason
    why: str
    wait: float | None = None
    status: int = 0

    def unsure(self, source: str, query: Query, now: datetime) -> Unsure:
        """The observation for a query that failed so."""
        return unsure_of(query, source, now, self.reason, self.why)


class AnswerRefused(requests.RequestException):
    """We took no answer: of that address, of that size, or at that time.

    An exception of requests, because all that speak to a service expect those.
    """

    def __init__(self, failure: SourceFailure) -> None:
        super().__init__(failure.why)
        self.failure = failure
        self.why = failure.why


def gone(source: str, query: Query, now: datetime, why: str) -> Gone:
    """The observation for a query that the source answered with "not there"."""
    return Gone(
        reference=query.reference, source=source, at=now, evidence=home(query.reference), why=why
    )


def failure_of_status(who: str, status: int) -> SourceFailure:
    """The failure for an HTTP status that is an error."""
    if status == 429:
        reason, why = Reason.RATE_LIMITED, f"{who} asks us to slow down (HTTP 429)"
    elif status >= 500:
        reason, why = Reason.SERVER_ERROR, f"{who} has a server error (HTTP {status})"
    elif status == 401:
        reason, why = Reason.LOGIN, f"{who} did not accept our credentials (HTTP 401)"
    elif status in {403, 451}:
        reason, why = Reason.BLOCKED, f"{who} refuses to show this (HTTP {status})"
    else:
        reason, why = Reason.BAD_ANSWER, f"{who} answered with HTTP {status}"
    return SourceFailure(reason, why, status=status)


def failure_of_error(who: str, error: BaseException) -> SourceFailure:
    """The failure for an exception of requests, or of reading an answer.

    The exception's own message is not repeated: it may contain a proxy's address and password.
    """
    name = type(error).__name__
    if isinstance(error, AnswerRefused):
        return error.failure
    if isinstance(error, requests.Timeout):
        return SourceFailure(Reason.TIMEOUT, f"{who} did not answer in time")
    if isinstance(error, requests.exceptions.SSLError):
        return SourceFailure(Reason.TLS, f"no trusted connection to {who} ({name})")
    if isinstance(error, requests.ConnectionError):
        return SourceFailure(Reason.CONNECTION, f"no connection to {who} ({name})")
    return SourceFailure(Reason.BAD_ANSWER, f"the answer of {who} could not be read ({name})")
