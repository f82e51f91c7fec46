from __future__ import annotations

import pytest

from bot.model.observation import Found
from bot.model.snapshot import Snapshot
from tests.build import NOW, asked, reference
from tests.judge.facts_case import CODE, judged, links, registry
from tests.judge.facts_case import asked as doubts

SHOWN = Snapshot({"repo:acme/fam": {"licence": asked("MIT")}})


def unknown(reason: str) -> Found:
    return Found(
        reference=reference(CODE),
        source="github",
        at=NOW,
        evidence=CODE,
        facts={"stars": 3},
        unknown={"licence": reason} if reason else {},
    )


@pytest.mark.parametrize(
    ("reason", "doubt"),
    [
        ("GitHub finds a licence it does not recognise", True),
        ("GitHub finds no licence file", True),
        ("the card names several licences: mit, apache-2.0", True),
        ("the card says 'other' (no name given)", True),
        ("GitHub did not say", False),
        ("gated: the Hub shows it to members only", False),
        ("", False),
    ],
)
def test_a_shown_licence_that_became_unknown_is_a_question(reason: str, doubt: bool) -> None:
    news = judged(registry(links=links(code=CODE)), unknown(reason), shown=SHOWN)
    assert doubts(news) == ([f"licence: MIT is shown, and now {reason}"] if doubt else [])
    assert news.changes == []


def test_what_was_never_shown_or_is_curated_is_no_question() -> None:
    lost = unknown("GitHub finds no licence file")
    assert doubts(judged(registry(links=links(code=CODE)), lost)) == []
    curated = registry(links=links(code=CODE), licence="MIT")
    assert doubts(judged(curated, lost, shown=SHOWN)) == []
