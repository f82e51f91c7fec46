"""The proof that an address stands where a span says: change it there, and see it change.

Every span is replaced by an address of its own, the page is rendered as GitHub does, and each link
of the result must be one of these. cmarkgfm and html5lib are measuring tools: nothing of the
product uses them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

EXTENSIONS = ["table", "autolink", "strikethrough", "tagfilter", "tasklist"]
_EXTERNAL = re.compile(r"\s*https?:", re.IGNORECASE)
_SENTINEL = re.compile(r"https://s(\d+)\.sentinel\.example/")
Span = tuple[int, int]


@dataclass(frozen=True)
class Proof:
    """`links` of the page, those that are a sentinel afterwards, and how many links there are then.

    `overlapping` spans were left out, because two of them cannot both be right.
    """

    links: int
    right: int
    afterwards: int
    overlapping: int

    @property
    def holds(self) -> bool:
        return self.right == self.links == self.afterwards and not self.overlapping


def missing_tools() -> list[str]:
    """The measuring tools that are not installed."""
    missing = []
    for name in ("cmarkgfm", "html5lib"):
        try:
            __import__(name)
        except ImportError:
            missing.append(name)
    return missing


def addresses(page: bytes) -> list[str]:
    """What a reader of the page can follow or sees as a picture, rendered as GitHub does."""
    cmark: Any = __import__("cmarkgfm")
    html5: Any = __import__("html5lib")
    options = cmark.cmark.Options.CMARK_OPT_UNSAFE | cmark.cmark.Options.CMARK_OPT_FOOTNOTES
    text = page.decode("utf-8-sig", errors="replace")
    html = cmark.markdown_to_html_with_extensions(text, options=options, extensions=EXTENSIONS)
    tree = html5.parse(html, namespaceHTMLElements=False)
    found = []
    for element in tree.iter():
        if isinstance(element.tag, str):
            url = element.get({"a": "href", "img": "src"}.get(element.tag, ""))
            if url and _EXTERNAL.match(url):
                found.append(url)
    return found


def with_sentinels(page: bytes, spans: Iterable[Span]) -> tuple[bytes, int]:
    """The page with an address of its own in each span, and how many spans overlap another."""
    written, at, overlapping = bytearray(), 0, 0
    for number, (start, end) in enumerate(sorted(set(spans))):
        if start < at:
            overlapping += 1
            continue
        written += page[at:start] + f"https://s{number}.sentinel.example/".encode()
        at = end
    return bytes(written + page[at:]), overlapping


def prove(page: bytes, spans: Sequence[Span]) -> Proof:
    changed, overlapping = with_sentinels(page, spans)
    after = addresses(changed)
    right = sum(bool(_SENTINEL.match(url)) for url in after)
    return Proof(len(addresses(page)), right, len(after), overlapping)


def unproven(page: bytes, spans: Sequence[Span]) -> list[str]:
    """The addresses that no span changes: what to look at where the proof does not hold."""
    changed, _ = with_sentinels(page, spans)
    return [url for url in addresses(changed) if not _SENTINEL.match(url)]
