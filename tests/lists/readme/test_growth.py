"""Twice the list is twice the work, whatever the list."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.lists.readme.work import work_of

PAPER = "[a](https://arxiv.org/abs/2301.00001)"
GROWING: dict[str, Callable[[int], str]] = {
    "items": lambda k: "- [a](https://a.test/x) b\n" * k,
    "items of many links": lambda k: "- [a](https://a.test) " + "`b` *c* [d](https://d.test) " * k,
    "items in a line": lambda k: "- " * k + "`a` [b](https://b.test) " * k,
    "texts without a link": lambda k: "- *x* `y`\n" * k,
    "rows of a table": lambda k: "|a|\n|-|\n" + "|b|\n" * k,
    "a long cell": lambda k: f"|Venue|Link|\n|-|-|\n|{'`b` [c](https://c.test) ' * k}|{PAPER}|\n",
    "many columns": lambda k: f"|{'a|' * k}\n|{'-|' * k}\n|{'b|' * k}\n|{'b|' * k}\n",
    "headings that are entries": lambda k: "## [a](https://a.test)\n\nb\n\n" * k,
    "text below a heading": lambda k: "## [a](https://a.test)\n\n" + "b\n\n" * k,
    "titles with attributes": lambda k: f"A title\n\n- Paper: {PAPER}\n\n" * k,
    "linked titles with attributes": lambda k: f"{PAPER}\n\n- Paper: {PAPER}\n\n" * k,
    "a paragraph": lambda k: "[a](https://a.test) <br> " * k,
    "lines": lambda k: "<a href='https://a.test'>x</a><br>\n" * k,
    "labels": lambda k: "label:\n\n" * k,
    "rows of HTML": lambda k: (
        "<table>" + "<tr><td>a</td><td><a href='https://a.test'>x</a></td></tr>\n" * k
    ),
    "wide cells": lambda k: (
        "<table>" + "<tr><td colspan='900' rowspan='900'>a</td></tr>\n" * k + "</table>"
    ),
    "tables never closed": lambda k: "<table><tr><td>" * k + "<a href='https://a.test'>x</a>",
    "items of HTML": lambda k: "<ul>" + "<li><a href='https://a.test'>x</a>\n" * k,
    "lists never closed": lambda k: "<ul><li><a href='https://a.test'>x</a>\n" * k,
    "details": lambda k: "<details><summary><a href='https://a.test'>x</a></summary>\n\n" * k,
    "summaries never closed": lambda k: (
        "<details><summary>\n" * k + "<a href='https://a.test'>x</a>\n" * k
    ),
    "details in details": lambda k: (
        "<details><summary><a href='https://a.test'>x</a></summary>\n" * k + "</details>\n" * k
    ),
    "rows that fold out": lambda k: (
        "<details><summary><a href='https://a.test'>x</a></summary>\n\n"
        + "- [b](https://b.test)\n\n[c](https://c.test), words.\n\n" * k
    ),
    "headings that fold out": lambda k: (
        "<details><summary>a</summary>\n\n## b\n\n" * k + "[c](https://c.test)\n\n</details>" * k
    ),
    "headings never closed": lambda k: "<h2>a\n" * 3 * k + "<a href='https://a.test'>x</a>\n" * k,
    "struck out": lambda k: "- ~~[a](https://a.test/c)~~\n" * k,
    "deletions never closed": lambda k: "<del>[a](https://a.test/c)\n\n" * k,
    "deletions in deletions": lambda k: (
        "<del>" * k + "</del>" * k + "\n\n" + "- [a](https://a.test)\n" * k
    ),
    "one reference": lambda k: "- [a](https://a.test)\n" * k,
    "references": lambda k: (
        "".join(f"[r{n}]: https://a.test/{n}\n" for n in range(k))
        + "\n" + "".join(f"- [r{n}]\n" for n in range(k))
    ),
    "comments that leave rows alone": lambda k: (
        "- [a](https://a.test) <!-- listkeeper:ignore -->\n" * k
    ),
    "comments below headings": lambda k: (
        "# a\n<!-- listkeeper:ignore -->\n- [a](https://a.test)\n\n" * k
    ),
    "comments before all": lambda k: (
        "x\n\n<!-- listkeeper:ignore -->\n" * k + "\n\n- [a](https://a.test)\n" * k
    ),
    "authors": lambda k: f"- {PAPER} *{'A Bee, ' * k}C Dee*\n",
    "venues": lambda k: f"- {PAPER} {'ACL 2024, ' * k}\n",
}  # fmt: skip


@pytest.mark.parametrize("name", GROWING)
def test_work_does_not_grow_faster_than_the_list(name: str) -> None:
    text = GROWING[name]
    once, twice = work_of(text(100)), work_of(text(200))
    assert twice <= 2.2 * once + 3000
