"""The templates that the rows of a region give, the nearest to a place first."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, pairwise

from bot.lists.readme.reading.markup import trimmed
from bot.lists.readme.reading.names import labelled_role
from bot.lists.readme.reading.row import Row
from bot.lists.readme.templates.reader import TemplateReader
from bot.lists.readme.templates.slots import House, Template
from bot.lists.readme.writing.region import RowRegion
from bot.lists.readme.writing.surroundings import Donor
from bot.model.values.plain import letters_of

_NEAREST = 120
"""So many rows around a place are looked at."""
_SHARE, _OF_WORDS = 0.04, 0.5
"""Labels of links and words that so many rows share, and at least two, are the house's."""
_FIGURE = re.compile(r"\d")
_JOINT = re.compile(r"[ \t]*(?:[,;/|]|·|•|、|<br\s*/?>)?[ \t]*".encode())


@dataclass(frozen=True)
class RowForm:
    """One row's templates: one for an item or a line, one for each cell of a table's row.

    far  how many rows away it is
    """

    far: int
    row: Row
    templates: tuple[Template | None, ...]


class Forms:
    """What the rows around a place look like."""

    def __init__(self, region: RowRegion, position: int) -> None:
        self.region, self.position = region, position
        distance = [abs(2 * at + 1 - 2 * position) // 2 for at in range(len(region.rows))]
        order = sorted(range(len(region.rows)), key=lambda at: (distance[at], -at))
        self._near = [(distance[at], at) for at in order[:_NEAREST]]

    @cached_property
    def all(self) -> Sequence[RowForm]:
        """The forms, the nearest first."""
        house = self._house()
        return [
            RowForm(
                far,
                self.region.rows[at],
                tuple(reader.read() for reader in self._readers(at, house)),
            )
            for far, at in self._near
        ]

    def column(self, index: int) -> list[tuple[int, Template]]:
        """The templates of one column, or of the rows where these have no cells."""
        return [
            (form.far, template)
            for form in self.all
            if index < len(form.templates) and (template := form.templates[index])
        ]

    def texts(self, index: int) -> Mapping[str, Sequence[str]]:
        """Field → how the rows write it, the nearest first."""
        found: dict[str, list[str]] = defaultdict(list)
        for _, template in self.column(index):
            for slot in template.slots:
                found[slot.what].append(self._decoded(slot.start, slot.end))
        return found

    def donors(self, index: int) -> Mapping[str, Donor]:
        """The part a link plays → a near row with such a link beside its name.

        Links behind another one come first: they show what stands between two. Then those whose
        text names their part.
        """
        found = [
            (at == 0, group.label is None and not group.is_bare, Donor(template, group))
            for _, template in self.column(index)
            for at, group in enumerate(template.groups)
            if not group.is_main and not self._has_foreign(template, group.start, group.end)
        ]
        found.sort(key=lambda one: one[:2])
        donors: dict[str, Donor] = {}
        for _, _, donor in found:
            donors.setdefault(donor.group.key[0], donor)
        return donors

    def order(self, index: int) -> Mapping[tuple[str, str], int]:
        """Two parts of links → in how many rows one of the first stands before the second."""
        return Counter(
            pair
            for _, template in self.column(index)
            for pair in set(combinations([group.key[0] for group in template.groups], 2))
        )

    def joint(self, index: int) -> bytes:
        """What most often stands between two links of a column, or else of any; a blank if none do.

        Only where nothing else does: links in brackets of their own are joined by their donors.
        """
        for columns in ([index], range(max((len(form.templates) for form in self.all), default=0))):
            found = Counter(
                between
                for column in columns
                for _, template in self.column(column)
                for one, two in pairwise(template.groups)
                if _JOINT.fullmatch(between := self.region.document.raw[one.end : two.start])
            )
            if found:
                return found.most_common(1)[0][0]
        return b" "

    def _has_foreign(self, template: Template, start: int, end: int) -> bool:
        return any(start <= first < end for first, _ in template.foreign)

    def _house(self) -> House:
        labels: Counter[str] = Counter()
        for _, at in self._near:
            name = letters_of(self.region.records[at].name)
            own = {letters_of(link.label) for link in self.region.rows[at].links} - {name, ""}
            labels.update(own)
        shared = self._shared(labels)
        shown = Counter(
            url
            for _, at in self._near
            for url in {link.url for link in self.region.rows[at].links if link.is_image}
        )
        least = max(2, _OF_WORDS * len(self._near))
        pictures = frozenset(url for url, count in shown.items() if count >= least)
        chunks: Counter[str] = Counter()
        for _, at in self._near:
            seen = (reader.chunks() for reader in self._readers(at, House(shared)))
            chunks.update(frozenset().union(*seen))
        words = frozenset(
            text for text, count in chunks.items() if count >= least and not _FIGURE.search(text)
        )
        return House(shared, pictures, words)

    def _shared(self, counted: Counter[str]) -> frozenset[str]:
        least = max(2, _SHARE * len(self._near))
        return frozenset(
            text
            for text, count in counted.items()
            if (count >= least and not _FIGURE.search(text)) or labelled_role(text)
        )

    def _readers(self, at: int, house: House) -> Iterator[TemplateReader]:
        row, record = self.region.rows[at], self.region.records[at]
        for start, end in stretches(self.region, row):
            yield TemplateReader(self.region.document, row, record, house, start, end)

    def _decoded(self, start: int, end: int) -> str:
        return self.region.document.raw[start:end].decode("utf-8", "surrogateescape")


def stretches(region: RowRegion, row: Row) -> list[tuple[int, int]]:
    """The cells of a row, or the one stretch of its own without blanks at its end."""
    if row.cells:
        return [(cell.start, cell.end) for cell in row.cells]
    return [trimmed(region.document.raw, *row.content[0])]
