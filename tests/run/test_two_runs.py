"""Two whole runs as two processes at the same time, on one repository."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bot.publish.github.dashboard import MARK
from tests.person import Person, scenario, small_list
from tests.world.world import World

QUICK = ("-m", "tests.workflows.quick")


def test_one_dashboard_and_one_pull_request_a_topic(
    world: Callable[..., World], tmp_path: Path
) -> None:
    box = world(scenario())
    people = [Person(tmp_path / name, box.env()) for name in ("one", "two")]
    for person in people:
        person.write(small_list())
    started = [one.start("refresh", "--pull-request", program=QUICK) for one in people]
    ran = [one.ended(process) for one, process in zip(people, started, strict=True)]
    assert [one.code for one in ran] == [0, 0], [one.err for one in ran]
    heads = [one.head for one in box.github.pulls]
    assert sorted(heads) == ["listkeeper/metadata", "listkeeper/moved"]
    open_ones = [one for one in box.github.issues if one.state == "open"]
    assert [MARK in one.body for one in open_ones] == [True]
    assert people[0].process("refresh", "--pull-request", program=QUICK).code == 0
    assert len(box.github.pulls) == 2
