"""The content of a fetched page: title, forward, anchors, how much of it is text. Pure.

It is read as browsers that run scripts read it
(https://html.spec.whatwg.org/multipage/parsing.html). Pages may be hostile: nothing here raises,
and no time grows with the square of the page. Building a tree would, for pages that nest without
end, so those are cut where they do.
"""

from __future__ import annotations

import contextlib
import re
import zlib
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser

from bot.parsing.source.markup import read_attribute

_TITLE = 300
_HIDDEN = ["script", "style", "template", "svg", "noscript"]
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]+")
# Anything that looks like an anchor, wherever it is: a script may write it into the page.
_ANCHOR = re.compile(
    r"""(?<![\w:-])(?:id|name)\s{0,9}=\s{0,9}("[^"]*"|'[^']*'|[^\s"'<>]+)""", re.IGNORECASE
)
# https://html.spec.whatwg.org/multipage/semantics.html#attr-meta-http-equiv-refresh
_REFRESH = re.compile(
    r"""\s*(\d{1,6})[\d.]{0,9}\s*[;,]?\s*(?:url\s*=\s*)?["']?([^"']*)""", re.IGNORECASE
)
# A script that only opens another page, where the address is written out.
_OPENED = re.compile(
    r"""(?<![\w$-])location\b(?:\s?\.\s?(?:href|pathname))?\s{0,9}=\s{0,9}(["'])([^"'<>\s]{1,2000})\1\s{0,9}(?![+\s])"""
    r"""|(?<![\w$-])location\s?\.\s?(?:replace|assign)\(\s{0,9}(["'])([^"'<>\s]{1,2000})\3\s{0,9}\)"""
)
_NOTHING_TO_READ = 25
"""Words; a page with fewer is only displayed until the next page opens."""
# Elements into which the usual frameworks draw a page.
_APP_ROOTS = frozenset({"root", "app", "__next", "__nuxt", "___gatsby", "svelte", "q-app"})
_SHELLS = ("<app-root", 'type="module"', "type=module")
_SPARSE = 80
"""Words; a page with fewer has little content of its own."""
_DEEPEST = 1000
"""Depth of nested elements; browsers themselves stop at 512."""
_TAG = re.compile(r"<(\\?/)?([a-z][a-z0-9]*)", re.IGNORECASE)
# Elements that need no end tag do not nest.
_ENDLESS = frozenset(
    "area base br col dd dt embed hr img input li link meta optgroup option p param path source "
    "tbody td tfoot th thead tr track wbr".split()
)


@dataclass(frozen=True)
class Refresh:
    """A page that forwards by itself, after so many seconds.

    `to` is an address as written, relative to `base` (itself relative to the page).
    """

    seconds: int
    to: str
    base: str = ""


def read_refresh(text: str, base: str = "") -> Refresh | None:
    """The target of a `Refresh:` header or of the same tag in a page, if it is another page."""
    match = _REFRESH.match(text)
    return Refresh(int(match[1]), match[2].strip(), base) if match and match[2].strip() else None


