from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.parsing.no_links import Faults, NoLink
from bot.parsing.source.document import read_document

FILES = {"docs/a.md", "docs", "x y.png", "github.com/here", "a.com"}


def reasons(text: str, *, is_page: bool = True) -> list[tuple[str, NoLink]]:
    document = read_document(text)
    faults = Faults(
        document, FILES.__contains__, lambda _: "# Part\n\n## x {#own}", is_page=is_page
    )
    return [(fault.link.url, fault.reason) for fault in faults]


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("github.com/ray-project/ray", NoLink.NO_SCHEME),
        ("github.com", NoLink.NO_SCHEME),
        ("github.com:443/x", NoLink.NO_SCHEME),
        ("www.postman.com/x/overview?a=b", NoLink.NO_SCHEME),
        ("www.university.ac.za", NoLink.NO_SCHEME),
        ("sub.host.ai?x", NoLink.NO_SCHEME),
        ("somebody@gmail.com", NoLink.NO_SCHEME),
        ("htps://a.test", NoLink.MISSPELT),
        ("HTPS://a.test", NoLink.MISSPELT),
        ("hhtps://a.test", NoLink.MISSPELT),
        ("htttp://a.test", NoLink.MISSPELT),
        ("ttps://a.test", NoLink.MISSPELT),
        ("hptts://a.test", NoLink.MISSPELT),
        ("htp:/a.test", NoLink.MISSPELT),
        ("https:github.com/x", NoLink.MISSPELT),
        ("https:/github.com/x", NoLink.MISSPELT),
        ("http:github.com/x", NoLink.MISSPELT),
        ("https://", NoLink.MISSPELT),
        ("https//github.com/x", NoLink.MISSPELT),
        ("https;//github.com/x", NoLink.MISSPELT),
        ("[https://github.com/x", NoLink.MISSPELT),
        ("ftp://a.test/x", NoLink.SCHEME),
        ("sftp://a.test/x", NoLink.SCHEME),
        ("docs/b.md", NoLink.FILE_MISSING),
        ("./docs/b.md#x", NoLink.FILE_MISSING),
        ("url", NoLink.FILE_MISSING),
        ("a.py", NoLink.FILE_MISSING),
        ("README.md", NoLink.FILE_MISSING),
        ("x%20z.png", NoLink.FILE_MISSING),
        ("#nowhere", NoLink.PLACE_MISSING),
        ("docs/a.md#nowhere", NoLink.PLACE_MISSING),
        ("https://arxiv.org/abs/2307.000400", NoLink.NO_SUCH_ID),
        ("https://browse.arxiv.org/pdf/2307.000400v2.pdf", NoLink.NO_SUCH_ID),
        ("https://arxiv.org/abs/2313.00040", NoLink.NO_SUCH_ID),
        ("http://arxiv.org/abs/2307.0004", NoLink.NO_SUCH_ID),
        ("https://arxiv.org/abs/307.00040", NoLink.NO_SUCH_ID),
    ],
)
def test_what_nobody_can_follow(url: str, reason: NoLink) -> None:
    assert reasons(f"# Here\n\n[x](<{url}>)") == [(url, reason)]
    assert reasons(f'# Here\n\n<a href="{url}">x</a>') == [(url, reason)]


@pytest.mark.parametrize(
    "url",
    [
        "https://a.test",
        "HTTP://a.test",
        "//a.test/x",
        "#here",
        "#Here",
        "#user-content-here",
        "#old",
        "#kept",
        "#",
        "#top",
        "#fn-1",
        "#user-content-fnref-1",
        "#:~:text=x",
        "docs/a.md",
        "docs/a.md#part",
        "docs/a.md#own",
        "docs#anything",
        "docs/a.md?raw=true",
        "docs",
        "x%20y.png",
        "github.com/here",
        "a.com",
        "?x=1",
        "mailto:a@b.test",
        "tel:1",
        "data:image/png;base64,AAAA",
        "javascript:void(0)",
        "vscode:extension/x",
        "git://a.test/x",
        "ssh://a.test/x",
        "localhost:3000/x",
        "{{ site.url }}/x",
        "${ROOT}/x",
        "",
        "https://arxiv.org/abs/2307.00040v2",
        "https://arxiv.org/pdf/0704.0001.pdf",
        "https://arxiv.org/abs/math.GT/0309136",
        "https://a.test/abs/2307.000400",
    ],
)
def test_what_is_left_alone(url: str) -> None:
    text = f'# Here\n\n<a name="old">y</a>\n\n## Other {{#kept}}\n\n[x](<{url}>)\n'
    assert reasons(text) == []


def test_only_schemes_are_looked_at_where_others_draw_the_page() -> None:
    text = "[a](#nowhere) [b](docs/b.md) [c](htps://a.test) [d](github.com/x)"
    assert [reason for _, reason in reasons(text, is_page=False)] == [
        NoLink.MISSPELT,
        NoLink.NO_SCHEME,
    ]


def test_bare_text_is_no_link() -> None:
    assert reasons("htps://a.test github.com/x docs/b.md `[x](docs/b.md)`") == []


@given(st.text(), st.booleans())
def test_any_text_can_be_read(text: str, is_page: bool) -> None:
    document = read_document(text)
    assert all(fault.link in document.links for fault in Faults(document, lambda _: None, str))
