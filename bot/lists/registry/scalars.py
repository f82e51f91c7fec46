"""How to write one value in YAML so that it reads back the same."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

_OLD_BOOLEANS = frozenset({"y", "n", "yes", "no", "on", "off"})
"""Words that readers of YAML 1.1 take for true and false."""


def fragment_data(text: str) -> Any:
    """The data in a piece of YAML without its layout. Raises YAMLError or ValueError."""
    return YAML(typ="safe", pure=True).load(text)


def quoted_or_plain(value: str, quote: str = "") -> str:
    """One text on one line: plain where YAML allows it, else quoted (with `quote` if possible)."""
    if quote == "'" and value.isprintable():
        return "'" + value.replace("'", "''") + "'"
    return json.dumps(value, ensure_ascii=False) if quote or not _is_plain(value) else value


def flow(values: Sequence[str]) -> str:
    """A list on one line."""
    return f"[{', '.join(quoted_or_plain(value) for value in values)}]"


def block(fields: Mapping[str, object], indent: int, eol: str = "\n") -> str:
    """Fields as lines of a block, each ended; short lists of words stand on one line."""
    return eol.join(_lines(fields, " " * indent)) + eol


def _lines(fields: Mapping[str, object], pad: str) -> list[str]:
    lines: list[str] = []
    for name, value in fields.items():
        lines += _field(name, value, pad)
    return lines


def _field(name: str, value: object, pad: str) -> list[str]:
    if isinstance(value, Mapping):
        return [f"{pad}{name}:", *_lines(value, pad + "  ")]
    if not isinstance(value, list | tuple):
        return [f"{pad}{name}: {quoted_or_plain(str(value))}"]
    if all(isinstance(one, str) and not one.startswith("http") for one in value):
        return [f"{pad}{name}: {flow([str(one) for one in value])}"]
    lines = [f"{pad}{name}:"]
    for one in value:
        first, *rest = _lines(one, "") if isinstance(one, Mapping) else [quoted_or_plain(str(one))]
        lines += [f"{pad}  - {first}", *(f"{pad}    {line}" for line in rest)]
    return lines


def _is_plain(value: str) -> bool:
    """Whether YAML reads it back without quotes, also in a list on one line."""
    if value.casefold() in _OLD_BOOLEANS or not value.isprintable():
        return False
    try:
        return (
            [_same(one) for one in fragment_data(f"[{value}]")]
            == [value]
            == [_same(fragment_data(f"key: {value}\n")["key"])]
        )
    except (YAMLError, ValueError, TypeError, KeyError):
        return False


def _same(value: object) -> object:
    return value.isoformat() if type(value) is date else value
