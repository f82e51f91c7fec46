"""GitHub in a box: api.github.com, held to GitHub's own published contract."""

from __future__ import annotations

import base64
import re
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from tests.world.github import (
    actions_api,
    contents_api,
    git_api,
    issue_api,
    pull_api,
    reading,
    ref_api,
)
from tests.world.github.calls import Call, find, missing
from tests.world.github.contract.check import contract
from tests.world.github.git import GitError
from tests.world.github.graph import Graph, GraphFault, run
from tests.world.github.graph_shapes import GraphError, node_id
from tests.world.github.limits import Limits, refused, token_of
from tests.world.github.origin import BOT, WEB_FLOW, Origin, files_below
from tests.world.github.repos import Repo, Repos
from tests.world.github.shapes import user
from tests.world.wire import Request, Response

HOST = "api.github.com"
_REPO = re.compile(r"/repos/([^/]+)/([^/]+)(?:/(.*))?\Z")
_BY_ID = re.compile(r"/repositories/(\d+)(?:/(.*))?\Z")
_APIS = (git_api, ref_api, contents_api, pull_api, issue_api, actions_api)
ROUTES = [route for api in _APIS for route in api.ROUTES]
READ_ONLY = "read-only"
"""A token that may read and nothing else."""
GITHUB_TOKEN = "ghs_worldworldworldworldworldworldworld0"
KNOWN_TOKENS = {READ_ONLY, GITHUB_TOKEN}
"""What is no token of these, nor of one of the `actors`, gets 401, as from the real service."""
NOBODY = "0" * 40
"""Stands for a branch that is not there."""


