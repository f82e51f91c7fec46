"""One signed commit on top of the base, and moving a branch to it unless somebody pushed."""

from __future__ import annotations

import base64
from collections.abc import Mapping

from github import GithubException, InputGitTreeElement
from github.Repository import Repository

from bot.model.errors import PublishError
from bot.publish.github.branch import BranchState, bytes_of, find_ref, stamped
from bot.publish.github.refusals import message_of

SIDE = "listkeeper/side"
"""The branch for `createCommitOnBranch`: the real branch moves once, and is never empty."""
_NOBODY = "0" * 40


def write_commit(
    repository: Repository,
    base: BranchState,
    files: Mapping[str, str],
    message: str,
    *,
    by_mutation: bool,
) -> str:
    """Make a commit on top of `base` with these files, on no topic's branch; its id.

    `by_mutation` is for tokens whose commits GitHub signs only through GraphQL; see docs/design.md.
    """
    elements = [
        _element(repository, path, base.modes.get(path, "100644"), text)
        for path, text in sorted(files.items())
    ]
    tree = repository.create_git_tree(elements, base_tree=base.tree)
    stamp = stamped(message, tree.sha)
    if by_mutation:
        return _appended(repository, base.sha, files, stamp)
    return repository.create_git_commit(stamp, tree, [base.commit]).sha


def _element(repository: Repository, path: str, mode: str, text: str) -> InputGitTreeElement:
    """A file of a tree; JSON holds text only, so other bytes are a blob of their own."""
    content = bytes_of(text)
    if content == text.encode("utf-8", "replace"):
        return InputGitTreeElement(path, mode, "blob", content=text)
    blob = repository.create_git_blob(base64.b64encode(content).decode(), "base64")
    return InputGitTreeElement(path, mode, "blob", sha=blob.sha)


def _appended(repository: Repository, base: str, files: Mapping[str, str], message: str) -> str:
    """The commit, made by GitHub on a temporary branch."""
    left = find_ref(repository, SIDE)  # left over if an earlier run was killed
    move_branch(repository, SIDE, left.object.sha if left else "", base)
    headline, _, body = message.partition("\n\n")
    additions = [
        {"path": path, "contents": base64.b64encode(bytes_of(text)).decode()}
        for path, text in sorted(files.items())
    ]
    _, answer = repository.requester.graphql_named_mutation(
        "createCommitOnBranch",
        {
            "branch": {"repositoryNameWithOwner": repository.full_name, "branchName": SIDE},
            "expectedHeadOid": base,
            "message": {"headline": headline, "body": body},
            "fileChanges": {"additions": additions},
        },
        "commit { oid }",
    )
    made = str(answer["commit"]["oid"])
    move_branch(repository, SIDE, made, "")
    return made


class BranchMovedError(PublishError):
    """Somebody else moved a branch just now."""


def move_branch(repository: Repository, branch: str, before: str, after: str) -> None:
    """Let a branch point at `after`, if it still points at `before` (empty: there is none).

    An empty `after` deletes it. Raises BranchMovedError when somebody pushed in the meantime, and
    PublishError when a branch of another name is in the way.
    """
    update = {
        "name": f"refs/heads/{branch}",
        "beforeOid": before or _NOBODY,
        "afterOid": after or _NOBODY,
        "force": True,
    }
    try:
        repository.requester.graphql_named_mutation(
            "updateRefs",
            {"repositoryId": repository.node_id, "refUpdates": [update]},
            "clientMutationId",
        )
    except GithubException as error:
        now = find_ref(repository, branch)
        if (now.object.sha if now else "") != before:
            raise BranchMovedError(
                f"somebody moved {branch} just now ({message_of(error)}); the next run tries again"
            ) from error
        if other := "" if before else _in_the_way(repository, branch):
            raise PublishError(
                f"the branch {branch} cannot be made: there is one named {other}",
                hint=f"rename or delete {other}: git cannot hold both",
            ) from error
        raise


def _in_the_way(repository: Repository, branch: str) -> str:
    """A branch that git cannot hold beside this one: `a` beside `a/b`. Empty for none."""
    parts = branch.split("/")
    above = ["/".join(parts[:end]) for end in range(1, len(parts))]
    found = [one for one in above if find_ref(repository, one)]
    below = repository.get_git_matching_refs(f"heads/{branch}/")
    return next(iter([*found, *(one.ref.removeprefix("refs/heads/") for one in below)]), "")
