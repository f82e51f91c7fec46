"""What was read in a hand-written list, in numbers, before anything is set up for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.model.errors import Where


@dataclass(frozen=True)
class UnderstoodSection:
    """The entries under one heading of one file; `forms` are those of `Record`."""

    path: str
    headings: tuple[str, ...]
    entries: int
    forms: tuple[str, ...]


@dataclass(frozen=True)
class Generated:
    """Another tool writes the list's README.

    where  the place that says so, and `words` what stands there
    data   the files or repositories to edit instead; empty where none is certain
    """

    where: Where
    words: str
    data: tuple[str, ...] = ()


@dataclass(frozen=True)
class Understood:
    """What listkeeper makes of the Markdown files of a list, the README first.

    unread  `path:line: why` of what is left alone
    """

    files: Sequence[str]
    entries: int
    sections: Sequence[UnderstoodSection]
    links: int
    links_on_entries: int
    unread: Sequence[str]
    generated: Generated | None = None
