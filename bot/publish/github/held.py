"""When people commit to the bot's branch, the bot leaves it alone until they hand it back."""

from __future__ import annotations

import re

from github.IssueComment import IssueComment
from github.PullRequest import PullRequest

from bot.publish.github.answers import PullRequestHistory
from bot.publish.github.comments import HELD, held_comment

_BOX = re.compile(r"- \[([ xX])\] <!-- listkeeper:rebuild ?([0-9a-f]*) -->")
"""The box, and the commit that the branch was at; earlier versions named none."""


def comment_once(pull: PullRequest, mark: str, text: str) -> None:
    """Explain once what happened; the text carries the mark by which it is found again."""
    if _comment(pull, mark) is None:
        pull.create_issue_comment(text)


def comment_held(pull: PullRequest, sha: str) -> None:
    """Explain, in one comment, that people's commits up to `sha` stay, and how to drop them."""
    comment = _comment(pull, HELD)
    if comment is None:
        pull.create_issue_comment(held_comment(sha))
    elif _box(comment)[1] != sha:
        comment.edit(held_comment(sha))


def may_rebuild(found: PullRequestHistory, sha: str) -> bool:
    """Whether people's commits up to `sha` may be removed from the branch.

    Without an open pull request: when GitHub keeps them with a closed one. With one: when a person
    ticked the box, and nobody has committed since the box was written; the comment is then reset.
    """
    if found.open is None:
        return found.keeps(sha)
    comment = _comment(found.open, HELD)
    is_ticked, known = _box(comment) if comment else (False, "")
    if comment is None or not is_ticked or known not in ("", sha):
        return False
    comment.edit(held_comment(sha))
    return True


def _box(comment: IssueComment) -> tuple[bool, str]:
    box = _BOX.search(comment.body)
    return (box[1] in "xX", box[2]) if box else (False, "")


def _comment(pull: PullRequest, mark: str) -> IssueComment | None:
    """The bot's own comment; anybody may write the same text, so the author is checked."""
    message = [one for one in pull.get_issue_comments() if mark in (one.body or "")]
    return next((one for one in message if one.user.login == pull.user.login), None)
