from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.observation import Found, Observation, Reason, Unsure, outcome_word
from bot.model.reference import Kind, Place, Query, Reference, home, read_link
from bot.parsing.arxiv_ids import identifier
from bot.sources.papers.arxiv import Arxiv

if TYPE_CHECKING:
    from tests.world.world import World

NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
HOST = "export.arxiv.org"
Box = Callable[..., "World"]


@pytest.mark.parametrize(
    ("name", "canonical"),
    [
        ("2307.09288", "2307.09288"),
        ("0704.0001", "0704.0001"),
        ("1412.9999", "1412.9999"),
        ("1501.00001", "1501.00001"),
        ("math.GT/0309136", "math/0309136"),
        ("hep-th/9901001", "hep-th/9901001"),
        ("1501.0001", None),
        ("1412.00001", None),
        ("2313.00001", None),
        ("0703.0001", None),
        ("hep-th/9913001", None),
        ("2307.09288v2", None),
        ("", None),
        ("not an id", None),
    ],
)
def test_identifiers_are_checked_before_they_are_sent(name: str, canonical: str | None) -> None:
    assert identifier(name) == canonical


@given(st.text())
def test_an_identifier_is_its_own_identifier(text: str) -> None:
    canonical = identifier(text)
    assert canonical is None or identifier(canonical) == canonical


def paper(name: str, *versions: str) -> Query:
    reference = Reference.of(Kind.PAPER, name)
    return Query(reference, home(reference), frozenset(Place(version=v) for v in versions))


def look(
    names: Sequence[str | Query], slept: list[float] | None = None
) -> tuple[dict[str, Observation], Arxiv]:
    source = Arxiv(
        "https://github.com/octo/list", sleep=(slept if slept is not None else []).append
    )
    queries = [one if isinstance(one, Query) else paper(one) for one in names]
    try:
        seen = list(source.look(queries, NOW))
    finally:
        source.close()
    assert sorted(one.reference.key for one in seen) == sorted(one.reference.key for one in queries)
    return {one.reference.name: one for one in seen}, source


def words(seen: dict[str, Observation]) -> set[str]:
    return {outcome_word(one) for one in seen.values()}


def reasons(seen: dict[str, Observation]) -> set[Reason]:
    return {one.reason for one in seen.values() if isinstance(one, Unsure)}


def papers(count: int) -> dict[str, Any]:
    return {
        "papers": {
            f"2301.{number:05}": {"title": f"Paper {number}", "published": "2023-01-02"}
            for number in range(1, count + 1)
        }
    }


def ids(count: int) -> list[str]:
    return list(papers(count)["papers"])


LLAMA: dict[str, Any] = {
    "2307.09288": {
        "title": "Llama 2: Open Foundation\n  and Fine-Tuned Chat Models",
        "authors": ["Hugo Touvron", "Louis Martin"],
        "published": "2023-07-18",
        "updated": "2023-07-19",
        "versions": 2,
        "categories": ["cs.CL", "cs.AI"],
        "journal": "J. Open 1 (2024)",
        "doi": "10.1/x",
        "comment": "77 pages",
    },
    "math/0309136": {"title": "Knots", "published": "2003-09-08"},
}


def test_the_facts_of_a_paper(world: Box) -> None:
    box = world({"papers": LLAMA})
    seen, source = look([paper("2307.09288", "v1", "v3"), "math.GT/0309136"])
    llama = seen["2307.09288"]
    assert isinstance(llama, Found)
    assert llama.facts == {
        "id": "2307.09288",
        "title": "Llama 2: Open Foundation and Fine-Tuned Chat Models",
        "authors": ("Hugo Touvron", "Louis Martin"),
        "published": "2023-07-18",
        "updated": "2023-07-19",
        "version": 2,
        "comment": "77 pages",
        "journal": "J. Open 1 (2024)",
        "doi": "10.1/x",
        "category": "cs.CL",
        "withdrawn": False,
    }
    assert llama.places == {"v1": True, "v3": False}
    assert llama.evidence == "https://arxiv.org/abs/2307.09288"
    assert isinstance(seen["math.GT/0309136"], Found)
    assert source.requests == 1
    (record,) = [one for one in box.records() if one.method == "GET"]
    assert record.headers["user-agent"].startswith("listkeeper/")
    assert record.headers["user-agent"].endswith("(+https://github.com/octo/list)")


