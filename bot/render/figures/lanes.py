"""Blocks of rows packed into lanes: each as high as it fits beside those placed before it."""

from __future__ import annotations

from collections.abc import Sequence

LaneRange = tuple[float, float]
"""From the left to the right, in pixels."""


def pack(blocks: Sequence[Sequence[LaneRange]], gap: float) -> list[int]:
    """The lane of each block's first row; `gap` pixels stay free between neighbours.

    A block is one span for each of its rows, which take lanes one below the other. No two spans
    overlap in any lane.
    """
    lanes: list[list[LaneRange]] = []
    return [_place(block, lanes, gap) for block in blocks]


def _place(block: Sequence[LaneRange], lanes: list[list[LaneRange]], gap: float) -> int:
    first = next(
        top
        for top in range(len(lanes) + 1)
        if all(
            _is_free(span, lanes[top + row] if top + row < len(lanes) else (), gap)
            for row, span in enumerate(block)
        )
    )
    while len(lanes) < first + len(block):
        lanes.append([])
    for row, span in enumerate(block):
        lanes[first + row].append(span)
    return first


def _is_free(span: LaneRange, taken: Sequence[LaneRange], gap: float) -> bool:
    return all(span[1] + gap <= other[0] or other[1] + gap <= span[0] for other in taken)
