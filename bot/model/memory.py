"""What the bot must remember between runs even if nobody merges."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bot.model.observation import Moved


@dataclass(frozen=True)
class Trace:
    """What is remembered of one reference.

    `alive_since` is the day it was first seen alive, or alive again (not every day again: memory
    stays the same); `gone_on` holds the different days (YYYY-MM-DD, sorted) on which it was gone
    since it was last alive; `unsure_since` the first day of the present uncertainty; `identity`
    the source's own id, by which a rename differs from a name taken over by somebody else;
    `fallen_on` the day on which a count of it fell to nearly nothing.
    """

    alive_since: str = ""
    gone_on: tuple[str, ...] = ()
    unsure_since: str = ""
    identity: str = ""
    gone_why: str = ""
    fallen_on: str = ""


@dataclass(frozen=True)
class Rejection:
    """A value that people declined: its digest, and when (ISO 8601, UTC, to the second).

    `entry_name`, `field` and `value` say it in words. `returned` says that people took it
    back, at that moment.
    """

    digest: str
    at: str = ""
    entry_name: str = ""
    field: str = ""
    value: str = ""
    returned: bool = False


@dataclass(frozen=True)
class Memory:
    """Losing it costs only time.

    It stays small for ever: one trace and one move for each listed reference at most, with 12
    strike days each; the latest 2,000 declined values; a rest for each topic, a row a source.

    traces      reference key → Trace
    moves       reference key → where it was seen to have moved, without facts, until a source says
                otherwise; so that a day without an answer takes nothing back
    declined    change id → the latest word of people on a value of it
    rests       topic → day (YYYY-MM-DD) until which nothing of it is proposed
    configured  the day (YYYY-MM-DD) on which people answered whether to keep settings in a file
    outages     source → the days in a row (YYYY-MM-DD) it was in outage; the last is followed by a
                short mark for each reference that fell on all of them
    """

    traces: Mapping[str, Trace] = field(default_factory=dict)
    moves: Mapping[str, Moved] = field(default_factory=dict)
    declined: Mapping[str, Rejection] = field(default_factory=dict)
    rests: Mapping[str, str] = field(default_factory=dict)
    outages: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    configured: str = ""

    def rejects(self, change: str, digest: str) -> bool:
        """Whether people declined this value and have not taken that back."""
        word = self.declined.get(change)
        return word is not None and word.digest == digest and not word.returned


_KEPT_DAYS = 12


"""Strikes beyond this many days prove nothing new; the first day is always kept."""


_KEPT_DECLINED = 2000


"""A declined value that is older than so many others is forgotten."""


def latest_declined(declined: Mapping[str, Rejection]) -> dict[str, Rejection]:
    """The latest of them, by change id; as many as are kept."""
    kept = sorted(declined, key=lambda name: (declined[name].at, name))[-_KEPT_DECLINED:]
    return {name: declined[name] for name in sorted(kept)}


def bounded_days(days: Iterable[str]) -> tuple[str, ...]:
    """The first day and the latest ones, sorted."""
    ordered = sorted(set(days))
    return (*ordered[:1], *ordered[1:][1 - _KEPT_DAYS :])
