"""The tables and the plot of docs/benchmarks.md are drawn from what was measured."""

from __future__ import annotations

from dataclasses import replace

from benchmarks.costs import KEPT, cost_of, kept_costs
from benchmarks.costs_drawn import PAGE, PLOT, plot, tables


def test_the_page_shows_what_was_measured() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for name, table in tables(kept_costs()).items():
        assert f"<!-- begin {name} -->\n{table}<!-- end {name} -->" in page
    assert PLOT.read_text(encoding="utf-8") == plot(kept_costs())


def test_a_row_is_read_as_it_is_written() -> None:
    head, first, *_ = KEPT.read_text(encoding="utf-8").splitlines()
    one = cost_of(dict(zip(head.split(","), first.split(","), strict=True)))
    assert one == kept_costs()[0]


def test_twice_the_time_stands_higher() -> None:
    one = next(one for one in kept_costs() if one.sources == "at once" and one.day == "first")
    assert plot([one]) != plot([replace(one, cpu=2 * one.cpu)])
