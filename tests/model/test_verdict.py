from __future__ import annotations

from dataclasses import replace

import pytest

from bot.model.errors import Where
from bot.model.observation import Observation
from bot.model.reference import read_link
from bot.model.verdict import LinkPlace, question_of_move, verdict_of
from bot.render.reports.check import check_text
from tests.build import found, gone, moved, unsure

PLAIN = "https://github.com/o/a"
BRANCH = "https://github.com/o/a/tree/dev"
ANCHOR = "https://github.com/o/a#usage"


@pytest.mark.parametrize(
    ("url", "seen", "word", "reason", "moved_to"),
    [
        (PLAIN, found(PLAIN), "alive", "", ""),
        (PLAIN, gone(PLAIN), "gone", "gone", ""),
        (PLAIN, unsure(PLAIN), "unsure", "timeout", ""),
        (PLAIN, moved(PLAIN, "https://github.com/p/a"), "moved", "", "https://github.com/p/a"),
        (
            BRANCH,
            moved(PLAIN, "https://github.com/p/a"),
            "moved",
            "",
            "https://github.com/p/a/tree/dev",
        ),
        (BRANCH, replace(found(PLAIN), places={"dev": False}), "gone", "place-missing", ""),
        (BRANCH, replace(found(PLAIN), places={"dev": True}), "alive", "", ""),
        (ANCHOR, replace(found(PLAIN), places={"#usage": False}), "unsure", "place-missing", ""),
        (ANCHOR, replace(found(PLAIN), places={"#other": False}), "alive", "", ""),
    ],
)
def test_verdicts(url: str, seen: Observation, word: str, reason: str, moved_to: str) -> None:
    link = read_link(url)
    verdict = verdict_of(seen, link, (LinkPlace(link, Where("README.md", 3)),))
    assert (verdict.word, verdict.reason, verdict.moved_to) == (word, reason, moved_to)
    assert (verdict.status, verdict.evidence) == (0, seen.evidence)


@pytest.mark.parametrize(
    ("url", "to", "certain", "questioned"),
    [
        ("https://old.example/a", "https://new.example/a", False, True),
        ("https://old.example/a", "https://new.example/a", True, False),
        ("https://old.example/a", "https://www.old.example/b", False, False),
        ("https://old.example/a", "https://docs.old.example/b", False, False),
        ("https://github.com/a/b", "https://github.com/c/d", True, False),
    ],
)
def test_a_move_is_the_same_question_for_check_and_for_the_dashboard(
    url: str, to: str, *, certain: bool, questioned: bool
) -> None:
    seen = moved(url, to, certain=certain, source="web")
    verdict = verdict_of(seen, read_link(url), ())
    assert bool(verdict.question) is questioned
    assert verdict.question == question_of_move(read_link(url), seen)
    assert verdict.question in verdict.detail
    asked = check_text([verdict])
    assert ("Moved to another site" in asked) is questioned
    assert ("use the new address" in asked) is not questioned
