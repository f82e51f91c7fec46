"""The time of a run: how much is left, for each source and for all of them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bot.model.options.bounds import Bounds

Clock = Callable[[], float]


class RunTime:
    """Counts seconds by a monotonic clock from when it is made."""

    def __init__(self, bounds: Bounds | None = None, clock: Clock = time.monotonic) -> None:
        self.bounds = bounds or Bounds()
        self.clock = clock
        self._begun = clock()
        self._sources: dict[str, SourceTime] = {}
        self._lock = threading.Lock()

    def of(self, source: str) -> SourceTime:
        """The time of one source; the same for the same name."""
        with self._lock:
            return self._sources.setdefault(source, SourceTime(self))

    @property
    def left(self) -> float:
        """Seconds until the run asks nobody any more; infinite where it has no such bound."""
        if self.bounds.run is None:
            return float("inf")
        return self._begun + self.bounds.run - self.clock()


class SourceTime:
    """What is left to one source. Only what passes inside `turn` is counted."""

    def __init__(self, run: RunTime) -> None:
        self._run = run
        self._spent = 0.0
        self._since: float | None = None

    @property
    def left(self) -> float:
        """Seconds in which it may still be queried."""
        now = self._run.clock()
        under_way = 0.0 if self._since is None else now - self._since
        return min(self._run.left, self._run.bounds.source - self._spent - under_way)

    @property
    def why_over(self) -> str:
        """Why nothing more is queried; "" while something may be."""
        if self.left > 0:
            return ""
        if self._run.left <= 0:
            return f"the time for this run ({_minutes(self._run.bounds.run or 0)}) was over"
        return f"the time for one source ({_minutes(self._run.bounds.source)}) was over"

    @contextmanager
    def turn(self) -> Iterator[None]:
        """While it is queried."""
        self._since = self._run.clock()
        try:
            yield
        finally:
            self._spent += self._run.clock() - self._since
            self._since = None

    def sleep(self, seconds: float) -> None:
        """Wait so long, but never beyond the time that is left."""
        time.sleep(max(0.0, min(seconds, self.left)))


def _minutes(seconds: float) -> str:
    if seconds < 60:
        return "1 second" if seconds == 1 else f"{seconds:g} seconds"
    minutes = round(seconds / 60, 1)
    return "1 minute" if minutes == 1 else f"{minutes:g} minutes"
