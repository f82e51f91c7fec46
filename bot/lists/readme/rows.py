"""The rows of a hand-written list: the smallest parts of a document with one entry each."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, count

from bot.lists.readme.markup import Elements, is_followed
from bot.lists.readme.outline import Outline
from bot.parsing.source.document import Document
from bot.parsing.source.links import SourceLink
from bot.parsing.source.nodes import Node


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: its bytes without the blanks at both ends, and its column's title."""

    start: int
    end: int
    column: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row, before it is known what it says.

    content  the bytes that are its own; those of rows inside it are not
    """

    form: str
    start: int
    end: int
    content: tuple[tuple[int, int], ...]
    region: int
    cells: tuple[Cell, ...] = ()
    section: tuple[str, ...] = ()
    links: tuple[SourceLink, ...] = field(default=())

    def holds(self, at: int) -> bool:
        """Whether a byte belongs to the row itself."""
        return any(start <= at < end for start, end in self.content)


class RowReader:
    """Finds the rows of one document."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.elements = Elements(document)
        self.outline = Outline(self.elements)
        self._regions = count()
        self._waiting: list[Sequence[Node]] = []
        self._found: list[Row] = []

    def read(self) -> tuple[list[Row], list[SourceLink]]:
        """The rows in order, each with its links, and the links that belong to no row."""
        self._waiting.append(self.document.root.children)
        while self._waiting:  # no recursion: lists may be nested as deep as a file is long
            self._blocks(self._waiting.pop())
        self._markup()
        rows = sorted(self._found, key=lambda row: (row.start, -row.end))
        return self._with_links(rows)

    def _with_links(self, rows: list[Row]) -> tuple[list[Row], list[SourceLink]]:
        links: list[list[SourceLink]] = [[] for _ in rows]
        loose: list[SourceLink] = []
        pieces = sorted(
            (start, end, index) for index, row in enumerate(rows) for start, end in row.content
        )
        starts = [start for start, _, _ in pieces]
        for link in self.document.links:
            owner = _innermost(pieces, bisect_right(starts, link.whole[0]) - 1, link.whole[0])
            (links[owner] if owner >= 0 else loose).append(link)
        with_links = [
            replace(row, links=tuple(own), section=self.outline.path(row.start))
            for row, own in zip(rows, links, strict=True)
            if row.cells or any(is_followed(link) for link in own)
        ]
        kept = {id(link) for row in with_links for link in row.links}
        dropped = [link for own in links for link in own if id(link) not in kept]
        return with_links, sorted([*loose, *dropped], key=lambda link: link.whole)

    # Markdown

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
        for row in table.children:
            cells = [self._trimmed(cell) for cell in row.children if cell.kind == "TableCell"]
            if row.kind == "TableHead":
                titles = [self.document.text_between(start, end) for start, end in cells]
                self._heads(cells)
                continue
            named = tuple(
                Cell(start, end, titles[at] if at < len(titles) else "")
                for at, (start, end) in enumerate(cells)
            )
            whole = ((row.start, row.end),)
            self._found.append(Row("table", row.start, row.end, whole, region, named))

    def _heads(self, cells: Sequence[tuple[int, int]]) -> None:
        """Each title with a link is an entry of its own: tables may compare what is listed."""
        for start, end in cells:
            if self.elements.are_followed(start, end):
                region = next(self._regions)
                self._found.append(Row("heading", start, end, ((start, end),), region))

    def _trimmed(self, node: Node) -> tuple[int, int]:
        return trimmed(self.document.raw, node.start, node.end)

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
        nested = [child for child in item.children if child.kind == "List"]
        inner = [one for child in nested for one in child.children if one.kind == "Item"]
        if nested and self._are_attributes(inner):
            self._found.append(Row("item", item.start, item.end, ((item.start, item.end),), region))
            return
        own = _without(item, nested)
        self._found.append(Row("item", item.start, item.end, own, region))
        self._waiting.append(
            [child for child in item.children if child.kind in {"List", "Table", "BlockQuote"}]
        )

    def _are_attributes(self, items: Sequence[Node]) -> bool:
        """Whether all items say something of one thing: `Paper: …`, `Code: …`."""
        texts = [
            self.document.text_between(item.start, min(item.end, item.start + _LONGEST_LABEL))
            for item in items
        ]
        known = [bool(_ATTRIBUTE.match(text)) for text in texts]
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
        leading = [self._leads(start, end) for start, end in lines]
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

    def _leads(self, start: int, end: int) -> bool:
        """Whether a link comes first, with only signs and numbers before it."""
        for link in self.elements.links_between(start, end):
            if is_followed(link):
                before = self.document.text_between(start, link.whole[0])
                return not re.search(r"[^\W\d_]", before)
        return False

    def _has_labels(self, node: Node) -> bool:
        """Whether it is a title followed by links in brackets: `Title. [[paper](…)]`."""
        text = self.document.raw[node.start : node.end]
        return bool(_LABELS.search(text)) and not _SENTENCE.search(text)

    # HTML

    def _markup(self) -> None:
        elements, tags = self.elements, self.elements.tags
        region = next(self._regions)
        titles: list[str] = []
        spans: dict[int, int] = {}
        is_first = True
        details: list[int] = []
        for index, tag in enumerate(tags):
            if tag.name == "table":
                region, titles, spans, is_first = next(self._regions), [], {}, True
            elif tag.name == "tr":
                end = elements.ends[index]
                cells, is_head = self._cells(index, end, titles, spans)
                if is_head or (is_first and self._are_bold(cells)):
                    titles = titles or [self.document.text_between(c.start, c.end) for c in cells]
                    self._heads([(cell.start, cell.end) for cell in cells])
                elif cells:
                    whole = ((tag.start, end),)
                    self._found.append(Row("markup", tag.start, end, whole, region, tuple(cells)))
                is_first = False
            elif tag.name == "li":
                end = elements.ends[index]
                self._found.append(Row("markup", tag.start, end, ((tag.start, end),), region))
            elif tag.name == "details":
                details.append(index)
            elif tag.name == "/details" and details:
                details.pop()
            elif tag.name == "summary" and details:
                self._summary(index, elements.ends[details[-1]])
        self._without_folded()
        self._broken_lines()

    def _summary(self, index: int, end: int) -> None:
        """An entry that folds out: everything inside belongs to it, and is no row of its own."""
        tag = self.elements.tags[index]
        if self.elements.are_followed(tag.end, self.elements.ends[index]):
            content = ((tag.start, end),)
            self._found.append(Row("summary", tag.start, end, content, next(self._regions)))

    def _without_folded(self) -> None:
        """Drop the rows inside entries that fold out; of these, each has what no inner one has."""
        folded = sorted(
            (row for row in self._found if row.form == "summary"),
            key=lambda row: (row.start, -row.end),
        )
        if not folded:
            return
        starts = [row.start for row in folded]
        reach = list(accumulate((row.end for row in folded), max))

        def is_inside(row: Row) -> bool:
            at = bisect_right(starts, row.start) - 1
            return at >= 0 and row.start < reach[at]

        rest = [row for row in self._found if row.form != "summary" and not is_inside(row)]
        inner: dict[int, list[Row]] = defaultdict(list)
        around: list[int] = []
        for index, row in enumerate(folded):
            while around and folded[around[-1]].end <= row.start:
                around.pop()
            if around:
                inner[around[-1]].append(row)
            around.append(index)
        self._found = [
            *rest,
            *(
                replace(row, content=_without(row, inner[index]))
                for index, row in enumerate(folded)
            ),
        ]

    def _cells(
        self, index: int, end: int, titles: Sequence[str], spans: dict[int, int]
    ) -> tuple[list[Cell], bool]:
        """The cells of a row of HTML; a cell that reaches down moves those of the rows below."""
        cells: list[Cell] = []
        heads = column = 0
        for at in range(index + 1, len(self.elements.tags)):
            tag = self.elements.tags[at]
            if tag.start >= end:
                break
            if tag.name not in {"td", "th"}:
                continue
            while spans.get(column, 0):
                spans[column] -= 1
                column += 1
            if column > _MOST_COLUMNS:
                break
            heads += tag.name == "th"
            start, stop = trimmed(self.document.raw, tag.end, self.elements.ends[at])
            cells.append(Cell(start, stop, titles[column] if column < len(titles) else ""))
            width, height = (_number(tag.attributes, name) for name in ("colspan", "rowspan"))
            for one in range(column, min(column + width, _MOST_COLUMNS)):
                if height > 1:
                    spans[one] = height - 1
            column += width
        return cells, bool(cells) and heads == len(cells)

    def _are_bold(self, cells: Sequence[Cell]) -> bool:
        """Whether a first row without links serves as a head: all in it is in bold letters."""
        written = [self.document.raw[cell.start : cell.end] for cell in cells]
        return (
            len(cells) > 1
            and any(written)
            and all(
                _BOLD.fullmatch(text) and not self.elements.are_followed(cell.start, cell.end)
                for cell, text in zip(cells, written, strict=True)
            )
        )

    def _broken_lines(self) -> None:
        """Lines of HTML that end with `<br>`, each with a link of its own."""
        taken = sorted((start, end) for row in self._found for start, end in row.content)
        starts = [start for start, _ in taken]
        breaks = [tag for tag in self.elements.tags if tag.name in _ENDS_A_LINE]
        region = next(self._regions)
        at = 0
        for tag in breaks:
            start, end = trimmed(self.document.raw, at, tag.start)
            at = tag.end
            index = bisect_right(starts, start) - 1
            inside = index >= 0 and start < taken[index][1]
            if tag.name.startswith("br") and not inside and self._leads(start, end):
                self._found.append(Row("line", start, end, ((start, end),), region))


