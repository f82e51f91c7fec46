"""What a row of a hand-written list says: its fields, each with the bytes it stands on."""

from __future__ import annotations

import pytest

from bot.lists.readme.home import README_HOME
from bot.lists.readme.reading.notation import find_venues
from bot.lists.readme.reading.records import read_written
from bot.model.change import FieldEdit
from bot.model.errors import Where
from bot.model.values.written import Record

PAPER = "[[paper](https://arxiv.org/abs/2304.00001)]"


def records(text: str) -> list[Record]:
    return list(read_written({"README.md": text}).records)


def fields(row: str) -> dict[str, str]:
    """Field → the bytes it stands on."""
    raw = row.encode()
    (record,) = records(row)
    return {one.name: raw[one.span.start : one.span.end].decode() for one in record.fields}


@pytest.mark.parametrize(
    ("words", "authors", "venue"),
    [
        ("*Ann Bee (Some University) et al. arXiv.*", "Ann Bee (Some University) et al", "arXiv"),
        ("*Ann Bee, Cee Dee. EMNLP 2023.*", "Ann Bee, Cee Dee", "EMNLP 2023"),
        ("_Ann Bée et al., Findings of ACL 2024_", "Ann Bée et al", "Findings of ACL 2024"),
        ("*Ann Bee et al. NoSuchConf 2024.*", "Ann Bee et al", None),
        ("*Ann Bee, Cee Dee*. ICLR 2024.", "Ann Bee, Cee Dee", "ICLR 2024"),
        ("*Ann Bee (ACL 2020 fellow), Cee Dee et al.*", None, "ACL 2020"),
        ("*ACL 2024, Long Papers*", None, "ACL 2024"),
    ],
)
def test_authors_end_where_their_venue_begins(
    words: str, authors: str | None, venue: str | None
) -> None:
    found = fields(f"- **A title of a paper.** {words} {PAPER}\n")
    assert found.get("venue") == venue
    if authors:
        assert found["authors"] == authors
    else:
        assert venue
        assert not found.get("authors", "").endswith(venue)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (" - Words of it. ⭐ 1.2k", "Words of it."),
        (" - Words of it ⭐1,234  ", "Words of it"),
        (" - Over ⭐ 5k people use it.", "Over ⭐ 5k people use it."),
        (" - ⭐ 1.2k", None),
    ],
)
def test_the_stars_behind_a_description_are_no_part_of_it(text: str, words: str | None) -> None:
    found = fields(f"- [A](https://github.com/a/b){text}\n")
    assert found.get("description") == words
    assert ("stars" in found) is (words is None or "⭐" not in words)


@pytest.mark.parametrize(
    ("text", "written", "value"),
    [
        ("(2024-arXiv)", "2024-arXiv", "arXiv 2024"),
        ("[2023-NeurIPS]", "2023-NeurIPS", "NeurIPS 2023"),
        ("(2024 ICML)", "2024 ICML", "ICML 2024"),
        ("2024.ACL Findings", "2024.ACL Findings", "Findings of ACL 2024"),
        ("2022 ICML 2023", "ICML 2023", "ICML 2023"),
        ("ICML 2023", "ICML 2023", "ICML 2023"),
    ],
)
def test_a_year_may_stand_before_its_venue(text: str, written: str, value: str) -> None:
    (found,) = find_venues(text)
    assert text[found.start : found.end] == written
    assert found.value == value


@pytest.mark.parametrize("text", ["In 2024 ICML was in Vienna", "12024-arXive", "2024-01 Nature"])
def test_a_year_before_a_word_is_no_venue(text: str) -> None:
    assert all("2024" not in text[one.start : one.end] for one in find_venues(text))


def test_a_venue_is_written_behind_the_year_where_the_list_has_it_there() -> None:
    text = (
        f"- Alpha title (2024-ICML) {PAPER}\n"
        "- Beta title (2024-arXiv) [[paper](https://arxiv.org/abs/2404.00001)]\n"
    )
    entry = "paper:2404.00001"
    files, refused = README_HOME.edit(
        {"README.md": text},
        [FieldEdit(f"{entry}/venue", Where("README.md", 2), "venue", "ICLR 2025")],
    )
    assert not refused
    assert files["README.md"] == text.replace("2024-arXiv", "2025-ICLR")


HEADS = {
    "strong": "<tr><td><strong>Name</strong></td><td><strong>Date</strong></td></tr>",
    "bold": "<tr>\n  <td><b>Name</b></td>\n  <td align='center'> <b>Date</b> </td>\n</tr>",
    "never closed": "<tr><td><b>Name<b></td><td><b>Date<b></td></tr>",
    "th": "<tr><th>Name</th><th>Date</th></tr>",
}


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
def test_a_first_row_in_bold_letters_heads_a_table_of_html(head: str) -> None:
    row = "<tr><td><a href='https://a.test'>Alpha</a></td><td>2024-05</td></tr>"
    (record,) = records(f"<table>\n{head}\n{row}\n</table>\n")
    assert record.name == "Alpha"
    assert [(one.name, one.value) for one in record.fields] == [("released", "2024-05")]


