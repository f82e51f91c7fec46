"""The page about the rules says what the rules say of themselves."""

from __future__ import annotations

import pytest

from bot.lint.written.rules import RULES
from tests.build import ROOT

PAGE = ROOT / "docs/lint.md"
BEGIN, END = "<!-- listkeeper:begin rules -->", "<!-- listkeeper:end rules -->"


def drawn() -> str:
    parts = []
    for rule in RULES:
        repairs = f"\n\n`--fix` {rule.repairs}." if rule.repairs else ""
        parts.append(f"## {rule.name}\n\n{rule.finds}\n\n{rule.why}{repairs}")
    return "\n\n".join(parts)


def test_the_page_of_the_rules(request: pytest.FixtureRequest) -> None:
    page = PAGE.read_text(encoding="utf-8")
    head, _, rest = page.partition(BEGIN)
    _, found, foot = rest.partition(END)
    assert found
    page = f"{head}{BEGIN}\n\n{drawn()}\n\n{END}{foot}"
    if request.config.getoption("--golden"):
        PAGE.write_text(page, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == page


def test_every_rule_is_explained_in_sentences() -> None:
    for rule in RULES:
        assert rule.finds.endswith(".")
        assert rule.why.endswith(".")
        assert not rule.repairs.endswith(".")
