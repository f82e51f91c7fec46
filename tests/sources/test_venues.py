from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.observation import Found, Observation, Reason, Unsure, outcome_word
from bot.model.reference import Kind, Query, Reference, home, read_link
from bot.parsing.citation import citation
from bot.sources.base import Source
from bot.sources.papers.acl import Anthology
from bot.sources.papers.crossref import Crossref
from bot.sources.papers.openreview import OpenReview, forum_of
from bot.sources.papers.pmlr import Proceedings
from bot.sources.papers.semanticscholar import SemanticScholar

if TYPE_CHECKING:
    from tests.world.world import World

Box = Callable[..., "World"]
Make = Callable[..., Source]
NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
CONTACT = "https://github.com/octo/list"
LORA: dict[str, Any] = {
    "title": "LoRA:  Low-Rank Adaptation",
    "place": "International Conference on Learning Representations",
    "type": "conference",
    "year": 2022,
    "doi": "10.1000/lora",
}
VENUES: dict[str, Any] = {
    "semanticscholar": {
        "2106.09685": LORA,
        "2302.13971": {"title": "LLaMA", "venue": "arXiv.org", "year": 2023},
        "2005.00001": {"title": "T", "venue": "TACL", "types": ["JournalArticle"], "year": 2020},
        "2005.00002": {"title": "T", "doi": "10.48550/arXiv.2005.00002"},
    },
    "crossref": {
        "10.18653/v1/2022.acl-short.8": {"title": "P-Tuning", "container": "ACL", "year": 2022},
        "10.1000/bare": {"title": "T", "type": "posted-content"},
    },
    "acl": {
        "2022.acl-short.8": {"title": "P-Tuning", "book": "60th", "doi": "10.18653/x"},
        "2023.findings-emnlp.936": {"title": "RWKV"},
        "2022.bigscience-1.9": {"title": "GPT-NeoX-20B", "book": "BigScience Episode 5"},
        "P19-1234": {"title": "Old"},
    },
    "pmlr": {
        "v97/houlsby19a": {"title": "Adapters", "conference": "ICML", "published": "2019-05-24"}
    },
    "openreview": {
        "-Aw0rrrPUF": {"title": "GLM-130B", "venue": "ICLR 2023 poster", "api": 1},
        "abcdefghij": {"title": "New", "venue": "ICLR 2026 oral"},
        "rejectedxx": {"title": "No", "venue": "Submitted to ICLR 2025"},
        "workshopxx": {"title": "W", "venue": "NeurIPS 2025 Workshop X"},
        "novenuexxx": {"title": "N"},
    },
}


def queries(*urls: str) -> list[Query]:
    return [Query(read_link(url).reference, url) for url in urls]


def papers(*ids: str) -> list[Query]:
    references = [Reference.of(Kind.PAPER, one) for one in ids]
    return [Query(reference, home(reference)) for reference in references]


def look(make: Make, of: list[Query], slept: list[float] | None = None) -> list[Observation]:
    source = make(CONTACT, sleep=(slept if slept is not None else []).append)
    try:
        seen = list(source.look(of, NOW))
    finally:
        source.close()
    assert [one.reference for one in seen] == [query.reference for query in of]
    assert {one.source for one in seen} <= {source.name}
    return seen


def facts(make: Make, of: list[Query]) -> list[dict[str, Any]]:
    return [dict(one.facts) if isinstance(one, Found) else {} for one in look(make, of)]


def test_semantic_scholar_is_asked_once_for_all(world: Box) -> None:
    box = world({"venues": VENUES})
    ids = ["1234.56789", "2106.09685", "2302.13971", "2005.00001", "2005.00002", "2401.00001"]
    odd, lora, llama, journal, none, missing = look(SemanticScholar, papers(*ids))
    assert isinstance(lora, Found)
    assert lora.facts == {
        "title": "LoRA: Low-Rank Adaptation",
        "venue": "International Conference on Learning Representations",
        "year": 2022,
        "kind": "conference",
        "doi": "10.1000/lora",
        "arxiv": "2106.09685",
    }
    assert lora.evidence.startswith("https://www.semanticscholar.org/paper/")
    assert isinstance(llama, Found)
    assert "venue" not in llama.facts
    assert llama.facts["kind"] == "preprint"
    assert "preprint" in llama.unknown["venue"]
    assert isinstance(journal, Found)
    assert (journal.facts["venue"], journal.facts["kind"]) == ("TACL", "journal")
    assert isinstance(none, Found)
    assert "doi" not in none.facts
    assert [outcome_word(odd), outcome_word(missing)] == ["unsure", "unsure"]
    assert box.count("api.semanticscholar.org") == 1
    assert "octo/list" in box.records()[-1].headers["user-agent"]


