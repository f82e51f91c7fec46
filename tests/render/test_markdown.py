from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.model.values.unseen import without_unseen
from bot.render.markdown import Md, escape, link, prose, tidy
from tests.render.reading import visible

MARKDOWN = MarkdownIt("gfm-like", {"linkify": False, "html": False})


def read(markdown: str) -> str:
    """What Markdown makes of it, as plain text."""
    tokens = MARKDOWN.parseInline(markdown)[0].children or []
    assert {token.type for token in tokens} <= {"text", "text_special"}, tokens
    return "".join(token.content for token in tokens)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]) | st.just(" ")))
def test_escaped_text_reads_the_same(text: str) -> None:
    assert read(escape(text)) == " ".join(without_unseen(text).split())


STARTS = ("#", "##", "+", "-", "--", "---", "=", "==", "*", "***", "1.", "12)", ">", "~~~", "```")


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("rest", ["", " words", "words", " +"])
@pytest.mark.parametrize("above", ["", "A line above\n"])
def test_no_text_begins_a_list_a_heading_or_a_rule(start: str, rest: str, above: str) -> None:
    tokens = MARKDOWN.parse(above + escape(start + rest))
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    assert read(escape(start + rest)) == start + rest


@given(
    st.sampled_from(STARTS),
    st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]) | st.just(" ")),
)
def test_escaped_text_is_one_paragraph_whatever_it_begins_with(start: str, rest: str) -> None:
    tokens = MARKDOWN.parse("A line above\n" + escape(start + rest))
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs"])))
def test_escaped_text_never_leaves_its_cell(text: str) -> None:
    drawn = escape(text)
    assert "\n" not in drawn
    assert re.search(r"(?<!\\)(\\\\)*\|", drawn) is None


def test_markdown_is_not_escaped_twice() -> None:
    assert escape(Md("**x**")) == "**x**"
    assert link("a_b", "https://e.org/a b|c)(d]") == "[a\\_b](https://e.org/a%20b%7Cc%29%28d%5D)"


def test_visible() -> None:
    assert visible(r"**T5** (x)<br>[pa\_per](https://e.org) · \~15k") == "T5 (x)<br>pa_per · ~15k"


def test_addresses_in_prose_become_links() -> None:
    assert prose("is it https://a.example/x_y, or *not*?") == (
        r"is it [a.example/x\_y](https://a.example/x_y), or \*not\*?"
    )


def test_code_in_prose_stays_code() -> None:
    assert prose("give it `issues: write`, a ` or ``b``") == (
        r"give it `issues: write`, a \` or \`\`b\`\`"
    )


def test_a_text_is_tidied() -> None:
    assert tidy("\na\n\n \n\nb\nc\n\n") == "a\n\nb\nc\n"
