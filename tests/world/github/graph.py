# ruff: noqa: A006, ARG005, N803 - resolvers are called with the schema's own argument names
"""GitHub's GraphQL: documents are validated and run against the published schema."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from graphql import (
    ExecutionResult,
    GraphQLError,
    GraphQLSchema,
    build_schema,
    execute_sync,
    parse,
    validate,
)

from tests.world.github.graph_shapes import GraphError, repository
from tests.world.github.repos import Repos

SCHEMA = Path(__file__).parent / "contract" / "schema.graphql"


@cache
def schema() -> GraphQLSchema:
    """The cut of GitHub's schema; the published one has a field twice, hence `assume_valid`."""
    text = SCHEMA.read_text(encoding="utf-8")
    return build_schema(text, assume_valid=True, assume_valid_sdl=True)


def run(
    document: Mapping[str, Any], root: Mapping[str, Any]
) -> tuple[dict[str, Any], list[GraphQLError]]:
    """GitHub's answer to a document, and what its schema says against it."""
    try:
        parsed = parse(str(document.get("query") or ""))
    except GraphQLError as error:
        return {"errors": [as_github(error)]}, [error]
    wrong = validate(schema(), parsed)
    if wrong:
        return {"errors": [as_github(error) for error in wrong]}, wrong
    result = execute_sync(
        schema(),
        parsed,
        root_value=root,
        variable_values=document.get("variables") or {},
        operation_name=document.get("operationName"),
    )
    return _answer(result), []


def _answer(result: ExecutionResult) -> dict[str, Any]:
    answer: dict[str, Any] = {"data": result.data}
    if result.errors:
        answer["errors"] = [as_github(error) for error in result.errors]
        if any((one.extensions or {}).get("type") == "BREAKS_whole" for one in result.errors):
            answer["data"] = None
    return answer


def as_github(error: GraphQLError) -> dict[str, Any]:
    """An error as GitHub spells it: the type stands beside the message."""
    spelled: dict[str, Any] = dict(error.formatted)
    kind = (spelled.pop("extensions", None) or {}).get("type")
    if str(kind).startswith("BREAKS"):
        return {"message": spelled["message"]}
    return {**({"type": kind} if kind else {}), **spelled}


@dataclass
class GraphFault:
    """How GraphQL fails: a status, or one of GitHub's kinds of error."""

    kind: str
    times: int | None = 1
    over: int = 0
    """Strikes only documents that ask for more repositories than this."""
    after: int = 0
    """For RESOURCE_LIMITS_EXCEEDED: so many repositories are still given."""


Commit = Callable[[Mapping[str, Any]], dict[str, Any]]


class Graph:
    """What stands behind Query and Mutation."""

    def __init__(
        self,
        repos: Repos,
        rate: Callable[[], dict[str, Any]],
        commit: Commit,
        move: Commit,
        auto_merge: Commit,
    ) -> None:
        self._repos = repos
        self._rate = rate
        self._commit = commit
        self._move = move
        self._auto_merge = auto_merge
        self.spare: int | None = None
        """So many more repositories are given before the resource limits are exceeded."""

    def root(self) -> dict[str, Any]:
        return {
            "repository": self._repository,
            "rateLimit": lambda info, dryRun=False: self._rate(),
            "viewer": {"login": "github-actions[bot]", "__typename": "User"},
            "createCommitOnBranch": lambda info, input: self._commit(input),
            "updateRefs": lambda info, input: self._move(input),
            "enablePullRequestAutoMerge": lambda info, input: self._auto_merge(input),
        }

    def _repository(
        self,
        info: Any,
        owner: str,
        name: str,
        followRenames: bool | None = True,
    ) -> dict[str, Any]:
        asked = f"{owner}/{name}"
        repo = self._repos.find(asked)
        if repo is None and followRenames is not False:
            repo = self._repos.renamed(asked)
        if repo is None or repo.private or repo.blocked:
            raise GraphError(
                "NOT_FOUND", f"Could not resolve to a Repository with the name '{asked}'."
            )
        if repo.breaks:
            raise GraphError(f"BREAKS_{repo.breaks}", "Something went wrong while executing it.")
        if repo.forbidden:
            raise GraphError(
                "FORBIDDEN", f"Although you appear to have the correct authorization, {_IP}"
            )
        self._spend()
        return repository(repo)

    def _spend(self) -> None:
        if self.spare is None:
            return
        self.spare -= 1
        if self.spare < 0:
            raise GraphError("RESOURCE_LIMITS_EXCEEDED", "Resource limits for this query exceeded.")


_IP = "the organization has an IP allow list enabled, and your IP address is not permitted."
