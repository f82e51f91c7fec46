"""What a new model must come up to before it is offered; `registry/list.yml` sets it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class NewModelPolicy:
    """The thresholds of new models; those that count hold for all sizes of a family together.

    min_age_days    days since its first repository was made; what is younger may still change
    max_age_days    days after which it is not new any more
    min_downloads   downloads since it was published, or of 30 days where the Hub gives only these
    min_likes       likes on the Hub
    tasks           what the Hub says it is for; empty takes all
    at_most         rows that one pull request offers, the eldest first
    ticked          whether new rows need no tick of a person to be proposed
    patterns        what an id must fit that was found by a name alone
    """

    min_age_days: int = 14
    max_age_days: int = 365
    min_downloads: int = 5000
    min_likes: int = 25
    tasks: tuple[str, ...] = ("text-generation", "text2text-generation")
    at_most: int = 10
    ticked: bool = False
    patterns: tuple[str, ...] = ()
