"""Every row of the table of sources, through all that use it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.config.environment import read_settings
from bot.judge.given import SECOND_ROUND
from bot.judge.sources import LINK_SOURCES
from bot.model.reference import Kind, Query, Reference
from bot.run.steps.services import open_second, open_sources
from bot.sources.base import Source
from bot.sources.shards import split_queries
from bot.sources.table import SOURCES, SourceOptions, SourceRow
from tests.build import ROOT

NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
SETTINGS = read_settings({"GITHUB_REPOSITORY": "acme/list"})


@pytest.fixture
def options(tmp_path: Path) -> SourceOptions:
    return SourceOptions(SETTINGS, tmp_path)


@pytest.fixture(params=SOURCES, ids=lambda row: row.name)
def row(request: pytest.FixtureRequest) -> SourceRow:
    found: SourceRow = request.param
    return found


@pytest.fixture
def source(row: SourceRow, options: SourceOptions) -> Iterator[Source]:
    built = row.build(options)
    yield built
    built.close()


def test_a_row_builds_the_source_it_names(row: SourceRow, source: Source) -> None:
    assert source.name == row.name
    assert source.requests == 0
    assert list(source.look([], NOW)) == []
    assert source.notes == []


def test_a_row_states_when_it_is_queried(row: SourceRow) -> None:
    assert row.first or row.second
    assert row.per_request >= 1


def test_a_row_is_documented(row: SourceRow) -> None:
    text = (ROOT / "docs" / "sources.md").read_text(encoding="utf-8")
    assert f"`{row.name}`" in text


def test_a_row_can_be_split_over_machines(row: SourceRow, source: Source) -> None:
    links = [Reference.of(kind, f"acme/{n}") for kind in Kind for n in range(9)]
    queries = [Query(one, f"https://example.org/{one.name}") for one in links]
    known = [one for one in queries if source.knows(one.reference)]
    parts = [part for part in split_queries([source], queries, 3) if part]
    assert sum(map(len, parts)) == len(known)
    if known and row.name != "web":  # whose queries are split by host
        assert len(parts) == (3 if row.divisible else 1)


def test_names_are_unique() -> None:
    names = [row.name for row in SOURCES]
    assert len(names) == len(set(names))


def test_the_judge_knows_which_sources_it_queries_by_name() -> None:
    assert {row.name for row in SOURCES if not row.first} == SECOND_ROUND
    assert {row.name for row in SOURCES if row.first} == set(LINK_SOURCES)


def test_every_kind_of_reference_has_a_source(tmp_path: Path) -> None:
    sources = open_sources(SETTINGS, tmp_path, keep=False, allow_private=False)
    for kind in Kind:
        reference = Reference.of(kind, "https://example.org/")
        assert [one for one in sources.sources if one.knows(reference)], kind
    sources.close()


def test_both_rounds_hold_their_rows_and_share_what_is_in_both(tmp_path: Path) -> None:
    first = open_sources(SETTINGS, tmp_path, keep=False, allow_private=False)
    second = open_second(SourceOptions(SETTINGS, tmp_path, keep=False), first)
    assert [one.name for one in first.sources] == [row.name for row in SOURCES if row.first]
    assert [one.name for one in second.sources] == [row.name for row in SOURCES if row.second]
    both = {row.name for row in SOURCES if row.first and row.second}
    shared = {one.name for one in second.sources if one in first.sources}
    assert shared == both
    for one in {*first.sources, *second.sources}:
        one.close()