def test_a_row_in_bold_letters_is_a_row_where_it_holds_a_link_or_is_not_the_first() -> None:
    bold = "<tr><td><b>Big</b></td><td><b>2024</b></td></tr>"
    linked = "<tr><td><b><a href='https://a.test'>Alpha</a></b></td><td><b>2024</b></td></tr>"
    names = [one.name for one in records(f"<table>{linked}{bold}</table>")]
    assert names == ["Alpha", "Big"]


@pytest.mark.parametrize(
    "table",
    [
        "| | [One](https://one.test) | [Two](https://two.test) (EM) |\n|-|-|-|\n| a | 1 | 2 |\n",
        "<table><tr><th></th><th><a href='https://one.test'>One</a></th>"
        "<th><a href='https://two.test'>Two</a> (EM)</th></tr>"
        "<tr><td>a</td><td>1</td><td>2</td></tr></table>",
    ],
)
def test_each_link_in_the_head_of_a_table_is_an_entry_of_its_own(table: str) -> None:
    found = [(one.name, one.form, len(one.links)) for one in records(table)]
    assert found == [("One", "heading", 1), ("Two", "heading", 1), ("a", found[-1][1], 0)]


def test_a_paper_behind_a_badge_is_not_that_of_a_row_that_names_its_own() -> None:
    badge = (
        "[![](https://img.shields.io/badge/Data-red)](https://aclanthology.org/2021.naacl-main.1)"
    )
    (both,) = records(f"- (2023-arXiv, None) Some title {PAPER} {badge}\n")
    assert [link.role for link in both.links if not link.is_image] == ["paper", "site"]
    (alone,) = records(f"- Some title {badge}\n")
    assert [link.role for link in alone.links if not link.is_image] == ["paper"]


@pytest.mark.parametrize(
    ("text", "described", "written"),
    [
        ("A tool by [B](https://b.test) for x. ⭐ 1k", "A tool by B for x.",
         "A tool by [B](https://b.test) for x."),
        ("For [B](https://b.test), [C](https://c.test) and d", "For B, C and d",
         "For [B](https://b.test), [C](https://c.test) and d"),
        ("Does x (see [B](https://b.test)) well.", "Does x (see B) well.",
         "Does x (see [B](https://b.test)) well."),
        ("Made of <a href='https://b.test'>B</a>", "Made of B", "Made of <a href='https://b.test'>B</a>"),
        ("Does x. [B](https://b.test)", "Does x.", "Does x."),
        ("Does x [Paper](https://b.test)", "Does x", "Does x"),
        ("Does x [[B](https://b.test)]", "Does x", "Does x"),
        ("Does x ![B](https://b.test/b.svg) y", "Does x", "Does x"),
    ],
)  # fmt: skip
def test_links_inside_its_sentence_are_part_of_a_description(
    text: str, described: str, written: str
) -> None:
    row = f"- [Ä](https://github.com/a/b) - {text}\n"
    (record,) = records(row)
    found = record.field("description")
    assert found
    assert found.text == found.value == described
    assert row.encode()[found.span.start : found.span.end].decode() == written


TWO = "[x](https://github.com/a/b) [y](https://github.com/c/d)"


@pytest.mark.parametrize(
    ("links", "has_place"),
    [
        (TWO, False),
        ("[x](https://huggingface.co/a/b) [y](https://huggingface.co/a/c)", False),
        ("[x](https://github.com/a/b) [y](https://github.com/A/B/tree/main/c)", True),
        ("[x](https://github.com/a/b) [y](https://huggingface.co/a/b)", True),
    ],
)
def test_of_two_repositories_neither_fills_a_blank_licence(links: str, has_place: bool) -> None:
    table = f"| Name | Code | Licence |\n|-|-|-|\n| A | {links} | {{}} |\n"
    (record,) = records(table.format("-"))
    assert bool(record.field("licence")) is has_place
    (record,) = records(table.format("MIT"))
    assert record.field("licence")


SETTINGS = "---\ntitle: Ä list\nlink: https://f.test\nmore:\n  - '[a](https://g.test)'\n---\n"


