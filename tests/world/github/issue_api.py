"""The API of issues, comments and labels; a pull request is an issue too."""

from __future__ import annotations

from operator import attrgetter

from tests.world.github.calls import Call, Route, invalid, missing, paged
from tests.world.github.contract.check import contract
from tests.world.github.limits import refused
from tests.world.github.shapes import user
from tests.world.github.store import Comment
from tests.world.github.talk_shapes import comment, event, issue, label
from tests.world.github.threads import asked_for, edit, too_long
from tests.world.wire import Response


def _switched_off(call: Call) -> Response | None:
    if call.repo.has_issues:
        return None
    return refused(410, "Issues has been disabled in this repository.")


def list_issues(call: Call) -> Response:
    if wrong := _switched_off(call):
        return wrong
    state = call.param("state", "open")
    labels = set(call.param("labels").split(",")) - {""}
    found = [
        one
        for one in call.origin.store.threads.values()
        if state in {"all", one.state} and labels <= set(one.labels)
    ]
    moment = attrgetter(f"{call.param('sort', 'created')}_at", "number")
    found.sort(key=moment, reverse=call.param("direction", "desc") == "desc")
    return paged(call, [issue(call, one) for one in found])


def create_issue(call: Call) -> Response:
    given = call.body()
    if wrong := _switched_off(call) or too_long(given):
        return wrong
    labels = [one if isinstance(one, str) else one["name"] for one in given.get("labels") or ()]
    store = call.origin.store
    one = store.open("issue", given["title"], given.get("body") or "", call.actor, labels=labels)
    return Response.of_json(issue(call, one), 201)


def get_issue(call: Call) -> Response:
    one = asked_for(call, "issue")
    return Response.of_json(issue(call, one)) if one else missing()


def update_issue(call: Call) -> Response:
    one, given = asked_for(call, "issue"), call.body()
    if not one:
        return missing()
    if wrong := too_long(given):
        return wrong
    edit(call, one, given, ("title", "body", "labels"))
    return Response.of_json(issue(call, one))


def list_comments(call: Call) -> Response:
    one = asked_for(call, "issue")
    if not one:
        return missing()
    return paged(call, [comment(call, found) for found in call.origin.store.of(one.number)])


def create_comment(call: Call) -> Response:
    one, given = asked_for(call, "issue"), call.body()
    if not one:
        return missing()
    if wrong := too_long(given):
        return wrong
    found = call.origin.store.comment(one.number, call.actor, given["body"])
    return Response.of_json(comment(call, found), 201)


def _find_comment(call: Call) -> Comment | None:
    return call.origin.store.comments.get(int(call.words[0]))


def get_comment(call: Call) -> Response:
    found = _find_comment(call)
    return Response.of_json(comment(call, found)) if found else missing()


def update_comment(call: Call) -> Response:
    found = _find_comment(call)
    if not found:
        return missing()
    found.body, found.updated_at = call.body()["body"], call.origin.store.moment()
    call.origin.store.save()
    return Response.of_json(comment(call, found))


def delete_comment(call: Call) -> Response:
    if not _find_comment(call):
        return missing()
    del call.origin.store.comments[int(call.words[0])]
    call.origin.store.save()
    return Response(204)


def list_events(call: Call) -> Response:
    """What happened to an issue or pull request, oldest first."""
    one = asked_for(call, "issue")
    if not one:
        return missing()
    return paged(call, [event(call, each) for each in one.events])


def permission(call: Call) -> Response:
    """What an account may do here: everybody reads what is public."""
    login = call.words[0]
    if login.endswith("[bot]"):
        return refused(404, f"{login} is not a user")
    level = call.origin.permission(login)
    known = {"permission": level, "role_name": level, "user": {**user(login), "role_name": level}}
    return Response.of_json(contract().complete("repository-collaborator-permission", known))


# labels


def list_labels(call: Call) -> Response:
    return paged(call, [label(call, name) for name in call.origin.store.labels])


def create_label(call: Call) -> Response:
    given, labels = call.body(), call.origin.store.labels
    if given["name"] in labels:
        return invalid("Label", "already_exists")
    labels[given["name"]] = {"color": given.get("color", "ededed")}
    call.origin.store.save()
    return Response.of_json(label(call, given["name"]), 201)


def thread_labels(call: Call) -> Response:
    one = asked_for(call, "issue")
    return paged(call, [label(call, name) for name in one.labels]) if one else missing()


def add_labels(call: Call) -> Response:
    """Labels that are not there yet are made, as GitHub does."""
    one = asked_for(call, "issue")
    if not one:
        return missing()
    given = call.request.json()
    names = given["labels"] if isinstance(given, dict) else given
    kept = one.labels if call.request.method == "POST" else []
    call.origin.store.change(one, labels=list(dict.fromkeys([*kept, *names])))
    return Response.of_json([label(call, name) for name in one.labels])


def add_assignees(call: Call) -> Response:
    """Those who may not be assigned are passed over in silence, as GitHub does."""
    one = asked_for(call, "issue")
    if not one:
        return missing()
    known = [name for name in call.body()["assignees"] if name in call.origin.collaborators]
    call.origin.store.change(one, assignees=list(dict.fromkeys([*one.assignees, *known])))
    return Response.of_json(issue(call, one), 201)


_N = r"(\d+)"
ROUTES: list[Route] = [
    ("GET", "issues", list_issues),
    ("POST", "issues", create_issue),
    ("GET", f"issues/{_N}", get_issue),
    ("PATCH", f"issues/{_N}", update_issue),
    ("GET", f"issues/{_N}/comments", list_comments),
    ("POST", f"issues/{_N}/comments", create_comment),
    ("GET", f"issues/comments/{_N}", get_comment),
    ("PATCH", f"issues/comments/{_N}", update_comment),
    ("DELETE", f"issues/comments/{_N}", delete_comment),
    ("GET", f"issues/{_N}/events", list_events),
    ("GET", "collaborators/([^/]+)/permission", permission),
    ("GET", f"issues/{_N}/labels", thread_labels),
    ("POST", f"issues/{_N}/labels", add_labels),
    ("PUT", f"issues/{_N}/labels", add_labels),
    ("POST", f"issues/{_N}/assignees", add_assignees),
    ("GET", "labels", list_labels),
    ("POST", "labels", create_label),
]
