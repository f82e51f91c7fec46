"""Bare addresses in a text, as GitHub links them. Pure.

This is GitHub's own rule (https://github.github.com/gfm/#autolinks-extension-, and cmark-gfm where
that leaves it open), applied to texts that the Markdown parser found. `linkify-it-py` was tried: it
ends addresses elsewhere than GitHub.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_BEGINNING = re.compile(r"(?:[hH][tT]{2}[pP][sS]?|[fF][tT][pP])://|www\.")
_BRACKET = re.compile(r"\\.|[\[\]]", re.DOTALL)
_TO_THE_BLANK = re.compile(r"[^ \t\r\n\v\f<]*")
_ENTITY = re.compile(r"&[a-zA-Z]+;\Z")
_DOTS = 10
"""In a host with more dots GitHub does not look for underscores."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of text and what must be known about its surroundings.

    Addresses begin in the first `own` letters and may continue to the end. `before` is the letter
    before the text, `depth` how many brackets are open there: inside brackets no address is linked.
    `is_last` is True at the end of a block.
    """

    text: str
    own: int
    before: str
    depth: int
    is_last: bool


def may_hold_address(text: str) -> bool:
    """Whether an address may begin in a text."""
    return _BEGINNING.search(text) is not None


def bare_addresses(stretch: Stretch) -> tuple[list[tuple[int, int]], int]:
    """Where each address begins and ends, and how many brackets are open after the own letters."""
    text, depth = stretch.text, stretch.depth
    found: list[tuple[int, int]] = []
    at = counted = 0
    while beginning := _BEGINNING.search(text, at, stretch.own + len("https://")):
        start, at = beginning.span()
        if start >= stretch.own:
            break
        depth = bracket_depth(text[counted:start], depth)
        counted = start
        if depth or not _may_begin(beginning[0], text[start - 1] if start else stretch.before):
            continue
        end = _address_end(stretch, start, at)
        if end:
            found.append((start, end))
            at = counted = end
    return found, bracket_depth(text[counted : stretch.own], depth)


def bracket_depth(text: str, depth: int) -> int:
    """How many brackets are open after a text, with `depth` open before it."""
    for bracket in _BRACKET.finditer(text):
        if len(bracket[0]) == 1:
            depth = depth + 1 if bracket[0] == "[" else max(0, depth - 1)
    return depth


def _may_begin(scheme: str, before: str) -> bool:
    if scheme.endswith("/"):
        return not (before.isascii() and before.isalpha())
    return not before or before in " \t\r\n\v\f*_~("


def _address_end(stretch: Stretch, start: int, after_scheme: int) -> int:
    """Where an address ends; 0 where there is none."""
    text = stretch.text
    is_www = text[after_scheme - 1] == "."
    after_host = _host_end(stretch, start if is_www else after_scheme, is_www)
    rest = _TO_THE_BLANK.match(text, after_host)
    if not after_host or not rest:
        return 0
    end = _without_ending(text, start, rest.end())
    return end if end > (start if is_www else after_scheme) else 0


def _host_end(stretch: Stretch, start: int, is_www: bool) -> int:
    """Where the host ends; 0 for one that GitHub does not link.

    The first letter must be valid in a host; the very last of a block is not checked.
    """
    text = stretch.text
    if not _is_of_host(text[start : start + 1]):
        return 0
    end = len(text) - stretch.is_last
    at, dots, underscores = start + 1, 0, [0, 0]
    while at < end:
        letter = text[at]
        if letter == ".":
            dots += 1
            underscores = [underscores[1], 0]
        elif letter == "_":
            underscores[1] += 1
        elif letter != "-" and not _is_of_host(letter):
            break
        at += 1
    if any(underscores) and dots <= _DOTS:
        return 0  # an underscore in the last two parts of a host
    return at if dots or not is_www else 0


def _is_of_host(letter: str) -> bool:
    if letter <= "\x7f":
        return letter.isalnum() or ("" < letter < " " and letter not in "\t\n\f\r")
    return not unicodedata.category(letter).startswith(("P", "Zs"))


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
