"""Rows out of place in regions that are in alphabetical order. Pure."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from bot.lint.written.page import ListPage, Problem, followed
from bot.lists.readme.reading.row import Row
from bot.model.reference import read_link

_FEWEST = 8
_LARGEST_SHARE = 1 / 8
_SortKey = Callable[[str], Any]


def _plain(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return "".join(one for one in decomposed if not unicodedata.combining(one))


def _letters(name: str) -> Any:
    return "".join(one for one in _plain(name) if one.isalnum())


def _words(name: str) -> Any:
    return re.findall(r"[^\W_]+", _plain(name))


def _natural(name: str) -> Any:
    parts = re.findall(r"\d+|[^\W\d_]+", _plain(name))
    return [(0, int(one), "") if one.isdecimal() else (1, 0, one) for one in parts]


def _as_written(name: str) -> Any:
    return name


def _caseless(name: str) -> Any:
    return name.casefold()


def _without_article(name: str) -> Any:
    return _words(re.sub(r"\A(?:the|a|an|awesome|project)\b[\s-]*", "", name.strip(), flags=re.I))


def _last_part(name: str) -> Any:
    return _letters(name.rpartition("/")[2])


_KEYS: tuple[_SortKey, ...] = (
    _letters,
    _words,
    _natural,
    _as_written,
    _caseless,
    _without_article,
    _last_part,
)
"""The usual ways to sort a list by name."""


def out_of_order(pages: Sequence[ListPage]) -> Iterator[Problem]:
    """The few rows out of place where nearly all are in alphabetical order, by any usual way."""
    for page in pages:
        for rows in page.regions.values():
            named = [(row, page.name(row)) for row in rows]
            named = [(row, name) for row, name in named if name and followed(row)]
            if len(named) >= _FEWEST and rows[0].form != "heading":
                yield from _in_region(page, named)


def _in_region(page: ListPage, named: Sequence[tuple[Row, str]]) -> Iterator[Problem]:
    limit = max(1, int(len(named) * _LARGEST_SHARE))
    if len({_letters(name) for _, name in named}) * 2 < len(named):
        return
    if not _misplaced([_letters(read_link(followed(row)[0].url).url) for row, _ in named]):
        return
    wrong: set[int] | None = None
    for key in _KEYS:
        moved = set(_misplaced([key(name) for _, name in named]))
        if not moved or len(moved) * 2 > len(named):
            return
        if len(moved) <= limit:
            wrong = moved if wrong is None else wrong & moved
    first = next((at for at in range(len(named)) if at not in (wrong or ())), 0)
    for at in sorted(wrong or ()):
        if at > first:  # rows at the top may be there on purpose
            others = [one for place, (_, one) in enumerate(named) if place not in (wrong or ())]
            yield _problem(page, *named[at], others)


def _misplaced(keys: Sequence[Any]) -> list[int]:
    """The rows outside a longest ordered part."""
    ends: list[int] = []
    before: list[int] = []
    for at, key in enumerate(keys):
        place = bisect_right(ends, key, key=lambda one: keys[one])
        before.append(ends[place - 1] if place else -1)
        ends[place : place + 1] = [at]
    kept = set()
    at = ends[-1] if ends else -1
    while at >= 0:
        kept.add(at)
        at = before[at]
    return [one for one in range(len(keys)) if one not in kept]


def _problem(page: ListPage, row: Row, name: str, others: Sequence[str]) -> Problem:
    own = str(_letters(name))
    before = [one for one in others if str(_letters(one)) <= own]
    place = f"behind “{before[-1]}”" if before else "at the top"
    message = f"“{name}” is out of place: the rows of this region are in alphabetical order"
    return Problem(page, row.start, message, f"it belongs {place}")
