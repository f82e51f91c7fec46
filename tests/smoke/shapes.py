"""The shape of an answer: which fields there are and of what type, without what they say. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

Shape = dict[str, frozenset[str]]
"""Where (`.data.*.stars`, `[]` for the members of a list) → the types that were seen there."""

_TAG = re.compile(r"<([A-Za-z][\w:.-]*)")
_NOTHING = "nothing"
_TYPES = {bool: "yes or no", int: "number", float: "number", str: "text", type(None): _NOTHING}
_ALIAS = re.compile(r"\A[a-z]{1,2}\d+\Z")


def shape_of(body: bytes) -> Shape:
    """The shape of JSON, or the elements of what is no JSON."""
    found: dict[str, set[str]] = {}
    try:
        _note(json.loads(body), "", found)
        return {place: frozenset(types) for place, types in found.items()}
    except ValueError:
        tags = _TAG.findall(body.decode("utf-8", "replace"))
        return {f"<{tag}>": frozenset({"element"}) for tag in tags}


def _note(value: Any, at: str, found: dict[str, set[str]]) -> None:
    if isinstance(value, Mapping):
        found.setdefault(at, set()).add("object")
        for name, one in value.items():
            # GraphQL's aliases are ours, and the same for every thing that is asked about
            _note(one, f"{at}.{'*' if _ALIAS.match(name) else name}", found)
    elif isinstance(value, list):
        found.setdefault(at, set()).add("list")
        for one in value:
            _note(one, f"{at}[]", found)
    else:
        found.setdefault(at, set()).add(_TYPES[type(value)])


def drift(composed: Shape, real: Shape) -> list[str]:
    """What the world composes and the service does not say, or says in another type.

    What a service says beyond that is no drift, and neither is what is not known there.
    """
    lines = []
    for place, types in sorted(composed.items()):
        if place not in real:
            if not _is_below_nothing(place, real) and types != {_NOTHING}:
                lines.append(f"{place or 'the whole'} is missing")
            continue
        wanted, got = types - {_NOTHING}, real[place] - {_NOTHING}
        if wanted and got and wanted.isdisjoint(got):
            lines.append(f"{place or 'the whole'} is {_words(got)}, not {_words(wanted)}")
    return lines


def _is_below_nothing(place: str, real: Shape) -> bool:
    """Whether it would stand inside of what is empty or not known there."""
    while place:
        place = re.sub(r"(?:\[\]|\.[^.\[]*|<[^>]*>)\Z", "", place)
        types = real.get(place)
        if types is not None:
            is_empty = types == {"list"} and f"{place}[]" not in real
            return is_empty or types == {_NOTHING}
    return False


def _words(types: frozenset[str]) -> str:
    return " or ".join(sorted(types))
