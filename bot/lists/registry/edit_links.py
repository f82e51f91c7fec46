"""Change links in registry files; comments, order, quotes and every other byte stay."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import accumulate

from bot.config.shapes import is_web_address
from bot.model.change import LinkEdit

_PLAIN_IN_FLOW = re.compile(r"https?://[^\s,\[\]{}'\"#]*[^\s,\[\]{}'\"#:]\Z")
_ANCHOR = r"(?:&\S+\s+)?"


def apply_link_edits(
    documents: Mapping[str, str], edits: Sequence[LinkEdit]
) -> tuple[dict[str, str], list[LinkEdit]]:
    """The texts after the edits, and the edits that could not be made.

    A YAML library would rewrite the file and lose its layout; the loader gave the place, so only
    the address there is replaced. Rarer notations (a block over several lines, a merge key) are
    left to people.
    """
    changed = dict(documents)
    refused: list[LinkEdit] = []
    by_path: dict[str, list[LinkEdit]] = defaultdict(list)
    for one in edits:
        by_path[one.where.path].append(one)
    for path, wanted in by_path.items():
        changed[path], failed = _edited(changed[path], wanted)
        refused += failed
    return changed, refused


def _edited(text: str, edits: Sequence[LinkEdit]) -> tuple[str, list[LinkEdit]]:
    starts = [0, *accumulate(len(line) for line in text.splitlines(keepends=True))]
    spans: dict[tuple[int, int], str] = {}  # entries may share one place by a YAML alias
    refused: list[LinkEdit] = []
    for change in edits:
        found = _found(text, starts, change)
        if found is None:
            refused.append(change)
        elif change.unmarked:
            spans[found.span()] = found["value"]
        elif change.marked:
            spans[found.end("value"), found.end("value")] = _beside(change)
        else:
            spans[found.span("value")] = _written(change, found["quote"])
    pieces, position = [], 0
    for (start, end), new in sorted(spans.items()):
        pieces += [text[position:start], new]
        position = end
    return "".join([*pieces, text[position:]]), refused


def _found(text: str, starts: Sequence[int], change: LinkEdit) -> re.Match[str] | None:
    where = change.where
    if not where.column or where.line >= len(starts) or not is_web_address(change.after):
        return None
    value = rf"""(?P<value>(?P<quote>["']?){re.escape(change.before)}(?P=quote))"""
    # a mark over several lines is left to people: no line may move
    if change.unmarked:
        return _mark_around(text, starts[where.line - 1] + where.column - 1, value, change)
    after = r"\s*[,}]" if change.marked else r"[\s,\]}]|\Z"
    there = re.compile(rf"{_ANCHOR}{value}(?={after})")
    return there.match(text, starts[where.line - 1] + where.column - 1)


def _mark_around(text: str, at: int, value: str, change: LinkEdit) -> re.Match[str] | None:
    """The whole mark that an address stands in, if it is written as the bot writes it."""
    start = text.rfind("{", 0, at)
    day = rf"""dead:\s+["']?{re.escape(change.dead_since)}["']?"""
    copy = rf"""archived:\s+(?P<copy>["']?){re.escape(change.archived_copy)}(?P=copy)"""
    rest = rf"{day}\s*,\s*{copy}" if change.archived_copy else day
    mark = re.compile(rf"\{{\s*url:\s+{value}\s*,\s*{rest}\s*,?\s*\}}")
    found = mark.match(text, start) if start >= 0 else None
    return found if found and found.start("value") == at and "\n" not in found[0] else None


def _written(change: LinkEdit, quote: str) -> str:
    if change.dead_since:
        return _marked(change)
    return f"{quote}{change.after}{quote}" if _fits(quote, change.after) else _json(change.after)


def _fits(quote: str, url: str) -> bool:
    if quote:
        return quote not in url and "\\" not in url
    return bool(_PLAIN_IN_FLOW.match(url))


def _marked(change: LinkEdit) -> str:
    parts = [f"url: {_json(change.after)}", f"dead: {change.dead_since}"]
    if change.archived_copy:
        parts.append(f"archived: {_json(change.archived_copy)}")
    return "{ " + ", ".join(parts) + " }"


def _beside(change: LinkEdit) -> str:
    return f", archived: {_json(change.archived_copy)}"


def _json(url: str) -> str:
    return json.dumps(url)
