"""web.archive.org: the CDX index, and archive.org's "available" call."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from tests.world.wire import Request, Response

_FIELDS = ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"]
_KNOWN = {
    "url", "output", "fl", "filter", "limit", "from", "to", "closest", "sort", "collapse",
    "matchType", "fastLatest",
}  # fmt: skip
Row = dict[str, str]


class WaybackSite:
    """Captures by address: `{url: [[timestamp, status], …]}`, oldest first."""

    def __init__(self, captures: Mapping[str, Sequence[Sequence[Any]]]) -> None:
        self.rows: dict[str, list[Row]] = {}
        for url, found in captures.items():
            self.rows[_key(url)] = [_row(url, *map(str, capture)) for capture in found]

    def serves(self, host: str) -> bool:
        return host in {"web.archive.org", "archive.org"}

    def answer(self, request: Request) -> Response | None:
        if request.path == "/cdx/search/cdx":
            return self._index(request)
        if request.path == "/wayback/available":
            return self._available(dict(request.params()))
        if request.path.startswith("/web/"):
            return self._memento(request)
        return None

    def _index(self, request: Request) -> Response | None:
        pairs = request.params()
        asked = dict(pairs)
        if not {name for name, _ in pairs} <= _KNOWN or asked.get("output") != "json":
            return None
        rows = self.rows.get(_key(asked.get("url", "")), [])
        for name, text in pairs:
            if name == "filter":
                rows = _filtered(rows, text)
        rows = _between(rows, asked.get("from", ""), asked.get("to", ""))
        if asked.get("closest"):
            rows = _nearest(rows, asked["closest"])
        rows = _limited(rows, int(asked.get("limit") or 0))
        fields = asked["fl"].split(",") if asked.get("fl") else _FIELDS
        table = [fields, *([row[name] for name in fields] for row in rows)]
        return Response.of_json(table if rows else [])

    def _available(self, asked: dict[str, str]) -> Response:
        rows = [
            r for r in self.rows.get(_key(asked.get("url", "")), []) if r["statuscode"] == "200"
        ]
        if asked.get("timestamp"):
            rows = list(reversed(_nearest(rows, asked["timestamp"])))
        found = {}
        if rows:
            row = rows[-1]
            found["closest"] = {
                "status": "200",
                "available": True,
                "url": f"http://web.archive.org/web/{row['timestamp']}/{row['original']}",
                "timestamp": row["timestamp"],
            }
        return Response.of_json({"url": asked.get("url", ""), "archived_snapshots": found})

    def _memento(self, request: Request) -> Response:
        """A copy by its moment; any other moment leads to the nearest one."""
        match = re.match(r"/web/(\d{1,14})(?:[a-z]{2}_)?/(.+)", request.path)
        moment, url = (match[1], match[2]) if match else ("9", request.path[len("/web/") :])
        url += f"?{request.query}" if request.query else ""
        rows = self.rows.get(_key(url), [])
        if not rows:
            return Response(404, {"Content-Type": "text/html"}, b"<title>Wayback Machine</title>")
        row = _nearest(rows, moment)[0]
        if row["timestamp"] != moment:
            return Response(302, {"Location": f"/web/{row['timestamp']}/{row['original']}"})
        text = f"<title>Archived copy of {row['original']}</title>"
        return Response(int(row["statuscode"]), {"Content-Type": "text/html"}, text.encode())


def _key(url: str) -> str:
    """The index folds scheme, `www.`, letter case and the last slash."""
    bare = re.sub(r"^https?:/{1,2}", "", url, flags=re.IGNORECASE)
    return re.sub(r"^www\.", "", bare.lower()).rstrip("/").partition("#")[0]


def _row(url: str, timestamp: str, status: str = "200", mime: str = "text/html") -> Row:
    host, _, path = _key(url).partition("/")
    surt = ",".join(reversed(host.split("."))) + ")/" + path
    digest = f"WORLD{timestamp}"
    return dict(zip(_FIELDS, [surt, timestamp, url, mime, status, digest, "1234"], strict=True))


def _filtered(rows: list[Row], text: str) -> list[Row]:
    name, _, pattern = text.lstrip("!").partition(":")
    return [row for row in rows if bool(re.fullmatch(pattern, row[name])) != text.startswith("!")]


def _between(rows: list[Row], first: str, last: str) -> list[Row]:
    return [
        row
        for row in rows
        if row["timestamp"][: len(first)] >= first and row["timestamp"][: len(last)] <= last
    ]


def _nearest(rows: list[Row], moment: str) -> list[Row]:
    wanted = int(moment.ljust(14, "0"))
    return sorted(rows, key=lambda row: abs(int(row["timestamp"]) - wanted))


def _limited(rows: list[Row], limit: int) -> list[Row]:
    if limit < 0:
        return rows[limit:]
    return rows[:limit] if limit else rows