def _number(attributes: object, name: str) -> int:
    value = getattr(attributes, "get")(name)  # noqa: B009
    return (
        min(int(value.value), 1000) if value and value.value.isdecimal() and int(value.value) else 1
    )


def _innermost(pieces: Sequence[tuple[int, int, int]], index: int, at: int) -> int:
    """The row whose part begins last before a byte and contains it; -1 for none."""
    for one in range(index, max(-1, index - 64), -1):
        if at < pieces[one][1]:
            return pieces[one][2]
    return -1


def _without(whole: Node | Row, inner: Sequence[Node | Row]) -> tuple[tuple[int, int], ...]:
    """The bytes of an item, or of an entry that folds out, that are not of those inside it."""
    edges = [whole.start, *(edge for one in inner for edge in (one.start, one.end)), whole.end]
    return tuple(
        (start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if start < end
    )


def trimmed(raw: bytes, start: int, end: int) -> tuple[int, int]:
    """The bytes without blanks at both ends."""
    text = raw[start:end]
    left = len(text) - len(text.lstrip())
    return (start + left, start + len(text.rstrip())) if text.strip() else (start, start)


_LONGEST_LABEL = 400
"""Bytes of an item in which a label at its begin is looked for."""
_MOST_COLUMNS = 200
"""Columns of a table of HTML; cells can say that they are a thousand wide and high."""
_BOLD = re.compile(rb"(?:<(strong|b)\b[^>]*>[^<]*(?:</?\1>)|\*\*[^*]+\*\*)?", re.IGNORECASE)
"""Bold letters; `<b>Name<b>` is what people write who forget the stroke."""
_BREAK = re.compile(r"<br\s*/?>\Z", re.IGNORECASE)
_ENDS_A_LINE = frozenset(
    {"br", "/p", "/div", "p", "div", "/td", "/table", "/li", "/h1", "/h2", "/h3"}
)
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
