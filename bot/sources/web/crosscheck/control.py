"""The circuit breaker of a run: it separates dead links from a failure of our own network.

A page that is known to be there is requested once, when more than a few links failed. If it fails
too, the failures of the run are void. Until then the first few failures are held back, so that none
is reported that would have to be withdrawn.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from bot.model.observation import Gone, Observation, Reason, Unsure, in_doubt

FEW = 5
"""Links that may fail in a run before our network is checked."""

_OF_THE_NETWORK = frozenset({Reason.CONNECTION, Reason.TIMEOUT, Reason.TLS})


class NetworkCheck:
    """Keeps the first failures until `sound` has requested the known page, once at most."""

    def __init__(self, address: str, sound: Callable[[str], Awaitable[bool]]) -> None:
        self._address = address
        self._sound = sound
        self._answer: asyncio.Task[bool] | None = None
        self._failed = 0
        self._held: list[Observation] = []
        self.note = ""

    async def passed(self, seen: Sequence[Observation]) -> list[Observation]:
        """The observations that can be reported now: all but the first failures and void ones."""
        self._failed += sum(_has_failed(one) for one in seen)
        self._held += [one for one in seen if isinstance(one, Gone)]
        others = [one for one in seen if not isinstance(one, Gone)]
        return [*others, *(await self.rest() if self._failed > FEW else [])]

    async def rest(self) -> list[Observation]:
        """At the end of a run: the failures kept until now; void ones as unsure."""
        held, self._held = self._held, []
        if self._failed <= FEW or await self._is_sound():
            return held
        self.note = (
            f"the control page {self._address} could not be read either, so the problem is "
            "our own network: no link counts as gone in this run (another page: links.control in "
            "the settings of the list)"
        )
        return [self._void(one) for one in held]

    async def _is_sound(self) -> bool:
        if self._answer is None:
            self._answer = asyncio.ensure_future(self._sound(self._address))
        return await self._answer

    def _void(self, death: Observation) -> Observation:
        why = death.why if isinstance(death, Gone) else ""
        why += f", but the control page {self._address} could not be read either"
        return in_doubt(death, Reason.CONNECTION, why)


def _has_failed(seen: Observation) -> bool:
    return isinstance(seen, Gone) or (isinstance(seen, Unsure) and seen.reason in _OF_THE_NETWORK)
