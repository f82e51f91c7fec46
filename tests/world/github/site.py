"""GitHub in a box: api.github.com, held to GitHub's own published contract."""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from tests.world.github import reading
from tests.world.github.contract.check import contract
from tests.world.github.graph import Graph, run
from tests.world.github.limits import Limits, refused, token_of
from tests.world.github.repos import Repo, Repos
from tests.world.wire import Request, Response

HOST = "api.github.com"
_REPO = re.compile(r"/repos/([^/]+)/([^/]+)(?:/(.*))?\Z")
_BY_ID = re.compile(r"/repositories/(\d+)(?:/(.*))?\Z")


@dataclass
class GraphFault:
    """How GraphQL fails: a status, or one of GitHub's kinds of error."""

    kind: str
    times: int | None = 1
    over: int = 0
    """Strikes only documents that ask for more repositories than this."""
    after: int = 0
    """For RESOURCE_LIMITS_EXCEEDED: so many repositories are still told."""


class GitHubSite:
    """api.github.com. `violations` lists what broke GitHub's contract, on either side."""

    def __init__(self, scenario: Mapping[str, Any], state: Path) -> None:
        self.repos = Repos(scenario)
        self.limits = Limits()
        self.violations: list[str] = []
        self.faults: list[GraphFault] = []
        self._lock = threading.RLock()
        self._graph = Graph(self.repos, self.limits.rate, self._commit_on_branch)
        knobs = scenario.get("github") or {}
        for fault in knobs.get("graphql_faults") or ():
            self.fail_graphql(**fault)

    def serves(self, host: str) -> bool:
        return host == HOST

    def fail_graphql(
        self, kind: str | int, times: int | None = 1, over: int = 0, after: int = 0
    ) -> None:
        """Let GraphQL fail: "502", "504", "RATE_LIMITED", "RESOURCE_LIMITS_EXCEEDED"."""
        self.faults.append(GraphFault(str(kind), times, over, after))

    def answer(self, request: Request) -> Response | None:
        with self._lock:
            return self._answer(request)

    def _answer(self, request: Request) -> Response | None:
        bucket = self.limits.bucket(request)
        if token_of(request) == "bad":
            return self.limits.stamp("anonymous", refused(401, "Bad credentials"))
        if bucket == "anonymous" and not self.limits.left(bucket):
            message = "API rate limit exceeded for 203.0.113.7."
            return self.limits.stamp(bucket, refused(403, message))
        response = self._graphql(request) if bucket == "graphql" else self._rest(request)
        if response is None:
            return None
        if response.status != 304 or bucket == "anonymous":
            self.limits.used[bucket] += request.path != "/rate_limit"
        return self.limits.stamp(bucket, response)

    # GraphQL

    def _graphql(self, request: Request) -> Response:
        if not token_of(request):
            return refused(401, "This endpoint requires you to be authenticated.")
        document = request.json()
        fault = self._strikes(str(document.get("query")))
        if fault and fault.kind.isdigit():
            return _outage(int(fault.kind))
        if fault and fault.kind == "RATE_LIMITED":
            error = {"type": "RATE_LIMITED", "message": "API rate limit exceeded for user ID 1."}
            self.limits.used["graphql"] = self.limits.limits["graphql"]
            return Response.of_json({"errors": [error]})
        limited = fault and fault.kind == "RESOURCE_LIMITS_EXCEEDED"
        self._graph.spare = fault.after if fault and limited else None
        answer, wrong = run(document, self._graph.root())
        self.violations += [f"POST /graphql: {error.message}" for error in wrong]
        return Response.of_json(answer)

    def _strikes(self, query: str) -> GraphFault | None:
        asked = len(re.findall(r"\brepository\s*\(", query))
        for fault in self.faults:
            if asked > fault.over and fault.times != 0:
                if fault.times is not None:
                    fault.times -= 1
                return fault
        return None

    def _commit_on_branch(self, given: Mapping[str, Any]) -> dict[str, Any]:
        raise NotImplementedError

    # REST

    def _rest(self, request: Request) -> Response | None:
        response = self._route(request)
        if response is None:
            return None
        path = _BY_ID.sub("/repos/by/id", request.path) if "/repositories/" in request.path else ""
        self._hold(request, path or request.path, response)
        return response

    def _hold(self, request: Request, path: str, response: Response) -> None:
        if response.status < 400:
            self.violations += contract().request(request.method, path, request.body)
        if response.headers.get("Content-Type", "").startswith("application/json"):
            self.violations += contract().answer(
                request.method, path, response.status, response.body
            )

    def _route(self, request: Request) -> Response | None:
        path = unquote(request.path)
        if path == "/rate_limit":
            return Response.of_json(self.limits.overview(self.limits.bucket(request)))
        if match := _BY_ID.match(path):
            repo = self.repos.of_id(int(match[1]))
            return self._of_repo(request, repo, match[2] or "") if repo else _missing()
        if match := _REPO.match(path):
            return self._named(request, f"{match[1]}/{match[2]}", match[3] or "")
        return None

    def _named(self, request: Request, name: str, rest: str) -> Response | None:
        repo = self.repos.find(name)
        if repo:
            return self._of_repo(request, repo, rest)
        successor = self.repos.renamed(name)
        return reading.moved(successor) if successor else _missing()

    def _of_repo(self, request: Request, repo: Repo, rest: str) -> Response | None:
        if repo.private:
            return _missing()
        if request.method != "GET":
            return None
        head, _, tail = rest.partition("/")
        match head:
            case "":
                return reading.about(request, repo)
            case "readme":
                return reading.readme(request, repo)
            case "contents":
                return reading.contents(request, repo, tail)
        return None


def _missing() -> Response:
    return refused(404, "Not Found")


def _outage(status: int) -> Response:
    text = '{"data":null,"errors":[{"message":"Something went wrong while executing your query."}]}'
    kind = "application/json" if status == 502 else "text/html"
    return Response(status, {"Content-Type": kind}, text.encode())
