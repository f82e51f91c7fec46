"""A value that does not fit its shape → a sentence: what was found, and what was expected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.model.errors import closest, did_you_mean

Schema = Mapping[str, Any]
Location = Sequence[int | str]

EXPECTED = "patternErrorMessage"
"""The key of a JSON Schema that says a pattern in words; editors show it, too.

https://github.com/redhat-developer/yaml-language-server reads it.
"""


_KEYS = "expected keys with values here, found {found}"
_WORDS = {
    "model_type": _KEYS,
    "model_attributes_type": _KEYS,
    "dict_type": _KEYS,
    "list_type": "expected a list here, found {found}",
    "string_type": "expected text here, found {found}; quotes make text of it",
    "string_too_short": "this is empty; give a value, or remove the key",
    "int_parsing": "expected a whole number, found {found}",
    "int_from_float": "expected a whole number, found {found}",
    "float_parsing": "expected a number, found {found}",
    "bool_parsing": "expected true or false, found {found}",
    "union_tag_not_found": "the key 'kind' is missing",
}
"""The errors of pydantic that are clearer in our words.

https://pydantic.dev/docs/validation/latest/errors/validation_errors/
"""
_SHOULD = "Input should be "


def mismatch(detail: Mapping[str, Any], schema: Schema) -> str:
    """The sentence for one error of pydantic's in a value of this JSON Schema."""
    location, kind, found = detail["loc"], detail["type"], detail["input"]
    if kind == "extra_forbidden":
        word, known = str(location[-1]), _known(location, schema)
        return f"unknown key '{word}'; {_expected(word, known)}"
    if kind == "missing":
        return f"the key '{location[-1]}' is missing"
    if kind == "string_pattern_mismatch":
        words = [part[EXPECTED] for part in parts_at(schema, location) if EXPECTED in part]
        expected = words[0] if words else detail["ctx"]["pattern"]
        return f"'{found}' is not allowed here; expected {expected}"
    if kind == "union_tag_invalid":
        known = [tag.strip("'") for tag in detail["ctx"]["expected_tags"].split(", ")]
        return (
            f"'kind' must be one of {', '.join(known)}{_nearest(str(detail['ctx']['tag']), known)}"
        )
    if kind in _WORDS:
        return _WORDS[kind].format(found=_found(found))
    message = str(detail["msg"])
    if message.startswith(_SHOULD):
        return f"expected {message.removeprefix(_SHOULD)}, found {_found(found)}"
    return message.removeprefix("Value error, ")


def without_misspelt(
    details: Sequence[Mapping[str, Any]], schema: Schema
) -> list[Mapping[str, Any]]:
    """Without the missing keys that stand there misspelt: that error names them already."""
    unknown = [one["loc"] for one in details if one["type"] == "extra_forbidden"]
    meant = {
        (*location[:-1], key)
        for location in unknown
        for key in closest(str(location[-1]), _known(location, schema))
    }
    return [one for one in details if one["type"] != "missing" or one["loc"] not in meant]


def _known(location: Location, schema: Schema) -> list[str]:
    return [name for part in parts_at(schema, location[:-1]) for name in _keys(part)]


def _expected(word: str, known: Sequence[str]) -> str:
    return did_you_mean(word, known) or f"expected one of {', '.join(dict.fromkeys(known))}"


def _nearest(word: str, known: Sequence[str]) -> str:
    near = did_you_mean(word, known)
    return f"; {near}" if near else ""


def _found(value: Any) -> str:
    if value is None or value == "":
        return "nothing"
    if isinstance(value, dict):
        return "keys with values"
    return "a list" if isinstance(value, list) else f"'{value}'"


def parts_at(schema: Schema, location: Location) -> list[Schema]:
    """The parts of a JSON Schema that speak of the value at a location of pydantic's.

    A step that the schema does not have, such as the tag of a union, stays where it is.
    """
    parts = list(_alternatives(schema, schema))
    for step in location:
        below = [one for part in parts for one in _below(part, step)]
        parts = [one for part in below or parts for one in _alternatives(part, schema)]
    return parts


def _alternatives(part: Schema, whole: Schema) -> Iterator[Schema]:
    """The part itself, or what it refers to, or each of its alternatives."""
    if "$ref" in part:
        yield from _alternatives(whole["$defs"][part["$ref"].rpartition("/")[2]], whole)
    elif "anyOf" in part or "oneOf" in part:
        for one in part.get("anyOf", part.get("oneOf")):
            yield from _alternatives(one, whole)
    else:
        yield part


def _below(part: Schema, step: int | str) -> Iterator[Schema]:
    keys = part.get("properties", {})
    if step in keys:
        yield keys[step]
    elif isinstance(step, int) and "items" in part:
        yield part["items"]
    elif any(one.get("const") == step for one in keys.values()):
        yield part
    elif isinstance(part.get("additionalProperties"), dict):
        yield part["additionalProperties"]


def _keys(part: Schema) -> list[str]:
    return list(part.get("properties", {}))
