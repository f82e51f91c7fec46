"""Whether something is on the list already, under whatever name."""

from __future__ import annotations

import pytest

from bot.judge.models.listed import Listed
from bot.model.reference import read_link
from tests.judge.finds import MODELS, registry

EXTRA = """\
  - id: page
    kind: technique
    name: Page
    section: methods
    title: "A Page about Tuning of Models, Part 2"
    links:
      blog: http://www.page.example/post/
      code: https://github.com/acme/tool/tree/v1
"""


@pytest.fixture
def listed() -> Listed:
    return Listed(registry(MODELS + EXTRA))


@pytest.mark.parametrize(
    ("url", "entry"),
    [
        ("https://page.example/post", "page"),
        ("https://page.example/Post#top", "page"),
        ("https://page.example/post/2", None),
        ("https://github.com/acme/tool/tree/v1", "page"),
        ("https://github.com/acme/tool", None),
        ("https://arxiv.org/pdf/2103.10360v3", "glm"),
        ("https://huggingface.co/thudm/GLM-10B/tree/main", "glm"),
        ("https://huggingface.co/datasets/thudm/GLM-10B", None),
    ],
)
def test_by_reference(listed: Listed, url: str, entry: str | None) -> None:
    found = listed.at(read_link(url))
    assert (found[0].id if found else None) == entry


@pytest.mark.parametrize(
    ("title", "entry"),
    [
        ("A page about tuning of models (part 2)", "page"),
        ("A Page about Tuning of Model, Part 2", "page"),
        ("A Page about Tuning of Models, Part 3", None),
        ("Tuning of Models", None),
        ("GLN", None),
        ("glm", "glm"),
    ],
)
def test_by_title(listed: Listed, title: str, entry: str | None) -> None:
    found = listed.alike(title)
    assert (found.id if found else None) == entry
