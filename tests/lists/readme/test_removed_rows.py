"""A row that goes takes its own bytes with it and no other, or stays."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.lists.read import home_of, read_state
from bot.model.change import LinkEdit
from bot.model.state import State

DEAD = "https://dead.example/x"
ALSO = "https://dead.example/code"
GONE = frozenset({DEAD, ALSO})


def removal(state: State, url: str, also_dead: frozenset[str] = GONE) -> LinkEdit:
    """What asks for the row whose own link that is."""
    entry, link = next(
        (entry, link) for entry, link in state.registry.links() if link.link.url == url
    )
    name = f"{entry.id}/site"
    return LinkEdit(name, link.where, url, url, "2026-11-01", entry=entry.id, also_dead=also_dead)


def without(text: str, url: str = DEAD) -> str | None:
    """The README without the row; None where that is refused, and then nothing changes."""
    files = {"README.md": text}
    state = read_state(files)
    after, refused = home_of(files).edit(files, [removal(state, url)])
    assert (after == files) == bool(refused)
    return None if refused else after["README.md"]


ROW = f"- [Beta]({DEAD}) - Does beta things.\n"
AROUND = "# L\n\n## T\n\n- [A](https://a.example)\n{row}- [C](https://c.example)\n\nWords.\n"
TABLE = (
    "| Name | Code |\n|---|---|\n| [A](https://a.example) | x |\n{row}"
    "| [C](https://c.example) | z |\n"
)
ROWS = {
    "item": (AROUND, ROW),
    "with a link that is dead too": (AROUND, f"- [Beta]({DEAD}) - Of [code]({ALSO}).\n"),
    "with a line that goes on": (AROUND, f"- [Beta]({DEAD})\n  goes on here\n"),
    "with a lazy line": (AROUND, f"- [Beta]({DEAD}) and\nlazily on\n"),
    "with words below": (AROUND, f"- [Beta]({DEAD})\n  - a note\n  - another `x`\n"),
    "with its attributes": (AROUND, f"- Beta\n  - Paper: {DEAD}\n  - Code: <{ALSO}>\n"),
    "with a badge": (AROUND, f"- [Beta]({DEAD}) ![s](https://img.shields.io/github/stars/b/b)\n"),
    "with a fence": (AROUND, f"- [Beta]({DEAD})\n  ```yaml\n  a: 1\n  ```\n"),
    "in a quotation": (
        "# L\n\n> - [A](https://a.example)\n{row}> - [C](https://c.example)\n",
        f"> - [Beta]({DEAD}) - b\n",
    ),
    "nested": (
        "# L\n\n- Group\n  - [A](https://a.example)\n{row}  - [C](https://c.example)\n",
        f"  - [Beta]({DEAD}) - b\n",
    ),
    "numbered": (
        "# L\n\n1. [A](https://a.example)\n{row}3. [C](https://c.example)\n",
        f"2. [Beta]({DEAD})\n",
    ),
    "the first number": (
        "# L\n\nWords.\n\n{row}2. [A](https://a.example)\n3. [C](https://c.example)\n",
        f"1. [Beta]({DEAD})\n",
    ),
    "of a loose list": (
        "# L\n\n- [A](https://a.example)\n\n{row}- [C](https://c.example)\n",
        f"- [Beta]({DEAD})\n\n",
    ),
    "the only one": (
        "# L\n\n## S\n\n{row}## T\n\n- [C](https://c.example)\n",
        f"- [B]({DEAD})\n\n",
    ),
    "the last of a file without a line end": (
        "# L\n\n- [A](https://a.example){row}",
        f"\n- [B]({DEAD})",
    ),
    "windows": (AROUND.replace("\n", "\r\n"), ROW.replace("\n", "\r\n")),
    "with a byte order mark": ("\ufeff" + AROUND, ROW),
    "of a table": (TABLE, f"| [Beta]({DEAD}) | y |\n"),
    "of a table, padded": (TABLE, f"|   [Beta]({DEAD})    |  y   |  \n"),
    "of a table, a hidden cell": (TABLE, f"| [Beta]({DEAD}) | y | [//]: #Recommend\n"),
    "of a table, no bar first": (TABLE, f"[Beta]({DEAD}) | y\n"),
    "of a table, a key to sort by": (TABLE, f"| [Beta]({DEAD}) | 2023/08<!--17--> |\n"),
    "tr": (
        '# L\n\n<table>\n<tr><td><a href="https://a.example">A</a></td></tr>\n{row}</table>\n',
        f'<tr>\n<td><a href="{DEAD}">B</a></td>\n</tr>\n',
    ),
    "tr, no line of its own": (
        '# L\n\n<table><tr><td><a href="https://a.example">A</a></td></tr>{row}</table>\n',
        f'<tr><td><a href="{DEAD}">B</a></td></tr>',
    ),
    "li": (
        '# L\n\n<ul>\n<li><a href="https://a.example">A</a></li>\n{row}</ul>\n',
        f'  <li><a href="{DEAD}">B</a> - b</li>\n',
    ),
    "heading": (
        "# L\n\n## [A](https://a.example)\n\nWords.\n\n{row}## [C](https://c.example)\n\nWords.\n",
        f"## [Beta]({DEAD})\n\nWhat it does, with [code]({ALSO}).\n\n",
    ),
    "heading, the last": (
        "# L\n\n## [A](https://a.example)\n\nWords.\n{row}",
        f"\n## [Beta]({DEAD})\n\nWhat it does.\n",
    ),
    "line": (
        '# L\n\n<p>\n<a href="https://a.example">A</a> - a.<br>\n{row}'
        '<a href="https://c.example">C</a> - c.<br>\n</p>\n',
        f'<a href="{DEAD}">B</a> - b.<br>\n',
    ),
    "line, hard break": (
        "# L\n\n[A](https://a.example)  \n{row}[C](https://c.example)\n",
        f"[B]({DEAD})  \n",
    ),
    "paragraph": (
        "# L\n\n[A](https://a.example) - a.\n\n{row}[C](https://c.example) - c.\n",
        f"[B]({DEAD}) - b.\n\n",
    ),
}


@pytest.mark.parametrize("name", ROWS)
def test_the_bytes_of_a_row_go_and_no_other(name: str) -> None:
    around, row = ROWS[name]
    assert without(around.format(row=row)) == around.format(row="")


REFUSED = {
    "another link lives": AROUND.format(row=f"- [Beta]({DEAD}) of [Acme](https://acme.example)\n"),
    "a link within the list": AROUND.format(row=f"- [Beta]({DEAD}), see [T](#t)\n"),
    "a file of the list": AROUND.format(row=f"- [Beta]({DEAD}), see [notes](docs/beta.md)\n"),
    "rows inside": AROUND.format(row=f"- [Beta]({DEAD})\n  - [D](https://d.example)\n"),
    "two on a line": f"# L\n\n- - [Beta]({DEAD})\n  - [C](https://c.example)\n",
    "a comment that bounds": AROUND.format(row=f"- [Beta]({DEAD})\n  <!-- BEGIN -->\n  more\n"),
    "a definition that others need": (
        f"# L\n\n- [Beta]({DEAD})\n\n  [c]: https://c.example\n- [C][c]\n"
    ),
    "an anchor that others need": AROUND.format(row=f'- <a id="b"></a>[Beta]({DEAD})\n').replace(
        "Words.", "See [beta](#b)."
    ),
    "a cell over two rows": (
        '<table>\n<tr><td rowspan="2">G</td><td><a href="https://a.example">A</a></td></tr>\n'
        f'<tr><td><a href="{DEAD}">B</a></td></tr>\n</table>\n'
    ),
    "tr that nothing closes": (
        f'<table>\n<tr><td><a href="{DEAD}">B</a>\n<tr><td><a href="https://a.example">A</a>\n</table>\n'
    ),
    "a heading over others": f"# L\n\n## [Beta]({DEAD})\n\nb\n\n### More\n\n- [C](https://c.example)\n",
    "a heading over a table": f"# L\n\n## [B]({DEAD})\n\n|a|\n|-|\n| [C](https://c.example) |\n",
    "a heading over rows": f"# L\n\n## [Beta]({DEAD})\n\n- [C](https://c.example) - c\n",
    "a heading that the contents name": (
        f"# L\n\n- [Beta](#beta)\n\n## [A](https://a.example)\n\na\n\n## [Beta]({DEAD})\n\nb\n"
    ),
    "what folds out": (
        f'<details><summary><b><a href="{DEAD}">B</a></b> - b</summary>\n\nmore\n\n</details>\n'
    ),
    "lines in one": f'<p><a href="https://a.example">A</a><br><a href="{DEAD}">B</a><br></p>\n',
    "a number that would join the words above": (
        f"# L\n\nWords.\n1. [Beta]({DEAD})\n2. [C](https://c.example)\n"
    ),
    "a break that would be a sign": f"# L\n\n[A](https://a.example)\\\n[B]({DEAD})\n",
    "lists that would be one": f"# L\n\n- [A](https://a.example)\n\n[B]({DEAD}) - b\n\n- [C](https://c.example)\n",
    "too long to look at": AROUND.format(row=f"- [Beta]({DEAD}) {'word ' * 900}\n"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_certain_or_holds_more_stays(name: str) -> None:
    assert without(REFUSED[name]) is None


def test_the_rows_of_all_translations_go_or_none() -> None:
    files = {"README.md": AROUND.format(row=ROW), "README-zh.md": AROUND.format(row=ROW)}
    state = read_state(files)
    after, refused = home_of(files).edit(files, [removal(state, DEAD)])
    assert (dict(after), refused) == (dict.fromkeys(files, AROUND.format(row="")), [])
    files["README-zh.md"] = AROUND.format(row=f"- [Beta]({DEAD}), [here](https://z.example)\n")
    edit = removal(read_state(files), DEAD)
    assert home_of(files).edit(files, [edit]) == (files, [edit])


@st.composite
def lists(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A list of rows of any form, and the addresses of some that go."""
    count = draw(st.integers(2, 7))
    forms = [row for _, row in ROWS.values() if row.startswith(("- [", "1. [", "  - [", "> - ["))]
    lines, gone = ["# L\n", "\n"], []
    for number in range(count):
        row = draw(st.sampled_from(forms)).replace(DEAD, f"https://e{number}.example/x")
        lines.append(row.replace(ALSO, f"https://e{number}.example/x"))
        lines.append(draw(st.sampled_from(["", "", "\n", "\nWords.\n\n", "## H\n\n"])))
        if draw(st.booleans()):
            gone.append(f"https://e{number}.example/x")
    return "".join(lines), gone


@settings(max_examples=60)
@given(lists())
def test_whatever_goes_the_others_read_as_before(case: tuple[str, list[str]]) -> None:
    text, gone = case
    files = {"README.md": text}
    state = read_state(files)
    named = {link.link.url for _, link in state.registry.links()}
    edits = [removal(state, url, frozenset({url})) for url in gone if url in named]
    after, refused = home_of(files).edit(files, edits)
    stay = {edit.entry for edit in edits if edit not in refused}
    then = [one for one in state.written.records if one.entry not in stay]
    now = read_state(after).written.records
    assert [
        (one.name, one.section, one.form, [link.link for link in one.links]) for one in then
    ] == [(one.name, one.section, one.form, [link.link for link in one.links]) for one in now]
    assert len(after["README.md"]) <= len(text)
