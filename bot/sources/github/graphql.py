"""The queries for GitHub's GraphQL API, and reading its answers. Pure.

The query and every field in it: https://docs.github.com/en/graphql/reference
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from sys import intern
from typing import Any

from bot.model.observation import Observation, Reason, Value
from bot.model.reference import Kind, Query, Reference
from bot.sources.base import found_or_moved
from bot.sources.github.places import PROBES, GitHubNode, places_of, probes_of
from bot.sources.http.errors import SourceFailure

SOURCE = "github"
_BATCH = 50
"""Repositories to a request. The price is 1 point; far more of them are answered with 502
now and then (https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api)."""
_REPOSITORY = """fragment R on Repository {
  databaseId nameWithOwner isArchived archivedAt isDisabled isLocked lockReason
  stargazerCount forkCount createdAt pushedAt description homepageUrl
  licenseInfo { spdxId } defaultBranchRef { name }
  latestRelease { tagName publishedAt } repositoryTopics(first: 20) { nodes { topic { name } } }
}"""
_AGREED: Mapping[str, type] = {
    **dict.fromkeys(("databaseId", "stargazerCount", "forkCount"), int),
    **dict.fromkeys(("isArchived", "isDisabled", "isLocked"), bool),
    **dict.fromkeys(("nameWithOwner", "lockReason", "description", "homepageUrl"), str),
    **dict.fromkeys(("archivedAt", "createdAt", "pushedAt"), str),
    **dict.fromkeys(("licenseInfo.spdxId", "defaultBranchRef.name"), str),
    **dict.fromkeys(("latestRelease.tagName", "latestRelease.publishedAt"), str),
}
"""Field → its type where it is not null (https://docs.github.com/en/graphql/reference/objects)."""
_OBJECT = "fragment O on GitObject { __typename }"
_TEXT = "fragment T on GitObject { __typename ... on Blob { text isTruncated } }"


@dataclass(frozen=True)
class GraphQLError:
    """One entry of `errors` (https://spec.graphql.org/October2021/#sec-Errors)."""

    type: str
    path: tuple[str | int, ...]


@dataclass(frozen=True)
class GraphQLReply:
    """An answer, complete or in part."""

    data: Mapping[str, Any]
    faults: tuple[GraphQLError, ...] = ()


@dataclass
class BatchResult:
    """The result for each query of a batch; `rest` has to be sent again.

    `spared` are those of `rest` that were answered all the same, so that they are not the cause.
    """

    nodes: dict[int, GitHubNode] = field(default_factory=dict)
    gone: list[int] = field(default_factory=list)
    forbidden: list[int] = field(default_factory=list)
    rest: list[int] = field(default_factory=list)
    spared: set[int] = field(default_factory=set)


def batches(queries: Sequence[Query]) -> Iterator[list[Query]]:
    """The queries in requests of a size that GitHub accepts."""
    batch: list[Query] = []
    probes = 0
    for query in queries:
        weight = len(probes_of(query))
        if batch and (len(batch) == _BATCH or probes + weight > PROBES):
            yield batch
            batch, probes = [], 0
        batch.append(query)
        probes += weight
    if batch:
        yield batch


def query_document(queries: Sequence[Query]) -> tuple[str, dict[str, str]]:
    """The document that asks for a batch, with its variables."""
    variables: dict[str, str] = {}
    fields: list[str] = []
    used = {_REPOSITORY}
    for index, query in enumerate(queries):
        owner, _, name = query.reference.name.partition("/")
        variables |= {f"o{index}": owner, f"n{index}": name}
        objects = ""
        for number, (expression, text) in enumerate(probes_of(query).items()):
            variables[f"e{index}_{number}"] = expression
            used.add(_TEXT if text else _OBJECT)
            spread = "T" if text else "O"
            objects += f" p{number}: object(expression: $e{index}_{number}) {{ ...{spread} }}"
        fields.append(
            f"  r{index}: repository(owner: $o{index}, name: $n{index}, followRenames: true)"
            f" {{ ...R{objects} }}"
        )
    declared = ", ".join(f"${name}: String!" for name in variables)
    return "\n".join([f"query({declared}) {{", *fields, "}", *sorted(used)]), variables


def read_reply(count: int, reply: GraphQLReply) -> BatchResult:
    """Sort a reply for `count` queries: a null without NOT_FOUND at its path proves nothing.

    An error without a path, or one that cut the answer short, makes every null doubtful: then
    nothing of the reply is used.
    """
    reading = BatchResult()
    doubtful = any(not at.path or at.type == "RESOURCE_LIMITS_EXCEEDED" for at in reply.faults)
    for index in range(count):
        own = [at for at in reply.faults if at.path[:1] == (f"r{index}",)]
        node = reply.data.get(f"r{index}")
        if doubtful:
            reading.rest.append(index)
            if isinstance(node, Mapping):
                reading.spared.add(index)
        elif any(at.type == "NOT_FOUND" and len(at.path) == 1 for at in own):
            reading.gone.append(index)
        elif any(at.type == "FORBIDDEN" and len(at.path) == 1 for at in own):
            reading.forbidden.append(index)
        elif isinstance(node, Mapping) and (not own or count == 1):
            reading.nodes[index] = _pruned(node, own)
        else:
            reading.rest.append(index)
    return reading


def _pruned(node: GitHubNode, faults: Iterable[GraphQLError]) -> GitHubNode:
    """The node without the fields that could not be read."""
    broken = {at.path[1] for at in faults if len(at.path) > 1}
    return {name: value for name, value in node.items() if name not in broken}


def observe_repository(query: Query, node: GitHubNode, now: datetime) -> Observation:
    """The observation in one repository's node. Never raises, whatever the node contains."""
    try:
        return _observe(query, node, now)
    except (AttributeError, KeyError, TypeError, ValueError):
        odd = SourceFailure(Reason.BAD_ANSWER, "GitHub's answer does not have the expected shape")
        return odd.unsure(SOURCE, query, now)


def check_types(node: GitHubNode) -> None:
    """Raise TypeError where a field is not what was agreed: text of another thing is no value."""
    for path, kind in _AGREED.items():
        outer, _, inner = path.partition(".")
        value = node.get(outer)
        value = value.get(inner) if inner and value is not None else value
        if value is not None and type(value) is not kind:
            raise TypeError(path)


def _observe(query: Query, node: GitHubNode, now: datetime) -> Observation:
    check_types(node)
    owner, name = str(node["nameWithOwner"]).split("/")
    there = Reference.of(Kind.REPO, f"{owner}/{name}")
    facts = {key: value for key, value in _facts(node) if value is not None}
    unknown = _unknown(node)
    places = places_of(query, node)
    return found_or_moved(SOURCE, query, there, now, facts, unknown, places)


def _facts(node: GitHubNode) -> Iterator[tuple[str, Value | None]]:
    release = node.get("latestRelease") or {}
    yield "id", node.get("databaseId")
    yield "name", node["nameWithOwner"]
    yield "stars", node.get("stargazerCount")
    yield "forks", node.get("forkCount")
    yield "archived", node.get("isArchived")
    yield "archived_on", day_part(node.get("archivedAt")) if node.get("isArchived") else None
    yield "disabled", node.get("isDisabled")
    yield "locked", _lock(node)
    yield "licence", _licence(node)
    yield "created", day_part(node.get("createdAt"))
    yield "pushed", day_part(node.get("pushedAt"))
    yield "release", release.get("tagName")
    yield "released", day_part(release.get("publishedAt"))
    yield "branch", (node.get("defaultBranchRef") or {}).get("name")
    yield "topics", _topics(node)
    yield "description", node.get("description") or None
    yield "homepage", node.get("homepageUrl") or None


def _licence(node: GitHubNode) -> str | None:
    spdx = (node.get("licenseInfo") or {}).get("spdxId")
    return None if spdx in {None, "", "NOASSERTION"} else str(spdx)


def _topics(node: GitHubNode) -> tuple[str, ...] | None:
    nodes = (node.get("repositoryTopics") or {}).get("nodes") or ()
    return tuple(str(one["topic"]["name"]) for one in nodes) or None


def _lock(node: GitHubNode) -> str | None:
    """Why it is locked, as GitHub names it (https://docs.github.com/en/graphql/reference/enums)."""
    if not node.get("isLocked"):
        return None
    return str(node.get("lockReason") or "locked").lower()


def day_part(stamp: Any) -> str | None:
    """The day of one of GitHub's timestamps, one text for all of a day; None without one."""
    return intern(datetime.fromisoformat(stamp).date().isoformat()) if stamp else None


def _unknown(node: GitHubNode) -> dict[str, str]:
    unknown = {}
    if "licenseInfo" not in node:
        unknown["licence"] = "GitHub did not say"
    elif node["licenseInfo"] is None:
        unknown["licence"] = "GitHub finds no licence file"
    elif _licence(node) is None:
        unknown["licence"] = "GitHub finds a licence it does not recognise"
    if "latestRelease" not in node:
        unknown["release"] = "GitHub did not say"
    elif node["latestRelease"] is None:
        unknown["release"] = "no release published on GitHub"
    return unknown
