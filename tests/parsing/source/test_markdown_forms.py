"""Each way to write a link in Markdown, with the bytes of its address and what it leads to."""

from __future__ import annotations

import pytest

from bot.parsing.source.links import LinkForm, is_external
from tests.parsing.source.marked import read_marked

INLINE = [
    ("[x](«https://a.test/1»)", "https://a.test/1"),
    ("[x](<«https://a.test/1»>)", "https://a.test/1"),
    ("[x](<«https://a.test/a b»>)", "https://a.test/a b"),
    ("[x](  «https://a.test/1»  )", "https://a.test/1"),
    ("[x](\n«https://a.test/1»\n)", "https://a.test/1"),
    ("> [x](\n> «https://a.test/1»)", "https://a.test/1"),
    ('[x](«https://a.test/1» "https://b.test")', "https://a.test/1"),
    ("[x](«https://a.test/1» 'it (is)')", "https://a.test/1"),
    ("[x](«https://a.test/1» (https://b.test))", "https://a.test/1"),
    ('[x](«https://a.test/1»\n"t")', "https://a.test/1"),
    ("[x](«https://a.test/A_(b)»)", "https://a.test/A_(b)"),
    ("[x](«https://a.test/((a)(b))»)", "https://a.test/((a)(b))"),
    ("([x](«https://a.test/1»))", "https://a.test/1"),
    (r"[x](«https://a.test/\(»)", "https://a.test/("),
    (r"[x](«https://a.test/a\_b\*»)", "https://a.test/a_b*"),
    (r"[x](«https://a.test/a\b»)", "https://a.test/a\\b"),
    (r"[x](<«https://a.test/\>»>)", "https://a.test/>"),
    ("[x](«https://a.test/?a=1&amp;b=2»)", "https://a.test/?a=1&b=2"),
    ("[x](«https://a.test/?a=1&b=2»)", "https://a.test/?a=1&b=2"),
    ("[x](«https://a.test/&#38;&eacute;»)", "https://a.test/&é"),
    ("[x](«https://a.test/%C3%a9»)", "https://a.test/%C3%a9"),
    ("[x](«https://é.test/路»)", "https://é.test/路"),
    ("[x](«docs/a.md#part»)", "docs/a.md#part"),
    ("[x](«#part»)", "#part"),
    ("[x](«mailto:a@b.test»)", "mailto:a@b.test"),
    ("[x](«»)", ""),
    ("[x](<«»>)", ""),
    ("[a [b] c](«https://a.test/1»)", "https://a.test/1"),
    ("[`a](b`](«https://a.test/1»)", "https://a.test/1"),
    ("[<b title='](c'>](«https://a.test/1»)", "https://a.test/1"),
    ("[`](`](«https://a.test/1»)", "https://a.test/1"),
    (r"[a\](b](«https://a.test/1»)", "https://a.test/1"),
    ("[[a]](«https://a.test/1»)", "https://a.test/1"),
    ("[](«https://a.test/1»)", "https://a.test/1"),
    ("[https://a.test/2](«https://a.test/1»)", "https://a.test/1"),
    ("**[x](«https://a.test/1»)**", "https://a.test/1"),
    ("- [ ] [x](«https://a.test/1»)", "https://a.test/1"),
    ("# [x](«https://a.test/1») #", "https://a.test/1"),
    ("[x](«https://a.test/1»)\n===", "https://a.test/1"),
    ("1. a\n   - [x](«https://a.test/1»)", "https://a.test/1"),
    ("\t- a\n\n- [x](«https://a.test/1»)", "https://a.test/1"),
    ("|a|\n|-|\n|[x](«https://a.test/1»)|", "https://a.test/1"),
    ("|a|\n|-|\n|[x](«https://a.test/a\\|b»)|", "https://a.test/a|b"),
    ("|a|\n|-|\n|[x\\|y](«https://a.test/1»)|", "https://a.test/1"),
    ("<details>\n\n[x](«https://a.test/1»)\n\n</details>", "https://a.test/1"),
    ("x[^1]\n\n[^1]: [x](«https://a.test/1»)", "https://a.test/1"),
]


@pytest.mark.parametrize(("text", "url"), INLINE)
def test_inline_links(text: str, url: str) -> None:
    _, [link] = read_marked(text)
    assert (link.url, link.form, link.is_image) == (url, LinkForm.INLINE, False)


