"""Two runs at once: one dashboard, one pull request a topic, nothing that either learnt is lost.

One run is done wholly between two requests of the other: at every place where it can be with
`LISTKEEPER_ALL_CELLS=1`, else at some.
"""

from __future__ import annotations

import os
from dataclasses import replace

import pytest

from bot.lists.memory import memory_text, parse_memory
from bot.model.decision import Topic
from bot.model.errors import PublishError
from bot.model.memory import Memory, Trace
from bot.publish.github.access import connect_writer
from bot.publish.github.dashboard import MARK
from bot.publish.github.memory_branch import BRANCH as MEMORY
from bot.publish.github.publisher import GitHubPublisher
from tests.publish.conftest import NAME, Box, offer
from tests.world.github.limits import token_of
from tests.world.github.origin import BOT
from tests.world.wire import Request, Response

OTHER = "ghs_other"
STEP = 1 if "LISTKEEPER_ALL_CELLS" in os.environ else 4
BOARD = f"{MARK}\n- [ ] <!-- listkeeper:run all --> Run now\n"
TOPICS = (Topic.MOVED, Topic.DEAD)


def run(box: Box, token: str, word: str) -> list[str]:
    """What a run does with GitHub; its sentences where something went wrong."""
    bot = GitHubPublisher(connect_writer(token, seconds_between_writes=0, backoff=0), NAME)
    recalled = bot.recall(TOPICS, ["README.md"])
    notes = list(recalled.unread.values())
    known = parse_memory(recalled.memory)
    learnt = {f"repo:octo/{word}": Trace(gone_on=("2026-03-01",))}
    bot.remember(memory_text(Memory(traces={**known.traces, **learnt})))
    for topic in TOPICS:
        proposal = replace(offer(word), topic=topic)
        try:
            bot.propose(proposal, box.originals)
        except PublishError as error:
            notes.append(str(error))
    bot.show(f"{BOARD}{word}\n")
    return notes


def overlap(box: Box, place: int, second: list[str]) -> bool:
    """Let the other run pass before that request of the first; whether there was such a request."""
    answer, count = box.site.answer, [0]

    def counted(request: Request) -> Response | None:
        if token_of(request) != OTHER:
            count[0] += 1
            if count[0] == place:
                second.extend(run(box, OTHER, "two"))
        return answer(request)

    box.site.answer = counted  # type: ignore[method-assign]
    assert run(box, box.token, "one") == []
    box.site.answer = answer  # type: ignore[method-assign]
    return count[0] >= place


def check(box: Box) -> None:
    """One of each, and both memories."""
    pulls = [one.head for one in box.site.pulls if one.state == "open"]
    assert sorted(pulls) == ["listkeeper/dead", "listkeeper/moved"]
    assert len(box.site.pulls) == 2
    boards = [one for one in box.site.issues if one.state == "open"]
    assert [MARK in one.body for one in boards] == [True]
    memory = parse_memory(box.site.files(MEMORY)["memory.json"])
    assert set(memory.traces) == {"repo:octo/one", "repo:octo/two"}


@pytest.mark.parametrize(("stage", "place"), [("first", 3), ("later", 1)])
def test_wherever_the_other_run_comes_in(box: Box, stage: str, place: int) -> None:
    box.site.actors[OTHER] = BOT
    while True:
        if stage == "first":
            _start_again(box)
        second: list[str] = []
        if not overlap(box, place, second):
            break
        assert second == []
        check(box)
        place += STEP
    assert place > 20, "every request was a place"


def _start_again(box: Box) -> None:
    """As if no run had ever been."""
    for branch in box.site.git.branches():
        if branch != "main":
            box.site.git.drop_branch(branch)
    box.site.store.threads.clear()
    box.site.store.comments.clear()
