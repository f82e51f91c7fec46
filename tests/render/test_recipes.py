"""The recipes of `docs/configuration.md` draw what they promise."""

from __future__ import annotations

import re

import pytest

from bot.lists.registry.load import load
from bot.model.errors import InputError
from bot.render.readme import draw_readme
from tests.build import ROOT, asked, documents, snapshot

PAGE = (ROOT / "docs/configuration.md").read_text(encoding="utf-8")
ALPHA, BETA = "https://github.com/old/alpha", "https://github.com/acme/beta"


def recipe(title: str, language: str) -> str:
    _, _, rest = PAGE.partition(f"### {title}\n")
    found = re.search(rf"```{language}\n(.*?)```", rest, re.DOTALL)
    assert found
    return found[1]


def drawn(**changed: str) -> list[str]:
    files = documents(**changed)
    registry, settings = load(files)
    values = snapshot(repo__acme__beta={"stars": asked(8312)})
    lines = draw_readme(settings.readme, files, registry, values).splitlines()
    begin = lines.index("<!-- listkeeper:begin tools -->")
    return [
        line for line in lines[begin + 1 : lines.index("<!-- listkeeper:end tools -->")] if line
    ]


@pytest.mark.parametrize(
    ("title", "beta"),
    [
        ("The classic list", f"- [Beta]({BETA})"),
        ("With stars", f"- [Beta]({BETA}) ★ 8.3k"),
    ],
)
def test_an_item_for_each_entry(title: str, beta: str) -> None:
    lines = drawn(**{"templates/tools.md.j2": recipe(title, "jinja")})
    assert lines[:2] == [f"- [Alpha]({ALPHA}) - Does one thing.", beta]
    assert len(lines) == 3


def test_a_table() -> None:
    sections = recipe("A table", "yaml")
    assert "columns: [name, description, licence]" in sections
    lines = drawn(**{"registry/list.yml": f"version: 1\ntitle: A small list\n{sections}"})
    assert lines[:3] == [
        "| Name | What it does | Licence |",
        "| --- | --- | --- |",
        f"| **Alpha**<br>[code]({ALPHA}) | Does one thing. |  |",
    ]


@pytest.mark.parametrize(
    ("wrong", "near"),
    [
        ("entry.hme", "; did you mean 'home'?"),
        ("entry.descripton", "; did you mean 'description'?"),
        ("entry.zzz", ""),
    ],
)
def test_a_misspelt_field_is_an_error_and_no_blank(wrong: str, near: str) -> None:
    text = "{% for entry in entries %}\n- {{ " + wrong + " }}\n{% endfor %}\n"
    with pytest.raises(InputError) as caught:
        drawn(**{"templates/tools.md.j2": text})
    name = wrong.partition(".")[2]
    assert str(caught.value) == (
        f"templates/tools.md.j2:2: template error: an entry has no field '{name}'{near}"
    )
