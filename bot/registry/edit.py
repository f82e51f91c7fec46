"""Changing one link in a registry file; comments, order, quotes and every other byte stay."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

from bot.facts.change import Edit
from bot.facts.errors import InputError

_PLAIN_IN_FLOW = re.compile(r"https?://[^\s,\[\]{}'\"#]+\Z")


def edit(documents: Mapping[str, str], edits: Sequence[Edit]) -> dict[str, str]:
    """The texts after the edits.

    A YAML library would write the file anew and lose its layout; the loader told the line, so
    only the address on that line is replaced.

    Raises InputError when the line does not hold the address any more.
    """
    changed = dict(documents)
    done: set[Edit] = set()
    for change in edits:
        path = change.where.path
        lines = changed[path].splitlines(keepends=True)
        index = change.where.line - 1
        if change in done and change.before not in lines[index]:
            continue  # two entries share this line by a YAML alias
        lines[index] = _replaced(lines[index], change)
        changed[path] = "".join(lines)
        done.add(change)
    return changed


def _replaced(line: str, change: Edit) -> str:
    quoted = re.compile(
        rf"""(?P<quote>["']?){re.escape(change.before)}(?P=quote)(?=[\s,\]}}]|\Z)"""
    )
    match = quoted.search(line)
    if not match:
        message = f"expected the link {change.before} on this line"
        raise InputError(change.where, message, hint="the file changed during the run; run again")
    quote = match["quote"]
    text = f"{quote}{change.after}{quote}"
    if change.dead_since:
        text = _marked(change)
    elif not _fits(quote, change.after):
        text = json.dumps(change.after)
    return line[: match.start()] + text + line[match.end() :]


def _fits(quote: str, url: str) -> bool:
    if quote:
        return quote not in url and "\\" not in url
    return bool(_PLAIN_IN_FLOW.match(url))


def _marked(change: Edit) -> str:
    parts = [f"url: {json.dumps(change.after)}", f"dead: {change.dead_since}"]
    if change.archived_copy:
        parts.append(f"archived: {json.dumps(change.archived_copy)}")
    return "{ " + ", ".join(parts) + " }"
