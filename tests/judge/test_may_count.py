"""What an earlier run saw: what need not be read of it changes nothing that a run comes to."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.judge.judgement import judge, may_count_beside
from bot.lists.read import read_state
from bot.model.change import Answers
from bot.model.memory import Memory, Trace
from bot.model.observation import Observation, Reason
from bot.model.state import State
from tests.build import NOW, documents, found, gone, moved, reference, unsure

REPOSITORIES = [f"https://github.com/acme/t{number}" for number in range(9)]
PAGES = [f"https://acme.example/{number}" for number in range(3)]
ALIVE = Trace(alive_since="2026-11-01")
BEFORE = NOW - timedelta(days=3)


def listed() -> State:
    """A list of these links, all of which were alive."""
    rows = "".join(
        f"  - id: e{number}\n    kind: tool\n    name: E{number}\n    section: tools\n"
        f"    links:\n      code: {url}\n"
        for number, url in enumerate([*REPOSITORIES, *PAGES])
    )
    state = read_state(documents(**{"registry/tools.yml": f"entries:\n{rows}"}))
    traces = {reference(url).key: ALIVE for url in (*REPOSITORIES, *PAGES)}
    return replace(state, memory=Memory(traces=traces))


STATE = listed()


def seen(url: str) -> st.SearchStrategy[Observation]:
    source = "github" if url in REPOSITORIES else "web"
    others = [url.replace("/t", "/u"), *REPOSITORIES[:4]]  # a name that is listed as well
    return st.sampled_from(
        [
            *(moved(url, to, {"stars": 9}, source=source) for to in others),
            found(url, {"stars": 5, "licence": "MIT"}, source),
            found(url, source=source),
            found(url, {"stars": 7}, "history"),
            gone(url, source),
            gone(url, "wayback"),
            unsure(url, source),
            replace(unsure(url, "rules"), reason=Reason.LEFT_OUT),
            replace(unsure(url, source), reason=Reason.PRIVATE_OR_MISSING),
        ]
    )


ANSWERS = st.lists(st.sampled_from([*REPOSITORIES, *PAGES]).flatmap(seen), max_size=24)


@given(ANSWERS, ANSWERS)
def test_without_what_may_not_count_a_run_comes_to_the_same(
    kept: list[Observation], fresh: list[Observation]
) -> None:
    kept = [replace(one, at=BEFORE) for one in kept]
    may_count = may_count_beside(STATE, fresh, NOW)
    whole = replace(STATE, kept=kept)
    part = replace(STATE, kept=[one for one in kept if may_count(one)])
    assert judge(part, fresh, Answers(), NOW) == judge(whole, fresh, Answers(), NOW)


ONE = REPOSITORIES[0]


@pytest.mark.parametrize(
    ("fresh", "counts"),
    [
        ([], True),
        ([found(ONE)], False),
        ([gone(ONE), found(REPOSITORIES[1])], False),
        ([unsure(ONE), found(REPOSITORIES[1])], True),
        ([replace(unsure(ONE, "rules"), reason=Reason.LEFT_OUT)], True),
        ([found(ONE, source="history")], True),  # another question than whether it is there
        # in an outage, even what is found is not believed
        ([found(ONE), *map(gone, REPOSITORIES[1:])], True),
    ],
)
def test_what_a_certain_answer_replaces_does_not_count(
    fresh: list[Observation], counts: bool
) -> None:
    kept = replace(found(ONE, {"stars": 3}), at=BEFORE)
    assert may_count_beside(STATE, fresh, NOW)(kept) is counts
