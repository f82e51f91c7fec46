"""Whatever api.github.com answers while pull requests are made: one sentence, and the rest goes on.

The table is every request that a first and a later run make × every shape of `tests.world.faults`.
A part of it runs each time, chosen so that each request and each shape come up; all of it runs with
`LISTKEEPER_ALL_CELLS=1`.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest

import bot.run.steps.services
from bot.publish.github.access import connect_writer
from bot.publish.github.dashboard import MARK
from tests.person import Person, Ran, scenario, small_list
from tests.world.faults import SHAPES
from tests.world.wire import Request
from tests.world.world import World

STEP = 1 if "LISTKEEPER_ALL_CELLS" in os.environ else 17
STAGES = ("first", "later")


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    quick = partial(connect_writer, seconds_between_writes=0, backoff=0)
    monkeypatch.setattr(bot.run.steps.services, "connect_writer", quick)


@dataclass
class Nth:
    """The n-th request of the publishing side, as often as it is repeated in a row."""

    number: int
    seen: int = 0
    asked: list[tuple[str, str, bytes]] = field(default_factory=list)

    def __call__(self, request: Request) -> bool:
        own = request.path.startswith("/repos/octo/list")
        if not own and not (request.path == "/graphql" and b"mutation" in request.body):
            return False
        asked = (request.method, request.url, request.body)
        if not self.asked or self.asked[-1] != asked:
            self.asked.append(asked)
        return len(self.asked) == self.number + 1


def run(world: World, root: Path) -> Ran:
    person = Person(root, world.env())
    person.write(world.github.files())
    return person.run("refresh", "--root", str(root), "--pull-request")


def outcome(world: World) -> dict[str, object]:
    """What people see in the end; the dashboards and pull requests are counted."""
    site = world.github
    pulls = [one for one in site.pulls if one.state == "open"]
    return {
        "pulls": sorted((one.head, one.title, site.diff("main", one.head)) for one in pulls),
        "boards": [one.state for one in site.issues if MARK in one.body],
        "memory": sorted(site.files("listkeeper/memory")),
    }


@pytest.fixture(scope="module")
def later(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The world's state where a run finds everything there, and something to update."""
    return tmp_path_factory.mktemp("later") / "state"


def enter(stage: str, make: Callable[..., World], here: Path, later: Path) -> World:
    """The world before the run; what a first run leaves behind is made once."""
    if stage == "first":
        return make(scenario(), state=here, strict=False)
    if not later.exists():
        made = make(scenario(), state=later, strict=False)
        assert run(made, here.with_name("once")).code == 0
        made.github.push("main", {"registry/tools.yml": small_list()["registry/tools.yml"]})
        for pull in made.github.pulls:
            made.github.edit_body(pull.number, f"{pull.body}A word of a person.\n")
    shutil.copytree(later, here)
    return make(scenario(), state=here, strict=False)


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("shape", SHAPES)
def test_an_odd_answer_costs_one_topic_and_gives_one_sentence(
    world: Callable[..., World], tmp_path: Path, later: Path, stage: str, shape: str
) -> None:
    calm = enter(stage, world, tmp_path / "calm", later)
    every = Nth(-2)
    calm.worsen("api.github.com", SHAPES[shape], every)
    assert run(calm, tmp_path / "calm-list").code == 0
    wanted = outcome(calm)
    begin = (list(SHAPES).index(shape) * 5 + STAGES.index(stage)) % STEP
    wrong: list[tuple[object, ...]] = []
    for number in range(begin, len(every.asked), STEP):
        here = tmp_path / str(number)
        made = enter(stage, world, here, later)
        made.worsen("api.github.com", SHAPES[shape], Nth(number))
        ran = run(made, here / "list")
        told = [line for line in ran.err.splitlines() if line.startswith("listkeeper: ")]
        left = outcome(made)
        made.clear_faults()
        again = run(made, here / "list")
        cell = (shape, stage, number, every.asked[number][:2])
        if ran.code not in {0, 2} or len(told) != bool(ran.code):
            wrong.append((*cell, "said", ran.code, ran.err))
        if again.code or outcome(made) != wanted:
            wrong.append((*cell, "did not heal", again.text, outcome(made), wanted, left))
    assert wrong == [], "\n".join(map(str, wrong))
