"""Pull requests in other hands: another bot closes them, a branch goes, the base is another one."""

from __future__ import annotations

from datetime import date, timedelta

from tests.publish.conftest import BRANCH, NAME, TODAY, TOPIC, Box, offer

# closed by no person


STALE = "stale[bot]"


def days_later(box: Box, days: int) -> None:
    box.site.store.clock = lambda: TODAY + timedelta(days=days)


def abandoned(box: Box) -> date | None:
    return box.bot.recall([TOPIC], []).abandoned.get(TOPIC)


def test_what_another_bot_closed_is_no_answer_and_opened_again(box: Box) -> None:
    box.propose()
    days_later(box, 60)
    box.site.close(1, by=STALE)
    answers = box.bot.recall([TOPIC], []).answers
    assert (answers.closed, answers.declined) == ({}, {})
    assert abandoned(box) == TODAY.date()
    assert box.propose(offer("again")) == "updated"
    assert box.pull.state == "open"
    assert "+line 3 again" in box.site.diff("main", BRANCH)
    box.site.close(1, by=STALE)
    assert abandoned(box) == (TODAY + timedelta(days=60)).date(), "a week counts from here"


def test_a_deleted_branch_is_no_answer_and_a_new_one_follows(box: Box) -> None:
    box.propose()
    box.site.delete_branch(BRANCH, by="alice")
    assert abandoned(box) == TODAY.date()
    assert box.propose() == "created"
    assert [one.state for one in box.site.pulls] == ["closed", "open"]
    box.site.close(2)
    answers = box.bot.recall([TOPIC], []).answers
    assert answers.closed == {TOPIC: "2026-03-01"}
    box.site.store.change(box.site.pull(2), body="")
    assert box.bot.recall([TOPIC], []).answers.declined == {}, "the first one declines nothing"


def test_a_person_who_closes_and_tidies_up_has_answered(box: Box) -> None:
    box.propose()
    box.site.close(1)
    days_later(box, 1)
    box.site.delete_branch(BRANCH)
    assert abandoned(box) is None
    assert box.bot.recall([TOPIC], []).answers.closed == {TOPIC: "2026-03-01"}


# into another branch


def test_when_the_default_branch_is_switched_the_pull_request_follows(box: Box) -> None:
    box.site.push("main", {"docs/x.md": "by a person\n"})  # which the new branch does not have
    box.propose()
    own = box.site.repos.find(NAME)
    assert own
    box.site.git.set_branch("trunk", box.site.git.line("rev-list", "--max-parents=0", "main"))
    box.site.push("trunk", {"docs/x.md": "trunk\n"})
    own.branch = "trunk"
    box.originals = box.site.files("trunk")
    assert box.propose() == "updated"
    assert (box.pull.base, box.pull.state) == ("trunk", "open")
    (commit,) = box.site.commits("trunk", BRANCH)
    assert commit.parents == (box.site.git.resolve("trunk"),)
    (comment,) = box.site.comments(1)
    assert "**trunk**" in comment.body
    before = box.writes()
    assert box.propose() == "unchanged"
    assert box.writes() == before


def test_a_retargeted_pull_request_is_led_home_and_its_no_counts(box: Box) -> None:
    box.propose()
    box.site.git.set_branch("next", box.site.git.resolve("main"))
    box.site.retarget(1, "next")
    assert box.propose() == "updated"
    assert box.pull.base == "main"
    box.site.retarget(1, "next")
    box.site.close(1)
    assert box.bot.recall([TOPIC], []).answers.closed == {TOPIC: "2026-03-01"}


def test_a_second_one_into_another_branch_is_closed_with_a_word(box: Box) -> None:
    box.propose()
    box.site.git.set_branch("old", box.site.git.resolve("main"))
    box.site.retarget(1, "old")
    box.site.store.open(
        "pull",
        "Two",
        box.pull.body,
        box.pull.user,
        head=BRANCH,
        base="main",
        head_sha=box.pull.head_sha,
        base_sha=box.pull.base_sha,
    )
    box.propose(offer("again"))
    assert [(one.base, one.state) for one in box.site.pulls] == [
        ("old", "closed"),
        ("main", "open"),
    ]
    assert "by another pull request" in box.site.comments(1)[0].body
    answers = box.bot.recall([TOPIC], []).answers
    assert answers.closed == {}


def test_a_person_who_committed_keeps_a_retargeted_one(box: Box) -> None:
    box.propose()
    box.site.git.set_branch("next", box.site.git.resolve("main"))
    box.site.retarget(1, "next")
    box.site.push(BRANCH, {"README.md": "# Mine\n"})
    assert box.propose(offer("again")) == "held"
    assert box.pull.base == "next"
