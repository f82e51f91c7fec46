from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.judge.facts.dates import DatedEvidence, agreed, candidates, contradicted
from bot.judge.facts.evidence import ObservationIndex
from bot.lists.registry.load import load
from bot.model.observation import Found
from bot.model.snapshot import FetchedValue, Snapshot
from tests.judge.facts_case import (
    ARXIV,
    CODE,
    HUB,
    applied_changes,
    asked,
    code,
    files,
    judged,
    links,
    paper,
    registry,
    weights,
)

LINKS = links(paper=ARXIV, code=CODE, weights=HUB + "acme/fam-7b")


def on_hub(day: str) -> Found:
    return weights("acme/fam-7b", created=day)


def on_arxiv(day: str) -> Found:
    return paper(published=day)


FILLED = {
    "code and weights": ([code(created="2023-06-15"), on_hub("2023-06-20")], "2023-06"),
    "weights and paper": ([on_hub("2023-06-15"), on_arxiv("2023-06-20")], "2023-06"),
    "a paper a few days before": ([on_hub("2023-06-15"), on_arxiv("2023-06-02")], "2023-06"),
    "code, where the Hub has its floor": (
        [code(created="2019-10-23"), weights("acme/fam-7b"), on_arxiv("2019-10-23")],
        "2019-10",
    ),
    "the first release of a repository": (
        [code(first_released="2023-06-14", first_commit="2023-06-15"), on_hub("2023-06-16")],
        "2023-06",
    ),
    "the first commit, not the day the page was opened": (
        [code(created="2023-09-01", first_commit="2023-06-15"), on_hub("2023-06-16")],
        "2023-06",
    ),
}
OPEN = {
    "nothing": [],
    "one kind alone": [on_hub("2023-06-15")],
    "a paper alone": [on_arxiv("2023-06-15")],
    "code long before the weights": [code(created="2021-12-25"), on_hub("2023-02-13")],
    "code long before weights and paper that agree": [
        code(created="2020-12-22"),
        on_hub("2022-04-07"),
        on_arxiv("2022-04-14"),
    ],
    "three weeks apart": [code(created="2023-03-04"), on_hub("2023-03-25")],
    "near, but in two months": [code(created="2023-04-28"), on_hub("2023-05-03")],
    "first commit and first release are one kind": [
        code(first_released="2023-06-15", first_commit="2023-06-15")
    ],
}


@pytest.mark.parametrize(("observations", "month"), FILLED.values(), ids=FILLED)
def test_a_blank_is_filled_where_two_kinds_agree(observations: list[Found], month: str) -> None:
    news = judged(registry(links=LINKS), *observations)
    assert applied_changes(news) == [("released", "", month)]
    assert news.changes[0].why.startswith("first release of weights or code: ")
    assert news.edits == []
    assert news.adopted(Snapshot()).filled("fam", "released") == FetchedValue(
        month, news.fills["fam"]["released"].source, "2026-11-24", news.changes[0].evidence
    )


@pytest.mark.parametrize("observations", OPEN.values(), ids=OPEN)
def test_what_does_not_agree_stays_blank(observations: list[Found]) -> None:
    news = judged(registry(links=LINKS), *observations)
    assert applied_changes(news) == []
    kinds = {one.source for one in observations}
    weighed = len(kinds) > 1 and kinds != {"arxiv"}
    assert any("no date is filled in" in one for one in asked(news)) is weighed


def test_the_first_of_each_kind_is_looked_at_in_order_of_days() -> None:
    both = links(paper=ARXIV, code=CODE, weights=[HUB + "acme/fam-7b", HUB + "acme/fam-13b"])
    observations = [on_arxiv("2022-04-14"), code(created="2020-12-22"), on_hub("2022-04-07")]
    earlier = weights("acme/fam-13b", created="2022-04-01")
    entry = registry(links=both).entries[0]
    found_days = candidates(entry, ObservationIndex.of([*observations, earlier]))
    assert [(one.kind, one.day) for one in found_days] == [
        ("code", "2020-12-22"),
        ("weights", "2022-04-01"),
        ("paper", "2022-04-14"),
    ]


SHOWN = Snapshot({"entry:fam": {"released": FetchedValue("2023-06", "hub", "2026-11-01")}})