@pytest.mark.parametrize(
    ("record", "withdrawn"),
    [
        ({"comment": "This paper has been withdrawn by the authors"}, True),
        ({"comment": "Withdrawn due to an error in Lemma 3"}, True),
        ({"comment": "paper withdrawn"}, True),
        ({"summary": "This paper has been withdrawn."}, True),
        ({"comment": "Withdrawn from ICLR 2024 to be improved"}, None),
        ({"comment": "supersedes the withdrawn 2001.00001"}, None),
        ({"summary": "We study deposits withdrawn by customers."}, False),
        (
            {
                "comment": "arXiv admin note: This version has been removed by arXiv "
                "administrators as the submitter did not have the rights to agree to the license"
            },
            True,
        ),
        ({"comment": "Retracted by the authors"}, True),
        ({"comment": "7 pages. This article has been retracted."}, True),
        ({"comment": "The authors have withdrawn this paper"}, True),
        (
            {
                "comment": "This version withdrawn by arXiv administrators because the submitter "
                "did not have the authority to grant the license"
            },
            True,
        ),
        (
            {"comment": "arXiv admin note: submission has been withdrawn due to text reuse"},
            True,
        ),
        ({"comment": "Withdrawn ICLR 2024 submission, 20 pages"}, False),
        ({"comment": "Withdrawn submission to ICLR 2023"}, False),
        ({"comment": "This paper was withdrawn and resubmitted as a new version"}, False),
        ({"comment": "Withdrawn. A new version is 2302.00002"}, None),
        ({"comment": "A detector of retracted papers"}, None),
        ({"comment": "arXiv admin note: text overlap with arXiv:2001.00001"}, False),
        ({"summary": "Retracted articles are cited for years."}, False),
        ({"summary": "Withdrawn papers teach us what reviewing misses."}, False),
        ({"summary": "The authors have withdrawn their consent in many studies; why?"}, False),
        ({}, False),
    ],
)
def test_withdrawal_is_believed_only_when_plain(
    world: Box, record: dict[str, str], withdrawn: bool | None
) -> None:
    world({"papers": {"2301.00001": {"title": "T", "published": "2023-01-02", **record}}})
    found = look(["2301.00001"])[0]["2301.00001"]
    assert isinstance(found, Found)
    assert found.facts.get("withdrawn") is withdrawn
    assert ("withdrawn" in found.unknown) is (withdrawn is None)


def test_a_hundred_papers_are_one_request_and_more_keep_the_pause(world: Box) -> None:
    box = world(papers(230))
    slept: list[float] = []
    seen, source = look(ids(230), slept)
    assert words(seen) == {"found"}
    assert source.requests == box.count(HOST) == 3
    assert len(slept) == 2
    assert all(2 < pause <= 3 for pause in slept)
    assert look(ids(100))[1].requests == 1


def test_a_thousand_papers_are_at_most_ten_requests(world: Box) -> None:
    ids = [f"2401.{number:05}" for number in range(1000)]
    box = world({"papers": {one: {"title": "T", "published": "2024-01-01"} for one in ids}})
    assert words(look(ids)[0]) == {"found"}
    assert box.count(HOST) == 10


def test_a_bad_identifier_is_never_sent(world: Box) -> None:
    box = world(papers(2))
    seen, source = look([*ids(2), "2313.99999", "nonsense/1"])
    assert {name for name, one in seen.items() if outcome_word(one) == "found"} == set(ids(2))
    assert reasons(seen) == {Reason.NOT_ASKED}
    assert source.requests == 1
    assert not any("2313" in one.url for one in box.records())


def test_a_paper_left_out_is_asked_for_once_alone_and_never_called_gone(world: Box) -> None:
    world(papers(3))
    seen, source = look([*ids(3), "2301.09999"])
    missing = seen["2301.09999"]
    assert isinstance(missing, Unsure)
    assert "left it out" in missing.why or "no paper at all" in missing.why
    assert source.requests == 2


