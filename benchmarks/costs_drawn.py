"""Tables of docs/benchmarks.md and the plot, drawn from `at_size.csv`."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from benchmarks.costs import DAYS, Cost
from tests.build import ROOT

PAGE = ROOT / "docs" / "benchmarks.md"
PLOT = ROOT / "docs" / "images" / "at-size.svg"
HOMES = {"registry": "registry", "readme": "README"}
_LEFT, _TOP, _WIDE, _HIGH = 58, 44, 300, 190
_APART = 420
"""From one panel to the next."""


def write_report(costs: Sequence[Cost]) -> None:
    """Put the tables between their marks, and write the plot."""
    text = PAGE.read_text(encoding="utf-8")
    for name, table in tables(costs).items():
        begin, end = f"<!-- begin {name} -->\n", f"<!-- end {name} -->"
        head, _, rest = text.partition(begin)
        text = f"{head}{begin}{table}{end}{rest.partition(end)[2]}"
    PAGE.write_text(text, encoding="utf-8")
    PLOT.write_text(plot(costs), encoding="utf-8")


def tables(costs: Sequence[Cost]) -> dict[str, str]:
    """Name of a mark → the table that stands there."""
    own = [
        [
            f"{one.references:,}",
            HOMES[one.home],
            one.day,
            f"{one.seconds:.1f}",
            f"{one.cpu:.1f}",
            f"{one.cpu / one.references * 1000:.2f}",
            str(one.megabytes),
        ]
        for one in sorted(costs, key=_place)
        if one.sources == "at once"
    ]
    world = [
        [
            f"{one.references:,}",
            HOMES[one.home],
            one.day,
            f"{one.seconds:.0f}",
            f"{one.cpu:.1f}",
            str(one.megabytes),
            *(f"{number:,}" for number in (one.github, one.hub, one.arxiv, one.web)),
        ]
        for one in sorted(costs, key=_place)
        if one.sources == "world"
    ]
    head = ["references", "home", "refresh", "seconds", "CPU s"]
    return {
        "own": _table([*head, "CPU ms a reference", "MB"], own),
        "world": _table([*head, "MB", "GitHub", "Hub", "arXiv", "web"], world),
    }


def _place(one: Cost) -> tuple[int, str, int]:
    return one.references, one.home, DAYS.index(one.day)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    line = "|--:|---|---" + "|--:" * (len(head) - 3) + "|"
    body = "".join(f"| {' | '.join(row)} |\n" for row in rows)
    return f"| {' | '.join(head)} |\n{line}\n{body}"


def plot(costs: Sequence[Cost]) -> str:
    """Processor time and memory by the number of references, both scales logarithmic."""
    chosen = [one for one in costs if one.sources == "at once" and one.day == DAYS[0]]
    panels = [
        _panel(0, "Processor time of a refresh, in seconds", _points(chosen, "cpu"), (-1, 2)),
        _panel(1, "Peak of memory, in MB", _points(chosen, "megabytes"), (1, 3)),
    ]
    folder = FileSystemLoader(Path(__file__).parent)
    templates = Environment(
        loader=folder,
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
    )
    return templates.get_template("at_size.svg.j2").render(
        panels=panels, homes=HOMES, wide=_APART + _LEFT + _WIDE + 72, high=_TOP + _HIGH + 46
    )


def _points(costs: Sequence[Cost], name: str) -> dict[str, list[tuple[int, float]]]:
    return {
        home: sorted((one.references, getattr(one, name)) for one in costs if one.home == home)
        for home in HOMES
    }


def _panel(
    number: int,
    title: str,
    points: dict[str, list[tuple[int, float]]],
    powers: tuple[int, int],
) -> dict[str, object]:
    left, low, high = _LEFT + number * _APART, *powers

    def x(references: float) -> float:
        return round(left + (math.log10(references) - 2) / 3 * _WIDE, 1)

    def y(value: float) -> float:
        return round(_TOP + (high - math.log10(value)) / (high - low) * _HIGH, 1)

    return {
        "title": title,
        "left": left,
        "right": left + _WIDE,
        "top": _TOP,
        "bottom": _TOP + _HIGH,
        "across": [(x(10**power), f"{10**power:,}") for power in range(2, 6)],
        "up": [(y(10**power), f"{10.0**power:,g}") for power in range(low, high + 1)],
        "lines": {
            home: [(x(count), y(value)) for count, value in some] for home, some in points.items()
        },
    }
