"""Thirty days of one list: the bot runs every morning, people answer, things break and come back.

Each day says what a careful person would have wanted to find open. Real clients, real git, the
world's clock.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.lists.memory import parse_memory
from bot.publish.github.comments import HELD
from bot.publish.github.dashboard import MARK
from tests.build import documents
from tests.living import Living
from tests.world.fixtures import MakeWorld

MEMORY_BRANCH = "listkeeper/memory"
SITE = "https://two.example/tour"
COPY = "https://web.archive.org/web/20250101000000/https://two.example/tour"
TOOLS = f"""\
entries:
  - id: one
    kind: tool
    name: One
    section: tools
    links: {{code: https://github.com/old/one}}
  - id: two
    kind: tool
    name: Two
    section: tools
    links: {{code: https://github.com/acme/two, site: {SITE}}}
  - id: three
    kind: tool
    name: Three
    section: tools
    links:
      hub: [https://huggingface.co/acme/a, https://huggingface.co/acme/b, https://huggingface.co/acme/c]
"""
PAGE = {"title": "A tour", "text": "A tour. This page tells about Two at some length."}
MODEL = {"downloads": 4300, "license": "mit"}
REFRESHED, MOVED, DEAD = "metadata", "moved", "dead"


@pytest.fixture
def list_(world: MakeWorld, tmp_path: Path) -> Living:
    scenario: dict[str, Any] = {
        "repository": {"name": "octo/list", "files": documents(**{"registry/tools.yml": TOOLS})},
        "repos": {"old/one": {"stars": 500, "id": 11}, "acme/two": {"stars": 8312}},
        "hub": {"models": {f"acme/{name}": MODEL for name in "abc"}},
        "pages": {"pages": {SITE: PAGE}},
        "wayback": {SITE: [["20250101000000", 200]]},
    }
    return Living(world(scenario), tmp_path / "list")


def board(one: Living) -> str:
    (issue,) = one.site.issues
    assert MARK in issue.body
    text: str = issue.body
    return text


def part(one: Living, heading: str) -> str:
    """One section of the dashboard, empty when it is not there."""
    return board(one).partition(f"### {heading}")[2].partition("\n### ")[0]


def tick(one: Living, what: str) -> None:
    (issue,) = one.site.issues
    assert f"- [ ] <!-- listkeeper:{what}" in issue.body
    box = f"<!-- listkeeper:{what}"
    one.site.edit_body(issue.number, issue.body.replace(f"[ ] {box}", f"[x] {box}"))


def rename(one: Living, new: str, stars: int) -> None:
    """The repository 11 bears another name from now on."""
    one.site.repos.rename(11, new)
    one.site.repos.find(new).stars = stars


def merged(topic: str) -> Callable[[Living], None]:
    return lambda one: one.merge(topic)


def stars(count: int) -> Callable[[Living], None]:
    def grow(one: Living) -> None:
        one.site.repos.find("acme/two").stars = count

    return grow


def page(answer: dict[str, Any]) -> Callable[[Living], None]:
    def change(one: Living) -> None:
        one.box.web.pages[SITE] = answer

    return change


def human_commit(one: Living) -> None:
    text = one.files(MOVED)["README.md"].replace("Words of a person.", "Mine.")
    one.site.push("listkeeper/moved", {"README.md": text})


def hand_back(one: Living) -> None:
    (comment,) = one.site.comments(one.open()[MOVED].number)
    assert comment.body.startswith(HELD)
    comment.body = comment.body.replace("- [ ]", "- [x]")


def hub_falls(one: Living) -> None:
    one.box.fault("huggingface.co", status=403)


def memory_is_lost(one: Living) -> None:
    one.site.delete_branch(MEMORY_BRANCH)


Diary = dict[int, tuple[Callable[[Living], None] | None, set[str]]]
DIARY: Diary = {
    0: (None, {REFRESHED}),
    2: (merged(REFRESHED), set()),
    4: (lambda one: rename(one, "fresh/one", 505), {MOVED}),
    5: (hub_falls, {MOVED}),
    6: (human_commit, {MOVED}),
    7: (lambda one: one.box.clear_faults(), {MOVED}),
    8: (hand_back, {MOVED}),
    9: (page({"status": 404, "title": "Not found"}), {MOVED}),
    10: (lambda one: one.untick(MOVED, "one/code"), set()),
    11: (page({"status": 503, "title": "Busy"}), set()),
    12: (page({"status": 404, "title": "Not found"}), set()),
    13: (stars(9900), {REFRESHED}),
    14: (lambda one: one.close(REFRESHED), set()),
    16: (None, {DEAD}),
    18: (lambda one: tick(one, "return one/code"), {MOVED, DEAD}),
    20: (merged(DEAD), {MOVED}),
    22: (merged(MOVED), set()),
    24: (memory_is_lost, set()),
    27: (lambda one: rename(one, "newer/one", 503), {MOVED}),
}
"""Day → what happens before the morning's run, and the topics open after it; until the next."""
ANSWERS = {2, 8, 10, 14, 18, 20, 22}
"""Days on which people act on GitHub, which is answered at once."""


def test_thirty_days(list_: Living) -> None:
    due: set[str] = set()
    written: dict[int, int] = {}
    asked: list[int] = []
    for day in range(30):
        act, due = DIARY.get(day, (None, due))
        before = list_.asked(), list_.spoken()
        if act:
            act(list_)
        if day in ANSWERS:
            list_.rebuild()
            assert (set(list_.open()), list_.asked()) == (due, before[0]), f"day {day}, at once"
        run = list_.refresh()
        assert set(list_.open()) == due, f"day {day}: {[one.operation for one in run.results]}"
        assert not [one for one in run.results if one.operation == "failed"]
        asked.append(list_.asked() - before[0])
        written[day] = list_.spoken() - before[1]
        CHECKS.get(day, nothing_more)(list_)
        list_.pass_days()
    assert max(asked) <= 20, "a day's run asks each thing once"
    uneventful = [day for day in range(1, 30) if day not in DIARY and day - 1 not in DIARY]
    assert {day: written[day] for day in uneventful if written[day] > 1} == {}, (
        "on a quiet day only the dashboard changes: the day of the last check"
    )
    assert [pull.head for pull in list_.site.pulls if pull.merged_at] == [
        "listkeeper/metadata",
        "listkeeper/dead",
        "listkeeper/moved",
    ]
    readme = list_.site.files()["README.md"]
    assert "https://github.com/fresh/one" in readme
    assert COPY in readme
    assert "★ 9.9k" not in readme, "closed, so that it rests"
    assert "Mine." not in readme


def nothing_more(one: Living) -> None:
    """A day on which it is enough that the right things are open."""


def after_the_outage(one: Living) -> None:
    assert "**hub** has been in outage since 2026-03-07" in part(one, "Paused")
    memory = parse_memory(one.site.files(MEMORY_BRANCH)["memory.json"])
    assert all(trace.gone_on == () for trace in memory.traces.values())


def held(one: Living) -> None:
    assert "people committed to" in part(one, "Open pull requests")
    assert "Mine." in one.files(MOVED)["README.md"]


def handed_back(one: Living) -> None:
    assert "people committed to" not in board(one)
    assert "Mine." not in one.files(MOVED)["README.md"]
    assert len(one.site.commits("main", "listkeeper/moved")) == 1


def declined(one: Living) -> None:
    assert "listkeeper:return one/code" in board(one).partition(" declined change")[2]
    assert "https://github.com/fresh/one" in board(one).partition(" declined change")[2]
    assert "listkeeper/moved" not in one.site.git.branches()
    closed = [pull for pull in one.site.pulls if pull.head == "listkeeper/moved"][-1]
    assert [comment.body for comment in one.site.comments(closed.number)][-1].startswith(
        "Closed by the"
    )


def one_strike(one: Living) -> None:
    assert "proposed after 3 days over a week" in part(one, "Dead links")


def resting(one: Living) -> None:
    assert "**refreshed values**: none until 2026-04-15" in part(one, "Paused")


def dead(one: Living) -> None:
    assert COPY in one.open()[DEAD].body
    assert "2026-03-11" in part(one, "Dead links")


def returned(one: Living) -> None:
    assert board(one).partition(" declined change")[2] == ""
    assert "https://github.com/fresh/one" in one.files(MOVED)["registry/tools.yml"]
    assert "dead:" not in one.files(MOVED)["registry/tools.yml"]


def nothing_open(one: Living) -> None:
    assert "None. Nothing waits for a review." in part(one, "Open pull requests")
    assert COPY in part(one, "Dead links")


CHECKS: dict[int, Callable[[Living], None]] = {
    5: after_the_outage,
    6: held,
    8: handed_back,
    10: declined,
    9: one_strike,
    14: resting,
    16: dead,
    18: returned,
    22: nothing_open,
}
