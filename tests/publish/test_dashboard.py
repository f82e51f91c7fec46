"""The dashboard: one issue, found again, written only when it differs, its boxes read."""

from __future__ import annotations

import pytest

from bot.model.change import DashboardRequests
from bot.model.errors import PublishError
from bot.publish.github.dashboard import LABEL, MARK, keep_ticked, read_requests, read_ticks
from tests.publish.conftest import TOPIC, Box
from tests.world.github.store import Thread

BOARD = f"""{MARK}
What is open.

- [ ] <!-- listkeeper:return beta/code 0123456789ab --> **Beta** · code
- [ ] <!-- listkeeper:run all --> Run now
- [ ] <!-- listkeeper:run links --> Run now: links
- [ ] <!-- listkeeper:rebuild --> Draw anew
"""
OTHER = BOARD.replace("What is open", "What is open today")


def board(box: Box) -> Thread:
    (one,) = box.site.issues
    return one


def tick(box: Box, what: str) -> None:
    text = board(box).body
    assert f"- [ ] <!-- listkeeper:{what}" in text
    changed = text.replace(f"[ ] <!-- listkeeper:{what}", f"[x] <!-- listkeeper:{what}")
    box.site.edit_body(board(box).number, changed.replace("\n", "\r\n"))


def test_it_is_made_once_and_found_again(box: Box) -> None:
    assert box.bot.show(BOARD) == ""
    assert (board(box).labels, board(box).body) == ([LABEL], BOARD)
    before = box.writes()
    assert box.bot.show(BOARD) == ""
    assert box.writes() == before
    box.bot.show(OTHER)
    assert board(box).body == OTHER
    assert box.writes() == before + 1


def test_boxes_are_read_and_then_drawn_empty(box: Box) -> None:
    box.bot.show(BOARD)
    for what in ("run links", "return beta/code", "rebuild"):
        tick(box, what)
    bot = box.bot
    requests = bot.recall([TOPIC], []).answers.requests
    assert requests == DashboardRequests(("links",), {"beta/code": "0123456789ab"})
    bot.show(BOARD)
    assert board(box).body == BOARD


def test_a_box_ticked_while_the_run_was_under_way_stays_ticked(box: Box) -> None:
    box.bot.show(BOARD)
    bot = box.bot
    assert bot.recall([TOPIC], []).answers.requests == DashboardRequests()
    tick(box, "run all")
    bot.show(OTHER)
    assert read_requests(board(box).body) == DashboardRequests(("all",))
    assert "What is open today" in board(box).body


def test_a_closed_dashboard_stays_closed_and_is_not_read(box: Box) -> None:
    box.bot.show(BOARD)
    tick(box, "run all")
    box.site.close(board(box).number)
    bot = box.bot
    assert bot.recall([TOPIC], []).answers.requests == DashboardRequests()
    before = box.writes()
    assert bot.show(OTHER) == ""
    assert box.writes() == before


def test_a_strangers_issue_is_no_dashboard(box: Box) -> None:
    box.site.issue("Mine", BOARD.replace("[ ]", "[x]"), user="mallory", labels=[LABEL])
    bot = box.bot
    assert bot.recall([TOPIC], []).answers.requests == DashboardRequests()
    bot.show(BOARD)
    assert [one.user for one in box.site.issues] == ["mallory", "github-actions[bot]"]


@pytest.mark.parametrize(("level", "is_read"), [("read", False), ("write", True), ("admin", True)])
def test_a_person_has_a_dashboard_only_where_they_may_write(
    box: Box, level: str, is_read: bool
) -> None:
    box.site.actors["ghp_mel"] = "mel"  # GitHub calls whoever belongs to the organisation a member
    box.site.permissions["mel"] = level
    box.site.issue("Mine", BOARD.replace("[ ]", "[x]"), user="mel", labels=[LABEL])
    assert bool(box.bot.recall([TOPIC], []).answers.requests.runs) is is_read


def test_it_is_found_by_its_marker_when_its_label_is_gone(box: Box) -> None:
    box.bot.show(BOARD)
    box.site.store.change(board(box), labels=[])
    box.site.issue("A question", "How?")
    assert box.bot.show(OTHER) == ""
    assert [one.body for one in box.site.issues] == [OTHER, "How?"]


def test_a_closed_one_without_its_label_stays_closed(box: Box) -> None:
    box.bot.show(BOARD)
    box.site.store.change(board(box), labels=[])
    box.site.close(board(box).number)
    box.bot.show(OTHER)
    assert [one.state for one in box.site.issues] == ["closed"]


def test_of_two_the_younger_is_closed_and_its_ticks_are_read(box: Box) -> None:
    box.bot.show(BOARD)
    ticked = BOARD.replace("[ ] <!-- listkeeper:run links", "[x] <!-- listkeeper:run links")
    box.site.issue("Twin", ticked, user=board(box).user, labels=[LABEL])
    bot = box.bot
    assert bot.recall([TOPIC], []).answers.requests.runs == ("links",)
    bot.show(OTHER)
    older, younger = box.site.issues
    assert (older.state, older.body) == ("open", OTHER)
    assert younger.state == "closed"
    assert MARK not in younger.body
    assert f"/issues/{older.number}" in younger.body
    before = box.writes()
    box.bot.show(OTHER)
    assert box.writes() == before


def test_a_persons_copy_of_it_is_not_closed(box: Box) -> None:
    box.bot.show(BOARD)
    box.site.issue("Copy", BOARD, user="alice")
    box.site.issue("Copy", BOARD, user="alice", labels=[LABEL])
    box.bot.show(OTHER)
    assert [one.state for one in box.site.issues] == ["open"] * 3


def test_a_tick_that_was_never_read_is_not_lost(box: Box) -> None:
    box.bot.show(BOARD)
    tick(box, "run all")
    box.bot.show(OTHER)  # this run could not read it at its start
    assert read_requests(board(box).body) == DashboardRequests(("all",))


def test_where_issues_are_switched_off_a_note_explains(box: Box) -> None:
    own = box.site.repos.find(box.name)
    assert own
    own.has_issues = False
    assert "issues are switched off" in box.bot.show(BOARD)
    assert box.site.issues == []


def test_a_token_that_may_not_write_issues_gets_the_permission_it_needs(box: Box) -> None:
    box.site.read_only = True
    with pytest.raises(PublishError, match="403") as error:
        box.bot.show(BOARD)
    assert "issues: write" in error.value.hint


def test_boxes_are_read_whatever_people_did_to_the_text() -> None:
    assert read_ticks("") == frozenset()
    assert read_ticks("* [X] <!-- listkeeper:run all --> x\n- [x] <!-- listkeeper:nope -->") == {
        "run all"
    }
    assert keep_ticked(BOARD, frozenset({"run links"})).count("[x]") == 1


@pytest.mark.parametrize(
    ("late", "ticked"),
    [
        ("return beta/code 0123456789ab", ["return beta/code 0123456789ab"]),
        ("return beta/code ba9876543210", []),  # another value than the one people looked at
        ("return beta/site 0123456789ab", []),
        ("rebuild", ["rebuild"]),
    ],
)
def test_a_late_tick_is_kept_only_beside_the_value_it_was_for(late: str, ticked: list[str]) -> None:
    assert sorted(read_ticks(keep_ticked(BOARD, frozenset({late})))) == ticked
