"""What folds out: its title is an entry if it is a link, and so is each row inside."""

from __future__ import annotations

import pytest

from bot.lists.readme.home import README_HOME
from bot.lists.readme.reading.records import read_written
from bot.model.change import LinkEdit
from bot.model.errors import Where

TITLE = "<details><summary><a href='https://g.test'>Group</a></summary>"
A, B, C = (f"[{name}](https://{name.lower()}.test)" for name in "ABC")
HTML_A, HTML_B, HTML_C = (f"<a href='https://{name.lower()}.test'>{name}</a>" for name in "ABC")
INSIDE = {
    "items": f"\n\n- {A} - x\n- {B} - y\n\n",
    "a table": f"\n\n| Name |\n|-|\n| {A} |\n| {B} |\n\n",
    "a table of links": (
        "\n\n| Name | Link |\n|-|-|\n| A | [Paper](https://a.test) |\n"
        "| B | [Paper](https://b.test) |\n\n"
    ),
    "a table of HTML": f"<table><tr><td>{HTML_A}</td></tr><tr><td>{HTML_B}</td></tr></table>",
    "a list of HTML": f"<ul><li>{HTML_A}</li><li>{HTML_B}</li></ul>",
    "nested items": f"\n\n- {A}\n  - {B}\n\n",
    "lines": f"\n{HTML_A}<br>\n{HTML_B}<br>\n",
    "lines, the last without a break": f"<p>{HTML_A}<br>{HTML_B}</p>",
    "headings": f"\n\n### {A}\n\nwords\n\n### {B}\n\n",
}


def rows(text: str) -> list[tuple[str, tuple[str, ...], list[str]]]:
    """Name, headings and addresses of each entry."""
    return [
        (one.name, one.section, [link.link.url for link in one.links])
        for one in read_written({"README.md": text}).records
    ]


@pytest.mark.parametrize("inside", INSIDE.values(), ids=INSIDE)
def test_title_and_rows_inside_are_entries(inside: str) -> None:
    found = rows(f"# List\n\n{TITLE}{inside}</details>\n\n- {C}\n")
    assert found[0] == ("Group", ("List",), ["https://g.test"])
    assert [(name, section[:2], urls) for name, section, urls in found[1:-1]] == [
        ("A", ("List", "Group"), ["https://a.test"]),
        ("B", ("List", "Group"), ["https://b.test"]),
    ]
    assert found[-1] == ("C", ("List",), ["https://c.test"])


@pytest.mark.parametrize("inside", INSIDE.values(), ids=INSIDE)
def test_a_title_without_a_link_is_a_heading_only(inside: str) -> None:
    found = rows(f"<details><summary>Old</summary>{inside}</details>\n")
    assert [(name, section[0]) for name, section, _ in found] == [("A", "Old"), ("B", "Old")]


def test_titles_inside_one_another() -> None:
    inner = TITLE.replace("g.test", "h.test").replace("Group", "Inner")
    found = rows(
        f"# List\n\n{TITLE}\n\nMore [here](https://p.test).\n\n"
        f"{inner}\n\n- {A}\n\n</details>\n\n- {B}\n\n</details>\n\n- {C}\n"
    )
    assert found == [
        ("Group", ("List",), ["https://g.test", "https://p.test"]),
        ("Inner", ("List", "Group"), ["https://h.test"]),
        ("A", ("List", "Group", "Inner"), ["https://a.test"]),
        ("B", ("List", "Group"), ["https://b.test"]),
        ("C", ("List",), ["https://c.test"]),
    ]


@pytest.mark.parametrize(
    "text",
    [
        f"- {TITLE}\n\n  - {A}\n  - {B}\n\n  </details>\n- {C}\n",
        f"> {TITLE}\n>\n> - {A}\n> - {B}\n>\n> </details>\n\n- {C}\n",
        f"<ul><li>{TITLE}<ul><li>{HTML_A}</li><li>{HTML_B}</li></ul></details></li>"
        f"<li>{HTML_C}</li></ul>",
    ],
    ids=["in an item", "in a quote", "in an item of HTML"],
)
def test_inside_of_lists(text: str) -> None:
    assert [(name, section) for name, section, _ in rows(text)] == [
        ("Group", ()),
        ("A", ("Group",)),
        ("B", ("Group",)),
        ("C", ()),
    ]


@pytest.mark.parametrize(
    "inside",
    [
        "- [GitHub](https://github.com/a/b) (10 people):\n\n  `git clone`\n"
        "- [PyPi](https://pypi.example/project/b) (1K a month)\n",
        "- [the same](https://g.test)\n",
        "- Paper: [Its title](https://arxiv.org/abs/2301.00001)\n- Code: [b](https://github.com/a/b)\n",
        "[Paper](https://arxiv.org/abs/2301.00001) | [Code](https://github.com/a/b)\n",
    ],
)
def test_a_list_about_the_title_is_part_of_its_entry(inside: str) -> None:
    ((name, _, urls),) = rows(f"{TITLE}\n\n{inside}\n</details>\n")
    assert name == "Group"
    assert len(urls) == 1 + inside.count("](")


def test_a_heading_in_the_title_is_that_title() -> None:
    found = rows(f"<details><summary>\n\n## {A}\n\n</summary>\n\n- {B}\n- {C}\n\n</details>\n")
    assert [(name, section) for name, section, _ in found] == [
        ("A", ()),
        ("B", ("A",)),
        ("C", ("A",)),
    ]


def test_headings_inside_end_with_what_folds_out() -> None:
    found = rows(
        f"## Models\n\n<details><summary>Old</summary>\n\n## 2020\n\n- {A}\n\n</details>\n\n- {B}\n"
    )
    assert [section for _, section, _ in found] == [("Models", "Old", "2020"), ("Models",)]


@pytest.mark.parametrize(
    "text",
    [
        f"<details><summary>Old\n\n- {A}\n\n</details>\n\n## New\n\n- {B}\n",
        f"<details><summary>Old</summary>\n\n- {A}\n\n## New\n\n- {B}\n",
        f"<h2>Old\n\n- {A}\n\n## New\n\n- {B}\n",
    ],
)
def test_what_is_never_closed(text: str) -> None:
    assert [section for _, section, _ in rows(text)] == [("Old",), ("New",)]


@pytest.mark.parametrize(
    "text", [f"{TITLE}\n\n- {A}\n- {B}\n\n</details>\n", f"- {C}\n  - {A}\n  - {B}\n"]
)
def test_a_row_inside_of_another_is_removed(text: str) -> None:
    dead = LinkEdit(
        "x", Where("README.md", 1), "https://a.test", "", dead_since="2026-01-01",
        entry="page:https://a.test", also_dead=frozenset({"https://a.test"}),
    )  # fmt: skip
    files, refused = README_HOME.edit({"README.md": text}, [dead])
    assert not refused
    assert files["README.md"].splitlines() == [
        line for line in text.splitlines() if "a.test" not in line
    ]


def test_a_link_inside_is_edited_where_it_stands() -> None:
    text = f"{TITLE}\n\n- {A}\n- {B}\n\n</details>\n"
    edit = LinkEdit("x", Where("README.md", 4, 7), "https://b.test", "https://new.test")
    files, refused = README_HOME.edit({"README.md": text}, [edit])
    assert not refused
    assert files["README.md"] == text.replace("b.test", "new.test")
