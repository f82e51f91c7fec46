"""What an error says of a value that may not stand where it stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config.entry_file import entries_file
from bot.config.list_file import ListFile
from bot.model.errors import BrokenInputError, InputError, Where
from bot.parsing.mismatch import parts_at
from bot.parsing.yaml import read_yaml, validated

ENTRY = """\
entries:
  - id: beta
    kind: tool
    name: Beta
    section: tools
    links: {code: "https://github.com/acme/beta"}
    pins: {licence: dual licensed}
"""
LIST = """\
version: 1
title: A list
sections:
  - {id: tools, title: Tools, order: name}
policy: {dead_after_misses: 3}
watches: {accounts: [acme]}
"""


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("name: Beta", "nmae: Beta", "x.yml:4: nmae: unknown key 'nmae'; did you mean 'name'?"),
        (
            "links: {code",
            "links: {xyz",
            "x.yml:6: links.xyz: unknown key 'xyz'; expected one of paper, code, hub, weights, "
            "data, docs, blog, site",
        ),
        (
            "kind: tool",
            "kind: tol",
            "x.yml:3: 'kind' must be one of model, paper, dataset, technique, tool, application, "
            "link, benchmark; did you mean 'tool'?",
        ),
        ("    kind: tool\n", "", "x.yml:2: the key 'kind' is missing"),
        (
            "id: beta",
            "id: Be ta",
            "x.yml:2: id: 'Be ta' is not allowed here; expected lower-case letters and "
            "digits, with single hyphens or dots between them, such as llama-2",
        ),
        ("dual licensed", "''", "x.yml:7: pins.licence: this is empty; give a value, or"),
        ("name: Beta", "name: [Beta]", "x.yml:4: name: expected text here, found a list"),
        (
            "kind: tool",
            "kind: " + "t" * 5000,
            "x.yml:3: 'kind' must be one of model",
        ),
        (
            "id: beta",
            f"id: {'B ' * 2500}",
            f"x.yml:2: id: '{'B ' * 100}…' is not allowed here; exp",
        ),
        (
            "https://github.com/acme/beta",
            "ftp://" + "x" * 5000,
            f"x.yml:6: links.code: 'ftp://{'x' * 194}…' is not a web address; write https://",
        ),
    ],
)
def test_an_entry(old: str, new: str, problem: str) -> None:
    assert old in ENTRY
    with pytest.raises(BrokenInputError) as caught:
        validated(entries_file(), "x.yml", read_yaml("x.yml", ENTRY.replace(old, new)))
    assert any(line.startswith(problem) for line in str(caught.value).splitlines())


@pytest.mark.parametrize(("old", "new"), [("title", "titel"), ("sections", "sectionz")])
def test_a_key_that_is_misspelt_is_not_named_as_missing_too(old: str, new: str) -> None:
    with pytest.raises(BrokenInputError) as caught:
        validated(ListFile, "l.yml", read_yaml("l.yml", LIST.replace(f"{old}:", f"{new}:", 1)))
    assert [one.message for one in caught.value.problems] == [
        f"{new}: unknown key '{new}'; did you mean '{old}'?"
    ]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("dead_after_misses", "dead_after_miss", "did you mean 'dead_after_misses'?"),
        ("watches", "watch", "did you mean 'watches'?"),
        (
            "order: name",
            "order: names",
            "order: expected 'file', 'name', 'released', 'newest', ",
        ),
        ("misses: 3", "misses: many", "expected a whole number, found 'many'"),
        ("[acme]", "['a b']", "expected the name of an account on the Hub, such as mistralai"),
    ],
)
def test_settings(old: str, new: str, problem: str) -> None:
    with pytest.raises(BrokenInputError) as caught:
        validated(ListFile, "l.yml", read_yaml("l.yml", LIST.replace(old, new)))
    assert problem in str(caught.value)


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> x\n", 2, "a merge conflict was left"),
        ("a:\n\tb: 1\n", 2, "a line begins with a tab"),
        ("a: 'b\n\tc'\nd: e: f\n", 3, "a text with ': ' in it needs quotes"),
        ("a: 1\n=======\nb: 2\n", 2, "a merge conflict was left"),
        ("a:\tb\nc: [\n", 1, "there is a tab in this line"),
        ("a: '\n", 1, "a quote is opened here, and never closed"),
        ('a: 1\nb: "x\nc: {d: "e", f: 1}\n', 2, "a quote is opened here, and never closed"),
        ("- 'a\n- b: c: 'd'\n", 1, "a quote is opened here, and never closed"),
        ('a: "x\n  y" # z\nb: c: d\n', 3, "a text with ': ' in it needs quotes"),
        ("a: it's\nb: c: d\n", 2, "a text with ': ' in it needs quotes"),
        ("a: @x\n", 1, "a text that begins with @ needs quotes"),
        ("a: `x`\n", 1, "a text that begins with ` needs quotes"),
        ("a: b\nc: *x\n", 2, "a text that begins with * needs quotes"),
    ],
)
def test_what_is_wrong_most_often_is_named(text: str, line: int, problem: str) -> None:
    with pytest.raises(InputError) as caught:
        read_yaml("x.yml", text)
    assert str(caught.value).startswith(f"x.yml:{line}: this is not YAML: {problem}")


def test_a_tab_and_arrows_inside_a_text_are_text() -> None:
    assert read_yaml("x.yml", "a: 'b\n\tc'\nd: |\n  <<<<<<< x\n")["d"] == "<<<<<<< x\n"


@given(st.lists(st.one_of(st.text(max_size=8), st.integers(0, 9), st.just("links")), max_size=5))
def test_any_location_has_its_parts(location: list[str | int]) -> None:
    assert parts_at(entries_file().model_json_schema(), location)


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        ("'a' isn't one of " + "b, " * 200, "'a' isn't one of " + "b, " * 200),
        (f"unknown key '{'x' * 201}'; {'y' * 401}!", f"unknown key '{'x' * 200}…'; {'y' * 200}…"),
        (f"it's '{'x y ' * 99}' and 'z'", f"it's '{'x y ' * 50}…' and 'z'"),
    ],
)
def test_what_is_quoted_at_length_is_cut(message: str, shown: str) -> None:
    assert str(InputError(Where("a.yml", 1), message, hint="h " + "x" * 500)) == (
        f"a.yml:1: {shown}\n  → h {'x' * 500}"
    )


def test_of_many_errors_the_first_fifty_are_shown_and_the_others_counted() -> None:
    problems = [InputError(Where("registry/a.yml", line), "wrong") for line in range(1, 101)]
    lines = str(BrokenInputError(problems[::-1])).splitlines()
    assert lines[0] == "registry/a.yml:1: wrong"
    assert lines[49:] == ["registry/a.yml:50: wrong", "and 50 more"]
