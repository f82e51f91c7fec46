"""The ACL Anthology: its ids name venue and year, its pages the rest.

https://aclanthology.org/info/ids/
"""

from __future__ import annotations

import re

from bot.model.observation import Reason
from bot.model.values.anthology import ADDRESS, AnthologyId, read_anthology_id
from bot.model.values.venues import venue_of_id
from bot.parsing.citation import citation
from bot.sources.http.errors import SourceFailure
from bot.sources.papers.lookup import Known, PageLookup, venue_facts

SOURCE = "acl"


class Anthology(PageLookup):
    """Venue and year by the id of an Anthology link, title and DOI by its page."""

    name = SOURCE
    who = "the ACL Anthology"
    pause = 1.0
    link = ADDRESS

    def paper(self, link: re.Match[str]) -> Known | SourceFailure:
        """The data in its id and page; only the id's when the page is not available now."""
        page = f"https://aclanthology.org/{link[1]}/"
        answer = self.client.get(page)
        if isinstance(answer, SourceFailure) and answer.reason is Reason.PRIVATE_OR_MISSING:
            return answer
        tags = {} if isinstance(answer, SourceFailure) else citation(answer.text)
        of_id = read_anthology_id(link[1])
        venue = venue_of_id(of_id) if of_id else None
        short = str(venue).rpartition(" ")[0] if venue else ""
        facts = venue_facts(
            venue=short or tags.get("conference_title") or tags.get("journal_title"),
            year=of_id.year if of_id else None,
            title=tags.get("title"),
            doi=tags.get("doi"),
            kind=_kind(of_id, is_journal=bool(venue and not venue.month)),
        )
        unknown = {} if "venue" in facts else {"venue": "the Anthology's id does not give it"}
        if "title" not in facts:
            why = answer.why if isinstance(answer, SourceFailure) else "the page does not give it"
            unknown["title"] = why
        return page, facts, unknown


def _kind(of_id: AnthologyId | None, *, is_journal: bool) -> str:
    if of_id and of_id.event and not of_id.is_main:
        return "workshop"
    return "journal" if is_journal else "conference"
