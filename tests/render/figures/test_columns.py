"""The page about figures is in step with what is read."""

from __future__ import annotations

from bot.config.list_file import SectionText
from bot.render.figures.data import FIGURE_COLUMNS
from bot.render.figures.models import MOST_MODELS
from bot.render.pictures import MANY, PICTURES
from tests.build import ROOT

PAGE = (ROOT / "docs" / "figures.md").read_text(encoding="utf-8")


def test_every_column_is_documented() -> None:
    for name, meaning in FIGURE_COLUMNS.items():
        assert f"| `{name}` | {meaning} |" in PAGE
    assert f"more than {MANY} models" in PAGE
    assert f"at most {MOST_MODELS:,} models" in PAGE


def test_every_figure_is_a_setting_and_documented() -> None:
    setting = SectionText.model_json_schema()["properties"]["figure"]["anyOf"]
    assert setting == [{"enum": [*PICTURES], "type": "string"}, {"type": "null"}]
    assert all(f"| `{name}` |" in PAGE for name in PICTURES)
