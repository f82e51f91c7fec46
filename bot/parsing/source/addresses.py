"""The bytes of an address inside a link that the Markdown parser found. Pure.

The parser gives the range of a whole link and the address it leads to, but not where the address is
written. It is searched for inside that range only, and used if it reads the same.
"""

from __future__ import annotations

import html
import re

_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_BYTE = re.compile("[\ud800-\udfff]")
_BLANKS = re.compile(rb"[ \t]*(?:[\r\n]+[ \t>]*)?")
_POINTED = re.compile(rb"<((?:[^<>\n\\]|\\.)*)>")
_PLAIN = re.compile(rb"(?:[^\s\\]|\\.)+", re.DOTALL)
_SIGN = re.compile(rb"\\.?|[()]", re.DOTALL)
_DEPTH = {b"(": 1, b")": -1}


def inline_address(raw: bytes, start: int, end: int, url: str) -> tuple[int, int] | None:
    """Where `](address "title")` has its address, with `start` inside or at the end of the text."""
    return _behind(b"](", raw, start, end, url)


def defined_address(raw: bytes, start: int, end: int, url: str) -> tuple[int, int] | None:
    """Where `[label]: address "title"` has its address."""
    return _behind(b"]:", raw, start, end, url)


def _behind(sign: bytes, raw: bytes, start: int, end: int, url: str) -> tuple[int, int] | None:
    at = raw.find(sign, start, end)
    while at >= 0:
        found = _address(raw, at + 2, end, url)
        if found:
            return found
        at = raw.find(sign, at + 1, end)
    return None


def pointed_address(raw: bytes, start: int, end: int, url: str) -> tuple[int, int] | None:
    """Where the address in `<address>` is."""
    found = start + 1, end - 1
    return found if reads_as(raw[slice(*found)], url) else None


def _address(raw: bytes, start: int, end: int, url: str) -> tuple[int, int] | None:
    blanks = _BLANKS.match(raw, start, end)
    at = blanks.end() if blanks else start
    pointed = _POINTED.match(raw, at, end)
    if pointed and reads_as(raw[slice(*pointed.span(1))], url):
        return pointed.span(1)
    plain = _PLAIN.match(raw, at, end)
    if not plain:
        return (at, at) if not url else None
    stop = _balanced(raw, at, plain.end())
    return (at, stop) if reads_as(raw[at:stop], url) else None


def _balanced(raw: bytes, start: int, end: int) -> int:
    """Where an address without angle brackets ends: at a bracket without a partner."""
    depth = 0
    for sign in _SIGN.finditer(raw, start, end):
        depth += _DEPTH.get(sign[0], 0)
        if depth < 0:
            return sign.start()
    return end


def reads_as(written: bytes, url: str) -> bool:
    r"""Whether a text is this address, with escapes, entities and a cell's `\|` resolved."""
    text = without_bytes(written.decode("utf-8", "surrogateescape"))
    return url == text or url in (address_of(text), address_of(text.replace("\\|", "|")))


def without_bytes(text: str) -> str:
    """A text with "?" for each byte that is not UTF-8, which the parser rejects; same length."""
    return _BYTE.sub("?", text)


def as_followed(written: bytes, url: str) -> str:
    """The address as browsers follow it, with `�` for bytes that are not UTF-8."""
    try:
        written.decode("utf-8")
    except UnicodeDecodeError:
        return address_of(written.decode("utf-8", "replace"))
    return url


def address_of(written: str) -> str:
    """The address in a piece of Markdown, with escapes and entities resolved."""
    parts = []
    at = 0
    for escape in _ESCAPE.finditer(written):
        parts += [html.unescape(written[at : escape.start()]), escape[1]]
        at = escape.end()
    return "".join([*parts, html.unescape(written[at:])])
