"""What anybody may read of a repository of the scenario: itself, its README, its folders."""

from __future__ import annotations

import base64
import json
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from tests.world.github.limits import refused
from tests.world.github.repos import Repo, oid
from tests.world.github.shapes import API, repository
from tests.world.wire import Request, Response


def with_etag(request: Request, value: Any) -> Response:
    """The answer, or 304 when the asker has it (free of charge for who bears a token)."""
    etag = f'W/"{sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:32]}"'
    known = request.headers.get("if-none-match", "")
    if etag.removeprefix("W/") in known:
        return Response(304, {"ETag": etag})
    response = Response.of_json(value)
    response.headers["ETag"] = etag
    return response


def moved(repo: Repo, method: str = "GET") -> Response:
    """A former name: 301 to the id (307 for what is no GET)."""
    url = f"{API}/repositories/{repo.id}"
    body = {
        "message": "Moved Permanently",
        "url": url,
        "documentation_url": "https://docs.github.com/rest/guides/best-practices-for-using-the-rest-api#follow-redirects",
    }
    response = Response.of_json(body, 301 if method == "GET" else 307)
    response.headers["Location"] = url
    return response


def about(request: Request, repo: Repo, *, may_push: bool = False) -> Response:
    """GET /repos/{owner}/{repo}."""
    if repo.blocked:
        block = {"reason": "dmca", "created_at": "2024-01-01T00:00:00Z", "html_url": None}
        return refused(451, "Repository access blocked", block=block)
    if repo.forbidden:
        return refused(403, "Resource not accessible by integration")
    return with_etag(request, repository(repo, may_push=may_push))


def readme(request: Request, repo: Repo) -> Response:
    """GET …/readme."""
    if repo.readme is None:
        return refused(404, "Not Found")
    if "raw" in request.headers.get("accept", ""):
        return Response(200, {"Content-Type": "text/plain; charset=utf-8"}, repo.readme.encode())
    return with_etag(request, _file(repo, repo.readme_name, repo.branch))


def contents(request: Request, repo: Repo, path: str) -> Response:
    """GET …/contents/{path}."""
    branch = repo.branch_of(dict(request.params()).get("ref", repo.branch))
    held = repo.holds(branch, path) if branch else ""
    if not held:
        return refused(404, "Not Found" if branch else "No commit found for the ref")
    if held == "blob":
        return with_etag(request, _file(repo, path, branch))
    entries = repo.entries(branch, path).items()
    whole = [
        _entry(repo, f"{path.strip('/')}/{name}".strip("/"), branch, kind) for name, kind in entries
    ]
    return with_etag(request, whole)


def _entry(repo: Repo, path: str, branch: str, held: str) -> dict[str, Any]:
    text = repo.readme if path == repo.readme_name and repo.readme else ""
    kind = "dir" if held == "tree" else "file"
    return content_entry(repo.name, path, branch, kind, oid(repo.name, branch, path), len(text))


def _file(repo: Repo, path: str, branch: str) -> dict[str, Any]:
    text = repo.readme if path == repo.readme_name and repo.readme else ""
    entry = content_entry(
        repo.name, path, branch, "file", oid(repo.name, branch, path), len(text.encode())
    )
    return entry | {"encoding": "base64", "content": base64.encodebytes(text.encode()).decode()}


def content_entry(name: str, path: str, ref: str, kind: str, sha: str, size: int) -> dict[str, Any]:
    """One file or folder as the contents API gives it."""
    place = quote(path)
    url = f"{API}/repos/{name}/contents/{place}?ref={ref}"
    git = "trees" if kind == "dir" else "blobs"
    verb = "tree" if kind == "dir" else "blob"
    links = {
        "self": url,
        "git": f"{API}/repos/{name}/git/{git}/{sha}",
        "html": f"https://github.com/{name}/{verb}/{ref}/{place}",
    }
    raw = None if kind == "dir" else f"https://raw.githubusercontent.com/{name}/{ref}/{place}"
    return {
        "name": path.rpartition("/")[2],
        "path": path,
        "sha": sha,
        "size": size,
        "type": kind,
        "url": url,
        "git_url": links["git"],
        "html_url": links["html"],
        "download_url": raw,
        "_links": links,
    }
