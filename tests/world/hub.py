"""huggingface.co by its API: repositories, accounts, collections, papers, listings.

Besides `/api/` only `config.json` and `README.md` are answered here; the Hub's pages (docs, blog)
stand in the web's part of a scenario.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, unquote

from tests.world.hub_facts import (
    ALONE,
    EXPAND,
    FLOOR,
    FULL,
    LISTED,
    SORTS,
    Record,
    facts_of,
    moment,
    number,
    tags_of,
)
from tests.world.hub_wire import (
    HOST,
    bad_expand,
    expand,
    item,
    missing,
    next_page,
    redirect,
    refusal,
    serial,
    validated,
    wrong_token,
)
from tests.world.wire import Request, Response

_PATHS = re.compile(r"/api/(models|datasets|spaces)/([\w.-]+/[\w.-]+)/paths-info/([^/]+)\Z")
_LISTING = {"author", "search", "filter", "pipeline_tag", "gated", "sort", "limit", "cursor"}
_LISTING |= {"expand", "full", "config", "cardData"}
_CARD = re.compile(r"/(?:(datasets|spaces)/)?([\w.-]+/[\w.-]+)/resolve/main/README\.md\Z")
_CONFIG = re.compile(r"/([\w.-]+/[\w.-]+)/resolve/([^/]+)/config\.json\Z")


class HubSite:
    """`part` holds models, datasets, spaces (id → record, see `hub_facts`), accounts (name →
    {type, fullname, models, followers}), collections (slug → {title, items, updated}), `renamed`
    (old id → new id), `page_size` (how many a listing gives at once) and `quota` (how many
    requests are answered before 429; left out: all).
    """

    def __init__(self, part: Mapping[str, Any], papers: Mapping[str, Record]) -> None:
        self.part = part
        self.papers = papers
        self.asked = 0
        self._renamed = {str(k).lower(): str(v) for k, v in (part.get("renamed") or {}).items()}

    def serves(self, host: str) -> bool:
        return host == HOST

    def answer(self, request: Request) -> Response | None:
        return wrong_token(request) or self._known(request)

    def _known(self, request: Request) -> Response | None:
        if request.method == "GET" and (match := _CONFIG.match(request.path)):
            return self._config(request, match[1], match[2])
        if request.method == "GET" and (match := _CARD.match(request.path)):
            return self._card(request, match[1] or "models", match[2])
        if request.method == "POST" and (match := _PATHS.match(request.path)):
            return self._paths(request, match[1], match[2], unquote(match[3]))
        if not request.path.startswith("/api/") or request.method != "GET":
            return None
        self.asked += 1
        response = self._answer(request) if self._quota_left() >= 0 else refusal(429, "Slow down")
        if response is None:
            return None
        quota, left = self.part.get("quota", 1000), max(0, self._quota_left())
        response.headers["RateLimit"] = f'"api";r={left};t=120'
        response.headers["RateLimit-Policy"] = f'"fixed window";"api";q={quota};w=300'
        return validated(request, response)

    def _quota_left(self) -> int:
        return int(self.part["quota"]) - self.asked if "quota" in self.part else 900

    def _answer(self, request: Request) -> Response | None:
        match request.path.removeprefix("/api/").split("/"):
            case ["agent-harnesses"]:
                return Response.of_json({"standardEnvVars": [], "harnesses": {}})
            case ["models" | "datasets" | "spaces" as kind]:
                return self._listing(request, kind)
            case ["models" | "datasets" | "spaces" as kind, *name]:
                return self._repository(request, kind, "/".join(name))
            case ["organizations" | "users" as kind, name, "overview"]:
                return self._account(kind, name)
            case ["collections", owner, slug]:
                return self._collection(request, f"{owner}/{slug}")
            case ["papers", name]:
                return self._paper(name)
        return None

    def _all(self, kind: str) -> Mapping[str, Record]:
        return self.part.get(kind) or {}

    def _repository(self, request: Request, kind: str, asked: str) -> Response:
        name = asked.removesuffix("/revision/main")
        spelled = {key.lower(): key for key in self._all(kind)}.get(name.lower())
        new = self._renamed.get(name.lower(), spelled)
        if new is None or (self._all(kind).get(new) or {}).get("private"):
            return missing(request)
        if new != name:
            return redirect(request, f"/api/{kind}/{asked.replace(name, new, 1)}")
        record = self._all(kind).get(new) or {}
        if record.get("disabled"):
            return refusal(403, "Access to this resource is disabled.")
        wanted = expand(request)
        if wanted - EXPAND[kind]:
            return bad_expand(EXPAND[kind])
        return Response.of_json(_shape(kind, name, record, wanted or FULL[kind]))

    def _paths(self, request: Request, kind: str, name: str, revision: str) -> Response:
        """Which of the asked paths there are; a folder is there when a file below it is."""
        record = self._all(kind).get(name)
        if record is None or record.get("private"):
            return missing(request)
        if revision not in {"main", *(record.get("branches") or ())}:
            return refusal(404, f"Invalid rev id: {revision}", "RevisionNotFound")
        fields = parse_qsl(request.body.decode(), keep_blank_values=True)
        asked = [value for key, value in fields if key == "paths"]
        files = [".gitattributes", "README.md", "config.json", *(record.get("files") or ())]
        files = [one["rfilename"] if isinstance(one, dict) else str(one) for one in files]
        found: list[dict[str, Any]] = []
        for path in asked:
            if path in files:
                found.append({"type": "file", "path": path, "size": 1, "oid": number(path)})
            elif any(one.startswith(f"{path}/") for one in files):
                found.append({"type": "directory", "path": path, "oid": number(path)})
        return Response.of_json(found)

    def _card(self, request: Request, kind: str, name: str) -> Response:
        """A repository's README.md, which a gated one shows to everybody."""
        record = self._all(kind).get(name)
        if record is None:
            return missing(request)
        if not record.get("card"):
            return refusal(404, "Entry not found", "EntryNotFound")
        return Response(200, {"Content-Type": "text/plain"}, str(record["card"]).encode())

    def _config(self, request: Request, name: str, revision: str) -> Response:
        """A model's `config.json`, which a gated model shows to nobody here."""
        record = self._all("models").get(name)
        if record is None:
            return missing(request)
        if record.get("gated"):
            return refusal(403, "Access to this model is restricted", "GatedRepo")
        if revision not in {"main", facts_of("models", name, record)["sha"]}:
            return refusal(404, "Invalid rev id", "RevisionNotFound")
        if not record.get("config"):
            return refusal(404, "Entry not found", "EntryNotFound")
        return Response.of_json(record["config"])

    def _listing(self, request: Request, kind: str) -> Response | None:
        asked = dict(request.params())
        if not set(asked) <= _LISTING or asked.get("sort", "likes") not in SORTS:
            return None
        if expand(request) - (known := EXPAND[kind] - ALONE):
            return bad_expand(known)
        filters = {
            part for key, text in request.params() if key == "filter" for part in text.split(",")
        }
        found = {
            name: record or {}
            for name, record in self._all(kind).items()
            if _fits(asked, filters, kind, name, record or {})
        }
        names = list(found)
        if "sort" in asked:  # always the greatest first
            names.sort(key=lambda name: facts_of(kind, name, found[name])[asked["sort"]])
            names.reverse()
        start = int(asked.get("cursor", 0))
        end = start + min(int(asked.get("limit", 1000)), int(self.part.get("page_size", 1000)))
        fields = expand(request) or LISTED
        models = [_shape(kind, name, found[name], fields) for name in names[start:end]]
        response = Response.of_json(models)
        if end < len(names):
            response.headers["Link"] = f'<{next_page(request, end)}>; rel="next"'
        return response

    def _account(self, kind: str, asked: str) -> Response:
        accounts: Mapping[str, Record] = self.part.get("accounts") or {}
        name = next((own for own in accounts if own.lower() == asked.lower()), asked)
        record = accounts.get(name)
        type_ = {"organizations": "org", "users": "user"}[kind]
        if record is None or record.get("type", "org") != type_:
            return refusal(404, "This account does not exist")
        counted = {
            f"num{of.capitalize()}": record.get(
                of, sum(n.startswith(f"{name}/") for n in self._all(of))
            )
            for of in EXPAND
        }
        own = {"name": name} if type_ == "org" else {"user": name, "isPro": False}
        account = {"avatarUrl": "", "fullname": record.get("fullname", name), "type": type_}
        return Response.of_json(
            {**account, **own, **counted, "numFollowers": record.get("followers", 0)}
        )

    def _collection(self, request: Request, asked: str) -> Response:
        """Known by the number at its end: title and owner may have changed since."""
        collections: Mapping[str, Record] = self.part.get("collections") or {}
        slug = next((own for own in collections if serial(own) == serial(asked)), None)
        if slug is None:
            return missing(request)
        if slug != asked:
            return redirect(request, f"/api/collections/{slug}")
        record = collections[slug]
        collection = {
            "slug": slug,
            "title": record["title"],
            "owner": {"type": "org", "name": slug.split("/")[0], "avatarUrl": "", "fullname": ""},
            "items": [item(at, str(text)) for at, text in enumerate(record.get("items") or [])],
            "lastUpdated": moment(record.get("updated", FLOOR)),
            "position": 0,
            "private": False,
            "theme": "blue",
            "upvotes": 0,
        }
        return Response.of_json(collection)

    def _paper(self, name: str) -> Response:
        paper = self.papers.get(name)
        if paper is None:
            return refusal(404, "Paper not found")
        linked = [
            _shape("models", model, record or {}, LISTED)
            for model, record in self._all("models").items()
            if f"arxiv:{name}" in tags_of(record or {}) or model in (paper.get("models") or ())
        ]
        paper = {
            "id": name,
            "title": paper["title"],
            "summary": paper.get("summary", ""),
            "publishedAt": moment(paper["published"]),
            "authors": [{"name": author} for author in paper.get("authors") or []],
            "upvotes": 0,
            "linkedModels": linked,
            "numTotalModels": len(linked),
            **({"githubRepo": paper["repo"]} if paper.get("repo") else {}),
        }
        return Response.of_json(paper)


def _shape(kind: str, name: str, record: Record, fields: set[str]) -> dict[str, Any]:
    facts = facts_of(kind, name, record)
    kept = {key: facts[key] for key in facts if key in fields & EXPAND[kind]}
    return {"_id": number(name), "id": name, **kept}


def _fits(
    asked: Mapping[str, str], filters: set[str], kind: str, name: str, record: Record
) -> bool:
    author = name.split("/")[0]
    if asked.get("author", author).lower() != author.lower():
        return False
    hidden = record.get("private") or record.get("disabled")
    facts = facts_of(kind, name, record)
    return (
        not hidden
        and asked.get("search", "").lower() in name.lower()
        and asked.get("pipeline_tag", facts["pipeline_tag"]) == facts["pipeline_tag"]
        and asked.get("gated", str(bool(facts["gated"]))).lower()
        == str(bool(facts["gated"])).lower()
        and filters <= set(facts["tags"])
    )
