"""The `citation_…` tags by which publishers' pages tell what they hold. Pure.

https://scholar.google.com/intl/en/scholar/inclusion.html#indexing
"""

from __future__ import annotations

import contextlib
from html.parser import HTMLParser


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        reported = dict(attrs)
        name, content = (reported.get("name") or "").lower(), reported.get("content")
        if tag == "meta" and name.startswith("citation_") and content:
            self.found.setdefault(name.removeprefix("citation_"), content)


def citation(html: str) -> dict[str, str]:
    """Tag (without `citation_`) → the first content given for it."""
    tags = _Tags()
    with contextlib.suppress(AssertionError):  # of html.parser, for some broken declarations
        tags.feed(html)
        tags.close()
    return tags.found
