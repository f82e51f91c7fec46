"""Texts that must stay within a size: whole items are left out, the least missed first."""

from __future__ import annotations

from collections.abc import Callable, Mapping

BODY_LIMIT = 60_000
"""Characters; GitHub refuses bodies over 65,536, and marks are added behind this text."""

Kept = Mapping[str, int]
"""How many items of each list are told."""


def fit(draw: Callable[[Kept], str], counts: Kept, limit: int = BODY_LIMIT) -> str:
    """What `draw` gives with as many items as fit into `limit` characters.

    The lists of `counts` are cut in their order: the first one goes whole before the next one loses
    an item. What is drawn with nothing left is returned however long it is.
    """
    kept = dict(counts)
    text = draw(kept)
    for name in counts:
        if len(text) <= limit:
            break
        kept[name] = _most(draw, kept, name, limit)
        text = draw(kept)
    return text


def _most(draw: Callable[[Kept], str], kept: Kept, name: str, limit: int) -> int:
    fits, too_many = 0, kept[name]
    while too_many - fits > 1:
        middle = (fits + too_many) // 2
        if len(draw({**kept, name: middle})) <= limit:
            fits = middle
        else:
            too_many = middle
    return fits