def test_more_than_five_hundred_papers_are_more_requests(world: Box) -> None:
    box = world({"venues": VENUES})
    look(SemanticScholar, papers(*[f"2401.{number:05}" for number in range(501)]))
    assert box.count("api.semanticscholar.org") == 2


def test_a_row_of_another_paper_is_not_believed(world: Box) -> None:
    box = world({})
    row = '[{"paperId": "1", "title": "T", "externalIds": {"ArXiv": "2302.13971"}, "year": 2023}]'
    box.fault("api.semanticscholar.org", status=200, body=row)
    (unsure,) = look(SemanticScholar, papers("2106.09685"))
    assert isinstance(unsure, Unsure)
    assert unsure.reason is Reason.BAD_ANSWER


def test_crossref_reports_what_was_registered(world: Box) -> None:
    world({"venues": VENUES})
    paper = Reference.of(Kind.PAPER, "2110.07602")
    given, bare, missing, none = look(
        Crossref,
        [
            Query(paper, "https://doi.org/10.18653/v1/2022.acl-short.8"),
            *queries("https://doi.org/10.1000/bare", "https://doi.org/10.1000/gone"),
            Query(paper, "https://arxiv.org/abs/2110.07602"),
        ],
    )
    assert isinstance(given, Found)
    assert given.facts == {
        "title": "P-Tuning",
        "venue": "ACL",
        "year": 2022,
        "doi": "10.18653/v1/2022.acl-short.8",
        "kind": "conference",
    }
    assert given.evidence == "https://doi.org/10.18653/v1/2022.acl-short.8"
    assert isinstance(bare, Found)
    assert bare.facts == {"title": "T", "doi": "10.1000/bare", "kind": "preprint"}
    assert isinstance(missing, Unsure)
    assert missing.reason is Reason.PRIVATE_OR_MISSING
    assert isinstance(none, Unsure)
    assert none.reason is Reason.NOT_ASKED


def year_parts(*parts: int) -> dict[str, Any]:
    return {"date-parts": [list(parts)]}


ONLINE = {"type": "journal-article", "title": "T", "container": "IEEE TPAMI", "year": 2022}
REGISTERED: dict[str, tuple[dict[str, Any], tuple[Any, Any, bool]]] = {
    "online first, printed a year later": (
        {**ONLINE, "work": {"published-print": year_parts(2023, 3)}},
        ("IEEE TPAMI", 2023, False),
    ),
    "the issue knows the year": (
        {**ONLINE, "work": {"journal-issue": {"published-print": year_parts(2024)}}},
        ("IEEE TPAMI", 2024, False),
    ),
    "only the day it went online": (
        {**ONLINE, "work": {"published-online": year_parts(2022, 11, 2)}},
        ("IEEE TPAMI", 2022, True),
    ),
    "the book behind its series": (
        {
            "title": "T",
            "year": 2022,
            "work": {
                "type": "book-chapter",
                "container-title": [
                    "Lecture Notes in Computer Science",
                    "Computer Vision – ECCV 2022",
                ],
            },
        },
        ("Computer Vision – ECCV 2022", 2022, False),
    ),
    "the book before its series": (
        {
            "title": "T",
            "year": 2022,
            "work": {"container-title": ["ECCV 2022", "Lecture Notes in Computer Science"]},
        },
        ("ECCV 2022", 2022, False),
    ),
    "a conference that was printed a year later": (
        {
            "title": "T",
            "container": "Advances in Neural Information Processing Systems",
            "year": 2023,
            "work": {"event": {"start": year_parts(2022, 11, 28)}},
        },
        ("Advances in Neural Information Processing Systems", 2022, False),
    ),
    "odd dates": (
        {**ONLINE, "work": {"journal-issue": None, "published-print": {"date-parts": [[]]}}},
        ("IEEE TPAMI", 2022, True),
    ),
}


