"""From `pull_requests:` of a list's settings to the options of publishing."""

from __future__ import annotations

from bot.config.list_file import PullRequestText
from bot.model.change import Topic
from bot.model.options.pull_requests import PullRequestOptions


def pull_request_options(text: PullRequestText) -> PullRequestOptions:
    """The options, each name once."""
    return PullRequestOptions(
        labels=tuple(dict.fromkeys(text.labels)),
        assignees=tuple(dict.fromkeys(text.assignees)),
        reviewers=tuple(dict.fromkeys(text.reviewers)),
        title_prefix=text.title_prefix,
        draft=text.draft,
        base=text.base,
        automerge=frozenset(map(Topic, text.automerge)),
    )
