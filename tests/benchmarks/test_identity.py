"""Entries that keep their ids, and samples at equal distances."""

from __future__ import annotations

from benchmarks.identity import kept_ids, spread

LIST = "- [One](https://one.example)\n- [Two](https://two.example) - old words\n"


def test_only_rows_that_stayed_alike_are_counted() -> None:
    assert kept_ids(LIST, LIST) == (2, 2)
    assert kept_ids(LIST, LIST.replace("old words", "new words")) == (1, 1)
    assert kept_ids(LIST, f"- [New](https://new.example)\n{LIST}") == (2, 2)


def test_an_entry_whose_reference_is_used_again_by_another_gets_another_id() -> None:
    assert kept_ids(LIST, f"{LIST}- [Other](https://one.example)\n") == (1, 2)


def test_samples_are_spread_over_all_items() -> None:
    assert spread(range(10), 20) == range(10)
    assert list(spread(range(10), 3)) == [2, 6]
    assert len(spread(range(1000), 12)) == 12
