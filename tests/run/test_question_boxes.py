"""Boxes of the dashboard, from the tick to the pull request: questions, and what waits its turn."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import bot.publish.github.access
from bot.lists.read import read_state
from bot.model.change import OpenQuestion
from bot.model.dashboard import Dashboard
from bot.model.fields import ENTRY_FIELDS
from bot.publish.github.access import connect_writer
from bot.render.bodies.dashboard import draw_dashboard
from bot.run.steps.outcome import with_place
from tests.build import LIST, ROOT, documents, is_answerable
from tests.person import Person, small_list
from tests.world.world import World

TOOLS = """\
entries:
  - id: alpha
    kind: tool
    name: Alpha
    section: tools
    licence: MIT # as it was
    links: {code: https://github.com/acme/alpha}
  - id: beta
    kind: tool
    name: Beta
    section: tools
    links:
      code: { url: https://github.com/acme/beta, dead: 2026-10-01 }
"""
REPOS = {
    "acme/alpha": {"stars": 12, "license": "Apache-2.0"},
    "acme/beta": {"stars": 13, "license": "MIT"},
}
MOVED = "".join(
    f"  - id: {name}\n    kind: tool\n    name: {name.title()}\n    section: tools\n"
    f"    links: {{code: https://github.com/old/{name}}}\n"
    for name in ("one", "two", "three")
)


@pytest.fixture
def person_of(
    world: Callable[..., World], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Person]:
    """Somebody whose list has these files, in a world with these repositories."""

    def made(files: dict[str, str], **internet: Any) -> Person:
        scenario = {"repository": {"name": "octo/list", "files": files}, **internet}
        place = world(scenario)
        quick = partial(connect_writer, seconds_between_writes=0)
        monkeypatch.setattr(bot.publish.github.access, "connect_writer", quick)
        person = Person(tmp_path / "list", env=place.env())
        person.write(files)
        monkeypatch.chdir(person.root)
        person.world = place  # type: ignore[attr-defined]
        return person

    return made


def heads(person: Person) -> list[str]:
    return [one.head for one in person.world.github.pulls]  # type: ignore[attr-defined]


def board(person: Person) -> Any:
    (issue,) = person.world.github.issues  # type: ignore[attr-defined]
    return issue


def tick(person: Person, marker: str) -> None:
    """A person ticks the one box with this marker, and the run that this starts."""
    text = board(person).body
    assert text.count(f"[ ] <!-- {marker} -->") == 1, text
    github = person.world.github  # type: ignore[attr-defined]
    github.edit_body(board(person).number, text.replace(f"[ ] <!-- {marker}", f"[x] <!-- {marker}"))
    assert person.run("refresh", "--pull-request", "--rebuild").code == 0


@pytest.mark.parametrize("box", ["accept", "decline"])
@pytest.mark.parametrize(
    ("action", "topic", "line"),
    [
        ("write Apache-2.0", "facts", "    licence: Apache-2.0 # as it was\n"),
        ("take the mark off", "dead", "      code: https://github.com/acme/beta\n"),
    ],
)
def test_a_question_s_two_boxes_do_it_or_leave_it(
    person_of: Callable[..., Person], action: str, topic: str, line: str, box: str
) -> None:
    person = person_of(small_list() | {"registry/tools.yml": TOOLS}, repos=REPOS)
    branch = f"listkeeper/{topic}"
    person.run("refresh", "--pull-request")
    assert branch not in heads(person)
    (marker,) = re.findall(
        rf"<!-- (listkeeper:accept .*?) --> {re.escape(action)}", board(person).body
    )
    tick(person, marker.replace("accept", box))
    for _ in range(2):  # it stays so, whatever a later run finds
        assert marker not in board(person).body
        assert heads(person).count(branch) == (box == "accept")
        person.run("refresh", "--pull-request")
    if box == "accept":
        github = person.world.github  # type: ignore[attr-defined]
        assert line in github.files(branch)["registry/tools.yml"]


def test_what_waits_its_turn_can_be_had_at_once(person_of: Callable[..., Person]) -> None:
    settings = f"{LIST}policy: {{changes_at_once: 1}}\n"
    files = {"registry/list.yml": settings, "registry/tools.yml": f"entries:\n{MOVED}"}
    renames = {f"old/{name}": f"acme/{name}" for name in ("one", "two", "three")}
    repos = {f"acme/{name}": {"stars": 5} for name in ("one", "two", "three")}
    person = person_of(small_list() | files, repos=repos, renames=renames)
    person.run("refresh", "--pull-request")
    text = board(person).body
    assert "### Waiting: moved links" in text
    (marker,) = re.findall(r"<!-- (listkeeper:accept three/code .*?) --> \*\*Three\*\* code", text)
    assert "accept two/code" in text
    assert "accept one/code" not in text
    tick(person, marker)
    registry = person.world.github.files("listkeeper/moved")["registry/tools.yml"]  # type: ignore[attr-defined]
    assert [f"acme/{name}" in registry for name in ("one", "two", "three")] == [True, False, True]
    assert "accept three/code" not in board(person).body
    (two,) = re.findall(r"<!-- (listkeeper:decline two/code .*?) -->", board(person).body)
    tick(person, two)
    assert "Waiting: moved links" not in board(person).body


@pytest.mark.parametrize("own", [True, False])
def test_a_list_s_own_old_dashboard_without_boxes_is_reported(
    person_of: Callable[..., Person], own: bool
) -> None:
    files = {
        "registry/list.yml": f"{LIST}policy: {{changes_at_once: 1}}\n",
        "registry/tools.yml": f"entries:\n{MOVED}",
    }
    if own:
        files["templates/dashboard.md.j2"] = "<!-- listkeeper:dashboard -->\nMine.\n"
    renames = {f"old/{name}": f"acme/{name}" for name in ("one", "two", "three")}
    repos = {f"acme/{name}": {"stars": 5} for name in ("one", "two", "three")}
    person = person_of(small_list() | files, repos=repos, renames=renames)
    ran = person.run("refresh", "--pull-request")
    is_named = "some changes wait for a tick, but templates/dashboard.md.j2" in " ".join(
        ran.text.split()
    )
    assert is_named is own
    assert ("Mine." in board(person).body) is own


# --- what only a person can settle ---------------------------------------------------------------

IN_README = "# A list\n\n## Tools\n\n- [Alpha](https://github.com/acme/alpha) - Does one thing.\n"
ASKED = ("links", "code", "hub", "hub:acme/gamma-7b", *ENTRY_FIELDS)


def fields_asked_about() -> set[str]:
    """The fields that judge names when it asks without a box (`news.doubt(entry, "licence", …`)."""
    found = set()
    for path in (ROOT / "bot/judge").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(ast.Attribute(attr="doubt"), [_, ast.Constant(str(field)), *_]):
                    found.add(field)
    return found


def test_every_field_that_is_asked_about_is_tried_here() -> None:
    """In addition, `tests.build.judge` holds every question of its tests to the same."""
    assert {"licence", "links", "released", "sizes", "venue"} <= fields_asked_about() <= {*ASKED}


@pytest.mark.parametrize("paste", ["", "a new value"])
@pytest.mark.parametrize("files", [small_list(), {"README.md": IN_README}], ids=["yml", "md"])
def test_a_question_without_a_box_names_file_line_and_what_to_write(
    files: dict[str, str], paste: str
) -> None:
    state = read_state(files)
    asked = [
        OpenQuestion(entry.id, entry.name, field, "is it so?", "", paste=paste)
        for entry in state.registry.entries
        for field in ASKED
    ]
    placed = [with_place(one, state) for one in asked]
    assert [one for one in placed if not is_answerable(one)] == []
    text = draw_dashboard(documents(), Dashboard(questions=placed))
    lines = re.findall(r"^  - or (.*)$", text, re.MULTILINE)
    assert len(lines) == len(placed)
    for line in lines:
        assert re.fullmatch(r"(write|change) `.+` in `[\w./]+:\d+`", line)
        assert paste in line
    assert not re.search("(stars|downloads|status):", "".join(lines)), "nobody writes these"
