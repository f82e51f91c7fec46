"""What the rows of a file say of the links in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from bot.model.observation import Found, Observation
from bot.model.reference import Query, Reference
from bot.run.check import check, links_in
from bot.sources.dispatch import SourceSet

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


class Everything:
    """A source that knows every page, and finds it."""

    name, requests = "web", 0

    def __init__(self) -> None:
        self.notes: list[str] = []
        self.asked: list[Query] = []

    def knows(self, reference: Reference) -> bool:
        return True

    def look(self, queries: Sequence[Query], now: datetime) -> Iterator[Observation]:
        for query in queries:
            self.asked.append(query)
            yield Found(reference=query.reference, source="web", at=now, evidence=query.url)

    def close(self) -> None:
        """Nothing is open."""


def test_a_row_is_what_its_links_are_about() -> None:
    text = (
        "- [PandaLM](https://pandalm.example/x) - Judges <b>language models</b>, https://b.example/"
    )
    [first, second] = links_in("LIST.md", text)
    assert second.about == first.about
    assert first.about == "- PandaLM - Judges language models ,"


def test_all_rows_of_a_link_are_known_in_whatever_order() -> None:
    rows = ["- [One](https://a.example/x) first words", "- [Two](https://a.example/x) other words"]
    for lines in (rows, rows[::-1]):
        source = Everything()
        check(links_in("LIST.md", "\n".join(lines)), SourceSet([source]), NOW)
        [query] = source.asked
        assert {"first", "other", "One", "Two"} <= set(query.about.split())


def test_rows_are_counted_as_links_are() -> None:
    for end in ("\n", "\r\n", "\r"):
        links = links_in("LIST.md", f"# A{end}{end}- [One](https://a.example/x) first words{end}")
        assert [link.about for link in links] == ["- One first words"]
