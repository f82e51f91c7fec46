"""What the docs say of the action is what the action says of itself."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from bot.run.init import ActionPin, starter_files
from tests.build import ROOT
from tests.workflows.machine import read

DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.glob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md"])


def tables(action: dict[str, Any]) -> dict[str, str]:
    inputs = ["| input | default | what it does |", "| --- | --- | --- |"]
    for name, one in action["inputs"].items():
        default = f"`{one['default']}`" if one["default"] else "–"
        inputs.append(f"| `{name}` | {default} | {one['description']} |")
    outputs = ["| output | what it holds |", "| --- | --- |"]
    outputs += [f"| `{name}` | {one['description']} |" for name, one in action["outputs"].items()]
    return {"inputs": "\n".join(inputs), "outputs": "\n".join(outputs)}


def filled(page: str, drawn: dict[str, str]) -> str:
    for name, text in drawn.items():
        begin, end = f"<!-- listkeeper:begin {name} -->", f"<!-- listkeeper:end {name} -->"
        head, _, rest = page.partition(begin)
        assert end in rest, f"the mark {begin} is missing"
        page = f"{head}{begin}\n\n{text}\n\n{end}{rest.partition(end)[2]}"
    return page


@pytest.mark.parametrize(
    ("name", "shown"), [("action.md", ["inputs", "outputs"]), ("configuration.md", ["inputs"])]
)
def test_the_tables_of_inputs_and_outputs(
    request: pytest.FixtureRequest, name: str, shown: list[str]
) -> None:
    path, drawn = DOCS / name, tables(read(ROOT / "action.yml"))
    page = filled(path.read_text(encoding="utf-8"), {one: drawn[one] for one in shown})
    if request.config.getoption("--golden"):
        path.write_text(page, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == page


def test_every_input_is_described_has_a_default_and_is_used() -> None:
    action = read(ROOT / "action.yml")
    text = (ROOT / "action.yml").read_text(encoding="utf-8")
    for name, one in action["inputs"].items():
        assert set(one) == {"description", "default"}
        assert f"inputs.{name}" in text


def test_the_files_that_init_writes_are_as_many_as_documented() -> None:
    files = len(starter_files(ActionPin("a/b", "0" * 40, "1"))) + 2  # the schemas for editors
    assert files == 16
    assert "Sixteen files appear" in (DOCS / "five-minutes.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.name))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)\s]+)\)", text):
        assert (page.parent / target.partition("#")[0]).exists(), f"{page.name}: {target}"
