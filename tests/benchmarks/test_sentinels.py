"""Spans replaced by addresses of their own, and which pages belong to a list."""

from __future__ import annotations

import pytest

from benchmarks.clones import belongs, relative_links
from benchmarks.refreshes import replacements
from benchmarks.sentinels import missing_tools, prove, unproven, with_sentinels

PAGE = "é [a](https://a.example) <b@c.d> https://b.example\n".encode()
FIRST = (7, 24)


def test_each_span_gets_an_address_of_its_own() -> None:
    written, overlapping = with_sentinels(PAGE, [FIRST, (33, 50), FIRST])
    assert PAGE[slice(*FIRST)] == b"https://a.example"
    assert written.startswith("é [a](https://s0.sentinel.example/) ".encode())
    assert overlapping == 0


def test_of_two_spans_that_overlap_the_later_one_is_left_out_and_counted() -> None:
    written, overlapping = with_sentinels(PAGE, [FIRST, (10, 26)])
    assert overlapping == 1
    assert written.count(b"sentinel") == 1


@pytest.mark.skipif(bool(missing_tools()), reason="the measuring tools are not installed")
def test_the_proof_holds_only_if_every_link_is_its_sentinel() -> None:
    bare = PAGE.index(b"https://b"), PAGE.index(b"\n")
    assert prove(PAGE, [FIRST, bare]).holds
    assert not prove(PAGE, [FIRST]).holds
    assert not prove(PAGE, [(FIRST[0] + 1, FIRST[1]), bare]).holds
    assert unproven(PAGE, [FIRST]) == ["https://b.example"]


def test_a_list_has_its_readme_the_pages_it_links_to_and_other_languages() -> None:
    page = b"[a](docs/a.md#top) [b](https://b.example/b.md) [c](<c d.md>) [e](./e.md)"
    linked = relative_links(page)
    assert linked == {"docs/a.md", "./e.md"}
    assert belongs("docs/a.md", linked)
    assert belongs("README-zh.md", set())
    assert belongs("README.zh-CN.md", set())
    assert belongs("readme_en.md", set())
    assert not belongs("docs/README-zh.md", set())
    assert not belongs("notes.md", linked)


SPAN = (4, 21)
ROW = b"[a](https://a.example) b\n"


@pytest.mark.parametrize(
    ("after", "found"),
    [
        (b"[a](https://new.example/1) b\n", [b"https://new.example/1"]),
        (ROW, [b"https://a.example"]),
        (b"[a](https://new.example) b", None),
        (b"[a](https://new.example)  b\n", None),
        (b"[A](https://new.example) b\n", None),
        (b"[a](https://new.example) b\n\n", None),
    ],
)
def test_what_replaced_a_span_counts_only_if_no_other_byte_differs(
    after: bytes, found: list[bytes] | None
) -> None:
    assert ROW[slice(*SPAN)] == b"https://a.example"
    assert replacements(ROW, after, [SPAN]) == found


def test_where_a_span_ends_the_file_the_rest_is_what_replaced_it() -> None:
    assert replacements(b"- https://a", b"- https://b/c", [(2, 11)]) == [b"https://b/c"]
