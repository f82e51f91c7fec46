"""Cards, readmes and papers' pages: what they link to, by kind; what is not there is empty."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from bot.model.observation import Facts, Found, Reason, Unsure
from bot.model.reference import Query, Reference, home
from bot.sources.cards import Cards, linked
from bot.sources.github.source import connect_reader
from bot.sources.hub.source import Hub
from tests.judge.finds import NOW
from tests.world.fixtures import MakeWorld
from tests.world.world import GITHUB_TOKEN

HUB, GITHUB, ARXIV = "https://huggingface.co", "https://github.com", "https://arxiv.org/abs"
CARD = f"""\
---
license: mit
---
# A

[code]({GITHUB}/acme/a)
and [again]({GITHUB}/Acme/A/tree/main), [paper]({ARXIV}/2505.00001v2)
[itself]({HUB}/acme/a-7b) [base]({HUB}/acme/base) [data]({HUB}/datasets/acme/d) [x](https://x.example)
"""  # fmt: skip
SCENARIO = {
    "repository": {"name": "octo/list", "files": {"README.md": ""}},
    "repos": {"acme/a": {"readme": f"[paper]({ARXIV}/2505.00001)"}, "acme/bare": {}},
    "papers": {
        "2505.00001": {"title": "A", "published": "2025-05-01", "repo": f"{GITHUB}/acme/a"},
        "2505.00002": {"title": "B", "published": "2025-05-01"},
    },
    "hub": {
        "models": {
            "acme/a-7b": {"card": CARD},
            "acme/bare": {},
            "acme/closed": {"card": "---\nlicense: apache-2.0\n---\nresearch use only\n"},
            "acme/open": {"card": "It was trained on data for non-commercial use only.\n"},
        },
        "datasets": {
            "acme/d": {"card": f"[code]({GITHUB}/acme/a)"},
            "acme/nc": {"card": "This dataset is for non-commercial use only."},
        },
        "spaces": {"acme/s": {"card": f"[code]({GITHUB}/acme/a)"}},
    },
}


@pytest.fixture
def cards(world: MakeWorld) -> Iterator[Cards]:
    world(SCENARIO)
    hub = Hub(None, os.environ.get("HF_ENDPOINT"))
    source = Cards(connect_reader(GITHUB_TOKEN))
    yield source
    source.close()
    hub.close()


def outcome(cards: Cards, text: str) -> Facts | Reason:
    reference = Reference.parse(text)
    assert cards.knows(reference)
    (seen,) = cards.look([Query(reference, home(reference))], NOW)
    assert isinstance(seen, Found | Unsure)
    return seen.facts if isinstance(seen, Found) else seen.reason


CODE = {"repositories": ("acme/a",)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "model:acme/a-7b",
            {
                "repositories": ("acme/a",),
                "papers": ("2505.00001",),
                "models": ("acme/base",),
                "datasets": ("acme/d",),
            },
        ),
        ("model:acme/bare", {}),
        ("model:acme/closed", {"restriction": "research use only"}),
        ("model:acme/open", {}),
        ("dataset:acme/nc", {"restriction": "for non-commercial use only"}),
        ("model:acme/nobody", Reason.LOGIN),
        ("dataset:acme/d", CODE),
        ("space:acme/s", CODE),
        ("repo:acme/a", {"papers": ("2505.00001",)}),
        ("repo:acme/bare", {}),
        ("paper:2505.00001", CODE),
        ("paper:2505.00002", {}),
        ("paper:2505.00003", {}),
    ],
)
def test_what_it_links_to(cards: Cards, text: str, expected: Facts | Reason) -> None:
    assert outcome(cards, text) == expected


def test_only_so_many_are_reported() -> None:
    text = "\n".join(f"[x]({GITHUB}/acme/r{number})" for number in range(50))
    assert len(linked(text, Reference.parse("repo:acme/a"))["repositories"]) == 20  # type: ignore[arg-type]
