"""Each thing that `test_machine` holds can fail: one mistake in the program for each, made here.

Played by `make days`. That one branch has one pull request is GitHub's own rule as well, and
therefore the only one that no mistake of ours can break.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from bot.model.change import DashboardRequests
from bot.model.errors import PublishError
from bot.publish.github import answers, branch, commit, dashboard, pull_request
from bot.publish.github.dashboard import DashboardIssue
from tests.chaos.test_machine import LONG, Days

pytestmark = [
    pytest.mark.loopback,
    pytest.mark.skipif(not LONG, reason="a part of `make days`: a minute for seven mistakes"),
]
Patch = pytest.MonkeyPatch
Mistake = Callable[[Patch], None]


def loses_words(patch: Patch) -> None:
    real = commit.write_commit

    def write(repository: Any, base: Any, files: Any, message: str, **how: Any) -> str:
        changed = {path: text.replace("Words of a person.", "") for path, text in files.items()}
        return real(repository, base, changed, message, **how)

    patch.setattr(pull_request, "write_commit", write)


def pushes_to_main(patch: Patch) -> None:
    def move(repository: Any, _branch: str, _since: str, sha: str) -> None:
        repository.get_git_ref("heads/main").edit(sha)

    patch.setattr(pull_request, "move_branch", move)


def finds_no_dashboard(patch: Patch) -> None:
    patch.setattr(dashboard, "find_dashboard", lambda _: DashboardIssue())


def sees_no_people(patch: Patch) -> None:
    real = branch.review_branch
    patch.setattr(pull_request, "review_branch", lambda *given: replace(real(*given), foreign=()))


def reads_no_rejection(patch: Patch) -> None:
    real = answers.read_history
    patch.setattr(
        pull_request,
        "read_history",
        lambda *given: replace(real(*given), closed=(), abandoned=None),
    )


def obeys_no_tick(patch: Patch) -> None:
    patch.setattr(dashboard, "read_requests", lambda _: DashboardRequests())


def leaves_ticks(patch: Patch) -> None:
    patch.setattr(dashboard, "keep_ticked", lambda text, _: text.replace("- [ ]", "- [x]"))


def fails_a_topic(patch: Patch) -> None:
    def equip(*_: Any) -> str:
        raise PublishError("no label today")

    patch.setattr(pull_request, "equip", equip)


def merges_what_came(days: Days) -> None:
    days.a_run(1)
    days.a_merge(0)


def runs_twice(days: Days) -> None:
    days.a_run(1)
    days.a_run(1)


def commits_between(days: Days) -> None:
    days.a_run(1)
    for pick in range(len(days.list.open())):
        days.a_commit_on_the_bots_branch(pick)
    days.stars_change(20_000)
    days.a_repository_is_renamed("newer/one")
    days.a_run(1)


def closes_what_came(days: Days) -> None:
    days.a_repository_is_renamed("new/one")
    days.a_run(1)
    days.a_close(sorted(days.list.open()).index("moved"))
    days.a_run(1)


def declines_a_question(days: Days) -> None:
    days.a_run(1)
    days.a_tick(0)


CASES: dict[str, tuple[Mistake, Callable[[Days], None], str]] = {
    "words": (loses_words, merges_what_came, "no_word_of_a_person_is_lost"),
    "main": (pushes_to_main, runs_twice, "only_people_move_the_main_branch"),
    "boards": (finds_no_dashboard, runs_twice, "one_pull_request_a_topic_and_one_dashboard"),
    "commits": (sees_no_people, commits_between, "commits_of_people_stay_on_branches"),
    "closed": (reads_no_rejection, closes_what_came, "brings back"),
    "settled": (obeys_no_tick, declines_a_question, "a settled question is back"),
    "ticks": (leaves_ticks, runs_twice, "a tick stays"),
    "failed": (fails_a_topic, runs_twice, "no label today"),
}
"""The mistake, the days on which it shows, and what breaks: an invariant, or words of a check."""


@pytest.mark.parametrize("name", CASES)
def test_a_mistake_is_noticed(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    mistake, play, noticed = CASES[name]
    assert _broken(play, noticed) == ""
    mistake(monkeypatch)
    assert noticed in _broken(play, noticed)


def _broken(play: Callable[[Days], None], invariant: str) -> str:
    """What these days break: the invariant of that name, or the words of a check that failed."""
    days = Days()
    days.open_the_list()
    try:
        play(days)
    except AssertionError as error:
        return str(error)
    else:
        return _broken_invariant(days, invariant)
    finally:
        days.teardown()


def _broken_invariant(days: Days, invariant: str) -> str:
    try:
        getattr(days, invariant, lambda: None)()
    except AssertionError:
        return invariant
    return ""
