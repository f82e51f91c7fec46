"""The tree of a Markdown text."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from bot.parsing.source.nodes import Node, read_nodes

PARTS = st.sampled_from(
    [
        *"- |> |# |a|é| |    |1. |[a](b)|![a](b)|**|`|<b>|http://a.b|[^1]".split("|"),
        *("[^1]: ", "```\n", "\n", "\n\n", "| a | b |\n|---|---|\n"),
    ]
)


def shown(node: Node, depth: int = 0) -> Iterator[str]:
    text = f" {node.text}" if node.text else ""
    yield f"{'  ' * depth}{node.kind} {node.start}-{node.end}{text}"
    for one in node.children:
        yield from shown(one, depth + 1)


def test_a_tree() -> None:
    root = read_nodes("- é [a][]\n  - *b*\n\n[a]: /c\n", base=3)
    assert list(shown(root)) == [
        "Document 3-31",
        "  List 3-23",
        "    Item 3-23",
        "      Text 5-8 é ",
        "      Link 8-13",
        "        Text 9-10 a",
        "      List 16-23",
        "        Item 16-23",
        "          Emphasis 18-21",
        "            Text 19-20 b",
    ]
    assert [node.data for node in root.walk() if node.kind == "Link"] == [("Collapsed", "/c", "a")]


def test_what_nodes_hold() -> None:
    text = "a &amp; *b*\\\nc\nd `e` <i> ![f](g)\n\n- [x] h[^1]\n\n***\n\n<p>\n\n[^1]: i\n"
    held = [(node.kind, node.text) for node in read_nodes(text).walk() if node.text]
    assert held == [
        *[("Text", "a & "), ("Text", "b"), ("HardBreak", " "), ("Text", "c")],
        *[("SoftBreak", " "), ("Text", "d "), ("Code", "e"), ("Text", " "), ("InlineHtml", "<i>")],
        *[("Text", " "), ("Text", "f"), ("TaskListMarker", "True"), ("Text", "h")],
        *[("FootnoteReference", "1"), ("Html", "<p>\n"), ("Text", "i")],
    ]


@given(st.lists(PARTS, max_size=12).map("".join))
def test_a_walk_is_the_node_and_the_walks_of_its_children(text: str) -> None:
    waiting = [read_nodes(text)]
    while waiting:
        node = waiting.pop()
        walked = [(one.kind, one.start, one.end, one.text) for one in node.walk()]
        below = [
            (one.kind, one.start, one.end, one.text)
            for child in node.children
            for one in child.walk()
        ]
        assert walked == [(node.kind, node.start, node.end, node.text), *below]
        waiting += node.children
