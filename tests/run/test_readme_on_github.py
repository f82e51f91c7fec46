"""A hand-written README that is kept on GitHub: what is proposed, and how people's answers count.

Real clients, real git, GitHub's contract.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from bot.lists.memory import parse_memory
from bot.publish.github.comments import HELD
from tests.living import Living
from tests.world.fixtures import MakeWorld

MEMORY_BRANCH = "listkeeper/memory"
TOUR = "https://tours.example/beta"
COPY = f"https://web.archive.org/web/20250101000000/{TOUR}"
README = f"""\
\ufeff# Awesome things

Prose with a link to [Alpha](https://github.com/old/alpha), see also [more](docs/more.md).

## Tools

- [Alpha](https://github.com/old/alpha) - Does alpha things. ⭐ 1.2K
- [Beta](https://github.com/acme/beta) - Does beta things; [a tour]({TOUR}).

## Papers

| Name                                         | Venue       | Code                                |
|----------------------------------------------|-------------|-------------------------------------|
| [Survey](https://arxiv.org/abs/2301.00001)   | arXiv       | [code](https://github.com/old/alpha)|
| [Another](https://arxiv.org/abs/2301.00002)  | ICLR 2023   | [code](https://github.com/acme/beta)|
""".replace("\n", "\r\n")
CHINESE = """\
# 列表

- [Alpha](https://github.com/old/alpha) - 做事。
- [Beta](https://github.com/acme/beta) - 做其他事。
"""
MORE = "# More\n\n" + "".join(
    f"- [More {number}](https://github.com/acme/more{number}) - More of it.\n"
    for number in range(15)
)
FILES = {
    "README.md": README,
    "README.zh-CN.md": CHINESE,
    "docs/more.md": MORE + "- [Old](https://github.com/old/alpha) - Once more.\n",
    "CONTRIBUTING.md": "See [Alpha](https://github.com/old/alpha).\n",
}
SETTINGS = {".github/listkeeper.yml": "version: 1\n"}
FIRST = {"metadata", "moved", "facts"}


def scenario(files: dict[str, Any] | None = None) -> dict[str, Any]:
    return {
        "repository": {"name": "octo/list", "files": files or FILES},
        "repos": {
            "fresh/alpha": {"stars": 1562},
            "acme/beta": {"stars": 8312},
            **{f"acme/more{number}": {} for number in range(15)},
        },
        "renames": {"old/alpha": "fresh/alpha"},
        "pages": {
            "pages": {TOUR: {"title": "A tour of Beta", "text": "Beta. This tour is long enough."}}
        },
        "papers": {
            "2301.00001": {
                "title": "Survey",
                "published": "2023-01-02",
                "comment": "Accepted at ICML 2024",
            },
            "2301.00002": {"title": "Another", "published": "2023-01-03"},
        },
        "wayback": {TOUR: [["20250101000000", 200]]},
        "venues": {"semanticscholar": {}},
    }


@pytest.fixture
def box(world: MakeWorld, tmp_path: Path) -> Living:
    return Living(world(scenario({**FILES, **SETTINGS})), tmp_path / "list")


def test_each_topic_changes_just_its_bytes_in_every_file(box: Living) -> None:
    run = box.refresh()
    assert [one for one in run.results if one.operation == "failed"] == []
    assert set(box.open()) == FIRST
    moved = box.files("moved")
    for path in ("README.md", "README.zh-CN.md", "docs/more.md"):
        assert moved[path] == FILES[path].replace("github.com/old/alpha", "github.com/fresh/alpha")
    assert moved["CONTRIBUTING.md"] == FILES["CONTRIBUTING.md"]
    assert box.files("metadata")["README.md"] == README.replace("1.2K", "1.6K")
    assert box.files("facts")["README.md"] == README.replace("| arXiv       |", "| ICML 2024   |")
    assert set(box.files("moved")) == {*FILES, *SETTINGS}


def test_a_second_run_writes_nothing(box: Living) -> None:
    box.refresh()
    before = stand(box)
    run = box.refresh()
    assert {one.operation for one in run.results} == {"unchanged"}
    box.pass_days()
    box.refresh()
    assert stand(box) == before


def stand(box: Living) -> object:
    """All that people may see of the repository but for the day of the last check; the memory."""
    threads = [
        (one.number, one.title, re.sub(r"Last check: \S+", "", one.body), one.state)
        for one in (*box.site.pulls, *box.site.issues)
    ]
    return threads, box.site.git.branches()


def test_the_memory_lies_on_its_own_branch(box: Living) -> None:
    box.refresh()
    memory = parse_memory(box.site.files(MEMORY_BRANCH)["memory.json"])
    assert "repo:acme/beta" in memory.traces
    assert list(memory.moves) == ["repo:old/alpha"]
    assert set(box.site.files()) == {*FILES, *SETTINGS}


@pytest.mark.parametrize("how", ["merge", "squash", "rebase"])
def test_a_merge_updates_the_others_until_nothing_is_left(box: Living, how: str) -> None:
    box.refresh()
    asked = box.asked()
    for topic in ("facts", "moved", "metadata"):
        box.site.merge(box.open()[topic].number, how=how)
        box.rebuild()
    assert box.open() == {}
    assert box.asked() == asked
    assert box.site.files()["README.md"] == (
        README.replace("github.com/old/alpha", "github.com/fresh/alpha")
        .replace("1.2K", "1.6K")
        .replace("| arXiv       |", "| ICML 2024   |")
    )
    assert box.refresh().results == ()


@pytest.mark.parametrize("order", [("moved", "facts"), ("facts", "moved")])
def test_two_topics_on_one_row_merge_in_either_order(box: Living, order: tuple[str, str]) -> None:
    box.refresh()
    box.merge(order[0])
    box.rebuild()  # by git alone the two are one conflict: they change the same line
    box.merge(order[1])
    readme = box.site.files()["README.md"]
    assert "| ICML 2024   | [code](https://github.com/fresh/alpha)|" in readme


def test_people_s_commits_on_a_branch_stay(box: Living) -> None:
    box.refresh()
    mine = box.files("moved")["README.md"].replace("Prose with", "Mine, with")
    box.site.push("listkeeper/moved", {"README.md": mine})
    box.site.repos.find("fresh/alpha").stars = 9900
    box.site.push("main", {"README.md": README.replace("Does alpha", "It does alpha")})
    for run in (box.refresh(), box.rebuild()):
        done = {one.topic: one.operation for one in run.results}
        assert done["moved"] == "held"
    assert box.files("moved")["README.md"] == mine
    (comment,) = box.site.comments(box.open()["moved"].number)
    assert comment.body.startswith(HELD)
    assert "It does alpha" in box.files("facts")["README.md"]


def test_an_unticked_box_and_a_closed_pull_request_are_answers(box: Living) -> None:
    box.refresh()
    box.untick("facts", "paper:2301.00001/venue")
    box.close("moved")
    box.close("metadata")
    box.rebuild()
    assert box.open() == {}
    box.pass_days(10)
    box.refresh()
    assert box.open() == {}
    memory = parse_memory(box.site.files(MEMORY_BRANCH)["memory.json"])
    assert memory.rests == {"metadata": "2026-04-01"}
    assert "paper:2301.00001/venue" in memory.declined
    (board,) = box.site.issues
    assert "ICML 2024" in board.body.partition("declined change")[2]


def test_a_dead_link_is_proposed_after_three_days_over_a_week(box: Living) -> None:
    box.refresh()
    box.box.web.pages[TOUR] = {"status": 404, "title": "Not found"}
    for days in (1, 3, 4):
        box.pass_days(days)
        assert "dead" not in box.open()
        box.refresh()
    assert box.files("dead")["README.md"] == README.replace(TOUR, COPY)
    box.merge("dead")
    box.rebuild()
    assert "dead" not in box.open()
    assert "dead" not in {one.topic for one in box.refresh().results}


def test_bytes_that_are_no_text_stay(world: MakeWorld, tmp_path: Path) -> None:
    raw = README.encode() + b"\r\n- caf\xe9 \xff\xfe, see [Alpha](https://github.com/old/alpha)\r\n"
    box = Living(world(scenario({**FILES, **SETTINGS, "README.md": raw})), tmp_path / "list")
    run = box.refresh()
    assert [one for one in run.results if one.operation == "failed"] == []
    assert set(box.open()) == FIRST
    text = raw.decode("utf-8", "surrogateescape")
    assert box.files("moved")["README.md"] == text.replace("old/alpha", "fresh/alpha")
    assert {one.operation for one in box.refresh().results} == {"unchanged"}
    box.merge("moved")
    assert {one.operation for one in box.rebuild().results} == {"updated"}


NEGLECTED = "# Old things\n\n" + "".join(
    f"- [Tool {number}](https://github.com/old/tool{number}) - Once useful. ⭐ 1.2K\n"
    for number in range(60)
)


@pytest.fixture
def neglected(world: MakeWorld, tmp_path: Path) -> Living:
    numbers = range(60)
    return Living(
        world(
            {
                "repository": {"name": "octo/list", "files": {"README.md": NEGLECTED, **SETTINGS}},
                "repos": {f"fresh/tool{number}": {"stars": 5000} for number in numbers},
                "renames": {f"old/tool{number}": f"fresh/tool{number}" for number in numbers},
            }
        ),
        tmp_path / "list",
    )


def test_a_neglected_list_gets_fifty_changes_at_once(neglected: Living) -> None:
    neglected.refresh()
    assert neglected.titles() == {"metadata": "50 entries refreshed", "moved": "50 links moved"}
    waits = "10 more changes wait for the next"
    for pull in neglected.open().values():
        assert f"{waits} pull request" in pull.body
    (board,) = neglected.site.issues
    assert board.body.count(waits) == 2
    assert neglected.files("moved")["README.md"].count("fresh/tool") == 50
    assert neglected.files("metadata")["README.md"].count("⭐ 1.2K") == 10
    before = stand(neglected)
    neglected.refresh()
    assert stand(neglected) == before

    neglected.merge("moved")
    neglected.rebuild()
    assert neglected.titles() == {"metadata": "50 entries refreshed", "moved": "10 links moved"}
    neglected.merge("metadata")
    neglected.rebuild()
    assert neglected.titles() == {"metadata": "10 entries refreshed", "moved": "10 links moved"}
    for topic in ("moved", "metadata"):
        neglected.merge(topic)
        neglected.rebuild()
    readme = neglected.site.files()["README.md"]
    assert readme == NEGLECTED.replace("old/tool", "fresh/tool").replace("1.2K", "5K")
    assert waits not in neglected.site.issues[0].body


def test_settings_set_how_many_changes_come_at_once(neglected: Living) -> None:
    policy = "version: 1\npolicy: {changes_at_once: 60, values_at_once: 0}\n"
    neglected.site.push("main", {".github/listkeeper.yml": policy})
    neglected.refresh()
    assert neglected.titles() == {"metadata": "60 entries refreshed", "moved": "60 links moved"}
