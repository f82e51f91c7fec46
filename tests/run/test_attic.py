"""The attic in the world: rows leave the README only by a pull request that a person merges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.judge.judgement import judge
from bot.lists.read import read_state
from bot.lists.registry.edit_fields import apply_field_edits
from bot.model.change import Answers, FieldEdit
from bot.model.decision import Ruling, Topic
from bot.model.entry import Retirement
from bot.model.observation import Facts, Observation
from bot.model.state import State
from bot.run.steps.observations import OBSERVATIONS
from tests.build import NOW, asked, found, snapshot, unsure
from tests.living import Living
from tests.world.fixtures import MakeWorld

LIST = """\
version: 1
title: A small list
outputs: [ATTIC.md]
policy: {idle_days: 730}
sections:
  - {id: tools, title: Tools, kinds: [tool, model], columns: [name, status]}
  - {id: one, title: One, kinds: [tool], columns: [name]}
"""
TOOLS = """\
entries:
  - {id: busy, kind: tool, name: Busy, section: tools, links: {code: "https://github.com/acme/busy"}}
  - id: shelved  # kept since 2020
    kind: tool
    name: Shelved
    section: tools
    links:
      code: https://github.com/acme/shelved
      site: https://shelved.example/
    pins: {description: ours}
  - {id: idle, kind: tool, name: Idle, section: tools, links: {code: "https://github.com/acme/idle"}}
  - id: dead
    kind: tool
    name: Dead
    section: tools
    links:
      site: {url: "https://gone.example/", dead: 2026-01-05, archived: "https://web.archive.org/web/2025/https://gone.example/"}
  - {id: papered, kind: model, name: Papered, section: tools,
    links: {paper: "https://arxiv.org/abs/2303.08774", code: "https://github.com/acme/shelved"}}
  - {id: half, kind: tool, name: Half, section: tools,
    links: {code: ["https://github.com/acme/shelved", "https://github.com/acme/busy"]}}
  - {id: pinned, kind: tool, name: Pinned, section: tools,
    pins: {retired: the only one}, links: {code: "https://github.com/acme/shelved"}}
  - {id: last, kind: tool, name: Last, section: one, links: {code: "https://github.com/acme/shelved"}}
