"""The API of git objects: blobs, trees, commits."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from tests.world.github import git_shapes as shapes
from tests.world.github.calls import Call, Route, missing
from tests.world.github.git import Entry, Person
from tests.world.github.graph_shapes import node_id
from tests.world.github.limits import refused
from tests.world.github.origin import BOT, BOT_PERSON, WEB_FLOW
from tests.world.wire import Response


def person_of(actor: str) -> Person:
    """Name and e-mail GitHub writes into a commit of this account."""
    return BOT_PERSON if actor == BOT else (actor, f"{actor}@users.noreply.github.com")


def _made(value: Any) -> Response:
    return Response.of_json(value, 201)


def create_blob(call: Call) -> Response:
    given = call.body()
    try:
        text = given["content"]
        base64d = given.get("encoding") == "base64"
        content = base64.b64decode(text) if base64d else text.encode()
    except (KeyError, binascii.Error):
        return refused(422, "content is not valid")
    sha = call.origin.git.write_blob(content)
    return _made({"sha": sha, "url": f"{call.url}/git/blobs/{sha}"})


def get_blob(call: Call) -> Response:
    sha = call.words[0]
    if call.origin.git.kind(sha) != "blob":
        return missing()
    return Response.of_json(blob(call, sha))


def blob(call: Call, sha: str) -> dict[str, Any]:
    content = call.origin.git.read_blob(sha)
    return {
        "sha": sha,
        "node_id": node_id("B", sha),
        "size": len(content),
        "url": f"{call.url}/git/blobs/{sha}",
        "encoding": "base64",
        "content": base64.encodebytes(content).decode(),
    }


def create_tree(call: Call) -> Response:
    given, git = call.body(), call.origin.git
    entries = [_entry(call, one) for one in given["tree"]]
    unknown = [one.sha for one in entries if one.sha and not git.kind(one.sha)]
    base = given.get("base_tree") or ""
    if unknown or (base and git.kind(base) not in {"tree", "commit"}):
        return refused(422, f"tree.sha {(unknown or [base])[0]} is not a valid blob")
    return _made(_tree(call, git.write_tree(base, entries), deep=False))


def _entry(call: Call, one: dict[str, Any]) -> Entry:
    sha = one.get("sha")
    if "content" in one:
        sha = call.origin.git.write_blob(one["content"].encode())
    return Entry(one["path"], one.get("mode", "100644"), one.get("type", "blob"), sha)


def get_tree(call: Call) -> Response:
    git = call.origin.git
    sha = call.words[0] if git.kind(call.words[0]) == "tree" else git.resolve(call.words[0])
    if not sha:
        return missing()
    return Response.of_json(_tree(call, sha, deep=bool(call.param("recursive"))))


def _tree(call: Call, treeish: str, *, deep: bool) -> dict[str, Any]:
    git = call.origin.git
    sha = git.line("rev-parse", f"{treeish}^{{tree}}")
    entries = [
        {
            "path": one.path,
            "mode": one.mode,
            "type": one.kind,
            "sha": one.sha,
            **({} if one.size is None else {"size": one.size}),
            "url": f"{call.url}/git/{one.kind}s/{one.sha}",
        }
        for one in git.entries(sha, deep=deep)
    ]
    return {"sha": sha, "url": f"{call.url}/git/trees/{sha}", "tree": entries, "truncated": False}


def create_commit(call: Call) -> Response:
    """Without an author GitHub signs for Apps: the committer is GitHub itself."""
    given, git = call.body(), call.origin.git
    if git.kind(given["tree"]) != "tree":
        return refused(422, "Tree SHA does not exist")
    actor = person_of(call.actor)
    author = named(given.get("author"), actor)
    own = not (given.get("author") or given.get("committer")) and call.actor.endswith("[bot]")
    committer = WEB_FLOW if own else named(given.get("committer"), author)
    sha = git.write_commit(
        given["tree"],
        given.get("parents") or [],
        given["message"],
        author,
        committer,
        (given.get("author") or {}).get("date") or call.origin.store.moment(),
    )
    return _made(shapes.git_commit(call, git.commit(sha)))


def named(given: dict[str, str] | None, otherwise: Person) -> Person:
    return (given["name"], given["email"]) if given else otherwise


def get_git_commit(call: Call) -> Response:
    if call.origin.git.kind(call.words[0]) != "commit":
        return missing()
    return Response.of_json(shapes.git_commit(call, call.origin.git.commit(call.words[0])))


_SHA = "([0-9a-f]{40})"
ROUTES: list[Route] = [
    ("POST", "git/blobs", create_blob),
    ("GET", f"git/blobs/{_SHA}", get_blob),
    ("POST", "git/trees", create_tree),
    ("GET", "git/trees/(.+)", get_tree),
    ("POST", "git/commits", create_commit),
    ("GET", f"git/commits/{_SHA}", get_git_commit),
]
