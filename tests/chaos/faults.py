"""What may go wrong with a service, and the services: the two sides of the table."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tests.world.wire import Response
from tests.world.world import World

Change = Callable[[Response], Response]
HTML = "<!doctype html><html><title>Welcome</title><p>Please accept the terms of use.</p></html>"
PRIVATE = "http://169.254.169.254/latest/meta-data/"


@dataclass(frozen=True)
class ChaosFault:
    """One column: `how` are arguments of `World.fault`; a slow one needs short deadlines."""

    how: Mapping[str, Any] = field(default_factory=dict)
    is_slow: bool = False
    of_host: bool = False
    """It strikes the whole host, whatever is asked of it."""


@dataclass(frozen=True)
class ChaosSource:
    """One row: a service by its host and the beginning of its paths."""

    host: str
    path: str = ""
    modes: tuple[str, ...] = ("folder", "pull request")
    method: str | None = None
    has_token: bool = True

    def strike(self, world: World, fault: ChaosFault) -> Callable[[], int]:
        """Let it misbehave from now on; what is returned tells how often it did."""
        path = "" if fault.of_host else self.path
        method = None if fault.of_host else self.method
        made = world.fault(self.host, path_prefix=path, method=method, **fault.how)
        return lambda: made.struck


def _of_json(change: Callable[[Any], Any]) -> Change:
    """Change what an answer holds; what is no JSON is left."""

    def changed(response: Response) -> Response:
        try:
            body = json.dumps(change(json.loads(response.body))).encode()
        except ValueError:
            return response
        return _with(response, body)

    return changed


def _with(response: Response, body: bytes) -> Response:
    headers = {
        name: value for name, value in response.headers.items() if name.lower() != "content-length"
    }
    return replace(response, body=body, headers=headers)


def _half(response: Response) -> Response:
    return _with(response, response.body[: len(response.body) // 2])


def _nulls(value: Any, depth: int = 0) -> Any:
    """Whatever lies two levels deep is null."""
    if isinstance(value, dict):
        return None if depth > 1 else {name: _nulls(one, depth + 1) for name, one in value.items()}
    if isinstance(value, list):
        return [_nulls(one, depth + 1) for one in value]
    return None if depth > 1 else value


def _turned(value: Any) -> Any:
    """Every value has another type than it should."""
    if isinstance(value, dict):
        return {name: _turned(one) for name, one in value.items()}
    if isinstance(value, list):
        return {str(at): _turned(one) for at, one in enumerate(value)}
    if isinstance(value, str):
        return [len(value)]
    return {"value": value} if value is None or isinstance(value, bool) else str(value)


def _more(value: Any) -> Any:
    """Every mapping has keys that nobody knows."""
    if isinstance(value, dict):
        return {**{name: _more(one) for name, one in value.items()}, "zz_new": [{"a": None}]}
    return [_more(one) for one in value] if isinstance(value, list) else value


def _packed(response: Response) -> Response:
    """64 MB of blanks, packed into 64 kB."""
    packed = _with(response, gzip.compress(b" " * 64_000_000))
    return replace(packed, headers={**packed.headers, "Content-Encoding": "gzip"})


_LIMITED = {
    "message": "API rate limit exceeded",
    "errors": [{"type": "RATE_LIMITED", "message": "API rate limit exceeded"}],
}
_JSON = {"Content-Type": "application/json"}

FAULTS: dict[str, ChaosFault] = {
    "timeout": ChaosFault({"fault": "hang"}, is_slow=True),
    "reset": ChaosFault({"fault": "reset"}),
    "cut": ChaosFault({"fault": "truncate"}),
    "500": ChaosFault({"status": 500, "body": "{}"}),
    "503": ChaosFault({"status": 503, "body": HTML}),
    "429": ChaosFault({"status": 429, "body": "{}"}),
    "429+": ChaosFault({"status": 429, "body": "{}", "headers": {"Retry-After": "600"}}),
    "limit 200": ChaosFault({"status": 200, "body": json.dumps(_LIMITED), "headers": _JSON}),
    "401": ChaosFault({"status": 401, "body": '{"message": "Bad credentials"}', "headers": _JSON}),
    "HTML": ChaosFault({"status": 200, "body": HTML, "headers": {"Content-Type": "text/html"}}),
    "half": ChaosFault({"change": _half}),
    "null": ChaosFault({"status": 200, "body": "null", "headers": _JSON}),
    "nulls": ChaosFault({"change": _of_json(_nulls)}),
    "types": ChaosFault({"change": _of_json(_turned)}),
    "keys": ChaosFault({"change": _of_json(_more)}),
    "kind": ChaosFault({"headers": {"Content-Type": "image/png"}}),
    "empty": ChaosFault({"status": 200, "body": ""}),
    "endless": ChaosFault({"fault": "endless"}, is_slow=True),
    "bomb": ChaosFault({"change": _packed}),
    "drip": ChaosFault({"fault": "drip"}, is_slow=True),
    "private": ChaosFault({"status": 302, "headers": {"Location": PRIVATE}, "body": ""}),
    "TLS": ChaosFault({"fault": "untrusted"}, of_host=True),
    "DNS": ChaosFault({"fault": "nodns"}, of_host=True),
}
"""In the order of the table. `half` is JSON that ends too soon, `kind` a wrong content type."""

_GITHUB = "api.github.com"
SOURCES: dict[str, ChaosSource] = {
    "GitHub GraphQL": ChaosSource(_GITHUB, "/graphql", method="POST"),
    "GitHub REST": ChaosSource(_GITHUB, "/repos/", modes=("folder",), has_token=False),
    "GitHub, publishing": ChaosSource(_GITHUB, "/repos/octo/list", modes=("pull request",)),
    "the Hub": ChaosSource("huggingface.co"),
    "arXiv": ChaosSource("export.arxiv.org"),
    "Semantic Scholar": ChaosSource("api.semanticscholar.org"),
    "Crossref": ChaosSource("api.crossref.org"),
    "ACL Anthology": ChaosSource("aclanthology.org"),
    "PMLR": ChaosSource("proceedings.mlr.press"),
    "OpenReview": ChaosSource("api2.openreview.net"),
    "Wayback Machine": ChaosSource("web.archive.org"),
    "a page": ChaosSource("beta.example"),
    "everything": ChaosSource("*"),
}
