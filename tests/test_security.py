"""docs/security.md: each test it names exists, and everybody who can send something has one."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.chaos.faults import FAULTS, SOURCES

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
NAMED = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", PAGE)
SENDERS = (
    "authors of entries",
    "contributors of a fork",
    "submitters of forms",
    "members without write access",
    "sites",
    "whoever answers for an API",
    "authors of templates",
    "writers of the cache",
    "writers of artifacts",
)


@pytest.mark.parametrize(("path", "name"), sorted(set(NAMED)))
def test_a_named_test_exists(path: str, name: str) -> None:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    names = {getattr(node, "name", "") for node in tree.body}
    names |= {
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    assert not name or name in names


def test_the_page_has_the_sizes_of_the_table() -> None:
    assert f"each of {len(FAULTS)} faults of each of\n{len(SOURCES)} services" in PAGE


def test_every_row_names_a_test() -> None:
    table = PAGE.partition("| who | what they send")[2].partition("\n\n")[0]
    rows = table.splitlines()[2:]
    assert all(re.search(r"`tests/[\w/]+\.py", row) for row in rows)
    firsts = [row.split("|")[1].strip() for row in rows]
    assert [one for one in SENDERS if one not in firsts] == []
