"""The pages of a site: the table of the whole list, and every row without JavaScript."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from bot.model.values.site import SiteContent
from bot.model.values.sizes import label_count
from bot.render.data.cells import whole_text
from bot.render.site.html import draw_site_page
from bot.render.site.metadata import linked_data
from bot.render.site.rows import PageRow, page_rows

_KEYS = ("kind", "section", "licence", "state")
"""What a reader may choose by, each by its own words."""
ON_PHONES = ("size", "state", "stars", "released", "licence", "section", "kind")
"""What a phone shows beside the name: the first two of these that the table has."""
_COLUMNS = ("name", "kind", "section", "released", "size", "licence", "state", "stars")
"""What the table shows where any row has it, and not all say the same."""


def draw_index(content: SiteContent) -> str:
    """`index.html`: search, sort, filters; the rows stand in the page as JSON."""
    rows = page_rows(content)
    columns = [key for key in _COLUMNS if _distinguishes([getattr(row, key) for row in rows], key)]
    return draw_site_page(
        "page",
        content.files,
        **common_values(content, rows),
        columns=columns,
        phone=["name", *[key for key in ON_PHONES if key in columns][:2]],
        choices={key: _choices([str(getattr(row, key)) for row in rows]) for key in _KEYS},
        years=sorted({row.released[:4] for row in rows if row.released[:4].isdecimal()}),
        sizes=any(row.size for row in rows),
        rows=[_data(row) for row in rows],
        linked=linked_data(content, rows),
    )


def draw_all(content: SiteContent) -> str:
    """`all.html`: every row by sections, with everything that is known of it."""
    rows = page_rows(content)
    parts = [
        {"title": title, "id": f"-{number}", "rows": list(some)}
        for number, (title, some) in enumerate(groupby(rows, lambda row: row.section))
    ]
    return draw_site_page("all", content.files, **common_values(content, rows), parts=parts)


def common_values(content: SiteContent, rows: Sequence[PageRow]) -> dict[str, Any]:
    """What every page speaks of."""
    health = Counter(link.health.state for row in rows for link in row.links)
    days = [link.health.checked for row in rows for link in row.links]
    days += [one.day for row in rows for value in row.values for one in value.sources]
    return {
        "title": content.registry.title,
        "address": content.address,
        "count": len(rows),
        "links": health.total(),
        "alive": health["alive"] + health["moved"],
        "known": health.total() - health["unchecked"],
        "checked": max(days, default=""),
    }


def _distinguishes(values: Sequence[object], key: str) -> bool:
    """Whether a column is worth its room: one with the same word in every row is not."""
    return len(set(values)) > 1 or (key not in _KEYS and any(values))


def _choices(words: Sequence[str]) -> list[tuple[str, int]]:
    """Each with how many rows have it, the most frequent first; a blank is no choice."""
    found = Counter(word for word in words if word)
    return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))


def _data(row: PageRow) -> dict[str, Any]:
    """A row for the page's script: short keys, blanks left out."""
    sizes = row.size.split(", ")
    counts = [label_count(one) for one in sizes]
    found = {
        **{key: whole_text(getattr(row, key)) for key in ("id", "name", "about", "released")},
        **{key: whole_text(getattr(row, key)) for key in (*_KEYS, "size")},
        "span": " – ".join((sizes[0], sizes[-1])) if len(sizes) > 1 and all(counts) else "",
        "params": round(max(counts)),
        "stars": row.stars,
        "retired": whole_text(row.retired),
        "values": [
            [
                one.name,
                one.text,
                [[who.source, who.day, who.address or who.evidence] for who in one.sources],
            ]
            for one in row.values
        ],
        "links": [
            [one.label, one.url, one.address, one.health.state, one.health.words]
            + ([one.health.checked] if one.health.checked else [])
            for one in row.links
        ],
        "doubts": [list(one) for one in row.doubts],
    }
    return {key: value for key, value in found.items() if value not in ("", None, [], 0)}
