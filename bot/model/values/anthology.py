"""Ids of the ACL Anthology, taken apart: https://aclanthology.org/info/ids/. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

ANTHOLOGY_ID = r"(?:\d{4}\.[a-z0-9]+-[a-z0-9]+\.\d+|[A-Z]\d\d-\d{4})"
"""An id inside a longer pattern: `2023.findings-emnlp.936`, or `P19-1234` before 2020."""
_NEW = re.compile(r"(\d{4})\.([a-z0-9]+)-([a-z0-9]+)\.\d+")
_OLD = re.compile(r"([A-Z])(\d\d)-\d{4}")
_FIRST_YEAR = 60
"""The oldest papers are of the sixties."""
_LETTERS = {
    "C": ("coling", "main"),
    "D": ("emnlp", "main"),
    "E": ("eacl", "main"),
    "J": ("cl", "1"),
    "K": ("conll", "main"),
    "L": ("lrec", "1"),
    "N": ("naacl", "main"),
    "P": ("acl", "main"),
    "Q": ("tacl", "1"),
}
"""The letters of old ids, as newer ids write event and volume; other letters stand for many."""


@dataclass(frozen=True)
class AnthologyId:
    """What an id says: `event` and `volume` in its own small letters ("acl", "long").

    `event` is "" where the id does not say it; of Findings it is the conference they belong to.
    """

    event: str
    volume: str
    year: int
    findings: bool = False


def read_anthology_id(text: str) -> AnthologyId | None:
    """The parts of an id; None for a text that is none."""
    if new := _NEW.fullmatch(text):
        year, event, volume = int(new[1]), new[2], new[3]
        if event == "findings":
            return AnthologyId(volume, volume, year, findings=True)
        return AnthologyId(event, volume, year)
    if old := _OLD.fullmatch(text):
        event, volume = _LETTERS.get(old[1], ("", ""))
        short = int(old[2])
        return AnthologyId(event, volume, short + (1900 if short >= _FIRST_YEAR else 2000))
    return None
