"""Where in a registry file each field of an entry stands, and which commit wrote it last."""

from __future__ import annotations

from bot.model.entry import Entry
from bot.model.errors import Where
from bot.parsing.yaml import line_of, read_yaml


def field_places(text: str, entry: Entry) -> dict[str, Where]:
    """The place of each field that the entry has; those of links are `links.<role>`."""
    path = entry.where.path
    data = read_yaml(path, text)
    number = next(n for n, one in enumerate(data["entries"]) if one["id"] == entry.id)
    raw = data["entries"][number]
    steps = {name: [name] for name in raw}
    steps |= {f"links.{role}": ["links", role] for role in raw.get("links", {})}
    return {
        name: Where(path, line_of(data, ["entries", number, *place]))
        for name, place in steps.items()
    }
