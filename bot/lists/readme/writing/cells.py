"""A new row of a table: each cell in the form of its column, the bars as the others have them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.lists.readme.reading.fields import field_of, unit_of
from bot.lists.readme.reading.notation import BLANK
from bot.lists.readme.templates.entry import NewEntry
from bot.lists.readme.templates.slots import Template
from bot.lists.readme.writing.choose import choose
from bot.lists.readme.writing.columns import Columns
from bot.lists.readme.writing.compose import Composer
from bot.lists.readme.writing.forms import Forms, RowForm
from bot.lists.readme.writing.layout import Layout
from bot.lists.readme.writing.numbers import Numbering
from bot.lists.readme.writing.region import Refused, RowRegion
from bot.lists.readme.writing.surroundings import Surroundings
from bot.lists.readme.writing.written import NewText, missing_of

_FILLED = 0.5
_LAST_COMMAS = re.compile(r"[ \t]*,[ \t,]*\Z")
_OTHER_KINDS = 36
"""A row with other kinds of links counts as if it stood so many rows further away."""


def _roles(form: RowForm) -> frozenset[str]:
    """The parts that links play in a row."""
    return frozenset(group.key[0] for one in form.templates if one for group in one.groups)


@dataclass(frozen=True)
class _Cell:
    text: str
    missing: tuple[str, ...] = ()


class TableRow:
    """A new row of one table."""

    def __init__(
        self, region: RowRegion, position: int, entry: NewEntry, number: Numbering
    ) -> None:
        self.region, self.entry, self.number = region, entry, number
        self.raw = region.document.raw
        self.width = Counter(len(row.cells) for row in region.rows).most_common(1)[0][0]
        self.forms = Forms(region, position)
        self.whole = [form.row for form in self.forms.all if len(form.row.cells) == self.width]
        self.columns = [self.forms.column(index) for index in range(self.width)]
        rows = [form.templates for form in self.forms.all]
        self.parts = Columns(rows, self.width, entry)
        self.roles = frozenset[str]().union(*map(_roles, self.forms.all))

    def write(self) -> NewText | Refused:
        """The row, a blank for each cell that nobody knows."""
        if self._reaches_down():
            return Refused("cells of this table reach over several rows")
        cells = [self._cell(index) for index in range(self.width)]
        if not any(self.parts.wanted(index).has_name for index in range(self.width)):
            return Refused("no column of this table holds the names")
        missing = tuple(dict.fromkeys(name for cell in cells for name in cell.missing))
        texts = [cell.text for cell in cells]
        if self.region.form == "markup":
            return NewText(self._markup(texts), missing)
        return NewText(Layout(self.raw, self.whole).row(texts), missing)

    def _reaches_down(self) -> bool:
        return self.region.form == "markup" and any(
            re.search(rb"\browspan\s*=\s*[\"']?(?!1\b)\d", self.raw[row.start : row.end])
            for row in self.region.rows
        )

    def _markup(self, texts: Sequence[str]) -> str:
        """The nearest row with other cells."""
        row, pieces = self.whole[0], []
        at = row.start
        for cell, text in zip(row.cells, texts, strict=True):
            pieces += [self._decoded(at, cell.start), text]
            at = cell.end
        return "".join([*pieces, self._decoded(at, row.end)])

    def _cell(self, index: int) -> _Cell:
        wanted = self.parts.wanted(index)
        if self.number.number and self.number.column == index and not wanted.has_name:
            return _Cell(self.number.number)
        known = wanted.fields & self.entry.fields.keys()
        if not (wanted.has_name or wanted.links or known):
            return self._unknown(index)
        best = choose(self._nearest(index), wanted)
        if best is None:
            return self._unknown(index)
        text = Composer(best, self.entry, self._around(index)).text().strip()
        text = _LAST_COMMAS.sub("", text) if best.links else text
        if not re.search(r"\w", text):
            return self._unknown(index)
        missing = missing_of(self.columns[index], self.entry, best)
        return _Cell(text, missing)

    def _nearest(self, index: int) -> list[tuple[int, Template]]:
        """The templates of a column; rows with the same kinds of links count as nearer."""
        roles = {link.role for link in self.entry.links} & self.roles
        return [
            (form.far + (0 if _roles(form) == roles else _OTHER_KINDS), template)
            for form in self.forms.all
            if index < len(form.templates) and (template := form.templates[index])
        ]

    def _around(self, index: int) -> Surroundings:
        texts: Mapping[str, Sequence[str]] = self.forms.texts(index)
        donors = self.forms.donors(index)
        is_markup = self.region.is_in_markup
        unit = unit_of(self._title(index))
        return Surroundings(
            self.raw,
            not is_markup,
            is_markup,
            texts,
            donors,
            self.forms.order(index),
            unit,
            self.number.number,
            self.forms.joint(index),
        )

    def _title(self, index: int) -> str:
        return next((row.cells[index].column for row in self.whole), "")

    def _unknown(self, index: int) -> _Cell:
        """The blank of a column; the column is named where most are filled."""
        texts = [self._written(row.cells[index].start, row.cells[index].end) for row in self.whole]
        filled = sum(BLANK.match(text) is None for text in texts)
        title = self._title(index)
        name = (field_of(title) or title or f"column {index + 1}",)
        return _Cell(self._blank(texts), name if filled >= _FILLED * len(texts) else ())

    def _blank(self, texts: Sequence[str]) -> str:
        everywhere = [
            self._written(cell.start, cell.end) for row in self.whole for cell in row.cells
        ]
        for some in (texts, everywhere):
            blanks = Counter(text for text in some if BLANK.match(text))
            if blanks:
                return blanks.most_common(1)[0][0]
        return ""

    def _written(self, start: int, end: int) -> str:
        return self._decoded(start, end)

    def _decoded(self, start: int, end: int) -> str:
        return self.raw[start:end].decode("utf-8", "surrogateescape")
