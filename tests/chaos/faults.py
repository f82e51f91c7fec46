"""What may go wrong with a service, and the services: the two sides of the table."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from dataclasses import dataclass, replace

from tests.world.faults import SHAPES, Shape
from tests.world.wire import Request, Response
from tests.world.world import World


@dataclass(frozen=True)
class ChaosFault:
    """One column: what becomes of answers; a slow one needs short deadlines."""

    shape: Shape
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
        """Let it misbehave from now on; what is returned counts how often it did."""

        def is_asked(request: Request) -> bool:
            method = self.method or request.method
            return request.path.startswith(self.path) and request.method == method

        made = world.worsen(self.host, fault.shape, None if fault.of_host else is_asked)
        return lambda: made.struck


def _packed(response: Response) -> Response:
    """64 MB of blanks, packed into 64 kB."""
    headers = {**response.headers, "Content-Encoding": "gzip"}
    return Response(response.status, headers, gzip.compress(b" " * 64_000_000))


def _as_picture(response: Response) -> Response:
    return replace(response, headers={**response.headers, "Content-Type": "image/png"})


_LIMITED = {
    "message": "API rate limit exceeded",
    "errors": [{"type": "RATE_LIMITED", "message": "API rate limit exceeded"}],
}
_JSON = {"Content-Type": "application/json"}

FAULTS: dict[str, ChaosFault] = {
    "timeout": ChaosFault(Shape(fault="hang"), is_slow=True),
    "reset": ChaosFault(SHAPES["a reset"]),
    "cut": ChaosFault(SHAPES["cut on the way"]),
    "500": ChaosFault(SHAPES["500"]),
    "503": ChaosFault(Shape(503, {"Content-Type": "text/html"}, "<h1>Busy</h1>")),
    "429": ChaosFault(Shape(429, _JSON, "{}")),
    "429+": ChaosFault(SHAPES["429"]),
    "limit 200": ChaosFault(Shape(200, _JSON, json.dumps(_LIMITED))),
    "401": ChaosFault(SHAPES["401"]),
    "HTML": ChaosFault(SHAPES["a page with 200"]),
    "half": ChaosFault(SHAPES["cut JSON"]),
    "null": ChaosFault(Shape(200, _JSON, "null")),
    "nulls": ChaosFault(SHAPES["every leaf null"]),
    "types": ChaosFault(SHAPES["wrong types"]),
    "inside": ChaosFault(SHAPES["wrong types inside"]),
    "keys": ChaosFault(SHAPES["extra keys"]),
    "kind": ChaosFault(Shape(worsens=_as_picture)),
    "empty": ChaosFault(Shape(200)),
    "endless": ChaosFault(Shape(fault="endless"), is_slow=True),
    "bomb": ChaosFault(Shape(worsens=_packed)),
    "drip": ChaosFault(Shape(fault="drip"), is_slow=True),
    "private": ChaosFault(SHAPES["a redirect to a private address"]),
    "TLS": ChaosFault(Shape(fault="untrusted"), of_host=True),
    "DNS": ChaosFault(Shape(fault="nodns"), of_host=True),
}
"""In the order of the table. `429+` has a Retry-After, `half` is JSON that ends too soon, `inside`
has wrong types one level further in, `kind` is a wrong content type."""

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
