"""What the APIs of pull requests and of issues have in common."""

from __future__ import annotations

from typing import Any

from tests.world.github.calls import Call, invalid
from tests.world.github.store import Thread
from tests.world.wire import Response

LONGEST = 65_536
"""Characters of a body (the number stands in GitHub's own error message)."""


def asked_for(call: Call, kind: str) -> Thread | None:
    """The thread whose number the path names; an issue's door opens to both kinds."""
    one = call.origin.store.threads.get(int(call.words[0]))
    return one if one and (kind == "issue" or one.kind == kind) else None


def edit(call: Call, one: Thread, given: dict[str, Any], fields: tuple[str, ...]) -> None:
    store = call.origin.store
    store.change(one, **{name: given[name] for name in fields if given.get(name) is not None})
    if given.get("state") == "closed" and one.state == "open":
        store.close(one, call.actor)
    elif given.get("state") == "open" and one.state == "closed":
        store.reopen(one, call.actor)


def too_long(given: dict[str, Any]) -> Response | None:
    if len(given.get("body") or "") <= LONGEST:
        return None
    return invalid("Issue", f"body is too long (maximum is {LONGEST} characters)")
