"""The shapes that answers take when something is wrong: one table for every test of faults.

A shape that `worsens` lets the site do what it was asked for, and spoils what it says about it; any
other stands in place of the site, which learns nothing of the request.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.world.wire import Response

_JSON = {"Content-Type": "application/json; charset=utf-8"}
_HTML = {"Content-Type": "text/html"}
_LOGIN = "<!doctype html><html><title>Log in</title><body>Please log in.</body></html>"


@dataclass(frozen=True)
class Shape:
    """One way to be wrong: what stands in for an answer, or what is made of the real one."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str = ""
    fault: str = ""
    """How the proxy misbehaves: see `tests.world.proxy`."""
    worsens: Callable[[Response], Response] | None = None


def _of_json(change: Callable[[Any], Any]) -> Callable[[Response], Response]:
    """Changes what a good answer says; any other stays as it is."""

    def worsened(response: Response) -> Response:
        kind = response.headers.get("Content-Type", "")
        if response.status >= 300 or not response.body or "json" not in kind:
            return response
        answer = json.dumps(change(json.loads(response.body))).encode()
        return Response(response.status, response.headers, answer)

    return worsened


def _halved(response: Response) -> Response:
    """Cut in the middle, and the length says so: no client sees that it was cut."""
    return Response(response.status, response.headers, response.body[: len(response.body) // 2])


def _outer_null(answer: Any) -> Any:
    if isinstance(answer, list):
        return [None for _ in answer] or [None]
    return dict.fromkeys(answer) if isinstance(answer, dict) else None


def _leaves_null(answer: Any) -> Any:
    if isinstance(answer, list):
        return [_leaves_null(one) for one in answer]
    if isinstance(answer, dict):
        return {name: _leaves_null(one) for name, one in answer.items()}
    return None


def _other_type(answer: Any) -> Any:
    """Every value is of another type; the fields are those that were agreed."""
    if isinstance(answer, dict):
        return {name: _twisted(one) for name, one in answer.items()}
    return [_other_type(one) for one in answer] if isinstance(answer, list) else 7


def _twisted(value: Any) -> Any:
    if isinstance(value, dict):
        return "text"
    if isinstance(value, list):
        return {"0": "text"}
    return [value] if isinstance(value, bool | int) else 7


def _deep(answer: Any) -> Any:
    """As agreed outside, and of other types one level further in."""
    if isinstance(answer, list):
        return [_deep(one) for one in answer]
    if not isinstance(answer, dict):
        return answer
    inner = {name: one for name, one in answer.items() if isinstance(one, dict | list)}
    return answer | {name: _other_type(one) for name, one in inner.items()}


def _more(answer: Any) -> Any:
    """Fields that nobody knows: what every service adds one day."""
    if isinstance(answer, list):
        return [_more(one) for one in answer]
    if not isinstance(answer, dict):
        return answer
    return {name: _more(one) for name, one in answer.items()} | {"brand_new": {"x": [None, 1]}}


SHAPES: dict[str, Shape] = {
    "null": Shape(worsens=_of_json(lambda _: None)),
    "every field null": Shape(worsens=_of_json(_outer_null)),
    "every leaf null": Shape(worsens=_of_json(_leaves_null)),
    "wrong types": Shape(worsens=_of_json(_other_type)),
    "wrong types inside": Shape(worsens=_of_json(_deep)),
    "a list for an object": Shape(worsens=_of_json(lambda answer: [answer])),
    "an empty object": Shape(worsens=_of_json(lambda _: {})),
    "an empty list": Shape(worsens=_of_json(lambda _: [])),
    "a number": Shape(worsens=_of_json(lambda _: 7)),
    "extra keys": Shape(worsens=_of_json(_more)),
    "cut JSON": Shape(worsens=_halved),
    "cut on the way": Shape(fault="truncate"),
    "a page with 200": Shape(headers=_HTML, body=_LOGIN),
    "nothing with 200": Shape(headers=_JSON),
    "no UTF-8": Shape(worsens=lambda one: Response(one.status, one.headers, b'{"a": "\xff\xfe"}')),
    "nested without end": Shape(headers=_JSON, body="[" * 50_000),
    "a redirect elsewhere": Shape(status=302, headers={"Location": "https://e.example/"}),
    "a redirect to itself": Shape(status=301, headers={"Location": "https://api.github.com/x"}),
    "a redirect to a private address": Shape(
        status=301, headers={"Location": "http://169.254.169.254/latest/"}
    ),
    "later (202)": Shape(status=202, headers=_JSON, body="{}"),
    "401": Shape(status=401, headers=_JSON, body='{"message": "Bad credentials"}'),
    "403 of an odd shape": Shape(status=403, headers=_JSON, body='{"message": [1]}'),
    "404": Shape(status=404, headers=_JSON, body='{"message": "Not Found"}'),
    "410 null": Shape(status=410, headers=_JSON, body="null"),
    "422 of an odd shape": Shape(
        status=422, headers=_JSON, body='{"message": null, "errors": true}'
    ),
    "429": Shape(status=429, headers=_JSON | {"Retry-After": "86400"}, body='{"message": "slow"}'),
    "500": Shape(status=500, headers=_HTML, body="<h1>Sorry</h1>"),
    "502": Shape(status=502, headers=_JSON, body='{"message": "Server Error"}'),
    "a reset": Shape(fault="reset"),
    "no answer": Shape(fault="empty"),
    "no HTTP": Shape(fault="garbage"),
    "without end": Shape(fault="endless"),
}
"""Name → shape. Slow ones (a hang, a drip) are in `tests.world.proxy` alone: they need a clock."""
