"""HTML inside Markdown, with the bytes of each tag and each attribute. Pure.

The reader is tree-sitter-html (https://github.com/tree-sitter/tree-sitter-html): it keeps every
place and reads what is broken. Markdown between the tags is blanked out first, so that all HTML of
a text is read at once, with the places it has in the file.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import tree_sitter_html
from tree_sitter import Language, Node, Parser, Query, QueryCursor

_HTML = Language(tree_sitter_html.language())
_PARSER = Parser(_HTML)
_TAGS = Query(
    _HTML,
    "[(start_tag) (self_closing_tag) (end_tag) (erroneous_end_tag)] @tag [(text) (entity)] @text",
)
_NOT_BLANK = re.compile(rb"[^\r\n]")
_BETWEEN_TAGS = re.compile(rb">\s*(?=<)")
_WINDOW = 8192
_VALUE = re.compile(rb"=[^\s>\"']+")
_LETTERS = bytes.maketrans(b"=&", b"xx")
_UNQUOTED = re.compile(rb"[^\s>]+")
# GitHub shows the tags of these as text: https://github.github.com/gfm/#disallowed-raw-html-extension-
_FILTERED = re.compile(
    rb"<(?=/?(?:title|textarea|style|xmp|iframe|noembed|noframes|script|plaintext)[\s/>])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute's value as HTML reads it, and the bytes it is written on, without quotes."""

    value: str
    start: int
    end: int


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
    """All tags and texts of the pieces of HTML that stand in these bytes, in their order."""
    masked = _only(raw, pieces)
    found: list[Tag] = []
    for start, end in _windows(masked):
        captures = QueryCursor(_TAGS).captures(_PARSER.parse(masked[start:end]).root_node)
        found += [_tag(node, raw, start) for node in captures.get("tag", ())]
        found += [_text(node, raw, start) for node in captures.get("text", ())]
    return sorted(found, key=lambda one: one.start)


def _windows(masked: bytes) -> Iterator[tuple[int, int]]:
    """Pieces between two tags: the parser's time grows with the square of the depth in each."""
    start = looked = 0
    while start < len(masked):
        cut = _BETWEEN_TAGS.search(masked, max(looked, start + _WINDOW))
        end = cut.end() if cut else len(masked)
        comment = masked.rfind(b"<!--", start, end)
        if cut and comment > masked.rfind(b"-->", start, end):
            looked = masked.find(b"-->", end)
            if looked > 0:
                continue
            end = len(masked)
        yield start, end
        start = end


def _only(raw: bytes, pieces: Iterable[tuple[int, int]]) -> bytes:
    """The bytes with blanks wherever no piece stands; line ends stay."""
    parts: list[bytes] = []
    at = 0
    for start, end in pieces:
        shown = _FILTERED.sub(b" ", raw[start:end])
        parts += [_NOT_BLANK.sub(b" ", raw[at:start]), _VALUE.sub(_plain_value, shown)]
        at = end
    masked = b"".join(parts)
    never_closed = masked.find(b"<!--", masked.rfind(b"-->") + 1)
    return masked if never_closed < 0 else masked[:never_closed]


def _plain_value(value: re.Match[bytes]) -> bytes:
    """Without `=` and `&`, at which the parser stops; the value is read from the file."""
    return b"=" + value[0][1:].translate(_LETTERS)


def _text(node: Node, raw: bytes, base: int) -> Tag:
    start, end = base + node.start_byte, base + node.end_byte
    text = raw[start:end].decode("utf-8", "replace")
    return Tag("", start, end, text=html.unescape(text))


def _tag(node: Node, raw: bytes, base: int) -> Tag:
    name, attributes = "", dict[str, Attribute]()
    for child in node.children:
        if child.type in {"tag_name", "erroneous_end_tag_name"}:
            name = (child.text or b"").decode("utf-8", "replace").lower()
        elif child.type == "attribute":
            key, value = _attribute(child, raw, base, base + node.end_byte)
            attributes.setdefault(key, value)  # the first one counts
    ends = node.type in {"end_tag", "erroneous_end_tag"}
    return Tag(
        f"/{name}" if ends else name,
        base + node.start_byte,
        base + node.end_byte,
        attributes,
        is_closed=node.type == "self_closing_tag",
    )


def _attribute(node: Node, raw: bytes, base: int, end: int) -> tuple[str, Attribute]:
    name, value = "", Attribute("", base + node.end_byte, base + node.end_byte)
    for child in node.children:
        start, stop = base + child.start_byte, base + child.end_byte
        if child.type == "attribute_name":
            name = (child.text or b"").decode("utf-8", "replace").lower()
        elif child.type == "attribute_value":
            value = _value(raw, start, _unquoted_end(raw, start, end))
        elif child.type == "quoted_attribute_value":
            value = _value(raw, start + 1, stop - 1)
    return name, value


def _unquoted_end(raw: bytes, start: int, end: int) -> int:
    """An address without quotes goes on to the next blank; the parser stops at its `=` and `&`.

    https://html.spec.whatwg.org/multipage/parsing.html#attribute-value-(unquoted)-state
    """
    found = _UNQUOTED.match(raw, start, end)
    return found.end() if found else start


def _value(raw: bytes, start: int, end: int) -> Attribute:
    written = raw[start:end].decode("utf-8", "replace")
    return Attribute(html.unescape(written), start, end)
