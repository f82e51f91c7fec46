"""Draw all reports without content, to test their templates."""

from __future__ import annotations

from collections.abc import Mapping

from bot.model.dashboard import Dashboard
from bot.model.decision import Topic
from bot.model.entry import Registry
from bot.render.bodies.dashboard import draw_dashboard
from bot.render.bodies.news import News
from bot.render.bodies.pull_request import draw_body, draw_title
from bot.render.bodies.summary import draw_summary


def try_reports(documents: Mapping[str, str], registry: Registry) -> None:
    """Draw each report of an empty run, before any source is queried. Raises InputError."""
    nothing = News(registry)
    for topic in Topic:
        draw_title(documents, nothing, topic)
        draw_body(documents, nothing, topic)
    draw_summary(documents, nothing, (), ())
    draw_dashboard(documents, Dashboard())
