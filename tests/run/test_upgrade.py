"""What commit a26df64 left behind works on unchanged: its list, memory and open pull requests.

`tests/golden/upgrade` was written by the code of that commit, in a world of ten days: the list's
repository with all branches (`git fast-export`), its pull requests and issues as GitHub holds
them, what was kept of the last run, and what two machines of a split run wrote down.
"""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.lists.memory import memory_text, parse_memory
from bot.model.memory import Memory
from bot.parsing.yaml import read_yaml
from bot.publish.github.dashboard import read_requests
from bot.publish.github.markers import read_marker
from bot.run.refresh import NOTHING_KEPT
from bot.run.shards import recorded_source
from bot.run.steps.observations import OBSERVATIONS
from bot.sources.dispatch import SourceSet
from tests.living import Living
from tests.world.fixtures import MakeWorld

LEFT = Path(__file__).parent.parent / "golden" / "upgrade"
NEXT_DAY = datetime(2026, 3, 13, 6, 17, tzinfo=UTC)
MEMORY_BRANCH = "listkeeper/memory"
OPEN = {
    "metadata": "1 entry refreshed",
    "moved": "1 link moved: Alpha",
    "dead": "1 link dead: Beta",
    "facts": "1 fact filled in: Measured",
    "models": "1 new model: basalt",
}
UNCHANGED = {(topic, "unchanged") for topic in OPEN}


@pytest.fixture
def list_(world: MakeWorld, tmp_path: Path) -> Living:
    state = tmp_path / "state"
    state.mkdir()
    shutil.copy(LEFT / "github.json", state)
    box = world(
        read_yaml("world.yml", (LEFT / "world.yml").read_text(encoding="utf-8")), state=state
    )
    box.github.git.run("fast-import", "--quiet", given=(LEFT / "repository.txt").read_bytes())
    kept = tmp_path / "list" / OBSERVATIONS
    kept.parent.mkdir(parents=True)
    shutil.copy(LEFT / "observations.json", kept)
    return Living(box, tmp_path / "list", NEXT_DAY)


def memory_left(list_: Living) -> str:
    text: str = list_.site.files(MEMORY_BRANCH)["memory.json"]
    return text


def test_the_memory_is_read_whole_and_written_alike(list_: Living) -> None:
    text = memory_left(list_)
    memory = parse_memory(text)
    assert memory_text(memory) == text
    held = json.loads(text)
    parts = Memory.__dataclass_fields__.keys() - {"picked", "renamings", "former", "configured"}
    assert all(held[name] for name in parts), "every part holds something"
    traces = memory.traces.values()
    assert {one.identity for one in traces} == {"", "11", "12", "13"}
    assert [one.gone_why for one in traces if len(one.gone_on) > 5] == ["HTTP 404"]
    assert [one.unsure_since for one in traces if one.unsure_since] == ["2026-03-02"]
    assert {name: one.returned for name, one in memory.declined.items()} == {
        "alpha/code": True,
        "alpha/docs": False,
    }


def test_a_refresh_proposes_the_same_and_writes_nothing(list_: Living) -> None:
    assert list_.titles() == OPEN
    offered = {topic: dict(read_marker(one.body).changes) for topic, one in list_.open().items()}
    before = {topic: (one.body, one.head_sha) for topic, one in list_.open().items()}
    spoken = list_.spoken()
    run = list_.refresh()
    assert {(one.topic, one.operation) for one in run.results} == UNCHANGED
    assert run.warnings == ()
    changes = {
        proposal.topic: {one.id: one.digest for one in proposal.changes}
        for proposal in run.proposals
    }
    assert set(changes.pop("metadata")) == {"beta/stars"}
    assert offered.pop("metadata") == {}, "routine values have no boxes"
    assert changes == offered
    assert {t: (one.body, one.head_sha) for t, one in list_.open().items()} == before
    assert list_.spoken() == spoken, "the dashboard is found, and says the same"


def test_a_rebuild_goes_by_what_was_kept_or_states_that_nothing_is(list_: Living) -> None:
    run = list_.rebuild()
    assert {(one.topic, one.operation) for one in run.results} in (UNCHANGED, set())
    assert run.results or NOTHING_KEPT in run.warnings
    assert list_.titles() == OPEN


def test_an_unticked_box_and_a_declined_value_are_answers(list_: Living) -> None:
    list_.untick("moved", "alpha/code")
    list_.refresh()
    assert "moved" not in list_.open()
    declined = parse_memory(memory_left(list_)).declined
    assert {name for name, one in declined.items() if not one.returned} == {
        "alpha/code",
        "alpha/docs",
    }
    list_.close("models")
    list_.refresh()
    assert set(OPEN) - set(list_.open()) == {"moved", "models"}


def test_the_dashboard_is_read(list_: Living) -> None:
    (issue,) = list_.site.issues
    tick = "[ ] <!-- listkeeper:return alpha/docs"
    assert tick in issue.body
    list_.site.edit_body(issue.number, issue.body.replace(tick, tick.replace("[ ]", "[x]")))
    assert set(read_requests(issue.body).returned) == {"alpha/docs"}
    list_.refresh()
    assert list_.titles() == {**OPEN, "moved": "2 links moved"}
    (issue,) = list_.site.issues


def test_what_two_machines_wrote_down_is_joined(list_: Living) -> None:
    texts = [(path.name, path.read_text(encoding="utf-8")) for path in (LEFT / "shards").iterdir()]
    recorded = recorded_source(SourceSet([]).sources, texts)
    assert len(recorded.latest) == sum(tally.asked for tally in recorded.recorded) == 8
