"""What a fetched page says: title, forward, anchors, how much of it is text. Pure.

Read as browsers that run scripts read it (https://html.spec.whatwg.org/multipage/parsing.html).
Pages are hostile: nothing here raises, and nothing takes a time that grows with the square of the
page. Building a tree would, in pages that nest without end, so those are cut where they do.
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
# Whatever looks like an anchor, wherever it stands: a script may write it into the page.
_ANCHOR = re.compile(
    r"""(?<![\w:-])(?:id|name)\s{0,9}=\s{0,9}("[^"]*"|'[^']*'|[^\s"'<>]+)""", re.IGNORECASE
)
# https://html.spec.whatwg.org/multipage/semantics.html#attr-meta-http-equiv-refresh
_REFRESH = re.compile(
    r"""\s*(\d{1,6})[\d.]{0,9}\s*[;,]?\s*(?:url\s*=\s*)?["']?([^"']*)""", re.IGNORECASE
)
# A script that does nothing but open another page: where it is written out what is opened.
_OPENED = re.compile(
    r"""(?<![\w$-])location\b(?:\s?\.\s?(?:href|pathname))?\s{0,9}=\s{0,9}(["'])([^"'<>\s]{1,2000})\1\s{0,9}(?![+\s])"""
    r"""|(?<![\w$-])location\s?\.\s?(?:replace|assign)\(\s{0,9}(["'])([^"'<>\s]{1,2000})\3\s{0,9}\)"""
)
_NOTHING_TO_READ = 25
"""Words; a page with fewer shows what a browser shows until the next page is there."""
# Elements into which the usual frameworks draw a page.
_APP_ROOTS = frozenset({"root", "app", "__next", "__nuxt", "___gatsby", "svelte", "q-app"})
_SHELLS = ("<app-root", 'type="module"', "type=module")
_SPARSE = 80
"""Words; a page with fewer says little by itself."""
_DEEPEST = 1000
"""Elements inside each other; browsers themselves stop at 512."""
_TAG = re.compile(r"<(\\?/)?([a-z][a-z0-9]*)", re.IGNORECASE)
# Elements that need no end tag do not nest.
_ENDLESS = frozenset(
    "area base br col dd dt embed hr img input li link meta optgroup option p param path source "
    "tbody td tfoot th thead tr track wbr".split()
)


@dataclass(frozen=True)
class Refresh:
    """A page that forwards by itself, after so many seconds.

    `to` is an address as it is written, seen from `base` (itself seen from the page).
    """

    seconds: int
    to: str
    base: str = ""


def read_refresh(text: str, base: str = "") -> Refresh | None:
    """What a `Refresh:` header or its twin in a page says, if it names another page."""
    match = _REFRESH.match(text)
    return Refresh(int(match[1]), match[2].strip(), base) if match and match[2].strip() else None


class Page:
    """One HTML page, or its beginning."""

    def __init__(self, text: str) -> None:
        self._all = text

    @cached_property
    def _shown(self) -> LexborHTMLParser:
        """The page without scripts and what else is not shown."""
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
        """Whether the end of the page is not read, because its elements lie too deep."""
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
        """What a reader sees without scripts, in one line."""
        root = self._shown.root
        return _line(root.text(separator=" ")) if root else ""

    @cached_property
    def raw(self) -> str:
        """The page as it came, in lower case."""
        return self._all.lower()

    @cached_property
    def sparse(self) -> bool:
        """Whether there is so little text that a script, or nobody, draws the page."""
        return len(self.text.split(maxsplit=_SPARSE)) < _SPARSE

    @property
    def scripted(self) -> bool:
        """Whether a script draws (part of) the page, so that what is missing may still come."""
        return self.sparse or self.is_app

    @property
    def is_app(self) -> bool:
        """Whether it has the element into which one of the usual frameworks draws."""
        return not _APP_ROOTS.isdisjoint(self.anchors)

    @cached_property
    def is_drawn_by_script(self) -> bool:
        """Whether it is the empty shell into which a script draws whatever is asked for."""
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
        """Where readers are taken without a click: by the page itself, or by its script."""
        return self.refresh or self._opened

    @cached_property
    def base(self) -> str:
        """What relative addresses are seen from, when the page says so itself."""
        node = self._shown.css_first("base[href]")
        return (node.attributes.get("href") or "").strip() if node else ""

    @cached_property
    def has_password_field(self) -> bool:
        """Whether there is a field for a password."""
        return self._shown.css_first("input[type=password i]") is not None

    @cached_property
    def _opened(self) -> Refresh | None:
        """The page that a script opens at once, where nothing else is to be seen."""
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
    """The text up to where elements lie too deep inside each other; as a rule all of it."""
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
    return " ".join(_CONTROLS.sub(" ", text).split())


def decode(body: bytes, content_type: str) -> str:
    """Bytes → text, by the header's charset, the page's own, or UTF-8. Never raises."""
    named = re.search(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", content_type, re.IGNORECASE)
    inside = re.search(rb"charset\s*=\s*[\"']?([\w.:-]{1,40})", body[:2048], re.IGNORECASE)
    name = named[1] if named else inside[1].decode("ascii", "replace") if inside else "utf-8"
    # The escape codecs warn about what they read, and no page is written in them.
    if "escape" not in name.lower():
        with contextlib.suppress(LookupError, ValueError):
            return body.decode(name, "replace")
    return body.decode("utf-8", "replace")


def unpack(raw: bytes, encoding: str, most: int) -> tuple[bytes, bool]:
    """Undo a Content-Encoding as far as it goes: at most so many bytes, and whether all went well.

    Never raises: a wrong or cut encoding yields what could be read.
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
    """Whether an answer is a page of HTML; an answer without a type is looked at."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind:
        return kind in {"text/html", "application/xhtml+xml"}
    return b"<html" in body[:1024].lower() or b"<!doctype html" in body[:1024].lower()
