"""Addresses that stand bare in a text, as GitHub links them. Pure.

This is GitHub's own rule (https://github.github.com/gfm/#autolinks-extension-), read inside texts
that the Markdown parser named. `linkify-it-py` was tried: it ends addresses elsewhere than GitHub.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_BEGINNING = re.compile(r"https?://|www\.", re.IGNORECASE)
_BRACKET = re.compile(r"\\.|[\[\]]", re.DOTALL)
_TO_THE_BLANK = re.compile(r"[^\s<]*")
_ENTITY = re.compile(r"&[a-zA-Z]+;\Z")


def may_hold_address(text: str) -> bool:
    """Whether an address may begin in a text."""
    return _BEGINNING.search(text) is not None


def bare_addresses(text: str, before: str, depth: int) -> Iterator[tuple[int, int]]:
    """Where each address begins and ends in a text; it goes on through underscores, up to a blank.

    `before` is the letter before the text, `depth` how many brackets are open there: inside
    brackets no address is linked.
    """
    at = counted = 0
    while found := _BEGINNING.search(text, at):
        start, at = found.start(), found.end()
        depth = bracket_depth(text[counted:start], depth)
        counted = start
        if depth or not _may_begin(found[0], text[start - 1] if start else before):
            continue
        host = at if found[0].endswith("/") else start
        after_host = _host_end(text, host)
        if not after_host:
            continue
        rest = _TO_THE_BLANK.match(text, after_host)
        end = _without_ending(text, start, rest.end() if rest else after_host)
        if end > host:
            yield start, end
            at = counted = max(end, at)


def bracket_depth(text: str, depth: int) -> int:
    """How many brackets are open after a text, with `depth` open before it."""
    for bracket in _BRACKET.finditer(text):
        if len(bracket[0]) == 1:
            depth = depth + 1 if bracket[0] == "[" else max(0, depth - 1)
    return depth


def _may_begin(scheme: str, before: str) -> bool:
    if scheme.endswith("/"):
        return not (before.isascii() and before.isalpha())
    return not before or before.isspace() or before in "*_~("


def _host_end(text: str, start: int) -> int:
    """Where the host ends; 0 for one that GitHub does not link."""
    at, underscores = start, [0]
    while at < len(text):
        letter = text[at]
        if letter == ".":
            underscores.append(0)
        elif letter == "_":
            underscores[-1] += 1
        elif letter != "-" and (letter.isspace() or _is_punctuation(letter)):
            break
        at += 1
    if any(underscores[-2:]) and len(underscores) <= 10:
        return 0  # an underscore in the last two parts of a host
    return at if at > start else 0


def _is_punctuation(letter: str) -> bool:
    return unicodedata.category(letter)[0] in "PS" if letter > "\x7f" else not letter.isalnum()


def _without_ending(text: str, start: int, end: int) -> int:
    opened, closed = text.count("(", start, end), text.count(")", start, end)
    while end > start:
        last = text[end - 1]
        if last == ")":
            if closed <= opened:
                return end
            closed -= 1
            end -= 1
        elif last in "?!.,:*_~'\"":
            end -= 1
        elif last == ";":
            entity = _ENTITY.search(text, max(start, end - 40), end)
            end = entity.start() if entity else end - 1
        else:
            return end
    return end
