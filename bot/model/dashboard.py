"""The content of the dashboard: all that is open, and all that needs a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from bot.model.change import OpenQuestion, marker_word


class ProposalState(StrEnum):
    """The status of a proposal."""

    OPEN = "open"
    HELD = "held"
    """People committed to its branch: the bot leaves it alone until they hand it back."""
    PUSHED = "pushed"
    """The branch is there, but the token may not open pull requests."""
    WAITS = "waits"
    """As many are open, or were opened today, as the settings allow."""


@dataclass(frozen=True)
class OpenProposal:
    """An open proposal; `compare` is the page that opens its pull request by hand."""

    topic: str
    title: str
    state: ProposalState = ProposalState.OPEN
    number: int = 0
    url: str = ""
    compare: str = ""
    note: str = ""
    """The reason for its status, in plain words."""
    waiting: int = 0
    """Changes of the topic that come with the next pull request, since this one is full."""


@dataclass(frozen=True)
class Sender:
    """Addresses, each empty where it is not known.

    run        the workflow's run
    actions    the workflows of the list's repository
    dashboard  the dashboard, or the search that finds it
    project    listkeeper itself, of this version
    docs       its page for reviewers
    """

    version: str = ""
    run: str = ""
    actions: str = ""
    dashboard: str = ""
    project: str = ""
    docs: str = ""


@dataclass(frozen=True)
class ListStanding:
    """How many entries and links a list has, and how the links are by all that is known today."""

    entries: int = 0
    alive: int = 0
    moved: int = 0
    dead: int = 0
    unsure: int = 0
    unchecked: int = 0

    @property
    def links(self) -> int:
        """All of them."""
        return self.alive + self.moved + self.dead + self.unsure + self.unchecked


@dataclass(frozen=True)
class UnsureLink:
    """A link that could not be verified: why, and since which day (YYYY-MM-DD)."""

    entry_name: str
    field: str
    url: str
    since: str = ""
    why: str = ""


@dataclass(frozen=True)
class OfferedRow:
    """A candidate that waits for a tick: where to look at it, and what helps to decide.

    `numbers` are those of a new model; `field` and `difference` (Markdown) say what another change
    does.
    """

    id: str
    digest: str
    name: str
    url: str
    numbers: tuple[str, ...] = ()
    topic: str = "models"
    field: str = ""
    difference: str = ""

    @property
    def word(self) -> str:
        """Its id as the marker of its box holds it."""
        return marker_word(self.id)


@dataclass(frozen=True)
class DeadLink:
    """A link that is gone, marked so in the list or not; `since` is a day (YYYY-MM-DD)."""

    entry_name: str
    field: str
    url: str
    since: str
    archived_copy: str = ""
    listed: bool = True
    """Whether the list marks it already; else the mark is proposed, or not certain yet."""
    waits: bool = False
    """Whether it was not gone on enough days yet to be proposed."""


@dataclass(frozen=True)
class RejectedChange:
    """A value that people declined, and the day (YYYY-MM-DD, empty when not known)."""

    id: str
    digest: str
    entry_name: str = ""
    field: str = ""
    value: str = ""
    day: str = ""

    @property
    def word(self) -> str:
        """Its id as the marker of its box holds it."""
        return marker_word(self.id)


@dataclass(frozen=True)
class SilentSource:
    """A source in outage: why its answers were not used, and since which day."""

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
    """The dashboard's content, each part in display order.

    `notes` are problems and what to do about them (permissions, limits). The only thing that
    changes with each run is the address of the run, for which the issue is not rewritten.
    """

    title: str = ""
    """The list's own title."""
    proposals: Sequence[OpenProposal] = ()
    questions: Sequence[OpenQuestion] = ()
    """Questions that the last run raised."""
    curated: Sequence[OpenQuestion] = ()
    """Questions that people wrote into the registry."""
    dead: Sequence[DeadLink] = ()
    declined: Sequence[RejectedChange] = ()
    silent: Sequence[SilentSource] = ()
    resting: Sequence[PausedTopic] = ()
    notes: Sequence[str] = ()
    dead_after: tuple[int, int] = (3, 7)
    """On how many days a link must be gone to be proposed, and over how many; zeros for never."""
    next_run: str = ""
    """When the next scheduled run starts; empty without a schedule."""
    standing: ListStanding = field(default_factory=ListStanding)
    checked_on: str = ""
    """The day of the latest observation."""
    offers: Sequence[OfferedRow] = ()
    unsure: Sequence[UnsureLink] = ()
    sender: Sender = field(default_factory=Sender)
