"""YAML text → values that still know their lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.composer import Composer, MaxDepthExceededError
from ruamel.yaml.constructor import ConstructorError, RoundTripConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.reader import ReaderError

from bot.model.errors import BrokenInputError, InputError, Where

Shape = TypeVar("Shape", bound=BaseModel)


DEPTH = 40
"""Levels of nesting; the deepest that a list needs are 8."""
SIZE = 3_000_000
"""Characters of a text: more than 10,000 entries. A megabyte takes about 10 seconds to parse."""
NODES = 300_000
"""Values of a text with every alias written out, which a validator walks through one by one."""

_CORE = "tag:yaml.org,2002:"
_TAGS = frozenset({"str", "int", "float", "bool", "null", "seq", "map", "timestamp", "merge"})
"""What JSON knows (https://yaml.org/spec/1.2.2/#recommended-schemas), days, and `<<`."""


_HALF = re.compile("[\ud800-\udfff]")


class YamlBoundError(MarkedYAMLError):
    """It may be YAML, but goes beyond what is read here; `problem` is a whole sentence."""


class _BoundedComposer(Composer):
    """ruamel's composer, which counts what it composes, and names the line of what is too much."""

    def __init__(self, loader: Any = None) -> None:
        super().__init__(loader=loader)
        self._count = 0
        self._sizes: dict[str, int] = {}

    def compose_node(self, parent: Any, index: Any) -> Any:
        event = self.parser.peek_event()
        before = self._count
        self._count += 1
        node = super().compose_node(parent, index)
        if isinstance(event, AliasEvent):
            if event.anchor not in self._sizes:
                raise _too_much(event, f"*{event.anchor} stands inside of what it refers to")
            self._count += self._sizes[event.anchor]
        elif event.anchor:
            self._sizes[event.anchor] = self._count - before
        if self._count > NODES:
            raise _too_much(event, f"there are more than {NODES:,} values up to here, with aliases")
        tag = str(node.ctag)
        if tag.removeprefix(_CORE) not in _TAGS:
            raise _too_much(event, f"the tag {tag.replace(_CORE, '!!')} may not stand here")
        if isinstance(node, ScalarNode) and _HALF.search(node.value):
            raise _too_much(event, "it holds half of a character (a surrogate)")
        return node


class _PlacedConstructor(RoundTripConstructor):
    """ruamel's constructor, which names the place of a value that is not what its tag wants."""

    def construct_object(self, node: Any, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep)
        except (ValueError, TypeError, LookupError, AttributeError, AssertionError) as error:
            why = str(error) or "this value is not as its form wants"
            raise ConstructorError(None, None, why, node.start_mark) from None


def _too_much(event: Any, sentence: str) -> YamlBoundError:
    return YamlBoundError(None, None, sentence, event.start_mark)


def parse(text: str) -> Any:
    """The values of a YAML text, which know their lines. Raises YAMLError or ValueError."""
    if len(text) > SIZE:
        raise ValueError(f"it has {len(text):,} characters, and {SIZE:,} are read at most")
    yaml = YAML(typ="rt")
    yaml.max_depth = DEPTH
    yaml.Composer = _BoundedComposer
    yaml.Constructor = _PlacedConstructor
    return yaml.load(text)


@lru_cache(maxsize=256)
def read_yaml(path: str, text: str) -> Any:
    """Parse one YAML file; InputError names the line of a syntax error or a doubled key.

    A run meets the same text in many places, and YAML is slow to parse: one text is parsed once.
    What comes back is shared, so nobody may change it.
    """
    try:
        return parse(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 0
        if isinstance(error, MaxDepthExceededError):
            message = f"this is nested too deeply to be read: more than {DEPTH} levels"
            raise InputError(Where(path, line), message) from None
        if isinstance(error, YamlBoundError):
            raise InputError(Where(path, line), f"this cannot be read: {error.problem}") from None
        problem = str(error.problem or error.context or error).splitlines()[0]
        raise InputError(
            Where(path, line),
            f"this is not YAML: {problem}",
            hint="see the line named, or above it",
        ) from None
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        sign = f"the sign U+{ord(text[error.position]):04X}"
        raise InputError(
            Where(path, line), f"this is not YAML: {sign} may not stand here", hint="remove it"
        ) from None
    except (YAMLError, ValueError) as error:
        raise InputError(Where(path), f"this cannot be read as YAML: {error}") from None


def _names(data: Any, location: Sequence[int | str]) -> list[str]:
    """The keys on the way that stand in the file, below the entry; pydantic adds its own."""
    names: list[str] = []
    for step in location:
        if isinstance(data, CommentedSeq) and isinstance(step, int):
            data, names = data[step], []
        elif isinstance(data, CommentedMap) and step in data:
            data = data[step]
            names.append(str(step))
    return names


def line_of(node: Any, location: Sequence[int | str]) -> int:
    """The line (from 1) of the deepest part of `location` that the node has.

    A key that came by a merge (`<<: *name`) has no line of its own there; what is below it has.
    """
    line = 1
    for step in location:
        if isinstance(node, CommentedMap) and step in node:
            line = node.lc.key(step)[0] + 1 if step in (node.lc.data or {}) else line
            node = node[step]
        elif isinstance(node, CommentedSeq) and isinstance(step, int) and step < len(node):
            line = node.lc.item(step)[0] + 1
            node = node[step]
    return line


def place_of(node: Any, location: Sequence[int | str]) -> tuple[int, int]:
    """Line and column (from 1) at which the value itself begins.

    What came by a merge (`<<: *name`) has no column of its own here: then it is 0.
    """
    root, (*steps, last) = node, location
    for step in steps:
        node = node[step]
    positions = (node.lc.data or {}).get(last)
    if not positions:
        return line_of(root, location), 0
    line, column = positions[-2:]
    return line + 1, column + 1


def validated(shape: type[Shape], path: str, data: Any) -> Shape:
    """`data` in the given shape; BrokenInputError names all that does not fit, with its line."""
    try:
        return shape.model_validate(data)
    except ValidationError as error:
        problems = {_problem(data, detail) for detail in error.errors()}
        raise BrokenInputError(
            [InputError(Where(path, line), message) for line, message in problems]
        ) from None


def _found(value: Any) -> str:
    if value is None or value == "":
        return "nothing"
    if isinstance(value, dict):
        return "keys with values"
    return "a list" if isinstance(value, list) else f"'{value}'"


def _problem(data: Any, detail: Any) -> tuple[int, str]:
    location = detail["loc"]
    message = str(detail["msg"]).removeprefix("Value error, ")
    kind = detail["type"]
    if kind == "extra_forbidden":
        message = f"unknown key '{location[-1]}'; the schema lists the keys that may stand here"
    elif kind in {"model_type", "model_attributes_type", "dict_type"}:
        message = f"expected keys with values here, found {_found(detail['input'])}"
    elif kind == "list_type":
        message = f"expected a list here, found {_found(detail['input'])}"
    elif kind == "string_type":
        message = f"expected text here, found {_found(detail['input'])}; quotes make text of it"
    elif kind == "missing":
        message = f"the key '{location[-1]}' is missing"
    elif kind == "string_pattern_mismatch":
        expected = detail["ctx"]["pattern"]
        message = f"'{detail['input']}' is not what may stand here; expected {expected}"
    elif kind.startswith("union_tag"):
        message = f"'kind' must be one of {detail.get('ctx', {}).get('expected_tags', 'the kinds')}"
    name = ".".join(_names(data, location))
    return line_of(data, location), f"{name}: {message}" if name else message
