"""What is decided about a change, in words: by policy, by a list's settings, by people."""

from __future__ import annotations

from enum import StrEnum


class Ruling(StrEnum):
    """What policy decides about a change."""

    APPLY = "apply"
    ASK = "ask"
    """It stands as an unticked box; nothing is done about it until a person ticks that."""
    HOLD = "hold"


class Topic(StrEnum):
    """Why a change is proposed, which is also the decision it needs."""

    METADATA = "metadata"
    MOVED = "moved"
    DEAD = "dead"
    FACTS = "facts"
    MODELS = "models"
    ATTIC = "attic"
    """Entries that leave the README for the attic, in a list that has one."""


class Way(StrEnum):
    """What people pick: what is done about a dead link, or that what waited is done."""

    ARCHIVE = "archive"
    """Its archived copy is written in its place."""
    NOTE = "note"
    """A note behind it says that it is dead."""
    REMOVE = "remove"
    """The whole row goes."""
    ACCEPT = "accept"
    """What waited for a tick is done: a candidate is proposed, a question answered with yes."""


class DeadPolicy(StrEnum):
    """What a hand-written list wants done with a dead link."""

    ASK = "ask"
    """A box for each: an archived copy in its place where there is one, else a note behind it."""
    ARCHIVE = "archive"
    NOTE = "note"
    REMOVE = "remove"
    """The row goes where all of its links are dead; any other dead link is as with `ask`."""
    OFF = "off"
