"""What is written as a link and leads to no address of the web."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import pytest

from bot.model.errors import Where
from bot.model.observation import Found, Observation
from bot.model.reference import Query, Reference, read_link
from bot.model.verdict import LinkPlace
from bot.run.check import check, links_in
from bot.run.written import FilesAround, written_verdict
from bot.sources.dispatch import SourceSet

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
TEXTS = {
    "docs/LIST.md": "# List\n\n## Large models\n\n<a name=end></a>\n",
    "docs/guide.md": "# Start\n",
    "docs/a b.md": "",
    "LICENSE": "",
    "site/page.html": "",
}
FILES = FilesAround(
    exists=lambda path: path in TEXTS or path in {"docs", "site"}, text=lambda path: TEXTS[path]
)


def place(url: str, path: str = "docs/LIST.md", line: int = 3) -> LinkPlace:
    return LinkPlace(read_link(url), Where(path, line))


@pytest.mark.parametrize(
    ("url", "reason", "detail"),
    [
        ("#large-modells", "place-missing", "#large-models may be meant"),
        ("#none", "place-missing", "there is no #none in docs/LIST.md"),
        ("guide.md#stop", "place-missing", "there is no #stop in docs/guide.md"),
        ("manual.md", "place-missing", "there is no file manual.md"),
        ("../docs/none.pdf", "place-missing", "there is no file ../docs/none.pdf"),
        ("/none.md", "place-missing", "there is no file /none.md"),
        ("github.com/acme/tool", "unsupported-scheme", "without https://"),
        ("www.acme.example", "unsupported-scheme", "without https://"),
        ("//acme.example/x", "unsupported-scheme", "without https:"),
        ("htps://a.example/x", "unsupported-scheme", "https: may be meant"),
        ("hhttp://a.example/x", "unsupported-scheme", "http: may be meant"),
        ("ftp://a.example/x", "unsupported-scheme", "ftp addresses cannot be asked"),
    ],
)
def test_what_leads_nowhere_is_reported(url: str, reason: str, detail: str) -> None:
    verdict = written_verdict(place(url), FILES)
    assert (verdict.word, verdict.reason) == ("unsure", reason)
    assert detail in verdict.detail
    assert verdict.where == (place(url),)


@pytest.mark.parametrize(
    "url",
    [
        "#large-models",
        "#Large-Models",
        "#end",
        "#top",
        "#",
        "",
        "guide.md",
        "./guide.md#start",
        "guide",  # as sites are built from it
        "a%20b.md",
        "../LICENSE",
        "/LICENSE",
        "../site/page",
        "../docs",
        "../../issues",  # a page of GitHub's own
        "mailto:me@a.example",
        "{{ site.url }}/x",
        "guide.md?raw=true",
    ],
)
def test_what_leads_somewhere_is_alive(url: str) -> None:
    assert written_verdict(place(url), FILES).word == "alive"


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


def test_only_addresses_of_the_web_are_asked_and_the_order_is_the_files() -> None:
    source = Everything()
    urls = ["#none", "https://a.example/x", "guide.md", "HTTP://b.example/", "htps://a.example/x"]
    places = [place(url, line=line) for line, url in enumerate(urls)]
    verdicts, whole = check(places, SourceSet([source]), NOW, files=FILES)
    assert whole
    assert [one.link.url for one in verdicts] == urls
    assert [one.word for one in verdicts] == ["unsure", "alive", "alive", "alive", "unsure"]
    assert [query.url for query in source.asked] == ["https://a.example/x", "HTTP://b.example/"]


def test_a_heading_is_that_of_its_own_file() -> None:
    places = [place("#start"), place("#start", "docs/guide.md"), place("#start", line=9)]
    verdicts, _ = check(places, SourceSet([Everything()]), NOW, files=FILES)
    assert [(one.word, len(one.where)) for one in verdicts] == [("unsure", 2), ("alive", 1)]


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
