"""A dead link is noted as the list itself notes its dead links."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.lists.read import home_of, read_state
from bot.model.change import LinkEdit
from bot.parsing.source.document import read_document

DEAD = "https://dead.example/x"
ROW = f"- [Beta]({DEAD}) - Does beta things.\n"


def noted(text: str) -> str:
    """The README with that link noted as dead; read again it is, and noting it again is refused."""
    files = {"README.md": text}
    link = next(link for _, link in read_state(files).registry.links() if link.link.url == DEAD)
    edit = LinkEdit("beta/site", link.where, DEAD, DEAD, "2026-11-01")
    after, refused = home_of(files).edit(files, [edit])
    assert refused == []
    (read,) = {
        one.dead_since for _, one in read_state(after).registry.links() if one.link.url == DEAD
    }
    assert read
    assert home_of(after).edit(after, [edit]) == (after, [edit])
    return after["README.md"]


def row(before: str, behind: str) -> str:
    return ROW.replace(f"[Beta]({DEAD})", f"{before}[Beta]({DEAD}){behind}")


@pytest.mark.parametrize(
    ("others", "before", "behind"),
    [
        ("", "", " *(dead link)*"),
        ("- [A](https://a.example) - Broken windows (dead simple).\n", "", " *(dead link)*"),
        ("- [A](https://a.example) (dead)\n", "", " (dead)"),
        ("- [A](https://a.example)(dead)\n", "", "(dead)"),
        ("- [A](https://a.example) **[DEAD]** - a\n", "", " **[DEAD]**"),
        ("- [A](https://a.example) `dead link`\n", "", " `dead link`"),
        ("- [A](https://a.example) _(broken link)_\n", "", " _(broken link)_"),
        ("- [A](https://a.example) (404)\n- [B](https://b.example) (404)\n", "", " (404)"),
        ("- [A](https://a.example) :skull:\n", "", " :skull:"),
        ("- [A](https://a.example) 💀 - a\n", "", " 💀"),
        (":skull: = dead link\n\n- [A](https://a.example) :skull:\n", "", " :skull:"),
        (":skull: for unmaintained\n\n- [A](https://a.example) :skull:\n", "", " *(dead link)*"),
        ("- ~~[A](https://a.example)~~ - a\n", "~~", "~~"),
        ("- ~~[A](https://a.example) - a~~\n", "~~", "~~"),
        ("- <del>[A](https://a.example)</del> - a\n", "<del>", "</del>"),
        ("- [A](https://a.example) [dead](https://b.example)\n", "", " *(dead link)*"),
        ("- [A](https://a.example)（已失效）\n", "", "（已失效）"),
        (
            "- [A](https://a.example) (dead)\n" * 2 + "- [B](https://b.example) :skull:\n",
            "",
            " (dead)",
        ),
    ],
)
def test_the_note_is_the_lists_own(others: str, before: str, behind: str) -> None:
    assert noted(f"# L\n\n{others}{ROW}") == f"# L\n\n{others}{row(before, behind)}"


@pytest.mark.parametrize(
    ("written", "reads"),
    [
        (f"- T. [[paper]({DEAD})] [[code](https://c.example)]\n", f"[[paper]({DEAD})] (dead) ["),
        (f"- T. [[Paper]]({DEAD}), [[code](https://c.example)]\n", f"[[Paper]]({DEAD}) (dead), "),
        (f"| N | C |\n|---|---|\n| [B]({DEAD}) | c |\n", f"| [B]({DEAD}) (dead) | c |"),
        (f"- B: {DEAD}\n", f"- B: {DEAD} (dead)\n"),
        (f"- B: <{DEAD}>\n", f"- B: <{DEAD}> (dead)\n"),
        (
            f'<ul>\n<li><a href="{DEAD}">B</a> - b</li>\n</ul>\n',
            f'<a href="{DEAD}">B</a> (dead) - b',
        ),
    ],
)
def test_it_stands_where_the_others_stand(written: str, reads: str) -> None:
    assert reads in noted(f"# L\n\n- T. [[paper](https://a.example)] (dead)\n\n{written}")


@pytest.mark.parametrize(
    ("written", "reads"),
    [
        (f"- B: {DEAD}\n", f"- B: {DEAD} *(dead link)*\n"),
        (f"- T. [[paper]({DEAD})]\n", f"[~~[paper]({DEAD})~~]"),
        (f"- x[B]({DEAD})\n", f"x[B]({DEAD}) *(dead link)*"),
        (
            f'<ul><li><a href="{DEAD}">B</a></li></ul>\n',
            f'<li><del><a href="{DEAD}">B</a></del></li>',
        ),
    ],
)
def test_a_line_goes_through_what_it_can_go_through(written: str, reads: str) -> None:
    assert reads in noted(f"# L\n\n- ~~[A](https://a.example)~~\n\n{written}")


def test_markup_gets_no_signs_of_markdown() -> None:
    text = noted(f'<ul>\n<li><a href="{DEAD}">B</a> - b</li>\n</ul>\n')
    assert f'<a href="{DEAD}">B</a> (dead link) - b' in text


SIGNS = st.sampled_from([*"[]()*_~`|<>! ", "(dead)", ":skull:", "~~", "<del>", "x", "\\"])


@settings(max_examples=100)
@given(st.lists(SIGNS, max_size=6).map("".join), st.lists(SIGNS, max_size=6).map("".join))
def test_whatever_stands_around_it_is_noted_or_refused(before: str, behind: str) -> None:
    text = f"# L\n\n- {before}[Beta]({DEAD}){behind}\n- [C](https://c.example)\n"
    files = {"README.md": text}
    state = read_state(files)
    links = [link for _, link in state.registry.links() if link.link.url == DEAD]
    for link in links[:1]:
        edit = LinkEdit("beta/site", link.where, DEAD, DEAD, "2026-11-01")
        after, refused = home_of(files).edit(files, [edit])
        assert (after == files) == bool(refused)
        now = [link.link.url for _, link in read_state(after).registry.links()]
        assert now == [link.link.url for _, link in state.registry.links()]


@pytest.mark.parametrize(
    ("behind", "reads"),
    [
        ("是一个", " *(dead link)* 是一个"),
        ("s are good", " *(dead link)* s are good"),
        ("*x*", " *(dead link)* *x*"),
        (", good", " *(dead link)*, good"),
        ("，好", " *(dead link)*，好"),
        ("** good", " *(dead link)*** good"),
        ("[b](https://b.example)", " *(dead link)*[b](https://b.example)"),
    ],
)
def test_a_note_is_seen_in_italics_whatever_follows(behind: str, reads: str) -> None:
    bold = "**" if behind.startswith("**") else ""
    after = noted(f"- {bold}[B]({DEAD}){behind}\n")
    assert after == f"- {bold}[B]({DEAD}){reads}\n"
    document = read_document(after)
    assert len(document.by_kind["Emphasis"]) == 1 + (behind == "*x*")
    assert "*" not in document.text_between(0, len(document.raw))
