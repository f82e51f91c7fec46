"""What the rows of a region have in common, whatever they are about. Pure."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.lists.readme.additions.facts import NewLink
from bot.lists.readme.additions.pattern import Pattern
from bot.model.reference import Kind
from bot.model.values.written import WrittenLink

Part = tuple[str, Kind, bool]
"""The role of a link, the kind of what it leads to, and whether it is called a number (`32k`)."""
_NUMBER = re.compile(r"\d[\d,.]*[kKmM]?(?!\w)")
_BLANKS = frozenset({b"-", b"/", b"?", b"N/A", b"TBA"})


def part_of(link: WrittenLink | NewLink) -> Part:
    """What two links must have in common for one to take the other's place."""
    return link.role, link.link.reference.kind, bool(_NUMBER.match(link.label))


@dataclass(frozen=True)
class ColumnLink:
    """A link of a row, and the number of the column it stands in."""

    column: int
    link: WrittenLink
    row: Pattern


@dataclass(frozen=True)
class House:
    """The form of a region.

    words   those that four of five rows have outside their names, fields and links
    labels  what several rows call a link (`paper`, `Code`), folded
    blank   what a cell holds of which nothing is known
    cells   what part a link plays → one in the column where most such links stand
    """

    words: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()
    blank: bytes = b""
    cells: Mapping[Part, ColumnLink] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Sequence[Pattern], others: Sequence[Pattern] = ()) -> House:
        """Learn it from the rows of a region, and what links are called from others as well."""
        here, all_labels = (_labels(some) for some in (rows, (*rows, *others)))
        few = max(2, min(4, len(rows) // 4))
        return cls(
            frozenset(
                word
                for word, count in _shared(row.words for row in rows).items()
                if count > 1 and count * 5 >= len(rows) * 4
            ),
            frozenset(
                label
                for label, count in all_labels.items()
                if (here[label] >= few or count >= 4) and re.search(r"[^\W\d_]", label)
            ),
            _blank(rows),
            _cells(rows),
        )

    def is_form(self, link: WrittenLink) -> bool:
        """Whether a link is called so in all rows, and not by what this one leads to."""
        return link.label.casefold() in self.labels


def _labels(rows: Iterable[Pattern]) -> Counter[str]:
    return _shared({link.label.casefold() for link in row.links} for row in rows)


def _shared(sets: Iterable[Iterable[str]]) -> Counter[str]:
    return Counter(one for items in sets for one in items)


def _blank(rows: Sequence[Pattern]) -> bytes:
    texts = (row.row[slice(*cell)] for row in rows for cell in row.cells)
    found = Counter(text for text in texts if text in _BLANKS)
    return found.most_common(1)[0][0] if found else b""


def _cells(rows: Sequence[Pattern]) -> dict[Part, ColumnLink]:
    found: dict[Part, list[ColumnLink]] = defaultdict(list)
    for row in rows:
        for link in row.links if row.cells else ():
            column = row.column(row.address(link)[0])
            if column >= 0:
                found[part_of(link)].append(ColumnLink(column, link, row))
    best = {}
    for part, cells in found.items():
        most = Counter(cell.column for cell in cells).most_common(1)[0][0]
        best[part] = next(cell for cell in cells if cell.column == most)
    return best
