"""The begin of an address: what is wrong with it, alike for `lint` and for `check`."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.lint.written.addresses import missing_schemes
from bot.lint.written.page import ListPage
from bot.parsing.schemes import WrongScheme, wrong_scheme
from bot.run.written import no_links_in

WRONG = {
    "github.com/a/b": WrongScheme("", host="github.com"),
    "www.university.ac.za": WrongScheme("", host="www.university.ac.za"),
    "sub.host.ai?x": WrongScheme("", host="sub.host.ai"),
    "notion.so/x": WrongScheme("", host="notion.so"),
    "host.info:8080/x": WrongScheme("", host="host.info"),
    "somebody@gmail.com": WrongScheme("", "mailto:"),
    "htps://github.com/a/b": WrongScheme("htps://", host="github.com"),
    "hhtps://github.com/a": WrongScheme("hhtps://", host="github.com"),
    "httpss://github.com/a": WrongScheme("httpss://", host="github.com"),
    "ttps://github.com/a": WrongScheme("ttps://", host="github.com"),
    "htp:/github.com/a": WrongScheme("htp:/", host="github.com"),
    "https//github.com/a": WrongScheme("https//", host="github.com"),
    "https;//github.com/a": WrongScheme("https;//", host="github.com"),
    "https:github.com/a": WrongScheme("https:", host="github.com"),
    "https:/github.com/a": WrongScheme("https:/", host="github.com"),
    "https://": WrongScheme("https://"),
    "https://https://github.com/a": WrongScheme("https://https://", host="github.com"),
    "https://http://github.com/a": WrongScheme("https://http://", host="github.com"),
    "https:https://github.com/a": WrongScheme("https:https://", host="github.com"),
    "[https://github.com/a": WrongScheme("[https://", host="github.com"),
    "/https://github.com/a": WrongScheme("/https://", host="github.com"),
    "//https://github.com/a": WrongScheme("//https://", host="github.com"),
}
GUESSED = {
    "http:github.com/a": WrongScheme("http:", host="github.com", is_guessed=True),
    "http:/github.com/a": WrongScheme("http:/", host="github.com", is_guessed=True),
    "https:///github.com/a": WrongScheme("https:///", host="github.com", is_guessed=True),
}
RIGHT = [
    *("https://a.test", "HTTP://a.test", "http://a.test/https://b.test", "//a.test/x", "#x", "?x"),
    *("docs/a.md", "README.md", "a.py", "libfoo.so", "x y.png", "mailto:a@b.test", "tel:1", "url"),
    *("ftp://a.test", "sftp://a.test", "git://a.test", "ssh://a.test", "javascript:void(0)"),
    *("localhost:3000/x", "vscode:extension/x", "data:image/png;base64,AAAA", "../https.md"),
    *("out/https://a.test", "https.md", "http/a.md", "https://web.archive.org/web/1/https://b.test"),
]  # fmt: skip


@pytest.mark.parametrize("url", [*WRONG, *GUESSED])
def test_what_stands_where_a_scheme_should(url: str) -> None:
    assert wrong_scheme(url) == {**WRONG, **GUESSED}[url]


@pytest.mark.parametrize("url", RIGHT)
def test_what_is_left_alone(url: str) -> None:
    assert wrong_scheme(url) is None


@given(st.text(max_size=30))
def test_what_is_written_is_the_begin_of_the_address(url: str) -> None:
    wrong = wrong_scheme(url)
    if wrong:
        assert url.startswith(wrong.written)
        assert wrong_scheme(f"https://github.com/{url}") is None


@pytest.mark.parametrize("url", [*WRONG, *GUESSED, *RIGHT])
def test_lint_and_check_report_the_same(url: str, tmp_path: Path) -> None:
    text = f"[x](<{url}>)\n"
    linted = list(missing_schemes([ListPage("README.md", text)]))
    checked = [
        one.word
        for one in no_links_in(tmp_path / "README.md", text)
        if one.reason in {"no-scheme", "misspelt-scheme"}
    ]
    expected = ["gone"] if url in WRONG else ["unsure"] if url in GUESSED else []
    assert checked == expected
    assert len(linted) == len(expected)


def test_a_fix_leaves_nothing_to_report() -> None:
    for url, wrong in {**WRONG, **GUESSED}.items():
        page = ListPage("README.md", f"[x](<{url}>)\n")
        (problem,) = missing_schemes([page])
        if wrong.host == "github.com":
            (fix,) = problem.fixes
            raw = page.raw[: fix.start] + fix.text.encode() + page.raw[fix.end :]
            assert list(missing_schemes([ListPage("README.md", raw.decode())])) == []
