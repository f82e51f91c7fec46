"""Commits, trees and differences as the REST API gives them."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from tests.world.github.calls import Call
from tests.world.github.contract.check import contract
from tests.world.github.git import Commit, FileDiff, Person
from tests.world.github.graph_shapes import node_id
from tests.world.github.origin import BOT, BOT_PERSON, WEB_FLOW
from tests.world.github.shapes import user


def _person(person: Person, date: str) -> dict[str, str]:
    return {"name": person[0], "email": person[1], "date": date}


def _verification(commit: Commit) -> dict[str, Any]:
    signed = commit.committer == WEB_FLOW
    return {
        "verified": signed,
        "reason": "valid" if signed else "unsigned",
        "signature": "-----BEGIN PGP SIGNATURE-----" if signed else None,
        "payload": f"tree {commit.tree}" if signed else None,
        "verified_at": commit.committed if signed else None,
    }


def _parents(call: Call, commit: Commit, kind: str) -> list[dict[str, str]]:
    return [
        {"sha": one, "url": f"{call.url}/{kind}/{one}", "html_url": f"{call.page}/commit/{one}"}
        for one in commit.parents
    ]


def git_commit(call: Call, commit: Commit) -> dict[str, Any]:
    """A `git-commit`: the object itself."""
    return {
        "sha": commit.sha,
        "node_id": node_id("C", commit.sha),
        "url": f"{call.url}/git/commits/{commit.sha}",
        "html_url": f"{call.page}/commit/{commit.sha}",
        "author": _person(commit.author, commit.authored),
        "committer": _person(commit.committer, commit.committed),
        "tree": {"sha": commit.tree, "url": f"{call.url}/git/trees/{commit.tree}"},
        "message": commit.message,
        "parents": _parents(call, commit, "git/commits"),
        "verification": _verification(commit),
    }


def _account(person: Person) -> dict[str, Any] | None:
    """The account behind an e-mail address, as far as GitHub knows it."""
    if person == WEB_FLOW:
        return user("web-flow")
    if person == BOT_PERSON:
        return user(BOT)
    local, _, host = person[1].partition("@")
    return user(local.partition("+")[2] or local) if host else None


def commit(call: Call, one: Commit) -> dict[str, Any]:
    """A `commit`: the object, and the accounts behind its names."""
    whole = git_commit(call, one)
    inner = {name: whole[name] for name in ("author", "committer", "tree", "message", "url")}
    url = f"{call.url}/commits/{one.sha}"
    return {
        "sha": one.sha,
        "node_id": whole["node_id"],
        "url": url,
        "html_url": whole["html_url"],
        "comments_url": f"{url}/comments",
        "commit": {**inner, "comment_count": 0, "verification": whole["verification"]},
        "author": _account(one.author),
        "committer": _account(one.committer),
        "parents": _parents(call, one, "commits"),
    }


def diff_entry(call: Call, head: str, file: FileDiff) -> dict[str, Any]:
    """A `diff-entry`; like GitHub it has no patch when the file is binary."""
    place = quote(file.path)
    entry = {
        "sha": file.sha,
        "filename": file.path,
        "status": file.status,
        "additions": file.added,
        "deletions": file.deleted,
        "changes": file.added + file.deleted,
        "blob_url": f"{call.page}/blob/{head}/{place}",
        "raw_url": f"{call.page}/raw/{head}/{place}",
        "contents_url": f"{call.url}/contents/{place}?ref={head}",
    }
    return entry | ({"patch": file.patch} if file.patch else {})


def comparison(call: Call, base: str, head: str) -> dict[str, Any]:
    """A `commit-comparison` from base to head (both shas)."""
    git = call.origin.git
    middle = git.merge_base(base, head)
    ahead, behind = git.between(base, head), git.between(head, base)
    status = "diverged" if ahead and behind else "ahead" if ahead else "behind"
    page = f"{call.page}/compare/{base}...{head}"
    known = {
        "url": f"{call.url}/compare/{base}...{head}",
        "html_url": page,
        "permalink_url": page,
        "diff_url": f"{page}.diff",
        "patch_url": f"{page}.patch",
        "base_commit": commit(call, git.commit(base)),
        "merge_base_commit": commit(call, git.commit(middle)),
        "status": status if ahead or behind else "identical",
        "ahead_by": len(ahead),
        "behind_by": len(behind),
        "total_commits": len(ahead),
        "commits": [commit(call, git.commit(sha)) for sha in ahead],
        "files": [diff_entry(call, head, one) for one in git.changed(middle, head)],
    }
    return contract().complete("commit-comparison", known)
