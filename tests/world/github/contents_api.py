"""The API of contents: files and folders of the list's own repository."""

from __future__ import annotations

import base64
from dataclasses import replace
from typing import Any

from tests.world.github import git_shapes as shapes
from tests.world.github.calls import Call, Route, missing
from tests.world.github.git import Entry
from tests.world.github.git_api import blob, named, person_of
from tests.world.github.limits import refused
from tests.world.github.origin import WEB_FLOW
from tests.world.github.reading import content_entry, with_etag
from tests.world.wire import Response


def get_contents(call: Call) -> Response:
    ref = call.param("ref", call.repo.branch)
    head, path = call.origin.git.resolve(ref), (call.words[0] or "").strip("/")
    kind, sha = call.origin.git.at(head, path) if head else ("", "")
    if kind == "blob":
        entry = _content(call, path, ref, Entry(path, "", "blob", sha))
        return with_etag(call.request, entry | _body(call, sha))
    if kind != "tree":
        return missing()
    below = [_content(call, f"{path}/{one.path}".strip("/"), ref, one) for one in _list(call, sha)]
    return with_etag(call.request, below)


def _list(call: Call, sha: str) -> list[Entry]:
    return call.origin.git.entries(sha)


def _content(call: Call, path: str, ref: str, one: Entry) -> dict[str, Any]:
    kind = "dir" if one.kind == "tree" else "file"
    return content_entry(call.repo.name, path, ref, kind, one.sha or "", one.size or 0)


def _body(call: Call, sha: str) -> dict[str, Any]:
    """Files above 1 MB come without their content
    (https://docs.github.com/en/rest/repos/contents#get-repository-content)."""
    whole = blob(call, sha)
    large = whole["size"] > 1_000_000
    return {
        "size": whole["size"],
        "encoding": "none" if large else "base64",
        "content": "" if large else whole["content"],
    }


def get_readme(call: Call) -> Response:
    head = call.origin.git.resolve(call.repo.branch)
    names = [one.path for one in call.origin.git.entries(head)] if head else []
    name = next((one for one in names if one.lower().startswith("readme")), "")
    if not name:
        return missing()
    return get_contents(replace(call, words=(name,)))


def write_contents(call: Call) -> Response:
    given, path, origin = call.body(), call.words[0], call.origin
    branch = given.get("branch") or call.repo.branch
    _, old = origin.git.at(origin.git.resolve(branch), path)
    if (given.get("sha") or "") != old:
        wrong = f"{path} does not match {given.get('sha')}" if old else "sha was not expected"
        return refused(409, wrong)
    content = base64.b64decode(given["content"])
    author = named(given.get("author"), person_of(call.actor))
    committer = named(given.get("committer"), WEB_FLOW)
    made = origin.commit(branch, {path: content}, author, given["message"], committer)
    _, sha = origin.git.at(made, path)
    entry = _content(call, path, branch, Entry(path, "", "blob", sha, len(content)))
    commit = shapes.git_commit(call, origin.git.commit(made))
    return Response.of_json({"content": entry, "commit": commit}, 200 if old else 201)


ROUTES: list[Route] = [
    ("GET", "contents/?(.*)", get_contents),
    ("PUT", "contents/(.+)", write_contents),
    ("GET", "readme", get_readme),
]
