"""People's acts are answered at once, from what was observed before: nobody is asked again."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.lists.memory import parse_memory
from bot.model.decision import Topic
from bot.model.errors import SettingsError
from bot.run.refresh import NOTHING_KEPT
from bot.run.steps.observations import OBSERVATIONS
from bot.run.steps.scope import EVERYTHING, read_scope
from tests.living import Living
from tests.person import scenario
from tests.world.fixtures import MakeWorld

MEMORY_BRANCH = "listkeeper/memory"
FIRST = {"metadata": "4 entries refreshed", "moved": "1 link moved: Alpha"}


@pytest.fixture
def box(world: MakeWorld, tmp_path: Path) -> Living:
    return Living(world(scenario()), tmp_path / "list")


def test_a_merge_redraws_the_others_without_queries(box: Living) -> None:
    box.refresh()
    assert box.titles() == FIRST
    asked = box.asked()
    box.merge("metadata")
    run = box.rebuild()
    assert [(result.topic, result.operation) for result in run.results] == [("moved", "updated")]
    assert box.asked() == asked
    box.merge("moved")  # without a conflict
    assert box.rebuild().results == ()
    assert box.titles() == {}
    readme = box.site.files()["README.md"]
    assert "https://github.com/acme/alpha" in readme
    assert "★ 8.3k" in readme


def test_a_push_to_the_default_branch_redraws_all(box: Living) -> None:
    box.refresh()
    text = box.site.files()["registry/tools.yml"].replace("name: Beta", "name: Beta Two")
    box.site.push("main", {"registry/tools.yml": text})
    box.rebuild()
    for topic in FIRST:
        assert "**Beta Two**" in box.files(topic)["README.md"]
        assert box.files(topic)["registry/tools.yml"].count("Beta Two") == 1


def test_an_unticked_box_is_answered_at_once(box: Living) -> None:
    box.refresh()
    asked = box.asked()
    box.untick("moved", "alpha/code")
    run = box.rebuild()
    assert [(result.topic, result.operation) for result in run.results] == [
        ("metadata", "unchanged"),
        ("moved", "closed"),
    ]
    assert box.asked() == asked
    memory = parse_memory(box.site.files(MEMORY_BRANCH)["memory.json"])
    assert list(memory.declined) == ["alpha/code"]


def test_a_rebuild_leaves_the_memory_of_links_as_it_was(box: Living) -> None:
    first = box.refresh()
    box.pass_days(3)
    again = box.rebuild()
    assert again.outcome.memory == first.outcome.memory
    assert box.titles() == FIRST


def test_without_stored_observations_nothing_shrinks_and_a_warning_explains(box: Living) -> None:
    box.refresh()
    (box.root / OBSERVATIONS).unlink()
    box.untick("moved", "alpha/code")
    run = box.rebuild()
    assert run.results == ()
    assert NOTHING_KEPT in run.warnings
    assert box.titles() == FIRST
    memory = parse_memory(box.site.files(MEMORY_BRANCH)["memory.json"])
    assert list(memory.declined) == ["alpha/code"]


def test_kept_observations_that_cannot_be_read_are_as_good_as_none(box: Living) -> None:
    box.refresh()
    (box.root / OBSERVATIONS).write_bytes(b"\xff{")
    assert NOTHING_KEPT in box.rebuild().warnings
    box.refresh()
    assert box.rebuild().warnings == ()


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("links", {Topic.MOVED, Topic.DEAD, Topic.ATTIC}),
        ("metadata, facts", {Topic.METADATA, Topic.FACTS}),
        ("everything", EVERYTHING),
        ("models,all", EVERYTHING),
    ],
)
def test_a_scope_names_topics(text: str, topics: set[Topic]) -> None:
    assert read_scope(text) == topics


@pytest.mark.parametrize("text", ["", "link", "links,stars"])
def test_an_unknown_scope_is_refused(text: str) -> None:
    with pytest.raises(SettingsError, match="there is no scope"):
        read_scope(text)


def test_a_scope_restricts_what_is_asked_and_proposed(box: Living) -> None:
    box.refresh(topics=read_scope("metadata"))
    assert box.titles() == {"metadata": FIRST["metadata"]}
    hosts = {record.host for record in box.box.records() if record.method != "CONNECT"}
    assert hosts == {"api.github.com", "huggingface.co"}
    box.refresh(topics=read_scope("links"))
    assert box.titles() == FIRST
    body = box.open()["metadata"].body
    box.close("moved")
    box.refresh(topics=read_scope("metadata"))
    assert box.open()["metadata"].body == body


@pytest.mark.parametrize(
    ("limit", "message"), [("new_per_day", "opened today"), ("open_proposals", "are open")]
)
def test_no_more_are_opened_than_the_list_allows(box: Living, limit: str, message: str) -> None:
    text = box.site.files()["registry/list.yml"] + f"policy: {{{limit}: 1}}\n"
    box.site.push("main", {"registry/list.yml": text})
    run = box.refresh()
    assert [(result.topic, result.operation) for result in run.results] == [
        ("metadata", "created"),
        ("moved", "waits"),
    ]
    assert message in run.results[1].note
    (board,) = box.site.issues
    assert "waits for its turn" in board.body
    box.pass_days()
    if limit == "open_proposals":
        assert box.rebuild().results[1].operation == "waits"
        box.merge("metadata")
    box.rebuild()
    assert "moved" in box.open()


@pytest.mark.parametrize("limit", ["new_per_day", "open_proposals"])
def test_the_limits_leave_what_is_open_up_to_date(box: Living, limit: str) -> None:
    text = box.site.files()["registry/list.yml"] + f"policy: {{{limit}: 1}}\n"
    box.site.push("main", {"registry/list.yml": text})
    box.refresh()
    renamed = box.site.files()["registry/tools.yml"].replace("name: Beta", "name: Beta Two")
    box.site.push("main", {"registry/tools.yml": renamed})
    run = box.rebuild()
    assert [(done.topic, done.operation) for done in run.results] == [
        ("metadata", "updated"),
        ("moved", "waits"),
    ]
    assert "**Beta Two**" in box.files("metadata")["README.md"]
