"""The content of a row that is to be written."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.lists.readme.reading.notation import find_venues
from bot.model.reference import Kind, Link, read_link

_ARXIV_MONTH = re.compile(r"(\d\d)(0[1-9]|1[0-2])\.\d{4,5}\Z")
_REPOSITORY = re.compile(r"[\w.-]+/[\w.-]+\Z")
Key = tuple[str, int]
"""A link of a row: its role, and its number among those with the same role."""


@dataclass(frozen=True, slots=True)
class NewLink:
    """A link of the new row; `label` is its text if a person chose one."""

    role: str
    url: str
    label: str = ""

    @property
    def link(self) -> Link:
        """The reference that it leads to."""
        return read_link(self.url)


@dataclass(frozen=True)
class NewEntry:
    """A new row before it has a form.

    fields  name → value in this project's notation (`EMNLP 2024`, `2024-04`), texts as given
    """

    name: str
    links: tuple[NewLink, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    implied: frozenset[str] = frozenset()
    """Fields whose value comes from the arXiv number only."""

    def by_key(self) -> dict[Key, NewLink]:
        """Its links by their roles."""
        found: dict[Key, NewLink] = {}
        for link in self.links:
            nth = sum(role == link.role for role, _ in found)
            found[link.role, nth] = link
        return found

    def repository(self, nth: int) -> str:
        """The `owner/name` of its nth repository; empty without one."""
        names = [
            one.link.reference.name
            for one in self.links
            if one.link.reference.kind is Kind.REPO and _REPOSITORY.match(one.link.reference.name)
        ]
        names = list(dict.fromkeys(names))
        return names[nth] if nth < len(names) else ""


def entry_of_fields(fields: Mapping[str, object]) -> NewEntry:
    """The entry in the fields of a `NewRow`.

    `links` maps a role to one address or several, `labels` likewise to their texts.
    """
    links, labels = fields.get("links"), fields.get("labels")
    known = labels if isinstance(labels, Mapping) else {}
    new = [
        NewLink("hub" if role == "weights" else str(role), url, label)
        for role, urls in (links.items() if isinstance(links, Mapping) else ())
        for url, label in _labelled(_texts(urls), _texts(known.get(role, ())))
    ]
    values = {
        key: ", ".join(_texts(value))
        for key, value in fields.items()
        if key not in {"name", "links", "labels", "section", "id", "kind"}
    }
    return completed(NewEntry(str(fields.get("name", "")), tuple(new), values))


def _labelled(urls: Sequence[str], labels: Sequence[str]) -> list[tuple[str, str]]:
    return [(url, labels[at] if at < len(labels) else "") for at, url in enumerate(urls)]


def _texts(value: object) -> list[str]:
    if isinstance(value, str | int):
        return [str(value)] if str(value).strip() else []
    return [str(one) for one in value] if isinstance(value, list | tuple) else []


def completed(entry: NewEntry) -> NewEntry:
    """The entry with what its arXiv number shows: the month, and that it is a preprint."""
    fields = {name: value for name, value in entry.fields.items() if value.strip()}
    authors = fields.get("authors", "")
    for venue in find_venues(authors):
        if not authors[venue.end :].strip(" ."):
            fields["authors"] = authors[: venue.start].rstrip(" ,.;")
            fields.setdefault("venue", venue.value)
    papers = [one.link.reference for one in entry.links if one.role == "paper"]
    number = _ARXIV_MONTH.match(papers[0].name) if papers else None
    day = fields.get("released", "")[8:10]
    fields |= {"day": day} if day else {}
    if not number:
        return replace(entry, fields=fields)
    implied = {"released": f"20{number[1]}-{number[2]}", "venue": f"arXiv 20{number[1]}"}
    return replace(
        entry, fields={**implied, **fields}, implied=frozenset(implied.keys() - fields.keys())
    )
