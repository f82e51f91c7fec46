from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from bot.config.list_file import SectionText
from bot.lists.registry.load import load, read_documents
from bot.model.errors import BrokenInputError
from bot.model.snapshot import FetchedValue, Snapshot
from bot.render.readme import draw_readme
from bot.render.tables import ORDERS, entry_views, in_order, table
from tests.build import LIST, ROOT, asked, documents, snapshot
from tests.render.reading import visible

LONG = {"Trained on", "What it does"}
DRAWN = {
    "as committed": [ROOT / "README.md"],
    "as proposed in the world": sorted((ROOT / "tests" / "golden" / "readme").glob("*.md")),
}


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def tables(text: str) -> list[list[list[str]]]:
    """The tables of a Markdown text, row by row, cell by cell."""
    found: list[list[list[str]]] = [[]]
    for line in text.splitlines():
        if line.startswith("| "):
            found[-1].append([cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]])
        elif found[-1]:
            found.append([])
    return [rows for rows in found if rows]


def unfolded(cell: str) -> str:
    """What is seen of a cell at first."""
    return re.sub(r"<details>.*?</details>", "", cell)


@pytest.mark.parametrize("paths", DRAWN.values(), ids=DRAWN)
def test_no_column_has_the_same_in_most_rows(paths: list[Path]) -> None:
    for heading, _, *rows in tables("\n".join(map(read, paths))):
        if heading[0] != "Name" and paths != DRAWN["as committed"]:
            continue  # the world's few results are of one board
        for name, *cells in zip(heading, *rows, strict=True):
            (_, most), *_ = Counter(cells).most_common(1)
            assert most <= len(cells) / 2 or len(cells) < 5, name


@pytest.mark.parametrize("paths", DRAWN.values(), ids=DRAWN)
def test_tables_are_narrow_and_hold_no_blank_column(paths: list[Path]) -> None:
    drawn = tables("\n".join(map(read, paths)))
    assert len(drawn) >= 3  # and section 6, once results are published
    for heading, _, *rows in drawn:
        assert len(heading) <= (3 if heading[0] == "Name" else 5)
        assert len(LONG & {*heading}) <= 1
        for name, *cells in zip(heading, *rows, strict=True):
            assert any(cells), f"{name} is blank in every row"
            lines = [line for cell in cells for line in visible(unfolded(cell)).split("<br>")]
            if name not in LONG:
                assert [line for line in lines if len(line) >= 48] == []


def test_the_committed_readme_is_in_step_with_the_registry() -> None:
    files = read_documents(ROOT)
    registry, settings = load(files)
    drawn = draw_readme(settings.readme, files, registry, Snapshot())
    assert drawn == files["README.md"]


def test_columns_blank_in_every_row_are_left_out() -> None:
    registry, _ = load(documents())
    section = registry.sections[0]
    bare = table(section, entry_views(registry.shown_in(section), Snapshot()))
    assert bare.headings == ("Name", "What it does", "Licence")
    values = snapshot(repo__acme__beta={"stars": asked(8312), "archived": asked(value=True)})
    full = table(section, entry_views(registry.shown_in(section), values))
    assert full.headings == ("Name", "What it does", "Licence", "Stars · downloads")
    assert full.rows[1][-1] == "★ 8.3k<br>*archived*"


FAMILY = """\
entries:
  - id: fam
    kind: model
    name: Fam
    section: tools
    sizes: [70B, 1B7, 8x7B, 560M]
    links:
      code: https://github.com/acme/fam
      weights:
        - https://huggingface.co/acme/fam-70b
        - https://huggingface.co/acme/fam-560m
        - https://huggingface.co/acme/fam-560m-v2
        - https://huggingface.co/acme/odd-3b
  - {id: blank, kind: model, name: Blank, section: tools}
"""


def test_sizes_are_drawn_in_order_and_lead_to_their_repositories() -> None:
    text = LIST.replace("kinds: [tool]", "kinds: [tool, model]").replace(
        "[name, description, licence, reach]", "[name, sizes]"
    )
    registry, _ = load(documents(**{"registry/list.yml": text, "registry/models.yml": FAMILY}))
    section = registry.sections[0]
    filled = Snapshot({"entry:blank": {"sizes": FetchedValue(("7B", "3B"), "hub", "2026-11-01")}})
    drawn = table(section, entry_views(registry.shown_in(section), filled))
    hub = "https://huggingface.co/acme"
    assert [row for row in drawn.rows if "Fam" in row[0] or "Blank" in row[0]] == [
        (
            f"**Fam**<br>[code](https://github.com/acme/fam) · [weights]({hub}/odd-3b)",
            f"[560M]({hub}/fam-560m) [2]({hub}/fam-560m-v2), 1.7B, 8x7B, [70B]({hub}/fam-70b)",
        ),
        ("**Blank**", "3B, 7B"),
    ]


FOLDED = LIST.replace(
    "    columns: [name, description, licence, reach]\n",
    "    columns: [name, description]\n    folded: [licence, stars]\n",
)


def test_folded_columns_stand_below_the_name() -> None:
    registry, _ = load(documents(**{"registry/list.yml": FOLDED}))
    section = registry.sections[0]
    values = snapshot(repo__acme__beta={"stars": asked(8312)})
    drawn = table(section, entry_views(registry.shown_in(section), values))
    assert drawn.headings == ("Name", "What it does")
    beta = next(row[0] for row in drawn.rows if "Beta" in row[0])
    assert beta.endswith("<details><summary>more</summary>Stars: 8.3k</details>")
    alpha = next(row[0] for row in drawn.rows if "Alpha" in row[0])
    assert alpha.count("<details>") == alpha.count("Licence: MIT")


def test_a_name_cannot_be_folded() -> None:
    text = FOLDED.replace("[licence, stars]", "[name]")
    with pytest.raises(BrokenInputError, match="folded: unknown column 'name'"):
        load(documents(**{"registry/list.yml": text}))


MODELS = """\
entries:
  - {id: a, kind: tool, name: beta, section: tools, released: '2023'}
  - id: b
    kind: tool
    name: Alpha
    section: tools
    released: 2023-05
    links: {code: https://github.com/acme/b}
  - {id: c, kind: tool, name: gamma, section: tools, links: {code: https://github.com/acme/c}}
  - {id: d, kind: tool, name: Delta, section: tools, released: 2024-01-31}
"""


@pytest.mark.parametrize(
    ("order", "ids"),
    [
        ("file", "abcd"),
        ("name", "badc"),
        ("released", "abdc"),
        ("newest", "dabc"),
        ("stars", "cbad"),
        ("downloads", "abcd"),
    ],
)
def test_orders(order: str, ids: str) -> None:
    text = LIST.replace("kinds:", f"order: {order}\n    kinds:")
    files = documents(**{"registry/list.yml": text, "registry/tools.yml": MODELS})
    registry, _ = load(files)
    values = snapshot(repo__acme__b={"stars": asked(5)}, repo__acme__c={"stars": asked(900)})
    section = registry.sections[0]
    rows = in_order(section, entry_views(registry.shown_in(section), values))
    assert "".join(view.id for view in rows) == ids
    setting = SectionText.model_json_schema()["properties"]["order"]["enum"]
    assert set(setting) == set(ORDERS)
