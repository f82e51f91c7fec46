"""One entry's YAML text with one field set: where it stands, and in which form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

from bot.lists.registry.scalars import flow, quoted_or_plain

ORDER = (
    "id kind name note section category sizes size backbone bases made_by released added "
    "training_data training_size licence title venue description links pins evidence "
    "questions results retired "
    # links
    "paper code hub weights data docs blog site"
).split()
"""The order of fields; a new one follows those that come before it."""

YamlValue = str | tuple[str, ...]
Fields = Mapping[str, YamlValue]
"""Fields below a field."""

_Node = Any
"""One of ruamel's nodes; it has no types for them."""


class CannotError(Exception):
    """The text has a form that cannot be changed safely."""


def lay_out(text: str, field: str, value: YamlValue | Mapping[str, str]) -> str:
    """The entry with the field set, or with links added (`links.paper`). Raises CannotError."""
    root: Any = YAML(typ="rt").compose(text)
    if not isinstance(root, SequenceNode) or len(root.value) != 1:
        raise CannotError("this is not a single entry")
    page = _Page(text)
    part, _, name = field.rpartition(".")
    entry = root.value[0]
    if isinstance(value, Mapping):
        return page.with_fields(entry, field, value)
    if not part:
        return page.with_field(entry, name, value)
    below = page.get(entry, part)
    if below is None:
        return page.with_new(entry, part, {name: value})
    if part == "links":
        return page.with_links(below, name, (value,) if isinstance(value, str) else value)
    return page.with_field(below, name, value)


