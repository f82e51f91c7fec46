"""Bare addresses, where GitHub begins and ends them."""

from __future__ import annotations

import pytest

from bot.parsing.source.links import LinkForm
from tests.parsing.source.marked import read_marked

WHERE_IT_ENDS = [
    "«https://a.test» x",
    "«https://a.test/x».",
    "«https://a.test/x»...",
    "«https://a.test/x»?! x",
    "«https://a.test/x»: y",
    "«https://a.test/x», y",
    "«https://a.test/x»; y",
    "'«https://a.test/x»'",
    '"«https://a.test/x»"',
    "**«https://a.test/x»**",
    "*«https://a.test/x»*",
    "_«https://a.test/x»_",
    "~~«https://a.test/x»~~",
    "(«https://a.test/x»)",
    "(see «https://a.test/x»).",
    "«https://a.test/A_(b)»",
    "(«https://a.test/A_(b)»)",
    "«https://a.test/((a)»",
    "«https://a.test/x»)):",
    "«https://a.test/x&y»",
    "«https://a.test/x»&amp;",
    "«https://a.test/x»&copy;&lt;",
    "«https://a.test/x&#38»;",
    "«https://a.test/x»<br>",
    "«https://a.test/a_b_c»",
    "«https://a.test/a*b*c»",
    "«https://a.test/a*b*c» «https://a.test/2»",
    "«https://a.test/`a`b»",
    "«https://a.test/a~b»",
    "«https://a.test/x]»",
    "«https://a.test/x\u3000y»",
    "«https://a.test/x\u00a0y»",
    "«https://a.test/路。」»",
    "«https://a.test»\ty",
    "«https://a.test»\n«https://b.test»",
    "«https://a.test/https://b.test»",
    "«https://a.test/[x](https://b.test)»",
    "«https://a.test/`»\n«https://b.test/`»",
    "«https://a.test[x]»\n\n[x]: https://b.test",
    "«https://a.test:80/x?y=z#w»",
    "«https://u@a.test»",
    "«http://a»",
    "«http://localhost:80/x»",
    "«http://a€b.test/x»",
    "«http://a。b»",
    "«HTTPS://A.test»",
    "«ftp://a.test/x»",
    "«http://a.b_c.d.e»",
    "«http://a.b».",
    "«http://1.c.c.c.c.c.c.c.c.c.d_e.f»",
    "_«http://a.b»_",
    "|a|\n|-|\n|«https://a.test/x»|",
    "|a|b|\n|-|-|\n|«https://a.test/x»|«https://a.test/y» |",
    "> «https://a.test/x»",
    "- «https://a.test/x»\n- «https://a.test/y»",
    "# «https://a.test/x» #",
    "x[^1]\n\n[^1]: «https://a.test/x»",
    "<b>«https://a.test/x»</b>",
]
WHERE_IT_BEGINS = [
    "x:«https://a.test»",
    "1«https://a.test»",
    "é«https://a.test»",
    "地址：«https://a.test»",
    r"\«https://a.test»",
    "[x] «https://a.test»",
    "[x](a b «https://a.test»)",
    "] «https://a.test»",
    r"\[ «https://a.test»",
    "`[` «https://a.test»",
    "[a\n\n«https://a.test»",
    "- [a\n- «https://a.test»",
    "|a|b|\n|-|-|\n|[|«https://a.test»|",
    "**a** «https://a.test»",
]
NONE = [
    "xhttps://a.test",
    "[https://a.test",
    "[a [b](«c») https://a.test",
    "![https://a.test",
    r"\\[https://a.test",
    "http://",
    "http:// x",
    "http://-a.test",
    "http://_a.test",
    "http://.test",
    "https:a.test",
    "https:/a.test",
    r"https\://a.test",
    "htps://a.test",
    "http://a_b.test",
    "http://a.b_c",
    "http://a.b_ x",
    "http://1.c.c.c.c.c.c.c.c.d_e.f",
    "a.test/x",
    "Www.a.test",
    "WWW.a.test",
    "www.",
    "www",
    "xwww.a.test",
    ":www.a.test",
    "/www.a.test",
    "<b>www.a.test</b>",
    "<div>\nhttps://a.test\n</div>",
]


@pytest.mark.parametrize("text", WHERE_IT_ENDS + WHERE_IT_BEGINS)
def test_where_a_bare_address_begins_and_ends(text: str) -> None:
    document, links = read_marked(text)
    for link in links:
        assert link.form is LinkForm.BARE
        assert link.url.encode() == document.raw[link.start : link.end]
        assert link.whole == (link.start, link.end)


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_bare_address(text: str) -> None:
    read_marked(text)


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("«www.a.test/x».", "http://www.a.test/x"),
        ("(«www.a.test»)", "http://www.a.test"),
        ("*«www.a.test»*", "http://www.a.test"),
        (">«www.a.test»", "http://www.a.test"),
        ("> a\n>«www.a.test»", "http://www.a.test"),
        ("|a|\n|-|\n|«www.a.test»|", "http://www.a.test"),
        ("«www.a.test:80/x»", "http://www.a.test:80/x"),
        ("«www.x»", "http://www.x"),
        ("«www». x", "http://www"),
        ("|a|\n|-|\n|«https://a.test/x\\|y»|", "https://a.test/x|y"),
        ("«https://a.test/x\\|y»", "https://a.test/x\\|y"),
    ],
)
def test_where_the_address_is_not_what_is_written(text: str, url: str) -> None:
    _, [link] = read_marked(text)
    assert (link.url, link.form) == (url, LinkForm.BARE)
