"""Twice the list is twice the work: calls of functions are counted, no clock."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import pytest

from bot.lint.written.check import check_written
from bot.parsing.source.document import read_document

GROWING: dict[str, Callable[[int], str]] = {
    "one link": lambda k: "- [a](https://github.com/a/b)\n" * k,
    "one link, many names": lambda k: "".join(
        f"- [n{n}](https://github.com/a/b)\n" for n in range(k)
    ),
    "out of order": lambda k: "".join(
        f"- [n{n * 7919 % k}](https://a.test/{n})\n" for n in range(k)
    ),
    "broken anchors": lambda k: "# a\n" + "[a](#b) " * k,
    "headings of HTML": lambda k: "<h2>a</h2>\n" * k + "\n[a](#b)\n",
    "split rows": lambda k: (
        "|a|b|c|\n|-|-|-|\n" + "| x | y and | |\n| z | w | |\n" * k + "| x | y | z |\n" * k * 9
    ),
    "pipes": lambda k: "|a|b|\n|-|-|\n" + "| " * k,
    "brackets never closed": lambda k: "- " + "[" * k + "[a](https://a.test)\n",
    "brackets never opened": lambda k: "- [a](https://a.test)" + "]" * k,
    "blanks before addresses": lambda k: "- [ab] (https://a.test)\n" * k,
    "no full stops": lambda k: "- [a](https://a.test) - b.\n" * k + "- [a](https://a.test) - b\n",
    "empty links": lambda k: "[a]() " * k,
}


def calls(text: str) -> int:
    """How many functions are called to check a text."""
    read_document.cache_clear()
    count = 0

    def add(_frame: Any, event: str, _argument: Any) -> None:
        nonlocal count
        count += event == "call"

    before = sys.getprofile()
    sys.setprofile(add)
    try:
        check_written({"README.md": text}, {})
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("name", GROWING)
def test_work_does_not_grow_faster_than_the_list(name: str) -> None:
    once, twice = calls(GROWING[name](200)), calls(GROWING[name](400))
    assert twice <= 2.3 * once + 2000
