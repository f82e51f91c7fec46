from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.facts.change import Edit
from bot.facts.errors import Where
from bot.registry.edit import edit
from bot.registry.load import load
from tests.build import TOOLS, documents

PATH = "registry/tools.yml"
LINKS = [link for _, link in load(documents())[0].links()]


@pytest.mark.parametrize("link", LINKS, ids=lambda link: link.link.url)
@pytest.mark.parametrize("dead", ["", "2026-11-01"])
def test_only_the_address_changes(link: object, dead: str) -> None:
    chosen = next(known for known in LINKS if known is link)
    after = "https://new.example/a,b" if not dead else chosen.link.url
    copy = "https://web.archive.org/web/2026/x" if dead else ""
    change = Edit("alpha/code", chosen.where, chosen.link.url, after, dead, copy)
    edited, refused = edit(documents(), [change])
    assert refused == []
    registry, _ = load(edited)
    found = [known for _, known in registry.links() if known.where == chosen.where]
    twin = next(known for known in found if known.role == chosen.role)
    assert (twin.link.url, twin.dead_since, twin.archived_copy) == (after, dead, copy)
    before_lines, after_lines = TOOLS.splitlines(), edited[PATH].splitlines()
    changed = [
        n
        for n, pair in enumerate(zip(before_lines, after_lines, strict=True))
        if pair[0] != pair[1]
    ]
    assert changed == [chosen.where.line - 1]


def test_a_longer_address_is_not_taken_for_a_shorter_one() -> None:
    text = "entries:\n  - https://a.example/x/y\n  - https://a.example/x\n"
    change = Edit("a/site", Where(PATH, 2, 5), "https://a.example/x", "https://b.example")
    assert edit({PATH: text}, [change]) == ({PATH: text}, [change])


@settings(deadline=None)
@given(st.from_regex(r"https://[a-z]{3,9}\.example/[!-~]{0,20}", fullmatch=True))
def test_any_address_is_written_so_that_yaml_reads_it_back(url: str) -> None:
    for link in LINKS:
        edited, refused = edit(documents(), [Edit("a/b", link.where, link.link.url, url)])
        assert bool(refused) is any(sign in url for sign in "<> ")
        registry, _ = load_or_skip(edited, url)
        if registry is not None:
            urls = [known.link.url for _, known in registry.links()]  # type: ignore[attr-defined]
            assert url in urls


def load_or_skip(files: dict[str, str], url: str) -> tuple[object, object]:
    if any(sign in url for sign in "<> "):
        return None, None  # the schema refuses such an address anyway
    return load(files)
