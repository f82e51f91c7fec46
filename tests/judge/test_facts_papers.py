from __future__ import annotations

import pytest

from bot.judge.facts.papers import presents
from bot.lists.registry.edit_fields import apply_field_edits
from bot.lists.registry.load import load
from bot.model.observation import Found
from tests.build import found
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

LINKS = links(code=CODE, weights=HUB + "acme/fam-7b")
ID = "2301.00001"


def card(*ids: str) -> Found:
    return weights("acme/fam-7b", papers=ids)


TWO = {
    "card and title": [card(ID), paper(title="Fam: A model of models")],
    "card and repository": [card(ID), code(homepage=ARXIV)],
    "repository and title": [
        code(description=f"Fam, see {ARXIV}."),
        paper(title="The Fam model family"),
    ],
}


@pytest.mark.parametrize("observations", TWO.values(), ids=TWO)
def test_a_paper_that_two_sources_name_is_offered(observations: list[Found]) -> None:
    news = judged(registry(links=LINKS), *observations)
    assert applied_changes(news) == [("links.paper", "", ARXIV)]
    assert "named by" in news.changes[0].why
    texts, refused = apply_field_edits(files(links=LINKS), news.edits)
    assert refused == []
    assert f"paper: {ARXIV}" in texts["registry/models.yml"]


ONE = {
    "a card alone": [card(ID)],
    "a card that names its base's paper": [card(ID), paper(title="LLaMA: Open models")],
    "two cards are one voice": [card(ID), weights("acme/fam-13b", papers=(ID,))],
    "a title alone": [paper(title="Fam: A model")],
    "a bibliography": [
        card(*(f"2301.0000{n}" for n in range(1, 10))),
        paper(title="Fam: A model of models"),
    ],
    "a later edition": [card(ID), paper(title="Fam 2: More of it")],
}


@pytest.mark.parametrize("observations", ONE.values(), ids=ONE)
def test_one_source_is_not_enough(observations: list[Found]) -> None:
    news = judged(registry(links=LINKS), *observations)
    assert (applied_changes(news), asked(news)) == ([], [])


def test_a_pinned_paper_is_left_alone() -> None:
    for pin in ("paper", "links.paper"):
        listed = registry(links=LINKS, pins=f"{{ {pin}: it has none }}")
        news = judged(listed, card(ID), code(homepage=ARXIV))
        assert (applied_changes(news), news.edits) == ([], [])


def test_what_cannot_be_written_becomes_a_question() -> None:
    texts = files(links="&l " + LINKS)
    texts["registry/models.yml"] += (
        "  - { id: twin, kind: tool, name: Twin, section: tools, links: *l }\n"
    )
    listed = load(texts)[0]
    offered = judged(listed, card(ID), code(homepage=ARXIV))
    places = {one.change: one.where for one in offered.edits}
    assert apply_field_edits(texts, offered.edits)[1] == offered.edits
    refused = {(one.id, one.before): places[one.id] for one in offered.changes}
    news = judged(listed, card(ID), code(homepage=ARXIV), refused=refused)
    assert (applied_changes(news), news.edits) == ([], [])
    assert len(asked(news)) == 1
    assert "the bot cannot write that at registry/models.yml:2" in asked(news)[0]


def test_several_papers_are_a_question() -> None:
    second = "https://arxiv.org/abs/2302.00002"
    observations = [
        card(ID, "2302.00002"),
        paper(title="Fam: One"),
        paper(second, title="Fam: Two"),
    ]
    news = judged(registry(links=LINKS), *observations)
    assert applied_changes(news) == []
    assert len(asked(news)) == 1


def test_a_paper_that_the_list_has_is_nothing_new() -> None:
    texts = files(links=LINKS)
    texts["registry/models.yml"] += (
        f"  - {{ id: old, kind: model, name: Old, section: tools, links: {{ paper: {ARXIV} }} }}\n"
    )
    assert applied_changes(judged(load(texts)[0], card(ID), code(homepage=ARXIV))) == []


def test_what_a_card_names_is_looked_up_once() -> None:
    news = judged(registry(links=LINKS), card(ID))
    assert [one.url for one in news.wanted["arxiv"]] == [ARXIV]
    assert judged(registry(links=LINKS), card(ID), paper(title="Other")).wanted.get("arxiv") is None
    has_one = registry(links=links(paper=ARXIV, weights=HUB + "acme/fam-7b"))
    assert "arxiv" not in judged(has_one, card("2302.00002")).wanted


def test_a_link_in_a_description_is_read_as_a_link() -> None:
    seen = found(CODE, {"description": f"({ARXIV}v2), and so on"})
    assert [one.url for one in judged(registry(links=LINKS), seen).wanted["arxiv"]] == [ARXIV]


@pytest.mark.parametrize(
    ("title", "name", "does"),
    [
        ("Baize: An Open-Source Chat Model", "Baize", True),
        ("Qwen Technical Report", "Qwen", True),
        ("GLM-130B: An Open Bilingual Model", "GLM-130B", True),
        ("LLaMA 2: Open Foundation", "Llama 2", True),
        ("Llama-2 and others", "Llama 2", True),
        ("The Falcon Series of Open Language Models", "Falcon", True),
        ("Qwen2 Technical Report", "Qwen", False),
        ("Baichuan 2: Open Large-scale Language Models", "Baichuan", False),
        ("InternLM2 Technical Report", "InternLM", False),
        ("Evaluating Vicuna", "Vicuna", False),
        ("Pythias: Two of them", "Pythia", False),
        ("GLM-130B: An Open Bilingual Model", "GLM", False),
    ],
)
def test_a_title_presents_what_it_begins_with(title: str, name: str, does: bool) -> None:
    assert presents(title, name) is does
