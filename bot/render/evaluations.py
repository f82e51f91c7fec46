"""The table of evaluation results that the listed models publish."""

from __future__ import annotations

from bot.model.entry import Registry
from bot.model.reference import split_address
from bot.model.snapshot import Snapshot
from bot.model.values.evaluations import evaluations
from bot.render.markdown import Md, escape, link
from bot.render.tables import Table

NO_RESULTS = Table((), ())
_HEADINGS = ("Benchmark", "Model", "Score", "Setting", "Source")


def evaluations_table(registry: Registry, snapshot: Snapshot) -> Table:
    """One result a row, grouped by benchmark; a column without values is left out."""
    rows = []
    for entry in registry.entries:
        for _, one in evaluations(entry, snapshot):
            model = f"{entry.name} {one.size}".strip()
            source = link(split_address(one.source).netloc, one.source)
            texts = (one.benchmark, model, one.score, one.setting)
            rows.append((*(escape(text) if text else Md("") for text in texts), source))
    rows.sort(key=lambda cells: cells[0].casefold())
    drawn = [place for place in range(len(_HEADINGS)) if any(cells[place] for cells in rows)]
    return Table(
        tuple(Md(_HEADINGS[place]) for place in drawn),
        tuple(tuple(cells[place] for place in drawn) for cells in rows),
    )
