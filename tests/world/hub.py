"""huggingface.co by its API: models, datasets, spaces, accounts, collections, searches.

Only `/api/` is answered here; the Hub's pages (docs, blog) stand in the web's part of a scenario.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from tests.world.wire import Request, Response

HOST = "huggingface.co"
_EXPAND = {
    "models": {
        "author", "baseModels", "cardData", "childrenModelCount", "config", "createdAt", "disabled",
        "downloads", "downloadsAllTime", "evalResults", "gated", "gguf", "lastModified",
        "library_name", "likes", "model-index", "pipeline_tag", "private", "safetensors", "sha",
        "siblings", "spaces", "tags", "transformersInfo", "trendingScore", "usedStorage",
    },
    "datasets": {
        "author", "cardData", "citation", "createdAt", "description", "disabled", "downloads",
        "downloadsAllTime", "gated", "lastModified", "likes", "paperswithcode_id", "private",
        "sha", "siblings", "tags", "trendingScore", "usedStorage",
    },
    "spaces": {
        "author", "cardData", "createdAt", "datasets", "disabled", "lastModified", "likes",
        "models", "private", "runtime", "sdk", "sha", "siblings", "subdomain", "tags",
        "trendingScore", "usedStorage",
    },
}  # fmt: skip
_LISTED = {"createdAt", "downloads", "likes", "pipeline_tag", "private", "tags"}
"""What a listing tells of each model when nothing is asked for by name."""
_RATE = {"RateLimit": '"api";r=900;t=120', "RateLimit-Policy": '"fixed window";"api";q=1000;w=300'}
_FLOOR = "2022-03-02T23:29:04.000Z"
"""What the Hub says was created before it kept such dates."""

Record = Mapping[str, Any]


class HubSite:
    """`part` holds models, datasets, spaces (id → record), accounts (name → record), collections
    (slug → record) and `renamed` (old id → new id). A record's keys are those of `_facts`."""

    def __init__(self, part: Mapping[str, Any], papers: Mapping[str, Record]) -> None:
        self.part = part
        self.papers = papers
        self._renamed = {str(k).lower(): str(v) for k, v in (part.get("renamed") or {}).items()}

    def serves(self, host: str) -> bool:
        return host == HOST

    def answer(self, request: Request) -> Response | None:
        if not request.path.startswith("/api/") or request.method != "GET":
            return None
        response = self._answer(request)
        if response:
            response.headers |= _RATE
        return response

    def _answer(self, request: Request) -> Response | None:
        path = request.path.removeprefix("/api/")
        if path == "agent-harnesses":
            return Response.of_json([])
        if path == "models":
            return self._search(request)
        if match := re.fullmatch(r"(models|datasets|spaces)/(.+)", path):
            return self._repository(request, match[1], match[2])
        if match := re.fullmatch(r"(organizations|users)/([^/]+)/overview", path):
            return self._account(match[1], match[2])
        if match := re.fullmatch(r"collections/(.+)", path):
            return self._collection(match[1])
        return None

    def _repository(self, request: Request, kind: str, name: str) -> Response:
        new = self._renamed.get(name.lower())
        if new:
            query = f"?{request.query}" if request.query else ""
            return Response(307, {"Location": f"/api/{kind}/{quote(new)}{query}"})
        known = {key.lower(): key for key in self._all(kind)}
        if name.lower() not in known:
            return _missing(request)
        name = known[name.lower()]
        expand = [value for key, value in request.params() if key in {"expand", "expand[]"}]
        wrong = sorted(set(expand) - _EXPAND[kind])
        if wrong:
            return Response.of_json({"error": f"Invalid expand: {wrong}"}, 400)
        facts = _facts(name, self._all(kind)[name])
        kept = facts if not expand else {key: facts[key] for key in expand if key in facts}
        return Response.of_json({"_id": _number(name), "id": name, **kept})

    def _all(self, kind: str) -> Mapping[str, Record]:
        return self.part.get(kind) or {}

    def _search(self, request: Request) -> Response:
        asked = request.params()
        filters = {part for key, value in asked if key == "filter" for part in value.split(",")}
        author = next((value for key, value in asked if key == "author"), "")
        limit = int(next((value for key, value in asked if key == "limit"), "1000"))
        expand = {value for key, value in asked if key in {"expand", "expand[]"}} or _LISTED
        found = [
            {
                "_id": _number(name),
                "id": name,
                **{key: fact for key, fact in _facts(name, record).items() if key in expand},
            }
            for name, record in self._all("models").items()
            if (not author or name.split("/")[0] == author)
            and filters <= set(_facts(name, record)["tags"])
        ]
        return Response.of_json(found[:limit])

    def _account(self, kind: str, name: str) -> Response:
        record = (self.part.get("accounts") or {}).get(name)
        type_ = {"organizations": "org", "users": "user"}[kind]
        if record is None or record.get("type", "org") != type_:
            return Response.of_json({"error": "This account does not exist"}, 404)
        known = {"avatarUrl": "", "fullname": record.get("fullname", name)}
        counts = {"numModels": record.get("models", 0), "numFollowers": record.get("followers", 0)}
        own = {"name": name} if type_ == "org" else {"user": name, "isPro": False}
        return Response.of_json({"type": type_, **own, **known, **counts})

    def _collection(self, slug: str) -> Response:
        record = (self.part.get("collections") or {}).get(slug)
        if record is None:
            return Response.of_json({"error": "Collection not found"}, 404)
        owner = {"type": "org", "name": slug.split("/")[0], "avatarUrl": "", "fullname": ""}
        kept = {"title": record["title"], "items": [], "owner": owner, "position": 0}
        state = {"lastUpdated": _FLOOR, "private": False, "theme": "blue", "upvotes": 0}
        return Response.of_json({"slug": slug, **kept, **state})


def _missing(request: Request) -> Response:
    """Without a token the Hub does not tell missing from private or gated."""
    if "authorization" not in request.headers:
        return Response.of_json({"error": "Invalid username or password."}, 401)
    text = "Repository not found"
    return Response.of_json({"error": text}, 404, X_Error_Code="RepoNotFound", X_Error_Message=text)


def _facts(name: str, record: Record) -> dict[str, Any]:
    licence = record.get("license")
    tags = [*record.get("tags", []), *([f"license:{licence}"] if licence else [])]
    facts: dict[str, Any] = {
        "author": name.split("/")[0],
        "cardData": {"license": licence} if licence else {},
        "createdAt": record.get("created", _FLOOR),
        "disabled": bool(record.get("disabled", False)),
        "downloads": record.get("downloads", 0),
        "downloadsAllTime": record.get("downloads", 0) * 20,
        "gated": record.get("gated", False),
        "lastModified": record.get("modified", "2024-01-01T00:00:00.000Z"),
        "likes": record.get("likes", 0),
        "pipeline_tag": record.get("pipeline", "text-generation"),
        "private": False,
        "sha": _number(name) + "0" * 16,
        "tags": tags,
        "sdk": record.get("sdk", "gradio"),
        "runtime": {"stage": record.get("stage", "RUNNING"), "hardware": {}, "resources": None},
    }
    if record.get("safetensors"):
        facts["safetensors"] = dict(record["safetensors"])
    if record.get("base_models"):
        facts["baseModels"] = dict(record["base_models"])
    return facts


def _number(name: str) -> str:
    return f"{sum((place + 1) * ord(sign) for place, sign in enumerate(name)):024x}"
