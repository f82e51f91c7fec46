"""What a reviewer reads, whole, for each topic."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.lists.registry.load import shipped_templates
from bot.model.change import WAITS, Change, Choice, NewRow, OpenQuestion, PlacedRow
from bot.model.decision import Ruling, Topic, Way
from bot.model.observation import Facts
from bot.model.values.addition import AddedEntry, Additions, Requester
from bot.model.values.understood import Understood, UnderstoodSection
from bot.publish.github.markers import compose_body, read_marker, write_marker
from bot.render.bodies.additions import added_body
from bot.render.bodies.configure import draw_configure_body
from bot.render.bodies.news import News
from bot.render.bodies.pull_request import LONGEST, draw_body, draw_title, free_characters
from tests.build import TOOLS, documents, registry_of
from tests.render.pings import in_text, pings
from tests.render.proposals import before, change, news_by_topic
from tests.render.reading import words_before_folds

NEWS = news_by_topic()
URL = "https://github.com/owner/"


@pytest.mark.parametrize("topic", list(Topic))
def test_the_whole_body(topic: Topic, golden: Callable[[str, str], None]) -> None:
    body = draw_body(before(), NEWS[topic], topic)
    golden(f"bodies/{topic}.md", body)
    assert pings(body) == []


@pytest.mark.parametrize(
    ("topic", "title"),
    [
        (Topic.MOVED, "2 links moved"),
        (Topic.DEAD, "2 links dead"),
        (Topic.METADATA, "1 entry refreshed, 1 repository archived"),
        (Topic.FACTS, "2 facts filled in"),
        (Topic.MODELS, "1 new model: Delta"),
    ],
)
def test_the_title_names_the_content(topic: Topic, title: str) -> None:
    assert draw_title(before(), NEWS[topic], topic) == title


def test_a_title_without_changes_names_the_work() -> None:
    assert draw_title(documents(), News(NEWS[Topic.MOVED].registry), Topic.METADATA) == (
        "Regenerate the README"
    )


def test_a_title_is_one_short_line_that_pings_nobody() -> None:
    one = replace(change(Topic.MODELS, "hostile", "row", "", "x", "y"), entry_name="@me\n#1 " * 99)
    title = draw_title(documents(), News(NEWS[Topic.MODELS].registry, [one]), Topic.MODELS)
    assert title.startswith("1 new model: @\u200bme #\u200b1 ")
    assert "\n" not in title
    assert len(title) < 250
    assert in_text(title) == []


def many(topic: Topic, count: int, long: int = 60) -> list[Change]:
    name = "x" * long
    return [
        change(topic, f"e{n}", "code", f"{URL}{name}{n}", f"{URL}{name}{n}-new", "it was renamed", f"https://e.org/{n}")
        for n in range(count)
    ]  # fmt: skip


def room(text: str, changes: list[Change]) -> bool:
    whole = compose_body(
        text, write_marker({one.id: one.digest for one in changes}, title="t" * 250, base="0" * 40)
    )
    return len(whole) <= LONGEST and text.rstrip() in whole


def test_routine_rows_are_cut_to_githubs_size_with_a_note() -> None:
    changes = many(Topic.METADATA, 3000)
    body = draw_body(documents(), News(registry_of(documents()), changes), Topic.METADATA)
    assert room(body, [])
    assert " values are left out here, because GitHub limits" in body
    assert body.rstrip().endswith("<sub>listkeeper</sub>")


@pytest.mark.parametrize("long", [10, 100, 1900])
def test_boxes_are_never_cut(long: int) -> None:
    changes = [*many(Topic.MOVED, 100, long), *many(Topic.METADATA, 500)]
    doubts = [
        OpenQuestion("e", "E", "site", "is that so? " * 9, "https://e.org/") for _ in range(100)
    ]
    news = News(registry_of(documents()), changes, doubts)
    body = draw_body(documents(), news, Topic.MOVED)
    assert room(body, changes[:100])
    assert len(read_marker(body).changes) == 100
    assert "to decline all of them" in body
    assert ("The values of" in body) == (long == 1900)


def test_a_long_list_is_folded_by_section() -> None:
    changes = [*many(Topic.FACTS, 25), change(Topic.FACTS, "alpha", "venue", "", "ICLR", "it")]
    body = draw_body(documents(), News(registry_of(documents()), changes), Topic.FACTS)
    assert "<details><summary>Tools: 1 change</summary>" in body
    assert "<details><summary>Others: 25 changes</summary>" in body
    assert body.count("<details") == body.count("</details>")


def test_what_waits_is_listed() -> None:
    waits = replace(many(Topic.MOVED, 1)[0], ruling=Ruling.HOLD, reason=WAITS)
    body = draw_body(documents(), News(registry_of(documents()), [waits]), Topic.MOVED)
    assert "<br>1 more change waits for the next pull request" in body


def test_there_is_room_for_the_markers() -> None:
    assert free_characters(many(Topic.MOVED, 100)) < LONGEST - 100 * 20


GOLDEN = Path(__file__).parents[1] / "golden"
BODIES = [
    path
    for pattern in ("pull_request.*.md", "bodies/*.md", "new_*.md", "added*.md")
    for path in GOLDEN.glob(pattern)
]
MOST_WORDS = 230
"""A minute's reading."""