@pytest.mark.parametrize("text", [SETTINGS, f"\ufeff{SETTINGS}", SETTINGS.replace("\n", "\r\n")])
def test_settings_in_yaml_at_the_top_are_no_part_of_the_list(text: str) -> None:
    row = "- [A](https://a.test)\n"
    read = read_written({"README.md": text + row})
    raw = (text + row).encode()
    (record,) = read.records
    (link,) = record.links
    assert raw[link.span.start : link.span.end] == b"https://a.test"
    assert (record.span.line, read.links) == (7, ())
    (unread,) = read.unread
    assert raw[unread.span.start : unread.span.end].strip(b"\xef\xbb\xbf\r\n").startswith(b"---")
    assert raw[: unread.span.end].rstrip().endswith(b"---")


@pytest.mark.parametrize(
    "top",
    [
        "---\n\n- [B](https://b.test)\n\n---\n",
        "---\n# T\n- [B](https://b.test)\n---\n",
        "---\n[B](https://b.test): words\n---\n",
        "---\nNote: [B](https://b.test)\n---\n",
        "---\nSee also: [B](https://b.test)\n---\n",
        " ---\nlink: x\n---\n- [B](https://b.test)\n",
        "---\nlink: [B](https://b.test)\n",
    ],
)
def test_lines_above_and_below_a_text_are_no_settings(top: str) -> None:
    found = read_written({"README.md": f"{top}\n- [A](https://a.test)\n"})
    assert not found.unread
    assert {one.link.url for one in found.all_links} == {"https://a.test", "https://b.test"}


def test_an_empty_row_is_no_entry() -> None:
    empty = "| A | B |\n|---|---|\n| [A](https://a.example) | a |\n|  |  |\n| B | b |\n\n"
    nested = (
        "<table>\n<tr><td>\n<table>\n"
        '<tr><td><a href="https://c.example">C</a></td></tr>\n</table></td></tr></table>\n'
    )
    names = [one.name for one in read_written({"README.md": f"# L\n\n{empty}{nested}"}).records]
    assert names == ["A", "B", "C"]


@pytest.mark.parametrize(
    ("behind", "described"),
    [
        ("Does it. ([paper](https://b.example))", "Does it."),
        ("Does it - [docs](https://b.example)", "Does it"),
        ("Does it. ⭐ 12", "Does it."),
        ("Does it (well).", "Does it (well)."),
        ("([docs](https://b.example))", ""),
    ],
)
def test_a_description_ends_before_what_opens_a_link(behind: str, described: str) -> None:
    (one,) = read_written({"README.md": f"# L\n\n- [A](https://a.example) - {behind}\n"}).records
    field = one.field("description")
    assert (field.value if field else "") == described


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ('"Do Models Think? An Empirical Study" [2025-02]', "Do Models Think? An Empirical Study"),
        ('"A Survey of Code", 2024-03, ACL 2024,', "A Survey of Code"),
        ('"A Survey of Code"', "A Survey of Code"),
        ("“Why? And How to Ask” by A. Bee", "Why? And How to Ask"),
        ('[**Verilog**] "Coders of Chips" [2025-04]', "Coders of Chips"),
        ('"Why Should I Trust You?": Explaining Any Classifier', None),
        ('"Attention" considered harmful', None),
        ('Some "quoted" words in a title', None),
        ('"Never closed and on it goes', None),
    ],
)
def test_a_title_in_quotes_is_the_name_whole(words: str, name: str | None) -> None:
    """What is behind the quotes is part of the title unless it is a sign, a date or a link."""
    (record,) = records(f"- {words} {PAPER}\n")
    assert record.name == (name or words.strip())


@pytest.mark.parametrize("signs", ["", "🦾 ", "🦾 🥳 ", ":tada: "])
def test_signs_before_a_date_are_no_name(signs: str) -> None:
    (record,) = records(f"- {signs}[2024/01/25] [Agents: A Survey](https://arxiv.org/abs/2401.1)\n")
    assert record.name == "Agents: A Survey"


@pytest.mark.parametrize(
    ("row", "name"),
    [
        ("[![Stars]({0}/s.svg)](https://github.com/a/b) Alpha - Does things.", "Alpha"),
        ("[![](https://x.example/l.png)](https://github.com/a/b) **Alpha** is good.", "Alpha"),
        ("[![Alpha](https://x.example/l.png)](https://github.com/a/b)", "Alpha"),
        ("[![Stars]({0}/s.svg)](https://github.com/a/b)", ""),
        (
            "[![](https://x.example/l.png)](https://github.com/a/b) "
            "[![Stars]({0}/s.svg)](https://github.com/a/b): Alpha",
            "Alpha",
        ),
        (
            "[![Stars]({0}/s.svg)](https://github.com/a/b) [Alpha](https://a.example) - Text",
            "Alpha",
        ),
    ],
)
def test_a_name_behind_a_picture(row: str, name: str) -> None:
    text = f"# List\n\n- {row.format('https://img.shields.io/github/stars/a')}\n"
    assert [one.name for one in read_written({"README.md": text}).records] == [name]
