"""Whether what a source reports has the agreed types: the last door before a value is believed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from bot.model.observation import Facts, Found, Moved, Observation, Reason, Unsure
from bot.model.reference import Kind

COUNT = 2**53
"""Numbers from here on are not the same in every reader of JSON (RFC 8259, section 6)."""
_TEXT = 20_000
"""Characters of one text; the longest of those that services allow is arXiv's comment."""
_TEXTS = 20_000
"""Texts of one list; the largest collaborations sign with about 5,000 names."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z", re.ASCII)


def _is_count(value: Any) -> bool:
    return type(value) is int and 0 <= value < COUNT


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= _TEXT


def _is_day(value: Any) -> bool:
    return isinstance(value, str) and bool(_DAY.match(value))


def _is_flag(value: Any) -> bool:
    return isinstance(value, bool)


def _are_texts(value: Any) -> bool:
    return isinstance(value, tuple) and len(value) <= _TEXTS and all(map(_is_text, value))


def _is_id(value: Any) -> bool:
    return _is_count(value) or (_is_text(value) and value != "")


def _is_gate(value: Any) -> bool:
    return _is_flag(value) or value in ("auto", "manual")


def _are_models(value: Any) -> bool:
    return _is_count(value) or _are_texts(value)


_NAMES: dict[Callable[[Any], bool], str] = {
    _is_count: """
        stars forks downloads downloads_all likes parameters active_parameters followers items
        version year status""",
    _is_text: """
        name locked licence release branch description homepage first_release sha pipeline library
        architecture base_relation parameters_how sdk stage type title comment journal doi category
        venue kind arxiv final upgrade again restriction heading archived_copy""",
    _is_day: """
        archived_on created pushed released first_commit first_released modified published updated
        captured""",
    _is_flag: "archived disabled withdrawn",
    _are_texts: """
        topics tags papers base_models evaluations watches first authors chain repositories
        datasets""",
    _is_id: "id",
    _is_gate: "gated",
    _are_models: "models",
}
SHAPES = {name: is_right for is_right, names in _NAMES.items() for name in names.split()}
"""Name of a fact (`bot.model.observation.Facts`) → what its value is."""


def of_shape(seen: Observation) -> Observation:
    """The observation; Unsure where one of its facts is of another type than agreed.

    An empty text says nothing, and is left out.
    """
    if not isinstance(seen, Found | Moved):
        return seen
    is_number = isinstance(seen.facts.get("id", 0), int)
    is_odd_id = "id" in seen.facts and is_number != (seen.reference.kind is Kind.REPO)
    for name in ["id"] if is_odd_id else _odd(seen.facts):
        return Unsure(
            reference=seen.reference,
            source=seen.source,
            at=seen.at,
            evidence=seen.evidence,
            reason=Reason.BAD_ANSWER,
            why=f"the answer has an odd value of '{name}'",
        )
    filled = {name: value for name, value in seen.facts.items() if value != ""}
    return seen if len(filled) == len(seen.facts) else replace(seen, facts=filled)


def _odd(facts: Facts) -> Iterator[str]:
    return (name for name, value in facts.items() if name in SHAPES and not SHAPES[name](value))
