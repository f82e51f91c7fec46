"""The queries for the beginning of a repository, and reading their answers. Pure.

https://docs.github.com/en/graphql/reference/objects#commit
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.model.observation import Value
from bot.model.reference import Query
from bot.sources.github.graphql import day_part

_FIRST = """fragment H on Repository { nameWithOwner
  releases(first: 1, orderBy: {field: CREATED_AT, direction: ASC}) {
    nodes { tagName publishedAt createdAt isDraft } }
  defaultBranchRef { target { ... on Commit {
    history(first: 1) {
      totalCount nodes { committedDate } pageInfo { endCursor } } } } }
}"""
_LAST = "fragment L on Repository { nameWithOwner }"


def begin(batch: Sequence[Query]) -> tuple[str, dict[str, str]]:
    """The number of commits, and the oldest release."""
    return _document(batch, "...H", {}, _FIRST)


def end(batch: Sequence[Query], cursors: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """The commit behind a cursor."""
    after = {f"c{at}": cursors[query.reference.key] for at, query in enumerate(batch)}
    fields = (
        "...L defaultBranchRef {{ target {{ ... on Commit {{ history(first: 1, after: $c{at}) "
        "{{ nodes {{ committedDate }} pageInfo {{ hasNextPage }} }} }} }} }}"
    )
    return _document(batch, fields, after, _LAST)


def _document(
    batch: Sequence[Query], fields: str, more: Mapping[str, str], fragment: str
) -> tuple[str, dict[str, str]]:
    variables = dict(more)
    lines = []
    for at, query in enumerate(batch):
        owner, _, name = query.reference.name.partition("/")
        variables |= {f"o{at}": owner, f"n{at}": name}
        inner = fields.format(at=at) if "{at}" in fields else fields
        lines.append(f"  r{at}: repository(owner: $o{at}, name: $n{at}) {{ {inner} }}")
    declared = ", ".join(f"${name}: String!" for name in variables)
    return "\n".join([f"query({declared}) {{", *lines, "}", fragment]), variables


def _map(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _history(node: Mapping[str, Any]) -> Mapping[str, Any]:
    return _map(_map(_map(node.get("defaultBranchRef")).get("target")).get("history"))


def behind(node: Mapping[str, Any]) -> str:
    """The cursor before the last commit; GitHub's cursors read `<commit> <index>`."""
    history = _history(node)
    total, cursor = history.get("totalCount"), _map(history.get("pageInfo")).get("endCursor")
    head, _, index = str(cursor).partition(" ")
    return f"{head} {total - 2}" if isinstance(total, int) and total > 1 and index == "0" else ""


def only(node: Mapping[str, Any]) -> str:
    """The day of the only commit, if there is just one."""
    return _day(_history(node)) if _history(node).get("totalCount") == 1 else ""


def first(node: Mapping[str, Any]) -> str:
    """The day of the commit at the cursor, if it is the last one."""
    history = _history(node)
    if _map(history.get("pageInfo")).get("hasNextPage") is not False:
        return ""
    return _day(history)


def _day(history: Mapping[str, Any]) -> str:
    nodes: Any = history.get("nodes")
    return _day_of(_map(nodes[0]).get("committedDate")) if _is_one(nodes) else ""


def _is_one(nodes: Any) -> bool:
    return isinstance(nodes, list) and len(nodes) == 1


def _day_of(stamp: Any) -> str:
    try:
        return day_part(stamp) or ""
    except (ValueError, TypeError):
        return ""


def release(node: Mapping[str, Any]) -> dict[str, Value]:
    """The oldest release, unless it is a draft, which has no day."""
    nodes: Any = _map(node.get("releases")).get("nodes")
    oldest = _map(nodes[0]) if _is_one(nodes) else {}
    day = _day_of(oldest.get("publishedAt") or oldest.get("createdAt"))
    tag = oldest.get("tagName")
    if not day or oldest.get("isDraft") or not isinstance(tag, str):
        return {}
    return {"first_release": tag, "first_released": day}
