from __future__ import annotations

from dataclasses import replace

import pytest

from bot.lists.registry.edit_fields import apply_field_edits
from bot.lists.registry.load import load
from bot.model.change import WAITS
from bot.model.observation import Found
from tests.judge.facts_case import (
    ARXIV,
    applied_changes,
    asked,
    files,
    judged,
    links,
    paper,
    registry,
)

TITLE = {"title": "Fam"}
ACL = "https://aclanthology.org/2021.naacl-main.41/"
REVIEW = "https://openreview.net/forum?id=x"


def preprint(venue: str = "arXiv 2022", paper: str | list[str] = ARXIV) -> dict[str, str]:
    fields = {**TITLE, "links": links(paper=paper)}
    return {**fields, "venue": venue} if venue else fields


def arxiv(published: str = "2022-06-01", **facts: str) -> Found:
    return paper(published=published, **facts)


def scholar(venue: str, year: int, **facts: str) -> Found:
    return paper(source="semanticscholar", venue=venue, year=year, **facts)


PROPOSED = {
    "a journal reference": ([arxiv(journal="JMLR 21(140):1-67, 2022")], "JMLR 2022"),
    "a comment": ([arxiv(comment="Accepted at ICLR 2023")], "ICLR 2023"),
    "Semantic Scholar": (
        [arxiv(), scholar("Neural Information Processing Systems", 2022)],
        "NeurIPS 2022",
    ),
    "Crossref": (
        [
            arxiv(),
            scholar("arXiv.org", 2022),
            paper(source="crossref", venue="AI Open", year=2024, kind="journal"),
        ],
        "AI Open 2024",
    ),
    "a DOI of the ACL beside a wrong year": (
        [
            arxiv("2021-03-18"),
            scholar("Annual Meeting of the ACL", 2021, doi="10.18653/v1/2022.acl-long.26"),
        ],
        "ACL 2022",
    ),
    "a DOI that says findings": (
        [
            arxiv("2023-05-22"),
            scholar(
                "Conference on Empirical Methods in Natural Language Processing",
                2023,
                doi="10.18653/v1/2023.findings-emnlp.936",
            ),
        ],
        "Findings of EMNLP 2023",
    ),
    "all agree, in several spellings": (
        [
            arxiv(comment="NIPS'22"),
            scholar("Neural Information Processing Systems", 2022),
        ],
        "NeurIPS 2022",
    ),
    "findings": ([arxiv(comment="EMNLP 2023 (Findings)")], "Findings of EMNLP 2023"),
}


@pytest.mark.parametrize("before", ["arXiv 2022", "arxiv 2022", ""])
@pytest.mark.parametrize(("observations", "after"), PROPOSED.values(), ids=PROPOSED)
def test_a_preprint_that_appeared_is_offered_with_evidence(
    observations: list[Found], after: str, before: str
) -> None:
    fields = preprint(before)
    news = judged(registry(**fields), *observations)
    assert applied_changes(news) == [("venue", before, after)]
    texts, refused = apply_field_edits(files(**fields), news.edits)
    assert refused == []
    written = texts["registry/models.yml"]
    assert f"venue: {after}\n" in written
    assert f"    evidence:\n      venue: {ARXIV}" in written


def test_the_host_of_the_link_states_it() -> None:
    by_id = judged(registry(**preprint(paper=ACL)))
    assert applied_changes(by_id) == [("venue", "arXiv 2022", "NAACL 2021")]
    review = paper(REVIEW, source="openreview", venue="ICLR 2023 poster", year=2023)
    assert applied_changes(judged(registry(**preprint(paper=REVIEW)), review)) == [
        ("venue", "arXiv 2022", "ICLR 2023")
    ]


SILENT = {
    "arXiv's own": [arxiv(), scholar("arXiv.org", 2022)],
    "a preprint, says the source": [arxiv(), scholar("NeurIPS", 2022, kind="preprint")],
    "only submitted": [arxiv(comment="Submitted to ICLR 2023")],
    "at a workshop": [arxiv(comment="Accepted at the ENLSP workshop, NeurIPS 2022")],
    "not accepted there": [
        paper(REVIEW, source="openreview", venue="Submitted to ICLR 2023", year=2023)
    ],
    "a workshop, by its DOI": [
        arxiv(),
        scholar("ACL", 2022, doi="10.18653/v1/2022.bigscience-1.9"),
    ],
    "demonstrations, says the host": [
        arxiv(),
        paper(REVIEW, source="acl", venue="EMNLP", year=2020, kind="workshop"),
    ],
    "a venue that nobody knows": [arxiv(journal="Proc. Village Fair 2022")],
}


