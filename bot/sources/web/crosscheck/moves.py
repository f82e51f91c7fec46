"""All moves of a run compared: two pages do not become one by moving. Pure.

Where two links of a list are permanently redirected to one address, at least one of them leads to a
page that replaced many: an overview, a notice, a successor. All of them are in doubt, whichever was
queried first; only two spellings of one page may move to the same address.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.model.observation import Moved, Observation, Reason, in_doubt
from bot.model.reference import home
from bot.model.verdict import is_same_page


class Moves:
    """Keeps all moves until every link was requested, to compare where they lead."""

    def __init__(self) -> None:
        self._held: list[Moved] = []

    def passed(self, seen: Sequence[Observation]) -> list[Observation]:
        """The observations that can be reported now: all but the moves."""
        self._held += [one for one in seen if isinstance(one, Moved)]
        return [one for one in seen if not isinstance(one, Moved)]

    def rest(self) -> list[Observation]:
        """At the end of a run: the moves; those of several links to one address as unsure."""
        held, self._held = self._held, []
        return [self._judged(one, held) for one in held]

    def _judged(self, move: Moved, moves: Sequence[Moved]) -> Observation:
        own = home(move.reference)
        others = (home(one.reference) for one in moves if one.to == move.to)
        other = min((one for one in others if not is_same_page(own, one)), default="")
        if not other:
            return move
        why = f"it leads to {home(move.to)}, and so does {other}, another link of the list"
        return in_doubt(move, Reason.SOFT_404, why)
