from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.model.observation import Found, Observation, Reason, Unsure
from bot.model.reference import Kind, Query, Reference, read_link
from bot.sources.dispatch import SourceSet
from tests.build import NOW


class Scripted:
    """Answers as a test wants: `found`, `silent` (no answer) or `breaks` half-way."""

    def __init__(self, name: str, kind: Kind, behaviour: str = "found") -> None:
        self.name = name
        self.requests = 0
        self.notes: list[str] = []
        self.closed = False
        self._kind = kind
        self._behaviour = behaviour

    def knows(self, reference: Reference) -> bool:
        return reference.kind is self._kind

    def look(self, queries: Sequence[Query], now: datetime) -> Iterator[Observation]:
        for number, query in enumerate(queries):
            self.requests += 1
            if self._behaviour == "breaks" and number:
                raise RuntimeError("a fault of ours")
            if self._behaviour != "silent":
                found = Found(
                    reference=query.reference, source=self.name, at=now, evidence=query.url
                )
                yield from [found, found]

    def close(self) -> None:
        self.closed = True


def queries(*urls: str) -> list[Query]:
    return [Query(read_link(url).reference, url) for url in urls]


REPOS = queries("https://github.com/o/a", "https://github.com/o/b")
PAGES = queries("https://a.example/", "https://b.example/")


def test_one_broken_source_stops_no_other_and_nothing_is_left_unsaid() -> None:
    broken, well = Scripted("github", Kind.REPO, "breaks"), Scripted("web", Kind.PAGE)
    sources = SourceSet([broken, well])
    observations = list(sources.look([*REPOS, *PAGES], NOW))
    assert len(observations) == 4
    (unsure,) = [seen for seen in observations if isinstance(seen, Unsure)]
    assert (unsure.reference.name, unsure.reason) == ("o/b", Reason.NOT_ASKED)
    assert "RuntimeError" in unsure.why
    github, web = sources.tallies
    assert (github.source, github.asked, github.found, github.unsure) == ("github", 2, 1, 1)
    assert "broke off" in github.notes[0]
    assert (web.asked, web.found, web.requests) == (2, 2, 2)
    sources.close()
    assert broken.closed
    assert well.closed


def test_what_a_source_keeps_to_itself_is_unsure() -> None:
    observations = list(SourceSet([Scripted("github", Kind.REPO, "silent")]).look(REPOS, NOW))
    assert {type(seen) for seen in observations} == {Unsure}
    assert len(observations) == 2


def test_a_reference_goes_to_the_first_source_that_knows_it() -> None:
    first, second = Scripted("one", Kind.PAGE), Scripted("two", Kind.PAGE)
    observations = list(SourceSet([first, second]).look(PAGES, NOW))
    assert {seen.source for seen in observations} == {"one"}
