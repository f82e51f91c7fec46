"""The badges of a site show what is known, and that nothing is where it is not."""

from __future__ import annotations

from dataclasses import replace

from bot.lists.registry.load import shipped_templates
from bot.model.memory import Memory
from bot.render.site.badges import draw_alive_badge, draw_checked_badge, draw_entries_badge
from bot.render.site.outputs import draw_site
from tests.render.site.sample import content


def test_entries_are_counted() -> None:
    sample = content()
    assert f">entries: {len(sample.registry.entries)}</title>" in draw_entries_badge(sample)


def test_nothing_known_is_not_known() -> None:
    blank = replace(content(), memory=Memory(), observed={})
    registry = replace(blank.registry, entries=())
    blank = replace(blank, registry=registry, files={**shipped_templates(), **blank.files})
    assert ">last checked: not known</title>" in draw_checked_badge(blank)
    assert ">links alive: not known</title>" in draw_alive_badge(blank)


def test_they_are_files_of_the_site() -> None:
    found = draw_site(content())
    for name in ("entries", "checked", "alive"):
        assert found[f"site/badges/{name}.svg"].startswith("<svg ")
