from __future__ import annotations

from dataclasses import replace

import pytest

from bot.model.errors import Where
from bot.model.observation import Observation
from bot.model.reference import read_link
from bot.model.verdict import LinkPlace, verdict_of
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
