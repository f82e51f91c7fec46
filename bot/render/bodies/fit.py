"""Texts with a size limit: whole items are left out, the least important first."""

from __future__ import annotations

from collections.abc import Callable, Mapping

BODY_LIMIT = 60_000
"""Characters; GitHub refuses bodies over 65,536, and markers are added behind this text."""

ShownCounts = Mapping[str, int]
"""How many items of each list are shown."""


def fit_text(
    draw: Callable[[ShownCounts], str], counts: ShownCounts, limit: int = BODY_LIMIT, least: int = 1
) -> str:
    """The text of `draw` with as many items as fit into `limit` characters.

    The lists of `counts` are cut in their order: the first one is emptied before the next one loses
    an item. The text without any item is returned however long it is. An item takes `least`
    characters or more, so that no time is lost on what cannot fit.
    """
    kept = {name: min(count, limit // least) for name, count in counts.items()}
    text = draw(kept)
    for name in counts:
        if len(text) <= limit:
            break

        def fits(count: int, name: str = name) -> bool:
            return len(draw({**kept, name: count})) <= limit

        kept[name] = _most(fits, kept[name])
        text = draw(kept)
    return text


def _most(fits: Callable[[int], bool], too_many: int) -> int:
    """The largest count that fits; small ones are tried first, since they are drawn quickly."""
    if not fits(0):
        return 0
    good, step = 0, 1
    while good + step < too_many and fits(good + step):
        good, step = good + step, step * 2
    too_many = min(too_many, good + step)
    while too_many - good > 1:
        middle = (good + too_many) // 2
        good, too_many = (middle, too_many) if fits(middle) else (good, middle)
    return good
