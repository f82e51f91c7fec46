"""The Proceedings of Machine Learning Research: a volume for each conference.

https://proceedings.mlr.press/
"""

from __future__ import annotations

import re

from bot.parsing.citation import citation
from bot.sources.http.errors import SourceFailure
from bot.sources.papers.lookup import Known, PageLookup, venue_facts, year_in

SOURCE = "pmlr"
_LINK = re.compile(
    r"https?://proceedings\.mlr\.press/(v\d+|r\d+)/([a-z0-9-]+)(?:\.html|\.pdf|/\2(?:-supp)?\.pdf)?/?\Z"
)


class Proceedings(PageLookup):
    """Venue, year and title of a paper of PMLR, by its page."""

    name = SOURCE
    who = "PMLR"
    pause = 1.0
    link = _LINK

    def paper(self, link: re.Match[str]) -> Known | SourceFailure:
        """The data on the paper's page."""
        page = f"https://proceedings.mlr.press/{link[1]}/{link[2]}.html"
        answer = self.client.get(page)
        if isinstance(answer, SourceFailure):
            return answer
        tags = citation(answer.text)
        facts = venue_facts(
            venue=tags.get("conference_title") or tags.get("inbook_title"),
            year=year_in(tags.get("publication_date", "")),
            title=tags.get("title"),
            kind="conference",
        )
        wanted = ("venue", "year", "title")
        unknown = {name: "the page does not give it" for name in wanted if name not in facts}
        return page, facts, unknown
