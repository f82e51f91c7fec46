"""A further output is one row: every verb draws it, checks it and proposes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from bot.cli.base import FINDINGS, FINE
from bot.lists.memory import memory_text
from bot.model.entry import Registry
from bot.model.memory import Memory, Trace
from bot.model.snapshot import Snapshot
from bot.render import outputs
from bot.render.outputs import OUTPUTS, Output
from bot.render.readme import draw_readme
from tests.build import LIST, found, judge, moved
from tests.person import Person, scenario, small_list
from tests.world.world import World

NAMES = "docs/names.txt"
EVERY = "list.json, list.csv, list.bib, CITATION.cff, llms.txt, ATTIC.md"


def draw_names(
    path: str,
    documents: Mapping[str, str],
    registry: Registry,
    snapshot: Snapshot,
) -> str:
    return "".join(
        f"{entry.name} {link.link.url}\n" for entry in registry.entries for link in entry.links
    )


@pytest.fixture
def person(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Person:
    monkeypatch.setattr(outputs, "OUTPUTS", (Output(NAMES, draw_names), *OUTPUTS))
    monkeypatch.chdir(tmp_path)
    person = Person(tmp_path)
    person.write(small_list())
    return person


def test_the_readme_is_the_last_row() -> None:
    assert OUTPUTS[-1] == Output("", draw_readme)


def test_render_draws_it_and_check_states_which_is_out_of_date(person: Person) -> None:
    seen = person.run("render", "--check")
    assert seen.code == FINDINGS
    assert f"{NAMES} is not up to date" in seen.out
    assert "\n+Alpha https://github.com/old/alpha" in seen.out
    assert "README.md is not up to date" in seen.out
    drawn = f"{NAMES} is updated.\nREADME.md is updated.\nsite/ is updated.\n"
    assert person.run("render").out == drawn
    assert person.files()[NAMES].startswith(b"Alpha https://github.com/old/alpha\n")
    assert person.run("render", "--check").code == FINE

    person.write({NAMES: "Alpha\n"})
    seen = person.run("render", "--check")
    assert seen.code == FINDINGS
    assert "README.md is up to date with the registry.\n" in seen.out


def test_no_committed_file_depends_on_the_memory(person: Person) -> None:
    texts = {"registry/list.yml": LIST.replace("sections:", f"outputs: [{EVERY}]\nsections:")}
    person.write(texts)
    person.run("render")
    before = person.files()
    gone = Trace(gone_on=("2026-11-02", "2026-11-05", "2026-11-12"), gone_why="404")
    kept = memory_text(Memory(traces={"repo:old/alpha": gone}))
    person.write({".listkeeper/memory.json": kept})
    assert person.run("render", "--check").code == FINE
    drawn = person.run("render").out
    assert "site/ is updated." in drawn
    assert drawn.count("is updated") == 1
    after = person.files()
    assert [path for path in before if before[path] != after[path]] == []


def test_lint_names_the_one_that_is_out_of_date(person: Person) -> None:
    person.run("render")
    assert person.run("lint").code == FINE
    person.write({NAMES: "Alpha\n"})
    seen = person.run("lint")
    assert seen.code == FINDINGS
    assert seen.out == f"{NAMES}: not up to date with the registry\n  → run `listkeeper render`\n"


def test_each_topic_proposes_it_beside_its_own_files(person: Person) -> None:
    person.run("render")
    files = {path: text.decode() for path, text in person.files().items()}
    [proposal] = judge(
        [
            moved("https://github.com/old/alpha", "https://github.com/acme/alpha"),
            found("https://github.com/acme/beta"),
        ],
        files=files,
    ).proposals
    assert list(proposal.files) == ["registry/tools.yml", NAMES, "README.md"]
    assert proposal.files[NAMES].startswith("Alpha https://github.com/acme/alpha\n")


def test_refresh_and_add_write_it(person: Person, world: Callable[..., World]) -> None:
    facts = scenario()
    facts["repos"]["acme/omega"] = {"description": "The last of them.", "license": "MIT"}
    person.env = world(facts, strict=False).env()
    person.run("render")
    assert person.run("refresh").code == FINE
    assert person.files()[NAMES].startswith(b"Alpha https://github.com/acme/alpha\n")
    assert person.run("add", "https://github.com/acme/omega").code == FINE
    assert person.files()[NAMES].endswith(b" https://github.com/acme/omega\n")
    assert person.run("lint").code == FINE


def test_a_new_list_begins_with_it(person: Person) -> None:
    assert person.run("init", "new", "--ref", f"octo/listkeeper@{'f' * 40}").code == FINE
    assert f"new/{NAMES}" in person.files()
