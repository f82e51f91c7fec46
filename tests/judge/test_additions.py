"""One link becomes an entry: what is queried for it, where it belongs, what its row holds."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from bot.judge.additions.rounds import Addition, by_source, next_round
from bot.judge.additions.row import DraftedEntry, _as_headed, draft_entry
from bot.judge.additions.section import guess_section
from bot.lists.read import read_state
from bot.model.entry import Registry
from bot.model.kinds import Kind
from bot.model.observation import Facts, Observation
from bot.model.reference import read_link
from tests.build import TODAY, documents, found, gone, moved, reference, unsure

LIST = """\
version: 1
title: A list
sections:
  - {id: chat, title: Chat models, kinds: [paper, tool]}
  - {id: speed, title: Faster training, kinds: [paper, tool]}
  - {id: data, title: Datasets, kinds: [dataset]}
"""
ROWS = """\
entries:
  - {id: a, kind: tool, name: Alpha, section: chat, description: answers questions}
  - {id: b, kind: tool, name: Beta, section: speed, description: quantised kernels}
  - {id: c, kind: tool, name: Gamma, section: speed, description: training on several machines}
"""
NONE = "entries: []\n"
PAPER, REPO, PAGE = (
    "https://arxiv.org/abs/2305.14314",
    "https://github.com/acme/Fast-Thing",
    "https://acme.example/posts/one",
)


def registry() -> Registry:
    files = {"registry/list.yml": LIST, "registry/rows.yml": ROWS, "registry/tools.yml": NONE}
    return read_state(documents(**files)).registry


def addition(
    seen: Observation, *answers: Observation, url: str = "", section: str = ""
) -> Addition:
    return Addition(read_link(url or seen.evidence), seen, by_source(answers), section)


def row(seen: Observation, *answers: Observation, section: str = "speed") -> dict[str, object]:
    drafted = draft_entry(addition(seen, *answers, section=section), registry(), TODAY)
    assert isinstance(drafted, DraftedEntry)
    return drafted.draft.row(())


@pytest.mark.parametrize(
    ("kind", "about", "section", "doubt"),
    [
        (Kind.DATASET, "quantised kernels", "data", ""),
        (
            Kind.REPO,
            "a chat that answers",
            "chat",
            "the section chat is a guess; it may belong in speed",
        ),
        (Kind.REPO, "quantised", "speed", "the section speed is a guess; it may belong in chat"),
        (
            Kind.REPO,
            "nothing in common",
            "speed",
            "the section speed is a guess; it may belong in chat",
        ),
        (
            Kind.REPO,
            "answers on machines",
            "speed",
            "the section speed is a guess; it may belong in chat",
        ),
    ],
)
def test_the_section_that_shares_most_words(
    kind: Kind, about: str, section: str, doubt: str
) -> None:
    guess = guess_section(registry(), kind, about)
    assert guess is not None
    assert (guess.section.id, guess.doubt) == (section, doubt)
    assert guess.kind in guess.section.kinds


@pytest.mark.parametrize("wanted", ["data", " DATASETS "])
def test_the_requested_section(wanted: str) -> None:
    guess = guess_section(registry(), Kind.DATASET, "quantised", wanted)
    assert guess is not None
    assert (guess.section.id, guess.kind, guess.doubt) == ("data", "dataset", "")
    assert guess_section(registry(), Kind.DATASET, "", "elsewhere") is None


@pytest.mark.parametrize(
    ("url", "facts", "expected"),
    [
        (REPO, {"name": "acme/Fast-Thing"}, "Fast-Thing"),
        (REPO, {}, "fast-thing"),
        (PAPER, {"title": "QLoRA: Efficient Finetuning"}, "QLoRA"),
        (PAPER, {"title": "Attention is all"}, "Attention is all"),
        (PAPER, {"title": f"{'Long ' * 20}: end"}, f"{'Long ' * 20}: end"),
        (PAPER, {}, "arXiv 2305.14314"),
        (PAGE, {"title": "Tuning - Acme"}, "Tuning"),
        (PAGE, {}, "acme.example"),
        ("https://huggingface.co/datasets/acme/open_words", {}, "open words"),
    ],
)
def test_the_name_of_a_new_entry(url: str, facts: Facts, expected: str) -> None:
    source = "web" if url == PAGE else "github"
    section = "data" if "datasets" in url else "speed"
    name = str(row(found(url, facts, source), section=section)["name"])
    assert name.casefold() == expected.casefold()


def test_what_is_filled_in_has_its_evidence_with_the_day() -> None:
    facts: Facts = {"name": "acme/Fast-Thing", "description": "Is fast.", "licence": "MIT"}
    made = row(found(REPO, facts))
    assert made["description"] == "Is fast."
    assert made["licence"] == "MIT"
    assert made["links"] == {"code": "https://github.com/acme/Fast-Thing"}
    assert made["evidence"] == {
        "description": f"the description of https://github.com/acme/Fast-Thing, read on {TODAY}",
        "licence": f"https://github.com/acme/Fast-Thing, read on {TODAY}",
    }


@pytest.mark.parametrize(
    ("facts", "venue"),
    [
        ({"venue": "EMNLP", "year": 2023}, "EMNLP 2023"),
        ({"venue": "EMNLP 2023", "year": 2023}, "EMNLP 2023"),
        ({"venue": "EMNLP"}, "EMNLP"),
        ({"published": "2023-05-23"}, "arXiv 2023"),
        ({}, None),
    ],
)
def test_the_venue_of_a_new_paper(facts: Facts, venue: str | None) -> None:
    assert row(found(PAPER, {"title": "QLoRA: more", **facts})).get("venue") == venue


def test_a_page_of_a_paper_is_a_paper() -> None:
    page = "https://aclanthology.org/2023.acl-long.1/"
    known = found(page, {"title": "QLoRA: more", "venue": "ACL", "year": 2023}, "acl")
    made = row(found(page, {"title": "A page"}, "web"), known)
    assert (made["name"], made["venue"], made["links"]) == ("QLoRA", "ACL 2023", {"paper": page})
    assert row(found(PAGE, {"title": "A page"}, "web"))["links"] == {"blog": PAGE}


@pytest.mark.parametrize(
    ("title", "taken"), [("Fast-Thing: it is fast", True), ("Another thing: it is fast", False)]
)
def test_the_one_paper_that_bears_its_name_is_taken(title: str, taken: bool) -> None:
    seen = found(REPO, {"name": "acme/Fast-Thing"})
    card = found(REPO, {"papers": ("2305.14314",)}, "card")
    made = row(seen, card, found(PAPER, {"title": title, "published": "2023-05-23"}, "arxiv"))
    links: Mapping[str, object] = dict(made["links"])  # type: ignore[call-overload]
    assert links.get("paper") == (PAPER if taken else None)
    assert made.get("title") == (title if taken else None)


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (["acme/fast-thing"], "https://github.com/acme/fast-thing"),
        (["acme/other"], "https://github.com/acme/other"),
        (["acme/other", "acme/third"], None),
        (["acme/other", "acme/fast-thing"], "https://github.com/acme/fast-thing"),
    ],
)
def test_the_repository_of_a_paper(names: list[str], code: str | None) -> None:
    comment = "Code at " + " and ".join(f"https://github.com/{name}." for name in names)
    seen = found(PAPER, {"title": "Fast-Thing: it is fast", "comment": comment}, "arxiv")
    repos = [found(f"https://github.com/{name}", {"name": name}) for name in names]
    links: Mapping[str, object] = dict(row(seen, *repos)["links"])  # type: ignore[call-overload]
    assert links == {"paper": PAPER, **({"code": code} if code else {})}


def test_what_is_queried_for_a_repository() -> None:
    seen = found(REPO, {"name": "acme/Fast-Thing", "homepage": "https://arxiv.org/abs/2305.14314"})
    first = next_round(addition(seen), registry())
    assert {source: [one.reference for one in of] for source, of in first.items()} == {
        "arxiv": [reference(PAPER)],
        "card": [reference(REPO)],
    }
    card = found(REPO, {"repositories": ("acme/Fast-Thing", "acme/more")}, "card")
    paper = found(PAPER, {"title": "One"}, "arxiv")
    second = next_round(addition(seen, card, paper), registry())
    more = "https://github.com/acme/more"
    assert {source: [one.reference for one in of] for source, of in second.items()} == {
        "github": [reference(more)]
    }
    assert second["github"][0].url == more
    assert next_round(addition(seen, card, paper, unsure(more)), registry()) == {}


def test_what_is_queried_for_a_page() -> None:
    asked = next_round(addition(found(PAGE, {"title": "One"}, "web")), registry())
    assert {"acl", "pmlr", "openreview"} <= set(asked)


def test_what_is_gone_or_has_no_section_is_refused() -> None:
    assert (
        draft_entry(addition(gone(REPO)), registry(), TODAY) == f"there is nothing at {REPO}: 404"
    )
    assert draft_entry(addition(found(REPO), section="x"), registry(), TODAY) == (
        "there is no section 'x'; known are: chat, speed, data"
    )
    refused = draft_entry(
        addition(found("https://huggingface.co/acme", {}, "hub")), registry(), TODAY
    )
    assert str(refused) == (
        "no section takes a model; write `model` into the `kinds:` of one of these in "
        "registry/list.yml: chat, speed, data"
    )


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("🤗 Alpha: models for all", "Alpha"),
        ("ALPHA", "ALPHA"),
        ("Welcome to Al-pha!", "Al-pha"),
        ("Al pha", "Al pha"),
        ("Documentation", "alpha"),
        ("Alphabet", "alpha"),
        ("", "alpha"),
    ],
)
def test_a_repository_is_spelt_as_its_readme_does(heading: str, name: str) -> None:
    assert _as_headed(heading, "alpha") == name


def test_what_a_person_must_check() -> None:
    drafted = draft_entry(addition(unsure(REPO), section="speed"), registry(), TODAY)
    assert isinstance(drafted, DraftedEntry)
    assert drafted.warnings == (
        "this link could not be verified (no answer in 20 s): only its address is known",
    )
    to = moved(REPO, "https://github.com/acme/Alpha", {"name": "acme/Alpha"})
    renamed = addition(to, url="https://github.com/acme/Alpha", section="chat")
    drafted = draft_entry(renamed, registry(), TODAY)
    assert isinstance(drafted, DraftedEntry)
    assert [one.split(" at ")[0] for one in drafted.warnings] == ["Alpha"]
