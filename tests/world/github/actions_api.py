"""The API of GitHub Actions: what may run, and the workflows of the default branch."""

from __future__ import annotations

import re

from tests.world.github.calls import Call, Route
from tests.world.github.contract.check import contract
from tests.world.github.limits import refused
from tests.world.wire import Response


def _hidden(call: Call) -> Response | None:
    """Settings are for administrators."""
    return (
        None
        if call.origin.shows_settings
        else refused(403, "Must have admin rights to Repository.")
    )


def permissions(call: Call) -> Response:
    """https://docs.github.com/en/rest/actions/permissions"""
    allowed = {"enabled": call.origin.actions_enabled, "allowed_actions": "all"}
    return _hidden(call) or Response.of_json(allowed)


def workflow_permissions(call: Call) -> Response:
    allowed = {
        "default_workflow_permissions": "read",
        "can_approve_pull_request_reviews": call.origin.pulls_permitted,
    }
    return _hidden(call) or Response.of_json(allowed)


def workflows(call: Call) -> Response:
    """Those on the default branch, whatever the other branches hold."""
    files = call.origin.files()
    paths = sorted(path for path in files if re.match(r"\.github/workflows/.+\.ya?ml$", path))
    found = [
        contract().complete(
            "workflow",
            {
                "id": number,
                "name": path,
                "path": path,
                "state": call.origin.workflow_states.get(path, "active"),
                "html_url": f"{call.page}/blob/{call.origin.branch}/{path}",
            },
        )
        for number, path in enumerate(paths, 1)
    ]
    return Response.of_json({"total_count": len(found), "workflows": found})


ROUTES: list[Route] = [
    ("GET", "actions/permissions", permissions),
    ("GET", "actions/permissions/workflow", workflow_permissions),
    ("GET", "actions/workflows", workflows),
]
