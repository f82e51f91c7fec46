"""`check` on the real list in its world: every link, whole report; and without a GitHub token."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import bot.sources.web.checker
from bot.config.environment import read_settings
from bot.lists.registry.load import read_documents
from bot.render.reports.check import check_text
from bot.run.check import check, links_in, links_in_list, with_archived_copies
from bot.run.steps.services import open_sources
from bot.sources.archive.wayback import Wayback
from bot.sources.dispatch import SourceSet
from bot.sources.web.checker import Web
from tests.test_main_job import FROZEN, NOW
from tests.world.fixtures import MakeWorld

Golden = Callable[[str, str], None]


@pytest.fixture(autouse=True)
def _nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    async def at_once(_: float) -> None:
        await asyncio.sleep(0)

    monkeypatch.setattr(bot.sources.web.checker, "Web", partial(Web, sleep=at_once))


def sources(root: Path) -> SourceSet:
    return open_sources(read_settings(os.environ), root, keep=False, allow_private=False)


def test_every_link_of_the_list_has_its_verdict(
    world: MakeWorld, tmp_path: Path, golden: Golden
) -> None:
    """152 links, 118 of them of the list as it was; all that are not named are alive."""
    world("gpt_alternatives", strict=False)
    link_places = links_in_list(read_documents(FROZEN))
    asked, archive = sources(tmp_path), SourceSet([Wayback(spacing=0)])
    verdicts, whole = check(link_places, asked, NOW)
    verdicts, notes = with_archived_copies(verdicts, archive, NOW)
    asked.close()
    archive.close()
    assert whole
    assert notes == []
    golden("check.txt", check_text(verdicts))


def test_what_the_anonymous_budget_leaves_is_looked_at_as_pages(
    world: MakeWorld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seventy repositories, one of them renamed and one gone, and no token."""
    repos: dict[str, Any] = {f"o/r{number}": {} for number in range(70)}
    pages: dict[str, Any] = {
        f"https://github.com/{name}": {"title": f"{name} on GitHub", "text": "word " * 90}
        for name in repos
    }
    pages["https://github.com/o/r68"] = {"to": "https://github.com/o/new", "status": 301}
    pages["https://github.com/o/new"] = {"title": "o/new on GitHub", "text": "word " * 90}
    pages["https://github.com/o/r69"] = {"status": 404}
    made = world({"repos": repos, "pages": {"pages": pages}}, strict=False)
    monkeypatch.delenv("GITHUB_TOKEN", raising=False)
    text = "\n".join(f"- https://github.com/o/r{number}" for number in range(70))
    asked = sources(tmp_path)
    verdicts, _ = check(links_in("LIST.md", text), asked, NOW)
    asked.close()
    words = {one.link.url.rpartition("/")[2]: one.word for one in verdicts}
    assert (words.pop("r68"), words.pop("r69")) == ("moved", "gone")
    assert set(words.values()) == {"alive"}
    by_page = [record for record in made.records() if record.host == "github.com"]
    by_page = [record for record in by_page if record.method == "GET"]
    # where the renamed one went, and another name of that owner's; the gone one again
    assert len(by_page) == 15 + 2 + 1
    assert made.count("api.github.com", "GET") == 55
    [note] = [note for tally in asked.tallies for note in tally.notes]
    assert note.startswith("15 repositories were checked as web pages only")
    assert "token" in note
