"""What a proposal of values takes over, and the day it gives for each."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

import bot.judge.visible
from bot.judge.ruling import Rules
from bot.judge.visible import candidate_snapshot, visible_changes
from bot.lists.read import read_state
from bot.lists.registry.load import read_documents
from bot.lists.snapshot import OBSERVED, parse_snapshot
from bot.model.change import Change
from bot.model.decision import Ruling
from bot.model.entry import Entry
from bot.model.memory import Memory, Rejection
from bot.model.options.policy import Policy
from bot.model.snapshot import Snapshot
from bot.model.values.shown import ShownValue, shown_values
from tests.build import (
    NOW,
    ROOT,
    TODAY,
    TOOLS,
    asked,
    documents,
    found,
    judge,
    of,
    registry_of,
    snapshot,
)

BETA = "https://github.com/acme/beta"
DELTA = "https://github.com/acme/delta"
# Alpha and Beta show the stars of one repository, Gamma those of another.
SHARED = TOOLS.replace("https://github.com/old/alpha", BETA) + f"      code: {DELTA}\n"
BEFORE = snapshot(repo__acme__beta={"stars": asked(5000)}, repo__acme__delta={"stars": asked(100)})
AFTER = snapshot(repo__acme__beta={"stars": asked(9000)}, repo__acme__delta={"stars": asked(200)})
ONLY_DELTA = Snapshot({**BEFORE.values, "repo:acme/delta": AFTER.values["repo:acme/delta"]})


def visible(rules: Rules) -> tuple[list[Change], Snapshot]:
    registry = registry_of(documents(**{"registry/tools.yml": SHARED}))
    return visible_changes((registry, registry), BEFORE, BEFORE, AFTER, rules)


def rulings(changes: list[Change]) -> dict[str, Ruling]:
    return {change.id: change.ruling for change in changes}


def test_what_nothing_stands_against_is_taken_over() -> None:
    changes, adopted = visible(Rules(Policy(), Memory(), {}))
    assert set(rulings(changes).values()) == {Ruling.APPLY}
    assert {change.evidence for change in changes} == {"https://example.org/evidence"}
    assert adopted == AFTER


@pytest.mark.parametrize("held_by", ["pin", "answer"])
@pytest.mark.parametrize("name", ["alpha", "beta"])
def test_a_value_held_for_one_entry_is_taken_over_for_none(name: str, held_by: str) -> None:
    memory, pins = Memory(), {}
    if held_by == "pin":
        pins = {name: {"stars": "counts another thing"}}
    else:
        offered, _ = visible(Rules(Policy(), memory, {}))
        (declined,) = [change for change in offered if change.entry == name]
        memory = Memory(declined={declined.id: Rejection(declined.digest)})
    changes, adopted = visible(Rules(Policy(), memory, pins))
    assert rulings(changes) == {
        "alpha/stars": Ruling.HOLD,
        "beta/stars": Ruling.HOLD,
        "gamma/stars": Ruling.APPLY,
    }
    assert adopted == ONLY_DELTA


@pytest.mark.parametrize(
    ("days", "day"), [(-3, "2026-11-21"), (0, TODAY), (1, TODAY), (400, TODAY)]
)
def test_no_value_is_of_a_day_to_come(days: int, day: str) -> None:
    """A runner's clock may be ahead; a later value must still be able to follow."""
    seen = replace(found(BETA, {"stars": 5}), at=NOW + timedelta(days=days))
    after, _ = candidate_snapshot(Snapshot({}), Snapshot({}), [seen], TODAY)
    assert after.values["repo:acme/beta"]["stars"].day == day
    if days >= 0:
        stored = parse_snapshot(of(judge([seen]), "metadata").files[OBSERVED])
        assert stored.values["repo:acme/beta"]["stars"].day == day


def test_results_that_people_wrote_end_the_search_for_what_stands_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """They are made of no fetched value, so nothing that is left out removes them."""
    drawn: Counter[str] = Counter()

    def counted(entry: Entry, snapshot: Snapshot) -> dict[str, ShownValue]:
        drawn[entry.id] += 1
        assert drawn[entry.id] < 20
        return shown_values(entry, snapshot)

    monkeypatch.setattr(bot.judge.visible, "shown_values", counted)
    registry = read_state(read_documents(ROOT)).registry
    stars = {link.link.reference.key: {"stars": asked(5)} for _, link in registry.links()}
    before, after = Snapshot(), Snapshot(stars)
    rules = Rules(Policy(), Memory(), {})
    changes, _ = visible_changes((registry, registry), before, before, after, rules)
    assert {change.entry for change in changes} & {e.id for e in registry.entries if e.results}
