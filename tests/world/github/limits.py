"""Who asks, and how much they may still ask."""

from __future__ import annotations

from typing import Any

from tests.world.wire import Request, Response

RESET = 4_000_000_000
"""A moment far ahead (Unix seconds), the same in every run."""
_ROOT = "https://docs.github.com/rest"


def token_of(request: Request) -> str:
    """The token of a request, "" for nobody."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() in {"bearer", "token"} else ""


def refused(status: int, message: str, **more: Any) -> Response:
    """An error as the REST API spells it."""
    body = {"message": message, "documentation_url": _ROOT, "status": str(status), **more}
    return Response.of_json(body, status)


class Limits:
    """The hourly budgets; anonymous askers have 60 requests
    (https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api)."""

    def __init__(self, anonymous: int = 60, core: int = 5_000, graphql: int = 5_000) -> None:
        self.limits = {"anonymous": anonymous, "core": core, "graphql": graphql}
        self.used = dict.fromkeys(self.limits, 0)

    def bucket(self, request: Request) -> str:
        if request.path == "/graphql":
            return "graphql"
        return "core" if token_of(request) else "anonymous"

    def left(self, bucket: str) -> int:
        return max(0, self.limits[bucket] - self.used[bucket])

    def stamp(self, bucket: str, response: Response) -> Response:
        """The answer with the headers that state the budget."""
        resource = "graphql" if bucket == "graphql" else "core"
        response.headers.update(
            {
                "x-ratelimit-limit": str(self.limits[bucket]),
                "x-ratelimit-remaining": str(self.left(bucket)),
                "x-ratelimit-used": str(self.used[bucket]),
                "x-ratelimit-reset": str(RESET),
                "x-ratelimit-resource": resource,
            }
        )
        return response

    def rate(self) -> dict[str, Any]:
        """GraphQL's `rateLimit`."""
        return {
            "cost": 1,
            "limit": self.limits["graphql"],
            "remaining": self.left("graphql"),
            "used": self.used["graphql"],
            "resetAt": "2096-10-02T07:06:40Z",
            "nodeCount": 0,
        }

    def overview(self, bucket: str) -> dict[str, Any]:
        """The body of GET /rate_limit."""
        core = {
            "limit": self.limits[bucket],
            "used": self.used[bucket],
            "remaining": self.left(bucket),
            "reset": RESET,
        }
        spent = {"limit": 5_000, "used": 0, "remaining": 5_000, "reset": RESET}
        return {"resources": {"core": core, "search": spent, "graphql": spent}, "rate": core}
