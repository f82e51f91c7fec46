"""How the Hub words its answers: refusals, redirects, pages, validators."""

from __future__ import annotations

import hashlib
import re
from typing import Any
from urllib.parse import quote, urlencode

from tests.world.hub_facts import number
from tests.world.wire import Request, Response

HOST = "huggingface.co"
HUB_TOKEN = "hf_worldworldworldworldworldworldwor"


def serial(slug: str) -> str:
    match = re.search(r"-([0-9a-f]{16,24})\Z", slug)
    return match[1] if match else slug


def item(position: int, text: str) -> dict[str, Any]:
    """`model/org/name` or `paper/2307.09288`, as written in a scenario."""
    kind, _, name = text.partition("/")
    return {"_id": number(text), "id": name, "type": kind, "position": position}


def redirect(request: Request, path: str) -> Response:
    query = f"?{request.query}" if request.query else ""
    return Response(307, {"Location": quote(path) + query})


def refusal(status: int, text: str, code: str = "") -> Response:
    response = Response.of_json({"error": text}, status, X_Error_Message=text)
    if code:
        response.headers["X-Error-Code"] = code
    return response


def bad_expand(known: set[str]) -> Response:
    names = "|".join(f'"{name}"' for name in sorted(known))
    return refusal(400, f"Invalid option: expected one of {names} at expand")


def wrong_token(request: Request) -> Response | None:
    """The Hub answers nobody who shows a token that it did not give, whatever is asked for."""
    sent = request.headers.get("authorization", "")
    if sent in {"", f"Bearer {HUB_TOKEN}"}:
        return None
    return refusal(401, "Invalid credentials in Authorization header")


def missing(request: Request) -> Response:
    """Without a token the Hub answers alike for missing, private and gated."""
    if not request.headers.get("authorization", ""):
        return refusal(401, "Invalid username or password.")
    return refusal(404, "Repository not found", "RepoNotFound")


def validated(request: Request, response: Response) -> Response:
    """Good answers carry an ETag; who shows it again gets 304."""
    if response.status != 200:
        return response
    digest = hashlib.sha1(response.body, usedforsecurity=False).hexdigest()
    response.headers["ETag"] = f'W/"{digest[:20]}"'
    if request.headers.get("if-none-match") == response.headers["ETag"]:
        return Response(304, response.headers)
    return response


def expand(request: Request) -> set[str]:
    return {value for key, value in request.params() if key in {"expand", "expand[]"}}


def next_page(request: Request, start: int) -> str:
    pairs = [(key, value) for key, value in request.params() if key != "cursor"]
    return f"https://{HOST}{request.path}?{urlencode([*pairs, ('cursor', str(start))])}"
