"""How pull requests are opened; what people change on them afterwards stays."""

from __future__ import annotations

from dataclasses import dataclass

from bot.model.decision import Topic


@dataclass(frozen=True)
class PullRequestOptions:
    """What a new pull request gets, besides its title and body.

    title_prefix  begins its title and its commit's, as in `chore(list): `
    reviewers     accounts; `owner/team` is a team
    base          the branch to propose to, the default branch when empty
    automerge     topics that GitHub merges by itself once all requirements are met
    """

    labels: tuple[str, ...] = ()
    assignees: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()
    title_prefix: str = ""
    draft: bool = False
    base: str = ""
    automerge: frozenset[Topic] = frozenset()