@pytest.mark.parametrize("observations", SILENT.values(), ids=SILENT)
def test_what_names_no_venue_changes_nothing(observations: list[Found]) -> None:
    news = judged(registry(**preprint(paper=[ARXIV, REVIEW])), *observations)
    assert (applied_changes(news), asked(news)) == ([], [])


ASKED = {
    "two venues": [arxiv(comment="ICLR 2023"), scholar("ICML", 2023)],
    "two years": [arxiv(comment="ICLR 2023"), scholar("ICLR", 2024)],
    "findings or not": [arxiv(comment="EMNLP 2023"), scholar("Findings of EMNLP", 2023)],
    "a year that leaves no time for reviewing": [
        arxiv("2022-10-31"),
        scholar("International Conference on Learning Representations", 2022),
    ],
    "a journal of the preprint's year": [arxiv("2019-10-23"), scholar("JMLR", 2019)],
    "a journal of which only the day online is known": [
        arxiv("2020-01-01"),
        replace(
            paper(source="crossref", venue="TPAMI", year=2022, kind="journal"),
            unknown={"year": "only the day it went online"},
        ),
    ],
    "hardly any time": [arxiv("2023-04-24"), scholar("ICLR", 2023)],
}


@pytest.mark.parametrize("observations", ASKED.values(), ids=ASKED)
def test_what_is_not_sure_is_a_question(observations: list[Found]) -> None:
    news = judged(registry(**preprint()), *observations)
    assert applied_changes(news) == []
    assert len(asked(news)) == 1
    assert [one.evidence.split(":")[0] for one in news.doubts] == ["https"]


@pytest.mark.parametrize(
    ("curated", "observations", "doubts"),
    [
        ("ICLR 2023", [arxiv(comment="Accepted at ICLR 2023")], 0),
        ("NIPS 2022", [arxiv(comment="NeurIPS 2022")], 0),
        ("ICLR 2023", [arxiv(comment="Accepted at ICML 2023")], 1),
        ("EMNLP 2023", [arxiv(comment="Findings of EMNLP 2023")], 1),
        ("A workshop of friends", [arxiv(comment="Accepted at ICML 2023")], 0),
        ("ICLR 2023", [arxiv(title="OPTQ: another title")], 0),
    ],
)
def test_a_curated_venue_is_never_changed(
    curated: str, observations: list[Found], doubts: int
) -> None:
    news = judged(registry(**preprint(curated)), *observations)
    assert applied_changes(news) == []
    assert len(asked(news)) == doubts


def test_a_pinned_venue_is_left_alone() -> None:
    listed = registry(**preprint(), pins="{ venue: we cite the preprint }")
    news = judged(listed, arxiv(comment="ICLR 2023"))
    assert (applied_changes(news), news.edits, news.changes[0].ruling) == ([], [], "hold")


def test_only_what_may_be_missing_is_asked_for_again() -> None:
    def wanted(fields: dict[str, str], *observations: Found) -> dict[str, list[str]]:
        news = judged(registry(**fields), *observations)
        return {source: [one.url for one in queries] for source, queries in news.wanted.items()}

    assert wanted(preprint(), arxiv()) == {"semanticscholar": [ARXIV]}
    assert wanted(preprint(""), arxiv()) == {"semanticscholar": [ARXIV]}
    assert wanted(preprint(), arxiv(doi="10.1/x")) == {
        "semanticscholar": [ARXIV],
        "crossref": ["https://doi.org/10.1/x"],
    }
    assert wanted(preprint("ICLR 2023"), arxiv()) == {}
    assert wanted(preprint(), arxiv(comment="ICLR 2023")) == {}
    assert wanted(preprint(paper=ACL)) == {}
    assert wanted(preprint(paper=REVIEW)) == {"openreview": [REVIEW]}
    pmlr = "https://proceedings.mlr.press/v97/houlsby19a.html"
    assert wanted(preprint(paper=pmlr)) == {"pmlr": [pmlr]}
    assert wanted({"links": links(paper=ARXIV)}, arxiv()) == {}


def test_a_pull_request_offers_no_more_than_can_be_reviewed() -> None:
    rows = "".join(
        f"  - {{ id: m{n}, kind: model, name: M{n}, title: M{n}, section: tools, "
        f"links: {{ paper: 'https://arxiv.org/abs/2301.{n:05d}' }} }}\n"
        for n in range(120)
    )
    texts = files() | {"registry/models.yml": f"entries:\n{rows}"}
    observations = [
        paper(f"https://arxiv.org/abs/2301.{n:05d}", comment="ICML 2023") for n in range(120)
    ]
    news = judged(load(texts)[0], *observations)
    assert len(applied_changes(news)) == 100
    assert [one.reason for one in news.changes if one.ruling == "hold"] == [WAITS] * 20
    assert len(news.edits) == 200
    assert apply_field_edits(texts, news.edits)[1] == []
