"""The bot's comments: on its pull requests, by a template, and in issues with a request."""

from __future__ import annotations

from github.Repository import Repository

from bot.lists.registry.load import shipped_templates
from bot.render.markdown import tidy
from bot.render.mentions import defuse_mentions
from bot.render.templates import draw, environment

HELD = "<!-- listkeeper:held -->"
BASE = "<!-- listkeeper:base -->"
"""The markers by which comments are found."""
_ANSWER = "<!-- listkeeper:answer -->"


def held_comment(sha: str) -> str:
    """The comment that people committed to the branch, and how to hand it back as of `sha`."""
    return _comment("held", sha=sha)


def closed_comment(why: str) -> str:
    """The comment with the reason why the bot closed its pull request."""
    return _comment("closed", why=why)


def base_comment(base: str) -> str:
    """The comment that the pull request goes into another branch from now on."""
    return _comment("base", base=base)


def twin_text(url: str) -> str:
    """What becomes of a second dashboard; the first one has this address."""
    return _comment("twin", url=url)


def _comment(kind: str, **texts: str) -> str:
    values = {"kind": kind, "why": "", "url": "", "base": "", "sha": "", **texts}
    drawn = draw(environment(shipped_templates()), "comment.md.j2", **values)
    return tidy(defuse_mentions(drawn)).strip()


def answer_issue(repository: Repository, number: int, text: str) -> None:
    """Comment on the issue, or edit the bot's earlier comment there if it differs."""
    body = f"{_ANSWER}\n{text}"
    issue = repository.get_issue(number)
    for comment in issue.get_comments():
        if (comment.body or "").startswith(_ANSWER) and comment.user.type == "Bot":
            if comment.body != body:
                comment.edit(body)
            return
    issue.create_comment(body)
