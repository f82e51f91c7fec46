"""What makes a workflow start: names and payloads as GitHub sends them, cut to what is read.

https://docs.github.com/en/webhooks/webhook-events-and-payloads
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

REPOSITORY = "octo/list"
BOT = {"login": "github-actions[bot]", "type": "Bot"}
MAINTAINER = {"login": "maintainer", "type": "User"}
STRANGER = {"login": "stranger", "type": "User"}


@dataclass(frozen=True)
class Event:
    """`paths` are the files that a push changed; `ref` is what GITHUB_REF holds."""

    name: str
    payload: Mapping[str, Any]
    ref: str = "refs/heads/main"
    paths: Sequence[str] = ()
    inputs: Mapping[str, Any] = field(default_factory=dict)

    def starts(self, workflow: Mapping[str, Any]) -> bool:
        """Whether `on:` lets it start that workflow."""
        triggers = workflow["on"]
        if self.name not in triggers:
            return False
        rules = triggers[self.name] or {}
        if self.name in {"schedule", "workflow_dispatch"}:
            return True
        known = {"types", "branches", "tags", "paths"}
        assert set(rules) <= known, f"a trigger with {sorted(set(rules) - known)}"
        types = rules.get("types") or ["opened", "synchronize", "reopened"]
        if self.name != "push":
            return self.payload["action"] in types
        return self._pushed(rules)

    def _pushed(self, rules: Mapping[str, Any]) -> bool:
        kind, _, name = self.ref.removeprefix("refs/").partition("/")
        wanted = rules.get("branches" if kind == "heads" else "tags")
        if wanted is None or not any(_fits(name, pattern) for pattern in wanted):
            return False
        paths = rules.get("paths")
        return not paths or any(_fits(path, one) for path in self.paths for one in paths)


def _fits(name: str, pattern: str) -> bool:
    if "[" in pattern:
        return bool(re.fullmatch(pattern.replace(".", r"\."), name))
    return fnmatchcase(name, pattern)


def _repository(*, fork: bool = False) -> dict[str, Any]:
    return {"full_name": REPOSITORY, "fork": fork, "default_branch": "main"}


def schedule(*, fork: bool = False) -> Event:
    return Event("schedule", {"schedule": "17 4 * * 1", "repository": _repository(fork=fork)})


def dispatch(**inputs: Any) -> Event:
    payload = {"inputs": inputs, "sender": MAINTAINER, "repository": _repository()}
    return Event("workflow_dispatch", payload, inputs=inputs)


def push(*paths: str, ref: str = "refs/heads/main", fork: bool = False) -> Event:
    payload = {"ref": ref, "sender": MAINTAINER, "repository": _repository(fork=fork)}
    return Event("push", payload, ref, paths)


def issue(
    action: str,
    *,
    title: str = "Dashboard",
    body: str = "",
    author: Mapping[str, str] = BOT,
    association: str = "NONE",
    sender: Mapping[str, str] = MAINTAINER,
    labels: Sequence[str] = (),
    label: str = "",
    number: int = 7,
) -> Event:
    payload = {
        "action": action,
        "issue": {
            "number": number,
            "title": title,
            "body": body,
            "user": author,
            "author_association": association,
            "labels": [{"name": name} for name in labels],
        },
        "sender": sender,
        "repository": _repository(),
    }
    return Event("issues", payload | ({"label": {"name": label}} if label else {}))


def pull_request(
    action: str,
    *,
    branch: str = "listkeeper/refresh",
    head: str = REPOSITORY,
    sender: Mapping[str, str] = MAINTAINER,
) -> Event:
    payload = {
        "action": action,
        "pull_request": {
            "number": 1,
            "user": BOT,
            "head": {"ref": branch, "repo": {"full_name": head, "fork": head != REPOSITORY}},
            "base": {"ref": "main"},
        },
        "sender": sender,
        "repository": _repository(),
    }
    return Event("pull_request", payload, "refs/pull/1/merge")
