"""YAML text to values that keep their line numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.reader import ReaderError

from bot.model.errors import BrokenInputError, InputError, Where
from bot.parsing.mismatch import Schema, mismatch

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
        raise _syntax_error(path, text, error) from None
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


_CONFLICT = re.compile(r"^(?:<{7}|>{7}) ", re.MULTILINE)
_COLON = "mapping values are not allowed here"


def _syntax_error(path: str, text: str, error: MarkedYAMLError) -> InputError:
    """What is wrong, by what is wrong most often."""
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else 0
    problem = str(error.problem or error.context or error).splitlines()[0]
    hint = "see the line named, or above it"
    if conflict := _CONFLICT.search(text):
        line = text.count("\n", 0, conflict.start()) + 1
        problem = "a merge conflict was left here"
        hint = (
            "keep one of the two versions, and remove the lines with <<<<<<<, ======= and >>>>>>>"
        )
    elif r"'\t'" in problem:
        problem, hint = "a line begins with a tab", "indent it with spaces"
    elif problem == _COLON:
        problem = "a text with ': ' in it needs quotes"
        hint = "write it as 'such: a text'"
    return InputError(Where(path, line), f"this is not YAML: {problem}", hint=hint)


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
        schema = shape.model_json_schema()
        problems = {_problem(data, detail, schema) for detail in error.errors()}
        raise BrokenInputError(
            [InputError(Where(path, line), message) for line, message in problems]
        ) from None


def _problem(data: Any, detail: Any, schema: Schema) -> tuple[int, str]:
    location, message = detail["loc"], mismatch(detail, schema)
    name = ".".join(_names(data, location))
    return line_of(data, location), f"{name}: {message}" if name else message
