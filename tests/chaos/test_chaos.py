"""The table's own rules, and a few of its cells; `make chaos` plays them all."""

from __future__ import annotations

import shutil
from collections import Counter
from itertools import product

import pytest

from tests.chaos.cell import Cell, cells, first_run, healthy, play, way_of
from tests.chaos.faults import FAULTS, SOURCES, ChaosFault
from tests.world.faults import SHAPES

pytestmark = pytest.mark.loopback

SHORT = [
    Cell("GitHub GraphQL", "nulls", "later", "folder"),
    Cell("Wayback Machine", "null", "first", "pull request"),
]
"""One of each mode; the first that a run of the whole table found was the second."""


def test_each_source_and_fault_is_one_cell() -> None:
    pairs = Counter((cell.source, cell.fault) for cell in cells())
    assert set(pairs) == set(product(SOURCES, FAULTS))
    assert set(pairs.values()) == {1}


def test_when_and_mode_are_paired_with_every_source_and_every_fault() -> None:
    for source, row in SOURCES.items():
        ways = {(cell.when, cell.mode) for cell in cells() if cell.source == source}
        assert ways == set(product(("first", "later"), row.modes)), source
    for fault in FAULTS:
        ways = {(cell.when, cell.mode) for cell in cells() if cell.fault == fault}
        assert ways == set(product(("first", "later"), ("folder", "pull request"))), fault


@pytest.mark.parametrize("cell", SHORT, ids=str)
def test_a_cell(cell: Cell) -> None:
    way = way_of(cell)
    known = first_run(way) if cell.when == "later" else None
    outcome = play(cell, healthy(way), known)
    if known:
        shutil.rmtree(known)
    assert outcome.wrong == []
    assert 0 < outcome.peak < 300


def test_a_cell_that_is_not_as_promised_is_red(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that says 404 by itself is no fault of the network: the list then reads otherwise."""
    fault = ChaosFault(SHAPES["404"])
    monkeypatch.setitem(SOURCES, "nobody", SOURCES["PMLR"].__class__("nobody.example"))
    monkeypatch.setitem(FAULTS, "gone", fault)
    outcome = play(Cell("nobody", "gone", "first", "folder"), {"README.md": "another"}, None)
    assert "never struck" in outcome.wrong
    assert any(one.startswith("not healed: README.md") for one in outcome.wrong)
