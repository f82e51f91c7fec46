"""The main job on the real list: real clients, real git, the whole world, whole documents."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.config.environment import read_settings
from bot.lists.memory import memory_text
from bot.lists.registry.load import shipped_templates
from bot.lists.snapshot import OBSERVED
from bot.publish.github.access import connect_writer
from bot.publish.github.publisher import GitHubPublisher
from bot.run.refresh import RefreshResult, refresh
from bot.run.render import draw_documents, read_list
from bot.run.steps.services import Services, open_services
from tests.world.demo import MEMORY_BRANCH, earlier_runs, list_files
from tests.world.fixtures import MakeWorld
from tests.world.world import GITHUB_TOKEN, World

NOW = datetime(2026, 11, 24, 6, 17, tzinfo=UTC)
FROZEN = Path(__file__).parent / "golden" / "list"
REGION = re.compile(
    r"<!-- listkeeper:begin (?P<name>[\w-]+) -->\n(?P<text>.*?)<!-- listkeeper:end (?P=name) -->",
    re.DOTALL,
)
NAME = "GPT-Alternatives/gpt_alternatives"


def services(root: Path) -> Services:
    opened = open_services(
        read_settings(os.environ), root, dry_run=False, pull_request=True, allow_private=False
    )
    opened.publisher = GitHubPublisher(connect_writer(GITHUB_TOKEN, seconds_between_writes=0), NAME)
    pages = opened.sender.actions
    opened.sender = replace(opened.sender, version="1.2.0", run=f"{pages}/runs/4711")
    return opened


def checkout(box: World, root: Path) -> dict[str, str]:
    """The default branch, written out as a runner would check it out."""
    files: dict[str, str] = box.github.files()
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8", newline="")
    return read_list(root)


def run(box: World, root: Path) -> RefreshResult:
    documents = checkout(box, root)
    with services(root) as opened:
        return refresh(documents, opened, NOW)


def opened(box: World, topic: str) -> Any:
    """The open pull request of a topic."""
    (pull,) = [
        one for one in box.github.pulls if one.head == f"listkeeper/{topic}" and one.state == "open"
    ]
    return pull


def tick(box: World, *markers: str) -> None:
    """A person ticks boxes of the dashboard."""
    (dashboard,) = box.github.issues
    body = dashboard.body
    for marker in markers:
        assert f"[ ] <!-- listkeeper:{marker}" in body
        body = body.replace(f"[ ] <!-- listkeeper:{marker}", f"[x] <!-- listkeeper:{marker}")
    box.github.edit_body(dashboard.number, body)


def writes(box: World) -> int:
    return sum(
        record.host == "api.github.com"
        and record.method not in {"GET", "CONNECT"}
        and record.path != "/graphql"
        for record in box.records()
    )


def frozen_list() -> dict[str, str | bytes]:
    """The list as it was when the golden files were looked at, with what stands round it today.

    So a person who edits a row or a sentence of the README changes no golden file. What is drawn is
    drawn today.
    """
    today = ("templates/", ".github/")
    files = {path: text for path, text in list_files().items() if path.startswith(today)}
    for path in sorted(FROZEN.rglob("*")):
        if path.is_file():
            files[path.relative_to(FROZEN).as_posix()] = path.read_bytes()
    texts = {
        path: text.decode("utf-8") if isinstance(text, bytes) else text
        for path, text in files.items()
    }
    return files | draw_documents({**shipped_templates(), **texts})


def opened_world(world: MakeWorld) -> World:
    box = world("gpt_alternatives")
    box.github.seed(frozen_list())
    box.github.push(MEMORY_BRANCH, {"memory.json": earlier_runs(NOW)})
    return box


@pytest.mark.usefixtures("released")
def test_the_whole_job(
    world: MakeWorld, tmp_path: Path, golden: Callable[[str, str], None]
) -> None:
    box = opened_world(world)
    first = run(box, tmp_path / "list")
    assert [result.operation for result in first.results] == ["created"] * 4
    (dashboard,) = box.github.issues
    golden("dashboard.job.md", dashboard.body)
    assert "Next run: 2026-11-30 04:17 UTC" in dashboard.body
    golden("summary.md", first.summary)

    # how often each source was asked
    queries = [r for r in box.records() if r.path == "/graphql" and b"mutation" not in r.body]
    assert len(queries) <= 5
    assert box.count("export.arxiv.org") == 2
    asked = [r.path for r in box.records() if re.match(r"/api/(models|datasets|spaces)/", r.path)]
    assert len(asked) == len(set(asked))

    # two of the new models are ticked there: the pull request that holds them is opened
    tick(box, "accept dolly-v4/row", "accept meridian/row")
    second = run(box, tmp_path / "list")
    assert {result.topic: result.operation for result in second.results} == {
        "metadata": "unchanged",
        "moved": "unchanged",
        "dead": "unchanged",
        "facts": "unchanged",
        "models": "created",
    }
    assert {pull.head: pull.title for pull in box.github.pulls} == {
        "listkeeper/metadata": "51 entries refreshed, 4 repositories archived",
        "listkeeper/moved": "19 links moved",
        "listkeeper/dead": "1 link dead: ChatSonic on Opera",
        "listkeeper/models": "2 new models: dolly-v4, Meridian",
        "listkeeper/facts": "8 facts filled in",
    }
    for pull in box.github.pulls:
        topic = pull.head.removeprefix("listkeeper/")
        golden(f"pull_request.{topic}.md", re.sub(r'"base":"\w+"', '"base":""', pull.body))
    assert "Regenerate the README" not in dashboard.body
    names = [tally.source for tally in first.tallies]
    assert len(names) == len(set(names))
    assert first.outcome.implausible == ()
    assert first.outcome.news.outages == {}

    # the same day again: nothing is written, no byte changes
    before, text = writes(box), memory_text(second.outcome.memory)
    again = run(box, tmp_path / "list")
    assert [result.operation for result in again.results] == ["unchanged"] * 5
    assert writes(box) == before
    assert memory_text(again.outcome.memory) == text

    # merged one after the other, each of the others is updated; then nothing is left to propose
    for number, left in (
        (6, ["updated"] * 4),
        (2, ["updated"] * 3),
        (1, ["updated"] * 2),
        (4, ["updated", "created"]),  # a paper that the list has now has a venue
        (3, ["updated"]),
        (7, []),
    ):
        box.github.merge(number)
        merged = run(box, tmp_path / "list")
        assert [result.operation for result in merged.results] == left
    assert merged.outcome.proposals == ()
    readme = box.github.files()["README.md"]
    for region in REGION.finditer(readme):
        golden(f"readme/{region['name']}.md", region["text"])
    assert REGION.sub("", readme) == REGION.sub("", (FROZEN / "README.md").read_text("utf-8"))


def test_a_later_day_rewrites_nothing_while_values_read_the_same(
    world: MakeWorld, tmp_path: Path
) -> None:
    box = opened_world(world)
    run(box, tmp_path / "list")
    stand = [(pull.body, box.github.commits("main", pull.head)) for pull in box.github.pulls]
    documents = checkout(box, tmp_path / "list")
    with services(tmp_path / "list") as opened:
        later = refresh(documents, opened, NOW.replace(day=25))
    assert [result.operation for result in later.results] == ["unchanged"] * 4
    assert stand == [
        (pull.body, box.github.commits("main", pull.head)) for pull in box.github.pulls
    ]


def test_one_rejected_link_is_left_out(world: MakeWorld, tmp_path: Path) -> None:
    box = opened_world(world)
    run(box, tmp_path / "list")
    pull = opened(box, "moved")
    line = next(
        line for line in pull.body.splitlines() if "deepspeed/code" in line and "[x]" in line
    )
    box.github.edit_body(pull.number, pull.body.replace(line, line.replace("[x]", "[ ]")))
    run(box, tmp_path / "list")
    assert pull.title.startswith("18 links moved")
    assert "microsoft/DeepSpeed" in box.github.files(pull.head)["registry/tools.yml"]


def test_what_is_committed_holds_no_number_of_the_world() -> None:
    files = list_files()
    assert OBSERVED not in files
    readme = files["README.md"]
    assert "★" not in (readme.decode() if isinstance(readme, bytes) else readme)
