"""Results that models publish: nothing without a source, nothing that makes no sense."""

from __future__ import annotations

import json

import pytest

from bot.model.entry import Entry, EntryLink
from bot.model.errors import Where
from bot.model.reference import read_link
from bot.model.snapshot import FetchedValue, Snapshot
from bot.model.values.evaluations import MOST_RESULTS, evaluations

HUB = "https://huggingface.co"
GOOD = {
    "benchmark": "MMLU",
    "metric": "accuracy",
    "score": 25.93,
    "setting": "5-shot",
    "source": "https://board.example/x",
}


def entry(*names: str) -> Entry:
    links = tuple(EntryLink("weights", read_link(f"{HUB}/{name}"), Where("x")) for name in names)
    return Entry("a", "model", "A", "models", Where("x"), links)


def snapshot(**texts: tuple[str, ...]) -> Snapshot:
    return Snapshot(
        {
            f"model:acme/{name.replace('_', '-')}": {
                "evaluations": FetchedValue(value, "hub", "2026-11-24", HUB)
            }
            for name, value in texts.items()
        }
    )


def results(*raw: object) -> list[str]:
    texts = tuple(one if isinstance(one, str) else json.dumps(one) for one in raw)
    return [str(one) for _, one in evaluations(entry("acme/a"), snapshot(a=texts))]


def test_a_result_is_shown_whole() -> None:
    assert results(GOOD) == ["MMLU 25.93 (accuracy, 5-shot)"]


@pytest.mark.parametrize(
    "broken",
    [
        "{",
        "[]",
        {},
        {**GOOD, "source": ""},
        {**GOOD, "source": "javascript:alert(1)"},
        {**GOOD, "source": "https://x.example/a b"},
        {**GOOD, "score": "high"},
        {**GOOD, "score": None},
        {**GOOD, "benchmark": "  "},
    ],
)
def test_what_has_no_source_or_makes_no_sense_is_left_out(broken: object) -> None:
    assert results(broken) == []


def test_sizes_of_a_family_are_separate_and_duplicates_are_one() -> None:
    one, other = json.dumps(GOOD), json.dumps({**GOOD, "score": 40})
    found = evaluations(entry("acme/a-7b", "acme/a-70b"), snapshot(a_7b=(one, one), a_70b=(other,)))
    assert [str(one) for _, one in found] == [
        "7B: MMLU 25.93 (accuracy, 5-shot)",
        "70B: MMLU 40 (accuracy, 5-shot)",
    ]


def test_there_are_not_too_many_and_lines_stay_lines() -> None:
    many = [{**GOOD, "benchmark": f"B{number:02}\n## x"} for number in range(40)]
    shown = results(*many)
    assert len(shown) == MOST_RESULTS
    assert shown[0] == "B00 ## x 25.93 (accuracy, 5-shot)"
