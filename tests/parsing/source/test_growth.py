"""Twice the text is twice the work, whatever the text."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.parsing.source.work import work_of

GROWING: dict[str, Callable[[int], str]] = {
    "items": lambda k: "- [a](https://a.test/x) b\n" * k,
    "letters beyond ASCII": lambda k: "- [é](https://例え.test/路) ü\n" * k,
    "CRLF": lambda k: "- [a](https://a.test/x) b\r\n" * k,
    "CR": lambda k: "- https://a.test/x b\r" * k,
    "one paragraph": lambda k: "https://a.test/x b\n" * k,
    "one line": lambda k: "[a](https://a.test/x) www.a.test " * k,
    "cells": lambda k: "|a|\n|-|\n" + "|[a](b\\|c) https://a.test|\n" * k,
    "icons by reference": lambda k: (
        "".join(f"[r{n}]: https://a.test/{n}\n" for n in range(k))
        + "\n"
        + "".join(f"![][r{n}] ![][r0]\n" for n in range(k))
    ),
    "one long definition": lambda k: f"[r]: https://{'a' * k * 4}\n\n" + "[r] " * k,
    "footnotes": lambda k: "x[^1]\n\n" * k + "[^1]: https://a.test\n\n" * k,
    "open brackets": lambda k: "[" * k + "https://a.test",
    "open links": lambda k: "[a](" * k,
    "open parentheses": lambda k: "[a](" + "(" * k,
    "images in images": lambda k: "![a " * k + "](b)" * k,
    "images in links": lambda k: "[![a](b)" * k,
    "code": lambda k: "[`](`](a) " * k,
    "stars in addresses": lambda k: "*https://a*b" * k,
    "addresses in an address": lambda k: "https://" * k,
    "closing brackets": lambda k: "https://a.test/" + ")" * k,
    "semicolons": lambda k: "https://a.test/" + "&a;" * k,
    "underscores": lambda k: "http://a_b.c_d " * k,
    "a host of underscores": lambda k: "http://a" + "_." * k,
    "one block of HTML": lambda k: "<p>\n" + '<a href="x">b</a>\n' * k + "</p>",
    "HTML in a quote": lambda k: "> <p>\n" + "> <a\n> href=x>b</a>\n" * k,
    "HTML with CRLF": lambda k: "<p>\r\n" + "<a\r\nhref=x>b</a>\r\n" * k,
    "links never closed": lambda k: '<div>\n<a href="x">b ' * k,
    "links that one end closes": lambda k: "<div>\n" + '<a href="x">b ' * k + "</a>",
    "comments": lambda k: "<div>\n" + "<!-- <a> --> b " * k,
    "comments never closed": lambda k: "<!-- <a> " * k,
    "attributes never closed": lambda k: '<a href="b ' * k,
    "a srcset": lambda k: '<img srcset="' + "a 1x, " * k + '">',
    "a srcset of commas": lambda k: '<img srcset="a' + "," * k + '">',
    "entities in an attribute": lambda k: '<a href="' + "&amp;" * k + '">',
    "spaces": lambda k: "[a](" + " " * k,
    "zero bytes": lambda k: "\0" * k,
}


@pytest.mark.parametrize("name", GROWING)
def test_work_does_not_grow_faster_than_the_text(name: str) -> None:
    text = GROWING[name]
    once, twice = work_of(text(600)), work_of(text(1200))
    assert twice <= 2.2 * once + 2000
