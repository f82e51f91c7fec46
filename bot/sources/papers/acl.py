"""The ACL Anthology: its ids name venue and year, its pages the rest.

https://aclanthology.org/info/ids/
"""

from __future__ import annotations

import re

from bot.model.observation import Reason
from bot.model.reference import Kind, Query, Reference
from bot.parsing.citation import citation
from bot.sources.http.errors import SourceFailure
from bot.sources.papers.lookup import PaperLookup, Told, venue_facts

SOURCE = "acl"
_NEW = r"(?P<year>\d{4})\.(?P<venue>[a-z0-9]+)-(?P<volume>[a-z0-9]+)\.\d+"
_OLD = r"(?P<letter>[A-Z])(?P<short>\d\d)-\d{4}"
_LINK = re.compile(
    rf"https?://(?:www\.)?(?:aclanthology\.org|aclanthology\.info/papers|aclweb\.org/anthology)"
    rf"/(?P<id>{_NEW}|{_OLD})(?:v\d+)?(?:\.pdf|\.bib|/)?\Z"
)
# The letters of ids before 2020; other letters stand for many venues.
_LETTERS = {
    "C": "COLING",
    "D": "EMNLP",
    "E": "EACL",
    "J": "CL",
    "K": "CoNLL",
    "L": "LREC",
    "N": "NAACL",
    "P": "ACL",
    "Q": "TACL",
}
_NAMES = {"conll": "CoNLL", "semeval": "SemEval", "starsem": "*SEM"}
_MAIN = frozenset(
    "aacl acl cl coling conll eacl emnlp ijcnlp lrec naacl semeval starsem tacl".split()
)
_JOURNALS = frozenset({"CL", "TACL"})


class Anthology(PaperLookup):
    """Venue and year by the id of an Anthology link, title and DOI by its page."""

    name = SOURCE
    who = "the ACL Anthology"
    pause = 1.0

    def knows(self, reference: Reference) -> bool:
        """Pages of papers there."""
        return reference.kind is Kind.PAGE and bool(_LINK.match(reference.name))

    def find(self, query: Query) -> Told | SourceFailure:
        """What id and page say; the id alone where the page cannot be had just now."""
        match = _LINK.match(query.reference.name)
        if not match:
            return SourceFailure(Reason.NOT_ASKED, "it is no link to the ACL Anthology")
        page = f"https://aclanthology.org/{match['id']}/"
        answer = self.client.get(page)
        if isinstance(answer, SourceFailure) and answer.reason is Reason.PRIVATE_OR_MISSING:
            return answer
        tags = {} if isinstance(answer, SourceFailure) else citation(answer.text)
        short, year = read_id(match)
        facts = venue_facts(
            venue=short or tags.get("conference_title") or tags.get("journal_title"),
            year=year,
            title=tags.get("title"),
            doi=tags.get("doi"),
            kind="journal" if short in _JOURNALS else "conference",
        )
        unknown = {} if "venue" in facts else {"venue": "the Anthology's id does not tell it"}
        if "title" not in facts:
            why = answer.why if isinstance(answer, SourceFailure) else "the page does not tell it"
            unknown["title"] = why
        return page, facts, unknown


def read_id(match: re.Match[str]) -> tuple[str, int]:
    """The venue by the scheme of ids ("" for one of many workshops), and the year.

    `2023.findings-emnlp.936` → Findings of EMNLP, 2023; `P19-1234` → ACL, 2019.
    """
    if match["letter"]:
        short = int(match["short"])
        return _LETTERS.get(match["letter"], ""), short + (1900 if short >= 60 else 2000)
    venue, volume = match["venue"], match["volume"]
    if venue == "findings":
        return f"Findings of {_named(volume)}" if volume in _MAIN else "", int(match["year"])
    return _named(venue) if venue in _MAIN else "", int(match["year"])


def _named(code: str) -> str:
    return _NAMES.get(code, code.upper())
