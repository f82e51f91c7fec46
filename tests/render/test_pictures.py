"""Figures of a list: rows of the outputs, safe for any text, small, and the same every time."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.lists.read import read_state
from bot.lists.registry.load import shipped_templates
from bot.model.entry import Registry
from bot.render.figures.models import EDGES, MOST_MODELS, NARROW, WIDE, Access
from bot.render.outputs import draw_outputs
from bot.render.pictures import MANY, figure_models, folder_from, picture
from bot.render.tables import entry_views
from bot.render.templates import escape_svg
from tests.build import asked, documents, snapshot

LIST = """\
version: 1
title: A small list
{settings}sections:
  - {{id: over, title: What it holds, figure: overview, shows: [models, tools]}}
  - {{id: tree, title: The tree, figure: evolution, shows: [models]}}
  - {{id: counts, title: The sizes, figure: sizes, shows: [models]}}
  - {{id: models, title: Models, topic: All, kinds: [model], columns: [name]}}
  - {{id: tools, title: Tools, kinds: [tool], columns: [name]}}
"""
MODEL = """\
  - id: {id}
    kind: model
    name: {name}
    section: models
    sizes: [7B]
    released: 2023-0{month}
    backbone: {backbone}
    links: {{weights: https://huggingface.co/acme/{id}-7b}}
"""
README = "".join(
    f"<!-- listkeeper:begin {name} -->\n<!-- listkeeper:end {name} -->\n"
    for name in ("over", "tree", "counts", "models", "tools")
)
FIGURE = '{% include "_figure.md.j2" %}\n'
TABLE = '{% include "_table.md.j2" %}\n'


def files(*models: str, readme: str = "README.md") -> dict[str, str]:
    own = {f"templates/{name}.md.j2": FIGURE for name in ("over", "tree", "counts")}
    tables = {f"templates/{name}.md.j2": TABLE for name in ("models", "tools")}
    return {
        **shipped_templates(),
        **documents(),
        **own,
        **tables,
        "registry/list.yml": LIST.format(settings=f"readme: {readme}\n"),
        "registry/models.yml": "entries:\n" + "".join(models),
        readme: README,
    }


def model(number: int, backbone: str = "Base model", name: str = "") -> str:
    name = name or f"Model {number}"
    return MODEL.format(id=f"m{number}", name=name, month=number % 9 + 1, backbone=backbone)


def drawn(texts: dict[str, str], readme: str = "README.md") -> dict[str, str]:
    state = read_state(texts)
    return draw_outputs(readme, texts, state.registry, state.snapshot)


def figures(texts: dict[str, str]) -> dict[str, str]:
    return {path: text for path, text in drawn(texts).items() if path.endswith(".svg")}


def test_each_figure_has_a_light_a_dark_and_a_narrow_file() -> None:
    found = figures(files(model(0), model(1, "Model 0")))
    assert sorted(found) == sorted(
        f"figures/{name}{ending}.svg"
        for name in ("overview", "evolution", "sizes")
        for ending in ("", "-dark", "-narrow")
    )
    assert found == figures(files(model(0), model(1, "Model 0")))
    assert "prefers-color-scheme" in found["figures/evolution-narrow.svg"]
    for text in found.values():
        root = ElementTree.fromstring(text)
        title, desc = list(root)[:2]
        assert title.tag.endswith("title")
        assert title.text
        assert desc.tag.endswith("desc")
        assert root.get("role") == "img"
        assert root.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"


def test_the_readme_shows_them_and_has_the_same_as_a_list() -> None:
    readme = drawn(files(model(0), model(1, "Model 0")))["README.md"]
    assert (
        '<source media="(max-width: 1170px)" srcset="figures/evolution-narrow.svg">\n'
        '  <source media="(prefers-color-scheme: dark)" srcset="figures/evolution-dark.svg">\n'
        '  <img alt="The tree: 2 models from 2023-01 to 2023-02; 1 of them built on others of the '
        'list" src="figures/evolution.svg">'
    ) in readme
    assert "- Model 1, 2023-02, 7B, weights listed; built on Model 0\n" in readme
    assert "- All: Models (2)\n" in readme


def test_letters_are_readable_wherever_the_wide_figure_is_shown() -> None:
    """From 768 pixels on GitHub has a column beside the README, from 1012 on of 296 pixels.

    https://github.com/primer/css/blob/main/docs/content/components/layout.md
    """
    text = shipped_templates()["templates/_figure.md.j2"]
    narrowest = 1 + int(text.partition("max-width: ")[2].partition("px")[0])
    edges, column, gutter, frame = 2 * 32, 296, 24, 2 * 33
    shown = narrowest - edges - column - gutter - frame
    assert narrowest > 1012
    assert (WIDE.letters - 1.5) * shown / WIDE.width >= 9
    assert NARROW.letters - 1.5 >= 9


def test_no_condition_has_both_a_width_and_a_theme() -> None:
    """GitHub would drop the width."""
    readme = drawn(files(model(0)))["README.md"]
    assert "prefers-color-scheme" in readme
    assert ") and (" not in readme


def test_a_list_without_figures_has_no_such_file() -> None:
    assert list(drawn(documents())) == ["README.md"]


def test_a_readme_in_a_folder_finds_them() -> None:
    readme = drawn(files(model(0), readme="docs/list.md"), "docs/list.md")["docs/list.md"]
    assert 'src="../figures/evolution.svg"' in readme
    assert folder_from("README.md") == "figures/"


def test_many_models_have_families_and_a_second_figure() -> None:
    few = [model(0), *(model(number, "Model 0") for number in range(1, MANY))]
    assert "figures/evolution-all.svg" not in figures(files(*few))
    many = files(*few, model(MANY, "Model 0"))
    found = drawn(many)
    assert f"Model 0 · {MANY + 1}" in found["figures/evolution.svg"]
    assert found["figures/evolution-all.svg"].count("<g>") == MANY + 1
    assert "(figures/evolution-all.svg)" in found["README.md"]
    assert "- Model 1," not in found["README.md"]


def test_models_with_too_many_bases_have_families_alone() -> None:
    """A file with an edge for each would be above 200 kB."""

    def built(count: int) -> dict[str, str]:
        bases = [", ".join(f"m{base}" for base in range(number)) for number in range(count)]
        rows = [f"{model(number)}    bases: [{bases[number]}]\n" for number in range(count)]
        return drawn(files(*rows))

    most = next(count for count in range(MANY) if count * (count - 1) / 2 > EDGES) - 1
    assert built(most)["figures/evolution.svg"].count("<g>") == most
    crowded = built(most + 1)
    assert "figures/evolution-all.svg" not in crowded
    assert f"Model 0 · {most + 1}" in crowded["figures/evolution.svg"]
    assert all(len(text.encode()) < 200_000 for text in (built(most) | crowded).values())


def test_too_many_models_have_families_alone() -> None:
    found = drawn(files(*(model(number) for number in range(MOST_MODELS + 1))))
    assert "figures/evolution-all.svg" not in found
    assert f"others · {MOST_MODELS + 1}" in found["figures/evolution.svg"]
    assert "evolution-all" not in found["README.md"]


def test_400_models_stay_below_200_kb() -> None:
    many = [model(0), *(model(number, f"Model {number // 3}") for number in range(1, 400))]
    assert all(len(text) < 200_000 for text in figures(files(*many)).values())


@settings(max_examples=30)
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40))
def test_any_name_is_well_formed_and_stays_text(name: str) -> None:
    evil = name + "</text><script>alert(1)</script>&#0;\x1b]]>\u202e\u200b"
    text = str(escape_svg(evil))
    element = ElementTree.fromstring(f'<text title="{text}">{text}</text>')
    assert not list(element)
    assert element.get("title") == element.text
    assert "alert(1)" in (element.text or "")
    assert "\u202e" not in text


def test_foreign_names_are_text_in_every_figure() -> None:
    name = "'<script>alert(1)</script> \"&amp;\" ]]> \u202e'"
    for text in figures(files(model(0, name=name), model(1, "Model 0"))).values():
        root = ElementTree.fromstring(text)
        assert not [one for one in root.iter() if one.tag.endswith("script")]
        assert "\u202e" not in text
    readme = drawn(files(model(0, name=name)))["README.md"]
    assert "<script>" not in readme


def test_access_is_what_the_hub_and_the_links_show() -> None:
    state = read_state(files(model(0), model(1)))
    gated = snapshot(**{"model:acme/m1-7b": {"gated": asked("manual", "huggingface")}})
    rows = entry_views(state.registry.entries[:2], gated)
    assert [one.access for one in figure_models(rows)] == [Access.OPEN, Access.GATED]


def test_a_section_without_a_figure_has_none() -> None:
    state = read_state(documents())
    assert picture(state.registry.sections[0], [], Registry("", (), ())) is None


@pytest.mark.parametrize("name", ["overview", "evolution", "sizes"])
def test_a_list_without_models_has_an_empty_figure(name: str) -> None:
    texts = files()
    texts["registry/models.yml"] = "entries: []\n"
    assert ElementTree.fromstring(figures(texts)[f"figures/{name}.svg"]).get("width") == "830"
