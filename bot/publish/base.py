"""The one protocol that every way of publishing follows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from bot.model.change import Answers, Proposal

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


@dataclass(frozen=True)
class Recall:
    """What an earlier run left: the memory's text, people's answers, the files of open proposals.

    `pending` maps topic → path → text as it stands on the open proposal's branch, `open` the same
    topics to their pull requests; `opened_on` are the days on which pull requests were opened.
    """

    memory: str | None = None
    answers: Answers = field(default_factory=Answers)
    pending: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    open: Mapping[str, PublishResult] = field(default_factory=dict)
    opened_on: Sequence[str] = ()


@dataclass(frozen=True)
class PublishResult:
    """What became of a proposal.

    `held` means that something stands in the way, `pushed` that the branch is there and `url` opens
    the pull request by hand, `waits` that enough is open already, `failed` that GitHub refused;
    `note` says what and what to do.
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


class Publisher(Protocol):
    """What publishes proposals: each topic's by itself, or all of them as one."""

    @property
    def separate(self) -> bool:
        """Whether topics are published one by one."""
        ...

    def recall(self, topics: Sequence[str], paths: Sequence[str]) -> Recall:
        """What was published before; `paths` are the files wanted from open proposals."""
        ...

    def standing(self, topic: str) -> Standing:
        """What became of a topic's pull requests so far."""
        ...

    def remember(self, memory: str) -> None:
        """Keep the memory's text for the next run; writes nothing when it is the same."""
        ...

    def propose(self, proposal: Proposal, originals: Mapping[str, str]) -> PublishResult:
        """Make or update the one open proposal of this topic.

        `originals` maps each path of `proposal.files` to the text it was made from.
        Raises PublishError when that is not possible.
        """
        ...

    def answer(self, issue: int, text: str) -> None:
        """Answer in an issue, in one comment that is kept up to date.

        Raises PublishError when that is not possible.
        """
        ...

    def show(self, board: str) -> str:
        """Show the dashboard; why there is none, empty when there is one or none is wanted."""
        ...

    def withdraw(self, topic: str, why: str) -> PublishResult:
        """Nothing is left to propose: close the bot's own open proposal, if there is one."""
        ...
