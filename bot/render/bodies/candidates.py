"""What helps to decide about a candidate: its numbers, in a few words."""

from __future__ import annotations

from bot.model.change import NewRow
from bot.model.values.shown import short_number

_SIZES = 3
"""Sizes that are named."""


def candidate_numbers(row: NewRow | None) -> list[str]:
    """Sizes, downloads, likes, since when it is public, licence or venue; what is known of them."""
    if row is None:
        return []
    sizes = row.fields.get("sizes")
    named = list(map(str, sizes)) if isinstance(sizes, list | tuple) else []
    more = f" and {len(named) - _SIZES} more" if len(named) > _SIZES else ""
    created = row.facts.get("created")
    parts = [
        ", ".join(named[:_SIZES]) + more,
        *(_counted(row, name) for name in ("downloads", "likes")),
        f"since {str(created)[:7]}" if created else "",
        str(row.fields.get("venue") or ""),
        str(row.fields.get("licence") or "licence unknown"),
    ]
    return [part for part in parts if part]


def _counted(row: NewRow, name: str) -> str:
    count = row.facts.get(name)
    return f"{short_number(count)} {name}" if isinstance(count, int) else ""
