"""Replay what maintainers did by hand, given the same facts, and compare byte by byte.

    python -m benchmarks.replay CLONES [NAME]

CLONES is a folder of clones as `benchmarks.clones` describes it; the work is found by
`benchmarks.histories`.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks import venues
from benchmarks.clones import find_clones
from benchmarks.histories import LISTS, upgrades


def replay_venues(folder: Path, only: str) -> list[venues.Outcome]:
    found = []
    for name in LISTS:
        clones, _ = find_clones(folder, name) if only.lower() in name.lower() else ([], [])
        for clone in clones:
            found += [venues.replay(clone, upgrade) for upgrade in upgrades(clone)]
    return found


def main(words: Sequence[str]) -> None:
    outcomes = replay_venues(Path(words[0]), words[1] if words[1:] else "")
    print(venues.table(outcomes))
    print()
    for one in outcomes:
        if one.result != venues.EQUAL:
            at = f"{one.upgrade.repository} {one.upgrade.parent[:10]} line {one.upgrade.line}"
            print(f"- {at}: {one.result}; {one.upgrade.label_before} became {one.upgrade.label}")
            print(f"  (given: {one.fact}{'' if one.is_known else ', unknown'}) {one.written}")


if __name__ == "__main__":
    main(sys.argv[1:])