REFERENCES = [
    ("[x][r]\n\n[r]: «https://a.test/1»", 1),
    ("[x][R  s]\n\n[r s]: «https://a.test/1»", 1),
    ("[r][]\n\n[r]: «https://a.test/1»", 1),
    ("[r]\n\n[r]: «https://a.test/1»", 1),
    ("[ẞ]\n\n[SS]: «https://a.test/1»", 1),
    ("[r]\n\n[r]: <«https://a.test/1»> 'title'", 1),
    ("[r]\n\n[r]:\n  «https://a.test/1»\n  'title'", 1),
    ("[r]\n\n[r]: «https://a.test/1» 'https://b.test'", 1),
    ("[r] [r][] [x][r]\n\n[r]: «https://a.test/1»", 3),
    ("[r]\n\n[r]: «https://a.test/1»\n[r]: https://b.test/2", 1),
    ("> [r]: «https://a.test/1»\n\n[r]", 1),
    ("- [r]\n\n  [r]: «https://a.test/1»", 1),
    ("![r]\n\n[r]: «https://a.test/1»", 1),
    ("[r]: https://a.test/1", 0),
    ("[r]\n\n```\n[r]: https://a.test/1\n```", 0),
]


@pytest.mark.parametrize(("text", "uses"), REFERENCES)
def test_a_reference_has_the_bytes_of_its_definition(text: str, uses: int) -> None:
    _, links = read_marked(text)
    assert [(link.url, link.form) for link in links] == [
        ("https://a.test/1", LinkForm.REFERENCE)
    ] * uses


def test_the_whole_of_a_reference_is_its_use() -> None:
    document, links = read_marked("a [r][] b [x][r] c [r] d\n\n[r]: «https://a.test/1»")
    wholes = [document.raw[slice(*link.whole)] for link in links]
    assert wholes == [b"[r][]", b"[x][r]", b"[r]"]


IMAGES = [
    ("![a](«https://a.test/i.png»)", ["a"]),
    ("![https://b.test](«https://a.test/i.png»)", ["https://b.test"]),
    ("![a [b](https://b.test) `c`](«https://a.test/i.png»)", ["a b c"]),
    ("![a ![b](https://b.test)](«https://a.test/i.png»)", ["a b"]),
    ("![<a href=https://b.test>](«https://a.test/i.png»)", [""]),
    ('![a](«https://a.test/i.png» "t")', ["a"]),
    ("![a][r]\n\n[r]: «https://a.test/i.png»", ["a"]),
    ("![a](«https://a.test/1»)![b](«https://a.test/2»)", ["a", "b"]),
]


@pytest.mark.parametrize(("text", "labels"), IMAGES)
def test_an_alternative_text_is_a_label_and_never_a_link(text: str, labels: list[str]) -> None:
    _, links = read_marked(text)
    assert [(link.label, link.is_image) for link in links] == [(label, True) for label in labels]


def test_an_image_inside_a_link_is_known_as_such() -> None:
    text = "[![a](«https://a.test/i.png») b](«https://a.test/1») ![c](«https://a.test/2»)"
    _, links = read_marked(text)
    assert [(link.url[-1], link.is_image, link.is_linked) for link in links] == [
        ("1", False, False),
        ("g", True, True),
        ("2", True, False),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "<«https://a.test/1»>",
        "<«HTTPS://a.test/1»>",
        "<«ftp://a.test/1»>",
        "<«irc:a»>",
        "<«https://a.test/a*b*»>",
        "|a|\n|-|\n|<«https://a.test/1»>|",
    ],
)
def test_addresses_in_points(text: str) -> None:
    document, [link] = read_marked(text)
    assert link.form is LinkForm.POINTED
    assert document.raw[slice(*link.whole)] == f"<{link.url}>".encode()


@pytest.mark.parametrize(
    "text",
    [
        "`https://a.test`",
        "``[x](https://a.test)``",
        "```\n[x](https://a.test)\n```",
        "~~~\n<a href=https://a.test>\n~~~",
        "    [x](https://a.test)",
        "\thttps://a.test",
        "<!-- [x](https://a.test) -->",
        "<!--\n\n<a href=https://a.test>\n\n-->",
        r"\[x](y)",
        r"[x\](y)",
        "[x] (y)",
        "[x](a b)",
        "[x][nowhere]",
        "[ ](<a\nb>)",
        "a@b.test and <a@b.test>",
        "[^1]: nobody refers to https://a.test here",
        "x[^1]\n\n[^1]: y\n[^1]: https://a.test comes second",
    ],
)
def test_what_is_no_link(text: str) -> None:
    read_marked(text)


def test_labels_are_what_readers_see() -> None:
    _, links = read_marked(
        "[*a* `b`  <b>c</b> &amp; \\*d\\*\ne](«https://a.test/1») "
        '<a href="«https://a.test/2»">f <i>g</i></a>'
    )
    assert [link.label for link in links] == ["a b c & *d* e", "f g"]


@pytest.mark.parametrize(
    ("url", "external"),
    [
        ("https://a.test", True),
        (" \thttps://a.test", True),
        ("HTTP://a.test", True),
        ("\xa0https://a.test", False),
        ("\u3000https://a.test", False),
        ("a/https://a.test", False),
    ],
)
def test_blanks_that_browsers_do_not_ignore_make_a_path(url: str, *, external: bool) -> None:
    assert is_external(url) is external
