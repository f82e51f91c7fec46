"""A name of the Hub that leads to somebody else once its redirect is gone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.model.decision import Ruling
from bot.model.memory import Memory
from bot.model.observation import Facts, Found, Observation
from tests.build import NOW, documents, found, judge, merged, moved, of, open_ones, unsure
from tests.judge.days import judged_with_kept

HUB = "https://huggingface.co/"
PLACES = {
    "model": ("old/m-7b", "new/m-7b"),
    "dataset": ("datasets/old/d", "datasets/new/d"),
    "space": ("spaces/old/s", "spaces/new/s"),
    "account": ("old", "new"),
}
OWN: Facts = {"created": "2023-04-01", "likes": 900, "downloads": 70_000}
STRANGER: Facts = {"created": "2026-11-20", "likes": 1, "downloads": 12}


def listing(kind: str) -> dict[str, str]:
    old = HUB + PLACES[kind][0]
    files = documents(
        **{
            "registry/tools.yml": "entries:\n  - id: one\n    kind: tool\n    name: One\n"
            f"    section: tools\n    links: {{hub: '{old}'}}\n"
        }
    )
    return merged(judge([], files=files), files)


def seen(kind: str, facts: Facts) -> Found:
    return found(HUB + PLACES[kind][0], facts if kind != "account" else {}, "hub")


def renamed(kind: str, facts: Facts) -> Observation:
    old, new = (HUB + one for one in PLACES[kind])
    return moved(old, new, facts if kind != "account" else {}, source="hub")


@pytest.mark.parametrize("facts", [OWN, {}], ids=["its day is known", "its day is not known"])
@pytest.mark.parametrize("kind", PLACES)
def test_a_stranger_at_the_old_name_takes_nothing_back(kind: str, facts: Facts) -> None:
    files = listing(kind)
    first = judge([renamed(kind, facts)], files=files)
    assert "moved" in open_ones(first)
    for day in (1, 2, 9):
        taken = judge(
            [seen(kind, STRANGER)],
            files=files,
            memory=first.memory,
            pending=open_ones(first),
            now=NOW + timedelta(days=day),
        )
        assert of(taken, "moved").files == of(first, "moved").files, "the rename stays proposed"
        assert any("taken over" in one.doubt for one in taken.questions)
        shown = [one for one in taken.changes if one.field == "downloads"]
        assert all(one.after != "12" for one in shown), "nobody sees the stranger's figures"
        assert taken.memory.moves == first.memory.moves


@pytest.mark.parametrize("kind", ["model", "dataset", "space"])
def test_a_stranger_is_known_without_a_rename(kind: str) -> None:
    files = listing(kind)
    known = judge([seen(kind, OWN)], files=files).memory
    taken = judge([seen(kind, STRANGER)], files=files, memory=known)
    assert [one.doubt for one in taken.questions if "taken over" in one.doubt]
    assert not [one for one in taken.changes if one.ruling is Ruling.APPLY]


@pytest.mark.parametrize("kind", ["model", "dataset", "space"])
def test_the_same_one_that_came_back_is_no_stranger(kind: str) -> None:
    files = listing(kind)
    first = judge([renamed(kind, OWN)], files=files)
    back = judge([seen(kind, OWN)], files=files, memory=first.memory)
    assert not [one for one in back.questions if "taken over" in one.doubt]
    assert "moved" not in open_ones(back)
    assert back.memory.moves == {}


def test_a_kept_stranger_is_not_shown_on_a_silent_day() -> None:
    """What was kept of yesterday stands in for the silent Hub, but not the stranger's figures."""
    files = listing("model")
    known = judge([seen("model", OWN)], files=files).memory
    kept = replace(seen("model", STRANGER), at=NOW - timedelta(days=1))
    outcome = judged_with_kept([kept], [unsure(HUB + "old/m-7b", "hub")], files, known)
    assert not [one for one in outcome.changes if one.ruling is Ruling.APPLY]


def test_what_never_moved_and_has_no_day_is_no_stranger() -> None:
    files = listing("account")
    outcome = judge([seen("account", {})], files=files, memory=Memory())
    assert not [one for one in outcome.questions if "taken over" in one.doubt]
