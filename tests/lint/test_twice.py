"""Entries of a registry that stand in it twice, and links that one entry has twice."""

from __future__ import annotations

import pytest

from bot.lint.twice import listed_twice
from bot.lists.registry.load import load
from tests.build import LIST, TOOLS, documents

TWO = (
    LIST
    + "  - {id: more, title: More, kinds: [tool]}\n  - {id: models, title: M, kinds: [model]}\n"
)


def found(row: str) -> list[str]:
    files = documents(**{"registry/list.yml": TWO, "registry/tools.yml": TOOLS + row})
    return [str(one) for one in listed_twice(load(files)[0])]


def row(name: str, links: str, section: str = "tools", kind: str = "tool") -> str:
    return f"  - {{id: new, kind: {kind}, name: {name}, section: {section}, links: {{{links}}}}}\n"


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (row("ALPHA", "code: https://github.com/a/b"), "its name is the same as that of 'Alpha'"),
        (row("New", "code: https://github.com/Old/Alpha"), "its link is the same as that of 'A"),
        (row("New", "code: https://github.com/a/b, docs: https://github.com/a/b"), "as `code`"),
    ],
)
def test_what_stands_twice_is_named_with_both_places(new: str, expected: str) -> None:
    (finding,) = found(new)
    assert finding.startswith("registry/tools.yml:")
    assert expected in finding
    assert "registry/tools.yml:3" in finding or "this link" in finding


@pytest.mark.parametrize(
    "new",
    [
        "",
        row("Alpha", "code: https://github.com/old/alpha", "more"),
        row("New", "code: https://github.com/old/alpha/tree/main/part"),
        row("New", "code: https://github.com/a/b, site: https://beta.example/tour"),
        row("GPT", "code: https://github.com/a/b", "models", "model")
        + row("GPT chat", "code: https://github.com/a/b", "models", "model").replace(
            "new", "gpt-2"
        ),
    ],
)
def test_what_is_meant_so_is_left_alone(new: str) -> None:
    assert found(new) == []


def test_one_hub_model_is_one_row() -> None:
    link = "hub: https://huggingface.co/acme/x-7b"
    second = row("X 7B", link, "models", "model").replace("new", "x-2")
    assert len(found(row("X", link, "models", "model") + second)) == 1
