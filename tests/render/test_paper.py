from __future__ import annotations

import pytest

from bot.model.errors import InputError
from bot.model.values.plain import plural
from bot.render.templates import draw, environment, label


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