class GitHubSite(Origin):
    """api.github.com. `violations` lists what broke GitHub's contract, on either side.

    What people do by hand (merge, close, push …) are the methods of `Origin`. A test may set:

    pulls_permitted  False: "GitHub Actions is not permitted to create … pull requests"
    admin            False: the settings of Actions are not given
    actions          False: GitHub Actions are switched off
    workflow_states  path → state of a workflow that is not active
    read_only        True: every write answers 403 whatever the token
    auto_merge       True: auto-merge is allowed
    collaborators    accounts that may be assigned and asked for reviews
    actors           token → login; beside these, only GitHub Actions' own token is known
    """

    def __init__(self, scenario: Mapping[str, Any], state: Path) -> None:
        own = _own(scenario.get("repository"))
        super().__init__(own["name"], own.get("branch") or "main", state)
        knobs = scenario.get("github") or {}
        self.repos = Repos(scenario)
        if not self.repos.find(self.name):
            self.repos.add(Repo.read(self.name, {**own, "branch": self.branch}))
        self.limits = Limits(**(knobs.get("limits") or {}))
        self.violations: list[str] = []
        self.faults = [GraphFault(**one) for one in knobs.get("graphql_faults") or ()]
        self.pulls_permitted = bool(knobs.get("pulls_permitted", True))
        self.read_only = bool(knobs.get("read_only", False))
        self.auto_merge_allowed = bool(knobs.get("auto_merge", False))
        self.actions_enabled = bool(knobs.get("actions", True))
        self.shows_settings = bool(knobs.get("admin", True))
        self.workflow_states = dict(knobs.get("workflow_states") or {})
        self.collaborators = {*(knobs.get("collaborators") or ())}
        self.actors: dict[str, str] = dict(knobs.get("actors") or {})
        self._lock = threading.RLock()
        self._graph = Graph(
            self.repos,
            self.limits.rate,
            self._commit_on_branch,
            self._update_refs,
            self._auto_merge,
        )
        if own.get("files"):
            self.seed(own["files"])

    def seed(self, files: Mapping[str, str | bytes] | Path) -> None:
        """The first commit, from a mapping or a folder; nothing when there is one already."""
        super().seed(files_below(files) if isinstance(files, Path) else files)

    @property
    def own(self) -> set[str]:
        return set(self.actors.values())

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
        if token_of(request) not in {"", *KNOWN_TOKENS, *self.actors}:
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
        document = request.json() or {}  # a client may be killed before it sent the body
        writes = str(document.get("query")).lstrip().startswith("mutation")
        if writes and (self.read_only or token_of(request) == READ_ONLY):
            message = "Resource not accessible by integration"
            return Response.of_json(
                {"data": None, "errors": [{"type": "FORBIDDEN", "message": message}]}
            )
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
        """`createCommitOnBranch`: appends one signed commit, if the head is as expected."""
        branch = given["branch"].get("branchName") or ""
        head = self.git.resolve(branch)
        if not head or head != given["expectedHeadOid"]:
            raise GraphError("STALE_DATA", f"Expected branch to point to {head or 'nothing'}.")
        message = "\n\n".join(filter(None, given["message"].values()))
        files = _file_changes(given.get("fileChanges") or {})
        made = self.commit(branch, files, git_api.person_of(BOT), message, WEB_FLOW)
        url = f"https://github.com/{self.name}/commit/{made}"
        commit = {"__typename": "Commit", "id": node_id("C", made), "oid": made, "url": url}
        return {"commit": commit, "clientMutationId": given.get("clientMutationId")}

    def _update_refs(self, given: Mapping[str, Any], actor: str = BOT) -> dict[str, Any]:
        """`updateRefs`: all of them, if each points where it is said to point."""
        own = self.repos.find(self.name)
        if own is None or given["repositoryId"] != node_id("R", str(own.id)):
            raise GraphError("NOT_FOUND", "Could not resolve to a node with that global id.")
        for update in given["refUpdates"]:
            branch = update["name"].removeprefix("refs/heads/")
            now = self.git.branches().get(branch, NOBODY)
            if update.get("beforeOid", now) != now:
                raise GraphError("STALE_DATA", f"{update['name']} is at {now}.")
            if update["afterOid"] == NOBODY:
                self.delete_branch(branch, actor)
            elif update.get("force") or now == NOBODY or self.git.contains(update["afterOid"], now):
                try:
                    self.git.set_branch(branch, update["afterOid"])
                except GitError as error:  # a branch `a` stands in the way of `a/b`
                    raise GraphError("UNPROCESSABLE", "Reference update failed") from error
            else:
                raise GraphError("UNPROCESSABLE", "Update is not a fast forward")
        self.settle()
        return {"clientMutationId": given.get("clientMutationId")}

    def _auto_merge(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """`enablePullRequestAutoMerge`: only where the repository allows it."""
        found = [
            one
            for one in self.store.pulls()
            if node_id("T", str(one.number)) == given["pullRequestId"]
        ]
        if not found:
            raise GraphError("NOT_FOUND", "Could not resolve to a node with that global id.")
        if not self.auto_merge_allowed:
            message = "Auto merge is not allowed for this repository"
            raise GraphError("UNPROCESSABLE", f"Pull request {message}")
        self.store.change(found[0], auto_merge=given["mergeMethod"])
        return {"clientMutationId": given.get("clientMutationId"), "actor": None}

    # REST

    def _rest(self, request: Request) -> Response | None:
        response = self._route(request)
        if response is None:
            return None
        path = _BY_ID.sub("/repos/by/id", request.path) if "/repositories/" in request.path else ""
        self._hold(request, path or request.path, response)
        return response

    def _hold(self, request: Request, path: str, response: Response) -> None:
        if response.headers.get("Content-Type", "").startswith("application/json"):
            self.violations += contract().answer(
                request.method, path, response.status, response.body
            )

    def _route(self, request: Request) -> Response | None:
        path = unquote(request.path)
        if path == "/rate_limit":
            return Response.of_json(self.limits.overview(self.limits.bucket(request)))
        if path == "/user":
            return self._user(request)
        if match := _BY_ID.match(path):
            repo = self.repos.of_id(int(match[1]))
            return self._of_repo(request, repo, match[2] or "") if repo else missing()
        if match := _REPO.match(path):
            return self._named(request, f"{match[1]}/{match[2]}", match[3] or "")
        return None

    def _actor(self, request: Request) -> str:
        return self.actors.get(token_of(request), BOT)

    def _user(self, request: Request) -> Response:
        """Who the token belongs to; the token of an App belongs to nobody."""
        if not token_of(request):
            return refused(401, "Requires authentication")
        actor = self._actor(request)
        if actor.endswith("[bot]"):
            return _not_accessible()
        return Response.of_json(contract().complete("private-user", user(actor)))

    def _named(self, request: Request, name: str, rest: str) -> Response | None:
        repo = self.repos.find(name)
        if repo:
            return self._of_repo(request, repo, rest)
        successor = self.repos.renamed(name)
        return reading.moved(successor, request.method) if successor else missing()

    def _of_repo(self, request: Request, repo: Repo, rest: str) -> Response | None:
        if repo.private:
            return missing()
        if rest == "" and request.method == "GET":
            writes = not self.read_only and token_of(request) not in {"", READ_ONLY}
            return reading.about(request, repo, may_push=writes and repo.name == self.name)
        if repo.name == self.name:
            return self._own_repository(request, repo, rest)
        return _other_repository(request, repo, rest)

    def _own_repository(self, request: Request, repo: Repo, rest: str) -> Response | None:
        found = find(ROUTES, request.method, rest)
        if found is None:
            return None
        if request.method != "GET" and (wrong := self._may_not_write(request, rest)):
            return wrong
        handler, words = found
        call = Call(request, self, repo, self._actor(request), words)
        wrong_words = contract().request(request.method, request.path, request.body)
        self.violations += wrong_words
        return refused(422, "Invalid request.") if wrong_words else handler(call)

    def _may_not_write(self, request: Request, rest: str) -> Response | None:
        token = token_of(request)
        if not token:
            return refused(401, "Requires authentication")
        if self.read_only or token == READ_ONLY:
            return _not_accessible()
        if rest == "pulls" and not self.pulls_permitted:
            return pull_api.not_permitted()
        return None


def _own(repository: Any) -> dict[str, Any]:
    """The list's own repository, given by name or in full."""
    if isinstance(repository, Mapping):
        return {"name": "octo/list", **repository}
    return {"name": repository or "octo/list"}


def _file_changes(given: Mapping[str, Any]) -> dict[str, bytes | None]:
    added = {one["path"]: base64.b64decode(one["contents"]) for one in given.get("additions", ())}
    return {**added, **{one["path"]: None for one in given.get("deletions", ())}}


def _other_repository(request: Request, repo: Repo, rest: str) -> Response | None:
    """Other people's repositories: only what anybody reads of them."""
    head, _, tail = rest.partition("/")
    if request.method != "GET":
        return None
    if head == "readme":
        return reading.readme(request, repo)
    if head == "contents":
        return reading.contents(request, repo, tail)
    return None


def _not_accessible() -> Response:
    return refused(403, "Resource not accessible by integration")


def _outage(status: int) -> Response:
    text = '{"data":null,"errors":[{"message":"Something went wrong while executing your query."}]}'
    kind = "application/json" if status == 502 else "text/html"
    return Response(status, {"Content-Type": kind}, text.encode())
