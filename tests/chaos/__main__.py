"""`make chaos`: the whole job under every fault of every source, as a table.

Arguments choose cells by words of their names: `python -m tests.chaos arXiv null`.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

from tests.chaos.cell import Cell, Outcome, cells, first_run, healthy, play, way_of
from tests.chaos.faults import FAULTS, SOURCES
from tests.chaos.stops import play_stop, stops

TABLE = Path(__file__).parents[2] / "build" / "chaos.md"


def main(words: Sequence[str]) -> int:
    """Play all cells, print the table, and return 1 when one is red."""
    begun = time.monotonic()
    wanted = [cell for cell in cells() if all(word in str(cell) for word in words)]
    halts = [one for one in stops() if all(word in str(one) for word in words)]
    context = multiprocessing.get_context("forkserver")
    with ProcessPoolExecutor(2 * (os.cpu_count() or 1), mp_context=context) as pool:
        ways = sorted(
            {way_of(cell) for cell in wanted} | {("later", one.mode, True) for one in halts}
        )
        later = [way for way in ways if way[0] == "later"]
        known = dict(zip(later, pool.map(first_run, later), strict=True))
        expected = dict(zip(ways, pool.map(healthy, ways), strict=True))
        under_way = [
            pool.submit(play, cell, expected[way_of(cell)], known.get(way_of(cell)))
            for cell in wanted
        ]
        stopping = []
        for one in halts:
            way = ("later", one.mode, True)
            stopping.append(pool.submit(play_stop, one, expected[way], known[way]))
        for done in as_completed([*under_way, *stopping]):
            if done.result().wrong:
                _print(f"{done.result().cell}: {'; '.join(done.result().wrong)}")
        outcomes = [one.result() for one in under_way]
        stopped = [one.result() for one in stopping]
        for folder in known.values():
            shutil.rmtree(folder, ignore_errors=True)
    text = "\n".join([*_table(outcomes), *_figures(outcomes, stopped, time.monotonic() - begun)])
    TABLE.parent.mkdir(exist_ok=True)
    TABLE.write_text(text + "\n", encoding="utf-8")
    _print(text)
    return 1 if any(one.wrong for one in [*outcomes, *stopped]) else 0


def _table(outcomes: Iterable[Outcome]) -> list[str]:
    """A sign for each cell: f or l (first or later run), of a folder or (upper case) on GitHub."""
    signs = {
        (one.cell.source, one.cell.fault): _mark(one.cell, red=bool(one.wrong))
        for one in outcomes
        if isinstance(one.cell, Cell)
    }
    rows = [["source", *FAULTS]]
    rows += [[source, *(signs.get((source, fault), "") for fault in FAULTS)] for source in SOURCES]
    rule = ["---"] * len(rows[0])
    return [f"| {' | '.join(row)} |" for row in [rows[0], rule, *rows[1:]]]


def _mark(cell: Cell, *, red: bool) -> str:
    letter = cell.when[0].upper() if cell.mode == "pull request" else cell.when[0]
    return f"**{letter}✗**" if red else letter


def _figures(outcomes: Sequence[Outcome], stopped: Sequence[Outcome], seconds: float) -> list[str]:
    every = [*outcomes, *stopped]
    red = [one for one in every if one.wrong]
    slowest = max(outcomes, key=lambda one: one.seconds, default=None)
    largest = max(outcomes, key=lambda one: one.peak, default=None)
    lines = [
        "",
        "f: first run, l: a later run; capitals: pull requests, else a folder; ✗: not as promised",
        f"{len(outcomes)} cells and {len(stopped)} interrupts, {len(red)} red, "
        f"in {seconds / 60:.1f} minutes on {os.cpu_count()} cores",
    ]
    busy = sum(one.work for one in outcomes)
    lines.append(
        f"{busy / 60:.1f} minutes of a processor for the cells; load {os.getloadavg()[0]:.1f}"
    )
    lines.append(", ".join(_columns(outcomes)))
    if slowest and largest:
        lines.append(f"longest run {slowest.seconds:.0f} s ({slowest.cell})")
        lines.append(f"largest run {largest.peak:.0f} MB ({largest.cell})")
    return lines + [f"✗ {one.cell}: {json.dumps(one.wrong, ensure_ascii=False)}" for one in red]


def _columns(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Seconds of a processor for each fault."""
    for fault in FAULTS:
        work = [o.work for o in outcomes if isinstance(o.cell, Cell) and o.cell.fault == fault]
        if work:
            yield f"{fault} {sum(work):.0f} s"


def _print(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
