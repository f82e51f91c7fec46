"""GitHub's own parser as the judge of spans: what is put in place of an address must be drawn."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator

import cmarkgfm  # type: ignore[import-untyped]
from cmarkgfm.cmark import Options  # type: ignore[import-untyped]

from bot.parsing.source.document import Document

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import html5lib  # type: ignore[import-untyped]

_PLACES = {
    "a": ("href",),
    "img": ("src", "srcset"),
    "source": ("src", "srcset"),
    "video": ("src", "poster"),
    "audio": ("src",),
}
_EXTENSIONS = ["table", "autolink", "strikethrough", "tagfilter", "tasklist"]
_SENTINEL = re.compile(r"https://s(\d+)\.sentinel\.test/")


def drawn_addresses(text: str) -> list[str]:
    """Every address that GitHub draws, in the order of its page, without its own of footnotes."""
    drawn = cmarkgfm.markdown_to_html_with_extensions(
        text,
        options=Options.CMARK_OPT_UNSAFE | Options.CMARK_OPT_FOOTNOTES,
        extensions=_EXTENSIONS,
    )
    page = html5lib.parse(drawn, treebuilder="etree", namespaceHTMLElements=False)
    return [address for element in page.iter() for address in _of_element(element)]


def _of_element(element: object) -> Iterator[str]:
    names = _PLACES.get(getattr(element, "tag", ""), ())
    for name in names:
        value = element.get(name)  # type: ignore[attr-defined]
        if value is None or value.startswith(("#fn-", "#fnref-")):
            continue
        several = re.split(r",\s", value) if name == "srcset" else [value]
        yield from (one.split()[0] if one.strip() else "" for one in several)


def with_sentinels(document: Document) -> tuple[str, int]:
    """The text with every span replaced by an address of its own, and how many there are."""
    spans = sorted({(link.start, link.end) for link in document.links if link.start is not None})
    parts: list[bytes] = []
    at = 0
    for number, (start, end) in enumerate(spans):
        assert start is not None
        assert start >= at, "two spans overlap"
        parts += [document.raw[at:start], f"https://s{number}.sentinel.test/".encode()]
        at = end or 0
    return b"".join([*parts, document.raw[at:]]).decode("utf-8-sig"), len(spans)


def objections(document: Document) -> list[str]:
    """What GitHub draws otherwise; nothing when every span is right or refused."""
    replaced, count = with_sentinels(document)
    before = drawn_addresses(document.raw.decode("utf-8-sig"))
    after = drawn_addresses(replaced)
    matches = [_SENTINEL.fullmatch(address) for address in after]
    other = [address for address, match in zip(after, matches, strict=True) if not match]
    seen = {int(match[1]) for match in matches if match}
    refused = sum(link.start is None for link in document.links)
    found = []
    if len(before) != len(after):
        found.append(f"{len(before)} links before, {len(after)} after: {before}, {after}")
    if len(other) > refused:
        found.append(f"left as they were: {other}")
    if len(seen) < count:
        found.append(f"drawn nowhere: spans {sorted(set(range(count)) - seen)}")
    return found