"""
README = "# L\n\n" + "".join(
    f"<!-- listkeeper:begin {name} -->\n<!-- listkeeper:end {name} -->\n\n"
    for name in ("tools", "one")
)
PAPER = {"title": "P", "published": "2023-03-15", "authors": ["A"], "category": "cs.CL"}
TABLE = '{% include "_table.md.j2" %}\n'


def registry_state(files: Mapping[str, str]) -> State:
    return read_state({"README.md": README, **files})


def made(world: MakeWorld, root: Path, **changed: Any) -> Living:
    files = {
        **{f"templates/{name}.md.j2": TABLE for name in ("tools", "one")},
        "registry/list.yml": LIST,
        "registry/tools.yml": TOOLS,
        "README.md": README,
    }
    repos = {
        "acme/busy": {"stars": 7, "pushed": "2026-02-01"},
        "acme/shelved": {"archived": True, "archived_on": "2025-06-01", "pushed": "2025-05-01"},
        "acme/idle": {"pushed": "2023-01-02"},
    }
    box = world(
        {
            "repository": {"name": "octo/list", "files": files | changed},
            "repos": repos,
            "papers": {"2303.08774": PAPER},
            "pages": {
                "pages": {"https://shelved.example/": {}, "https://gone.example/": {"status": 404}}
            },
        }
    )
    return Living(box, root)


@pytest.fixture
def box(world: MakeWorld, tmp_path: Path) -> Living:
    return made(world, tmp_path / "list")


def test_what_is_archived_idle_or_dead_is_proposed_and_moves_by_a_merge(box: Living) -> None:
    box.refresh()
    assert box.titles()["attic"] == "3 entries to the attic: Shelved, Idle, Dead"
    body = box.open()["attic"].body
    for line in (
        "[archived since 2025-06-01](https://github.com/acme/shelved)",
        "[abandoned since 2023-01-02](https://github.com/acme/idle)",
        "[dead since 2026-01-05](https://gone.example/)",
    ):
        assert body.count(line) == 1
    assert body.count("- [x] <!-- listkeeper:change ") == 3
    box.merge("attic")
    files = box.site.files()
    text = files["registry/tools.yml"]
    assert "  - id: shelved  # kept since 2020\n" in text
    assert "    retired:\n      reason: archived\n      day: 2025-06-01\n" in text
    assert "retired: { reason: abandoned, day: 2023-01-02 }}" in text
    assert "Shelved" not in files["README.md"]
    assert "Papered" in files["README.md"]
    row = next(line for line in files["ATTIC.md"].splitlines() if "**Dead**" in line)
    assert "web.archive.org" in row
    assert "| dead | 2026-01-05 |" in row
    box.rebuild()
    box.refresh()
    assert "attic" not in box.open()


def test_the_next_run_changes_nothing(box: Living) -> None:
    box.refresh()
    before = box.open()["attic"].body, box.files("attic")
    box.pass_days(40)
    (result,) = [one for one in box.refresh().results if one.topic == "attic"]
    assert result.operation == "unchanged"
    assert (box.open()["attic"].body, box.files("attic")) == before


def test_an_unticked_entry_stays_until_something_else_is_against_it(box: Living) -> None:
    box.refresh()
    box.untick("attic", "shelved/retired")
    box.rebuild()
    assert box.titles()["attic"] == "2 entries to the attic: Idle, Dead"
    box.close("attic")
    box.pass_days()
    box.refresh()
    assert "attic" not in box.open()
    marked = TOOLS.replace(
        '{code: "https://github.com/acme/idle"}',
        '{site: {url: "https://gone.example/", dead: 2026-03-01}}',
    )
    box.site.push("main", {"registry/tools.yml": marked})
    box.refresh()
    assert box.titles()["attic"] == "1 entry to the attic: Idle"


def test_what_waits_its_turn_can_be_had_at_once(world: MakeWorld, tmp_path: Path) -> None:
    settings = LIST.replace("idle_days: 730", "idle_days: 730, changes_at_once: 1")
    box = made(world, tmp_path / "list", **{"registry/list.yml": settings})
    run = box.refresh()
    assert box.titles()["attic"] == "1 entry to the attic: Shelved"
    assert not [one for one in run.warnings if "has no boxes" in one]
    (board,) = box.site.issues
    text = board.body
    assert "### Waiting: entries that go to the attic" in text
    assert "accept idle/retired" in text
    box.site.edit_body(
        board.number,
        text.replace(
            "[ ] <!-- listkeeper:accept dead/retired", "[x] <!-- listkeeper:accept dead/retired"
        ),
    )
    box.rebuild()
    assert box.titles()["attic"] == "2 entries to the attic: Shelved, Dead"


def test_no_section_loses_its_last_row(box: Living) -> None:
    (last,) = [one for one in box.refresh().outcome.changes if one.id == "last/retired"]
    assert (last.ruling, last.reason) == (
        Ruling.HOLD,
        "the section 'One' would lose all of its rows",
    )


def test_a_run_that_knows_a_part_leaves_what_is_open(box: Living) -> None:
    box.refresh()
    before = box.files("attic")
    (box.root / OBSERVATIONS).unlink()
    box.pass_days()
    assert box.refresh(only="busy").outcome.stays["attic"]
    assert box.files("attic") == before


def test_a_silent_host_leaves_what_is_open() -> None:
    state = registry_state({"registry/list.yml": LIST, "registry/tools.yml": TOOLS})
    seen: list[Observation] = [
        unsure("https://github.com/acme/shelved"),
        found("https://github.com/acme/idle", {"pushed": "2023-01-02"}),
    ]
    (attic,) = [
        one for one in judge(state, seen, Answers(), NOW).candidates if one.topic is Topic.ATTIC
    ]
    assert attic.partial == "not answered: github"
    assert [one.id for one in attic.changes] == ["idle/retired", "dead/retired"]


def test_a_repository_that_is_revived_is_no_candidate() -> None:
    state = registry_state({"registry/list.yml": LIST, "registry/tools.yml": TOOLS})
    shown = snapshot(repo__acme__shelved={"archived": asked(True, day="2026-08-01")})
    url = "https://github.com/acme/shelved"
    cases: list[tuple[Facts, list[str]]] = [
        ({"archived": False, "pushed": "2026-11-01"}, []),
        ({"archived": True}, ["archived since 2026-08-01"] * 2),
        ({"archived": True, "archived_on": "2025-06-01"}, ["archived since 2025-06-01"] * 2),
    ]
    for facts, expected in cases:
        given = judge(replace(state, snapshot=shown), [found(url, facts)], Answers(), NOW)
        changes = [one for part in given.candidates for one in part.changes]
        known = ("shelved/retired", "last/retired")
        assert [one.after for one in changes if one.id in known] == expected


def test_an_entry_whose_marked_link_answers_again_is_asked_about_and_stays() -> None:
    state = registry_state({"registry/list.yml": LIST, "registry/tools.yml": TOOLS})
    judged = judge(state, [found("https://gone.example/")], Answers(), NOW)
    changes = [one.id for part in judged.candidates for one in part.changes]
    assert "dead/retired" not in changes
    assert [one.action for one in judged.questions] == ["take the mark off"]


@pytest.mark.parametrize("outputs", ["", "outputs: [llms.txt]\n"])
def test_a_list_without_an_attic_is_asked_nothing(
    world: MakeWorld, tmp_path: Path, outputs: str
) -> None:
    settings = LIST.replace("outputs: [ATTIC.md]\n", outputs)
    box = made(world, tmp_path / "list", **{"registry/list.yml": settings})
    run = box.refresh()
    assert "attic" not in box.open()
    assert not [one for one in run.outcome.changes if one.topic is Topic.ATTIC]
    assert not [one for one in box.box.records() if "listkeeper%2Fattic" in one.path]


def test_a_folder_is_left_to_people() -> None:
    state = registry_state({"registry/list.yml": LIST, "registry/tools.yml": TOOLS})
    state = replace(state, settings=replace(state.settings, removes_rows=False))
    changes = [one for part in judge(state, [], Answers(), NOW).candidates for one in part.changes]
    (dead,) = [one for one in changes if one.id == "dead/retired"]
    assert dead.ruling is Ruling.HOLD


@pytest.mark.parametrize(
    "row",
    [
        '  - {id: a, kind: tool, name: A, section: tools, links: {code: &x "https://github.com/a/a"}}\n',
        "  - id: a\n    kind: tool\n    name: A\n    section: tools\n    links:\n      code: https://github.com/a/a\n"
        "    questions:\n      - {field: name, doubt: why, evidence: none}\n    # the end\n\n",
    ],
)
@pytest.mark.parametrize("eol", ["\n", "\r\n"])
def test_just_the_mark_is_written(row: str, eol: str) -> None:
    text = f"entries:\n{row}".replace("\n", eol)
    files = {"registry/list.yml": LIST, "registry/tools.yml": text}
    (entry,) = registry_state(files).registry.entries
    edit = FieldEdit("a/retired", entry.where, "retired", {"reason": "dead", "day": "2026-01-05"})
    after, refused = apply_field_edits(files, [edit])
    assert refused == []
    (retired,) = registry_state(after).registry.entries
    assert retired == replace(entry, retired=Retirement("dead", "2026-01-05"))
    lines = after["registry/tools.yml"].split(eol)
    assert [line for line in text.split(eol) if line not in lines] in ([], [row.strip("\n")])
    assert apply_field_edits(after, [edit])[1] == [edit], "what people wrote stays"
