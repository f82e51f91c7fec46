"""What the handlers of the REST API share: a call, a table of routes, pages of a list."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from tests.world.github.limits import refused
from tests.world.github.origin import Origin
from tests.world.github.repos import Repo
from tests.world.github.shapes import API
from tests.world.wire import Request, Response


@dataclass(frozen=True)
class Call:
    """One request to the list's own repository, and which account sent it."""

    request: Request
    origin: Origin
    repo: Repo
    actor: str
    words: tuple[str, ...] = ()
    """What the route's pattern caught."""

    @property
    def url(self) -> str:
        return f"{API}/repos/{self.repo.name}"

    @property
    def page(self) -> str:
        return f"https://github.com/{self.repo.name}"

    def body(self) -> dict[str, Any]:
        given = self.request.json()
        return given if isinstance(given, dict) else {}

    def param(self, name: str, otherwise: str = "") -> str:
        return dict(self.request.params()).get(name, otherwise)


Handler = Callable[[Call], Response]
Route = tuple[str, str, Handler]


def find(routes: Sequence[Route], method: str, rest: str) -> tuple[Handler, tuple[str, ...]] | None:
    """The handler of a path below the repository, and the words its pattern caught."""
    for wanted, pattern, handler in routes:
        match = re.fullmatch(pattern, rest) if wanted == method else None
        if match:
            return handler, match.groups()
    return None


def missing() -> Response:
    return refused(404, "Not Found")


def invalid(resource: str, message: str = "", field: str = "") -> Response:
    """422 as GitHub spells it; without a message the field is what is wrong."""
    error = {"resource": resource, "code": "custom" if message else "invalid"}
    error |= {"message": message} if message else {"field": field}
    return refused(422, "Validation Failed", errors=[error])


def paged(call: Call, items: Sequence[Any]) -> Response:
    """One page of a list, with GitHub's Link header when there are more."""
    size = min(int(call.param("per_page", "30")), 100)
    number = int(call.param("page", "1"))
    response = Response.of_json(list(items[(number - 1) * size : number * size]))
    last = max(1, -(-len(items) // size))
    if number < last:
        links = {"next": number + 1, "last": last}
        response.headers["Link"] = ", ".join(
            f'<{_page_url(call, page)}>; rel="{name}"' for name, page in links.items()
        )
    return response


def _page_url(call: Call, page: int) -> str:
    params = dict(call.request.params()) | {"page": str(page)}
    return f"{API}{call.request.path}?{urlencode(params)}"
