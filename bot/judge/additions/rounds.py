"""Which queries make one link a whole entry: in rounds, until nothing is left to query."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bot.judge.facts.venues import VENUE_HOSTS
from bot.judge.models.listed import Listed
from bot.judge.models.row import papers_of
from bot.judge.models.screen import Family, owner_of, texts
from bot.judge.sources import CARDS
from bot.model.entry import Registry
from bot.model.kinds import REFERENCE_KINDS
from bot.model.observation import Facts, Found, Moved, Observation
from bot.model.reference import Kind, Link, Query, Reference, home, read_link

_MOST = 5
"""Papers and repositories that are looked at for one link."""
_ADDRESS = re.compile(r"https?://[^\s<>()\[\]{}\"']+[^\s<>()\[\]{}\"'.,;:!?]")


@dataclass(frozen=True)
class Addition:
    """A link to add, at the address where it lives now, and all that was observed of it.

    `answers` are of every round by reference key, those of cards and venues apart (see `filed`).
    """

    link: Link
    seen: Observation
    answers: Mapping[str, Observation] = field(default_factory=dict)
    section: str = ""

    @property
    def reference(self) -> Reference:
        """What the link leads to."""
        return self.link.reference

    @property
    def facts(self) -> Facts:
        """What its own source reported; empty when that is uncertain."""
        return self.seen.facts if isinstance(self.seen, Found | Moved) else {}

    @property
    def as_paper(self) -> Found | Moved | None:
        """What a source of papers reported of a page."""
        return self._found(f"paper:{self.reference.key}")

    @property
    def family(self) -> Family:
        """The one model as a family of its own."""
        unknown = self.seen.unknown if isinstance(self.seen, Found | Moved) else {}
        alone = Found(
            reference=self.reference,
            source=self.seen.source,
            at=self.seen.at,
            evidence=self.seen.evidence,
            facts=self.facts,
            unknown=unknown,
        )
        return Family(owner_of(self.reference.name), (alone,))

    def found(self, reference: Reference) -> Found | Moved | None:
        """What was found of another reference."""
        return self._found(reference.key)

    def _found(self, key: str) -> Found | Moved | None:
        seen = self.answers.get(key)
        return seen if isinstance(seen, Found | Moved) else None

    def papers(self, listed: Listed) -> list[Reference]:
        """The papers that it names, without the papers of a model that it is derived from."""
        if self.reference.kind is Kind.MODEL:
            return papers_of(self.family, listed)[:_MOST]
        return self._linked("papers", Kind.PAPER)

    def repositories(self) -> list[Reference]:
        """The repositories that its card, readme or comment links to."""
        return self._linked("repositories", Kind.REPO)

    @property
    def heading(self) -> str:
        """The first heading of its readme, empty where none is known."""
        reading = self._found(f"{CARDS}:{self.reference.key}")
        return str(reading.facts.get("heading", "")) if reading else ""

    def _linked(self, name: str, kind: Kind) -> list[Reference]:
        reading = self._found(f"{CARDS}:{self.reference.key}")
        holders = [one for one in (self.seen, reading) if isinstance(one, Found | Moved)]
        found = [Reference.of(kind, text) for one in holders for text in texts(one, name)]
        written = f"{self.facts.get('comment', '')} {self.facts.get('homepage', '')}"
        found += [read_link(url).reference for url in _ADDRESS.findall(written)]
        of_kind = {one.key: one for one in found if one.kind is kind and one != self.reference}
        return list(of_kind.values())[:_MOST]


def by_source(observations: Iterable[Observation]) -> dict[str, Observation]:
    """Observations by key; those of cards and venues are kept apart, so that they hide no other."""
    found: dict[str, Observation] = {}
    for seen in observations:
        key = seen.reference.key
        if seen.source == CARDS:
            found[f"{CARDS}:{key}"] = seen
        elif seen.source in VENUE_HOSTS:
            known = found.get(f"paper:{key}")
            if known is None or isinstance(seen, Found):
                found[f"paper:{key}"] = seen
        else:
            found[key] = seen
    return found


def next_round(wanted: Addition, registry: Registry) -> dict[str, tuple[Query, ...]]:
    """Source → what to query now; empty when nothing is left."""
    listed, reference = Listed(registry), wanted.reference
    named = [*wanted.papers(listed), *wanted.repositories()]
    queries = [(REFERENCE_KINDS[one.kind].source, one, one.key) for one in named]
    if REFERENCE_KINDS[reference.kind].has_card:
        queries.append((CARDS, reference, f"{CARDS}:{reference.key}"))
    if reference.kind is Kind.PAGE:
        queries += [(venue, reference, f"paper:{reference.key}") for venue in VENUE_HOSTS]
    found: dict[str, tuple[Query, ...]] = {}
    for source, one, key in queries:
        if key not in wanted.answers:
            found[source] = (*found.get(source, ()), Query(one, home(one)))
    return found
