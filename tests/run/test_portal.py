"""A captive portal between the bot and the web: open proposals and evidence outlive it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bot.lists.memory import parse_memory
from bot.sources.http.limits import Limits
from tests.build import documents
from tests.living import Living
from tests.world.fixtures import MakeWorld

SITES = [f"https://{name}.example/guide" for name in ("one", "two", "three", "four")]
TOOLS = "entries:\n" + "".join(
    f"  - {{id: t{at}, kind: tool, name: Tool {at}, section: tools, links: {{site: {site}}}}}\n"
    for at, site in enumerate(SITES)
)
WORDS = ("apples", "bridges", "cameras", "drums")
MISSING = {"status": 404, "title": "Not found"}
PORTAL = (
    "<title>Welcome</title><p>Welcome to our network. Please accept the terms of use to go online."
)


def memory_of(one: Living) -> Any:
    return parse_memory(one.site.files("listkeeper/memory")["memory.json"])


def test_a_dead_link_stays_proposed_and_no_day_is_lost(
    world: MakeWorld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # as long as a busy machine takes
    monkeypatch.setattr("bot.sources.table.Limits", partial(Limits, compared=60.0))
    pages: dict[str, Any] = {
        site: {"title": f"About {word}", "text": f"{word} " * 90}
        for site, word in zip(SITES, WORDS, strict=True)
    }
    scenario = {
        "repository": {"name": "octo/list", "files": documents(**{"registry/tools.yml": TOOLS})},
        "pages": {"pages": pages},
        "wayback": {SITES[0]: [["20250101000000", 200]]},
    }
    one = Living(world(scenario, strict=False), tmp_path / "list")
    one.box.web.pages[SITES[0]] = MISSING
    for _ in range(9):
        one.refresh()
        one.pass_days()
    assert "dead" in one.open()
    one.box.web.pages[SITES[1]] = MISSING  # its first day
    one.refresh()
    one.pass_days()
    before, body = memory_of(one), one.open()["dead"].body

    for site in [*SITES, "https://example.com/"]:
        one.box.fault(site.split("/")[2], body=PORTAL, headers={"Content-Type": "text/html"})
    result = one.refresh()
    assert "dead" in one.open()
    assert one.open()["dead"].body == body
    after = memory_of(one)
    for site in SITES[:2]:
        assert after.traces[f"page:{site}"].gone_on == before.traces[f"page:{site}"].gone_on
    assert "something in our own network answers for them" in result.summary
    assert "web" in result.outcome.news.outages

    one.box.clear_faults()
    one.pass_days()
    one.refresh()
    assert "dead" in one.open()
    assert len(memory_of(one).traces[f"page:{SITES[1]}"].gone_on) == 2
