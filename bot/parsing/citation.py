"""The `citation_…` tags in the pages of publishers. Pure.

https://scholar.google.com/intl/en/scholar/inclusion.html#indexing
"""

from __future__ import annotations

from bot.parsing.page import Page

_PREFIX = "citation_"


def citation(html: str) -> dict[str, str]:
    """Tag (without `citation_`) → the first content given for it."""
    found: dict[str, str] = {}
    for meta in Page(html).metas:
        name, content = meta.get("name", "").lower(), meta.get("content", "")
        if name.startswith(_PREFIX) and content:
            found.setdefault(name.removeprefix(_PREFIX), content)
    return found
