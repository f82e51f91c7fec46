"""Answers of the REST API about people and repositories, completed by GitHub's description."""

from __future__ import annotations

import zlib
from typing import Any

from tests.world.github.contract.check import contract
from tests.world.github.graph_shapes import moment, node_id
from tests.world.github.licences import licence
from tests.world.github.repos import Repo

API = "https://api.github.com"
BOT = "github-actions[bot]"
_MERGES = ("merge_commit", "squash_merge", "rebase_merge")


def user(login: str) -> dict[str, Any]:
    """A `simple-user`."""
    number = zlib.crc32(login.encode()) % 90_000_000 + 1
    page = login.removesuffix("[bot]")
    known = {
        "login": login,
        "id": 41898282 if login == BOT else number,
        "node_id": node_id("U", login),
        "type": "Bot" if login.endswith("[bot]") else "User",
        "url": f"{API}/users/{login}",
        "html_url": f"https://github.com/{'apps/' if page != login else ''}{page}",
        "avatar_url": f"https://avatars.githubusercontent.com/u/{number}?v=4",
    }
    return contract().complete("simple-user", known)


def repository(
    repo: Repo, schema: str = "full-repository", *, may_push: bool = False
) -> dict[str, Any]:
    """A `full-repository` (or the shorter `repository` of a pull request's ends)."""
    url = f"{API}/repos/{repo.name}"
    known = {
        "id": repo.id,
        "node_id": node_id("R", str(repo.id)),
        "name": repo.short,
        "full_name": repo.name,
        "owner": user(repo.owner) | {"type": "Organization"},
        "private": repo.private,
        "html_url": f"https://github.com/{repo.name}",
        "url": url,
        "clone_url": f"https://github.com/{repo.name}.git",
        "description": repo.description,
        "homepage": repo.homepage,
        "fork": repo.fork,
        "permissions": {"admin": False, "push": may_push, "pull": True},
        "has_issues": repo.has_issues,
        "archived": repo.archived,
        "disabled": repo.disabled,
        "default_branch": repo.branch,
        "license": licence(repo.license, "rest"),
        "topics": list(repo.topics),
        "visibility": "private" if repo.private else "public",
        "created_at": moment(repo.created),
        "pushed_at": moment(repo.pushed),
        "updated_at": moment(repo.pushed),
        **{f"allow_{way}": way in repo.merges for way in _MERGES},
        **_counts(repo),
        **_urls(url),
    }
    return contract().complete(schema, known)


def _counts(repo: Repo) -> dict[str, int]:
    stars = ("stargazers_count", "watchers_count", "watchers")
    forks = ("forks_count", "forks", "network_count")
    return {**dict.fromkeys(stars, repo.stars), **dict.fromkeys(forks, repo.forks)}


def _urls(url: str) -> dict[str, str]:
    return {
        "blobs_url": f"{url}/git/blobs{{/sha}}",
        "branches_url": f"{url}/branches{{/branch}}",
        "commits_url": f"{url}/commits{{/sha}}",
        "contents_url": f"{url}/contents/{{+path}}",
        "git_refs_url": f"{url}/git/refs{{/sha}}",
        "issues_url": f"{url}/issues{{/number}}",
        "labels_url": f"{url}/labels{{/name}}",
        "pulls_url": f"{url}/pulls{{/number}}",
        "trees_url": f"{url}/git/trees{{/sha}}",
    }
