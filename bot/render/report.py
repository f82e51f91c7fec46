"""What is told of a whole run: the README's regions, the job summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from bot.model.change import Ruling
from bot.model.entry import Registry
from bot.model.fields import released
from bot.model.observation import Tally
from bot.model.snapshot import Snapshot
from bot.render.bodies.news import News
from bot.render.evaluations import NO_RESULTS, evaluations_table
from bot.render.markdown import tidy
from bot.render.regions import splice
from bot.render.tables import table, views
from bot.render.templates import draw, environment


def draw_readme(
    path: str, documents: Mapping[str, str], registry: Registry, snapshot: Snapshot
) -> str:
    """The README with every region redrawn. Raises InputError."""
    env = environment(documents)
    drawn = {}
    results = evaluations_table(registry, snapshot) if registry.shows_evaluations else NO_RESULTS
    for section in registry.sections:
        entries = registry.shown_in(section, lambda entry: released(entry, snapshot))
        rows = views(entries, snapshot)
        drawn[section.id] = draw(
            env,
            f"{section.id}.md.j2",
            section=section,
            entries=rows,
            table=table(section, rows),
            registry=registry,
            evaluations=results if section.evaluations else NO_RESULTS,
        )
    return splice(path, documents[path], drawn)


def draw_summary(
    documents: Mapping[str, str],
    news: News,
    tallies: Sequence[Tally],
    told: Sequence[object],
) -> str:
    """The job summary. Each of `told` has an operation, a title, a url and a note."""
    held = Counter(change.reason for change in news.changes if change.ruling is not Ruling.APPLY)
    left = Counter({why: len(ids) for why, ids in news.not_offered.items()})
    values = {"news": news, "tallies": tallies, "told": told, "held": held, "left": left}
    return tidy(draw(environment(documents), "summary.md.j2", **values))
