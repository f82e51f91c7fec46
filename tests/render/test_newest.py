"""A region of what was added last: by the days in the rows, never by the day of the drawing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.lists.registry.load import shipped_templates
from bot.model.snapshot import Snapshot
from bot.render.outputs import draw_outputs
from tests.build import LIST, README, TOOLS, documents, registry_of
from tests.living import Living
from tests.person import Person, scenario
from tests.world.world import World

WITH = LIST + "  - {id: newest, title: New this month, newest: true}\n"
REGION = "\n<!-- listkeeper:begin newest -->\n<!-- listkeeper:end newest -->\n"
TEMPLATES = {"templates/newest.md.j2": '{% include "_newest.md.j2" %}\n'}


def files(tools: str) -> dict[str, str]:
    own = {"registry/list.yml": WITH, "registry/tools.yml": tools, "README.md": README + REGION}
    return shipped_templates() | documents(**own) | TEMPLATES


def region(tools: str) -> list[str]:
    texts = files(tools)
    drawn = draw_outputs("README.md", texts, registry_of(texts), Snapshot())["README.md"]
    part = drawn.partition("begin newest -->")[2].partition("<!--")[0]
    return part.strip().splitlines()


def dated(**days: str) -> str:
    tools = TOOLS
    for name, day in days.items():
        tools = tools.replace(f"  - id: {name}\n", f"  - id: {name}\n    added: {day}\n")
    return tools


def test_it_shows_the_latest_month_the_latest_first() -> None:
    assert region(dated(alpha="2026-10-30", beta="2026-11-02", gamma="2026-11-20")) == [
        "- [Gamma](https://huggingface.co/acme/gamma-7b) (2026-11-20)",
        "- [Beta](https://github.com/acme/beta) (2026-11-02)",
    ]


def test_a_list_without_days_has_a_line() -> None:
    assert region(TOOLS) == ["*Nothing is dated yet.*"]


def test_it_has_ten_lines_at_most() -> None:
    rows = "".join(
        f"  - {{id: e{n}, kind: tool, name: E{n}, section: tools, added: 2026-11-{n + 1:02d}}}\n"
        for n in range(25)
    )
    found = region(f"entries:\n{rows}")
    assert len(found) == 10
    assert found[0] == "- E24 (2026-11-25)"


def test_add_writes_the_day(tmp_path: Path, world: Callable[..., World]) -> None:
    facts = scenario()
    facts["repos"]["acme/omega"] = {"description": "The last of them.", "license": "MIT"}
    person = Person(tmp_path, world(facts, strict=False).env())
    person.write(files(TOOLS))
    root = ("--root", str(tmp_path))
    person.run("render", *root)
    assert person.run("add", "https://github.com/acme/omega", *root).code == 0
    assert "(20" in person.files()["README.md"].decode().partition("begin newest")[2]
    person.write({"registry/list.yml": LIST, "README.md": README})
    assert b"added: 20" in person.files()["registry/tools.yml"]


WATCHES = """\
  - {id: models, title: Models, kinds: [model], columns: [name]}
watches: {accounts: [acme], ticked: true}
"""
MODELS = "<!-- listkeeper:begin models -->\n<!-- listkeeper:end models -->\n"
NEW = {
    "created": "2026-01-10",
    "downloads": 90_000,
    "downloads_all": 900_000,
    "likes": 300,
    "license": "mit",
    "parameters": 7_000_000_000,
    "pipeline": "text-generation",
}


@pytest.mark.parametrize("shows", [True, False])
def test_a_new_model_bears_the_day_of_its_pull_request(
    world: Callable[..., World], tmp_path: Path, *, shows: bool
) -> None:
    texts = {**files(TOOLS), "README.md": README + REGION * shows + MODELS}
    texts["templates/models.md.j2"] = '{% include "_table.md.j2" %}\n'
    texts["registry/list.yml"] = (WITH if shows else LIST) + WATCHES
    facts = scenario()
    facts["repository"]["files"] = texts
    facts["hub"]["models"]["acme/New-7B"] = NEW
    box = Living(world(facts, strict=False), tmp_path)
    box.refresh()
    before = box.files("models")
    assert ("added: 2026-03-02" in before["registry/tools.yml"]) is shows
    assert ("(2026-03-02)" in before["README.md"]) is shows
    box.pass_days(3)
    box.refresh()
    assert box.files("models") == before
