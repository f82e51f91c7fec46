"""GitHub without a token: GraphQL is not available, REST allows 60 requests an hour.

https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import github

from bot.model.observation import Found, Moved, Observation, Reason
from bot.model.reference import Place, Query, home
from bot.model.values.plain import plural
from bot.sources.base import Pages, seen_as_pages
from bot.sources.github.graphql import SOURCE, check_types, observe_repository
from bot.sources.http.cache import Answer, Cache
from bot.sources.http.errors import (
    CLIENT_ERRORS,
    SourceFailure,
    failure_of_error,
    failure_of_status,
    gone,
)
from bot.sources.http.patience import ANONYMOUS_RETRIES, Patience, retry_after

GONE = "GitHub says Not Found: deleted or private"
REFUSED = "GitHub did not accept the token: is GITHUB_TOKEN right, or has it expired? (HTTP 401)"
SPARE = 5
"""Requests of the hourly 60 that are left for other programs at the same address."""


def github_failure(error: github.GithubException, now: datetime) -> SourceFailure:
    """The failure behind an exception of PyGithub, with the wait it asks for."""
    limited = isinstance(error, github.RateLimitExceededException) or error.status == 429
    if error.status == 401:
        return SourceFailure(Reason.LOGIN, REFUSED, status=401)
    if not limited:
        return failure_of_status("GitHub", error.status)
    wait = _wait(error.headers or {}, now)
    until = datetime.fromtimestamp(now.timestamp() + wait, UTC)
    why = f"GitHub's rate limit is used up until {until:%H:%M} UTC"
    return SourceFailure(Reason.RATE_LIMITED, why, wait)


def _wait(headers: Mapping[str, str], now: datetime) -> float:
    """Seconds to wait, by the rules of that page: as stated, until the reset, a minute."""
    after, reset = retry_after(headers, now), headers.get("x-ratelimit-reset", "")
    if after is not None:
        return after
    if reset.isdigit() and headers.get("x-ratelimit-remaining") == "0":
        return max(float(reset) - now.timestamp(), 0.0)
    return 60.0


class RestReader:
    """One look without a token: REST while the budget lasts, `pages` for the rest.

    Branches and files are looked at as pages as well, which does not use the budget.
    """

    def __init__(self, client: github.Github, cache: Cache, pages: Pages | None) -> None:
        self.requests = 0
        self.notes: list[str] = []
        self._client = client
        self._cache = cache
        self._pages = pages
        self._stopped: SourceFailure | None = None
        self._patience = Patience(ANONYMOUS_RETRIES)

    def look(self, queries: Sequence[Query], now: datetime) -> Iterator[Observation]:
        """Exactly one observation for each query. Never raises."""
        left: list[Query] = []
        with_places: list[tuple[Query, Observation]] = []
        for query in queries:
            answer = None if self._stopped else self._query(query, now)
            if answer is None:
                left.append(query)
            elif _trees(query):
                with_places.append((query, answer))
            else:
                yield answer
        self._note(len(left), any(query.places for query in queries))
        of = {query.reference: query for query in left}
        late = [(of[one.reference], one) for one in self._as_pages(left, now)]
        yield from self._with_places([*with_places, *late], now)

    def _with_places(
        self, seen: Sequence[tuple[Query, Observation]], now: datetime
    ) -> Iterator[Observation]:
        """The observations, with what is known of the branches and files that links name."""
        there: dict[str, bool] = {}
        if self._pages:
            found = (query for query, one in seen if isinstance(one, Found | Moved))
            addresses = (_page(query, place) for query in found for place in _trees(query))
            there = seen_as_pages(addresses, self._pages, now)
        for query, one in seen:
            if isinstance(one, Found | Moved):
                known = {str(at): there.get(_page(query, at)) for at in _trees(query)}
                known_places = {
                    place: is_there for place, is_there in known.items() if is_there is not None
                }
                yield replace(one, places={**one.places, **known_places})
            else:
                yield one

    def _query(self, query: Query, now: datetime) -> Observation | None:
        """The answer of REST; None when the budget ended with this request."""
        path = f"/repos/{query.reference.name}"
        kept = _usable(self._cache.get(path))
        try:
            node = _node(self._get(path, kept))
        except github.UnknownObjectException:
            return gone(SOURCE, query, now, GONE)
        except github.GithubException as error:
            failure = github_failure(error, now)
        except CLIENT_ERRORS as error:
            failure = failure_of_error("GitHub", error)
        else:
            self._patience.note(failed=False)
            seen = observe_repository(query, node, now)
            self.requests += isinstance(seen, Moved)  # the client followed a redirect
            return seen
        if failure.reason is not Reason.BLOCKED:
            self._patience.note(failed=True)
        if self._patience.is_down:
            self._stopped = failure
        if failure.reason is Reason.RATE_LIMITED:
            self._stopped = failure
            return None
        return failure.unsure(SOURCE, query, now)

    def _get(self, path: str, kept: Answer | None) -> Any:
        self.requests += 1
        headers = {"If-None-Match": kept.validator} if kept else {}
        answer, body = self._client.requester.requestJsonAndCheck("GET", path, headers=headers)
        if str(answer.get("x-ratelimit-remaining", "")).isdigit():
            self._spend(int(answer["x-ratelimit-remaining"]))
        if body is None and kept:
            return json.loads(kept.body)
        validator = answer.get("etag")
        if validator and _is_whole(body):
            self._cache.store(path, Answer(validator, json.dumps(body)))
        return body

    def _spend(self, remaining: int) -> None:
        if remaining <= SPARE:
            why = "GitHub's 60 requests an hour without a token are used up"
            self._stopped = SourceFailure(Reason.RATE_LIMITED, why)

    def _note(self, left: int, places: bool) -> None:
        if left:
            looked_at = plural(left, "repository was", "repositories were")
            how = "checked as web pages only" if self._pages else "not asked about"
            self.notes.append(
                f"{looked_at} {how}: a GitHub token (GITHUB_TOKEN) would add their "
                "stars, licence, releases and whether they are archived"
            )
        if places:
            what = "headings" if self._pages else "branches, files and headings"
            self.notes.append(f"{what} in repositories need a GitHub token")

    def _as_pages(self, queries: Sequence[Query], now: datetime) -> Iterator[Observation]:
        missing = list(queries)
        for observation in self._pages(queries, now) if self._pages and queries else ():
            query = next((one for one in missing if one.reference == observation.reference), None)
            if query:
                missing.remove(query)
                yield observation
        reason = self._stopped or SourceFailure(Reason.NOT_ASKED, "not asked")
        yield from (reason.unsure(SOURCE, query, now) for query in missing)


def _is_whole(body: Any) -> bool:
    """Whether an answer may stand in for the next: one that is odd would for as long as its ETag.

    GitHub gives an answer's ETag again until the repository changes, whatever reached us of it.
    """
    try:
        check_types(_node(body))
    except (AttributeError, TypeError):
        return False
    whole = isinstance(body, dict) and isinstance(body.get("full_name"), str)
    return whole and all(type(body.get(name)) is int for name in ("id", "stargazers_count"))


def _usable(kept: Answer | None) -> Answer | None:
    with suppress(ValueError):
        return kept if kept and _is_whole(json.loads(kept.body)) else None
    return None


def _trees(query: Query) -> list[Place]:
    """The places of a query that are a branch, a folder or a file."""
    return sorted(place for place in query.places if place.tree)


def _page(query: Query, place: Place) -> str:
    """The page of a place; for a folder's address, GitHub redirects to the file of that name."""
    return f"{home(query.reference)}/tree/{quote(place.tree)}"


def _node(body: Any) -> Mapping[str, Any]:
    """REST's answer as a GraphQL node; an unexpected answer becomes a node without an identity.

    A redirect that was not followed, and HTML, both come without `full_name`.
    """
    if not isinstance(body, dict):
        return {}
    licence = body.get("license")
    return {
        "databaseId": body.get("id"),
        "nameWithOwner": body.get("full_name"),
        "stargazerCount": body.get("stargazers_count"),
        "forkCount": body.get("forks_count"),
        "isArchived": body.get("archived"),
        "isDisabled": body.get("disabled"),
        "createdAt": body.get("created_at"),
        "pushedAt": body.get("pushed_at"),
        "description": body.get("description"),
        "homepageUrl": body.get("homepage"),
        "licenseInfo": {"spdxId": licence.get("spdx_id")} if licence else None,
        "defaultBranchRef": {"name": body.get("default_branch")},
        "repositoryTopics": {
            "nodes": [{"topic": {"name": topic}} for topic in body.get("topics") or ()]
        },
    }
