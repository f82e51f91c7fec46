from __future__ import annotations

from bot.render.bodies.preview import Pair, RegionPreview, region_previews

HEAD = "| Name | Stars | Licence |\n| --- | --- | --- |\n"


def readme(*regions: str) -> str:
    return "# A list\n" + "\n".join(
        f"<!-- listkeeper:begin r{number} -->\n\n{text}\n\n<!-- listkeeper:end r{number} -->"
        for number, text in enumerate(regions)
    )


def seen(before: str, after: str) -> list[RegionPreview]:
    return region_previews("README.md", readme(before), readme(after))


def test_what_is_the_same_is_not_shown() -> None:
    text = readme(f"{HEAD}| **A** | 1 | MIT |", "- one")
    assert region_previews("README.md", text, text) == []


def test_a_row_keeps_its_name_and_the_columns_that_change() -> None:
    (one,) = seen(
        f"{HEAD}| **A** | 1 | MIT |\n| **B** | 2 | MIT |",
        f"{HEAD}| **A** | 1 | MIT |\n| **B** | 3 | MIT |",
    )
    assert one.headings == ("Name", "Stars")
    assert [(pair.before["Stars"], pair.after["Stars"]) for pair in one.pairs] == [("2", "3")]
    assert not one.redrawn


def test_a_column_that_appears_changes_only_the_rows_that_have_it() -> None:
    (one,) = seen(
        "| Name |\n| --- |\n| **A** |\n| **B** |",
        "| Name | Stars |\n| --- | --- |\n| **A** | 7 |\n| **B** |  |",
    )
    assert one.pairs == (Pair({"Name": "**A**"}, {"Name": "**A**", "Stars": "7"}),)


def test_a_new_entry_shows_its_whole_row_and_a_removed_one_too() -> None:
    (one,) = seen(f"{HEAD}| **A** | 1 | MIT |", f"{HEAD}| **B** | 2 | GPL-3.0 |")
    assert one.headings == ("Name", "Stars", "Licence")
    new, removed = one.pairs
    assert (new.before, dict(new.after)) == (
        {},
        {"Name": "**B**", "Stars": "2", "Licence": "GPL-3.0"},
    )
    assert removed.after == {}


def test_rows_of_the_same_name_stay_in_their_order() -> None:
    (one,) = seen(
        f"{HEAD}| **A** | 1 |  |\n| **A** | 2 |  |", f"{HEAD}| **A** | 1 |  |\n| **A** | 3 |  |"
    )
    assert one.pairs == (Pair({"Name": "**A**", "Stars": "2"}, {"Name": "**A**", "Stars": "3"}),)


def test_a_new_address_reads_alike() -> None:
    (one,) = seen("- **A**. [code](https://a.example)", "- **A**. [code](https://b.example)")
    assert one.headings == ("",)
    assert [pair.reads_alike for pair in one.pairs] == [True]
    (two,) = seen("- **A**. One", "- **A**. Two")
    assert [pair.reads_alike for pair in two.pairs] == [False]


def test_a_bar_in_a_cell_and_in_a_list_stays_in_its_cell() -> None:
    (one,) = seen("- **A**. x", "- **A**. x | y")
    assert one.pairs[0].after[""] == r"**A**. x \| y"
    (two,) = seen(f"{HEAD}| **A** | 1 | |", rf"{HEAD}| **A** | 1 \| 2 | |")
    assert two.pairs[0].after["Stars"] == r"1 \| 2"


def test_a_figure_is_named_as_redrawn() -> None:
    (one,) = seen("```mermaid\na\n```", "```mermaid\nb\n```")
    assert (one.redrawn, one.pairs) == (True, ())


def test_a_region_that_was_empty_shows_new_rows() -> None:
    (one,) = seen("", f"{HEAD}| **A** | 1 |  |")
    assert [dict(pair.before) for pair in one.pairs] == [{}]


def test_a_folded_value_stands_below_its_own_heading() -> None:
    """The word that opens a fold is no change, and a value may have lines of its own."""
    fold = (
        "<details><summary>more</summary>Licence: MIT<br>Stars · downloads: ★ 8<br>↓ {}</details>"
    )
    head = "| Name | Sizes |\n| --- | --- |\n"
    bare = f"{head}| **A**<br>[code](https://e.org) | 7B |"
    (new,) = seen(bare, bare.replace("org)", "org)" + fold.format(1)))
    assert new.headings == ("Name", "Licence", "Stars · downloads")
    assert [new.pairs[0].difference(one) for one in new.headings] == ["", "MIT", "★ 8 ↓ 1"]
    (one,) = seen(f"{head}| **A**{fold.format(1)} | 7B |", f"{head}| **A**{fold.format(2)} | 7B |")
    assert one.headings == ("Name", "Stars · downloads")
