"""Whatever api.github.com answers while pull requests are made: one sentence, and the rest goes on.

The table is every request that a first and a later run make × every shape of `tests.world.faults`.
A part of it runs each time, chosen so that every shape and nearly every request come up; all of it
runs with `LISTKEEPER_ALL_CELLS=1`.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest

import bot.publish.github.access
from bot.publish.github.access import connect_writer
from bot.publish.github.dashboard import MARK
from tests.person import Person, Ran, scenario
from tests.world.faults import SHAPES
from tests.world.wire import Request
from tests.world.world import World

STEP = 1 if "LISTKEEPER_ALL_CELLS" in os.environ else 19
ALWAYS = {shape: [("first", 0)] for shape in ("wrong types", "wrong types inside")}
"""What went wrong once; it is played each time."""


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    quick = partial(connect_writer, seconds_between_writes=0, backoff=0)
    monkeypatch.setattr(bot.publish.github.access, "connect_writer", quick)


@dataclass
class Nth:
    """The n-th request of the publishing side, as often as it is repeated in a row."""

    number: int
    asked: list[tuple[str, str, bytes]] = field(default_factory=list)

    def __call__(self, request: Request) -> bool:
        own = request.path.startswith("/repos/octo/list")
        if not own and not (request.path == "/graphql" and b"mutation" in request.body):
            return False
        asked = (request.method, request.url, request.body)
        if not self.asked or self.asked[-1] != asked or _is_main(request):
            self.asked.append(asked)
        return len(self.asked) == self.number + 1


def _is_main(request: Request) -> bool:
    """Asked at the end of one topic and at the beginning of the next: no repetition."""
    return request.path.endswith("/heads/main")


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


@dataclass
class Stage:
    """Where the world is before a run: its state, what the run asks, and what it comes to."""

    state: Path
    asked: int = 0
    wanted: dict[str, object] = field(default_factory=dict)


@pytest.fixture(scope="module")
def stages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Stage]:
    """Nothing yet; and everything there, with something to update."""
    return {name: Stage(tmp_path_factory.mktemp(name) / "state") for name in ("first", "later")}


def prepare(stages: dict[str, Stage], make: Callable[..., World], here: Path) -> None:
    """Once: the two stages, and how a run goes when nothing is wrong."""
    if stages["first"].asked:
        return
    first = make(scenario(), state=stages["first"].state, strict=False)
    shutil.copytree(first.state, stages["later"].state)
    later = make(scenario(), state=stages["later"].state, strict=False)
    assert run(later, here / "before").code == 0
    for pull in later.github.pulls:
        later.github.edit_body(pull.number, f"{pull.body}A word of a person.\n")
    for name, stage in stages.items():
        calm, every = enter(stage, make, here / name), Nth(-2)
        calm.worsen("api.github.com", SHAPES["500"], every)
        assert run(calm, here / f"{name}-list").code == 0
        stage.asked, stage.wanted = len(every.asked), outcome(calm)


def enter(stage: Stage, make: Callable[..., World], here: Path) -> World:
    shutil.copytree(stage.state, here)
    return make(scenario(), state=here, strict=False)


@pytest.mark.parametrize("shape", SHAPES)
def test_an_odd_answer_costs_one_topic_and_gives_one_sentence(
    world: Callable[..., World], tmp_path: Path, stages: dict[str, Stage], shape: str
) -> None:
    prepare(stages, world, tmp_path / "calm")
    begin = list(SHAPES).index(shape) * 5
    cells = [(name, n) for name, stage in stages.items() for n in range(stage.asked)]
    wrong: list[str] = []
    chosen = dict.fromkeys([*cells[begin % STEP :: STEP], *ALWAYS.get(shape, ())])
    for name, number in chosen:
        here = tmp_path / f"{name}{number}"
        made, faulty = enter(stages[name], world, here), Nth(number)
        made.worsen("api.github.com", SHAPES[shape], faulty)
        ran = run(made, here / "list")
        lines = [line for line in ran.err.splitlines() if line.startswith("listkeeper: ")]
        cell = f"{shape}, {name} run, {number}. request {faulty.asked[number][:2]}"
        if ran.code not in {0, 2} or len(lines) != bool(ran.code):
            wrong.append(f"{cell}: exit {ran.code}: {ran.text}")
        made.clear_faults()
        again, left = run(made, here / "list"), outcome(made)
        if again.code or left != stages[name].wanted:
            wrong.append(f"{cell}: did not heal: {again.text} {left} {stages[name].wanted}")
    assert wrong == [], "\n".join(wrong)
