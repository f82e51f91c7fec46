"""YAML is read by libyaml; what it makes of a text is what ruamel's own parser makes of it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml.parser import RoundTripParser

from bot.parsing import yaml
from tests.build import ROOT

SIGNS = "ab1.:-?,[]{}#&*!|>'\"%@` \\~=<\n\té😀\r\x85\u2028\ufeff"
WORDS = (
    "\n  ;\n- ;: ;\r\n;- ;key: ;&x ;*x;!!str ;<<: ;? ;|\n  ;>-\n  ;---\n;...\n;"
    "\\x41;\\/;\\u263a;yes;014;1:30;2020-01-01"
).split(";")
PIECES = st.sampled_from([*SIGNS, *WORDS])
TEXTS = st.lists(PIECES, max_size=24).map("".join)


def outcome(text: str, parser: Any) -> tuple[Any, ...]:
    try:
        data = yaml._loader(parser).load(text) if parser else yaml.parse(text)
    except Exception as error:  # noqa: BLE001
        return (type(error), str(error))
    return (repr(data), places(data))


def places(node: Any) -> Any:
    """The lines and columns of the parts of each container; an empty value stands nowhere."""
    inner: Any = node.items() if isinstance(node, dict) else ()
    inner = enumerate(node) if isinstance(node, list) else inner
    positions = node.lc.data or {} if hasattr(node, "lc") else {}
    return [
        (tuple(positions.get(key, ()))[: 2 if one is None else 4], places(one), places(key))
        for key, one in inner
    ]


@given(TEXTS)
def test_both_parsers_agree(text: str) -> None:
    assert outcome(text, None) == outcome(text, RoundTripParser)


@pytest.mark.parametrize("path", sorted((ROOT / "registry").glob("*.yml")), ids=lambda p: p.name)
def test_both_parsers_agree_on_this_list(path: Any) -> None:
    text = path.read_text(encoding="utf-8")
    assert outcome(text, None) == outcome(text, RoundTripParser)


@pytest.mark.parametrize(
    "value",
    ["LLaMA & Vicuna", "Q&A", "wow ! it", "a -> b", "so & so,\n    and !more", "a&b: c & d"],
)
def test_signs_within_a_text_leave_it_to_libyaml(value: str, monkeypatch: Any) -> None:
    """Ruamel's own parser takes eight times as long."""
    monkeypatch.setattr(yaml, "RoundTripParser", None)
    assert yaml.parse(f"- name: {value.replace(': ', ' ')}\n")


@pytest.mark.parametrize("path", sorted((ROOT / "registry").glob("*.yml")), ids=lambda p: p.name)
def test_this_list_is_read_by_libyaml(path: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(yaml, "RoundTripParser", None)
    assert yaml.parse(path.read_text(encoding="utf-8"))
