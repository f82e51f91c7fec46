"""What each rule for hand-written lists finds, and what it leaves alone."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.lint.finding import Finding
from bot.lint.written.check import check_written, fix_written
from bot.lint.written.page import ListPage
from bot.lint.written.rules import RULE_NAMES
from tests.lint.cases import FRUIT, OPEN, PAPER, REPO, RIGHT, STOPPED, WRONG, listed, table


def only(rule: str) -> dict[str, bool]:
    return {name: name == rule for name in RULE_NAMES}


def found(rule: str, text: str) -> list[Finding]:
    return check_written({"README.md": text}, only(rule))


def _begun(value: object) -> str | None:
    return value[:60] if isinstance(value, str) else None


@pytest.mark.parametrize(("rule", "text", "lines"), WRONG, ids=_begun)
def test_a_rule_finds(rule: str, text: str, lines: list[int]) -> None:
    findings = found(rule, text)
    assert [finding.where.line for finding in findings] == lines
    assert all(finding.message.endswith(f" [{rule}]") and finding.hint for finding in findings)


@pytest.mark.parametrize(("rule", "text"), RIGHT, ids=_begun)
def test_a_rule_leaves_alone(rule: str, text: str) -> None:
    problems = [finding for finding in found(rule, text) if not finding.reminder]
    assert problems == []


def test_every_rule_stands_in_both_tables() -> None:
    assert {rule for rule, _, _ in WRONG} == set(RULE_NAMES)
    assert {rule for rule, _ in RIGHT} == set(RULE_NAMES)


@pytest.mark.parametrize(("rule", "text", "lines"), WRONG, ids=_begun)
def test_a_rule_can_be_switched_off(rule: str, text: str, lines: list[int]) -> None:
    left = check_written({"README.md": text}, {rule: False})
    assert lines
    assert not [finding for finding in left if finding.message.endswith(f" [{rule}]")]


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
@pytest.mark.parametrize(("rule", "text", "lines"), WRONG, ids=_begun)
def test_line_ends_and_a_byte_order_mark_change_no_line(
    rule: str, text: str, lines: list[int], ending: str
) -> None:
    findings = found(rule, "\ufeff" + text.replace("\n", ending))
    assert [finding.where.line for finding in findings] == lines


def test_other_sections_are_reminders() -> None:
    text = f"## One\n- [Alpha]({REPO})\n\n## Two\n- [Alpha]({REPO})\n"
    (finding,) = found("duplicates", text)
    assert finding.reminder
    assert "under “One”" in finding.message
    assert "line 2" in finding.message


def test_translations_hold_no_duplicates() -> None:
    text = f"- [Alpha]({REPO})\n- [Paper]({PAPER})\n"
    files = {"README.md": text, "README-zh.md": text.replace("abs", "pdf")}
    assert check_written(files, {}) == []


def test_many_empty_links_are_one_reminder() -> None:
    (finding,) = found("empty-links", "- [[TII]]()\n" * 30)
    assert finding.reminder
    assert "30 links" in finding.message


def test_a_large_file_is_a_reminder_with_its_largest_sections() -> None:
    parts = {"One": 90_000, "Two": 210_000, "Three": 120_000, "Four": 10}
    text = "".join(f"## {name}\n\n{'x' * size}\n\n" for name, size in parts.items())
    (finding,) = found("size", text)
    assert finding.reminder
    assert finding.message == "420 kB; GitHub shows the first 512 kB of a README [size]"
    assert finding.hint.endswith("the largest are Two (210 kB), Three (120 kB), One (90 kB)")
    (finding,) = found("size", "x" * 400_000)
    assert finding.hint == "move a section to a file of its own, and link it here"


def test_the_nearest_anchor_is_named() -> None:
    (finding,) = found("anchors", "[A](#get-startd)\n\n# Get started\n")
    assert "`#get-started`" in finding.hint


def test_rows_that_are_to_be_left_alone() -> None:
    text = (
        "- [A]() <!-- listkeeper:ignore -->\n- [B](https://b.example) [c]()\n\n"
        "## Old\n<!-- listkeeper:ignore -->\n\n- [D](https://d.example) [e](github.com/e/e)\n"
    )
    lines = [finding.where.line for finding in check_written({"README.md": text}, {})]
    assert 2 in lines
    assert 7 not in lines
    assert fix_written({"README.md": text}, {}) == ({"README.md": text}, 0)
    assert check_written({"README.md": text}, {"empty-links": False}) == []


def test_rows_that_the_settings_ignore() -> None:
    text = "## Old\n\n- [D](https://d.example) [e]()\n\n## New\n\n- [F](https://f.example) [g]()\n"
    found = check_written({"README.md": text}, {}, ["old"])
    assert [finding.where.line for finding in found] == [7]


# repairs

REPAIRS = (
    ("- Title [paper] (https://a.example/x)\n", "- Title [paper](https://a.example/x)\n"),
    ("- [Ray](github.com/ray/ray)\n", "- [Ray](https://github.com/ray/ray)\n"),
    ("- [Ray](https:github.com/ray/ray)\n", "- [Ray](https://github.com/ray/ray)\n"),
    ("- [Ray](www.ray.example)\n", "- [Ray](https://www.ray.example)\n"),
    ("- [P](phind.com)\n", "- [P](phind.com)\n"),
    ("- [X](https://x.example) \\textasciitilde 15k\n", "- [X](https://x.example) ~15k\n"),
    ("- [X](https://x.example) \\textasciitilde{}15k\n", "- [X](https://x.example) ~15k\n"),
    ("- [X](https://x.example) \\\\textendash 5\n", "- [X](https://x.example) –5\n"),
    ("- [X](https://x.example) a \\textendash\\ b\n", "- [X](https://x.example) a –\\ b\n"),
    (
        table("| a | b | c | |", "| x | y | z |", "| x | y | z |", "| x | y | z |"),
        table("| a | b | c |", "| x | y | z |", "| x | y | z |", "| x | y | z |"),
    ),
    (STOPPED * 2 + listed("Kiwi", end=" - Sour"), STOPPED * 2 + listed("Kiwi", end=" - Sour.")),
    (OPEN * 2 + listed("Kiwi", end=" - Sour."), OPEN * 2 + listed("Kiwi", end=" - Sour")),
    (listed("Apple", "Zebra", *FRUIT[1:]), listed("Apple", "Zebra", *FRUIT[1:])),
)


@pytest.mark.parametrize(("before", "after"), REPAIRS)
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_repairs(before: str, after: str, ending: str) -> None:
    before, after = before.replace("\n", ending), after.replace("\n", ending)
    texts, count = fix_written({"README.md": before}, {})
    assert texts["README.md"] == after
    assert count == (before != after)


def test_a_repair_that_would_make_a_mark_of_markdown_is_not_made() -> None:
    text = "- [a](https://a.example) \\textasciitilde x [b](https://b.example)\\textasciitilde y\n"
    texts, _ = fix_written({"README.md": text}, {})
    assert [link.url for link in ListPage("README.md", texts["README.md"]).document.links] == [
        "https://a.example",
        "https://b.example",
    ]


def test_bytes_that_are_no_text_stay() -> None:
    text = "- \udcff [Ray](github.com/ray/ray)\n- \udce9\n"
    texts, count = fix_written({"README.md": text}, {})
    assert count == 1
    assert texts["README.md"] == text.replace("github.com", "https://github.com")


SCHEME = re.compile(r"\A(?:https?|htt?ps*):?/*|\A/+https?:/*")


def rows_of(page: ListPage) -> int:
    return sum(1 for _ in page.nodes("Item", "TableRow", "Paragraph", "Heading"))


PIECES = st.sampled_from(
    [
        *(text for _, text, _ in WRONG),
        *(text for _, text in RIGHT),
        *(text for text, _ in REPAIRS),
        *"[]()|`\\*_~<>#- \n",
        "\n\n",
        "[x] (https://a.example)",
        "\\textasciitilde ",
        "](github.com/a/b)",
    ]
)


@given(st.lists(PIECES, max_size=12).map("".join))
def test_repairs_made_twice_are_those_made_once_and_no_link_leads_elsewhere(text: str) -> None:
    once, _ = fix_written({"README.md": text}, {})
    twice, count = fix_written(once, {})
    assert (twice, count) == (once, 0)
    before, after = ListPage("README.md", text), ListPage("README.md", once["README.md"])
    assert rows_of(before) == rows_of(after)
    links = list(zip(before.document.links, after.document.links, strict=True))
    assert all(
        new.url == old.url or new.url == "https://" + SCHEME.sub("", old.url) for old, new in links
    )


@given(st.lists(st.one_of(PIECES, st.text(max_size=20)), max_size=12).map("".join))
def test_any_text_can_be_looked_at(text: str) -> None:
    check_written({"README.md": text}, {})
