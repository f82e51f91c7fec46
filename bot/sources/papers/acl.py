"""The ACL Anthology: its ids name venue and year, its pages the rest.

https://aclanthology.org/info/ids/
"""

from __future__ import annotations

import re

from bot.model.observation import Reason
from bot.model.values.anthology import ANTHOLOGY_ID, AnthologyId, read_anthology_id
from bot.parsing.citation import citation
from bot.sources.http.errors import SourceFailure
from bot.sources.papers.lookup import Known, PageLookup, venue_facts

SOURCE = "acl"
_LINK = re.compile(
    rf"https?://(?:www\.)?(?:aclanthology\.org|aclanthology\.info/papers|aclweb\.org/anthology)"
    rf"/({ANTHOLOGY_ID})(?:v\d+)?(?:\.pdf|\.bib|/)?\Z"
)
_NAMES = {"conll": "CoNLL", "semeval": "SemEval", "starsem": "*SEM"}
_MAIN = frozenset(
    "aacl acl cl coling conll eacl emnlp ijcnlp lrec naacl semeval starsem tacl".split()
)
_JOURNALS = frozenset({"CL", "TACL"})


class Anthology(PageLookup):
    """Venue and year by the id of an Anthology link, title and DOI by its page."""

    name = SOURCE
    who = "the ACL Anthology"
    pause = 1.0
    link = _LINK

    def paper(self, link: re.Match[str]) -> Known | SourceFailure:
        """What id and page say; the id alone where the page cannot be had just now."""
        page = f"https://aclanthology.org/{link[1]}/"
        answer = self.client.get(page)
        if isinstance(answer, SourceFailure) and answer.reason is Reason.PRIVATE_OR_MISSING:
            return answer
        tags = {} if isinstance(answer, SourceFailure) else citation(answer.text)
        of_id = read_anthology_id(link[1])
        short = _venue(of_id) if of_id else ""
        facts = venue_facts(
            venue=short or tags.get("conference_title") or tags.get("journal_title"),
            year=of_id.year if of_id else None,
            title=tags.get("title"),
            doi=tags.get("doi"),
            kind="journal" if short in _JOURNALS else "conference",
        )
        unknown = {} if "venue" in facts else {"venue": "the Anthology's id does not tell it"}
        if "title" not in facts:
            why = answer.why if isinstance(answer, SourceFailure) else "the page does not tell it"
            unknown["title"] = why
        return page, facts, unknown


def _venue(paper: AnthologyId) -> str:
    """The venue as people write it, "" for one of many workshops."""
    if paper.event not in _MAIN:
        return ""
    name = _NAMES.get(paper.event, paper.event.upper())
    return f"Findings of {name}" if paper.findings else name
