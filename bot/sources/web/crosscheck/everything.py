"""The checks that compare the answers of a whole run, one after the other."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from bot.model.observation import Observation
from bot.sources.web.crosscheck.control import NetworkCheck
from bot.sources.web.crosscheck.moves import Moves
from bot.sources.web.crosscheck.portal import SamePages
from bot.sources.web.verdict import Assessment, Word
from bot.sources.web.visit import Visit

_Visited = Callable[[str], Awaitable[tuple[Visit, Assessment]]]
"""Visits an address; the last visit, and what all tries say."""


class CrossChecks:
    """Keeps observations that a later answer may change; `control` is requested once at most."""

    def __init__(self, control: str, visit: _Visited) -> None:
        self._address = control
        self._visit = visit
        self._known: asyncio.Task[tuple[Visit, Assessment]] | None = None
        self._same = SamePages()
        self._network = NetworkCheck(control, self._is_there)
        self._moves = Moves()

    @property
    def notes(self) -> list[str]:
        """Sentences for the report of the run."""
        return [note for note in (self._same.note, self._network.note) if note]

    async def visited(self, visit: Visit, seen: Sequence[Observation]) -> list[Observation]:
        """The observations that can be reported now that this visit made these."""
        return await self.passed(self._same.passed(visit, seen))

    async def aged(self) -> list[Observation]:
        """The observations that can be reported because no later answer had the same page."""
        return await self.passed(self._same.aged())

    async def passed(self, seen: Sequence[Observation]) -> list[Observation]:
        """The observations that can be reported at once, of links that got no answer."""
        return self._moves.passed(await self._network.passed(seen))

    async def rest(self) -> list[Observation]:
        """At the end of a run: the observations kept until now, judged by all answers."""
        known = (await self._control())[0] if self._same.in_doubt else None
        passed = await self.passed(self._same.rest(known))
        return [*passed, *self._moves.rest(), *await self._network.rest()]

    async def _is_there(self, _: str) -> bool:
        """Whether the control page answers, and not with a page that other hosts gave as well."""
        reading = (await self._control())[1]
        return not self._same.note and reading.word in {Word.ALIVE, Word.MOVED}

    async def _control(self) -> tuple[Visit, Assessment]:
        if self._known is None:
            self._known = asyncio.ensure_future(self._visit(self._address))
        return await self._known
