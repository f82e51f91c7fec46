"""What the beginning of a page says: title, forward, anchors, how much of it is text. Pure.

Pages are hostile: every search here is linear in the size of the page and none raises. (Python's
`html.parser` raises on some marked sections and takes quadratic time on others.)
"""

from __future__ import annotations

import contextlib
import html
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

# A decoded page is cut here: 64 kB on the wire may unpack to 64 MB.
DECODED = 512 * 1024
_TITLE = 300

_HIDDEN = re.compile(r"<!--|<(script|style|template|svg|noscript)\b", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]+")
_META = re.compile(r"<meta\b([^<>]{0,2000})>", re.IGNORECASE)
_PAIR = re.compile(r"""(?<![\w:-])([\w:-]{1,40})\s{0,9}=\s{0,9}("[^"]*"|'[^']*'|[^\s"'<>]+)""")
_ANCHOR = re.compile(
    r"""(?<![\w:-])(?:id|name)\s{0,9}=\s{0,9}("[^"]*"|'[^']*'|[^\s"'<>]+)""", re.IGNORECASE
)
# https://html.spec.whatwg.org/multipage/semantics.html#attr-meta-http-equiv-refresh
_REFRESH = re.compile(
    r"""\s*(\d{1,6})[\d.]{0,9}\s*[;,]?\s*(?:url\s*=\s*)?["']?([^"']*)""", re.IGNORECASE
)
# Elements into which the usual frameworks draw a page.
_APP_ROOTS = frozenset({"root", "app", "__next", "__nuxt", "___gatsby", "svelte", "q-app"})
_SPARSE = 80
"""Words; a page with fewer says little by itself."""
_BEGINNINGS = (2 * 1024, 16 * 1024)
"""Characters in which most pages have said as much; the others are counted whole."""


@dataclass(frozen=True)
class Refresh:
    """A page that forwards by itself, after so many seconds."""

    seconds: int
    to: str


class Page:
    """One HTML page, or its beginning."""

    def __init__(self, text: str) -> None:
        self._all = text
        self._seen = "".join(_visible(text))

    @cached_property
    def title(self) -> str:
        """The text of the first title, in one line, at most 300 characters; or ""."""
        return self._inside("title")

    @cached_property
    def heading(self) -> str:
        """The text of the first main heading, or ""."""
        return self._inside("h1")

    @cached_property
    def text(self) -> str:
        """What a reader sees without scripts, in one line."""
        return _plain(self._seen)

    @cached_property
    def raw(self) -> str:
        """The page as it came, in lower case."""
        return self._all.lower()

    @cached_property
    def sparse(self) -> bool:
        """Whether there is so little text that a script, or nobody, draws the page."""
        for length in _BEGINNINGS:
            whole_tags = self._seen[: max(0, self._seen.rfind("<", 0, length))]
            if len(_plain(whole_tags).split()) >= _SPARSE:
                return False
        return len(self.text.split()) < _SPARSE

    @property
    def scripted(self) -> bool:
        """Whether a script draws (part of) the page, so that what is missing may still come."""
        return self.sparse or self.is_app

    @property
    def is_app(self) -> bool:
        """Whether it has the element into which one of the usual frameworks draws."""
        return not _APP_ROOTS.isdisjoint(self.anchors)

    @cached_property
    def anchors(self) -> frozenset[str]:
        """Every id and name of the page."""
        return frozenset(_anchors(self._seen))

    @cached_property
    def possible_anchors(self) -> frozenset[str]:
        """Every id and name, also of parts that are not shown; in lower case."""
        return frozenset(anchor.lower() for anchor in _anchors(self._all))

    @cached_property
    def refresh(self) -> Refresh | None:
        """Where the page forwards to by itself, if it does."""
        for meta in _META.finditer(self._seen):
            pairs = {name.lower(): _unquoted(value) for name, value in _PAIR.findall(meta[1])}
            if pairs.get("http-equiv", "").lower() == "refresh":
                match = _REFRESH.match(pairs.get("content", ""))
                if match and match[2].strip():
                    return Refresh(int(match[1]), match[2].strip())
        return None

    def _inside(self, name: str) -> str:
        start = re.search(rf"<{name}\b[^<>]*>", self._seen, re.IGNORECASE)
        if not start:
            return ""
        end = re.compile(rf"</{name}\b", re.IGNORECASE).search(self._seen, start.end())
        return _plain(self._seen[start.end() : end.start() if end else None])[:_TITLE]


def _visible(text: str) -> Iterator[str]:
    """The text without comments, scripts and what else is not shown."""
    at = 0
    while found := _HIDDEN.search(text, at):
        yield text[at : found.start()]
        closing = rf"</{found[1]}\b[^>]*>" if found[1] else "-->"
        end = re.compile(closing, re.IGNORECASE).search(text, found.end())
        if not end:
            return
        at = end.end()
    yield text[at:]


def _anchors(text: str) -> Iterator[str]:
    return (_unquoted(match[1]) for match in _ANCHOR.finditer(text))


def _unquoted(value: str) -> str:
    bare = value[1:-1] if value[:1] in {'"', "'"} else value
    return html.unescape(bare).strip()


def _plain(markup: str) -> str:
    return " ".join(_CONTROLS.sub(" ", html.unescape(_TAG.sub(" ", markup))).split())


def decode(body: bytes, content_type: str) -> str:
    """Bytes → text, by the header's charset, the page's own, or UTF-8. Never raises."""
    named = re.search(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", content_type, re.IGNORECASE)
    inside = re.search(rb"charset\s*=\s*[\"']?([\w.:-]{1,40})", body[:2048], re.IGNORECASE)
    name = named[1] if named else inside[1].decode("ascii", "replace") if inside else "utf-8"
    # The escape codecs warn about what they read, and no page is written in them.
    if "escape" not in name.lower():
        with contextlib.suppress(LookupError, ValueError):
            return body[:DECODED].decode(name, "replace")
    return body[:DECODED].decode("utf-8", "replace")


def unpack(raw: bytes, encoding: str) -> tuple[bytes, bool]:
    """Undo a Content-Encoding as far as it goes: the bytes, and whether all went well.

    Never raises: a wrong or cut encoding yields what could be read.
    """
    names = [name.strip().lower() for name in encoding.split(",") if name.strip()]
    names = [name for name in names if name != "identity"]
    if not names:
        return raw, True
    if len(names) > 1 or names[0] not in {"gzip", "x-gzip", "deflate"}:
        return b"", False
    modes = [47] if names[0] != "deflate" else [15, -15]  # zlib's window bits; -15: no header
    return max((_inflate(raw, mode) for mode in modes), key=lambda result: len(result[0]))


def _inflate(raw: bytes, mode: int) -> tuple[bytes, bool]:
    unpacker = zlib.decompressobj(mode)
    try:
        text = unpacker.decompress(raw, DECODED)
    except zlib.error:
        return b"", False
    return text, unpacker.eof


def is_html(content_type: str, body: bytes) -> bool:
    """Whether an answer is a page of HTML; an answer without a type is looked at."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind:
        return kind in {"text/html", "application/xhtml+xml"}
    return b"<html" in body[:1024].lower() or b"<!doctype html" in body[:1024].lower()
