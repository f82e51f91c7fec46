"""The benchmark's own reading of rows: regions, orders, what a row leads to."""

from __future__ import annotations

from benchmarks.rows import day, plain_name, read_rows

PAGE = """\
# A list
Words.

## Papers

- [2024/05] **One.** [[paper](https://arxiv.org/abs/2405.00001)] ![](https://img.shields.io/x.svg)
  - A note on it.
- Two <br>

  Arxiv 2024 [[Paper]](https://arxiv.org/pdf/2405.00002v1.pdf)

| Name | Code |
|---|---|
| Three | [code](https://github.com/Acme/Three) |

## Tools

1. [Four](https://four.example)
"""


def test_a_row_is_an_item_or_a_line_of_a_table_with_all_its_lines() -> None:
    rows = read_rows(PAGE)
    assert [row.text.split("\n")[0][:12] for row in rows] == [
        "- [2024/05] ",
        "  - A note o",
        "- Two <br>",
        "| Three | [c",
        "1. [Four](ht",
    ]
    assert rows[2].text.endswith("(https://arxiv.org/pdf/2405.00002v1.pdf)")
    assert [row.index for row in rows] == [0, 0, 1, 0, 0]
    assert [row.line for row in rows] == [5, 6, 7, 13, 17]


def test_a_region_is_named_by_its_headings_its_kind_and_its_number() -> None:
    regions = [row.region for row in read_rows(PAGE)]
    assert regions[0] == regions[2] == ("A list", "Papers", "list", "1")
    assert regions[1] == ("A list", "Papers", "in one", "list", "1")
    assert regions[3] == ("A list", "Papers", "table", "1")
    assert regions[4] == ("A list", "Tools", "list", "1")


def test_two_lists_below_one_heading_are_two_regions() -> None:
    rows = read_rows("- a\n\nWords.\n\n- b\n")
    assert [row.region for row in rows] == [("list", "1"), ("list", "2")]


def test_two_spellings_of_an_address_are_one_reference_and_a_badge_is_none() -> None:
    rows = read_rows(PAGE)
    assert rows[0].references == {"paper:2405.00001"}
    assert rows[2].references == {"paper:2405.00002"}
    assert rows[3].references == {"repo:acme/three"}


def test_rows_are_ordered_by_their_first_words_or_their_date() -> None:
    assert plain_name("- [2024/05] **One More.** [[paper](https://a.example)]") == "one more"
    assert plain_name("| ![](https://img.example/x) <br> [**Two**](https://a.example) |") == "two"
    assert day("- [2024/5] x") == day("| x | 2024.05 |") == "2024-05"
    assert day("- x https://a.example/2024/05/01") == ""
