"""Links that are alive and lead to something else."""

from __future__ import annotations

import pytest

from bot.lists.registry.load import load
from bot.model.entry import Registry
from tests.judge.facts_case import ARXIV, CODE, HUB, asked, files, judged, links, paper, registry

LONG = "Instruction Tuning of Small Multilingual Assistants"


def two(name: str, code: str, **more: str) -> Registry:
    """The model Fam beside another one."""
    texts = files(links=links(code=CODE))
    rest = "".join(f"    {field}: {value}\n" for field, value in more.items())
    texts["registry/models.yml"] += (
        f"  - id: other\n    kind: model\n    name: {name}\n    section: tools\n{rest}"
        f"    links: {{ code: {code} }}\n"
    )
    return load(texts)[0]


@pytest.mark.parametrize(
    "url",
    [
        HUB + "acme/fam-7b",
        HUB + "datasets/acme/fam",
        HUB + "acme",
        HUB + "docs/transformers/model_doc/fam",
        HUB + "collections/acme/fam-0123456789abcdef01234567",
    ],
)
def test_a_code_link_to_a_page_of_the_hub_is_a_question(url: str) -> None:
    (doubt,) = asked(judged(registry(links=links(code=url))))
    assert doubt.startswith("code: its code link leads to a page of the Hub")


@pytest.mark.parametrize(
    "url", [CODE, HUB + "spaces/acme/fam", "https://gitlab.com/acme/fam", "https://fam.example"]
)
def test_other_code_links_are_no_question(url: str) -> None:
    assert asked(judged(registry(links=links(code=url)))) == []


def test_one_repository_as_code_of_unlike_models_is_a_question() -> None:
    (doubt,) = asked(judged(two("Zebra-13B", CODE)))
    assert doubt == f"code: its code link leads to {CODE}, which is the code of Fam"


@pytest.mark.parametrize(
    ("name", "code", "more"),
    [
        ("Fam-Chat", CODE, {}),  # of one family
        ("Family 2", CODE, {}),
        ("Zebra", CODE, {"bases": "[fam]"}),  # built on it
        ("Zebra", CODE, {"backbone": "Fam-7B"}),
        ("Zebra", CODE + "/tree/zebra", {}),  # a branch of its own
        ("Zebra", "https://github.com/acme/zebra", {}),
    ],
)
def test_kin_share_a_repository(name: str, code: str, more: dict[str, str]) -> None:
    assert asked(judged(two(name, code, **more))) == []


def test_a_framework_that_bears_nobody_s_name_is_no_question() -> None:
    listed = two("Zebra", "https://github.com/acme/trainer")
    assert asked(judged(listed)) == []
    texts = files(links=links(code="https://github.com/acme/trainer"))
    texts["registry/models.yml"] += (
        "  - { id: z, kind: model, name: Zebra, section: tools, "
        "links: { code: 'https://github.com/acme/trainer' } }\n"
    )
    assert asked(judged(load(texts)[0])) == []


@pytest.mark.parametrize(
    ("title", "known", "far"),
    [
        (LONG, "Gravitational Waves from Merging Neutron Stars", True),
        (LONG, LONG, False),
        (LONG, LONG.upper(), False),
        (LONG, "Tuning Small Multilingual Assistants by Instruction", False),
        (LONG, "Fam: Graphs of Distant Galaxies Reconsidered", False),  # it bears its name
        ("Fam", "Gravitational Waves from Merging Neutron Stars", False),  # too short to be sure
    ],
)
def test_a_paper_of_another_title_is_a_question(title: str, known: str, far: bool) -> None:
    listed = registry(title=f'"{title}"', links=links(paper=ARXIV))
    assert [one.split(" leads")[0] for one in asked(judged(listed, paper(title=known)))] == (
        ["paper: its paper link"] if far else []
    )


@pytest.mark.parametrize(
    ("other", "doubts"),
    [
        ("https://arxiv.org/pdf/2301.00001.pdf", 1),
        ("https://arxiv.org/pdf/2301.00001v2", 1),
        ("https://arxiv.org/abs/2301.00001v3", 1),
        ("https://arxiv.org/abs/2301.00001", 0),
        ("http://www.arxiv.org/abs/2301.00001/", 0),
        ("https://arxiv.org/pdf/2301.00002", 0),
    ],
)
def test_one_paper_in_two_forms_is_a_question(other: str, doubts: int) -> None:
    texts = files(links=links(paper=ARXIV))
    texts["registry/models.yml"] += (
        "  - { id: z, kind: model, name: Zebra, section: tools, links: { paper: '"
        + other
        + "' } }\n"
    )
    assert len([one for one in asked(judged(load(texts)[0])) if "two forms" in one]) == doubts


def test_a_pin_settles_it() -> None:
    listed = registry(links=links(code=HUB + "acme/fam-7b"), pins="{ code: it is there }")
    assert asked(judged(listed)) == []
