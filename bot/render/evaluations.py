"""The table of evaluation results that the listed models publish."""

from __future__ import annotations

import re

from bot.model.entry import Registry
from bot.model.kinds import HUB_REPOSITORIES
from bot.model.reference import Kind, read_link, split_address
from bot.model.snapshot import Snapshot
from bot.model.values.evaluations import evaluations
from bot.render.markdown import Md, escape, link
from bot.render.tables import Table

NO_RESULTS = Table((), ())
_HEADINGS = ("Benchmark", "Model", "Score", "Setting", "Source")
_COMMIT = re.compile(r"[0-9a-f]{40}")


def evaluations_table(registry: Registry, snapshot: Snapshot) -> Table:
    """One result a row, grouped by benchmark; a column without values is left out."""
    rows = []
    for entry in registry.entries:
        for _, one in evaluations(entry, snapshot):
            model = f"{entry.name} {one.size}".strip()
            source = link(source_name(one.source), one.source)
            texts = (one.benchmark, model, one.score, one.setting)
            rows.append((*(escape(text) if text else Md("") for text in texts), source))
    rows.sort(key=lambda cells: cells[0].casefold())
    drawn = [place for place in range(len(_HEADINGS)) if any(cells[place] for cells in rows)]
    return Table(
        tuple(Md(_HEADINGS[place]) for place in drawn),
        tuple(tuple(cells[place] for place in drawn) for cells in rows),
    )


def source_name(url: str) -> str:
    """Where a result was read: a repository and the commit that the address names, or a host."""
    reference = read_link(url).reference
    if reference.kind not in {Kind.REPO, *HUB_REPOSITORIES}:
        return split_address(url).netloc
    commit = next(filter(_COMMIT.fullmatch, split_address(url).path.split("/")), "")
    return f"{reference.name} ({commit[:7]})" if commit else reference.name
