"""YAML text to values that keep their line numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.composer import Composer, MaxDepthExceededError
from ruamel.yaml.constructor import ConstructorError, RoundTripConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent, Event
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.parser import RoundTripParser
from ruamel.yaml.reader import ReaderError
from ruamel.yaml.resolver import VersionedResolver

from bot.model.errors import BrokenInputError, InputError, Where
from bot.parsing.kept import kept
from bot.parsing.mismatch import Schema, mismatch, without_misspelt
from bot.parsing.placed import EventReader, RareError

_Shape = TypeVar("_Shape", bound=BaseModel)


DEPTH = 40
"""Levels of nesting; the deepest that a list needs are 8."""
SIZE = 3_000_000
"""Characters of a text: more than 10,000 entries. A megabyte takes about a second to parse."""
NODES = 300_000
"""Values of a text with every alias written out, which a validator walks through one by one."""

_CORE = "tag:yaml.org,2002:"
_TAGS = frozenset({"str", "int", "float", "bool", "null", "seq", "map", "timestamp", "merge"})
"""What JSON knows (https://yaml.org/spec/1.2.2/#recommended-schemas), days, and `<<`."""


_HALF = re.compile("[\ud800-\udfff]")
_OTHERWISE_READ = re.compile(
    "^%|^[.]{3}|[\t\x85\u2028\u2029\ufeff]|\r(?!\n)|<<|[|>][^\\s#]*#|(?:^|[-:?,[{])\\s*[!&]",
    re.MULTILINE,
)
"""Where libyaml, which reads YAML 1.1, may differ: line ends, tabs, tags, merges, directives."""


class YamlBoundError(MarkedYAMLError):
    """It may be YAML, but goes beyond what is read here; `problem` is a whole sentence."""


class _BoundedComposer(Composer):
    """ruamel's composer, which counts what it composes, and names the line of what is too much."""

    def __init__(self, loader: Any = None) -> None:
        super().__init__(loader=loader)
        self.warn_double_anchors = False  # YAML allows them: the last one before an alias counts
        self._count = 0
        self._sizes: dict[str, int] = {}

    @cached_property
    def parser(self) -> Any:
        """Asked for six times a value; ruamel looks it up each time."""
        return self.loader.parser

    @cached_property
    def resolver(self) -> Any:
        """As `parser`."""
        return self.loader.resolver

    def compose_node(self, parent: Any, index: Any) -> Any:
        event = self.parser.peek_event()
        before = self._count
        self._count += 1
        node = super().compose_node(parent, index)
        if isinstance(event, AliasEvent):
            if event.anchor not in self._sizes:
                raise _too_much(event, f"*{event.anchor} is used inside the value it refers to")
            self._count += self._sizes[event.anchor]
        elif event.anchor:
            self._sizes[event.anchor] = self._count - before
        if self._count > NODES:
            raise _too_much(event, f"there are more than {NODES:,} values up to here, with aliases")
        tag = str(node.ctag)
        if tag.removeprefix(_CORE) not in _TAGS:
            raise _too_much(event, f"the tag {tag.replace(_CORE, '!!')} is not allowed here")
        if isinstance(node, ScalarNode) and _HALF.search(node.value):
            raise _too_much(event, "it contains half of a character (a surrogate)")
        return node


class _Resolver(VersionedResolver):
    """ruamel's resolver for texts that name no version of YAML; it looks for one at each value."""

    @cached_property
    def processing_version(self) -> Any:
        """Version 1.2."""
        return super().processing_version


class _PlacedConstructor(RoundTripConstructor):
    """ruamel's constructor, which names the place of a value that is not what its tag wants."""

    def construct_object(self, node: Any, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep)
        except (ValueError, TypeError, LookupError, AttributeError, AssertionError) as error:
            why = str(error) or "this value does not have the form that its tag asks for"
            raise ConstructorError(None, None, why, node.start_mark) from None


def _too_much(event: Any, sentence: str) -> YamlBoundError:
    return YamlBoundError(None, None, sentence, event.start_mark)


def parse(text: str) -> Any:
    """The values of a YAML text, which know their lines. Raises YAMLError or ValueError."""
    if len(text) > SIZE:
        raise ValueError(f"it has {len(text):,} characters, and {SIZE:,} are read at most")
    if not _OTHERWISE_READ.search(text):
        try:
            return EventReader(_scalar_of(_loader(RoundTripParser)), DEPTH, NODES).read(text)
        except (YAMLError, ValueError, TypeError):
            pass  # it comes again below, from the parser whose words and places are better
    return _loader(RoundTripParser).load(text)


def _scalar_of(yaml: YAML) -> Callable[[str, Event], Any]:
    """What a plain scalar is, by ruamel's rules: mostly text, else a number, a day, nothing."""
    yaml.Resolver = _Resolver

    def scalar(value: str, event: Event) -> Any:
        tag = yaml.resolver.resolve(ScalarNode, value, (True, False))
        if str(tag).removeprefix(_CORE) not in _TAGS:
            raise RareError(str(tag))
        if str(tag) == f"{_CORE}str":
            return value
        node = ScalarNode(tag, value, event.start_mark, event.end_mark)
        return yaml.constructor.construct_object(node)

    return scalar


def _loader(parser: Callable[..., Any]) -> YAML:
    """Ruamel's reader with our bounds, which gets its events from this parser."""
    yaml = YAML(typ="rt")
    yaml.max_depth = DEPTH
    yaml.Parser = parser
    yaml.Composer = _BoundedComposer
    yaml.Constructor = _PlacedConstructor
    return yaml


@kept(6_000_000)
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
        if isinstance(error, MaxDepthExceededError):
            message = f"this is nested too deeply to be read: more than {DEPTH} levels"
            raise InputError(Where(path, line), message) from None
        if isinstance(error, YamlBoundError):
            raise InputError(Where(path, line), f"this cannot be read: {error.problem}") from None
        raise _syntax_error(path, text, error) from None
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        sign = f"the sign U+{ord(text[error.position]):04X}"
        raise InputError(
            Where(path, line), f"this is not YAML: {sign} is not allowed here", hint="remove it"
        ) from None
    except (YAMLError, ValueError) as error:
        raise InputError(Where(path), f"this cannot be read as YAML: {error}") from None


CONFLICT = "a merge conflict was left here"
CONFLICT_HINT = (
    "keep one of the two versions, and remove the lines with <<<<<<<, ======= and >>>>>>>"
)
_CONFLICT = re.compile(r"^(?:<{7}|>{7}|\|{7}) |^={7}\r?$", re.MULTILINE)
_COLON = "mapping values are not allowed here"
_STARTS = re.compile(r"found character '(.)' that cannot start any token|found undefined (alias)")
_OPENED = re.compile(r"""(?:^|[:,{\[-])[ ]+(["'])(?=[^"'\n]*\n)""", re.MULTILINE)


def _syntax_error(path: str, text: str, error: MarkedYAMLError) -> InputError:
    """What is wrong, by what is wrong most often."""
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else 0
    problem = str(error.problem or error.context or error).splitlines()[0]
    hint = "see the line named, or above it"
    if conflict := _CONFLICT.search(text):
        line = text.count("\n", 0, conflict.start()) + 1
        problem, hint = CONFLICT, CONFLICT_HINT
    elif r"'\t'" in problem:
        begins = text.splitlines()[line - 1 : line] or [""]
        problem, hint = "there is a tab in this line", "write spaces in its place"
        if not begins[0].split("\t")[0].strip():
            problem, hint = "a line begins with a tab", "indent it with spaces"
    elif opened := _unclosed(text, line):
        line, problem, hint = opened, "a quote is opened here, and never closed", "close it"
    elif problem == _COLON:
        problem = "a text with ': ' in it needs quotes"
        hint = "write it as 'like: this'"
    elif starts := _STARTS.search(problem):
        sign = starts[1] or "*"
        problem, hint = f"a text that begins with {sign} needs quotes", f"write it as '{sign}this'"
    return InputError(Where(path, line), f"this is not YAML: {problem}", hint=hint)


def _unclosed(text: str, line: int) -> int:
    """The line (from 1) of the last quote up to there that is not closed where a value ends; or 0.

    A text in quotes over several lines ends before a comma, a bracket, a comment or a line's end.
    """
    last = 0
    for opened in _OPENED.finditer(text):
        at = text.count("\n", 0, opened.start(1)) + 1
        if at > line:
            break
        closing = text.find(opened[1], opened.end(1))
        if closing < 0 or text[closing + 1 : closing + 2].strip(" ,}]#\r\n\t"):
            last = at
    return last


def _names(data: Any, location: Sequence[int | str]) -> list[str]:
    """The keys of the path that are in the file, below the entry; pydantic adds its own."""
    names: list[str] = []
    for step in location:
        if isinstance(data, list) and isinstance(step, int):
            data, names = data[step], []
        elif isinstance(data, dict) and step in data:
            data = data[step]
            names.append(str(step))
    return names


def _places(node: Any) -> Any:
    return node.lc


def line_of(node: Any, location: Sequence[int | str]) -> int:
    """The line (from 1) of the deepest part of `location` that exists.

    A key that came by a merge (`<<: *name`) has no line there; what is below it has.
    """
    line = 1
    for step in location:
        if isinstance(node, dict) and step in node:
            places = _places(node)
            line = places.key(step)[0] + 1 if step in (places.data or {}) else line
            node = node[step]
        elif isinstance(node, list) and isinstance(step, int) and step < len(node):
            line = _places(node).item(step)[0] + 1
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


def validated(shape: type[_Shape], path: str, data: Any) -> _Shape:
    """`data` in the given shape; BrokenInputError names every mismatch with its line."""
    try:
        return shape.model_validate(data)
    except ValidationError as error:
        schema = shape.model_json_schema()
        details = without_misspelt(error.errors(), schema)
        problems = {_problem(data, detail, schema) for detail in details}
        raise BrokenInputError(
            [InputError(Where(path, line), message) for line, message in problems]
        ) from None


def _problem(data: Any, detail: Any, schema: Schema) -> tuple[int, str]:
    location, message = detail["loc"], mismatch(detail, schema)
    name = ".".join(_names(data, location))
    if detail["type"] == "union_tag_invalid":
        location = (*location, "kind")
    return line_of(data, location), f"{name}: {message}" if name else message