def test_many_papers_left_out_cost_few_requests(world: Box) -> None:
    world(papers(3))
    seen, source = look([*ids(3), *(f"2302.{number:05}" for number in range(1, 60))])
    assert source.requests <= 12
    assert len([one for one in seen.values() if outcome_word(one) == "unsure"]) == 59


@pytest.mark.parametrize(
    "body",
    [
        "<html><body>Maintenance</body></html>",
        "Rate exceeded.",
        "",
        "<feed",
        "<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>x</id></entry></feed>",
        "<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>http://arxiv.org/abs/2301.00001v1"
        "</id><updated>soon</updated></entry></feed>",
    ],
)
def test_a_strange_answer_is_an_outage(
    world: Box, body: str, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    box = world(papers(5))
    box.fault(HOST, status=200, body=body)
    seen, source = look(ids(5))
    assert reasons(seen) == {Reason.BAD_ANSWER}
    assert len(seen) == 5
    assert source.requests == 1
    assert caplog.records == []  # Python writes those to stderr
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_arxiv_is_given_time(world: Box, status: int) -> None:
    box = world(papers(2))
    box.fault(HOST, status=status, times=2, headers={"Retry-After": "17"}, body="slow")
    slept: list[float] = []
    seen, source = look(ids(2), slept)
    assert words(seen) == {"found"}
    assert source.requests == 3
    assert 17.0 in slept
    assert 30.0 in slept


def test_a_long_wait_is_not_waited_for(world: Box) -> None:
    box = world(papers(150))
    box.fault(HOST, status=429, headers={"Retry-After": "3600"}, body="slow")
    seen, source = look(ids(150))
    assert (len(seen), reasons(seen)) == (150, {Reason.RATE_LIMITED})
    assert source.requests == 1
    assert source.notes == ["arXiv asks us to slow down (HTTP 429)"]


def test_a_refused_batch_is_halved_to_find_the_culprit(world: Box) -> None:
    box = world(papers(6))
    box.fault(HOST, status=400, times=1, body="bad id")
    seen, source = look(ids(6))
    assert words(seen) == {"found"}
    assert source.requests == 3


def test_when_all_is_refused_it_ends(world: Box) -> None:
    box = world(papers(100))
    box.fault(HOST, status=400, body="bad id")
    seen, source = look(ids(100))
    assert (len(seen), reasons(seen)) == (100, {Reason.BAD_ANSWER})
    assert source.requests <= 9


@pytest.mark.parametrize(
    ("failure", "reason"),
    [
        ({"status": 500, "body": ""}, Reason.SERVER_ERROR),
        ({"status": 403, "body": ""}, Reason.BLOCKED),
        ({"fault": "reset"}, Reason.CONNECTION),
        ({"delay": 2}, Reason.TIMEOUT),
    ],
)
def test_whatever_goes_wrong_is_an_observation(
    world: Box, failure: dict[str, Any], reason: Reason, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.sources.http.limits.API_ANSWER", 0.5)
    box = world(papers(3))
    box.fault(HOST, **failure)
    seen, _ = look(ids(3))
    assert reasons(seen) == {reason}


def test_half_an_answer_keeps_what_was_read(world: Box) -> None:
    box = world(papers(3))
    box.fault(HOST, fault="truncate")
    seen, _ = look(ids(3))
    assert len(seen) == 3
    assert "gone" not in words(seen)


def test_links_lead_here(world: Box) -> None:
    world({"papers": LLAMA})
    link = read_link("https://arxiv.org/pdf/2307.09288v2.pdf")
    seen, source = look([Query(link.reference, link.url, frozenset({link.place}))])
    found = seen["2307.09288"]
    assert source.knows(link.reference)
    assert isinstance(found, Found)
    assert found.places == {"v2": True}


def test_nothing_asked_is_no_request(world: Box) -> None:
    world(papers(1))
    assert look([])[1].requests == 0
