"""HTML inside Markdown, tag by tag, with the bytes of each tag and each attribute. Pure.

Only pieces that the Markdown parser named as HTML are read, by the tokens of the HTML standard
(https://html.spec.whatwg.org/multipage/parsing.html#tokenization). No library was found that keeps
the places: html.parser keeps those of tags only, and its time grows with the square of the length
where a tag is not closed; tree-sitter-html, tried on real lists, skips tags where others are wrong.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.entities import html5

_LONGEST = 16_384
"""Longest tag in bytes; anything longer is text. Else the time would grow with the square."""
_TOKEN = re.compile(
    rb"""<!--(?:>|->|.*?(?:--!?>|\Z))     # a comment; one that nothing closes goes on to the end
    |<[!?][^>]*>                          # a declaration
    |<(?P<end>/)?(?P<name>[a-zA-Z][^\s/>]*+)
     (?P<attributes>(?:[\s/]++|[^\s/>=][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+))?+
     |=)*+)>""",
    re.VERBOSE | re.DOTALL,
)
_ATTRIBUTE = re.compile(
    rb"""(?P<name>[^\s/>=][^\s/>=]*+)
    (?:\s*+=\s*+(?:"(?P<double>[^"]*+)"|'(?P<single>[^']*+)'|(?P<bare>[^\s>"'][^\s>]*+)))?+""",
    re.VERBOSE,
)
_GAP = re.compile(rb"[ \t\r>]{0,200}")
_REFERENCE = re.compile(r"&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]*)[;=]?")
# GitHub shows the tags of these as text: https://github.github.com/gfm/#disallowed-raw-html-extension-
_FILTERED = frozenset(
    {"title", "textarea", "style", "xmp", "iframe", "noembed", "noframes", "script", "plaintext"}
)


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute's value as HTML reads it, and the bytes it is written on, without quotes."""

    value: str
    start: int
    end: int
    is_written: bool = True
    """Whether there is a value at all, even an empty one."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A start tag, an end tag (its name begins with "/") or a text (without a name)."""

    name: str
    start: int
    end: int
    attributes: dict[str, Attribute] = field(default_factory=dict)
    text: str = ""
    is_closed: bool = False
    """Whether it is written as `<tag/>`."""


def read_tags(raw: bytes, pieces: Iterable[tuple[int, int]]) -> list[Tag]:
    """All tags and texts of the HTML in these bytes, in order."""
    joined = _joined(raw, pieces)
    blanked = bytearray(raw)
    for _, gaps in joined:
        for start, end in gaps:
            blanked[start:end] = b" " * (end - start)
    shown = bytes(blanked)
    return [tag for (start, end), _ in joined for tag in _tags(shown, start, end)]


_Span = tuple[int, int]


def _joined(raw: bytes, pieces: Iterable[_Span]) -> list[tuple[_Span, list[_Span]]]:
    """The pieces with the lines of one block joined (a tag may span lines), and what is not HTML.

    Between two lines are the markers of quotes, the indentation of lists, or the CR of CRLF.
    """
    found: list[tuple[_Span, list[_Span]]] = []
    for start, end in pieces:
        if found:
            (begun, ended), gaps = found[-1]
            is_line = raw[ended - 1 : ended] == b"\n" or raw[ended : ended + 1] == b"\r"
            if ended == start or (is_line and _GAP.fullmatch(raw, ended, start)):
                gaps.append((ended, start))
                found[-1] = (begun, end), gaps
                continue
        found.append(((start, end), []))
    return found


def _tags(raw: bytes, start: int, end: int) -> Iterator[Tag]:
    at = text = start
    while (at := raw.find(b"<", at, end)) >= 0 and raw.find(b">", at, end) >= 0:
        token = _TOKEN.match(raw, at, end if raw.startswith(b"<!", at) else min(end, at + _LONGEST))
        if token is None or _name(token).lstrip("/") in _FILTERED:
            at += 1
            continue
        yield from _text(raw, text, at)
        if token["name"]:
            yield _tag(raw, token)
        at = text = token.end()
    yield from _text(raw, text, end)


def _text(raw: bytes, start: int, end: int) -> Iterator[Tag]:
    if raw[start:end].strip():
        yield Tag("", start, end, text=html.unescape(raw[start:end].decode("utf-8", "replace")))


def _name(token: re.Match[bytes]) -> str:
    name = (token["name"] or b"").decode("utf-8", "replace").lower()
    return f"/{name}" if token["end"] else name


def _tag(raw: bytes, token: re.Match[bytes]) -> Tag:
    attributes: dict[str, Attribute] = {}
    for found in _ATTRIBUTE.finditer(raw, *token.span("attributes")):
        group = next(
            (one for one in ("double", "single", "bare") if found[one] is not None), "name"
        )
        start, end = found.span(group) if group != "name" else (found.end(), found.end())
        value = read_attribute(raw[start:end].decode("utf-8", "replace"))
        name = found["name"].decode("utf-8", "replace").lower()
        one = Attribute(value, start, end, is_written=group != "name")
        attributes.setdefault(name, one)  # the first one counts
    is_closed = token["attributes"].endswith(b"/")
    return Tag(_name(token), *token.span(), attributes, is_closed=is_closed)


def read_attribute(written: str) -> str:
    """The value of an attribute's text; `&copy=` is not `©` there.

    https://html.spec.whatwg.org/multipage/parsing.html#named-character-reference-state
    """
    return _REFERENCE.sub(_read_reference, written)


def _read_reference(found: re.Match[str]) -> str:
    written = found[0]
    is_name = written[1] != "#"
    return written if is_name and written[1:] not in html5 else html.unescape(written)
