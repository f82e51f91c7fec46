"""Pull requests, issues, comments and labels as the REST API gives them."""

from __future__ import annotations

import zlib
from typing import Any

from tests.world.github.calls import Call
from tests.world.github.contract.check import contract
from tests.world.github.graph_shapes import node_id
from tests.world.github.shapes import repository, user
from tests.world.github.store import Comment, Event, Thread


def label(call: Call, name: str) -> dict[str, Any]:
    held = call.origin.store.labels.get(name, {})
    return {
        "id": zlib.crc32(name.encode()),
        "node_id": node_id("LA", name),
        "url": f"{call.url}/labels/{name}",
        "name": name,
        "color": held.get("color", "ededed"),
        "description": held.get("description", ""),
        "default": False,
    }


def _thread(call: Call, one: Thread) -> dict[str, Any]:
    """What an issue and a pull request have in common."""
    issue = f"{call.url}/issues/{one.number}"
    return {
        "id": 10_000 + one.number,
        "node_id": node_id("T", str(one.number)),
        "number": one.number,
        "title": one.title,
        "body": one.body,
        "state": one.state,
        "locked": one.locked,
        "user": user(one.user),
        "labels": [label(call, name) for name in one.labels],
        "created_at": one.created_at,
        "updated_at": one.updated_at,
        "closed_at": one.closed_at,
        "comments_url": f"{issue}/comments",
        "author_association": "MEMBER" if one.user in call.origin.own else "CONTRIBUTOR",
        "assignees": [user(login) for login in one.assignees],
    }


def pull(call: Call, one: Thread, *, whole: bool) -> dict[str, Any]:
    """A `pull-request`, or the `pull-request-simple` of lists."""
    url = f"{call.url}/pulls/{one.number}"
    page = f"{call.page}/pull/{one.number}"
    known = {
        **_thread(call, one),
        "url": url,
        "html_url": page,
        "diff_url": f"{page}.diff",
        "patch_url": f"{page}.patch",
        "issue_url": f"{call.url}/issues/{one.number}",
        "commits_url": f"{url}/commits",
        "draft": one.draft,
        "merged_at": one.merged_at,
        "merge_commit_sha": one.merge_commit_sha,
        "head": _end(call, one.head, one.head_sha),
        "base": _end(call, one.base, one.base_sha),
        **(_numbers(call, one) if whole else {}),
    }
    return contract().complete("pull-request" if whole else "pull-request-simple", known)


def _end(call: Call, branch: str, sha: str) -> dict[str, Any]:
    return {
        "label": f"{call.origin.owner}:{branch}",
        "ref": branch,
        "sha": sha,
        "user": user(call.origin.owner),
        "repo": repository(call.repo, "repository"),
    }


def _numbers(call: Call, one: Thread) -> dict[str, Any]:
    git = call.origin.git
    middle = git.merge_base(one.base_sha, one.head_sha)
    files = git.changed(middle, one.head_sha)
    clean = bool(git.merged_tree(one.base_sha, one.head_sha))
    return {
        "merged": one.merged_at is not None,
        "merged_by": user(one.closed_by) if one.merged_at and one.closed_by else None,
        "mergeable": clean if one.state == "open" else None,
        "mergeable_state": "clean" if clean else "dirty",
        "comments": len(call.origin.store.of(one.number)),
        "commits": len(git.between(one.base_sha, one.head_sha)),
        "additions": sum(file.added for file in files),
        "deletions": sum(file.deleted for file in files),
        "changed_files": len(files),
    }


def issue(call: Call, one: Thread) -> dict[str, Any]:
    """An `issue`; a pull request is one too."""
    url = f"{call.url}/issues/{one.number}"
    folder = "pull" if one.kind == "pull" else "issues"
    known = {
        **_thread(call, one),
        "url": url,
        "repository_url": call.url,
        "html_url": f"{call.page}/{folder}/{one.number}",
        "events_url": f"{url}/events",
        "labels_url": f"{url}/labels{{/name}}",
        "comments": len(call.origin.store.of(one.number)),
        "closed_by": user(one.closed_by) if one.closed_by else None,
    }
    if one.kind == "pull":
        page = f"{call.page}/pull/{one.number}"
        api = f"{call.url}/pulls/{one.number}"
        known["pull_request"] = {
            "url": api,
            "html_url": page,
            "diff_url": f"{page}.diff",
            "patch_url": f"{page}.patch",
        }
    return contract().complete("issue", known)


def event(call: Call, one: Event) -> dict[str, Any]:
    """An event of an issue. "closed" and its like have no schema of their own: they are this one's
    fields, which every event has."""
    known = {
        "id": one.id,
        "node_id": node_id("EV", str(one.id)),
        "url": f"{call.url}/issues/events/{one.id}",
        "event": one.event,
        "actor": user(one.actor),
        "created_at": one.created_at,
        "commit_id": None,
        "commit_url": None,
    }
    return contract().complete("removed-from-project-issue-event", known)


def comment(call: Call, one: Comment) -> dict[str, Any]:
    thread = call.origin.store.threads[one.number]
    folder = "pull" if thread.kind == "pull" else "issues"
    return {
        "id": one.id,
        "node_id": node_id("IC", str(one.id)),
        "url": f"{call.url}/issues/comments/{one.id}",
        "html_url": f"{call.page}/{folder}/{one.number}#issuecomment-{one.id}",
        "issue_url": f"{call.url}/issues/{one.number}",
        "body": one.body,
        "user": user(one.user),
        "author_association": "CONTRIBUTOR",
        "created_at": one.created_at,
        "updated_at": one.updated_at,
    }