@pytest.mark.parametrize(
    "observations",
    [
        [],
        [on_hub("2023-06-15")],
        [on_hub("2023-06-15"), code(created="2023-04-01"), on_arxiv("2023-04-02")],
        [on_arxiv("2023-04-02")],
    ],
    ids=["silence", "one agrees", "an earlier pair turns up", "only a paper"],
)
def test_a_filled_date_stays_while_something_agrees(observations: list[Found]) -> None:
    assert applied_changes(judged(registry(links=LINKS), *observations, shown=SHOWN)) == []


def test_a_filled_date_that_everything_contradicts_is_changed() -> None:
    observations = [on_hub("2023-04-03"), code(created="2023-04-01")]
    news = judged(registry(links=LINKS), *observations, shown=SHOWN)
    assert applied_changes(news) == [("released", "2023-06", "2023-04")]


@pytest.mark.parametrize(
    ("curated", "days", "doubt"),
    [
        ("2023-06", ["2023-07-06", "2023-07-06", ""], True),
        ("2023-06", ["2023-05-06", "2023-05-08", ""], True),
        ("2023-06", ["2023-07-06", "", ""], False),
        ("2023-06", ["2023-05-06", "2023-07-08", ""], False),
        ("2023-06", ["2023-07-06", "2023-07-06", "2023-06-30"], False),
        ("2023", ["2023-07-06", "2023-08-06", ""], False),
        ("2022", ["2023-07-06", "2023-08-06", ""], True),
        ("2023-06-15", ["2023-06-16", "2023-06-17", ""], True),
    ],
)
def test_a_curated_month_that_everything_contradicts_is_a_question(
    curated: str, days: list[str], doubt: bool
) -> None:
    observations = [code(first_commit=days[0]), on_hub(days[1])]
    observations += [on_arxiv(days[2])] if days[2] else []
    news = judged(registry(links=LINKS, released=f"'{curated}'"), *observations)
    assert applied_changes(news) == []
    assert [f"the list says {curated}, and nothing agrees" in one for one in asked(news)] == (
        [True] if doubt else []
    )


def test_the_history_of_a_repository_is_fetched_only_where_it_helps() -> None:
    def wanted(released: str, *observations: Found) -> list[str]:
        fields = {"released": f"'{released}'"} if released else {}
        return [
            one.url
            for one in judged(registry(links=LINKS, **fields), *observations).wanted.get(
                "history", []
            )
        ]

    assert wanted("", on_hub("2023-06-15")) == [CODE]
    assert wanted("2023-06", on_hub("2023-06-15")) == []
    assert wanted("2023-05", on_hub("2023-06-15")) == [CODE]
    assert wanted("2023-05", on_hub("2023-06-15"), code(first_commit="2023-05-15")) == []


DAYS = st.dates().map(lambda day: day.isoformat())
FOUND = st.lists(
    st.builds(
        DatedEvidence,
        DAYS,
        st.sampled_from(["weights", "code", "paper"]),
        st.just("w"),
        st.just("s"),
        st.just("e"),
    ),
    max_size=3,
    unique_by=lambda one: one.kind,
).map(sorted)


@given(FOUND)
def test_what_is_agreed_is_the_first_of_weights_and_code(found: list[DatedEvidence]) -> None:
    pair = agreed(found)
    if pair:
        first, other = pair
        assert first.kind != "paper"
        assert first.kind != other.kind
        assert first.month == other.month
        assert all(one.kind == "paper" or one.day >= first.day for one in found)
        assert not contradicted(first.month, found)


def test_the_date_of_a_paper_stays_proposed_with_its_day_when_arxiv_is_silent() -> None:
    texts = files(links=links(paper=ARXIV))
    texts["registry/models.yml"] = texts["registry/models.yml"].replace(
        "kind: model", "kind: paper"
    )
    texts["registry/list.yml"] = texts["registry/list.yml"].replace("[tool,", "[paper, tool,")
    listed = load(texts)[0]
    earlier = FetchedValue("2023-06-02", "arxiv", "2026-11-01", "https://e.example")
    pending = Snapshot({"entry:fam": {"released": earlier}})
    for observations in ([], [on_arxiv("2023-06-02")]):
        news = judged(listed, *observations, pending=pending)
        assert applied_changes(news) == [("released", "", "2023-06-02")]
        assert news.adopted(Snapshot()).filled("fam", "released") == earlier
