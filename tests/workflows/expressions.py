"""`${{ … }}` as a runner evaluates it; whatever is not known here fails instead of being guessed.

https://docs.github.com/en/actions/reference/workflows-and-actions/expressions

There is no library for it in Python, and GitHub's own (npm `@actions/expressions`) would make each
test of a workflow need node.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

_TOKEN = re.compile(
    r"\s*(?:(?P<string>'(?:[^']|'')*')|(?P<number>-?\d+(?:\.\d+)?)"
    r"|(?P<name>[A-Za-z_][\w-]*)|(?P<sign>\|\||&&|==|!=|<=|>=|[!<>().,\[\]*]))"
)
_LITERALS = {"true": True, "false": False, "null": None}
_STATUS = {"success", "failure", "always", "cancelled"}


class Known(dict[str, Any]):
    """A context whose every key is known: asking for another one is a mistake."""

    def __missing__(self, key: str) -> Any:
        raise AssertionError(f"no workflow may ask for '{key}': known are {sorted(self)}")


def text_of(value: Any) -> str:
    """A value as it is put into a text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "Object" if isinstance(value, dict) else str(value)


def filled(text: Any, contexts: Mapping[str, Any], status: str = "success") -> Any:
    """A YAML value with its expressions evaluated; a lone expression keeps its type."""
    if not isinstance(text, str):
        return text
    alone = re.fullmatch(r"\s*\$\{\{(.*)\}\}\s*", text, re.DOTALL)
    if alone and "${{" not in alone[1]:
        return evaluate(alone[1], contexts, status)

    def fill(match: re.Match[str]) -> str:
        return text_of(evaluate(match[1], contexts, status))

    return re.sub(r"\$\{\{(.*?)\}\}", fill, text, flags=re.DOTALL)


def holds(condition: Any, contexts: Mapping[str, Any], status: str) -> bool:
    """Whether a step or job with that `if:` runs after what came before ended as `status`."""
    if condition is None:
        return status == "success"
    bare = re.sub(r"\A\s*\$\{\{(.*)\}\}\s*\Z", r"\1", str(condition), flags=re.DOTALL)
    asked = any(re.search(rf"\b{name}\(", bare) for name in _STATUS)
    return bool(evaluate(bare, contexts, status)) and (asked or status == "success")


def evaluate(source: str, contexts: Mapping[str, Any], status: str = "success") -> Any:
    """The value of one expression. Raises AssertionError for what no runner would know."""
    parser = _Parser(list(_tokens(source)), contexts, status)
    value = parser.either()
    assert parser.ended(), f"'{source}' goes on after its end"
    return value


def _tokens(source: str) -> Iterator[tuple[str, str]]:
    position = 0
    source = source.rstrip()
    while position < len(source):
        match = _TOKEN.match(source, position)
        assert match, f"not an expression: {source[position:]}"
        yield str(match.lastgroup), match[str(match.lastgroup)]
        position = match.end()


class _Parser:
    """Recursive descent; evaluates as it reads, which is enough for what has no side effects."""

    def __init__(
        self, tokens: list[tuple[str, str]], contexts: Mapping[str, Any], status: str
    ) -> None:
        self._tokens, self._at = tokens, 0
        self._contexts, self._status = contexts, status

    def ended(self) -> bool:
        return self._at == len(self._tokens)

    def peek(self) -> str:
        kind, text = self._tokens[self._at] if self._at < len(self._tokens) else ("end", "")
        return "" if kind == "string" else text

    def _take(self, *wanted: str) -> tuple[str, str]:
        assert self._at < len(self._tokens), f"the expression ends where {wanted} is due"
        kind, text = self._tokens[self._at]
        assert not wanted or text in wanted, f"'{text}' stands where {wanted} is due"
        self._at += 1
        return kind, text

    def either(self) -> Any:
        value = self._both()
        while self.peek() == "||":
            self._take()
            other = self._both()
            value = value or other
        return value

    def _both(self) -> Any:
        value = self._equal()
        while self.peek() == "&&":
            self._take()
            other = self._equal()
            value = value and other
        return value

    def _equal(self) -> Any:
        value = self._unary()
        while self.peek() in {"==", "!="}:
            _, sign = self._take()
            value = _same(value, self._unary()) is (sign == "==")
        assert self.peek() not in {"<", ">", "<=", ">="}, "no workflow of ours compares sizes"
        return value

    def _unary(self) -> Any:
        if self.peek() == "!":
            self._take()
            return not self._unary()
        return self._reached(self._primary())

    def _primary(self) -> Any:
        kind, text = self._take()
        if text == "(" and kind == "sign":
            value = self.either()
            self._take(")")
            return value
        if kind == "string":
            return text[1:-1].replace("''", "'")
        if kind == "number":
            return float(text)
        assert kind == "name", f"'{text}' begins no value"
        if text in _LITERALS:
            return _LITERALS[text]
        return self._call(text) if self.peek() == "(" else self._context(text)

    def _context(self, name: str) -> Any:
        assert name in self._contexts, f"no context is called '{name}' here"
        return self._contexts[name]

    def _reached(self, value: Any) -> Any:
        while self.peek() in {".", "["}:
            _, sign = self._take()
            if sign == "[":
                key = self.either()
                self._take("]")
                value = _member(value, key)
            elif self.peek() == "*":
                self._take()
                value = _Each(value or [])
            else:
                value = _member(value, self._take()[1])
        return list(value) if isinstance(value, _Each) else value

    def _call(self, name: str) -> Any:
        self._take("(")
        arguments: list[Any] = []
        while self.peek() != ")":
            arguments.append(self.either())
            if self.peek() == ",":
                self._take()
        self._take(")")
        if name in _STATUS:
            return {"always": True, "cancelled": False}.get(name, name == self._status)
        assert name in _FUNCTIONS, f"no function is called '{name}'"
        return _FUNCTIONS[name](*arguments)


class _Each(list[Any]):
    """What `.*` gives: a further `.name` is read of each."""


def _member(value: Any, key: Any) -> Any:
    if isinstance(value, _Each):
        return _Each(_member(item, key) for item in value)
    if isinstance(value, Known):
        return value[str(key)]
    if isinstance(value, dict):
        return value.get(str(key))
    assert value is None, f"'{key}' is asked of {value!r}"
    return None


def _same(left: Any, right: Any) -> bool:
    if isinstance(left, str) and isinstance(right, str):
        return left.casefold() == right.casefold()
    if type(left) is type(right) or (left is None and right is None):
        return bool(left == right)
    return _number(left) == _number(right)


def _number(value: Any) -> float:
    if value is None or value == "":
        return 0.0
    try:
        return float(value)
    except (TypeError, ValueError):
        return float("nan")


def _contains(where: Any, what: Any) -> bool:
    if isinstance(where, list):
        return any(_same(item, what) for item in where)
    return text_of(what).casefold() in text_of(where).casefold()


def _formatted(pattern: str, *values: Any) -> str:
    return re.sub(r"\{(\d+)\}", lambda match: text_of(values[int(match[1])]), pattern)


_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "contains": _contains,
    "startsWith": lambda text, start: (
        text_of(text).casefold().startswith(text_of(start).casefold())
    ),
    "format": _formatted,
    "fromJSON": json.loads,
}
