"""A link that moves to an address which the list has already is a question, in both homes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

import pytest

from bot.judge.neighbours import NamedLink, Neighbours
from bot.model.decision import Topic
from bot.model.observation import Observation
from bot.model.reference import Query, Reference, read_link
from bot.run.check import check, links_in
from bot.sources.dispatch import SourceSet
from tests.build import NOW, documents, found, judge, moved, templates

A, B, C = "https://github.com/former/alpha", "https://github.com/next/alpha", "https://c.example/x"


class RecordedSource:
    """A source that answers as it was given."""

    name = "github"
    requests = 0

    def __init__(self, seen: Sequence[Observation]) -> None:
        self._seen = {one.reference.key: one for one in seen}
        self.notes: list[str] = []

    def knows(self, reference: Reference) -> bool:
        return reference.key in self._seen

    def look(self, queries: Sequence[Query], _now: datetime) -> Iterator[Observation]:
        return (self._seen[query.reference.key] for query in queries)

    def close(self) -> None:
        """Nothing is held."""


def registry(*urls: str) -> dict[str, str]:
    rows = "".join(
        f"  - {{id: e{n}, kind: tool, name: E{n}, section: tools, links: {{site: '{url}'}}}}\n"
        for n, url in enumerate(urls)
    )
    return documents(**{"registry/tools.yml": f"entries:\n{rows}"})


def readme(*urls: str) -> dict[str, str]:
    rows = "".join(f"- [E{n}]({url}) - A tool.\n" for n, url in enumerate(urls))
    return {**templates(), "README.md": f"# Tools\n\n## All\n\n{rows}"}


def outcome(files: dict[str, str], seen: list[Observation]) -> tuple[list[str], list[str]]:
    judged = judge(seen, files=files)
    changes = [one.after for one in judged.changes if one.topic is Topic.MOVED]
    return changes, [one.doubt for one in judged.questions]


@pytest.mark.parametrize("files", [registry, readme])
@pytest.mark.parametrize(
    ("urls", "seen", "listed"),
    [
        ((A, B), [moved(A, B), found(B)], "E1"),
        ((B, A), [moved(A, B), found(B)], "E0"),
        ((A, C), [moved(A, B), moved(C, B, certain=True)], "E1"),
        ((A, "https://GitHub.com/Next/Alpha"), [moved(A, B), found(B)], "E1"),
        (
            ("https://a.example/x", "http://www.a.example/y/"),
            [
                moved("https://a.example/x", "https://a.example/y", certain=False, source="web"),
                found("http://www.a.example/y/"),
            ],
            "E1",
        ),
    ],
)
def test_an_address_that_is_listed_already_is_a_question(files, urls, seen, listed) -> None:  # type: ignore[no-untyped-def]
    changes, questions = outcome(files(*urls), seen)
    assert changes == []
    assert any(f"the address of {listed}; are both the same now?" in one for one in questions)


def test_an_address_of_a_row_without_a_name_is_listed_as_well() -> None:
    files = readme(A)
    files["README.md"] += f'- <a href="{B}"><img src="https://a.example/badge.svg"></a>\n'
    changes, questions = outcome(files, [moved(A, B), found(B)])
    assert changes == []
    assert any("the address of github.com/next/alpha; are both" in one for one in questions)


@pytest.mark.parametrize("files", [registry, readme])
@pytest.mark.parametrize(
    ("urls", "seen"),
    [
        ((A, C), [moved(A, B), found(C)]),
        ((A, f"{B}/tree/dev"), [moved(A, B), found(B)]),
        ((A, A), [moved(A, B)]),
        (
            ("http://a.example/x", "https://a.example/x"),
            [
                moved("http://a.example/x", "https://a.example/x", certain=False, source="web"),
                found("https://a.example/x"),
            ],
        ),
    ],
)
def test_what_is_shared_no_more_than_before_moves(files, urls, seen) -> None:  # type: ignore[no-untyped-def]
    changes, questions = outcome(files(*urls), seen)
    assert changes
    assert questions == []


def test_a_translation_gets_the_new_address_as_well() -> None:
    files = {**readme(B, C), "README-zh.md": readme(A, C)["README.md"]}
    changes, questions = outcome(files, [moved(A, B), found(B), found(C)])
    assert changes == [B]
    assert questions == []


def test_check_has_the_same_question() -> None:
    text = f"- [a]({A})\n- [b]({B})\n- [c]({C})\n"
    sources = SourceSet([RecordedSource([moved(A, B), found(B), found(C)])])
    verdicts, _ = check(links_in("LIST.md", text), sources, NOW)
    assert [(one.word, one.question) for one in verdicts] == [
        ("moved", f"it moved to {B}, the address of LIST.md:2; are both the same now?"),
        ("alive", ""),
        ("alive", ""),
    ]


def test_no_neighbour_is_the_link_itself() -> None:
    one = NamedLink(read_link(A), "README.md", "Alpha")
    seen = moved(A, B)
    assert Neighbours([one, one], lambda _: seen).at_target(one.link, one.path, seen) == ""