@pytest.mark.parametrize("path", BODIES, ids=lambda path: path.name)
def test_a_body_is_read_in_a_minute(path: Path) -> None:
    assert words_before_folds(path.read_text(encoding="utf-8")) <= MOST_WORDS


NAMES = ("ChatSonic on Opera", "Pythia", "RedPajama-INCITE", "Open LLM Leaderboard")
COPY = "https://web.archive.org/web/20230915101500/"


def twenty(topic: Topic) -> list[Change]:
    """Changes as real lists have them, with names of one to three words."""
    url, other = f"{URL}some-repository", "https://github.com/other/some-repository"
    texts = {
        Topic.MOVED: ("code", url, other, "renamed on GitHub"),
        Topic.DEAD: ("site", url, COPY, "HTTP 404; gone since 2026-11-15"),
        Topic.FACTS: ("venue", "arXiv 2023", "Findings of EMNLP 2023", "Semantic Scholar"),
        Topic.METADATA: ("stars", "8.3k", "8.5k", "stars on GitHub"),
        Topic.MODELS: ("row", "", "One of acme", "new in the account acme"),
        Topic.ATTIC: ("retired", "", "archived since 2026-11-01", "its repository is archived"),
    }
    field, was, will, why = texts[topic]
    count = 10 if topic is Topic.MODELS else 20
    numbers = [str(n) if was.startswith("http") else "" for n in range(count)]
    return [
        replace(
            change(topic, f"e{n}", field, was + end, will + end, why, "https://e.org/"),
            entry_name=NAMES[n % len(NAMES)],
        )
        for n, end in enumerate(numbers)
    ]


@pytest.mark.parametrize("topic", list(Topic))
def test_twenty_changes_are_read_in_a_minute(topic: Topic) -> None:
    changes = twenty(topic)
    facts: Facts = {"downloads": 41_000, "likes": 130, "created": "2026-08-21"}
    fields = {"sizes": ["7B", "34B"], "licence": "Apache-2.0"}
    rows = [NewRow(one.id, "registry/models.yml", fields, facts=facts) for one in changes]
    news = News(registry_of(documents()), changes, rows=rows if topic is Topic.MODELS else [])
    body = draw_body(documents(), news, topic)
    assert all(one.entry_name in body for one in changes)
    assert words_before_folds(body) <= MOST_WORDS


def test_twenty_new_entries_are_read_in_a_minute() -> None:
    rows = "".join(
        f"  - id: new-{n}\n    kind: tool\n    name: {NAMES[n % 4]}\n    section: tools\n"
        f"    description: Serves large models on one machine, with batches.\n"
        f"    links: {{code: {URL}new-{n}}}\n"
        for n in range(20)
    )
    files = shipped_templates() | documents(**{"registry/tools.yml": TOOLS + rows})
    registry = registry_of(files)
    added = [
        AddedEntry(
            f"{URL}new-{n}",
            PlacedRow(f"new-{n}/row", "registry/tools.yml"),
            {"id": f"new-{n}", "kind": "tool", "name": NAMES[n % 4], "section": "tools"},
        )
        for n in range(20)
    ]
    body = added_body(files, registry, Additions(tuple(added), (), files), Requester())
    assert all(f"new-{n}" in body for n in range(20))
    assert words_before_folds(body) <= MOST_WORDS
    one = added_body(files, registry, Additions(tuple(added[:1]), (), files), Requester())
    assert "<details open>" in one, "a single row is shown"


def test_settings_of_a_long_list_are_read_in_a_minute() -> None:
    sections = [
        UnderstoodSection("README.md", ("Awesome things", f"Some topic {n}"), 9, ("item",))
        for n in range(60)
    ]
    unread = [f"README.md:{n}: no name was found in this row of the table" for n in range(10)]
    understood = Understood(["README.md"], 540, sections, 900, 850, unread)
    body = draw_configure_body(shipped_templates(), understood)
    assert "Some topic 59" in body
    assert words_before_folds(body) <= MOST_WORDS


def test_twenty_dead_links_with_two_boxes_each_are_read_in_a_minute() -> None:
    ways = (Choice(Way.ARCHIVE, COPY), Choice(Way.NOTE, "marked dead since 2026-11-15"))
    changes = [replace(one, way=Way.ARCHIVE, choices=ways) for one in twenty(Topic.DEAD)]
    body = draw_body(documents(), News(registry_of(documents()), changes), Topic.DEAD)
    assert body.count("- [") == 40
    assert words_before_folds(body) <= MOST_WORDS
