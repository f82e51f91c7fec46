"""What travels between the world's proxy and its sites."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import parse_qsl


@dataclass(frozen=True)
class Request:
    """One request as a site sees it; header names are lower case."""

    method: str
    scheme: str
    host: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes = b""

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.host}{self.path}{'?' + self.query if self.query else ''}"

    def params(self) -> list[tuple[str, str]]:
        return parse_qsl(self.query, keep_blank_values=True)

    def json(self) -> Any:
        return json.loads(self.body or b"null")


@dataclass
class Response:
    """One answer; `fault` asks the proxy to misbehave (reset, hang, truncate) instead."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    fault: str = ""
    delay: float = 0.0

    @classmethod
    def of_json(cls, value: Any, status: int = 200, **headers: str) -> Response:
        named = {name.replace("_", "-"): text for name, text in headers.items()}
        named.setdefault("Content-Type", "application/json; charset=utf-8")
        return cls(status, named, json.dumps(value).encode())


class Site(Protocol):
    """One host (or a family of hosts) of the world."""

    def serves(self, host: str) -> bool: ...

    def answer(self, request: Request) -> Response | None:
        """The answer, or None when the scenario does not know of this request."""
        ...
