"""YAML text to values that keep their line numbers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.reader import ReaderError

from bot.model.errors import BrokenInputError, InputError, Where

Shape = TypeVar("Shape", bound=BaseModel)


def parse(text: str) -> Any:
    """The values of a YAML text with their lines. Raises YAMLError or ValueError."""
    return YAML(typ="rt").load(text)


@lru_cache(maxsize=256)
def read_yaml(path: str, text: str) -> Any:
    """Parse one YAML file; InputError names the line of a syntax error or a duplicate key.

    A run reads the same text in many places, and YAML is slow to parse, so each text is parsed
    once. The result is shared and must not be changed.
    """
    try:
        return parse(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 0
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
    except RecursionError:
        raise InputError(Where(path), "this is nested too deeply to be read") from None
    except (YAMLError, ValueError) as error:
        raise InputError(Where(path), f"this is not YAML: {error}") from None


def _names(data: Any, location: Sequence[int | str]) -> list[str]:
    """The keys of the path that are in the file, below the entry; pydantic adds its own."""
    names: list[str] = []
    for step in location:
        if isinstance(data, CommentedSeq) and isinstance(step, int):
            data, names = data[step], []
        elif isinstance(data, CommentedMap) and step in data:
            data = data[step]
            names.append(str(step))
    return names


def line_of(node: Any, location: Sequence[int | str]) -> int:
    """The line (from 1) of the deepest part of `location` that exists.

    A key that came by a merge (`<<: *name`) has no line there; what is below it has.
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

    A value that came by a merge (`<<: *name`) has no column here: then it is 0.
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
    """`data` in the given shape; BrokenInputError names every mismatch with its line."""
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
