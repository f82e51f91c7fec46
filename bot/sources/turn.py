"""One source's turn: it answers its queries in a thread of its own, and within its time."""

from __future__ import annotations

import contextlib
import queue
import threading
import time
from collections.abc import Sequence
from datetime import datetime

from bot.model.observation import (
    Observation,
    Reason,
    Tally,
    Unsure,
    not_asked,
    outcome_word,
    unsure_of,
)
from bot.model.reference import Query
from bot.sources.base import Source
from bot.sources.http.bounded.times import SourceTime
from bot.sources.shapes import of_shape

Reports = queue.SimpleQueue[Observation | Tally]
"""Observations as they come; a tally says that a source has no more."""

_GRACE = 5.0
"""Seconds after its time in which a source may still end by itself: most do at once, because they
are let to no service any more (`Exchange`)."""


class SourceTurn:
    """Reports exactly one observation for each query, then a tally, whatever the source does.

    A source that breaks becomes `Unsure` for what it still owed, and so does one that is not done
    when its time is over.
    """

    def __init__(
        self,
        source: Source,
        queries: Sequence[Query],
        now: datetime,
        reports: Reports,
        source_time: SourceTime,
    ) -> None:
        self._source = source
        self._queries = queries
        self._now = now
        self._reports = reports
        self._time = source_time
        self._begun, self._before = time.monotonic(), source.requests
        self._owed = {query.reference.key: query for query in queries}
        self._counts = dict.fromkeys(("found", "moved", "gone", "unsure"), 0)
        self._skipped = 0
        self._lock = threading.Lock()
        self.is_over = False

    @property
    def left(self) -> float:
        """Seconds until it is to be cut."""
        return self._time.left + _GRACE

    def start(self) -> None:
        """Begin to query."""
        threading.Thread(target=self._query, daemon=True).start()

    def cut(self) -> None:
        """End it, if its time is over."""
        if self.left <= 0:
            self._end(())

    def _query(self) -> None:
        broken = ""
        with self._time.turn():
            try:
                self._look()
            except Exception as error:  # noqa: BLE001 - one broken source must not stop the others
                # its own text may hold a proxy's address and password
                broken = f"this source broke off ({type(error).__name__})"
            self._end((broken,) if broken else ())

    def _look(self) -> None:
        looking = iter(self._source.look(self._queries, self._now))
        with contextlib.closing(looking) as observations:  # type: ignore[type-var]
            for observation in observations:
                with self._lock:
                    if self.is_over:
                        return
                    self._report(of_shape(observation))

    def _report(self, observation: Observation) -> None:
        if self._owed.pop(observation.reference.key, None) is None:
            return
        self._counts[outcome_word(observation)] += 1
        if isinstance(observation, Unsure) and observation.reason is Reason.OUT_OF_TIME:
            self._skipped += 1
        self._reports.put(observation)

    def _end(self, broken: Sequence[str]) -> None:
        with self._lock:
            if self.is_over:
                return
            self.is_over = True
            over = self._time.why_over
            for query in list(self._owed.values()):
                self._report(self._missing(query, over, broken))
            self._reports.put(
                Tally(
                    self._source.name,
                    asked=len(self._queries),
                    requests=self._source.requests - self._before,
                    seconds=time.monotonic() - self._begun,
                    notes=(*self._source.notes, *broken, *_skipped_note(self._skipped, over)),
                    **self._counts,
                )
            )

    def _missing(self, query: Query, over: str, broken: Sequence[str]) -> Unsure:
        if broken or not over:
            why = broken[0] if broken else "the source gave no answer"
            return not_asked(query, self._source.name, self._now, why)
        late, why = Reason.OUT_OF_TIME, f"not checked: {over}"
        return unsure_of(query, self._source.name, self._now, late, why)


def _skipped_note(skipped: int, over: str) -> list[str]:
    if not skipped:
        return []
    were = "1 link was" if skipped == 1 else f"{skipped} links were"
    return [f"{were} not checked and stay as they are: {over}"]
