"""Nobody is pinged, whatever foreign text holds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.render.markdown import Md, escape, link, prose
from bot.render.mentions import defuse_line, defuse_mentions
from tests.render.pings import in_text, pings

PIECES = """
@ @octocat @github/support # #1 #26 GH- GH-26 gh-3 jlord/sheetsee.js jlord a5c3785 7 0
a5c3785ed8d6a35868bc169f07e40e889087fd2e ＠octocat ＃4 &#64;octocat &#x40;a &commat;b &#35;5 &num;6
https://github.com/o/r/issues/1 http://www.github.com/o/r/pull/2 www.github.com/o/r/discussions/3
HTTPS://GITHUB.COM/o/r/commit/a5c3785 https://github.com:443/o/r//issues/4#issuecomment-5
https://github.com/o/r/%69ssues/6 https://me@github.com/o/r/pull/7 https://medium.com/@me/x#12
https://web.archive.org/web/2025/https://github.com/o/r/issues/8 github.com/o/r/issues/9 https://
fixes Closes: resolves close a@b.example [ ] ( ) ]( [x]( ` `` \\ | ** _ ~~ < > <a <b> </b> <!-- -->
- \u200b \u00a0 é ! .
""".split()
FOREIGN = st.lists(st.sampled_from([*PIECES, " ", " ", "\n"]) | st.text(max_size=3), max_size=12)


@given(FOREIGN.map("".join))
def test_foreign_text_pings_nobody(text: str) -> None:
    for drawn in (escape(text), prose(text), link(text, "https://e.org/x")):
        assert pings(defuse_mentions(f"**{drawn}**: {drawn}")) == []
        assert pings(defuse_mentions(f"| a |\n| --- |\n| {drawn} |\n")) == []
        assert (
            pings(defuse_mentions(f"- [x] <!-- listkeeper:change gh-1/x 0123456789ab --> {drawn}"))
            == []
        )


@given(st.sampled_from([piece for piece in PIECES if "://" in piece]), FOREIGN.map("".join))
def test_a_foreign_address_pings_nobody(url: str, text: str) -> None:
    assert pings(defuse_mentions(link("text", url + text))) == []


@given(FOREIGN.map("".join))
def test_a_title_or_message_pings_nobody(text: str) -> None:
    assert in_text(defuse_line(text)) == []


@given(FOREIGN.map("".join))
def test_peoples_own_markdown_pings_nobody(text: str) -> None:
    """A row of the README is Markdown that people wrote; it is shown in previews."""
    assert pings(defuse_mentions(text)) == []


@pytest.mark.parametrize("piece", [*PIECES, r"\&#35;5", r"\\&#35;5", r"\&#64;me", r"\\&#64;me"])
def test_the_oracle_and_the_cure_agree_on_each_piece(piece: str) -> None:
    assert pings(defuse_mentions(piece)) == []


@pytest.mark.parametrize(
    "text",
    [
        "@octocat",
        r"\@octocat",
        "&#64;octocat",
        "by **@github/support**",
        "#26",
        "o/r#26",
        "GH-26",
        "a5c3785",
        "jlord@a5c3785ed8d6a35868bc169f07e40e889087fd2e",
        "https://github.com/o/r/issues/1",
        "www.github.com/o/r/pull/2",
        "[x](https://github.com/o/r/discussions/3)",
        '<a href="https://github.com/o/r/commit/a5c3785">x</a>',
        "Fixes #3",
    ],
)
def test_the_oracle_sees_what_github_links(text: str) -> None:
    assert pings(text)


@pytest.mark.parametrize(
    "text",
    [
        "`@octocat` `#1`",
        "[@octocat](https://e.org/@octocat#1)",
        "a@b.example",
        "<!-- @octocat #1 -->",
        "https://github.com/o/r",
        "x https://github.com/o/r/tree/main/issues",
        "deadbeef1234zz 123456 C#",
    ],
)
def test_what_pings_nobody_is_left_alone(text: str) -> None:
    assert pings(text) == []


@pytest.mark.parametrize("kind", ["issues/3", "pull/4", "discussions/5", "commit/abc"])
def test_no_backlink_is_left(kind: str) -> None:
    assert defuse_mentions(f"[x](https://www.github.com/o/r/{kind})") == (
        f"[x](https://redirect.github.com/o/r/{kind})"
    )
    assert defuse_mentions("https://github.com/o/r") == "https://github.com/o/r"
    kept = f"[x](https://web.archive.org/web/2025/https://github.com/o/r/{kind})"
    assert defuse_mentions(kept) == kept


def test_addresses_and_markers_stay_whole() -> None:
    text = "by @me: [x](https://medium.com/@me/y#12)"
    assert defuse_mentions(text) == "by @\u200bme: [x](https://medium.com/@me/y#12)"
    box = "- [x] <!-- listkeeper:change gh-1/code 0123456789ab --> "
    assert defuse_mentions(Md(box)) == box
