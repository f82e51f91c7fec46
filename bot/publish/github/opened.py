"""What a pull request gets once it is opened; afterwards it is left to people.

Each of these may be refused for reasons of its own: a name that may not be asked, a setting that
is off. The pull request is open already, so a refusal becomes a note on it, and stops nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from github import GithubException
from github.PullRequest import PullRequest
from github.Repository import Repository

from bot.model.options.pull_requests import PullRequestOptions
from bot.publish.github.refusals import message_of


def equip(
    repository: Repository, pull: PullRequest, options: PullRequestOptions, topic: str
) -> str:
    """Label, assign, ask for review and enable auto-merge; what was refused, empty if nothing."""
    notes = [
        options.labels and _tried("label it", lambda: pull.add_to_labels(*options.labels)),
        options.assignees and _assigned(pull, options.assignees),
        options.reviewers and _tried("ask for a review", lambda: _ask(pull, options.reviewers)),
        topic in options.automerge
        and _tried("enable auto-merge", lambda: _merge(repository, pull)),
    ]
    return "; ".join(note for note in notes if note)


def _tried(what: str, act: Callable[[], object]) -> str:
    try:
        act()
    except GithubException as error:
        return f"GitHub refused to {what} ({message_of(error)})"
    return ""


def _assigned(pull: PullRequest, logins: Sequence[str]) -> str:
    """GitHub passes over those who cannot be assigned, without a word."""
    refused = _tried("assign it", lambda: pull.add_to_assignees(*logins))
    there = {one.login.casefold() for one in pull.assignees}
    left = [login for login in logins if login.casefold() not in there]
    return refused or (f"GitHub did not assign it to {', '.join(left)}" if left else "")


def _ask(pull: PullRequest, names: Sequence[str]) -> None:
    people = [name for name in names if "/" not in name]
    teams = [name.partition("/")[2] for name in names if "/" in name]
    pull.create_review_request(reviewers=people, team_reviewers=teams)


def _merge(repository: Repository, pull: PullRequest) -> None:
    """In the first way that the repository allows."""
    allowed = {
        "MERGE": repository.allow_merge_commit,
        "SQUASH": repository.allow_squash_merge,
        "REBASE": repository.allow_rebase_merge,
    }
    pull.enable_automerge(next((way for way, may in allowed.items() if may), "MERGE"))
