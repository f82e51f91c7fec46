"""An answer in the issue with a request: one comment, kept up to date."""

from __future__ import annotations

from github.Repository import Repository

_MARK = "<!-- listkeeper:answer -->"


def answer_issue(repository: Repository, number: int, text: str) -> None:
    """Comment on the issue, or edit the bot's earlier comment there if it differs."""
    body = f"{_MARK}\n{text}"
    issue = repository.get_issue(number)
    for comment in issue.get_comments():
        if (comment.body or "").startswith(_MARK) and comment.user.type == "Bot":
            if comment.body != body:
                comment.edit(body)
            return
    issue.create_comment(body)