@pytest.mark.parametrize(("record", "known"), REGISTERED.values(), ids=REGISTERED)
def test_the_year_of_print_and_every_title_of_the_book(
    world: Box, record: dict[str, Any], known: tuple[Any, Any, bool]
) -> None:
    world({"venues": {"crossref": {"10.1000/x": record}}})
    (seen,) = look(Crossref, queries("https://doi.org/10.1000/x"))
    assert isinstance(seen, Found)
    known_facts = seen.facts.get("venue"), seen.facts.get("year"), "year" in seen.unknown
    assert known_facts == known


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "https://aclanthology.org/2022.acl-short.8/",
            {"venue": "ACL", "year": 2022, "title": "P-Tuning", "doi": "10.18653/x"},
        ),
        (
            "https://www.aclweb.org/anthology/2023.findings-emnlp.936.pdf",
            {"venue": "Findings of EMNLP", "year": 2023, "title": "RWKV"},
        ),
        (
            "https://aclanthology.org/2022.bigscience-1.9",
            {"venue": "BigScience Episode 5", "year": 2022, "title": "GPT-NeoX-20B"},
        ),
        ("http://aclanthology.org/P19-1234v2.pdf", {"venue": "ACL", "year": 2019, "title": "Old"}),
    ],
)
def test_the_anthology_by_id_and_page(world: Box, url: str, expected: dict[str, Any]) -> None:
    world({"venues": VENUES})
    assert facts(Anthology, queries(url)) == [{**expected, "kind": "conference"}]


@pytest.mark.parametrize(
    "number", ["2020.emnlp-demos.6", "2023.conll-babylm.1", "P19-3007", "2022.naacl-industry.3"]
)
def test_a_volume_beside_the_main_one_is_no_conference(world: Box, number: str) -> None:
    """Whatever its page calls the book."""
    world({"venues": {"acl": {number: {"title": "T", "book": "EMNLP"}}}})
    (known,) = facts(Anthology, queries(f"https://aclanthology.org/{number}/"))
    assert known["kind"] == "workshop"


def test_an_id_of_the_anthology_speaks_without_its_page(world: Box) -> None:
    box = world({})
    box.fault("aclanthology.org", status=503, body="")
    (found,) = look(Anthology, queries("https://aclanthology.org/2020.tacl-1.5/"))
    assert isinstance(found, Found)
    assert found.facts == {"venue": "TACL", "year": 2020, "kind": "journal"}
    assert "slow down" in found.unknown["title"]
    box.clear_faults()
    box.fault("aclanthology.org", status=404, body="")
    assert (
        outcome_word(look(Anthology, queries("https://aclanthology.org/2020.acl-main.9999/"))[0])
        == "unsure"
    )


@pytest.mark.parametrize(
    "url",
    [
        "http://proceedings.mlr.press/v97/houlsby19a/houlsby19a.pdf",
        "https://proceedings.mlr.press/v97/houlsby19a.html",
    ],
)
def test_a_volume_of_pmlr(world: Box, url: str) -> None:
    world({"venues": VENUES})
    assert facts(Proceedings, queries(url)) == [
        {"venue": "ICML", "year": 2019, "title": "Adapters", "kind": "conference"}
    ]


@pytest.mark.parametrize(
    ("forum", "expected"),
    [
        ("-Aw0rrrPUF", {"venue": "ICLR 2023 poster", "year": 2023, "kind": "conference"}),
        ("abcdefghij", {"venue": "ICLR 2026 oral", "year": 2026, "kind": "conference"}),
        ("workshopxx", {"venue": "NeurIPS 2025 Workshop X", "year": 2025, "kind": "workshop"}),
        ("rejectedxx", {"kind": "submission"}),
        ("novenuexxx", {"kind": "submission"}),
    ],
)
def test_openreview_by_both_of_its_apis(world: Box, forum: str, expected: dict[str, Any]) -> None:
    world({"venues": VENUES})
    (found,) = facts(OpenReview, queries(f"https://openreview.net/forum?id={forum}"))
    assert {name: found[name] for name in found if name != "title"} == expected


def test_a_challenge_of_openreview_is_unsure(world: Box) -> None:
    box = world({})
    for host in ("api2.openreview.net", "api.openreview.net"):
        box.fault(host, status=302, headers={"Location": "https://openreview.net/challenge"})
    (unsure,) = look(OpenReview, queries("https://openreview.net/forum?id=abcdefghij"))
    assert isinstance(unsure, Unsure)
    assert unsure.reason is Reason.BLOCKED


