"""Values of a YAML text with their places, straight from libyaml's events.

What every list is made of: maps, lists and scalars, without anchors, tags and rare keys. ruamel
composes and constructs the others, and what is broken; of a plain text both make the same
(`tests/parsing/test_yaml_readers.py`), this one in less than half the time.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from ruamel.yaml.cyaml import CParser  # type: ignore[attr-defined]
from ruamel.yaml.events import (
    DocumentEndEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
    StreamStartEvent,
)

_HALF = re.compile("[\ud800-\udfff]")
_NO_KEY: Any = object()


class RareError(ValueError):
    """The text has something that is left to ruamel."""


class NodePlaces:
    """Where the parts of a map or list stand, as ruamel's `lc` keeps it; lines and columns from 0.

    `data` holds line and column of each key and of its value, or of each item.
    """

    __slots__ = ("data",)

    def __init__(self) -> None:
        self.data: dict[Any, tuple[int, ...]] = {}

    def key(self, name: Any) -> tuple[int, ...]:
        """Line and column of a key."""
        return self.data[name][:2]

    def item(self, index: int) -> tuple[int, ...]:
        """Line and column of an item."""
        return self.data[index][:2]


class PlacedMap(dict[Any, Any]):
    """A map that knows the places of its keys and values."""

    __slots__ = ("lc",)

    def __init__(self) -> None:
        self.lc = NodePlaces()


class PlacedList(list[Any]):
    """A list that knows the places of its items."""

    __slots__ = ("lc",)

    def __init__(self) -> None:
        self.lc = NodePlaces()


class EventReader:
    """Reads one text. `scalar` gives the value of a plain scalar that may be no text."""

    def __init__(self, scalar: Callable[[str, Event], Any], depth: int, nodes: int) -> None:
        self._scalar, self._depth, self._most = scalar, depth, nodes
        self._known: dict[str, Any] = {}
        self._open: list[PlacedMap | PlacedList] = []
        self._keys: list[Any] = []
        self._places: list[tuple[int, int]] = []
        self._root: Any = None

    def read(self, text: str) -> Any:
        """The values. Raises RareError, or what libyaml does of a broken text."""
        parser, nodes, documents = CParser(text), 0, 0
        while not isinstance(event := parser.get_event(), StreamEndEvent):
            kind = type(event)
            if kind is ScalarEvent:
                self._add(self._value(event), event)
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                self._begin(event, PlacedMap() if kind is MappingStartEvent else PlacedList())
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                self._open.pop()
                self._keys.pop()
                self._places.pop()
            elif kind is DocumentStartEvent:
                documents += 1
            elif kind is not StreamStartEvent and kind is not DocumentEndEvent:
                raise RareError("an alias")
            nodes += 1
            if nodes > self._most or documents > 1:
                raise RareError("more than is read here")
        return self._root

    def _begin(self, event: Any, node: PlacedMap | PlacedList) -> None:
        if event.anchor or event.tag or len(self._open) >= self._depth:
            raise RareError("an anchor, a tag, or deep nesting")
        if self._open and type(self._open[-1]) is PlacedMap and self._keys[-1] is _NO_KEY:
            raise RareError("a key that is no scalar")
        self._add(node, event)
        self._open.append(node)
        self._keys.append(_NO_KEY)
        self._places.append((0, 0))

    def _add(self, value: Any, event: Any) -> None:
        """Into what is open: as an item, as a key, or as the value of the key before it."""
        if not self._open:
            self._root = value
            return
        node, mark = self._open[-1], event.start_mark
        place = (mark.line, mark.column)
        if type(node) is PlacedList:
            node.lc.data[len(node)] = place
            node.append(value)
        elif (key := self._keys[-1]) is _NO_KEY:
            if value in node:
                raise RareError("a key that is there already")
            self._keys[-1], self._places[-1] = value, place
        else:
            node.lc.data[key] = (*self._places[-1], *place)
            node[key] = value
            self._keys[-1] = _NO_KEY

    def _value(self, event: Any) -> Any:
        value: str = event.value
        if event.anchor or event.tag or not (value.isascii() or not _HALF.search(value)):
            raise RareError("an anchor, a tag, or half of a character")
        if not event.implicit[0]:
            if "\a" in value:
                raise RareError("a sign with a meaning in ruamel")
            return value
        if value not in self._known:
            self._known[value] = self._scalar(value, event)
        return self._known[value]
