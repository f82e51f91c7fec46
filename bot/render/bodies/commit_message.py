"""The changes recorded in a commit's message, so that they can always be read back.

One line a change, in the form of git's trailers (https://git-scm.com/docs/git-interpret-trailers),
its value a JSON list: place, before, after, why it is believed, evidence.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from contextlib import suppress

from bot.model.change import Change
from bot.model.provenance import RecordedChange
from bot.model.values.unseen import without_unseen
from bot.render.mentions import GAP, defuse_line

MOST_LINES = 100
MOST_BYTES = 20_000
"""Room for the lines of one message; the changes that are left out are counted."""
_KEY = "Listkeeper-Change: "
_LINE = re.compile(rf"^[ \t*>]*{_KEY}\s*(?=\[)", re.MULTILINE)
_JSON = json.JSONDecoder()


def record_change(changes: Sequence[Change]) -> str:
    """The lines for a commit's message; they mention nobody."""
    lines: list[str] = []
    room = MOST_BYTES
    for change in changes[:MOST_LINES]:
        line = _line(change)
        room -= len(line.encode()) + 1
        if room < 0:
            break
        lines.append(line)
    left = len(changes) - len(lines)
    return "\n".join([*lines, *([f"Listkeeper-Left-Out: {left}"] if left else [])])


def _line(change: Change) -> str:
    reported = [change.id, change.before, change.after, change.why, change.evidence]
    text = json.dumps(reported, ensure_ascii=False).encode("utf-8", "replace").decode()
    return _KEY + defuse_line("".join(map(_seen, text)))


def _seen(sign: str) -> str:
    """A sign as JSON writes it in ASCII where a terminal would obey it, or nobody would see it."""
    is_seen = sign.isprintable() and without_unseen(sign) == sign
    return sign if is_seen else json.dumps(sign)[1:-1]


def search_words(entry: str) -> str:
    """A text in every message that records a change of this entry."""
    return defuse_line(f'["{entry}/')


def read_record(message: str) -> list[tuple[str, RecordedChange]]:
    """The entries and changes that a message records, whatever surrounds them. Never raises.

    An edited line that cannot be read is left out; one that was wrapped is read.
    """
    text = message.replace("\r\n", "\n")
    flat = text.replace("\n", " ")
    found = []
    for start in _LINE.finditer(text):
        with suppress(ValueError, RecursionError):
            reported, _ = _JSON.raw_decode(flat, start.end())
            found += _recorded(reported)
    return found


def _recorded(reported: object) -> list[tuple[str, RecordedChange]]:
    if not isinstance(reported, list) or len(reported) != 5:
        return []
    if not all(isinstance(one, str) for one in reported):
        return []
    where, before, after, why, evidence = map(_plain, reported)
    entry, _, field = where.partition("/")
    change = RecordedChange(field=field, before=before, after=after, why=why, evidence=evidence)
    return [(entry, change)] if entry and field else []


def _plain(text: str) -> str:
    """Without the gaps that prevent mentions, and without what a terminal would obey."""
    return "".join(one if one.isprintable() else " " for one in text.replace(GAP, ""))
