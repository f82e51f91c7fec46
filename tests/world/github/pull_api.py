"""The API of pull requests."""

from __future__ import annotations

from typing import Any

from tests.world.github import git_shapes
from tests.world.github.calls import Call, Route, invalid, missing, paged
from tests.world.github.limits import refused
from tests.world.github.talk_shapes import pull
from tests.world.github.threads import asked_for, edit, too_long
from tests.world.wire import Response


def list_pulls(call: Call) -> Response:
    state, base = call.param("state", "open"), call.param("base")
    head = call.param("head").rpartition(":")[2]
    found = [
        one
        for one in call.origin.store.pulls()
        if state in {"all", one.state} and base in {"", one.base} and head in {"", one.head}
    ]
    found.reverse() if call.param("direction", "desc") == "desc" else None
    return paged(call, [pull(call, one, whole=False) for one in found])


def create_pull(call: Call) -> Response:
    given, origin = call.body(), call.origin
    head, base = given["head"].rpartition(":")[2], given["base"]
    shas = {name: origin.git.resolve(name) for name in (head, base)}
    wrong = _wrong_pull(call, head, base, shas, given)
    if wrong:
        return wrong
    one = origin.store.open(
        "pull",
        given["title"],
        given.get("body") or "",
        call.actor,
        head=head,
        base=base,
        head_sha=shas[head],
        base_sha=shas[base],
        draft=bool(given.get("draft")),
    )
    return Response.of_json(pull(call, one, whole=True), 201)


def _wrong_pull(
    call: Call, head: str, base: str, shas: dict[str, str], given: dict[str, Any]
) -> Response | None:
    for field, name in (("head", head), ("base", base)):
        if not shas[name]:
            return invalid("PullRequest", field=field)
    if call.origin.git.contains(shas[base], shas[head]):
        return invalid("PullRequest", f"No commits between {base} and {head}")
    for one in call.origin.store.pulls():
        if (one.state, one.head, one.base) == ("open", head, base):
            label = f"{call.origin.owner}:{head}"
            return invalid("PullRequest", f"A pull request already exists for {label}.")
    return too_long(given)


def get_pull(call: Call) -> Response:
    one = asked_for(call, "pull")
    return Response.of_json(pull(call, one, whole=True)) if one else missing()


def update_pull(call: Call) -> Response:
    one, given = asked_for(call, "pull"), call.body()
    if not one:
        return missing()
    if wrong := too_long(given):
        return wrong
    git = call.origin.git
    if given.get("base") and not git.resolve(given["base"]):
        return invalid("PullRequest", field="base")
    again = given.get("state") == "open" and one.state == "closed"
    if again and git.branches().get(one.head) != one.head_sha:
        return invalid("PullRequest", f"state cannot be changed. The {one.head} branch is not it.")
    edit(call, one, given, ("title", "body", "base"))
    call.origin.store.change(one, base_sha=git.resolve(one.base))
    return Response.of_json(pull(call, one, whole=True))


def pull_commits(call: Call) -> Response:
    one, git = asked_for(call, "pull"), call.origin.git
    if not one:
        return missing()
    shas = git.between(one.base_sha, one.head_sha)
    return paged(call, [git_shapes.commit(call, git.commit(sha)) for sha in shas])


def pull_files(call: Call) -> Response:
    one, git = asked_for(call, "pull"), call.origin.git
    if not one:
        return missing()
    files = git.changed(git.merge_base(one.base_sha, one.head_sha), one.head_sha)
    return paged(call, [git_shapes.diff_entry(call, one.head_sha, file) for file in files])


def request_review(call: Call) -> Response:
    """All of them or none: https://docs.github.com/en/rest/pulls/review-requests"""
    one, given, origin = asked_for(call, "pull"), call.body(), call.origin
    if not one:
        return missing()
    people = given.get("reviewers") or []
    if one.user in people:
        return refused(422, "Review cannot be requested from pull request author.")
    if not set(people) <= origin.collaborators:
        who = "One or more of the users or teams you specified is not a collaborator of the"
        text = f"Reviews may only be requested from collaborators. {who} {origin.name} repository."
        return refused(422, text)
    teams = [f"{origin.owner}/{name}" for name in given.get("team_reviewers") or []]
    origin.store.change(one, reviewers=[*one.reviewers, *people, *teams])
    return Response.of_json(pull(call, one, whole=False), 201)


def not_permitted() -> Response:
    """The repository's setting for Actions is off."""
    return refused(403, "GitHub Actions is not permitted to create or approve pull requests.")


_N = r"(\d+)"
ROUTES: list[Route] = [
    ("GET", "pulls", list_pulls),
    ("POST", "pulls", create_pull),
    ("GET", f"pulls/{_N}", get_pull),
    ("PATCH", f"pulls/{_N}", update_pull),
    ("POST", f"pulls/{_N}/requested_reviewers", request_review),
    ("GET", f"pulls/{_N}/commits", pull_commits),
    ("GET", f"pulls/{_N}/files", pull_files),
]
