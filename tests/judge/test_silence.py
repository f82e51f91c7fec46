"""Who was asked and did not answer: no dispute is won by an outage, no open proposal shrinks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model.decision import Ruling
from bot.model.observation import Facts, Found, Observation, Reason, Unsure
from bot.model.reference import Reference, home
from bot.run.steps.observations import ObservationStore
from bot.run.steps.outcome import Outcome
from tests.build import NOW, judge, merged, open_ones, reference
from tests.judge.days import judged_with_kept
from tests.judge.facts_case import CODE, HUB, files, links

PAPER = "https://arxiv.org/abs/2206.00001"
OTHER = "https://arxiv.org/abs/2301.00001"
MODEL = HUB + "acme/fam-7b"
SECOND = HUB + "acme/fam-13b"

Asked = tuple[str, str]
"""A source, and the key of what it is asked about."""
World = Mapping[Asked, Facts]
"""What each source would answer. What is not in it, nobody knows."""


def key(url: str) -> str:
    return reference(url).key


def listing(*, paper: str = PAPER) -> dict[str, str]:
    """One model with a preprint, weights of two sizes and code: everything is to be found out."""
    roles: dict[str, str | list[str]] = {"code": CODE, "weights": [MODEL, SECOND]}
    if paper:
        roles["paper"] = paper
    more = {"title": "Fam", "venue": "arXiv 2022"} if paper else {}
    made = files(links=links(**roles), **more)
    made["registry/list.yml"] = made["registry/list.yml"].replace(
        "columns: [name, description, licence, reach]",
        "columns: [name, venue, sizes, released, licence, reach]",
    )
    return merged(judge([], files=made), made)


@dataclass
class Days:
    """One run a day over one list: what is kept, remembered and open goes to the next."""

    listed: dict[str, str]
    world: World
    folder: Path
    now: datetime = NOW
    pending: dict[str, dict[str, str]] = field(default_factory=dict)
    last: Outcome | None = None

    def run(self, silent: frozenset[Asked] = frozenset(), *, has_cache: bool = True) -> Outcome:
        """A day on which these do not answer."""
        store = ObservationStore(self.folder)
        kept = (store.read() or []) if has_cache else []
        seen: list[Observation] = [
            self._answer(source, one, silent) for source, one in self._first()
        ]
        outcome = self._judged(kept, seen)
        for _ in range(2):
            for source, queries in outcome.queries.items():
                seen += [self._answer(source, query.reference, silent) for query in queries]
            outcome = self._judged(kept, seen)
        store.keep(
            [
                one
                for one in seen
                if isinstance(one, Unsure) or one.source not in outcome.news.outages
            ]
        )
        self.pending = {
            topic: texts
            for topic, texts in {**self.pending, **open_ones(outcome)}.items()
            if topic in outcome.stays or topic in open_ones(outcome)
        }
        self.last, self.now = outcome, self.now + timedelta(days=1)
        return outcome

    def _first(self) -> list[tuple[str, Reference]]:
        sources = {"paper": "arxiv", "repo": "github", "model": "hub"}
        urls = [
            url for url in (PAPER, CODE, MODEL, SECOND) if url in self.listed["registry/models.yml"]
        ]
        return [(sources[str(reference(url).kind)], reference(url)) for url in urls]

    def _answer(self, source: str, one: Reference, silent: frozenset[Asked]) -> Observation:
        base = {"reference": one, "source": source, "at": self.now, "evidence": home(one)}
        if (source, one.key) in silent:
            return Unsure(**base, reason=Reason.TIMEOUT, why="no answer")  # type: ignore[arg-type]
        facts = self.world.get((source, one.key))
        if facts is None:
            return Unsure(**base, reason=Reason.PRIVATE_OR_MISSING, why="unknown")  # type: ignore[arg-type]
        return Found(**base, facts=facts)  # type: ignore[arg-type]

    def _judged(self, kept: Sequence[Observation], seen: Sequence[Observation]) -> Outcome:
        memory = self.last.memory if self.last else None
        return judged_with_kept(kept, seen, self.listed, memory, self.pending, self.now)


def applied(outcome: Outcome) -> dict[str, str]:
    return {one.id: one.after for one in outcome.changes if one.ruling is Ruling.APPLY}


DISPUTE: World = {
    ("arxiv", key(PAPER)): {"title": "Fam", "published": "2022-06-01", "doi": "10.1/x"},
    ("semanticscholar", key(PAPER)): {"venue": "ICLR", "year": 2024, "kind": "conference"},
    ("crossref", key(PAPER)): {"venue": "NeurIPS", "year": 2022, "kind": "conference"},
    ("github", key(CODE)): {"id": 7, "stars": 70, "created": "2023-05-01", "licence": "MIT"},
    ("hub", key(MODEL)): {"parameters": 7_000_000_000, "created": "2023-05-03", "licence": "MIT"},
    ("hub", key(SECOND)): {
        "parameters": 13_000_000_000,
        "created": "2023-05-02",
        "licence": "Apache-2.0",
    },
    ("history", key(CODE)): {"first_commit": "2021-01-01"},
}
VENUE_SOURCES = [("arxiv", key(PAPER)), ("semanticscholar", key(PAPER)), ("crossref", key(PAPER))]


@pytest.mark.parametrize("has_cache", [True, False])
@pytest.mark.parametrize("silent", VENUE_SOURCES, ids=lambda asked: asked[0])
def test_a_dispute_is_not_won_by_an_outage(
    tmp_path: Path, silent: Asked, *, has_cache: bool
) -> None:
    days = Days(listing(), DISPUTE, tmp_path)
    assert [one for one in days.run().questions if one.field == "venue"]
    for _ in range(3):
        assert "fam/venue" not in applied(days.run(frozenset({silent}), has_cache=has_cache))
    assert "fam/venue" not in applied(days.run()), "nothing kept stands alone later"
    fresh = Days(listing(), DISPUTE, tmp_path / "new")
    assert "fam/venue" not in applied(fresh.run(frozenset({silent})))
    assert "fam/venue" not in applied(fresh.run())


@pytest.mark.parametrize(
    ("field_of", "silent"),
    [
        ("released", ("history", key(CODE))),
        ("released", ("hub", key(MODEL))),
        ("released", ("arxiv", key(PAPER))),
        ("licence", ("hub", key(MODEL))),
        ("licence", ("hub", key(SECOND))),
        ("sizes", ("hub", key(SECOND))),
    ],
)
def test_what_several_answers_make_waits_for_all_of_them(
    tmp_path: Path, field_of: str, silent: Asked
) -> None:
    """The first commit would contradict the month, the second licence the first."""
    stated = applied(Days(listing(), DISPUTE, tmp_path / "whole").run()).get(f"fam/{field_of}")
    days = Days(listing(), DISPUTE, tmp_path)
    assert f"fam/{field_of}" not in applied(days.run(frozenset({silent})))
    assert applied(days.run()).get(f"fam/{field_of}") == stated


def test_one_silent_paper_does_not_make_the_other_its_own(tmp_path: Path) -> None:
    world: World = {
        ("hub", key(MODEL)): {"papers": ("2301.00001", "2206.00001")},
        ("hub", key(SECOND)): {},
        ("github", key(CODE)): {"id": 7},
        ("arxiv", key(OTHER)): {"title": "Fam: A model"},
        ("arxiv", key(PAPER)): {"title": "Fam: Another model"},
    }
    days = Days(listing(paper=""), world, tmp_path)
    for silent in (("arxiv", key(PAPER)), ("arxiv", key(OTHER)), ("github", key(CODE))):
        assert "fam/links.paper" not in applied(days.run(frozenset({silent}), has_cache=False))
    assert [one for one in days.run().questions if "several papers" in one.doubt]


def test_an_open_proposal_does_not_shrink_while_the_cache_is_gone(tmp_path: Path) -> None:
    world: World = {**DISPUTE, ("crossref", key(PAPER)): {"venue": "ICLR", "year": 2024}}
    days = Days(listing(), world, tmp_path)
    assert "fam/venue" in applied(days.run())
    before = dict(days.pending["facts"])
    for silent in VENUE_SOURCES:
        outcome = days.run(frozenset({silent}), has_cache=False)
        assert "facts" in outcome.stays, silent
        assert silent[0] in outcome.stays["facts"]
        assert days.pending["facts"] == before
    assert "facts" not in days.run().stays


asked_about = st.sets(st.sampled_from(sorted(DISPUTE)), max_size=4).map(frozenset)
venues = st.sampled_from([{}, {"venue": "ICLR", "year": 2024}, {"venue": "NeurIPS", "year": 2022}])
months = st.sampled_from(["2023-05-01", "2023-05-06", "2022-01-01", "2024-02-02"])
worlds = st.fixed_dictionaries(
    {
        ("arxiv", key(PAPER)): st.fixed_dictionaries(
            {"title": st.just("Fam"), "published": st.just("2022-03-01")},
            optional={
                "doi": st.just("10.1/x"),
                "comment": st.sampled_from(["ICLR 2024", "NeurIPS 2022", "9 pages"]),
            },
        ),
        ("semanticscholar", key(PAPER)): venues,
        ("crossref", key(PAPER)): venues,
        ("github", key(CODE)): st.fixed_dictionaries(
            {"id": st.just(7), "stars": st.just(70), "created": months}
        ),
        ("hub", key(MODEL)): st.fixed_dictionaries(
            {"parameters": st.just(7_000_000_000), "downloads": st.just(800)},
            optional={"created": months, "licence": st.just("MIT")},
        ),
        ("hub", key(SECOND)): st.fixed_dictionaries(
            {"downloads": st.just(90_000)},
            optional={
                "parameters": st.just(13_000_000_000),
                "created": months,
                "licence": st.sampled_from(["MIT", "Apache-2.0"]),
            },
        ),
        ("history", key(CODE)): st.fixed_dictionaries({"first_commit": months}),
    }
)


@settings(max_examples=40)
@given(worlds, st.lists(st.tuples(asked_about, st.booleans()), min_size=1, max_size=4))
def test_silence_decides_nothing_and_takes_nothing_back(
    world: World, days_of_silence: list[tuple[frozenset[Asked], bool]]
) -> None:
    """Over sources, days and silence: only what all together say is ever proposed, and it stays."""
    with TemporaryDirectory() as one, TemporaryDirectory() as two:
        whole = applied(Days(listing(), world, Path(one)).run())
        days = Days(listing(), world, Path(two))
        for silent, has_cache in [*days_of_silence, (frozenset(), True)]:
            before = {topic: dict(texts) for topic, texts in days.pending.items()}
            outcome = days.run(silent, has_cache=has_cache)
            assert applied(outcome).items() <= whole.items()
            for topic, texts in before.items():
                assert topic in days.pending, f"{topic} was taken back"
                if topic in outcome.stays:
                    assert days.pending[topic] == texts
        assert applied(outcome) == whole
