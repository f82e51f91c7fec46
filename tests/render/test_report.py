from __future__ import annotations

import pytest

from bot.facts.change import Change, Ruling, Topic
from bot.facts.entry import Registry
from bot.facts.errors import InputError
from bot.render.paper import draw, environment, label, plural
from bot.render.report import BODY_LIMIT, News, draw_body, draw_title
from tests.build import documents, registry_of

REGISTRY: Registry = registry_of(documents())


def change(number: int, topic: Topic = Topic.METADATA) -> Change:
    url = f"https://github.com/owner/{'long-name-' * 6}{number}"
    return Change(
        entry=f"e{number}",
        entry_name=f"Entry {number}",
        field="stars" if topic is Topic.METADATA else "code",
        topic=topic,
        before=url,
        after=f"{url}-new",
        why="stars on GitHub",
        evidence=url,
        ruling=Ruling.APPLY,
    )


def test_the_body_stays_within_githubs_size_and_says_what_it_cut() -> None:
    changes = [change(number) for number in range(3000)]
    changes += [change(5000 + number, Topic.MOVED) for number in range(20)]
    body = draw_body(documents(), News(REGISTRY, changes), Topic.MOVED)
    assert len(body) <= BODY_LIMIT
    assert body.count("<!-- listkeeper:change") == 20
    assert "more entries changed: GitHub's limit" in body
    assert body.rstrip().endswith("on your machine.")


@pytest.mark.parametrize(
    ("topics", "title"),
    [
        ([], "Redraw the README"),
        ([Topic.METADATA, Topic.METADATA], "2 entries refreshed"),
        ([Topic.METADATA, Topic.MOVED, Topic.MOVED], "2 links moved"),
        ([Topic.DEAD], "1 link dead"),
    ],
)
def test_the_title_says_the_content(topics: list[Topic], title: str) -> None:
    changes = [change(number, topic) for number, topic in enumerate(topics)]
    topic = topics[-1] if topics else Topic.METADATA
    assert draw_title(documents(), News(REGISTRY, changes), topic) == title


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ok\n{% if %}", "templates/x.md.j2:2: template error"),
        ("ok\n\n{{ nobody }}", "templates/x.md.j2:3: template error: 'nobody' is undefined"),
        ("{{ 1 / 0 }}", "templates/x.md.j2:1: template error: division by zero"),
        ("{% include 'y.md.j2' %}", "templates/y.md.j2: this template is missing"),
        ("{{ ''.__class__ }}", "templates/x.md.j2:1: template error"),
    ],
)
def test_a_template_error_names_file_and_line(text: str, message: str) -> None:
    env = environment({"templates/x.md.j2": text})
    with pytest.raises(InputError) as caught:
        draw(env, "x.md.j2")
    assert message in str(caught.value)


def test_an_error_in_an_included_template_names_that_file() -> None:
    env = environment(
        {"templates/x.md.j2": "\n{% include 'y.md.j2' %}", "templates/y.md.j2": "\n\n{{ nobody }}"}
    )
    with pytest.raises(InputError, match=r"templates/y\.md\.j2:3: template error"):
        draw(env, "x.md.j2")


def test_words_for_templates() -> None:
    assert plural(1, "link") == "1 link"
    assert plural(1234, "entry", "entries") == "1,234 entries"
    assert label('a "b" <c>; d') == "a b c d"
