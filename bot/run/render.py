"""Documents → the README as it should read; no door is opened."""

from __future__ import annotations

from collections.abc import Mapping

from bot.lists.registry.load import load
from bot.lists.snapshot import OBSERVED, parse_snapshot
from bot.model.change import Topic
from bot.model.dashboard import Dashboard
from bot.model.entry import Registry
from bot.model.errors import InputError, Where
from bot.model.options.settings import ListSettings
from bot.render.bodies.dashboard import draw_dashboard
from bot.render.bodies.news import News
from bot.render.bodies.pull_request import draw_body, draw_title
from bot.render.bodies.summary import draw_summary
from bot.render.readme import draw_readme


def draw_documents(documents: Mapping[str, str]) -> tuple[str, str]:
    """The README's path and how it should read. Raises InputError."""
    registry, settings = load(documents)
    return settings.readme, draw_state(documents, registry, settings)


def draw_all(documents: Mapping[str, str]) -> tuple[str, str]:
    """Like `redraw`, and the templates of the reports are tried as well. Raises InputError."""
    registry, settings = load(documents)
    text = draw_state(documents, registry, settings)
    try_reports(documents, registry)
    return settings.readme, text


def reminders(documents: Mapping[str, str], today: str) -> list[str]:
    """What is no mistake but wants a person: rules whose last day is over. Raises InputError."""
    _, settings = load(documents)
    return [
        f"{rule.where}: this rule ended on {rule.until} ({rule.reason})\n"
        "  → remove it, or give it a later day"
        for rule in settings.rules.ended(today)
    ]


def draw_state(documents: Mapping[str, str], registry: Registry, settings: ListSettings) -> str:
    """The README as it should read. Raises InputError."""
    if settings.readme not in documents:
        where = Where(settings.readme)
        raise InputError(where, "the README is missing", hint="restore it, markers and all")
    snapshot = parse_snapshot(documents.get(OBSERVED))
    return draw_readme(settings.readme, documents, registry, snapshot)


def try_reports(documents: Mapping[str, str], registry: Registry) -> None:
    """Draw each report with nothing to tell: a broken template is found before anybody is asked."""
    nothing = News(registry)
    for topic in Topic:
        draw_title(documents, nothing, topic)
        draw_body(documents, nothing, topic)
    draw_summary(documents, nothing, (), ())
    draw_dashboard(documents, Dashboard())
