"""The loss guard: how many references a source may lose at once before nothing of it counts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.judge.outage import find_outages, was_alive
from bot.model.memory import Memory, Trace
from bot.model.observation import Observation, Reason
from bot.model.options.policy import Policy
from tests.build import TODAY, found, gone, unsure

ALIVE = Trace(alive_since="2026-11-01")


def links(count: int) -> list[str]:
    return [f"https://github.com/acme/t{number}" for number in range(count)]


def in_outage(lost: int, alive: int, policy: Policy) -> bool:
    """Whether a source is in outage when so many of the references alive before are gone."""
    seen: list[Observation] = [
        gone(url) if number < lost else found(url) for number, url in enumerate(links(alive))
    ]
    memory = Memory(traces={one.reference.key: ALIVE for one in seen})
    return bool(find_outages(seen, memory, policy, TODAY).why)


@pytest.mark.parametrize(
    ("lost", "alive", "outage"),
    [
        (5, 6, False),  # so many may fall whatever the share
        (6, 7, True),
        (6, 59, True),
        (6, 60, False),  # exactly the share may fall
        (7, 60, True),
        (6, 100, False),
        (10, 100, False),
        (11, 100, True),
    ],
)
def test_both_the_floor_and_the_share_must_be_passed(lost: int, alive: int, outage: bool) -> None:
    assert in_outage(lost, alive, Policy()) is outage


@pytest.mark.parametrize(
    ("policy", "outage"),
    [
        (Policy(outage_share=0.5), False),
        (Policy(outage_share=0.1), True),
        (Policy(outage_share=0.1, outage_floor=8), False),
        (Policy(outage_share=0.0, outage_floor=7), True),
        (Policy(outage_share=1.0, outage_floor=0), False),
    ],
)
def test_a_list_sets_its_own_share_and_floor(policy: Policy, outage: bool) -> None:
    assert in_outage(8, 20, policy) is outage


@given(st.integers(3, 40), st.data())
def test_a_source_that_loses_more_never_stops_being_in_outage(
    alive: int, data: st.DataObject
) -> None:
    lost = data.draw(st.integers(0, alive - 1))
    if in_outage(lost, alive, Policy()):
        assert in_outage(lost + 1, alive, Policy())


@pytest.mark.parametrize(("count", "outage"), [(2, False), (3, True)])
def test_a_few_silent_pages_show_nothing(count: int, outage: bool) -> None:
    seen: list[Observation] = [unsure(url, "web") for url in links(count)]
    assert bool(find_outages(seen, Memory(), Policy(), TODAY).why) is outage


@pytest.mark.parametrize(
    ("count", "reason", "outage"),
    [
        (1, Reason.LOGIN, True),
        (2, Reason.BLOCKED, True),
        (1, Reason.TIMEOUT, True),
        (1, Reason.BAD_ANSWER, False),  # it may be about this one
        (2, Reason.BAD_ANSWER, True),
        (2, Reason.PRIVATE_OR_MISSING, False),  # which is an answer
    ],
)
def test_one_service_that_answers_nothing_is_in_outage_however_short_the_list(
    count: int, reason: Reason, outage: bool
) -> None:
    seen: list[Observation] = [
        replace(unsure(url), reason=reason, why="why so") for url in links(count)
    ]
    why = find_outages(seen, Memory(), Policy(), TODAY).why
    assert why.get("github", "").endswith("answered: why so") is outage


@pytest.mark.parametrize(
    ("trace", "alive"),
    [
        (Trace(), False),
        (ALIVE, True),
        (Trace(alive_since="2026-11-01", gone_on=("2026-11-02",)), False),
        (Trace(alive_since="2026-11-01", unsure_since="2026-11-02"), False),
    ],
)
def test_what_was_doubtful_before_is_no_loss(trace: Trace, alive: bool) -> None:
    assert was_alive(trace) is alive
