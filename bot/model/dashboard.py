"""What the dashboard shows: all that is open, and all that needs a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.model.change import OpenQuestion


class ProposalState(StrEnum):
    """Where a proposal stands."""

    OPEN = "open"
    HELD = "held"
    """People committed to its branch: it is theirs until they hand it back."""
    PUSHED = "pushed"
    """The branch is there, but the token may not open pull requests."""
    WAITS = "waits"
    """So many are open, or were opened today, that this one comes later."""


@dataclass(frozen=True)
class OpenProposal:
    """A proposal that nobody has answered yet; `compare` is the page that opens it by hand."""

    topic: str
    title: str
    state: ProposalState = ProposalState.OPEN
    number: int = 0
    url: str = ""
    compare: str = ""
    note: str = ""
    """Why it stands where it stands, in plain words."""
    waiting: int = 0
    """Changes of the topic that come with the next pull request, since this one is full."""


@dataclass(frozen=True)
class DeadLink:
    """A link that is gone, marked so in the list or not; `since` is a day (YYYY-MM-DD)."""

    entry_name: str
    field: str
    url: str
    since: str
    archived_copy: str = ""
    listed: bool = True
    """Whether the list marks it already; else it is proposed, or not believed yet."""
    waits: bool = False
    """Whether it was not gone on enough days yet to be proposed."""


@dataclass(frozen=True)
class RejectedChange:
    """A value that people declined, and on which day (YYYY-MM-DD, empty when not known)."""

    id: str
    digest: str
    entry_name: str = ""
    field: str = ""
    value: str = ""
    day: str = ""


@dataclass(frozen=True)
class SilentSource:
    """A source in outage: why nothing of it was used, and since which day."""

    source: str
    why: str
    since: str = ""


@dataclass(frozen=True)
class PausedTopic:
    """A topic of which nothing is proposed until that day (YYYY-MM-DD)."""

    topic: str
    until: str


@dataclass(frozen=True)
class Dashboard:
    """The dashboard's content, each part in the order in which it stands.

    `notes` is what stands in the way and what to do about it (permissions, limits). Nothing here
    changes by a run alone, so that the issue is not written for it.
    """

    title: str = ""
    """The list's own title."""
    proposals: Sequence[OpenProposal] = ()
    questions: Sequence[OpenQuestion] = ()
    """What the last run made the bot doubt."""
    curated: Sequence[OpenQuestion] = ()
    """The doubts that people wrote down in the registry."""
    dead: Sequence[DeadLink] = ()
    declined: Sequence[RejectedChange] = ()
    silent: Sequence[SilentSource] = ()
    resting: Sequence[PausedTopic] = ()
    notes: Sequence[str] = ()
    dead_after: tuple[int, int] = (3, 7)
    """On how many days a link must be gone to be proposed, and over how many; zeros for never."""
    next_run: str = ""
    """When the bot looks by itself the next time; empty when no schedule says so."""
