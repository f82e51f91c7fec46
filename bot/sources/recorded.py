"""The observations of other machines, in place of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.model.observation import Observation, Tally, not_asked, summed_tallies
from bot.model.options.watch import Watch
from bot.model.reference import Query
from bot.model.values.plain import plural
from bot.sources.base import Source
from bot.sources.dispatch import SourceSet

_NO_REPORT = "the machine that was to check it did not report"


@dataclass
class RecordedSources:
    """Answers like `SourceSet`, from recorded observations; `sources` are only used by name."""

    sources: Sequence[Source]
    latest: Mapping[str, Observation]
    """Reference key → what was observed of it."""
    recorded: Sequence[Tally] = ()
    tallies: list[Tally] = field(default_factory=list)

    def look(self, queries: Sequence[Query], now: datetime) -> Iterator[Observation]:
        """One observation for each query that a source knows; `Unsure` where none was recorded."""
        missing: dict[str, int] = defaultdict(int)
        for query in queries:
            source = next((one.name for one in self.sources if one.knows(query.reference)), None)
            if query.reference.key in self.latest:
                yield self.latest[query.reference.key]
            elif source:
                missing[source] += 1
                yield not_asked(query, source, now, _NO_REPORT)
        self.tallies = [_with_missing(one, missing) for one in summed_tallies(self.recorded)]
        known = {tally.source for tally in self.tallies}
        left = [Tally(name) for name in sorted(missing) if name not in known]
        self.tallies += [_with_missing(one, missing) for one in left]

    def search(self, watches: Sequence[Watch], now: datetime) -> list[Observation]:
        """Search with the sources themselves: shards only cover what the list names."""
        live = SourceSet(self.sources)
        found = live.search(watches, now)
        self.tallies += live.tallies
        return found

    def close(self) -> None:
        """Close the sources."""
        for source in self.sources:
            source.close()


def _with_missing(tally: Tally, missing: Mapping[str, int]) -> Tally:
    count = missing.get(tally.source, 0)
    if not count:
        return tally
    note = f"{plural(count, 'link')} not checked: the machine that was to did not report"
    return replace(
        tally,
        asked=tally.asked + count,
        unsure=tally.unsure + count,
        notes=(*tally.notes, note),
    )
