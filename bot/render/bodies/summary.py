"""The job summary of a run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from bot.model.dashboard import ListStanding, UnsureLink
from bot.model.decision import Ruling
from bot.model.observation import Tally
from bot.render.bodies.news import News
from bot.render.markdown import tidy
from bot.render.templates import draw, environment


def draw_summary(
    documents: Mapping[str, str],
    news: News,
    tallies: Sequence[Tally],
    results: Sequence[object],
    standing: ListStanding | None = None,
    unsure: Sequence[UnsureLink] = (),
) -> str:
    """The job summary. Each of `results` has an operation, a title, a url and a note."""
    held = Counter(change.reason for change in news.changes if change.ruling is Ruling.HOLD)
    left = Counter({why: len(ids) for why, ids in news.not_offered.items()})
    values = {
        "news": news,
        "tallies": tallies,
        "told": results,
        "held": held,
        "left": left,
        "standing": standing or ListStanding(),
        "unsure": unsure,
        "offered": sum(change.ruling is Ruling.ASK for change in news.changes),
    }
    return tidy(draw(environment(documents), "summary.md.j2", **values))
