"""What search engines read in the page: JSON-LD (https://schema.org)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.model.values.plain import plural
from bot.model.values.site import SiteContent
from bot.render.site.rows import PageRow

_TYPES = {
    "paper": "ScholarlyArticle",
    "dataset": "Dataset",
    "tool": "SoftwareSourceCode",
    "model": "SoftwareSourceCode",
    "application": "SoftwareApplication",
}
_MOST = 100
"""Entries that are named; the data have them all."""


def linked_data(content: SiteContent, rows: Sequence[PageRow]) -> dict[str, Any]:
    """The list as a data set with its files, and its entries as a list.

    https://developers.google.com/search/docs/appearance/structured-data/dataset (a description has
    50 letters or more)
    """
    title = content.registry.title
    items = [
        {"@type": "ListItem", "position": number, "item": _item(row)}
        for number, row in enumerate(rows[:_MOST], start=1)
    ]
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": title,
        "description": f"{title}: {plural(len(rows), 'entry', 'entries')} with "
        f"{plural(sum(len(row.links) for row in rows), 'link')}, each value with who reported it.",
        **({"url": content.address} if content.address else {}),
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": content.address + path}
            for path, kind in (("list.json", "application/json"), ("list.csv", "text/csv"))
        ],
        "mainEntity": {"@type": "ItemList", "numberOfItems": len(rows), "itemListElement": items},
    }


def _item(row: PageRow) -> dict[str, str]:
    url = next((one.address for one in row.links if one.address), "")
    found = {
        "@type": _TYPES.get(row.kind, "CreativeWork"),
        "name": row.name,
        "description": row.about,
        "url": url,
    }
    return {key: value for key, value in found.items() if value}
