"""The API of refs, branches and history."""

from __future__ import annotations

from typing import Any

from tests.world.github import git_shapes as shapes
from tests.world.github.calls import Call, Route, missing, paged
from tests.world.github.contract.check import contract
from tests.world.github.git import GitError
from tests.world.github.graph_shapes import node_id
from tests.world.github.limits import refused
from tests.world.wire import Response


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
    return Response.of_json(_ref(call, branch, given["sha"]), 201)


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
    call.origin.delete_branch(call.words[0], call.actor)
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


ROUTES: list[Route] = [
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
]
