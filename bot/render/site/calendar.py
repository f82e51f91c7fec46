"""The calendar: month by month what was released, and what happened to the list."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.model.values.site import SiteContent
from bot.render.site.feeds import event_title
from bot.render.site.html import draw_site_page
from bot.render.site.pages import common_values
from bot.render.site.rows import page_rows


@dataclass
class CalendarMonth:
    """A month (YYYY-MM): day, entry id and words of each thing in it."""

    name: str
    released: list[tuple[str, str, str]] = field(default_factory=list)
    happened: list[tuple[str, str, str]] = field(default_factory=list)


def draw_calendar(content: SiteContent) -> str:
    """`calendar.html`: the latest month first."""
    rows = page_rows(content)
    months: dict[str, CalendarMonth] = {}
    for row in rows:
        if len(row.released) >= len("YYYY-MM"):
            _month(months, row.released).released.append((row.released, row.anchor, row.name))
    for event in content.events:
        _month(months, event.day).happened.append((event.day, event.entry, event_title(event)))
    values = common_values(content, rows)
    listed = {row.id: row.anchor for row in rows}
    latest = [months[name] for name in sorted(months, reverse=True)]
    for month in latest:
        month.released.sort(reverse=True)
    return draw_site_page("calendar", content.files, **values, months=latest, listed=listed)


def _month(months: dict[str, CalendarMonth], day: str) -> CalendarMonth:
    name = day[: len("YYYY-MM")]
    return months.setdefault(name, CalendarMonth(name))
