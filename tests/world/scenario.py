"""Scenario files into one mapping."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor
from ruamel.yaml.nodes import ScalarNode

SCENARIOS = Path(__file__).parent / "scenarios"


class _Constructor(SafeConstructor):
    """Days stay text, as they are in every API."""


def _as_text(constructor: SafeConstructor, node: ScalarNode) -> str:
    return str(node.value)


_Constructor.add_constructor("tag:yaml.org,2002:timestamp", _as_text)


def load(scenario: str | Path | Mapping[str, Any]) -> dict[str, Any]:
    """A scenario by name, by folder, or as it is; always a copy of one's own.

    In a folder `scenario.yml` holds the top, every other `NAME.yml` the part `NAME`.
    """
    if isinstance(scenario, Mapping):
        return copy.deepcopy(dict(scenario))
    folder = scenario if isinstance(scenario, Path) else SCENARIOS / scenario
    return copy.deepcopy(_read(folder))


@lru_cache(maxsize=8)
def _read(folder: Path) -> dict[str, Any]:
    if not folder.is_dir():
        raise FileNotFoundError(f"no scenario at {folder}")
    whole: dict[str, Any] = {}
    for path in sorted(folder.glob("*.yml")):
        part = _yaml(path)
        if path.stem == "scenario":
            whole |= part
        else:
            whole[path.stem] = part
    return whole


def _yaml(path: Path) -> Any:
    yaml = YAML(typ="safe", pure=True)
    yaml.Constructor = _Constructor
    return yaml.load(path.read_text(encoding="utf-8")) or {}
