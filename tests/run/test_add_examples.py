"""The links that README and the docs add as an example have a section in a new list."""

from __future__ import annotations

import re

import pytest

from bot.judge.additions.section import guess_section
from bot.lists.read import read_state
from bot.model.reference import read_link
from bot.run.init import ActionPin, starter_files
from tests.build import ROOT

PAGES = ("README.md", "docs/models.md", "docs/five-minutes.md")


@pytest.mark.parametrize("page", PAGES)
def test_an_example_works_in_a_new_list(page: str) -> None:
    registry = read_state(starter_files(ActionPin("a/b", "0" * 40, ""))).registry
    text = (ROOT / page).read_text(encoding="utf-8")
    for url, section in re.findall(
        r"^listkeeper add (https://\S+)(?: --section (\S+))?", text, re.M
    ):
        assert guess_section(registry, read_link(url).reference.kind, "", section), url
