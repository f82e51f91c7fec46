"""What GitHub says of a list's repository, and of the settings that the bot depends on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from github import Github, GithubException

from bot.publish.github.refusals import publish_errors


@dataclass(frozen=True)
class RepositorySettings:
    """None where the token may not see it.

    may_push             whether the token's owner may write
    actions_enabled      whether GitHub Actions may run
    may_open_pulls       whether Actions may open pull requests
    workflows            path → state, of the workflows on the default branch
    """

    name: str
    default_branch: str
    archived: bool
    fork: bool
    private: bool
    has_issues: bool
    pushed_at: datetime | None
    may_push: bool | None = None
    actions_enabled: bool | None = None
    may_open_pulls: bool | None = None
    workflows: Mapping[str, str] | None = field(default=None)


def inspect(client: Github, name: str) -> RepositorySettings:
    """Read the repository's settings (four requests).

    Raises PublishError when the repository itself cannot be read.
    """
    with publish_errors("reading the repository's settings"):
        found = client.get_repo(name)
        permissions = found.raw_data.get("permissions")
        base = found.url
        actions = _seen(client, f"{base}/actions/permissions")
        pulls = _seen(client, f"{base}/actions/permissions/workflow")
        workflows = _seen(client, f"{base}/actions/workflows?per_page=100")
        return RepositorySettings(
            name=found.full_name,
            default_branch=found.default_branch,
            archived=found.archived,
            fork=found.fork,
            private=found.private,
            has_issues=found.has_issues,
            pushed_at=found.pushed_at,
            may_push=permissions.get("push") if isinstance(permissions, dict) else None,
            actions_enabled=actions.get("enabled"),
            may_open_pulls=pulls.get("can_approve_pull_request_reviews"),
            workflows=_states(workflows),
        )


def _seen(client: Github, url: str) -> Mapping[str, Any]:
    """The answer; empty where the token may not see it, since administrators alone see some."""
    try:
        _, answer = client.requester.requestJsonAndCheck("GET", url)
    except GithubException as error:
        if error.status in {403, 404}:
            return {}
        raise
    return answer if isinstance(answer, dict) else {}


def _states(answer: Mapping[str, Any]) -> dict[str, str] | None:
    if "workflows" not in answer:
        return None
    return {str(one["path"]): str(one["state"]) for one in answer["workflows"]}
