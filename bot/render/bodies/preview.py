"""Rows of the README before and after, as readers see them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.parsing.markdown import visible_text
from bot.render.bodies.word_difference import changed_words
from bot.render.markdown import Md
from bot.render.regions import regions

_CELLS = re.compile(r"(?<!\\)\|")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_DESTINATION = re.compile(r"\]\([^)\s]*\)")
_RULE = re.compile(r"\|(?:\s*:?-+:?\s*\|)+\s*")
_FOLD = re.compile(r"<details><summary>more</summary>(.*?)</details>")
"""What a table has below a name (`render/tables.py`): `Heading: value`, a line each."""
_FOLDED = re.compile(r"([^:<>\[\]]+): (.*)")

_Cells = Mapping[str, str]
"""Heading → cell, as Markdown; blank cells are left out. An item of a list is one cell."""


@dataclass(frozen=True)
class Pair:
    """One row before and after; a row that is new or removed has one side only."""

    before: _Cells
    after: _Cells

    @property
    def reads_alike(self) -> bool:
        """Whether only the addresses behind the text differ."""
        return _words(self.before) == _words(self.after)

    @property
    def name(self) -> str:
        """The name that readers see."""
        return visible_text(_name_of(self.after or self.before))

    def difference(self, heading: str) -> Md:
        """The words under a heading that differ; empty where none do.

        The name in the first cell is left out.
        """
        before, after = (self._words(side, heading) for side in (self.before, self.after))
        return Md("") if before == after else changed_words(before, after)

    def _words(self, row: _Cells, heading: str) -> str:
        text = visible_text(row.get(heading, ""))
        is_first = heading == next(iter(row), None)
        return text.removeprefix(self.name).lstrip(". ") if is_first else text

    @property
    def changed(self) -> set[str]:
        """The headings under which the two differ."""
        both = {*self.before, *self.after}
        return {one for one in both if self.before.get(one) != self.after.get(one)}


@dataclass(frozen=True)
class RegionPreview:
    """The changes in one region.

    `headings` are those worth showing, the row's name first. `redrawn` is True when something other
    than rows changes, such as a figure.
    """

    region: str
    headings: tuple[str, ...] = ()
    pairs: Sequence[Pair] = field(default_factory=tuple)
    redrawn: bool = False


def region_previews(path: str, before: str, after: str) -> list[RegionPreview]:
    """The regions of a README that change, in their order."""
    old, new = _texts(path, before), _texts(path, after)
    return [
        _preview(name, old.get(name, []), new[name]) for name in new if old.get(name) != new[name]
    ]


def _texts(path: str, readme: str) -> dict[str, list[str]]:
    lines = [line.rstrip("\r") for line in readme.split("\n")]
    return {
        region.name: [line for line in lines[region.first : region.last] if line.strip()]
        for region in regions(path, readme)
    }


def _preview(region: str, before: Sequence[str], after: Sequence[str]) -> RegionPreview:
    old, new = _rows(before), _rows(after)
    pairs = _paired(old.rows, new.rows)
    names = list(dict.fromkeys([*new.headings, *old.headings]))
    seen = set().union(*(pair.changed for pair in pairs)) if pairs else set()
    shown = [name for place, name in enumerate(names) if place == 0 or name in seen]
    return RegionPreview(region, tuple(shown), tuple(pairs), old.others != new.others)


@dataclass(frozen=True)
class _Region:
    headings: Sequence[str]
    rows: Sequence[_Cells]
    others: Sequence[str]


def _rows(lines: Sequence[str]) -> _Region:
    """Tables and lists of one region, read as one table; the list of a figure has no rows."""
    if any(line.startswith("<picture>") for line in lines):
        return _Region([], [], lines)
    headings: list[str] = []
    table: list[str] = []
    rows: list[_Cells] = []
    others: list[str] = []
    for line, below in zip(lines, [*lines[1:], ""], strict=False):
        if line.startswith("|") and _RULE.fullmatch(below):
            table = list(_split(line))
            headings += [name for name in table if name not in headings]
        elif line.startswith("|") and table:
            if not _RULE.fullmatch(line):
                rows.append(_cells(table, line))
                headings += [name for name in rows[-1] if name not in headings]
        elif line.startswith("- "):
            headings = headings or [""]
            rows.append({"": Md(_CELLS.sub(r"\|", line[2:]))})
        else:
            others.append(line)
    return _Region(headings, rows, others)


def _cells(headings: Sequence[str], line: str) -> _Cells:
    """The cells of a row, with each folded value below its own heading."""
    found: dict[str, str] = {}
    folded: list[str] = []
    for heading, cell in zip(headings, _split(line), strict=False):
        found[heading] = _FOLD.sub("", cell)
        folded += [part for fold in _FOLD.findall(cell) for part in fold.split("<br>")]
    last = ""
    for part in folded:
        if begins := _FOLDED.fullmatch(part):
            last = begins[1]
            found[last] = begins[2]
        else:
            found[last] = f"{found.get(last, '')}<br>{part}"
    return {heading: Md(cell) for heading, cell in found.items() if cell}


def _split(line: str) -> list[str]:
    return [cell.strip() for cell in _CELLS.split(line.strip())[1:-1]]


def _paired(before: Sequence[_Cells], after: Sequence[_Cells]) -> list[Pair]:
    """Rows of the same name form a pair, in the order in which they stand."""
    waiting: dict[str, list[_Cells]] = {}
    for row in before:
        waiting.setdefault(_name_of(row), []).append(row)
    pairs = []
    for row in after:
        same = waiting.get(_name_of(row))
        pairs.append(Pair(same.pop(0) if same else {}, row))
    removed = [Pair(row, {}) for rows in waiting.values() for row in rows]
    return [pair for pair in [*pairs, *removed] if pair.before != pair.after]


def _name_of(row: _Cells) -> str:
    """The name of a row: what its first cell shows in bold, or all of it."""
    first = next(iter(row.values()), "")
    bold = _BOLD.search(first)
    return bold[1] if bold else _DESTINATION.sub("]", first)


def _words(row: _Cells) -> dict[str, str]:
    return {name: _DESTINATION.sub("]", cell) for name, cell in row.items()}
