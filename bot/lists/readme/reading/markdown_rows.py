"""The rows in the Markdown of a document: items, tables, headings and paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from bot.lists.readme.reading.markup import Elements, trimmed, without
from bot.lists.readme.reading.row import Cell, Row, head_rows
from bot.parsing.source.nodes import Node


class MarkdownRows:
    """Finds the rows of one document, in no order; `regions` numbers what stands together."""

    def __init__(self, elements: Elements, regions: Iterator[int]) -> None:
        self.elements = elements
        self.document = elements.document
        self._regions = regions
        self._waiting: list[Sequence[Node]] = []
        self._found: list[Row] = []

    def read(self) -> list[Row]:
        """All rows, those inside others included."""
        self._waiting.append(self.document.root.children)
        while self._waiting:  # no recursion: lists may be nested as deep as a file is long
            self._blocks(self._waiting.pop())
        return self._found

    def _blocks(self, nodes: Sequence[Node]) -> None:
        begun = len(self._found)
        for index, node in enumerate(nodes):
            before, begun = begun, len(self._found)
            if node.kind == "Table":
                self._table(node)
            elif node.kind == "List":
                self._list(node, nodes[index - 1] if index else None, before)
            elif node.kind == "Heading":
                self._heading(node, (nodes[at] for at in range(index + 1, len(nodes))))
            elif node.kind == "Paragraph":
                self._paragraph(node)
            elif node.kind in {"BlockQuote", "FootnoteDefinition"}:
                self._waiting.append(node.children)

    def _table(self, table: Node) -> None:
        region = next(self._regions)
        titles: list[str] = []
        raw, nodes = self.document.raw, table.nodes
        for row in table.children:
            cells = [
                trimmed(raw, nodes.starts[at], nodes.ends[at])
                for at in nodes.below(row.number)
                if nodes.kinds[at] == "TableCell"
            ]
            if row.kind == "TableHead":
                titles = [self.document.text_between(start, end) for start, end in cells]
                self._found += head_rows(self.elements, self._regions, cells)
                continue
            named = tuple(
                Cell(start, end, titles[at] if at < len(titles) else "")
                for at, (start, end) in enumerate(cells)
            )
            start, end = row.start, row.end
            self._found.append(Row("table", start, end, ((start, end),), region, named))

    def _list(self, node: Node, before: Node | None, begun: int) -> None:
        """Items, or what is said of the title before them, whose rows begin at `begun`."""
        region = next(self._regions)
        items = [item for item in node.children if item.kind == "Item"]
        if (
            before is not None
            and before.kind in {"Paragraph", "Heading"}
            and self._are_attributes(items)
        ):
            start = before.start
            del self._found[begun:]  # what the title alone was read as
            content = ((start, node.end),)
            self._found.append(Row("paragraph", start, node.end, content, region))
            return
        for item in items:
            self._item(item, region)

    def _item(self, item: Node, region: int) -> None:
        if not self.elements.are_followed(item.start, item.end) and not any(
            child.kind in _MAY_HOLD_ROWS for child in item.children
        ):
            return
        nested = [child for child in item.children if child.kind == "List"]
        inner = [one for child in nested for one in child.children if one.kind == "Item"]
        if nested and self._are_attributes(inner):
            self._found.append(Row("item", item.start, item.end, ((item.start, item.end),), region))
            return
        own = without(item, nested)
        self._found.append(Row("item", item.start, item.end, own, region))
        self._waiting.append([child for child in item.children if child.kind in _MAY_HOLD_ROWS])

    def _are_attributes(self, items: Sequence[Node]) -> bool:
        """Whether all items say something of one thing: `Paper: …`, `Code: …`."""
        known = [begins_with_label(self.elements, item.start, item.end) for item in items]
        return bool(known) and sum(known) * 2 > len(known) and known[0]

    def _heading(self, node: Node, after: Iterable[Node]) -> None:
        if not self.elements.are_followed(node.start, node.end):
            return
        end = node.end
        content = [(node.start, node.end)]
        for one in after:
            if one.kind in {"Heading", "Rule", "Table"}:
                break
            if one.kind == "List" and not self._are_attributes(one.children):
                break
            content.append((one.start, one.end))
            end = one.end
        self._found.append(Row("heading", node.start, end, tuple(content), next(self._regions)))

    def _paragraph(self, node: Node) -> None:
        if not self.elements.are_followed(node.start, node.end):
            return
        lines = self._lines(node)
        leading = [self.elements.leads(start, end) for start, end in lines]
        if len(lines) > 1 and all(leading):
            region = next(self._regions)
            self._found += [Row("line", *line, (line,), region) for line in lines]
        elif leading[0] or self._has_labels(node):
            self._found.append(
                Row(
                    "paragraph",
                    node.start,
                    node.end,
                    ((node.start, node.end),),
                    next(self._regions),
                )
            )

    def _lines(self, node: Node) -> list[tuple[int, int]]:
        """The lines of a paragraph, by its `<br>`, hard breaks and line ends."""
        cuts = [one for one in node.children if one.kind in {"HardBreak", "SoftBreak"}]
        cuts += [
            one for one in node.children if one.kind == "InlineHtml" and _BREAK.match(one.text)
        ]
        edges = [
            node.start,
            *(edge for cut in sorted(cuts, key=lambda c: c.start) for edge in (cut.start, cut.end)),
            node.end,
        ]
        pairs = [
            trimmed(self.document.raw, start, end)
            for start, end in zip(edges[::2], edges[1::2], strict=True)
        ]
        return [(start, end) for start, end in pairs if start < end] or [(node.start, node.end)]

    def _has_labels(self, node: Node) -> bool:
        """Whether it is a title followed by links in brackets: `Title. [[paper](…)]`."""
        text = self.document.raw[node.start : node.end]
        return bool(_LABELS.search(text)) and not _SENTENCE.search(text)


def begins_with_label(elements: Elements, start: int, end: int) -> bool:
    """Whether a text begins with what it says of a thing named before: `Paper: …`."""
    text = elements.document.text_between(start, min(end, start + _LONGEST_LABEL))
    return bool(_ATTRIBUTE.match(text))


_MAY_HOLD_ROWS = frozenset({"List", "Table", "BlockQuote"})
_LONGEST_LABEL = 400
"""Bytes of an item in which a label at its begin is looked for."""
_BREAK = re.compile(r"<br\s*/?>\Z", re.IGNORECASE)
_LABELS = re.compile(rb"\[\[[^\]]*\]?\]?\(|\(\[[^\]]*\]\(")
_SENTENCE = re.compile(rb"[.!?] +[A-Z].*[.!?] +[A-Z].*[.!?] +[A-Z]", re.DOTALL)
_ATTRIBUTE = re.compile(
    r"\W*(?:paper|pdf|arxiv|code|codes|source|github|project|project page|website|homepage|home|"
    r"page|demo|data|dataset|datasets|link|links|url|blog|docs|documentation|model|models|weights|"
    r"video|slides|poster|author|authors|institution|institutions|affiliation|date|publisher|venue|"
    r"key|keywords?|env|tl;?dr|abstract|summary|license|licence|year|official|twitter|discord|"
    r"发布时间|论文|代码|地址|项目地址|主页|数据|简介)\w*\s*[:：]",
    re.IGNORECASE,
)
