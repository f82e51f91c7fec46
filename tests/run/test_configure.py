"""A hand-written list's settings: proposed once on GitHub, answered by a merge or by closing it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.config.readme_file import CONFIG, ReadmeFile, ReadmePolicyText, readme_settings
from bot.lists.memory import parse_memory
from bot.lists.read import read_state
from bot.lists.readme.understood import understand
from bot.lists.registry.load import shipped_templates
from bot.render.bodies.configure import draw_configure_body, draw_settings
from tests.living import Living
from tests.person import scenario as registry_scenario
from tests.render.pings import pings
from tests.run.test_readme_on_github import FILES, MEMORY_BRANCH, scenario
from tests.world.fixtures import MakeWorld


@pytest.fixture
def box(world: MakeWorld, tmp_path: Path) -> Living:
    return Living(world(scenario()), tmp_path / "list")


def configured(box: Living) -> str:
    return parse_memory(box.site.files(MEMORY_BRANCH)["memory.json"]).configured


@pytest.mark.usefixtures("released")
def test_the_first_refresh_proposes_the_settings(
    box: Living, golden: Callable[[str, str], None]
) -> None:
    run = box.refresh()
    assert run.results[-1].topic == "configure"
    assert box.titles()["configure"] == "Configure listkeeper"
    files = box.files("configure")
    golden(
        "bodies/configure.md", re.sub(r'"base":"\w+"', '"base":""', box.open()["configure"].body)
    )
    golden("listkeeper.yml", files.pop(CONFIG))
    assert files == box.site.files()
    (board,) = box.site.issues
    assert "[Configure listkeeper]" in board.body
    assert configured(box) == ""


def test_the_proposed_settings_are_the_defaults_and_name_every_key(box: Living) -> None:
    box.refresh()
    text = box.files("configure")[CONFIG]
    registry = read_state(box._checkout()).registry
    assert readme_settings("README.md", text, registry) == readme_settings(
        "README.md", "", registry
    )
    for key in (*ReadmeFile.model_fields, *ReadmePolicyText.model_fields):
        assert re.search(rf"^(?:# |  )?{key}:", text, re.MULTILINE), key


def test_merged_settings_hold_and_nothing_is_proposed_again(box: Living) -> None:
    box.refresh()
    box.merge("configure")
    box.pass_days()
    assert "configure" not in {one.topic for one in box.rebuild().results}
    assert configured(box) == "2026-03-03"
    box.site.push("main", {CONFIG: None})
    box.refresh()
    assert "configure" not in box.open()


@pytest.mark.parametrize("memory_is_lost", [False, True])
def test_closed_means_the_defaults_for_ever(box: Living, memory_is_lost: bool) -> None:
    box.refresh()
    box.close("configure")
    box.rebuild()
    assert configured(box) == "2026-03-02"
    if memory_is_lost:
        box.site.delete_branch(MEMORY_BRANCH)
    box.pass_days(100)
    box.refresh()
    assert "configure" not in box.open()
    assert configured(box) == "2026-03-02"


def test_settings_of_one_s_own_need_no_proposal(box: Living) -> None:
    box.refresh()
    box.site.push("main", {CONFIG: "version: 1\n"})
    run = box.rebuild()
    assert {one.topic: one.operation for one in run.results}["configure"] == "closed"
    assert "configure" not in {one.topic for one in box.refresh().results}


def test_it_follows_the_list_while_it_is_open(box: Living) -> None:
    box.refresh()
    before = box.files("configure")[CONFIG]
    box.refresh()
    assert box.files("configure")[CONFIG] == before
    row = "- [Gamma](https://github.com/acme/beta#gamma) - New.\n"
    box.site.push("main", {"README.zh-CN.md": FILES["README.zh-CN.md"] + row})
    box.rebuild()
    assert box.files("configure")[CONFIG] != before


def test_people_s_commits_on_it_stay(box: Living) -> None:
    box.refresh()
    mine = box.files("configure")[CONFIG].replace("dead: ask", "dead: note")
    box.site.push("listkeeper/configure", {CONFIG: mine})
    run = box.refresh()
    assert {one.topic: one.operation for one in run.results}["configure"] == "held"
    assert box.files("configure")[CONFIG] == mine


def test_a_registry_needs_no_such_file(world: MakeWorld, tmp_path: Path) -> None:
    box = Living(world(registry_scenario()), tmp_path / "list")
    box.refresh()
    assert "configure" not in box.open()


HOSTILE = "# List\n\n" + "".join(
    f"## @octocat #{number} \x85 \udce9 a: {{b}} <script> ]( | \u2028 --> \x07 [[x\n\n"
    f"- [A{number}](https://example.com/{number}) - Text.\n\n"
    for number in range(1200)
)


def test_whatever_stands_in_a_list_the_file_can_be_read_and_pings_nobody() -> None:
    files = {**shipped_templates(), "README.md": HOSTILE}
    state = read_state(files)
    understood = understand(files, state.written)
    text = draw_settings(files, understood, state.settings)
    assert readme_settings("README.md", text, state.registry) == state.settings
    text.encode()
    body = draw_configure_body(files, understood)
    body.encode()
    assert pings(body) == []
    assert len(body) < 65_000
    assert "more sections are left out here" in body
