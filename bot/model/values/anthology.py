"""Ids of the ACL Anthology and their parts: https://aclanthology.org/info/ids/. Pure.

Both the source that queries them and the judgement use this reader; there is no other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_ID = r"(?:\d{4}\.[a-z0-9]+-[a-z0-9]+\.\d+|[A-Za-z]\d\d-\d{4})"
ADDRESS = re.compile(
    rf"(?:https?://)?(?:www\.)?(?:aclanthology\.(?:org|info)|aclweb\.org/anthology(?:-new)?)"
    rf"/(?:papers/|pdf/)?(?:[A-Z]/[A-Z]\d\d/)?({_ID})(?:v\d+)?(?:\.pdf|\.bib|/)?(?:[?#].*)?\Z"
)
"""The address of a paper there, in today's form or an earlier one; its group is the id."""
_NEW = re.compile(r"(\d{4})\.([a-z0-9]+)-([a-z0-9]+)\.\d+")
_OLD = re.compile(r"([A-Z])(\d\d)-(\d)\d{3}")
_FIRST_YEAR, _LAST_YEAR = 65, 20
"""Old ids were given to papers from 1965 to 2020; other years are not valid."""
_LETTERS = {
    "C": "coling",
    "D": "emnlp",
    "E": "eacl",
    "J": "cl",
    "K": "conll",
    "L": "lrec",
    "N": "naacl",
    "P": "acl",
    "Q": "tacl",
}
"""The letters of old ids for events with a name in newer ids; other letters are ambiguous."""
_JOURNALS = frozenset({"cl", "tacl"})
_MAIN = frozenset({"main", "long", "short", "1"})
_SHORT_PAPERS = {
    "P": range(2008, 2019),
    "N": range(2018, 2019),
    "E": range(2017, 2018),
}
"""Years in which the second volume of old ids held the short papers of the conference itself."""


@dataclass(frozen=True)
class AnthologyId:
    """What an id says: `event` and `volume` in its own small letters ("acl", "long").

    `event` is "" where the id does not say it; of Findings it is the conference they belong to.
    `is_main` is False for what stands beside the main volume: demonstrations, tutorials, shared
    tasks, a workshop of students.
    """

    event: str
    volume: str
    year: int
    findings: bool = False
    is_main: bool = False


def read_anthology_id(text: str) -> AnthologyId | None:
    """The parts of an id; None for any other text."""
    if new := _NEW.fullmatch(text):
        year, event, volume = int(new[1]), new[2], new[3]
        if event == "findings":
            return AnthologyId(volume, volume, year, findings=True, is_main=True)
        return AnthologyId(event, volume, year, is_main=volume in _MAIN or event in _JOURNALS)
    old = _OLD.fullmatch(text.upper())
    return _read_old(old) if old else None


def _read_old(old: re.Match[str]) -> AnthologyId | None:
    letter, short, volume = old[1], int(old[2]), old[3]
    if _LAST_YEAR < short < _FIRST_YEAR:
        return None
    year = short + (1900 if short >= _FIRST_YEAR else 2000)
    event = _LETTERS.get(letter, "")
    is_short = volume == "2" and year in _SHORT_PAPERS.get(letter, ())
    is_main = bool(event) and (volume == "1" or is_short or event in _JOURNALS)
    return AnthologyId(event, volume, year, is_main=is_main)
