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


def move_branch(repository: Repository, branch: str, before: str, after: str) -> None:
    """Let a branch point at `after`, if it still points at `before` (empty: there is none).

    An empty `after` deletes it. Raises PublishError when somebody pushed in the meantime.
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
        if (now.object.sha if now else "") == before:
            raise
        raise PublishError(
            f"somebody moved {branch} just now ({message_of(error)}); the next run looks anew"
        ) from error
