"""The one protocol that every way of publishing follows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal, Protocol

from bot.model.change import Answers, Proposal
from bot.model.errors import PublishError

Operation = Literal[
    "created",
    "updated",
    "unchanged",
    "closed",
    "held",
    "none",
    "shown",
    "written",
    "pushed",
    "waits",
    "failed",
]

MEMORY_RESULT, DASHBOARD_RESULT = "memory", "dashboard"
"""Stand for a topic in results: what could not be read or written of these."""


@dataclass(frozen=True)
class Recall:
    """What an earlier run left: memory and evidence, people's answers, files of open proposals.

    `pending` maps topic → path → text as it stands on the open proposal's branch, `open` the same
    topics to their pull requests; `opened_on` are the days on which pull requests were opened.
    `unread` maps what could not be read to why: topics, and MEMORY or DASHBOARD. `abandoned` maps
    topics whose latest pull request no person closed to the day on which it was opened.
    """

    memory: str | None = None
    answers: Answers = field(default_factory=Answers)
    pending: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    open: Mapping[str, PublishResult] = field(default_factory=dict)
    opened_on: Sequence[str] = ()
    evidence: str | None = None
    unread: Mapping[str, str] = field(default_factory=dict)
    abandoned: Mapping[str, date] = field(default_factory=dict)


@dataclass(frozen=True)
class PublishResult:
    """The outcome for one proposal.

    `held` means that something prevents it, `pushed` that the branch exists and `url` opens the
    pull request by hand, `waits` that enough are open already, `failed` that GitHub refused; `note`
    gives the reason and what to do.
    """

    topic: str
    operation: Operation
    title: str = ""
    number: int = 0
    url: str = ""
    note: str = ""


@dataclass(frozen=True)
class Standing:
    """Whether a topic's pull request is open, and the day on which people answered the last one.

    They answer by merging or closing it; the bot's own closing is no answer.
    """

    is_open: bool = False
    answered_on: str = ""
    abandoned: date | None = None
    """When the last one was opened, if another bot closed it: no answer."""


OPENED_AGAIN = timedelta(days=7)
"""How long what no person closed stays closed, counted from when it was opened."""


def error_text(error: PublishError) -> str:
    """The sentence and its advice, for a list of results."""
    return " ".join(str(error).split())


class Publisher(Protocol):
    """What publishes proposals: each topic's by itself, or all of them as one.

    What a publisher leaves out keeps nothing, answers nothing, shows nothing and closes nothing.
    """

    @property
    def separate(self) -> bool:
        """Whether topics are published separately."""
        ...

    @property
    def title_prefix(self) -> str:
        """What each title begins with; empty where there are no titles."""
        return ""

    def recall(self, topics: Sequence[str], paths: Sequence[str]) -> Recall:
        """Read the state of earlier runs; `paths` are the files wanted from open proposals."""
        ...

    def standing(self, topic: str) -> Standing:
        """What became of a topic's pull requests so far."""
        ...

    def may_write(self, login: str) -> bool:  # noqa: ARG002
        """Whether this account may write to what is published into.

        Raises PublishError when that is not known.
        """
        return True

    def remember(self, memory: str, evidence: str = "") -> None:  # noqa: ARG002
        """Store both texts for the next run; writes nothing when they are unchanged.

        Without evidence there is no such file: a registry has its own.
        """
        return

    def propose(self, proposal: Proposal, originals: Mapping[str, str]) -> PublishResult:
        """Make or update the one open proposal of this topic.

        `originals` maps each path of `proposal.files` to the text it was made from.
        Raises PublishError when that is not possible.
        """
        ...

    def write(
        self, proposal: Proposal, originals: Mapping[str, str], memory: str, evidence: str = ""
    ) -> PublishResult:
        """Store what is remembered, and make the proposal. Raises PublishError.

        In a folder they are written together or not at all.
        """
        self.remember(memory, evidence)
        return self.propose(proposal, originals)

    def answer(self, issue: int, text: str) -> None:  # noqa: ARG002
        """Answer in an issue, in one comment that is kept up to date.

        Raises PublishError when that is not possible.
        """
        return

    def show(self, board: str) -> str:  # noqa: ARG002
        """Update the dashboard; why there is none, empty if there is one or none is wanted."""
        return ""

    def withdraw(self, topic: str, why: str) -> PublishResult:  # noqa: ARG002
        """Close the bot's own open proposal, if any: nothing is left to propose."""
        return PublishResult(topic, "none")
