"""Bytes of a row, and what stands there in another one."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.lists.readme.additions.pattern import Bytes


@dataclass
class Changes:
    """All that differs between a pattern and the row that is made of it."""

    pieces: dict[Bytes, bytes] = field(default_factory=dict)

    def replace(self, span: Bytes, new: bytes) -> None:
        """Put other bytes in place of these."""
        self.pieces[span] = new

    def add_behind(self, end: int, new: bytes) -> None:
        """Put more bytes there, behind what was put there already."""
        self.pieces[end, end] = self.pieces.get((end, end), b"") + new

    def applied(self, row: bytes) -> bytes | None:
        """The row with all changes; of one inside another only the outer is made.

        None where two cross that both put something there.
        """
        parts, at = [], 0
        for (start, end), new in sorted(
            self.pieces.items(), key=lambda one: (one[0][0], -one[0][1])
        ):
            if start < at:
                if end > at and new:
                    return None
                at = max(at, end)
                continue
            parts += [row[at:start], new]
            at = end
        return b"".join([*parts, row[at:]])
