"""A sandbox that ends: templates from strangers may take so many steps and make so much text.

A pull request from a fork brings its own templates to the job that checks it. Jinja's sandbox keeps
them from Python, not from the processor's time or from memory
(https://jinja.palletsprojects.com/en/stable/sandbox/#security-considerations), and a clock cannot
stop a single operation such as `"x" * 9999999999`. So everything is counted: each call and each
turn of a loop, and all that is made is measured, where one operation can make much before it is
made. What is counted depends on the template and its values only, never on the machine.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from typing import Any

from jinja2 import StrictUndefined, nodes
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer

STEPS = 3_000_000
"""Calls, calculations and turns of loops in one template."""
MADE = 60_000_000
"""Characters that one template makes, what it throws away again among them."""
_TEXT = 10_000_000
"""Characters of one text; a list may have an eighth of it."""
_ELEMENT = 8
"""Characters that an element of a list counts for: it takes as many bytes."""
NUMBER = 100_000
"""The largest number that a filter takes: a width, a length, a precision."""
COPIED = 200_000_000
"""Elements that a sum of lists copies: each addition copies what was added before it."""
BITS = 4096
"""The size of a whole number that is calculated."""
SOURCE_LENGTH = 500_000
"""Characters of a template."""

_FILTERS = frozenset(
    "abs attr batch capitalize count d default dictsort e escape first float forceescape format "
    "groupby indent int items join last length list lower map max min reject rejectattr replace "
    "reverse round safe select selectattr sort string striptags sum title trim truncate unique "
    "upper urlencode wordcount".split()
)
_OF_TEXTS = frozenset(
    "capitalize casefold count endswith find index isalnum isalpha isascii isdecimal isdigit "
    "islower isnumeric isspace istitle isupper join lower lstrip partition removeprefix "
    "removesuffix replace rfind rindex rpartition rsplit rstrip split splitlines startswith strip "
    "swapcase title upper".split()
)
"""The methods of texts that make no more than they are given, and two that are measured."""
_OPEN_WIDTH = re.compile(r"%[^a-zA-Z%]*(?:\*|\d{4,})")
_SIZED = (str, list, tuple, dict, set, frozenset)


@dataclass
class _Budget:
    steps: int = STEPS
    made: int = MADE

    def step(self) -> None:
        self.steps -= 1
        if self.steps < 0:
            raise SecurityError(f"it takes more than {STEPS:,} steps")

    def make(self, size: int) -> None:
        if size > _TEXT:
            raise SecurityError(f"it makes a text or list of more than {_TEXT:,}")
        self.made -= size
        if self.made < 0:
            raise SecurityError(f"it makes more than {MADE:,} characters")


_budget: ContextVar[_Budget] = ContextVar("budget")


@contextmanager
def bounded_drawing() -> Iterator[None]:
    """A new budget for what is drawn inside."""
    token = _budget.set(_Budget())
    try:
        yield
    finally:
        _budget.reset(token)


def made(value: Any) -> Any:
    """The value, after its size was counted. Raises SecurityError when that is too much."""
    if isinstance(value, _SIZED):
        _budget.get().make(len(value) * (1 if isinstance(value, str) else _ELEMENT))
    return value


class BoundedEnvironment(ImmutableSandboxedEnvironment):
    """Jinja's sandbox with a budget, set as all templates are written.

    They are drawn inside of `bounded_drawing`.
    """

    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "%", "**"})

    def __init__(self, **options: Any) -> None:
        super().__init__(
            optimized=False,  # constants would be made while compiling
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            **options,
        )
        self.globals.pop("lipsum")
        self.filters = {name: self.filters[name] for name in sorted(_FILTERS)}
        self.add_filters({})

    def add_filters(self, more: Mapping[str, Callable[..., Any]]) -> None:
        """Further filters; all are measured."""
        plain = {name: one for name, one in self.filters.items() if not hasattr(one, "measured")}
        self.filters.update({name: _measured(name, one) for name, one in plain.items()})
        self.filters.update({name: _measured(name, one) for name, one in more.items()})

    def tick(self, size: int) -> str:
        """One turn of a loop, or one call, that draws so many characters of its own."""
        _budget.get().make(size)
        return ""

    def joined(self, *parts: Any) -> str:
        """What `~` makes."""
        texts = [str(part) for part in parts]
        _budget.get().make(sum(map(len, texts)))
        return "".join(texts)

    def call(__self, __context: Context, __obj: Any, *args: Any, **named: Any) -> Any:  # noqa: N805
        """Call something, within the budget."""
        _budget.get().step()
        if getattr(__obj, "__func__", None) is BoundedEnvironment.tick:  # by far the most
            return __obj(*args)
        owner, name = getattr(__obj, "__self__", None), getattr(__obj, "__name__", "")
        if isinstance(owner, str) and name in {"replace", "join"}:
            args = _before(name, (owner, *args) if name == "replace" else (*args, owner), named)
            args = args[1:] if name == "replace" else args[:1]
        return made(super().call(__context, __obj, *args, **named))

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Calculate, if the result is not too large."""
        _budget.get().step()
        _measure(operator, left, right)
        return made(super().call_binop(context, operator, left, right))

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Nothing of plain values that makes more than it is given."""
        if isinstance(obj, str) and hasattr(str, attr):
            return attr in _OF_TEXTS
        if isinstance(obj, bytes | int | float | complex):
            return False
        return super().is_safe_attribute(obj, attr, value)

    def wrap_str_format(self, value: Any) -> None:
        """No `str.format`: its widths are hidden in the text."""

    def _generate(self, source: nodes.Template, *args: Any, **named: Any) -> str:
        return super()._generate(_Counting().visit(source), *args, **named)


class _Counting(NodeTransformer):
    """Writes a `tick` into all that may be drawn more than once, and makes `~` a call."""

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        return _call("joined", node.nodes, node.lineno)

    def _counted(self, node: Any) -> nodes.Node:
        size = sum(map(_written, node.body))
        self.generic_visit(node)
        tick = nodes.ExprStmt(_call("tick", [nodes.Const(size)], node.lineno), lineno=node.lineno)
        node.body.insert(0, tick)
        found: nodes.Node = node
        return found

    visit_For = visit_Macro = visit_CallBlock = visit_Block = visit_Template = _counted  # noqa: N815


_COUNT_THEMSELVES = (nodes.For, nodes.Macro, nodes.CallBlock, nodes.Block)


def _written(node: nodes.Node) -> int:
    """The characters that stand in a part of a template, besides those in parts of their own."""
    if isinstance(node, nodes.TemplateData):
        return len(node.data)
    below = (one for one in node.iter_child_nodes() if not isinstance(one, _COUNT_THEMSELVES))
    return sum(map(_written, below))


def _call(name: str, arguments: Sequence[nodes.Expr], line: int) -> nodes.Call:
    what = nodes.EnvironmentAttribute(name, lineno=line)
    return nodes.Call(what, list(arguments), [], None, None, lineno=line)


def _measured(name: str, filter_: Callable[..., Any]) -> Callable[..., Any]:
    """The same filter, with numbers, texts and the result that are not too large."""
    own = int(hasattr(filter_, "jinja_pass_arg"))  # it is given something of Jinja's first

    @wraps(filter_)
    def measured(*args: Any, **named: Any) -> Any:
        _budget.get().step()
        for value in (*args[own + 1 :], *named.values()):
            if isinstance(value, int) and abs(value) > NUMBER:
                raise SecurityError(f"the filter '{name}' takes no number beyond {NUMBER:,}")
            _budget.get().make(abs(value) * _ELEMENT if isinstance(value, int) else 0)
        args = (*args[:own], *_before(name, args[own:], named))
        return made(filter_(*args, **named))

    measured.measured = True  # type: ignore[attr-defined]
    return measured


def _before(name: str, args: tuple[Any, ...], named: Mapping[str, Any]) -> tuple[Any, ...]:
    """The arguments, if what will be made of them is not too large."""

    def argument(at: int, keyword: str, default: Any) -> Any:
        return args[at] if len(args) > at else named.get(keyword, default)

    if name == "format":
        _measure("%", args[0], named or args[1:])
    elif name == "replace":
        old, new = str(argument(1, "old", "")), str(argument(2, "new", ""))
        _large(str(args[0]).count(old) * len(new))
    elif name == "indent":
        width = argument(1, "width", 4)
        _large(str(args[0]).count("\n") * (len(width) if isinstance(width, str) else int(width)))
    elif name == "join":
        args = (list(args[0]), *args[1:])
        between = len(str(argument(1, "d", "")))
        _large(sum(len(str(one)) + between for one in args[0]))
    elif name == "sum" and not isinstance(argument(2, "start", 0), int | float):
        if argument(1, "attribute", None) is not None:
            raise SecurityError("the filter 'sum' adds lists without 'attribute' only")
        args = (list(args[0]), *args[1:])
        size = sum(len(one) for one in args[0] if isinstance(one, _SIZED))
        _large(size * _ELEMENT)
        if size * len(args[0]) > COPIED:
            raise SecurityError(f"the filter 'sum' copies more than {COPIED:,} elements")
    return args


def _measure(operator: str, left: Any, right: Any) -> None:
    """Raises SecurityError for an operation whose result is too large."""
    if operator == "*":
        sized, times = (left, right) if isinstance(left, _SIZED) else (right, left)
        if isinstance(sized, _SIZED) and isinstance(times, int):
            _large(len(sized) * max(0, times) * (1 if isinstance(sized, str) else _ELEMENT))
        elif isinstance(left, int) and isinstance(right, int):
            _numerous(left.bit_length() + right.bit_length())
    elif operator == "**" and isinstance(left, int) and isinstance(right, int):
        _numerous(left.bit_length() * abs(right))
    elif operator == "%" and isinstance(left, str):
        if _OPEN_WIDTH.search(left):
            raise SecurityError("a width of four digits, or of another value, in a text before %")
        values = right.values() if isinstance(right, Mapping) else right
        texts = values if isinstance(values, tuple | list) else [values]
        longest = max((len(str(one)) for one in texts), default=0)
        _large(len(left) + left.count("%") * (longest + 1000))
    elif operator == "+" and isinstance(left, _SIZED) and isinstance(right, _SIZED):
        _large(len(left) + len(right))


def _large(size: int) -> None:
    if size > _TEXT:
        raise SecurityError(f"it makes a text or list of more than {_TEXT:,}")


def _numerous(bits: int) -> None:
    if bits > BITS:
        raise SecurityError(f"it calculates a number of more than {BITS:,} bits")
