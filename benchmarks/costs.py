"""What refreshes of lists of many sizes cost, as it was measured last: `at_size.csv`."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path

KEPT = Path(__file__).with_name("at_size.csv")
DAYS = ("first", "a day later")


@dataclass(frozen=True)
class Cost:
    """One refresh: seconds by the clock and of processor, the peak of its process in MB so far.

    Requests by source are counted in the world only.
    """

    sources: str
    home: str
    references: int
    day: str
    seconds: float
    cpu: float
    megabytes: int
    github: int = 0
    hub: int = 0
    arxiv: int = 0
    web: int = 0


def kept_costs() -> list[Cost]:
    """What was measured last."""
    with KEPT.open(encoding="utf-8", newline="") as file:
        return [cost_of(row) for row in csv.DictReader(file)]


def cost_of(row: Mapping[str, str]) -> Cost:
    """Read back from a row of CSV."""
    numbers = {"float": float, "int": int, "str": str}
    values = {one.name: numbers[str(one.type)](row[one.name]) for one in fields(Cost)}
    return Cost(**values)


def keep(new: Iterable[Cost]) -> None:
    """Put into the file in place of the same measurement."""
    kept = {_key(one): one for one in (kept_costs() if KEPT.exists() else ())}
    kept |= {_key(one): one for one in new}
    with KEPT.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [one.name for one in fields(Cost)], lineterminator="\n")
        writer.writeheader()
        writer.writerows(asdict(kept[key]) for key in sorted(kept))


def _key(one: Cost) -> tuple[str, str, int, bool]:
    return one.sources, one.home, one.references, one.day != DAYS[0]
