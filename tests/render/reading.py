"""Markdown as a reader sees it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import cmarkgfm  # type: ignore[import-untyped]
import html5lib  # type: ignore[import-untyped]
from cmarkgfm.cmark import Options  # type: ignore[import-untyped]


def visible(markdown: str) -> str:
    """What a reader sees of inline Markdown: link texts without addresses, no escapes."""
    text = re.sub(r"\[((?:\\.|[^\]\\])*)\]\([^)]*\)", r"\1", markdown)
    text = re.sub(r"<(?!br>)[^>]*>", "", text)
    return re.sub(r"\\(.)", r"\1", text.replace("**", ""))


def words_before_folds(markdown: str) -> int:
    """How many words a reader sees on GitHub before opening a fold; a link's text counts.

    Signs without a letter or a digit (→, ·) are no words. A fold counts by its summary, one that
    is open counts whole.
    """
    html = cmarkgfm.github_flavored_markdown_to_html(markdown, Options.CMARK_OPT_UNSAFE)
    shown = " ".join(_texts(html5lib.parseFragment(html, namespaceHTMLElements=False)))
    return sum(bool(re.search(r"\w", word)) for word in shown.split())


def _texts(element: Element) -> Iterator[str]:
    is_folded = element.tag == "details" and "open" not in element.attrib
    if isinstance(element.tag, str):
        yield element.text or "" if not is_folded else ""
    for child in element:
        if isinstance(child.tag, str) and (not is_folded or child.tag == "summary"):
            yield from _texts(child)
        yield child.tail or "" if not is_folded else ""
