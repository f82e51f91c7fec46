"""The boxes of a pull request, each with a marker by which it is found again."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.model.change import Change, marker_word
from bot.model.decision import Way
from bot.render.markdown import Md, printable
from bot.render.mentions import GAP

_FENCE = re.compile(r"`{3,}")
_LINE_END = re.compile(r"\r\n|\r|\n")


def box(change: Change, *equal: Change) -> Md:
    """The tick box of one change, and of those that are equal to it; unticking it declines them."""
    way = next((one.way for one in change.choices), None)
    return _box((change, *equal), way, ticked=True)


def way_box(change: Change, way: Way, *equal: Change) -> Md:
    """The tick box of one of several ways; just one of them is ticked."""
    return _box((change, *equal), way, ticked=way is change.way)


def offer_box(change: Change) -> Md:
    """The box of a candidate: nothing is done about it until a person ticks it."""
    return Md(f"- [ ] {_marker('offer', change)}")


def _box(changes: Sequence[Change], way: Way | None, *, ticked: bool) -> Md:
    tick = "x" if ticked else " "
    return Md(f"- [{tick}] {' '.join(_marker('change', one, way) for one in changes)}")


def _marker(word: str, change: Change, way: Way | None = None) -> str:
    name = marker_word(change.id)
    return f"<!-- listkeeper:{word} {name} {change.digest}{f' {way}' if way else ''} -->"


def quoted_rows(change: Change) -> Md:
    """The rows that go, as they are written, in a quotation below the item of their change.

    No comment in them can pass for one of the bot's own.
    """
    lines = [line for row in change.removed for line in _fenced(row)]
    return Md("".join(f"\n  > {line}" for line in lines))


def _fenced(row: str) -> list[str]:
    text = printable(row).replace("<!--", f"<!{GAP}--")
    longest = max((len(found) for found in _FENCE.findall(text)), default=2)
    fence = "`" * (longest + 1)
    return [f"{fence}md", *_LINE_END.split(text), fence]
