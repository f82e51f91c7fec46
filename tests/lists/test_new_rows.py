"""A new row of a hand-written list: in the form of the rows around, at the region's own place."""

from __future__ import annotations

import pytest

from bot.lists.readme.additions.facts import NewLink, RowFacts
from bot.lists.readme.additions.place import Order
from bot.lists.readme.additions.write import NewText, write_row
from bot.model.reference import read_link

PATH = "README.md"
PAPERS = """\
# Papers

## Pruning

- Alpha Pruning of Models <br> Arxiv 2023 [[Paper]](https://arxiv.org/abs/2301.00001)

- Beta Pruning of Models <br> ACL Findings 2023 [[Paper]](https://arxiv.org/abs/2303.00001) [[Code]](https://github.com/b/beta)

- Gamma Pruning of Models <br> Arxiv 2023 [[Paper]](https://arxiv.org/abs/2305.00001)

- Delta Pruning of Models <br> ICLR 2024 [[Paper]](https://arxiv.org/abs/2307.00001) [[Code]](https://github.com/d/delta)

## Tools

- [Tool](https://github.com/t/tool) - Does things.
"""


def starred(name: str, paper: str, date: str) -> str:
    """A row with a badge and code."""
    repo = f"{name[0].lower()}/{name.lower()}"
    return (
        f"| ![Star](https://img.shields.io/github/stars/{repo}.svg) <br> "
        f"[**{name}**](https://arxiv.org/pdf/{paper}) | arXiv | {date} | "
        f"[Github](https://github.com/{repo}) |"
    )


TABLE = f"""\
## Models

| Title | Venue | Date | Code |
|---|---|---|---|
{starred("Gamma", "2405.00001", "2024-05-03")}
| [**Beta**](https://arxiv.org/pdf/2403.00001) | CVPR | 2024-03-02 | - |
{starred("Alpha", "2401.00001", "2024-01-09")}
| [**Omega**](https://arxiv.org/pdf/2312.00001) | arXiv | 2023-12-01 | - |
"""
TOOLS = """\
## Tools

* [Alpha](https://github.com/a/alpha) - Does alpha things. `MIT`
* [Beta](https://github.com/b/beta) - Does beta things. `MIT`
* [Delta](https://github.com/d/delta) - Does delta things. `GPL-3.0`
* [Epsilon](https://epsilon.example/) - Does epsilon things. `MIT`
"""


def links(*urls: str) -> tuple[NewLink, ...]:
    roles = {"arxiv.org": "paper", "github.com": "code"}
    return tuple(
        NewLink(next((role for host, role in roles.items() if host in url), "site"), read_link(url))
        for url in urls
    )


def written(text: str, facts: RowFacts) -> NewText:
    new = write_row(PATH, text, facts)
    assert new is not None
    assert new.text.replace(new.row, "", 1).split() == text.split()
    return new


NEW_PAPER = RowFacts(
    "Zeta Pruning",
    ("Papers", "Pruning"),
    links("https://arxiv.org/abs/2402.00009", "https://github.com/z/zeta"),
    {"venue": "Findings of EMNLP 2024"},
)


def test_a_paper_gets_the_labels_the_break_and_the_venue_of_its_region() -> None:
    new = written(PAPERS, NEW_PAPER)
    assert new.row == (
        "- Zeta Pruning <br> EMNLP Findings 2024 [[Paper]](https://arxiv.org/abs/2402.00009) "
        "[[Code]](https://github.com/z/zeta)"
    )
    assert (new.missing, new.left_out) == ((), ())


def test_rows_that_grow_older_upwards_take_a_new_one_at_the_bottom_with_a_blank_line() -> None:
    new = written(PAPERS, NEW_PAPER)
    assert new.order is Order.BOTTOM
    assert f"d/delta)\n\n{new.row}\n\n## Tools" in new.text


def test_a_preprint_is_called_as_the_list_calls_preprints() -> None:
    facts = RowFacts(
        "Eta", NEW_PAPER.section, links("https://arxiv.org/abs/2402.00010"), {"venue": "arXiv 2024"}
    )
    assert written(PAPERS, facts).row == (
        "- Eta <br> Arxiv 2024 [[Paper]](https://arxiv.org/abs/2402.00010)"
    )


def test_a_table_sorted_by_date_takes_a_row_where_its_date_belongs_with_a_badge_of_its_own() -> (
    None
):
    facts = RowFacts(
        "Eta",
        ("Models",),
        links("https://arxiv.org/pdf/2402.00010", "https://github.com/e/eta"),
        {"venue": "arXiv", "released": "2024-02-11"},
    )
    new = written(TABLE, facts)
    assert new.order is Order.NEWEST_FIRST
    assert new.text.split("\n")[6] == new.row
    assert new.row == starred("Eta", "2402.00010", "2024-02-11")


