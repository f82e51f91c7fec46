"""Who may write here: GitHub is asked, since "member" says where somebody belongs and no more."""

from __future__ import annotations

from github import UnknownObjectException
from github.Repository import Repository

_MAY_WRITE = {"admin", "write"}
"""What GitHub answers for those who may push; who may only triage has "read" here
(https://docs.github.com/en/rest/collaborators/collaborators#get-repository-permissions-for-a-user)."""


def may_write(repository: Repository, login: str) -> bool:
    """Whether this account may push to the repository; one that GitHub does not know may not."""
    try:
        return repository.get_collaborator_permission(login) in _MAY_WRITE
    except UnknownObjectException:
        return False
