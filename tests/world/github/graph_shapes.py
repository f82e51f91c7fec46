# ruff: noqa: ARG005, N803 - resolvers are called with the schema's own argument names
"""Repositories, refs and objects as GitHub's GraphQL gives them."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from graphql import GraphQLError

from tests.world.github.licences import licence
from tests.world.github.repos import Repo, oid


class GraphError(GraphQLError):
    """An error at one path, with GitHub's own word for it."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message, extensions={"type": kind})


def repository(repo: Repo) -> dict[str, Any]:
    """A `Repository` of the schema."""
    url = f"https://github.com/{repo.name}"
    owner = {
        "__typename": "Organization",
        "id": node_id("O", repo.owner),
        "login": repo.owner,
        "url": f"https://github.com/{repo.owner}",
    }
    return {
        "__typename": "Repository",
        "id": node_id("R", str(repo.id)),
        "databaseId": repo.id,
        "name": repo.short,
        "nameWithOwner": repo.name,
        "owner": owner,
        "url": url,
        "resourcePath": f"/{repo.name}",
        "visibility": "PUBLIC",
        **_flags(repo),
        "archivedAt": moment(repo.archived_on or repo.pushed[:10]) if repo.archived else None,
        "lockReason": repo.locked,
        "stargazerCount": repo.stars,
        "forkCount": repo.forks,
        "createdAt": moment(repo.created),
        "pushedAt": moment(repo.pushed),
        "updatedAt": moment(repo.pushed),
        "description": repo.description,
        "homepageUrl": repo.homepage,
        "licenseInfo": licence(repo.license, "graphql"),
        "defaultBranchRef": lambda info: _ref(repo, repo.branch),
        "latestRelease": _release(repo, repo.release),
        "releases": lambda info, first=None, orderBy=None, **rest: _releases(repo, first, orderBy),
        "repositoryTopics": lambda info, first=None, **rest: _topics(repo, first),
        "ref": lambda info, qualifiedName: _ref(repo, qualifiedName),
        "object": lambda info, expression=None, oid=None: _object(repo, expression or oid or ""),
    }


def _flags(repo: Repo) -> dict[str, bool]:
    flags = ["isPrivate", "isFork", "isMirror", "isEmpty", "isTemplate"]
    return {
        **dict.fromkeys(flags, False),
        "isArchived": repo.archived,
        "isDisabled": repo.disabled,
        "isLocked": bool(repo.locked),
    }


def node_id(kind: str, text: str) -> str:
    return f"{kind}_{base64.urlsafe_b64encode(text.encode()).decode().rstrip('=')}"


def moment(day: str) -> str:
    """A day of the scenario as GitHub writes moments."""
    return day if "T" in day else f"{day}T00:00:00Z"


def _release(repo: Repo, release: Mapping[str, str] | None) -> dict[str, Any] | None:
    if not release:
        return None
    tag = str(release["tag"])
    at = moment(str(release.get("at") or repo.pushed))
    return {
        "__typename": "Release",
        "id": node_id("RE", repo.name + tag),
        "tagName": tag,
        "name": release.get("name", tag),
        "publishedAt": at,
        "createdAt": at,
        "isPrerelease": False,
        "isDraft": False,
        "isLatest": True,
        "url": f"https://github.com/{repo.name}/releases/tag/{tag}",
    }


def _releases(repo: Repo, first: int | None, order: Any) -> dict[str, Any]:
    if first is None or not 1 <= first <= 100:
        raise GraphError("MISSING_PAGINATION_BOUNDARIES", "You must provide `first` or `last`.")
    known = [repo.first_release or repo.release, repo.release]
    nodes = [one for one in (_release(repo, release) for release in known) if one]
    if (order or {}).get("direction") != "ASC":
        nodes.reverse()
    return {"nodes": nodes[:first], "totalCount": len(nodes)}


def _topics(repo: Repo, first: int | None) -> dict[str, Any]:
    if first is None or not 1 <= first <= 100:
        raise GraphError("MISSING_PAGINATION_BOUNDARIES", "You must provide `first` or `last`.")
    nodes = [
        {"id": node_id("RT", topic), "topic": {"id": node_id("T", topic), "name": topic}}
        for topic in repo.topics
    ]
    page = {"hasNextPage": len(nodes) > first, "hasPreviousPage": False}
    return {"nodes": nodes[:first], "totalCount": len(nodes), "pageInfo": page}


def _ref(repo: Repo, name: str) -> dict[str, Any] | None:
    branch = repo.branch_of(name)
    if not branch:
        return None
    return {
        "__typename": "Ref",
        "id": node_id("REF", f"{repo.id}:{branch}"),
        "name": branch,
        "prefix": "refs/heads/",
        "target": _commit(repo, branch),
    }


def _commit(repo: Repo, branch: str) -> dict[str, Any]:
    return {
        "__typename": "Commit",
        "id": node_id("C", oid(repo.name, branch)),
        "oid": oid(repo.name, branch),
        "committedDate": moment(repo.pushed),
        "tree": lambda info: _tree(repo, branch, ""),
        "history": lambda info, first=None, after=None, **rest: _history(
            repo, branch, first, after
        ),
    }


def _history(repo: Repo, branch: str, first: int | None, after: str | None) -> dict[str, Any]:
    """The newest and the first commit have days; a cursor is `<commit> <index>`."""
    if first != 1:
        raise GraphError("MISSING_PAGINATION_BOUNDARIES", "Only `first: 1` is known here.")
    head, _, index = (after or f"{oid(repo.name, branch)} -1").partition(" ")
    if head != oid(repo.name, branch) or not index.lstrip("-").isdigit():
        raise GraphError("INVALID_CURSOR_ARGUMENTS", f"`{after}` does not appear to be a cursor.")
    at = int(index) + 1
    day = repo.pushed if at < repo.commits - 1 else repo.first_commit or repo.created
    node = {
        "__typename": "Commit",
        "id": node_id("C", oid(repo.name, branch, str(at))),
        "oid": oid(repo.name, branch, str(at)),
        "committedDate": moment(day),
    }
    page = {
        "hasNextPage": at < repo.commits - 1,
        "hasPreviousPage": at > 0,
        "endCursor": f"{head} {at}",
    }
    nodes = [node] if at < repo.commits else []
    return {"nodes": nodes, "totalCount": repo.commits, "pageInfo": page}


def _object(repo: Repo, expression: str) -> dict[str, Any] | None:
    ref, colon, path = expression.partition(":")
    branch = repo.branch_of(ref)
    if not branch:
        return None
    if not colon:
        return _commit(repo, branch)
    match repo.holds(branch, path):
        case "tree":
            return _tree(repo, branch, path.strip("/"))
        case "blob":
            return _blob(repo, branch, path)
    return None


def _tree(repo: Repo, branch: str, path: str) -> dict[str, Any]:
    entries = [
        {
            "name": name,
            "path": f"{path}/{name}".strip("/"),
            "type": kind,
            "mode": 0o040000 if kind == "tree" else 0o100644,
            "oid": oid(repo.name, branch, path, name),
        }
        for name, kind in repo.entries(branch, path).items()
    ]
    return {"__typename": "Tree", "oid": oid(repo.name, branch, path), "entries": entries}


def _blob(repo: Repo, branch: str, path: str) -> dict[str, Any]:
    text = repo.readme if path == repo.readme_name and repo.readme is not None else ""
    return {
        "__typename": "Blob",
        "oid": oid(repo.name, branch, path, text),
        "text": text,
        "byteSize": len(text.encode()),
        "isTruncated": False,
        "isBinary": False,
    }
