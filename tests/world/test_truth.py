"""No fact that the bot shows or offers is wrong, on the list as it stands and on a blank one."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from bot.config.environment import read_settings
from bot.lists.registry.load import load, read_documents
from bot.model.entry import Registry
from bot.model.observation import Observation
from bot.run.steps.queries import list_queries
from bot.run.steps.services import open_services
from tests.world.fixtures import MakeWorld
from tests.world.truth import JudgedList, Table, blanked, truth, without_papers

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 24, 6, 17, tzinfo=UTC)


def listed() -> Registry:
    return load(read_documents(ROOT))[0]


class Asked:
    """What the interfaces of the world say of the list, and, where a list wants it, of more."""

    def __init__(self, root: Path) -> None:
        settings = read_settings(os.environ)
        self._services = open_services(
            settings, root, dry_run=True, pull_request=False, allow_private=False
        )
        pages = self._services.sources.sources[-1]  # whole pages say nothing of these facts
        queries = [
            query
            for query in list_queries(listed())
            if next(s for s in self._services.sources.sources if s.knows(query.reference))
            is not pages
        ]
        self._first = tuple(self._services.sources.look(queries, NOW))

    def of(self, registry: Registry) -> Table:
        wanted = JudgedList(registry, self._first).news.wanted
        second: Iterable[Observation] = self._services.second.look_by_name(wanted, NOW)
        return JudgedList(registry, (*self._first, *second)).table()

    def close(self) -> None:
        self._services.sources.close()
        self._services.second.close()


def test_nothing_is_wrong_and_how_much_is_right(world: MakeWorld, tmp_path: Path) -> None:
    world("gpt_alternatives", strict=False)
    asked = Asked(tmp_path)
    try:
        as_it_stands = asked.of(listed())
        blank = asked.of(blanked(listed()))
        unlinked = asked.of(without_papers(listed(), truth()))
    finally:
        asked.close()
    assert as_it_stands.wrong() == []
    assert blank.of("parameters", "released", "venue").wrong() == []
    assert unlinked.of("paper").wrong() == []
    # what is known today, and must not become less
    assert at_least(as_it_stands, parameters=39, released=32, licence=28, venue=9, paper=20)
    assert at_least(blank, parameters=35, released=15, venue=9)
    assert at_least(unlinked, paper=13)


def at_least(table: Table, **right: int) -> bool:
    return all(table.count(name, "right") >= least for name, least in right.items())
