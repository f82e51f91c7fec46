"""The git side of the REST API: blobs, trees, commits, refs, branches, contents, compare."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from tests.world.github import git_shapes as shapes
from tests.world.github.contract.check import contract
from tests.world.github.desk import Call, Route, missing, paged
from tests.world.github.git import Entry, GitError, Person
from tests.world.github.graph import node_id
from tests.world.github.limits import refused
from tests.world.github.origin import BOT, BOT_PERSON, WEB_FLOW
from tests.world.github.reading import content_entry, with_etag
from tests.world.wire import Response


def person_of(actor: str) -> Person:
    """Name and e-mail GitHub writes into a commit of this account."""
    return BOT_PERSON if actor == BOT else (actor, f"{actor}@users.noreply.github.com")


def _made(value: Any) -> Response:
    return Response.of_json(value, 201)


# objects


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
    return Response.of_json(_blob(call, sha))


def _blob(call: Call, sha: str) -> dict[str, Any]:
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
    author = _named(given.get("author"), actor)
    own = not (given.get("author") or given.get("committer")) and call.actor.endswith("[bot]")
    committer = WEB_FLOW if own else _named(given.get("committer"), author)
    sha = git.write_commit(
        given["tree"],
        given.get("parents") or [],
        given["message"],
        author,
        committer,
        (given.get("author") or {}).get("date") or call.origin.store.moment(),
    )
    return _made(shapes.git_commit(call, git.commit(sha)))


def _named(given: dict[str, str] | None, otherwise: Person) -> Person:
    return (given["name"], given["email"]) if given else otherwise


def get_git_commit(call: Call) -> Response:
    if call.origin.git.kind(call.words[0]) != "commit":
        return missing()
    return Response.of_json(shapes.git_commit(call, call.origin.git.commit(call.words[0])))


# refs


def _ref(call: Call, branch: str, sha: str) -> dict[str, Any]:
    ref = f"refs/heads/{branch}"
    return {
        "ref": ref,
        "node_id": node_id("REF", f"{call.repo.id}:{branch}"),
        "url": f"{call.url}/git/{ref}",
        "object": {"type": "commit", "sha": sha, "url": f"{call.url}/git/commits/{sha}"},
    }


def create_ref(call: Call) -> Response:
    given, git = call.body(), call.origin.git
    branch = given["ref"].removeprefix("refs/heads/")
    if branch in git.branches():
        return refused(422, "Reference already exists")
    if git.kind(given["sha"]) != "commit":
        return refused(422, "Object does not exist")
    try:
        git.set_branch(branch, given["sha"])
    except GitError:  # a branch `a` stands in the way of `a/b`
        return refused(422, "Reference could not be created")
    call.origin.settle()
    return _made(_ref(call, branch, given["sha"]))


def get_ref(call: Call) -> Response:
    sha = call.origin.git.branches().get(call.words[0])
    return Response.of_json(_ref(call, call.words[0], sha)) if sha else missing()


def matching_refs(call: Call) -> Response:
    found = call.origin.git.branches().items()
    return paged(
        call, [_ref(call, one, sha) for one, sha in found if one.startswith(call.words[0])]
    )


def update_ref(call: Call) -> Response:
    given, git, branch = call.body(), call.origin.git, call.words[0]
    old = git.branches().get(branch)
    if not old:
        return refused(422, "Reference does not exist")
    if git.kind(given["sha"]) != "commit":
        return refused(422, "Object does not exist")
    if not given.get("force") and not git.contains(given["sha"], old):
        return refused(422, "Update is not a fast forward")
    git.set_branch(branch, given["sha"])
    call.origin.settle()
    return Response.of_json(_ref(call, branch, given["sha"]))


def delete_ref(call: Call) -> Response:
    if call.words[0] not in call.origin.git.branches():
        return refused(422, "Reference does not exist")
    call.origin.delete_branch(call.words[0])
    return Response(204)


def list_branches(call: Call) -> Response:
    found = call.origin.git.branches().items()
    return paged(call, [_short_branch(call, name, sha) for name, sha in found])


def _short_branch(call: Call, name: str, sha: str) -> dict[str, Any]:
    url = f"{call.url}/commits/{sha}"
    return {"name": name, "commit": {"sha": sha, "url": url}, "protected": False}


def get_branch(call: Call) -> Response:
    name = call.words[0]
    sha = call.origin.git.branches().get(name)
    if not sha:
        return refused(404, "Branch not found")
    known = {
        "name": name,
        "commit": shapes.commit(call, call.origin.git.commit(sha)),
        "_links": {"html": f"{call.page}/tree/{name}", "self": f"{call.url}/branches/{name}"},
        "protection_url": f"{call.url}/branches/{name}/protection",
    }
    return Response.of_json(contract().complete("branch-with-protection", known))


# history


def list_commits(call: Call) -> Response:
    head = call.origin.git.resolve(call.param("sha", call.repo.branch))
    if not head:
        return missing()
    git = call.origin.git
    return paged(call, [shapes.commit(call, git.commit(sha)) for sha in git.history(head)])


def get_commit(call: Call) -> Response:
    git = call.origin.git
    sha = git.resolve(call.words[0])
    if not sha:
        return refused(422, f"No commit found for SHA: {call.words[0]}")
    one = git.commit(sha)
    files = git.changed(one.parents[0], sha) if one.parents else []
    entries = [shapes.diff_entry(call, sha, file) for file in files]
    return Response.of_json(shapes.commit(call, one) | {"files": entries})


def compare(call: Call) -> Response:
    base, _, head = call.words[0].partition("...")
    shas = [call.origin.git.resolve(one.rpartition(":")[2]) for one in (base, head)]
    if not all(shas) or not call.origin.git.merge_base(*shas):
        return missing()
    return Response.of_json(shapes.comparison(call, *shas))


# contents


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
    blob = _blob(call, sha)
    large = blob["size"] > 1_000_000
    return {
        "size": blob["size"],
        "encoding": "none" if large else "base64",
        "content": "" if large else blob["content"],
    }


def get_readme(call: Call) -> Response:
    head = call.origin.git.resolve(call.repo.branch)
    names = [one.path for one in call.origin.git.entries(head)] if head else []
    name = next((one for one in names if one.lower().startswith("readme")), "")
    if not name:
        return missing()
    return get_contents(Call(call.request, call.origin, call.repo, call.actor, (name,)))


def put_contents(call: Call) -> Response:
    given, path, origin = call.body(), call.words[0], call.origin
    branch = given.get("branch") or call.repo.branch
    _, old = origin.git.at(origin.git.resolve(branch), path)
    if (given.get("sha") or "") != old:
        wrong = f"{path} does not match {given.get('sha')}" if old else "sha was not expected"
        return refused(409, wrong)
    content = base64.b64decode(given["content"])
    author = _named(given.get("author"), person_of(call.actor))
    committer = _named(given.get("committer"), WEB_FLOW)
    made = origin.commit(branch, {path: content}, author, given["message"], committer)
    _, sha = origin.git.at(made, path)
    entry = _content(call, path, branch, Entry(path, "", "blob", sha, len(content)))
    commit = shapes.git_commit(call, origin.git.commit(made))
    return Response.of_json({"content": entry, "commit": commit}, 200 if old else 201)


_SHA = "([0-9a-f]{40})"
ROUTES: list[Route] = [
    ("POST", "git/blobs", create_blob),
    ("GET", f"git/blobs/{_SHA}", get_blob),
    ("POST", "git/trees", create_tree),
    ("GET", "git/trees/(.+)", get_tree),
    ("POST", "git/commits", create_commit),
    ("GET", f"git/commits/{_SHA}", get_git_commit),
    ("POST", "git/refs", create_ref),
    ("GET", "git/ref/heads/(.+)", get_ref),
    ("GET", "git/matching-refs/heads/(.*)", matching_refs),
    ("PATCH", "git/refs/heads/(.+)", update_ref),
    ("DELETE", "git/refs/heads/(.+)", delete_ref),
    ("GET", "branches", list_branches),
    ("GET", "branches/(.+)", get_branch),
    ("GET", "commits", list_commits),
    ("GET", "commits/(.+)", get_commit),
    ("GET", "compare/(.+)", compare),
    ("GET", "contents/?(.*)", get_contents),
    ("PUT", "contents/(.+)", put_contents),
    ("GET", "readme", get_readme),
]
