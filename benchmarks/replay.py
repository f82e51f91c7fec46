"""Replay what maintainers did by hand, given the same facts, and compare byte by byte.

    python -m benchmarks.replay CLONES [NAME]

CLONES is a folder of clones as `benchmarks.clones` describes it; the work is found by
`benchmarks.histories`. `ROWS=60` in the environment replays so many new rows of each list.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks import new_rows, venues
from benchmarks.clones import Clone, find_clones
from benchmarks.histories import LISTS, WITH_ROWS, History
from benchmarks.identity import kept_ids, samples, spread
from benchmarks.new_rows import RowOutcome

ROWS = int(os.environ.get("ROWS", "40"))


def clones_in(folder: Path, only: str) -> list[Clone]:
    names = [name for name in LISTS if only.lower() in name.lower()]
    return [clone for name in names for clone in find_clones(folder, name)[0]]


def print_venues(histories: Sequence[History]) -> None:
    outcomes = [venues.replay(one.clone, upgrade) for one in histories for upgrade in one.upgrades]
    print(f"{venues.table(outcomes)}\n")
    for one in outcomes:
        if one.result != venues.EQUAL:
            at = f"{one.upgrade.repository} {one.upgrade.parent[:10]} line {one.upgrade.line}"
            print(f"- {at}: {one.result}; {one.upgrade.label_before} became {one.upgrade.label}")
            print(
                f"  (given: {one.fact}{'' if one.is_known else ', unknown'}) {one.written[-160:]}"
            )


def print_rows(histories: Sequence[History]) -> None:
    outcomes: list[RowOutcome] = []
    for history in histories:
        if history.clone.repository in WITH_ROWS:
            chosen = spread(history.additions, ROWS)
            outcomes += [new_rows.replay_row(history.clone, addition) for addition in chosen]
    print(f"\n{new_rows.table(outcomes)}\n\n{new_rows.misses(outcomes)}\n")
    for one in outcomes:
        if one.place != "right" or one.form not in {"equal", "bytes equal"}:
            at = f"{one.addition.repository} {one.addition.commit[:10]}"
            print(f"- {at}: place {one.place}, form {one.form}")
            print(f"  ours: {one.row!r}\n  by hand: {one.addition.row!r}")


def print_identity(clones: Sequence[Clone]) -> None:
    counts = [kept_ids(*texts) for clone in clones for texts in samples(clone)]
    kept, alike = sum(one[0] for one in counts), sum(one[1] for one in counts)
    share = kept / max(alike, 1)
    print(f"\n{kept:,} of {alike:,} rows that {len(counts)} commits left alone kept their id")
    print(f"({share:.2%})")


def main(words: Sequence[str]) -> None:
    clones = clones_in(Path(words[0]), words[1] if words[1:] else "")
    histories = [History(clone).read() for clone in clones]
    print_venues(histories)
    print_rows(histories)
    print_identity(clones)


if __name__ == "__main__":
    main(sys.argv[1:])
