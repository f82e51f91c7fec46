"""Links and pictures in HTML, as people write it into Markdown."""

from __future__ import annotations

import pytest

from bot.parsing.source.document import read_document
from bot.parsing.source.links import LinkForm
from tests.parsing.source.marked import read_marked

LINKS = [
    ('<a href="«https://a.test»">x</a>', "https://a.test"),
    ("<a href='«https://a.test»'>x</a>", "https://a.test"),
    ("<a href=«https://a.test»>x</a>", "https://a.test"),
    ("<div>\n<a href=«https://a.test/?a=1&b=2#c»>x</a></div>", "https://a.test/?a=1&b=2#c"),
    ("<a href=«https://a.test/»>x</a>", "https://a.test/"),
    ('<a href="«https://a.test/?a=1&amp;b=2»">x</a>', "https://a.test/?a=1&b=2"),
    ('<a href="«https://a.test/?a=1&copy=2»">x</a>', "https://a.test/?a=1&copy=2"),
    ('<a href=" «https://a.test» ">x</a>', "https://a.test"),
    ('<A HREF = "«https://a.test»">x</A>', "https://a.test"),
    ('<a\n  href="«https://a.test»"\n  id=b>x</a>', "https://a.test"),
    ('<a title="x > y" href="«https://a.test»">x</a>', "https://a.test"),
    ('<a href="«https://a.test/é»">é</a>', "https://a.test/é"),
    ('é <a href="«https://a.test/é»">é</a>', "https://a.test/é"),
    ('<a href="«https://a.test/1»" href="https://b.test">x</a>', "https://a.test/1"),
    ('<p align="center">\n  <a href="«https://a.test»">x</a>\n</p>', "https://a.test"),
    ('<p>a <- b <a href="«https://a.test»">x</a></p>', "https://a.test"),
    ('<div>\n1 < 2\n<a href="«https://a.test»">x</a>\n</div>', "https://a.test"),
    ('<table><tr><td><a href="«https://a.test»">x</a></table>', "https://a.test"),
    ('|a|\n|-|\n|<a href="«https://a.test»">x</a>|', "https://a.test"),
    ('<!-- <a href="b"> --><a href="«https://a.test»">x</a>', "https://a.test"),
    ('<a href="«https://a.test»">never closed', "https://a.test"),
    ('<div>\n\n<a href="«https://a.test»">x</a>', "https://a.test"),
    ('<summary><a href="«docs/x.md»">x</a></summary>', "docs/x.md"),
    ('<code><a href="«https://a.test»">x</a></code>', "https://a.test"),
    ('<a href="«javascript:x»">x</a>', "javascript:x"),
    ('<p>\r\n<a\r\n  href="«https://a.test»"\r\n>x</a>\r\n</p>', "https://a.test"),
    ('- <p>\n  <a\n  href="«https://a.test»"\n  >x</a>\n  </p>', "https://a.test"),
    ('> <p>\n> <a\n> href="«https://a.test»">x</a>', "https://a.test"),
    ('> - <p>\r\n>   <a\r\n>   href="«https://a.test»">x</a>', "https://a.test"),
    ('- <!-- <a\n  href="b"> --> <a href="«https://a.test»">x</a>', "https://a.test"),
    ('<a href="«»">x</a>', ""),
]
PICTURES = [
    '<img src="«https://a.test/i.png»">',
    "<img src='«https://a.test/i.png»'/>",
    "<img src=«https://a.test/i.png»>",
    "<img src=«https://a.test/i.png» />",
    '<IMG alt="https://b.test" SRC="«https://a.test/i.png»">',
    '<source src="«https://a.test/i.mp4»">',
    '<video src="«https://a.test/i.mp4»" poster="«https://a.test/i.png»" controls></video>',
    '<audio src="«https://a.test/i.ogg»"></audio>',
    '<source media="(x)" srcset="«https://a.test/i.png»">',
    '<source srcset="«https://a.test/1.png» 1x, «https://a.test/2.png» 2x">',
    "<img srcset='«https://a.test/1.png» 480w,\n«https://a.test/2.png» 800w'>",
    '<img srcset="«https://a.test/1,2.png»">',
    '<img srcset="«https://a.test/1.png», «https://a.test/2.png»">',
    '<img srcset="«https://a.test/1.png» 1x" src="«https://a.test/2.png»">',
]


@pytest.mark.parametrize(("text", "url"), LINKS)
def test_links(text: str, url: str) -> None:
    _, [link] = read_marked(text)
    assert (link.url, link.form, link.is_image) == (url, LinkForm.HTML, False)


@pytest.mark.parametrize("text", PICTURES)
def test_pictures_and_films(text: str) -> None:
    _, links = read_marked(text)
    assert {(link.form, link.is_image) for link in links} == {(LinkForm.HTML, True)}


@pytest.mark.parametrize(
    "text",
    [
        '<a name="https://a.test">x</a>',
        '<a data-href="https://a.test">x</a>',
        '<p cite="https://a.test">x</p>',
        '<link href="https://a.test">',
        '<iframe src="https://a.test"></iframe>',
        '<!-- <img src="https://a.test"> -->',
        '<!--\n<a href="https://a.test">\n',
        '<!--\r\n<a href="https://a.test">\r\n',
        '> <!--\n> <a href="https://a.test">\n',
        "<!-- never closed\n\n<a href=https://a.test>",
        r"\<a href=x>",
        "&lt;a href=x>",
        '`<a href="https://a.test">`',
        "<a href=",
        "<a",
        "< a href=x>",
        '<img alt="https://a.test">',
    ],
)
def test_what_is_none(text: str) -> None:
    read_marked(text)


def test_a_tag_that_is_shown_as_text_hides_nothing() -> None:
    read_marked('<title><a href="«https://a.test»">x</a></title>')


def test_an_image_in_a_link_is_known_as_such() -> None:
    text = '<a href="«https://a.test/1»"><img src="«https://a.test/2»" alt="y"></a>'
    _, links = read_marked(text + '<img src="«https://a.test/3»">')
    assert [(link.url[-1], link.is_linked, link.label) for link in links] == [
        ("1", False, ""),
        ("2", True, "y"),
        ("3", False, ""),
    ]


def test_the_label_of_a_link_that_is_never_closed_ends_at_the_next() -> None:
    _, links = read_marked('<a href="«x»">one <a href="«y»">two</a> three')
    assert [link.label for link in links] == ["one", "two"]


def test_an_equals_sign_without_quotes_makes_the_tag_a_text_outside_of_blocks() -> None:
    """https://spec.commonmark.org/0.31.2/#unquoted-attribute-value"""
    read_marked("x <a href=«https://a.test/?a=1»</a>")


def test_a_link_without_a_value_leads_nowhere_and_has_no_bytes() -> None:
    [link] = read_document("<a href>x</a>").links
    assert (link.url, link.start, link.end) == ("", None, None)