class Page:
    """One HTML page, or its beginning."""

    def __init__(self, text: str) -> None:
        self._all = text

    @cached_property
    def _shown(self) -> LexborHTMLParser:
        """The page without scripts and other content that is not displayed."""
        tree = LexborHTMLParser(
            self._shallow.encode("utf-8", "replace"),
            options=LexborDocumentOptions.WO_EVENTS,
            scripting=True,
        )
        tree.strip_tags(_HIDDEN)
        return tree

    @cached_property
    def _shallow(self) -> str:
        return _without_depths(self._all)

    @property
    def is_cut(self) -> bool:
        """Whether the end of the page was not read because its elements are nested too deep."""
        return len(self._shallow) < len(self._all)

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
        """The text that a reader sees without scripts, in one line."""
        root = self._shown.root
        return _line(root.text(separator=" ")) if root else ""

    @cached_property
    def raw(self) -> str:
        """The page as it came, in lower case."""
        return self._all.lower()

    @cached_property
    def sparse(self) -> bool:
        """Whether there is so little text that a script, or nothing, fills the page."""
        return len(self.text.split(maxsplit=_SPARSE)) < _SPARSE

    @property
    def scripted(self) -> bool:
        """Whether a script fills (part of) the page, so that missing content may still come."""
        return self.sparse or self.is_app

    @property
    def is_app(self) -> bool:
        """Whether it has the element into which one of the usual frameworks renders."""
        return not _APP_ROOTS.isdisjoint(self.anchors)

    @cached_property
    def is_drawn_by_script(self) -> bool:
        """Whether it is the empty shell of an app, into which a script renders every address."""
        shell = self.is_app or any(mark in self.raw for mark in _SHELLS)
        return self.sparse and shell and "<script" in self.raw

    @cached_property
    def anchors(self) -> frozenset[str]:
        """Every id and name of the page."""
        named = (node.attributes for node in self._shown.css("[id], [name]"))
        values = (one.get(attribute) for one in named for attribute in ("id", "name"))
        return frozenset(value.strip() for value in values if value)

    @cached_property
    def possible_anchors(self) -> frozenset[str]:
        """What may be an id or name, also in scripts and comments; in lower case."""
        return frozenset(_unquoted(match[1]).lower() for match in _ANCHOR.finditer(self._all))

    @cached_property
    def metas(self) -> tuple[dict[str, str], ...]:
        """The attributes of each `<meta>`, in their order; their names in lower case."""
        return tuple(
            {name: value or "" for name, value in node.attributes.items()}
            for node in self._shown.css("meta")
        )

    @cached_property
    def refresh(self) -> Refresh | None:
        """Where the page forwards to by itself, if it does."""
        for meta in self.metas if "http-equiv" in self.raw else ():
            if meta.get("http-equiv", "").strip().lower() == "refresh":
                refresh = read_refresh(meta.get("content", ""), self.base)
                if refresh:
                    return refresh
        return None

    @property
    def forward(self) -> Refresh | None:
        """Where readers are sent without a click: by the page itself, or by its script."""
        return self.refresh or self._opened

    @cached_property
    def base(self) -> str:
        """The base of relative addresses, if the page names one."""
        node = self._shown.css_first("base[href]")
        return (node.attributes.get("href") or "").strip() if node else ""

    @cached_property
    def has_password_field(self) -> bool:
        """Whether there is a field for a password."""
        return self._shown.css_first("input[type=password i]") is not None

    @cached_property
    def _opened(self) -> Refresh | None:
        """The page that a script opens at once, if there is little else to see."""
        if (
            "location" not in self._all
            or self.is_app
            or len(self.text.split(maxsplit=_NOTHING_TO_READ)) >= _NOTHING_TO_READ
        ):
            return None
        tree = LexborHTMLParser(self._shallow.encode("utf-8", "replace"))
        for script in tree.css("script"):
            match = _OPENED.search(script.text().replace("\\/", "/"))
            to = (match[2] or match[4]) if match else ""
            if "/" in to or "." in to:
                return Refresh(0, to, self.base)
        return None

    def _inside(self, name: str) -> str:
        node = self._shown.css_first(name)
        return _line(node.text(separator=" "))[:_TITLE] if node else ""


def _without_depths(text: str) -> str:
    """The text up to where elements are nested too deep; usually all of it."""
    if text.count("<") <= _DEEPEST:
        return text
    open_elements: Counter[str] = Counter()
    depth = 0
    for tag in _TAG.finditer(text):
        name = tag[2].lower()
        if name in _ENDLESS:
            continue
        if not tag[1]:
            open_elements[name] += 1
            depth += 1
        elif open_elements[name]:
            open_elements[name] -= 1
            depth -= 1
        if depth > _DEEPEST:
            return text[: tag.start()]
    return text


def _unquoted(value: str) -> str:
    bare = value[1:-1] if value[:1] in {'"', "'"} else value
    return read_attribute(bare).strip()


def _line(text: str) -> str:
    line = " ".join(text.split())
    return line if line.isprintable() else " ".join(_CONTROLS.sub(" ", line).split())


def decode(body: bytes, content_type: str) -> str:
    """Bytes to text, by the charset of the header, of the page, or UTF-8. Never raises."""
    named = re.search(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", content_type, re.IGNORECASE)
    inside = re.search(rb"charset\s*=\s*[\"']?([\w.:-]{1,40})", body[:2048], re.IGNORECASE)
    name = named[1] if named else inside[1].decode("ascii", "replace") if inside else "utf-8"
    # The escape codecs warn about their input, and no page is written in them.
    if "escape" not in name.lower():
        with contextlib.suppress(LookupError, ValueError):
            return body.decode(name, "replace")
    return body.decode("utf-8", "replace")


def unpack(raw: bytes, encoding: str, most: int) -> tuple[bytes, bool]:
    """Undo a Content-Encoding: at most so many bytes, and whether it succeeded.

    Never raises: a wrong or incomplete encoding yields what could be read.
    """
    names = [name.strip().lower() for name in encoding.split(",") if name.strip()]
    names = [name for name in names if name != "identity"]
    if not names:
        return raw, True
    if len(names) > 1 or names[0] not in {"gzip", "x-gzip", "deflate"}:
        return b"", False
    modes = [47] if names[0] != "deflate" else [15, -15]  # zlib's window bits; -15: no header
    return max((_inflate(raw, mode, most) for mode in modes), key=lambda result: len(result[0]))


def _inflate(raw: bytes, mode: int, most: int) -> tuple[bytes, bool]:
    unpacker = zlib.decompressobj(mode)
    try:
        text = unpacker.decompress(raw, most)
    except zlib.error:
        return b"", False
    return text, unpacker.eof


def is_html(content_type: str, body: bytes) -> bool:
    """Whether an answer is an HTML page; without a content type its content decides."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind:
        return kind in {"text/html", "application/xhtml+xml"}
    return b"<html" in body[:1024].lower() or b"<!doctype html" in body[:1024].lower()
