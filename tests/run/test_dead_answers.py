"""A hand-written list in the world: its dead links, and people who tick boxes on GitHub."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config.readme_file import CONFIG
from bot.lists.memory import MEMORY, memory_text, parse_memory
from bot.model.decision import Way
from bot.model.memory import Memory, Trace
from tests.living import Living
from tests.person import Person
from tests.world.fixtures import MakeWorld

TOUR, GONE = "https://tour.example/start", "https://gone.example/page"
COPY = f"https://web.archive.org/web/20250101000000/{TOUR}"
ROW = f"- [Tour]({TOUR}) - A tour.\n"
REST = f"- [Gone]({GONE}) :skull:\n"
README = f"# L\n\n## T\n\n- [A](https://github.com/acme/a) - Does a.\n{ROW}{REST}"


@pytest.fixture
def box(world: MakeWorld, tmp_path: Path) -> Living:
    return living(world, tmp_path, "ask")


def living(world: MakeWorld, tmp_path: Path, setting: str) -> Living:
    files = {"README.md": README, CONFIG: f"version: 1\ndead: {setting}\n"}
    made = world(
        {
            "repository": {"name": "octo/list", "files": files},
            "repos": {"acme/a": {"stars": 7}},
            "pages": {"pages": {TOUR: {"status": 404}, GONE: {"status": 404}}},
            "wayback": {TOUR: [["20250101000000", 200]]},
        }
    )
    box = Living(made, tmp_path / "list")
    for days in (4, 4, 0):
        box.refresh()
        box.pass_days(days)
    return box


def readme(box: Living) -> str:
    return box.files("dead")["README.md"]


NOTED = README.replace(f"[Tour]({TOUR})", f"[Tour]({TOUR}) :skull:")
ARCHIVED = README.replace(f"({TOUR})", f"({COPY})")


def tick(box: Living, way: str, *, is_ticked: bool = True) -> None:
    pull = box.open()["dead"]
    (line,) = [one for one in pull.body.splitlines() if f" {way} -->" in one]
    before, after = ("[ ]", "[x]") if is_ticked else ("[x]", "[ ]")
    box.site.edit_body(pull.number, pull.body.replace(line, line.replace(before, after)))


def boxes(box: Living) -> list[tuple[str, bool]]:
    lines = [one for one in box.open()["dead"].body.splitlines() if "listkeeper:change" in one]
    return [(line.partition(" -->")[0].split()[-1], "[x]" in line) for line in lines]


def test_the_copy_is_ticked_and_another_pick_is_carried_out_at_once(box: Living) -> None:
    assert readme(box) == ARCHIVED
    assert boxes(box) == [("archive", True), ("note", False)]
    tick(box, "note")
    assert boxes(box) == [("archive", True), ("note", True)]
    box.rebuild()
    assert readme(box) == NOTED
    assert boxes(box) == [("archive", False), ("note", True)]
    box.refresh()
    assert readme(box) == NOTED
    memory = parse_memory(box.site.files("listkeeper/memory")["memory.json"])
    assert [one.way for one in memory.picked.values()] == [Way.NOTE]
    tick(box, "archive")
    box.rebuild()
    assert readme(box) == ARCHIVED
    box.merge("dead")
    box.rebuild()
    assert (box.open(), box.site.files()["README.md"]) == ({}, ARCHIVED)


def test_both_unticked_leaves_the_link_for_ever(box: Living) -> None:
    tick(box, "archive", is_ticked=False)
    box.rebuild()
    assert box.open() == {}
    box.pass_days()
    box.refresh()
    assert box.open() == {}
    assert box.site.files()["README.md"] == README


def test_a_row_goes_by_a_merge_only(world: MakeWorld, tmp_path: Path) -> None:
    box = living(world, tmp_path, "remove")
    assert box.site.files()["README.md"] == README
    assert readme(box) == README.replace(ROW, "")
    assert f"> {ROW.strip()}" in box.open()["dead"].body
    box.merge("dead")
    box.rebuild()
    assert box.open() == {}
    assert box.site.files()["README.md"] == README.replace(ROW, "")


def test_in_a_folder_no_row_goes(
    world: MakeWorld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    box = world({"pages": {"pages": {TOUR: {"status": 404}, GONE: {"status": 404}}}})
    person = Person(tmp_path / "list", env=box.env())
    text = f"# L\n\n{ROW}{REST}"
    days = ("2026-01-01", "2026-01-10", "2026-01-20")
    memory = Memory(traces={f"page:{TOUR}": Trace(gone_on=days, gone_why="404")})
    person.write(
        {"README.md": text, CONFIG: "version: 1\ndead: remove\n", MEMORY: memory_text(memory)}
    )
    monkeypatch.chdir(person.root)
    for words in (["refresh"], ["refresh", "--dry-run"]):
        ran = person.run(*words, GITHUB_REPOSITORY="", GITHUB_TOKEN="")
        assert ran.code == 0, ran.text
        assert person.files()["README.md"].decode() == text
        assert "removes a row only by a pull request" in " ".join(ran.out.split())
