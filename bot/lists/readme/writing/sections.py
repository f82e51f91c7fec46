"""The sections of a hand-written list that can take a new row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from bot.lists.readme.scope.files import base_name
from bot.lists.readme.writing.region import FORMS
from bot.model.entry import Section
from bot.model.values.written import Record, WrittenList

_JOINT = " / "
_ANY = "link"
"""What rows without links are taken for."""


def sections_of(written: WrittenList) -> tuple[Section, ...]:
    """The heading paths below which rows stand, as they stand, each with the kinds of its rows.

    Of a file's translations only the first has sections: a new row is written in one language.
    """
    found: dict[tuple[str, ...], Counter[str]] = {}
    for record in _untranslated(written.records):
        if record.form in FORMS:
            found.setdefault(record.section, Counter())[record.kind] += 1
    titles = _titles(found)
    return tuple(
        Section(_JOINT.join(path), titles[path], _kinds(count)) for path, count in found.items()
    )


def _untranslated(records: Sequence[Record]) -> Iterable[Record]:
    first: dict[str, str] = {}
    for record in records:
        first.setdefault(base_name(record.span.path), record.span.path)
    return (one for one in records if first[base_name(one.span.path)] == one.span.path)


def _kinds(count: Counter[str]) -> tuple[str, ...]:
    kinds = tuple(kind for kind, _ in count.most_common() if kind)
    return kinds or (_ANY,)


def _titles(paths: Iterable[tuple[str, ...]]) -> dict[tuple[str, ...], str]:
    """Each path by its last heading, with as many above it as it takes to be the only one."""
    paths = list(paths)
    ends = Counter(path[-n:] for path in paths for n in range(1, len(path) + 1))
    return {
        path: _JOINT.join(next((end for end in _ends(path) if ends[end] == 1), path))
        for path in paths
    }


def _ends(path: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
    return (path[-n:] for n in range(1, len(path) + 1))
