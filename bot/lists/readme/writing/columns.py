"""Which links and fields of an entry belong into each column of a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bot.lists.readme.templates.entry import Key, NewEntry, NewLink
from bot.lists.readme.templates.slots import Template
from bot.lists.readme.writing.choose import KIN, Wanted

_ALSO = 0.5
"""A column may hold the name if it does so half as often as the column that does most."""
_LINKED = 0.8
"""If this share of the names in a column are links, a new one is too."""
_PAGES = KIN[0]
Column = Sequence[tuple[int, Template]]


class Columns:
    """The columns of a table by their content."""

    def __init__(self, columns: Sequence[Column], entry: NewEntry) -> None:
        self.columns, self.entry = columns, entry
        self._roles = [Counter(_roles(column)) for column in columns]
        self._fields = [Counter(_fields(column)) for column in columns]
        mains = [
            sum(group.is_main for _, one in column for group in one.groups) for column in columns
        ]
        links = mains if any(mains) else [counter.total() for counter in self._roles]
        self._main = links.index(max(links)) if any(links) else -1
        self._primary = self._primary_link(max(mains, default=0))

    def wanted(self, index: int) -> Wanted:
        """The links and fields that belong into one column."""
        roles, fields = self._roles[index], self._fields[index]
        return Wanted(
            self.entry,
            {key: link for key, link in self._links().items() if self._takes_link(index, key)},
            self._leads(self._fields, index, "name"),
            frozenset(role for role in roles if self._leads(self._roles, index, role)),
            frozenset(name for name in fields if self._leads(self._fields, index, name)),
        )

    def _primary_link(self, linked: int) -> Key | None:
        """The link of a name, where most names are links and none has the usual role."""
        if self._main < 0 or linked < _LINKED * len(self.columns[self._main]):
            return None
        roles = self._roles[self._main]
        keys = [key for key in self.entry.by_key() if key[1] == 0]
        if any(key[0] == roles.most_common(1)[0][0] for key in keys):
            return None
        return min(keys, key=lambda key: key[0] not in _PAGES, default=None)

    def _links(self) -> dict[Key, NewLink]:
        return self.entry.by_key()

    def _takes_link(self, index: int, key: Key) -> bool:
        if key == self._primary and (index == self._main or key[0] in _PAGES):
            return index == self._main
        return self._takes(index, key[0])

    def _takes(self, index: int, role: str) -> bool:
        if any(role in roles for roles in self._roles):
            return self._leads(self._roles, index, role)
        kin = next((group for group in KIN if role in group), frozenset())
        near = [one for one in sorted(kin) if any(one in roles for roles in self._roles)]
        if near:
            return self._leads(self._roles, index, near[0])
        return index == self._main

    def _leads(self, counters: Sequence[Counter[str]], index: int, what: str) -> bool:
        """Whether a column is the one that holds something most often; a name may be in several."""
        counts = [counter[what] for counter in counters]
        if what == "name":
            return counts[index] > 0 and counts[index] >= _ALSO * max(counts)
        return counts[index] > 0 and counts.index(max(counts)) == index


def _roles(column: Column) -> list[str]:
    return [role for _, one in column for role in {group.key[0] for group in one.groups}]


def _fields(column: Column) -> list[str]:
    return [name for _, one in column for name in one.fields]
