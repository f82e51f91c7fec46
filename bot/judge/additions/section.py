"""The section that suits a new entry, guessed from its kind and from the entries already there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.model.entry import Registry, Section
from bot.model.kinds import ENTRY_KINDS, Kind, becomes

_WORD = re.compile(r"[a-z][a-z-]{3,}")


@dataclass(frozen=True)
class SectionGuess:
    """A section and the kind of entry it would hold; `doubt` says how far that is a guess."""

    section: Section
    kind: str
    doubt: str = ""


def guess_section(
    registry: Registry,
    leads_to: Kind,
    about: str,
    wanted: str = "",
    *,
    is_paper: bool = False,
) -> SectionGuess | None:
    """The requested section, or the likeliest; None when it takes no such entry, or none does.

    `about` is the text known about it; `is_paper` is for a page that presents a paper.
    """
    taken = dict.fromkeys(kind for section in registry.sections for kind in section.kinds)
    own = tuple(kind for kind in taken if kind not in ENTRY_KINDS)
    kinds = becomes(Kind.PAPER if is_paper else leads_to, own)
    if wanted:
        return _named(registry, wanted, kinds)
    for kind in kinds:
        rooms = [section for section in registry.sections if kind in section.kinds]
        if rooms:
            return _likeliest(registry, rooms, kind, about)
    return None


def _named(registry: Registry, wanted: str, kinds: Sequence[str]) -> SectionGuess | None:
    """The section of that name, if it takes such an entry: what a link is, its section keeps."""
    section = called(registry, wanted)
    kind = next((one for one in kinds if section and one in section.kinds), "")
    return SectionGuess(section, kind) if section and kind else None


def called(registry: Registry, wanted: str) -> Section | None:
    """The section of that id or title, ignoring case, that takes entries at all."""
    folded = wanted.strip().casefold()
    for section in registry.sections:
        if section.kinds and folded in {section.id, section.title.casefold()}:
            return section
    return None


def _likeliest(registry: Registry, rooms: Sequence[Section], kind: str, about: str) -> SectionGuess:
    """The section that shares most words with it; among equals the one with most entries."""
    if len(rooms) == 1:
        return SectionGuess(rooms[0], kind)
    vocabulary = {room.id: _vocabulary(registry, room) for room in rooms}
    words = set(_WORD.findall(about.lower()))

    def rank(room: Section) -> tuple[int, int]:
        others = set().union(*(vocabulary[one.id] for one in rooms if one is not room))
        shared = words & (vocabulary[room.id] - others)
        return len(shared), sum(entry.section == room.id for entry in registry.entries)

    best = max(rooms, key=rank)
    others = ", ".join(room.id for room in rooms if room is not best)
    return SectionGuess(best, kind, f"the section {best.id} is a guess; it may belong in {others}")


def _vocabulary(registry: Registry, room: Section) -> set[str]:
    entries = (entry for entry in registry.entries if entry.section == room.id)
    texts = [room.title, *(_text(entry.name, entry.values.values()) for entry in entries)]
    return {word for text in texts for word in _WORD.findall(text.lower())}


def _text(name: str, values: Iterable[object]) -> str:
    return " ".join([name, *(value for value in values if isinstance(value, str))])