CASES: dict[str, tuple[Make, list[Query]]] = {
    "api.semanticscholar.org": (SemanticScholar, papers("2106.09685")),
    "api.crossref.org": (Crossref, queries("https://doi.org/10.1000/bare")),
    "proceedings.mlr.press": (Proceedings, queries("https://proceedings.mlr.press/v1/a.html")),
    "api2.openreview.net": (OpenReview, queries("https://openreview.net/forum?id=abcdefghij")),
}
FAILURES: list[tuple[dict[str, Any], Reason]] = [
    ({"status": 500, "body": ""}, Reason.SERVER_ERROR),
    ({"status": 403, "body": ""}, Reason.BLOCKED),
    ({"status": 429, "body": ""}, Reason.RATE_LIMITED),
    ({"fault": "reset"}, Reason.CONNECTION),
]


@pytest.mark.parametrize("host", CASES)
@pytest.mark.parametrize(("failure", "reason"), FAILURES)
def test_whatever_goes_wrong_is_unsure(
    world: Box, host: str, failure: dict[str, Any], reason: Reason
) -> None:
    box = world({})
    box.fault(host, **failure)
    box.fault("api.openreview.net", **failure)
    make, of = CASES[host]
    (unsure,) = look(make, of)
    assert isinstance(unsure, Unsure)
    assert unsure.reason is reason


@pytest.mark.parametrize("host", CASES)
@pytest.mark.parametrize("body", ["", "<html>", "[]", "{}", "[3]", "null", '{"message": {}}'])
def test_an_answer_of_another_shape_is_no_fact(world: Box, host: str, body: str) -> None:
    box = world({})
    box.fault(host, status=200, body=body)
    box.fault("api.openreview.net", status=200, body=body)
    make, of = CASES[host]
    (seen,) = look(make, of)
    assert isinstance(seen, Unsure) or not {"venue", "year", "title"} & set(seen.facts)  # type: ignore[union-attr]


def test_who_is_busy_is_given_time_then_left_alone(world: Box) -> None:
    box = world({"venues": VENUES})
    box.fault("api.crossref.org", status=429, headers={"Retry-After": "7"}, times=1)
    slept: list[float] = []
    (found,) = look(Crossref, queries("https://doi.org/10.1000/bare"), slept)
    assert isinstance(found, Found)
    assert 7.0 in slept
    box.fault("api.crossref.org", status=429, headers={"Retry-After": "7"})
    of = queries(*[f"https://doi.org/10.1000/{number}" for number in range(50)])
    before = box.count("api.crossref.org")
    assert {outcome_word(one) for one in look(Crossref, of, slept)} == {"unsure"}
    assert box.count("api.crossref.org") - before < 12
    assert sum(slept) < 80


def test_an_outage_is_given_up_after_few_requests(world: Box) -> None:
    box = world({})
    box.fault("api.crossref.org", fault="reset")
    look(Crossref, queries(*[f"https://doi.org/10.1000/{number}" for number in range(50)]))
    assert box.count("api.crossref.org") == 4


def test_each_knows_its_own_links() -> None:
    links = {
        "https://aclanthology.org/2021.acl-long.353.pdf": {"acl"},
        "https://aclanthology.org/events/acl-2021/": set(),
        "https://openreview.net/pdf?id=nZeVKeeFYf9": {"openreview"},
        "https://openreview.net/group?id=ICLR.cc": set(),
        "https://proceedings.mlr.press/v97/": set(),
        "https://proceedings.mlr.press/v97/houlsby19a.html": {"pmlr"},
        "https://doi.org/10.1000/x": {"crossref"},
        "https://arxiv.org/abs/2106.09685": {"semanticscholar", "crossref"},
        "https://example.org/": set(),
    }
    made: list[Source] = [
        make(CONTACT) for make in (SemanticScholar, Crossref, Anthology, Proceedings, OpenReview)
    ]
    for url, names in links.items():
        known = {source.name for source in made if source.knows(read_link(url).reference)}
        assert known == names, url
    for source in made:
        source.close()


@given(st.text())
def test_no_page_is_too_strange(text: str) -> None:
    assert isinstance(citation(text), dict)
    assert isinstance(citation(f"<meta name=citation_title content='{text}'><![{text}"), dict)
    assert isinstance(forum_of(f"https://openreview.net/forum?id={text}"), str)
