"""The places of each field of an entry in a registry file."""

from __future__ import annotations

from bot.model.entry import Entry
from bot.model.errors import Where
from bot.parsing.yaml import line_of, read_yaml


def field_places(text: str, entry: Entry) -> dict[str, Where]:
    """The place of each field that the entry has, in the text of its file."""
    path = entry.where.path
    data = read_yaml(path, text)
    number = next(
        number
        for number, one in enumerate(data["entries"])
        if one["id"] == entry.id and line_of(data, ["entries", number]) == entry.where.line
    )
    return {
        name: Where(path, line_of(data, ["entries", number, name]))
        for name in data["entries"][number]
    }