class _Page:
    """A text with its nodes; each method returns the text with one addition."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.eol = "\r\n" if "\r\n" in text else "\n"

    def get(self, mapping: _Node, name: str) -> Any:
        """The value's node, None when the key is not there."""
        for key, value in _pairs(mapping):
            if key.value == name:
                if value.start_mark.index < key.end_mark.index or value.anchor:
                    raise CannotError("the value is shared by an alias")
                return value
        return None

    def with_field(self, mapping: _Node, name: str, value: YamlValue) -> str:
        old = self.get(mapping, name)
        if old is None:
            return self.with_new(mapping, name, value)
        if isinstance(value, tuple):
            return self._with_items(old, value)
        if not isinstance(old, ScalarNode) or not self._on_one_line(old):
            raise CannotError("it spans several lines")
        new = quoted_or_plain(value, old.style or "")
        return self._replaced(old.start_mark.index, old.end_mark.index, new)

    def with_fields(self, entry: _Node, name: str, fields: Mapping[str, str]) -> str:
        """The entry with a field that holds others; one that is there already is people's own."""
        if self.get(entry, name) is not None:
            raise CannotError("it is there already")
        return self.with_new(entry, name, fields)

    def with_new(self, mapping: _Node, name: str, value: YamlValue | Fields) -> str:
        pairs = _pairs(mapping)
        if not pairs or name not in ORDER:
            raise CannotError("there is no place for it")
        if mapping.flow_style:
            at = pairs[-1][1].end_mark.index
            return self._replaced(at, at, f", {name}: {_in_flow(value)}")
        pad = " " * pairs[0][0].start_mark.column
        lines = self._lines(name, value, pad)
        before = [pair for pair in pairs if pair[0].value in ORDER[: ORDER.index(name)]]
        if before:
            return self._after_line(self._end(before[-1][1]), lines)
        at = self.text.rfind("\n", 0, pairs[0][0].start_mark.index) + 1
        if self.text[at : pairs[0][0].start_mark.index].strip():
            raise CannotError("there is no place for it")
        return self._replaced(at, at, self.eol.join(lines) + self.eol)

    def with_links(self, links: _Node, role: str, urls: Sequence[str]) -> str:
        old = self.get(links, role)
        if old is None:
            return self.with_new(links, role, tuple(urls) if len(urls) > 1 else urls[0])
        if isinstance(old, SequenceNode):
            texts = [self.text[one.start_mark.index : one.end_mark.index] for one in old.value]
            return self._with_inserted(old, texts, [(len(texts), url) for url in urls])
        start, end = old.start_mark.index, self._end(old)
        if not self._on_one_line(old):
            raise CannotError("it spans several lines")
        if links.flow_style:
            added = "".join(f", {quoted_or_plain(url)}" for url in urls)
            return self._replaced(start, end, f"[{self.text[start:end]}{added}]")
        pad = self.eol + " " * (_column(links) + 2) + "- "
        line_end = self._line_end(end)
        key_end = self.text.rindex(":", 0, start) + 1
        kept = self.text[start:line_end]
        return self._replaced(key_end, line_end, "".join(pad + one for one in (kept, *urls)))

    def _with_items(self, old: Any, values: Sequence[str]) -> str:
        """A list with items added between the existing ones; no other difference is possible."""
        if not isinstance(old, SequenceNode):
            raise CannotError("it is not a list")
        there = [one.value if isinstance(one, ScalarNode) else "" for one in old.value]
        rest, added = list(there), list[tuple[int, str]]()
        for value in values:
            if rest and rest[0] == value:
                rest.pop(0)
            else:
                added.append((len(there) - len(rest), value))
        if rest or not there:
            if old.flow_style and self._on_one_line(old):
                return self._replaced(old.start_mark.index, old.end_mark.index, flow(values))
            raise CannotError("items would have to be removed")
        return self._with_inserted(old, there, added)

    def _with_inserted(self, old: _Node, there: Sequence[str], added: list[tuple[int, str]]) -> str:
        text = self.text
        for place, value in reversed(added):
            new = quoted_or_plain(value)
            if old.flow_style and place == len(there):
                at = self._end(old.value[-1])
                text = f"{text[:at]}, {new}{text[at:]}"
            elif old.flow_style:
                at = old.value[place].start_mark.index
                text = f"{text[:at]}{new}, {text[at:]}"
            else:
                # after the item before; an item that comes first goes to the head of its line
                at = (
                    self._line_end(self._end(old.value[place - 1]))
                    if place
                    else self.text.rfind("\n", 0, old.start_mark.index)
                )
                text = f"{text[:at]}{self.eol}{' ' * _column(old)}- {new}{text[at:]}"
        return text

    def _lines(self, name: str, value: YamlValue | Fields, pad: str) -> list[str]:
        if isinstance(value, Mapping):
            inner = [self._lines(key, one, pad + "  ") for key, one in value.items()]
            return [f"{pad}{name}:", *(line for lines in inner for line in lines)]
        if isinstance(value, tuple) and any(one.startswith("http") for one in value):
            return [f"{pad}{name}:", *(f"{pad}  - {quoted_or_plain(one)}" for one in value)]
        return [f"{pad}{name}: {_in_flow(value)}"]

    def _end(self, node: _Node) -> int:
        """Where the last character of a value is, without the blank lines and comments after it."""
        if isinstance(node, ScalarNode) and node.style in {"|", ">"}:
            start: int = node.start_mark.index
            return start + len(self.text[start : node.end_mark.index].rstrip())
        if isinstance(node, ScalarNode) or node.flow_style or not node.value:
            end: int = node.end_mark.index
            return end
        last = node.value[-1]
        return self._end(last[1] if isinstance(last, tuple) else last)

    def _line_end(self, at: int) -> int:
        end = self.text.find(self.eol, at)
        return len(self.text) if end < 0 else end

    def _after_line(self, at: int, lines: Sequence[str]) -> str:
        end = self._line_end(at)
        return self._replaced(end, end, "".join(self.eol + line for line in lines))

    def _on_one_line(self, node: _Node) -> bool:
        return bool(node.start_mark.line == node.end_mark.line)

    def _replaced(self, start: int, end: int, new: str) -> str:
        return self.text[:start] + new + self.text[end:]


def _pairs(mapping: Any) -> list[tuple[Any, Any]]:
    if not isinstance(mapping, MappingNode):
        raise CannotError("there are no fields here")
    return list(mapping.value)


def _column(node: Any) -> int:
    first = node.value[0]
    at = first[0] if isinstance(first, tuple) else node
    return int(at.start_mark.column)


def _in_flow(value: YamlValue | Fields) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key}: {_in_flow(one)}" for key, one in value.items()) + " }"
    return quoted_or_plain(value) if isinstance(value, str) else flow(value)
