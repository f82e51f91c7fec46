"""The options of judgement; `registry/list.yml` sets them, the defaults are stated here."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Policy:
    """When the bot believes something.

    dead_after_misses   different days on which a link must be gone
    dead_after_days     days from the first to the last of them, at least
    unsure_after_days   days of uncertainty after which a person is asked
    outage_share        share of a source's references, alive before, that may fall at once
    outage_floor        so many may fall at once whatever the share
    outage_override     days in a row of outage after which what fell on all of them is believed
    open_proposals      pull requests that may be open at once
    new_per_day         pull requests that may be opened on one day
    rest_days           days a topic rests after its pull request was closed unmerged
    changes_at_once     changes with a box that one pull request holds; the others wait for the next
    values_at_once      routine values that one pull request holds, 0 for all of them
    idle_days           days without a commit after which the attic is proposed, 0 for never
    """

    dead_after_misses: int = 3
    dead_after_days: int = 7
    unsure_after_days: int = 60
    outage_share: float = 0.10
    outage_floor: int = 5
    outage_override: int = 3
    open_proposals: int = 5
    new_per_day: int = 10
    rest_days: int = 30
    changes_at_once: int = 100
    values_at_once: int = 0
    idle_days: int = 0
