"""The attic: an entry leaves the README only when a person writes it so, and is seen there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.lint.findings import find_problems
from bot.lists.registry.load import shipped_templates
from bot.lists.snapshot import OBSERVED, snapshot_text
from bot.model.errors import BrokenInputError
from bot.model.snapshot import Snapshot
from bot.render.outputs import draw_outputs
from tests.build import LIST, TOOLS, asked, documents, registry_of, snapshot
from tests.person import Person

RETIRED = "    retired: {reason: 'archived | <b>', day: 2026-10-01, successor: 'https://new.example/a|b'}\n"
WITH = LIST.replace("sections:", "outputs: [list.json, ATTIC.md]\nsections:")


def retire(name: str, text: str = RETIRED) -> str:
    return TOOLS.replace(f"  - id: {name}\n", f"  - id: {name}\n{text}")


def files(tools: str = TOOLS, settings: str = WITH) -> dict[str, str]:
    changed = {"registry/tools.yml": tools, "registry/list.yml": settings}
    return shipped_templates() | documents(**changed)


def drawn(texts: dict[str, str]) -> dict[str, str]:
    return draw_outputs("README.md", texts, registry_of(texts), Snapshot())


def test_a_retired_entry_stands_in_the_attic_alone() -> None:
    found = drawn(files(retire("beta")))
    assert "Beta" not in found["README.md"]
    assert "Alpha" in found["README.md"]
    row = next(line for line in found["ATTIC.md"].splitlines() if "Beta" in line)
    assert row == (
        "| **Beta**<br>[code](https://github.com/acme/beta) · [site](https://beta.example/tour) "
        r"| Tools | archived \| \<b\> | 2026-10-01 "
        "| [new.example/a\\|b](https://new.example/a%7Cb) |"
    )
    (beta,) = [one for one in json.loads(found["list.json"])["entries"] if one["id"] == "beta"]
    assert beta["retired"]["day"] == "2026-10-01"


def test_an_empty_attic_has_a_page() -> None:
    assert "*Nothing stands here yet.*" in drawn(files())["ATTIC.md"]


def test_an_entry_that_would_be_seen_nowhere_is_an_error() -> None:
    with pytest.raises(BrokenInputError, match=r"registry/tools.yml:\d+: this entry is retired"):
        registry_of(files(retire("beta"), LIST))


DEAD = TOOLS.replace(
    "code: https://github.com/old/alpha  # kept since 2020",
    "code: {url: https://github.com/old/alpha, dead: 2026-09-01}",
)


@pytest.mark.parametrize(
    ("tools", "settings", "reminders"),
    [
        (TOOLS, LIST, []),
        (DEAD, WITH, ["Alpha could go to the attic (dead since 2026-09-01)", "Beta (archived)"]),
        (DEAD, LIST, []),
        (retire("beta", "    pins: {retired: the only one of its kind}\n"), WITH, []),
        (retire("beta"), WITH, []),
    ],
)
def test_lint_reminds_of_what_could_go_there(
    tools: str, settings: str, reminders: list[str]
) -> None:
    texts = files(tools, settings)
    values = snapshot(repo__acme__beta={"archived": asked(True, day="2026-08-01")})
    if not reminders and tools is TOOLS:
        values = Snapshot()
    texts[OBSERVED] = snapshot_text(values)
    texts |= draw_outputs("README.md", texts, registry_of(texts), values)
    found = find_problems(texts, "2026-11-24")
    assert all(one.reminder for one in found)
    assert len(found) == len(reminders)
    if reminders:
        assert found[0].message == reminders[0]
        assert found[1].hint.startswith("add `retired: {reason: archived, day: 2026-08-01}`")


def test_what_lint_proposes_works_as_it_stands(tmp_path: Path) -> None:
    person = Person(tmp_path)
    person.write(files(retire("alpha", "    retired: {reason: dead, day: 2026-09-01}\n")))
    root = ("--root", str(tmp_path))
    assert person.run("render", *root).code == 0
    assert person.run("lint", *root).code == 0
    assert b"Alpha" in person.files()["ATTIC.md"]
    assert "To the attic" not in (tmp_path / "site/feed.xml").read_text("utf-8")
    assert "In the attic: dead, since 2026-09-01" in (tmp_path / "site/all.html").read_text("utf-8")
