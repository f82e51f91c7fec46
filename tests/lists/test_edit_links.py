from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.lists.registry.edit_links import apply_link_edits
from bot.lists.registry.load import load
from bot.model.change import LinkEdit
from bot.model.errors import Where
from tests.build import TOOLS, documents

PATH = "registry/tools.yml"
LINKS = [link for _, link in load(documents())[0].links()]


@pytest.mark.parametrize("link", LINKS, ids=lambda link: link.link.url)
@pytest.mark.parametrize("dead", ["", "2026-11-01"])
def test_only_the_address_changes(link: object, dead: str) -> None:
    chosen = next(known for known in LINKS if known is link)
    after = "https://new.example/a,b" if not dead else chosen.link.url
    copy = "https://web.archive.org/web/2026/x" if dead else ""
    change = LinkEdit("alpha/code", chosen.where, chosen.link.url, after, dead, copy)
    edited, refused = apply_link_edits(documents(), [change])
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
    change = LinkEdit("a/site", Where(PATH, 2, 5), "https://a.example/x", "https://b.example")
    assert apply_link_edits({PATH: text}, [change]) == ({PATH: text}, [change])


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ('{ url: "https://a.example/x", dead: 2026-11-01 }  # so', ', archived: "https://c/1"'),
        ("{url: https://a.example/x, dead: 2026-11-01}", ', archived: "https://c/1"'),
        ("{dead: 2026-11-01, url: 'https://a.example/x'}", ', archived: "https://c/1"'),
        ("\n        url: https://a.example/x\n        dead: 2026-11-01", ""),
    ],
)
def test_a_copy_is_added_to_a_link_marked_dead(link: str, expected: str) -> None:
    head = "entries:\n  - id: a\n    kind: tool\n    name: A\n    section: tools\n    links:\n"
    files = documents(**{PATH: f"{head}      site: {link}\n"})
    [(_, before)] = load(files)[0].links()
    url, copy = before.link.url, "https://c/1"
    change = LinkEdit("a/site", before.where, url, url, before.dead_since, copy, marked=True)
    edited, refused = apply_link_edits(files, [change])
    assert bool(refused) is not bool(expected)
    assert edited[PATH].replace(expected, "") == files[PATH] if expected else edited == files
    if expected:
        [(_, after)] = load({**files, PATH: edited[PATH].replace("https://c/1", "https://c.a/1")})[
            0
        ].links()
        assert (after.archived_copy, after.dead_since) == ("https://c.a/1", "2026-11-01")


@given(st.from_regex(r"https://[a-z]{3,9}\.example/[!-~]{0,20}", fullmatch=True))
def test_any_address_is_written_so_that_yaml_reads_it_back(url: str) -> None:
    for link in LINKS:
        edited, refused = apply_link_edits(
            documents(), [LinkEdit("a/b", link.where, link.link.url, url)]
        )
        assert bool(refused) is any(sign in url for sign in "<> ")
        registry, _ = load_or_skip(edited, url)
        if registry is not None:
            urls = [known.link.url for _, known in registry.links()]  # type: ignore[attr-defined]
            assert url in urls


def load_or_skip(files: dict[str, str], url: str) -> tuple[object, object]:
    if any(sign in url for sign in "<> "):
        return None, None  # the schema refuses such an address anyway
    return load(files)
