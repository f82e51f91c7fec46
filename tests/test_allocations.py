"""What reading and judging a list takes, counted: the peak of allocations, and lines that run.

No clock: the same list is the same number of bytes and lines on every machine. Twice the list may
take twice as much, in both homes of a list.
"""

from __future__ import annotations

import gc
import sys
import tracemalloc
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from bot.judge.judgement import judge
from bot.lists.read import read_state
from bot.lists.readme import home
from bot.lists.readme.edit import apply_edits
from bot.lists.readme.reading import records
from bot.lists.registry.edit_links import apply_link_edits
from bot.lists.registry.load import parse_entries, shipped_templates
from bot.model.change import Answers, LinkEdit
from bot.model.reference import read_link
from bot.model.state import State
from bot.parsing.source.document import read_document
from bot.parsing.yaml import read_yaml
from bot.run.refresh import refresh
from bot.run.steps.queries import list_queries
from bot.run.steps.services import gather, no_progress
from tests.build import NOW
from tests.large import (
    folder_services,
    large_list,
    large_readme,
    services_in,
    steady_sources,
    texts_in,
)

HOMES = {"registry": large_list, "readme": large_readme}
_READING = {"registry": 1_500, "readme": 2_500}
"""Bytes that reading may hold at once for a reference; 1,130 and 2,100 measured on 2026-11-28."""
_REFRESHING = {"registry": 2_900, "readme": 3_400}
"""The same of a refresh; 2,480 and 2,930 measured on 2026-11-28, on the second day."""


def forget() -> None:
    for known in (parse_entries, read_yaml, records._read_file, records._read_files, home._state):
        known.cache_clear()
    read_link.cache_clear()  # it holds some thousand links, perhaps those of the shorter list
    read_document.cache_clear()


def state_of(kind: str, references: int) -> State:
    forget()
    return read_state({**shipped_templates(), **HOMES[kind](references)})


def peak_of(act: Callable[[], object]) -> int:
    """The most bytes that were allocated at once."""
    gc.collect()
    tracemalloc.start()
    try:
        act()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def lines_of(act: Callable[[], object]) -> int:
    """How many lines of code run."""
    count = 0

    def trace(_frame: FrameType, event: str, _argument: Any) -> Any:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        act()
    finally:
        sys.settrace(before)
    return count


def judged(state: State) -> object:
    sources = steady_sources()
    queries = list_queries(state.registry, "*", state.settings.rules.on("2026-11-24"))
    seen = gather(sources, queries, NOW, no_progress)
    return judge(state, seen, Answers(), NOW)


@pytest.mark.parametrize("kind", HOMES)
def test_memory_of_reading(kind: str) -> None:
    state_of(kind, 100)  # what is loaded once
    once, twice = (peak_of(lambda size=size: state_of(kind, size)) for size in (600, 1200))  # type: ignore[misc]
    assert twice <= 2.2 * once
    assert once <= 600 * _READING[kind]


def refreshed(root: Path, day: int) -> None:
    services = services_in(root, steady_sources())
    refresh({**shipped_templates(), **texts_in(root)}, services, NOW + timedelta(days=day))


@pytest.mark.parametrize("kind", HOMES)
def test_memory_of_a_refresh(kind: str, tmp_path: Path) -> None:
    """On the second day, with what is remembered of the first."""
    for name, size in (("loaded", 100), ("measured", 1200)):
        forget()
        folder_services(tmp_path / name, HOMES[kind](size), None)
        refreshed(tmp_path / name, 0)
    forget()
    assert peak_of(lambda: refreshed(tmp_path / "measured", 1)) <= 1200 * _REFRESHING[kind]


@pytest.mark.parametrize("kind", HOMES)
def test_work_of_judging(kind: str) -> None:
    small, large = state_of(kind, 300), state_of(kind, 600)
    once, twice = lines_of(lambda: judged(small)), lines_of(lambda: judged(large))
    assert once > 10_000
    assert twice <= 2.2 * once


@pytest.mark.parametrize("kind", HOMES)
def test_work_of_editing_every_link(kind: str) -> None:
    once, twice = (lines_of(lambda size=size: all_moved(kind, size)) for size in (200, 400))  # type: ignore[misc]
    assert once > 5_000
    assert twice <= 2.2 * once


def all_moved(kind: str, references: int) -> None:
    """All links get another address, and all of them can be written."""
    state = state_of(kind, references)
    edits = [
        LinkEdit(f"{entry.id}/{number}", link.where, link.link.url, f"{link.link.url}-moved")
        for number, (entry, link) in enumerate(state.registry.links())
    ]
    edit = apply_link_edits if kind == "registry" else apply_edits
    after, refused = edit(state.files, edits)
    assert refused == []
    path = "registry/tools.yml" if kind == "registry" else "README.md"
    assert after[path].count("-moved") == references
