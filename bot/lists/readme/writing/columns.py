"""Which links and fields of an entry belong into each column of a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bot.lists.readme.templates.entry import Key, NewEntry, NewLink
from bot.lists.readme.templates.slots import Template
from bot.lists.readme.writing.choose import KIN, Wanted
from bot.model.reference import Kind

_ALSO = 0.5
"""A column may hold the name if it does so half as often as the column that does most."""
_LINKED = 0.8
"""If this share of the names in a column are links, a new one is too."""
_PAGES = KIN[0]
_APP = "app"
"""What a link to a Space of the Hub is here: tables have them in another column than models."""
Cells = Sequence[Template | None]
"""The cells of one row; None for one that is not understood."""


class Columns:
    """The columns of a table by their content."""

    def __init__(self, rows: Sequence[Cells], width: int, entry: NewEntry) -> None:
        self.entry = entry
        self.columns = [
            [one for row in rows if index < len(row) and (one := row[index])]
            for index in range(width)
        ]
        self._rows = [[_parts(one) if one else frozenset() for one in row] for row in rows]
        self._roles = [Counter(_roles(column)) for column in self.columns]
        self._shown = frozenset().union(*self._roles)
        self._fields = [Counter(_fields(column)) for column in self.columns]
        mains = [
            sum(group.is_main for one in column for group in one.groups) for column in self.columns
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
        return index == self._column_of(key[0], self._links()[key])

    def _column_of(self, role: str, link: NewLink) -> int:
        """Where links of a role are, and if possible in rows that have the column's own, too."""
        if role == "hub" and link.link.reference.kind is Kind.SPACE:
            apps = self._usual(_APP)
            if apps >= 0:
                return apps
        usual = self._usual(role)
        if usual < 0:
            kin = next((group for group in KIN if role in group), frozenset())
            near = [self._usual(one) for one in sorted(kin)]
            return next((one for one in near if one >= 0), self._main)
        owner = max(self._roles[usual], key=lambda one: self._roles[usual][one])
        if owner == role or all(owner != one.role for one in self.entry.links):
            return usual
        beside = [row for row in self._rows if {role, owner} <= frozenset().union(*row)]
        own = {one.role for one in self.entry.links} & self._shown
        alike = [row for row in beside if frozenset().union(*row) & self._shown == own]
        return _fullest(role, alike or beside, len(self.columns)) if beside else usual

    def _usual(self, role: str) -> int:
        """The column in which most rows have such a link; -1 where none has one."""
        return _fullest(role, self._rows, len(self.columns))

    def _leads(self, counters: Sequence[Counter[str]], index: int, what: str) -> bool:
        """Whether a column is the one that holds something most often; a name may be in several."""
        counts = [counter[what] for counter in counters]
        if what == "name":
            return counts[index] > 0 and counts[index] >= _ALSO * max(counts)
        return counts[index] > 0 and counts.index(max(counts)) == index


def _fullest(part: str, rows: Sequence[Sequence[frozenset[str]]], width: int) -> int:
    """The first of the columns in which most rows have such a part; -1 where none has one."""
    counts = [
        sum(index < len(row) and part in row[index] for row in rows) for index in range(width)
    ]
    return counts.index(max(counts)) if any(counts) else -1


def _parts(cell: Template) -> frozenset[str]:
    """The parts that the links of a cell play; a Space counts as what it is, too."""
    roles = {group.key[0] for group in cell.groups}
    has_app = any(group.is_app and group.key[0] == "hub" for group in cell.groups)
    return frozenset(roles | {_APP} if has_app else roles)


def _roles(column: Sequence[Template]) -> list[str]:
    return [role for one in column for role in {group.key[0] for group in one.groups}]


def _fields(column: Sequence[Template]) -> list[str]:
    return [name for one in column for name in one.fields]
