"""Where papers appeared: Semantic Scholar, Crossref, OpenReview, the ACL Anthology, PMLR.

Shapes: https://api.semanticscholar.org/api-docs/graph, https://api.crossref.org/swagger-ui,
https://docs.openreview.net/reference; the pages carry the `citation_…` tags of the real ones.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from typing import Any

from tests.world.wire import Request, Response

Record = Mapping[str, Any]
_FIELDS = set(
    "paperId title venue publicationVenue year externalIds publicationTypes journal".split()
)
_PAPER = re.compile(r"(?:ARXIV|DOI|ACL):\S+\Z")


class VenueSite:
    """`part` holds
    semanticscholar (arXiv id → {title, venue, place, type, year, doi, types}),
    crossref (DOI → {title, container, year, type, work: what else the record holds}),
    openreview (forum → {title, venue, api: 1 for venues of the older one}),
    acl (Anthology id → {title, book, doi, year}) and
    pmlr (`v97/houlsby19a` → {title, conference, published}).
    """

    def __init__(self, part: Mapping[str, Mapping[str, Record]]) -> None:
        self._part = part
        self._hosts = {
            "api.semanticscholar.org": self._scholar,
            "api.crossref.org": self._crossref,
            "api2.openreview.net": self._openreview,
            "api.openreview.net": self._openreview,
            "aclanthology.org": self._acl,
            "proceedings.mlr.press": self._pmlr,
        }

    def serves(self, host: str) -> bool:
        return host in self._hosts

    def answer(self, request: Request) -> Response | None:
        return self._hosts[request.host](request) if request.scheme == "https" else None

    def _of(self, name: str) -> Mapping[str, Record]:
        return self._part.get(name) or {}

    def _scholar(self, request: Request) -> Response | None:
        if (request.method, request.path) != ("POST", "/graph/v1/paper/batch"):
            return None
        fields = dict(request.params()).get("fields", "").split(",")
        ids = (request.json() or {}).get("ids")
        if not set(fields) <= _FIELDS or not isinstance(ids, list) or not 0 < len(ids) <= 500:
            return Response.of_json({"error": "Bad request"}, 400)
        if not all(_PAPER.match(str(one)) for one in ids):
            return Response.of_json({"error": "No valid paper ids given"}, 400)
        return Response.of_json([self._row(str(one), fields) for one in ids])

    def _row(self, asked: str, fields: list[str]) -> dict[str, Any] | None:
        number = asked.removeprefix("ARXIV:")
        record = self._of("semanticscholar").get(number)
        if record is None:
            return None
        place = {"id": "0", "name": record.get("place"), "type": record.get("type")}
        ids = {"ArXiv": number, "CorpusId": 1} | ({"DOI": record["doi"]} if "doi" in record else {})
        whole = {
            "title": record["title"],
            "venue": record.get("venue", ""),
            "publicationVenue": place if "place" in record else None,
            "year": record.get("year"),
            "externalIds": ids,
            "publicationTypes": record.get("types"),
        }
        return {"paperId": f"{sum(map(ord, number)):040x}"} | {name: whole[name] for name in fields}

    def _crossref(self, request: Request) -> Response | None:
        if request.method != "GET" or not request.path.startswith("/works/"):
            return None
        doi = request.path.removeprefix("/works/").replace("%2F", "/").replace("%2f", "/")
        record = self._of("crossref").get(doi)
        if record is None:
            return Response(404, {"Content-Type": "text/plain"}, b"Resource not found.")
        work = {
            "DOI": doi.lower(),
            "type": record.get("type", "proceedings-article"),
            "title": [record["title"]],
            "container-title": [record["container"]] if "container" in record else [],
            "issued": {"date-parts": [[record.get("year")]]},
            **(record.get("work") or {}),
        }
        return Response.of_json({"status": "ok", "message-type": "work", "message": work})

    def _openreview(self, request: Request) -> Response | None:
        forum = dict(request.params()).get("forum", "")
        if request.method != "GET" or request.path != "/notes" or not forum:
            return None
        record = self._of("openreview").get(forum)
        older = request.host == "api.openreview.net"
        if record is None or (int(record.get("api", 2)) == 1) != older:
            return Response.of_json({"notes": [], "count": 0})
        content = {name: record[name] for name in ("title", "venue") if name in record}
        values = content if older else {name: {"value": text} for name, text in content.items()}
        review = {"id": f"{forum}-r", "forum": forum, "content": {}}
        head = {"id": forum, "forum": forum, "content": values}
        return Response.of_json({"notes": [review, head], "count": 2})

    def _acl(self, request: Request) -> Response | None:
        match = re.match(r"/([\w.-]+?)/?\Z", request.path)
        record = self._of("acl").get(match[1]) if match else None
        if record is None:
            return None
        tags = {"title": record["title"], "conference_title": record.get("book", "")}
        return _page(tags | {"doi": record.get("doi", ""), "publication_date": record.get("year")})

    def _pmlr(self, request: Request) -> Response | None:
        match = re.match(r"/(v\d+/[a-z0-9-]+)\.html\Z", request.path)
        record = self._of("pmlr").get(match[1]) if match else None
        if record is None:
            return None
        tags = {"title": record["title"], "conference_title": record.get("conference", "")}
        return _page(tags | {"publication_date": record.get("published", "")})


def _page(tags: Mapping[str, Any]) -> Response:
    metas = "\n".join(
        f'<meta name="citation_{name}" content="{escape(str(text))}">'
        for name, text in tags.items()
        if text
    )
    title = escape(str(tags["title"]))
    html = f"<!doctype html>\n<html><head><title>{title}</title>\n{metas}\n</head>"
    html += f"<body><h1>{title}</h1></body></html>\n"
    return Response(200, {"Content-Type": "text/html; charset=utf-8"}, html.encode())
