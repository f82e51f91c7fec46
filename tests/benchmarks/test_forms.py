"""The form of a row: what two rows have in common whoever wrote them."""

from __future__ import annotations

import pytest

from benchmarks.forms import difference, form, put_in

ROW = "- [2024/05] **A Title: Of It.** *Jane Doe et al. arXiv.* [[paper](https://arxiv.org/abs/2405.00001)]"
TEXTS = ["A Title: Of It", "2024/05", "Jane Doe et al", "arXiv"]


def test_a_persons_texts_are_taken_out_and_addresses_are_what_they_lead_to() -> None:
    assert form(ROW, TEXTS) == "- […] **….** *…. ….* [[paper](<paper:2405.00001>)]"


def test_an_address_stays_whole_where_it_holds_one_of_the_texts() -> None:
    assert form("- [bot](https://a.example/bot)", ["bot"]) == "- […](<page:https://a.example/bot>)"


def test_numbers_of_items_and_padding_are_no_form() -> None:
    assert form("12. a  b", []) == form("3. a b  ", []) == "N. …"


@pytest.mark.parametrize(
    ("theirs", "word"),
    [
        (ROW, ""),
        (ROW.replace("**", "*"), "marks"),
        (ROW.replace("[[paper]", "[[pdf]"), "labels"),
        (ROW + " [[code](https://github.com/a/b)]", "links"),
        (ROW.replace("*Jane Doe et al. arXiv.*", "*arXiv.*"), "texts"),
    ],
)
def test_a_difference_is_named(theirs: str, word: str) -> None:
    assert difference(form(ROW, TEXTS), form(theirs, TEXTS)) == word


def test_words_that_nobody_gave_are_texts_and_a_dash_between_them_is_a_mark() -> None:
    assert form("- [a](https://a.example) - Some words. More", []) == (
        "- [a](<page:https://a.example>) - …"
    )
    assert form("| x, y | **b c** |", []) == "| … | **…** |"


def test_his_texts_are_put_into_cells_that_say_nothing() -> None:
    assert put_in("| … | - |  |", "| … | … | … |") == "| … | … | … |"
    assert put_in("| … | - |", "| … | [a](<page:x>) |") == "| … | - |"
    assert put_in("- …", "- … - …") == "- …"
