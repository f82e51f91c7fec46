"""When people commit to the bot's branch, the bot leaves it alone until they hand it back."""

from __future__ import annotations

from github.IssueComment import IssueComment
from github.PullRequest import PullRequest

from bot.publish.github.answers import PullRequestHistory
from bot.publish.github.comments import HELD, held_comment

_GIVEN_BACK = "- [x] <!-- listkeeper:rebuild -->"


def comment_once(pull: PullRequest, mark: str, text: str) -> None:
    """Explain once what happened; the text carries the mark by which it is found again."""
    if _comment(pull, mark) is None:
        pull.create_issue_comment(text)


def may_rebuild(found: PullRequestHistory, sha: str) -> bool:
    """Whether people's commits up to `sha` may be removed from the branch.

    Without an open pull request: when GitHub keeps them with a closed one. With one: when a person
    ticked the box; the comment is then reset.
    """
    if found.open is None:
        return found.keeps(sha)
    comment = _comment(found.open, HELD)
    if comment is None or _GIVEN_BACK not in comment.body.replace("[X]", "[x]"):
        return False
    comment.edit(held_comment())
    return True


def _comment(pull: PullRequest, mark: str) -> IssueComment | None:
    """The bot's own comment; anybody may write the same text, so the author is checked."""
    message = [one for one in pull.get_issue_comments() if mark in (one.body or "")]
    return next((one for one in message if one.user.login == pull.user.login), None)
