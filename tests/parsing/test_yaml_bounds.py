"""YAML from strangers: a sentence with its line, whatever is nested, aliased or tagged in it."""

from __future__ import annotations

import contextlib
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.model.errors import InputError
from bot.parsing.yaml import DEPTH, SIZE, read_yaml

PATH = "registry/models.yml"
GENEROUS = 20.0
"""Seconds; without the bounds it was half a minute and more on an idle machine."""


def alias_bomb(levels: int) -> str:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, levels)]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("entries:\n  - !!omap [a: 1, a: 2]\n", 2, "the tag !!omap is not allowed here"),
        ("entries: !!set {a, b}\n", 1, "the tag !!set is not allowed here"),
        ("a: 1\nb: !!binary '@'\n", 2, "the tag !!binary is not allowed here"),
        ("a: !!python/object/apply:os.system [x]\n", 1, "the tag !!python/object/apply:os.system"),
        ("a: !own x\n", 1, "the tag !own is not allowed here"),
        ("a: 1\nb: !!int x\n", 2, "invalid literal for int()"),
        ("a: 1\nb: !!timestamp x\n", 2, "failed to construct timestamp"),
        ("a: 1\nb: 2024-99-99\n", 2, "month must be in 1..12"),
        ("a: 1\nb: " + "9" * 5000 + "\n", 2, "Exceeds the limit"),
        ('a: 1\nb: "\\ud800"\n', 2, "half of a character"),
        ("a: 1\nb: &b [*b]\n", 2, "*b is used inside the value it refers to"),
        ("a: 1\nb: &b {<<: *b}\n", 2, "*b is used inside the value it refers to"),
        ("a: {<<: 3}\n", 1, "expected a mapping"),
        (alias_bomb(9), 6, "more than 300,000 values up to here"),
        ("a:\n  " + "[" * 3000, 2, f"more than {DEPTH} levels"),
        ("a: " + "[\n" * 3000, DEPTH, f"more than {DEPTH} levels"),
        ("a: " + "{a: " * 3000, 1, f"more than {DEPTH} levels"),
        ("- " * 3000, 1, f"more than {DEPTH} levels"),
        ("? " * 3000, 1, f"more than {DEPTH} levels"),
        ("#" * (SIZE + 1), 0, "3,000,001 characters"),
    ],
)
def test_what_goes_too_far_is_a_sentence_with_its_line(text: str, line: int, words: str) -> None:
    begun = time.monotonic()
    with pytest.raises(InputError) as error:
        read_yaml(PATH, text)
    assert time.monotonic() - begun < GENEROUS
    assert (error.value.where.path, error.value.where.line) == (PATH, line)
    assert words in str(error.value)


def test_what_lists_use_may_stand_there() -> None:
    text = "common: &common {license: mit}\nentries:\n  - {<<: *common, year: 2024}\n"
    (entry,) = read_yaml(PATH, text)["entries"]
    assert dict(entry) == {"license": "mit", "year": 2024}
    depth = "a: " * 1 + "[" * (DEPTH - 2) + "]" * (DEPTH - 2)
    assert read_yaml(PATH, depth)


PIECES = st.sampled_from(
    [
        *"a b &x *x << : - ? [ ] { } , | > ! !!omap !!set !!int !!null % @ ` ' # 1 ~ = ---".split(),
        *("\n", "\n  ", "\n    ", " ", "\t", '"', "...", "&x [", "*x, ", "<<: *x"),
        *("2024-13-01", "!<x> "),
    ]
)


@given(st.lists(PIECES, max_size=40).map("".join))
@example("&x [&x [")
def test_any_text_is_values_or_a_sentence(text: str) -> None:
    with contextlib.suppress(InputError):
        read_yaml(PATH, text)
