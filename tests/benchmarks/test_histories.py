"""What counts as a venue upgrade, and which rule a new row's place follows."""

from __future__ import annotations

import pytest

from benchmarks.histories import label_change, new_rows, rules_of, steady_rule
from benchmarks.rows import Row, read_rows


@pytest.mark.parametrize(
    ("before", "after", "labels"),
    [
        ("- A <br> Arxiv 2023 [[P]]", "- A <br> ICLR 2024 [[P]]", ("Arxiv 2023", "ICLR 2024")),
        ("- A <br> Arxiv 2023 [[P]]", "- A <br> ACL 2023 [[P]]", ("Arxiv 2023", "ACL 2023")),
        ("| A | arXiv | 2024-02 |", "| A | CVPR | 2024-02 |", ("arXiv", "CVPR")),
        ("- A [arXiv] [x]", "- A [ACL 2024 Findings] [x]", ("arXiv", "ACL 2024 Findings")),
        ("- A. Arxiv 2023.", "- A. ICML 2023 (Oral).", ("Arxiv 2023", "ICML 2023 (Oral)")),
    ],
)
def test_one_label_that_became_a_venue_is_an_upgrade(
    before: str, after: str, labels: tuple[str, str]
) -> None:
    assert label_change(before, after) == labels


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- A. ICLR 2024.", "- A. ICML 2024."),
        ("- A. Arxiv 2023.", "- A. Arxiv 2024."),
        ("- A. Arxiv 2023.", "- B. ICML 2023."),
        ("- A. Arxiv 2023.", "- A. ICML 2023. [[Code]](https://a.example)"),
        ("- A. Arxiv 2023.", "- A. 2023."),
        ("- A. Arxiv 2023.", "- A. Arxiv 2023."),
    ],
)
def test_anything_else_is_none(before: str, after: str) -> None:
    assert label_change(before, after) is None


def rows(*texts: str) -> list[Row]:
    return [Row(("papers",), index, index, text) for index, text in enumerate(texts)]


DATED = rows("- [2024/03] c", "- [2024/02] b", "- [2024/01] a")


def test_a_place_may_follow_several_rules() -> None:
    new = Row(("papers",), 0, 0, "- [2024/04] d")
    assert rules_of(new, 0, DATED) == ("top", "newest first")
    assert rules_of(new, 3, DATED) == ("bottom",)
    assert rules_of(new, 1, DATED) == ()


def test_an_order_is_a_rule_only_where_the_region_is_in_it() -> None:
    new = Row(("papers",), 0, 0, "- beta")
    assert rules_of(new, 1, rows("- alpha", "- gamma", "- zeta")) == ("alphabetical",)
    assert rules_of(new, 1, rows("- zeta", "- gamma", "- alpha")) == ()


def test_a_region_is_steady_when_eight_of_the_last_ten_followed_one_rule() -> None:
    assert steady_rule([("top",)] * 9) == ""
    assert steady_rule([("bottom",)] * 2 + [("top", "newest first")] * 8) == "top"
    assert steady_rule([("bottom",)] * 3 + [("top",)] * 7) == ""
    assert steady_rule([("bottom",)] * 5 + [("top",)] * 10) == "top"


BEFORE = "## P\n\n- [One](https://one.example)\n- [Two](https://two.example)\n"


def test_a_new_row_has_its_place_among_the_rows_that_were_there() -> None:
    after = BEFORE.replace("- [Two]", "- [New](https://new.example)\n- [Two]")
    ((row, position, others),) = new_rows(read_rows(BEFORE), read_rows(after))
    assert row.text == "- [New](https://new.example)"
    assert (position, len(others)) == (1, 2)


@pytest.mark.parametrize(
    "after",
    [
        BEFORE.replace("one.example", "other.example"),
        BEFORE + "- [Again](https://one.example)\n",
        BEFORE + "\n## Q\n\n- [New](https://new.example)\n",
        BEFORE + "- No link\n",
        BEFORE + "".join(f"- [N{n}](https://n{n}.example)\n" for n in range(11)),
    ],
)
def test_a_changed_or_moved_row_a_new_region_and_a_rewrite_add_none(after: str) -> None:
    assert list(new_rows(read_rows(BEFORE), read_rows(after))) == []
