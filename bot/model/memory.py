"""What the bot must remember between runs even if nobody merges."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeVar

from bot.model.decision import Way
from bot.model.observation import Moved


@dataclass(frozen=True, slots=True)
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


@lru_cache(maxsize=4_096)
def one_for_all(trace: Trace) -> Trace:
    """The trace itself, or an equal one: of 50,000, most are alive since one of a few days."""
    return trace


@dataclass(frozen=True)
class Rejection:
    """A value that people declined: its digest, and when (ISO 8601, UTC, to the second).

    `entry_name`, `field` and `value` describe it. `returned` is True once people allowed it again,
    at that moment.
    """

    digest: str
    at: str = ""
    entry_name: str = ""
    field: str = ""
    value: str = ""
    returned: bool = False


@dataclass(frozen=True)
class Pick:
    """The way that a person picked for a change, the digest of that change, and when."""

    digest: str
    way: Way
    at: str = ""


@dataclass(frozen=True)
class Renaming:
    """What an entry of a hand-written list is called once what is open for it is merged.

    `entry` is its id then, `name` what readers call it now; `links` maps addresses, `fields` the
    names of links' fields, to what they are then.
    """

    entry: str
    name: str = ""
    links: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Memory:
    """Losing it costs only time.

    It stays small for ever: one trace and one move for each listed reference at most, with 12
    strike days each; the latest 2,000 declined values and picked ways; a rest for each topic, a row
    a source; 24 earlier names of each listed entry.

    traces      reference key → Trace
    moves       reference key → where it was seen to have moved, without facts, until a source says
                otherwise; so that a day without an answer takes nothing back
    declined    change id → the latest word of people on a value of it
    picked      change id → which of several ways people picked
    rests       topic → day (YYYY-MM-DD) until which nothing of it is proposed
    configured  the day (YYYY-MM-DD) on which people answered whether to keep settings in a file
    outages     source → the days in a row (YYYY-MM-DD) it was in outage; the last is followed by a
                short mark for each reference that fell on all of them
    renamings   entry id → what it becomes when the open pull requests are merged
    former      entry id → ids and addresses that it had before the bot's edits were merged; change
                id → what that was
    """

    traces: Mapping[str, Trace] = field(default_factory=dict)
    moves: Mapping[str, Moved] = field(default_factory=dict)
    declined: Mapping[str, Rejection] = field(default_factory=dict)
    rests: Mapping[str, str] = field(default_factory=dict)
    outages: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    picked: Mapping[str, Pick] = field(default_factory=dict)
    renamings: Mapping[str, Renaming] = field(default_factory=dict)
    former: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    configured: str = ""

    def change_ids(self, entry: str, name: str) -> Iterator[str]:
        """The id of a change of that entry and field, and those that it had before."""
        yield f"{entry}/{name}"
        yield from self.former.get(f"{entry}/{name}", ())
        ids = (one for one in self.former.get(entry, ()) if not one.startswith("http"))
        yield from (f"{earlier}/{name}" for earlier in ids)

    def rejects(self, change: str, digest: str) -> bool:
        """Whether people declined this value and have not allowed it again."""
        word = self.declined.get(change)
        return word is not None and word.digest == digest and not word.returned

    def way_of(self, change: str, digest: str) -> Way | None:
        """The way that people picked for this value; None where they picked none."""
        word = self.picked.get(change)
        return word.way if word is not None and word.digest == digest else None


_KEPT_DAYS = 12


"""More days of strikes than this add no evidence; the first day is always kept."""


_KEPT_DECLINED = 2000


"""How many declined values are kept; older ones are forgotten."""


_KEPT_NAMES = 24
"""An entry's earlier names beyond so many are forgotten, the oldest first."""


def latest_names(names: Iterable[str]) -> tuple[str, ...]:
    """The latest of an entry's earlier names, the latest first, each once."""
    return tuple(dict.fromkeys(names))[:_KEPT_NAMES]


def latest_declined(declined: Mapping[str, Rejection]) -> dict[str, Rejection]:
    """The latest of them, by change id; as many as are kept."""
    return _latest(declined)


def latest_picked(picked: Mapping[str, Pick]) -> dict[str, Pick]:
    """The latest of them, by change id; as many as of the declined ones."""
    return _latest(picked)


_Word = TypeVar("_Word", Rejection, Pick)


def _latest(words: Mapping[str, _Word]) -> dict[str, _Word]:
    kept = sorted(words, key=lambda name: (words[name].at, name))[-_KEPT_DECLINED:]
    return {name: words[name] for name in sorted(kept)}


def bounded_days(days: Iterable[str]) -> tuple[str, ...]:
    """The first day and the latest ones, sorted."""
    ordered = sorted(set(days))
    return (*ordered[:1], *ordered[1:][1 - _KEPT_DAYS :])
