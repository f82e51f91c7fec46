"""Where a value that readers see comes from, and what else was said of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.model.errors import Where


class Origin(StrEnum):
    """Who set a value."""

    CURATED = "curated"
    """People wrote it into the registry."""
    FILLED = "filled"
    """People left it blank; the snapshot holds what sources agree on."""
    ASKED = "asked"
    """A source was asked; the snapshot holds the answer."""


@dataclass(frozen=True)
class LineAuthor:
    """The last commit that changed a line: day (YYYY-MM-DD), short id, its subject."""

    day: str
    commit: str
    subject: str


@dataclass(frozen=True)
class Statement:
    """One thing that was said: what, by whom, on which day (YYYY-MM-DD), seen where."""

    said: str
    source: str = ""
    day: str = ""
    evidence: str = ""


@dataclass(frozen=True)
class RecordedChange:
    """A change as the message of a commit keeps it."""

    entry: str
    field: str
    before: str
    after: str
    why: str
    evidence: str


@dataclass(frozen=True)
class Merged:
    """A change that was merged: on which day (YYYY-MM-DD), by which commit (short id), by whom.

    `by` is the author of the merge commit, without one the committer. It is empty where that is
    GitHub itself or a bot: then only the pull request tells.
    """

    change: RecordedChange
    day: str
    commit: str
    by: str


@dataclass(frozen=True)
class Provenance:
    """One field of an entry: its value, who set it, and all that speaks for or against it.

    `where`, `written` and `reason` (the evidence people gave) belong to curated values, `held` is
    the snapshot's own source and day; `other` is what the kept observations say besides, `offered`
    what they would make the bot propose.
    """

    field: str
    value: str
    origin: Origin
    where: Where | None = None
    written: LineAuthor | None = None
    reason: str = ""
    held: Sequence[Statement] = ()
    other: Sequence[Statement] = ()
    doubts: Sequence[str] = ()
    offered: str = ""
    pin: str = ""
    declined: str = ""


@dataclass(frozen=True)
class Explanation:
    """All fields of one entry, and what was merged, the latest first.

    `notes` say what could not be looked at.
    """

    entry: str
    name: str
    where: Where
    fields: Sequence[Provenance]
    notes: Sequence[str] = ()
    merged: Sequence[Merged] = ()
