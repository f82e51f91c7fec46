"""Entries that fold out: what is said of them inside, and the rows there that are entries."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.lists.readme.reading.markdown_rows import begins_with_label
from bot.lists.readme.reading.markup import Elements, is_followed, without
from bot.lists.readme.reading.names import labelled_role
from bot.lists.readme.reading.row import Row
from bot.model.reference import Reference, read_link

SUMMARY = "summary"
"""The form of a row whose link stands in the title of what folds out."""
_INSTALLED_FROM = re.compile(
    r"\W*(?:git(?:hub|lab|ea|ee)|py ?pi|(?:ana)?conda|npm|yarn|maven|docker ?hub|crates(?:\.io)?|"
    r"ruby ?gems|nuget|cran|homebrew|go packages?|packagist|other)\W*\Z",
    re.IGNORECASE,
)
"""Labels for where something is developed and installed from."""


def with_folded(rows: Sequence[Row], elements: Elements) -> list[Row]:
    """The rows; what folds out has all that is inside it, except for the entries there.

    A list that only says more of the title (`[GitHub](…)`, `[PyPi](…)`) holds no entries.
    """
    ordered = sorted(rows, key=lambda row: (row.start, -row.end))
    folds = _folds(ordered)
    dropped = _descriptions(ordered, folds, elements) | {
        index
        for index, around in folds.items()
        if ordered[index].start < ordered[around].content[0][1]  # in the title itself
    }
    inner: dict[int, list[Row]] = defaultdict(list)
    for index, row in enumerate(ordered):
        around = folds.get(index)
        if around is None or index in dropped:
            continue
        before = inner[around]
        if not before or before[-1].end <= row.start:
            before.append(row)
    return [
        replace(row, content=without(row, inner[index])) if row.form == SUMMARY else row
        for index, row in enumerate(ordered)
        if index not in dropped
    ]


def _folds(ordered: Sequence[Row]) -> Mapping[int, int]:
    """Index of a row → that of the innermost entry that folds it out."""
    found: dict[int, int] = {}
    around: list[int] = []
    for index, row in enumerate(ordered):
        while around and ordered[around[-1]].end <= row.start:
            around.pop()
        if around:
            found[index] = around[-1]
        if row.form == SUMMARY:
            around.append(index)
    return found


def _descriptions(ordered: Sequence[Row], folds: Mapping[int, int], elements: Elements) -> set[int]:
    """The rows that are about the entry that folds them out, by what most beside them are."""
    beside: dict[tuple[int, int], list[int]] = defaultdict(list)
    for index, around in folds.items():
        if ordered[index].form != SUMMARY:
            beside[around, ordered[index].region].append(index)
    return {
        index
        for (around, _), group in beside.items()
        if sum(_is_about(ordered[one], ordered[around], elements) for one in group) * 2 > len(group)
        for index in group
    }


def _is_about(row: Row, around: Row, elements: Elements) -> bool:
    """Whether a row begins with a link to the same as the title's, or to where that is found."""
    start, end = row.content[0]
    if row.cells:
        return False
    if begins_with_label(elements, start, end):
        return True
    if not elements.leads(start, end):
        return False
    label, reference = _first(elements, start, end)
    return (
        reference == _first(elements, *around.content[0])[1]
        or bool(labelled_role(label))
        or bool(_INSTALLED_FROM.match(label))
    )


def _first(elements: Elements, start: int, end: int) -> tuple[str, Reference | None]:
    """The first link to another site, as its label and what it leads to."""
    for link in elements.links_between(start, end):
        if is_followed(link):
            return link.label, read_link(link.url).reference
    return "", None
