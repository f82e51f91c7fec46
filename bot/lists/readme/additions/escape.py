"""Foreign texts and addresses, so that they may stand in a row. Pure."""

from __future__ import annotations

import re

_MARKUP = re.compile(r"[\\`*<>|]|(?<!\w)_|_(?!\w)|&(?=#?\w+;)")
_BRACKET = re.compile(r"[\[\]]")
_UNSAFE = {" ": "%20", "|": "%7C", "<": "%3C", ">": "%3E", "\\": "%5C", '"': "%22", "'": "%27"}


def as_text(text: str) -> bytes:
    """One line of plain text that Markdown reads as it is."""
    one_line = " ".join(text.split())
    safe = _MARKUP.sub(_escaped, one_line)
    if one_line.count("[") != one_line.count("]") or re.search(r"\][(\[:]|\[\^", one_line):
        safe = _BRACKET.sub(_escaped, safe)
    return safe.encode()


def _escaped(found: re.Match[str]) -> str:
    return "\\" + found[0]


def as_address(url: str) -> bytes:
    """An address that ends nowhere too early: in brackets, in a cell, or in an attribute."""
    table = dict(_UNSAFE)
    if url.count("(") != url.count(")"):
        table |= {"(": "%28", ")": "%29"}
    return "".join(table.get(letter, letter) for letter in "".join(url.split("\n"))).encode()