def test_what_nobody_knows_is_blank_in_a_table_and_named() -> None:
    facts = RowFacts("Eta", ("Models",), links("https://arxiv.org/pdf/2406.00010"))
    new = written(TABLE, facts)
    assert new.row == "| [**Eta**](https://arxiv.org/pdf/2406.00010) | - | - | - |"
    assert set(new.missing) == {"venue", "released"}


def test_a_list_by_name_takes_a_row_where_its_name_belongs() -> None:
    facts = RowFacts(
        "Charlie",
        ("Tools",),
        links("https://github.com/c/charlie"),
        {"description": "Does charlie things.", "licence": "MIT"},
    )
    new = written(TOOLS, facts)
    assert new.order is Order.NAME
    assert new.row == "* [Charlie](https://github.com/c/charlie) - Does charlie things. `MIT`"
    assert f"`MIT`\n{new.row}\n* [Delta]" in new.text


def test_numbers_go_on_and_other_line_ends_stay() -> None:
    text = "## P\r\n\r\n1. [A](https://a.example) - a.\r\n2. [B](https://b.example) - b.\r\n"
    facts = RowFacts("C", ("P",), links("https://c.example"), {"description": "c."})
    assert written(text, facts).text == text + "3. [C](https://c.example) - c.\r\n"


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("A | B", "A \\| B"),
        ("[x](https://evil.example)", "\\[x\\](https://evil.example)"),
        ("<script>", "\\<script\\>"),
        ("a\n\n# b", "a # b"),
        ("**bold**", "\\*\\*bold\\*\\*"),
    ],
)
def test_foreign_text_stays_text(name: str, seen: str) -> None:
    facts = RowFacts(name, ("Models",), links("https://arxiv.org/pdf/2406.00010"))
    new = write_row(PATH, TABLE, facts)
    assert new is None or f"[**{seen}**]" in new.row


def test_words_of_another_row_are_not_copied() -> None:
    text = TOOLS.replace("* [Delta]", "* 🔥 [Delta]").replace("GPL-3.0`", "GPL-3.0` (needs a key)")
    facts = RowFacts("Eta", ("Tools",), links("https://github.com/e/eta"))
    row = written(text, facts).row
    assert "key" not in row
    assert "things" not in row
    assert "🔥" not in row
    assert "MIT" not in row


def test_no_row_is_written_where_there_is_no_region_or_no_form() -> None:
    assert (
        write_row(PATH, PAPERS, RowFacts("A", ("Elsewhere",), links("https://a.example"))) is None
    )
    assert write_row(PATH, "", RowFacts("A", (), links("https://a.example"))) is None
    assert write_row(PATH, "# Papers\n\nWords.\n", NEW_PAPER) is None


HUB = "https://huggingface.co"
CHECKPOINTS = f"""\
## Models

| Model | Checkpoints | Context |
|---|---|---|
| Alpha | [a-7b]({HUB}/a/a-7b), [a-1b]({HUB}/a/a-1b) | [2048]({HUB}/a/a-7b/blob/main/c.json) |
| Beta | [b-7b]({HUB}/b/b-7b) | [2048]({HUB}/b/b-7b/blob/main/c.json) |
| Gamma | [the  gamma]({HUB}/c/gamma-7b) | - |
"""


@pytest.mark.parametrize(
    ("names", "cells"),
    [
        (["d-1b"], "[d-1b](https://huggingface.co/d/d-1b) | -"),
        (
            ["d-1b", "d-2b", "d-3b"],
            "[d-1b](https://huggingface.co/d/d-1b), [d-2b](https://huggingface.co/d/d-2b), "
            "[d-3b](https://huggingface.co/d/d-3b) | -",
        ),
        (
            ["d-1b", "32k"],
            "[d-1b](https://huggingface.co/d/d-1b) | [32k](https://huggingface.co/d/32k)",
        ),
    ],
)
def test_links_of_one_part_stand_side_by_side_and_a_number_where_numbers_stand(
    names: list[str], cells: str
) -> None:
    new = tuple(
        NewLink("hub", read_link(f"https://huggingface.co/d/{name}"), name) for name in names
    )
    facts = RowFacts("Delta", ("Models",), new)
    assert written(CHECKPOINTS, facts).row == f"| Delta | {cells} |"
