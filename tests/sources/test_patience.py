"""The one retry policy: pauses, Retry-After, caps."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.sources.http.patience import (
    ARCHIVE_RETRIES,
    PAPER_RETRIES,
    Patience,
    RetryPolicy,
    retry_after,
)

POLICY = RetryPolicy(pauses=(5.0, 30.0), longest=60.0, total=90.0, misses=2)


@pytest.mark.parametrize(
    ("tries", "asked", "pause"),
    [
        (1, None, 5.0),
        (2, None, 30.0),
        (3, None, None),
        (1, 0.0, 5.0),
        (1, 17.0, 17.0),
        (2, 17.0, 30.0),
        (1, 60.0, 60.0),
        (1, 61.0, None),
    ],
)
def test_a_pause_is_ours_or_longer_and_has_a_cap(
    tries: int, asked: float | None, pause: float | None
) -> None:
    assert POLICY.pause(tries, asked) == pause


@pytest.mark.parametrize(
    ("answers", "slept", "last"),
    [
        ([None], [], None),
        ([0.0, None], [5.0], None),
        ([0.0, 0.0, None], [5.0, 30.0], None),
        ([0.0, 0.0, 0.0], [5.0, 30.0], 0.0),
        ([7.0, 40.0, 1.0], [7.0, 40.0], 1.0),
        ([61.0], [], 61.0),
        ([60.0, 31.0], [60.0], 31.0),
    ],
)
def test_a_call_is_repeated_while_tries_and_patience_last(
    answers: Sequence[float | None], slept: list[float], last: float | None
) -> None:
    waits: list[float] = []
    left = iter(answers)
    patience = Patience(POLICY, waits.append)
    assert patience.repeat(lambda: next(left), lambda asked: asked) == last
    assert waits == slept
    assert next(left, "none") == "none"
    assert patience.left == 90 - sum(slept)


def test_what_a_run_waits_is_bounded() -> None:
    waits: list[float] = []
    patience = Patience(POLICY, waits.append)
    assert [patience.wait(asked) for asked in (61, 50, 1, 41, 35, 1)] == [
        False, True, True, False, True, False,
    ]  # fmt: skip
    assert waits == [50, 5, 35]


def test_failures_in_a_row_are_counted() -> None:
    patience = Patience(POLICY)
    seen = []
    for failed in (True, False, True, True):
        patience.note(failed=failed)
        seen.append(patience.is_down)
    assert seen == [False, False, False, True]


def test_an_exception_that_deserves_it_is_tried_again() -> None:
    waits: list[float] = []
    calls: list[int] = []

    def call() -> None:
        calls.append(1)
        raise ConnectionError

    with pytest.raises(ConnectionError):
        POLICY.retrying(lambda error: isinstance(error, ConnectionError), waits.append)(call)
    assert (len(calls), waits) == (3, [5.0, 30.0])
    with pytest.raises(ConnectionError):
        POLICY.retrying(lambda _: False, waits.append)(call)
    assert len(calls) == 4


def test_a_day_without_any_other_to_measure_it_by_states_nothing() -> None:
    assert retry_after({"retry-after": "Tue, 24 Nov 2026 12:00:09 GMT"}) is None


def test_the_documented_waits_are_those_of_the_policies() -> None:
    docs = Path("docs/sources.md").read_text(encoding="utf-8")
    text = " ".join(docs.partition("gets a minute in total")[2].partition("## ")[0].split())
    papers, archive = text.split("- `wayback`")
    assert f"tried again after {PAPER_RETRIES.pause(1, 1.0):g} seconds at the" in papers
    assert f"at most {PAPER_RETRIES.total:g} seconds" in papers
    assert f"tried again once, after {ARCHIVE_RETRIES.pause(1, 1.0):g} seconds" in archive
    assert ARCHIVE_RETRIES.pause(2) is ARCHIVE_RETRIES.pause(1, ARCHIVE_RETRIES.longest + 1) is None
    assert "says more, it is not queried again" in archive
