"""export.arxiv.org: the Atom API, shaped like answers recorded in 2026."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from tests.world.wire import Request, Response

_ID = re.compile(r"(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v(\d+))?\Z")
_KNOWN = {"search_query", "id_list", "start", "max_results", "sortBy", "sortOrder"}
_NOW = "2026-11-24T00:00:00Z"
_HEAD = """<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" \
xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">
"""


class ArxivSite:
    """Unknown ids are dropped in silence, one malformed id spoils the whole request."""

    def __init__(self, papers: Mapping[str, Mapping[str, Any]]) -> None:
        self.papers = papers

    def serves(self, host: str) -> bool:
        return host == "export.arxiv.org"

    def answer(self, request: Request) -> Response | None:
        if request.path != "/api/query":
            return None
        pairs = request.params()
        if request.method == "POST":
            pairs += Request("POST", "https", request.host, "", request.body.decode(), {}).params()
        asked = dict(pairs)
        if asked.get("search_query") or not set(asked) <= _KNOWN:
            return None
        wanted = [text.strip() for text in asked.get("id_list", "").split(",") if text.strip()]
        malformed = next((text for text in wanted if not _ID.match(text)), None)
        if malformed:
            return _feed_response(_refusal(malformed), 400)
        start, limit = int(asked.get("start", 0)), int(asked.get("max_results", 10))
        entries = [entry for text in wanted if (entry := self._entry(text))]
        return _feed_response(_feed(wanted, entries, start, limit))

    def _entry(self, text: str) -> str | None:
        match = _ID.match(text)
        assert match
        number = match[1]
        paper = self.papers.get(number)
        if paper is None:
            return None
        newest = int(paper.get("versions", 1))
        version = int(match[2] or newest)
        if not 1 <= version <= newest:
            return None
        return _entry(number, version, newest, paper)


def _feed_response(text: str, status: int = 200) -> Response:
    return Response(status, {"Content-Type": "application/atom+xml; charset=utf-8"}, text.encode())


def _feed(wanted: list[str], entries: list[str], start: int, limit: int) -> str:
    ids = ",".join(wanted)
    query = f"search_query=&start={start}&max_results={limit}&id_list={ids}"
    link = quoteattr(f"https://arxiv.org/api/query?{query}")
    return (
        f"{_HEAD}  <id>https://arxiv.org/api/world</id>\n"
        f"  <title>arXiv Query: {escape(query)}</title>\n  <updated>{_NOW}</updated>\n"
        f'  <link href={link} type="application/atom+xml"/>\n'
        f"{_counts(limit, len(entries), start)}"
        f"{''.join(entries[start : start + limit])}</feed>\n"
    )


def _counts(page: int, total: int, start: int) -> str:
    return (
        f"  <opensearch:itemsPerPage>{page}</opensearch:itemsPerPage>\n"
        f"  <opensearch:totalResults>{total}</opensearch:totalResults>\n"
        f"  <opensearch:startIndex>{start}</opensearch:startIndex>\n"
    )


def _refusal(text: str) -> str:
    place = f"https://arxiv.org/api/errors#incorrect_id_format_for_{escape(text)}"
    return (
        f"{_HEAD}  <id>https://arxiv.org/</id>\n  <title>arXiv Search Results</title>\n"
        f"  <updated>{_NOW}</updated>\n{_counts(1, 1, 0)}"
        f"  <entry>\n    <id>{place}</id>\n    <title>Error</title>\n"
        f"    <updated>{_NOW}</updated>\n"
        f"    <summary>incorrect id format for {escape(text)}</summary>\n"
        f"    <author>\n      <name>arXiv api core</name>\n    </author>\n  </entry>\n</feed>\n"
    )


def _moment(day: str) -> str:
    return day if "T" in day else f"{day}T12:00:00Z"


def _entry(number: str, version: int, newest: int, paper: Mapping[str, Any]) -> str:
    place = f"arxiv.org/abs/{number}v{version}"
    published = _moment(str(paper["published"]))
    updated = _moment(str(paper.get("updated") or published)) if version == newest else published
    title = paper["title"] if version > 1 or newest == 1 else paper.get("v1_title", paper["title"])
    categories = [str(name) for name in paper.get("categories") or [paper.get("category", "cs.CL")]]
    lines = [
        f"<id>http://{place}</id>",
        f"<title>{escape(title)}</title>",
        f"<updated>{updated}</updated>",
        f'<link href="https://{place}" rel="alternate" type="text/html"/>',
        f'<link href="https://arxiv.org/pdf/{number}v{version}" rel="related" '
        'type="application/pdf" title="pdf"/>',
        f"<summary>{escape(str(paper.get('summary') or title))}</summary>",
        *(f'<category term="{n}" scheme="http://arxiv.org/schemas/atom"/>' for n in categories),
        f"<published>{published}</published>",
        *_optional(paper, version == newest),
        f'<arxiv:primary_category term="{categories[0]}"/>',
        *(f"<author><name>{escape(name)}</name></author>" for name in _authors(paper)),
    ]
    return "  <entry>\n" + "".join(f"    {line}\n" for line in lines) + "  </entry>\n"


def _authors(paper: Mapping[str, Any]) -> list[str]:
    return [str(name) for name in paper.get("authors") or ["A. N. Author"]]


def _optional(paper: Mapping[str, Any], is_newest: bool) -> list[str]:
    """A withdrawal shows only in the comment of the newest version."""
    comment = paper.get("comment")
    if paper.get("withdrawn") and is_newest:
        comment = str(paper.get("withdrawn_comment") or "This paper has been withdrawn")
    fields = {"comment": comment, "journal_ref": paper.get("journal"), "doi": paper.get("doi")}
    return [f"<arxiv:{name}>{escape(text)}</arxiv:{name}>" for name, text in fields.items() if text]
