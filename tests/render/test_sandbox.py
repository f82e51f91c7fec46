"""Templates from strangers: whatever they do ends soon, small, and as a sentence with its line."""

from __future__ import annotations

import threading
import time
import tracemalloc

import pytest

from bot.model.errors import InputError
from bot.render.sandbox import SOURCE_LENGTH
from bot.render.site.html import draw_site_page
from bot.render.templates import draw, environment

GENEROUS = 60.0
"""Seconds; without the bounds most of these take hours, or all memory."""
ROOM = 200_000_000
"""Bytes."""

NESTED = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
DOUBLED = "{% set n = namespace(a='x') %}{% for i in range(99) %}"
HOSTILE = {
    "a width": "\n{{ '%999999999d' % 1 }}",
    "a width of an argument": "\n{{ '%*d' % (999999999, 1) }}",
    "a precision": "\n{{ '%.999999999f' % 1 }}",
    "many of a long text": "\n{{ ('%(a)s' * 99999) % {'a': 'x' * 99999} }}",
    "nested loops": f"\n{NESTED}",
    "loops over what was made before": "\n{% set r = range(99999) %}{% for a in r %}"
    "{% for b in r %}{% for c in r %}{% endfor %}{% endfor %}{% endfor %}",
    "text in nested loops": f"\n{NESTED}".replace("{% endfor %}", "x" * 99 + "{% endfor %}", 1),
    "a recursive macro": "\n{% macro m() %}{{ m() }}{{ m() }}{% endmacro %}{{ m() }}",
    "a loop that calls itself": "\n{% for a in [[1, 2]] recursive %}{{ loop([[1], [2]]) }}"
    "{{ loop([[1], [2]]) }}{% endfor %}",
    "a template that includes itself": "\n{% include 'a.md.j2' %}{% include 'a.md.j2' %}",
    "a block that draws itself": "\n{% block b %}{{ self.b() }}{{ self.b() }}{% endblock %}",
    "a text doubled by ~": f"\n{DOUBLED}{{% set n.a = n.a ~ n.a %}}{{% endfor %}}",
    "a text doubled by +": f"\n{DOUBLED}{{% set n.a = n.a + n.a %}}{{% endfor %}}",
    "a text doubled by capture": f"\n{DOUBLED}{{% set c %}}{{{{ n.a }}}}{{{{ n.a }}}}{{% endset %}}"
    "{% set n.a = c %}{% endfor %}",
    "a text doubled by a macro": "\n{% macro m(t) %}{{ t }}{{ t }}{% endmacro %}"
    f"{DOUBLED}{{% set n.a = m(n.a) %}}{{% endfor %}}",
    "a text times a number": "\n{{ 'x' * 9999999999 }}",
    "a number times a text": "\n{{ 9999999999 * 'x' }}",
    "a list times a number": "\n{{ [0] * 9999999999 }}",
    "a power": "\n{{ 10 ** (10 ** 10) }}",
    "squares": "\n{% set n = namespace(a=9) %}{% for i in range(99) %}"
    "{% set n.a = n.a * n.a %}{% endfor %}",
    "a method with a width": "\n{{ 'x'.ljust(9999999999) }}",
    "a method with zeros": "\n{{ 'x'.zfill(9999999999) }}",
    "tabs": "\n{{ ('\t' * 99999).expandtabs(9999999) }}",
    "str.format": "\n{{ '{:999999999}'.format(1) }}",
    "str.format by a filter": "\n{{ ('{:999999999}' | attr('format'))(1) }}",
    "str.format_map": "\n{{ '{a:999999999}'.format_map({'a': 1}) }}",
    "format as a filter": "\n{{ '%999999999d' | format(1) }}",
    "bytes of a number": "\n{{ (1).to_bytes(999999999, 'big') }}",
    "replace": "\n{{ ('x' * 99999) | replace('x', 'y' * 99999) }}",
    "replace, by name": "\n{{ ('x' * 99999) | replace(old='x', new='y' * 99999) }}",
    "replace as a method": "\n{{ ('x' * 99999).replace('x', 'y' * 99999) }}",
    "join": "\n{{ range(99999) | join('y' * 99999) }}",
    "join as a method": "\n{{ ('y' * 99999).join('x' * 99999) }}",
    "indent": "\n{{ ('\\n' * 99999) | indent('y' * 99999) }}",
    "center": "\n{{ 'x' | center(9999999999) }}",
    "lists within lists": "\n{{ ([[1]] * 9999) | map('batch', 99999, 'x') | map('list') | list }}",
    "batch": "\n{{ [1] | batch(9999999999, 'x') | list }}",
    "sum of lists": "\n{{ ([range(99999) | list] * 99999) | sum(start=[]) }}",
    "sum of lists in small pieces": "\n{{ ([[1]] * 99999) | sum(start=[]) }}",
    "rounding": "\n{{ 1 | round(999999999, 'ceil') }}",
    "lorem ipsum": "\n{{ lipsum(n=999999) }}",
    "pretty printing": "\n{{ range(9) | pprint }}",
}
"""What it does → a template; it stands in the second line, but for what it is as a whole."""
ANYWHERE = {"a template that includes itself"}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_template_is_a_sentence_with_its_line(what: str) -> None:
    env = environment({"templates/a.md.j2": HOSTILE[what]})
    begun = time.monotonic()
    with pytest.raises(InputError) as error:
        draw(env, "a.md.j2")
    assert time.monotonic() - begun < GENEROUS
    assert error.value.where.path == "templates/a.md.j2"
    assert error.value.where.line == 2 or what in ANYWHERE
    assert len(str(error.value)) < 500


@pytest.mark.parametrize("what", [one for one in HOSTILE if "doubled" in one or "lists" in one])
def test_a_hostile_template_holds_little(what: str) -> None:
    env = environment({"templates/a.md.j2": HOSTILE[what]})
    tracemalloc.start()
    try:
        with pytest.raises(InputError):
            draw(env, "a.md.j2")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < ROOM


def test_a_large_template_is_not_read() -> None:
    env = environment({"templates/a.md.j2": "x" * (SOURCE_LENGTH + 1)})
    with pytest.raises(InputError, match="at most 500,000 characters"):
        draw(env, "a.md.j2")


def test_the_bounds_hold_in_a_thread() -> None:
    """A clock by signals would not."""
    ended: list[Exception] = []

    def query() -> None:
        try:
            draw(environment({"templates/a.md.j2": NESTED}), "a.md.j2")
        except InputError as error:
            ended.append(error)

    thread = threading.Thread(target=query, daemon=True)
    thread.start()
    thread.join(GENEROUS)
    assert "takes more than 3,000,000 steps" in str(ended[0])


@pytest.mark.parametrize(
    ("template", "drawn"),
    [
        ("{{ 'a' ~ 1 ~ 'b' }}", "a1b"),
        ("{{ '%03d %s' % (7, 'x') }}", "007 x"),
        ("{{ '%s' | format('x') }}", "x"),
        ("{{ 'a-b'.replace('-', '+') }}{{ 'a-b' | replace('-', '+') }}", "a+ba+b"),
        ("{{ ','.join(['a', 'b']) }}{{ ['a', 'b'] | join(', ') }}", "a,ba, b"),
        ("{{ [(1,), (2, 3)] | sum(start=()) | length }}", "3"),
        ("{{ [1, 2, 3] | sum }} {{ 2 ** 10 }} {{ 7 % 4 }} {{ 'ab' * 2 }}", "6 1024 3 abab"),
        (
            "{% for a in [1, 2] %}{{ loop.index }}{% if not loop.last %},{% endif %}{% endfor %}",
            "1,2",
        ),
        ("{% macro m(a) %}({{ a }}){% endmacro %}{{ m('x') }}{{ m('y') }}", "(x)(y)"),
        ("{% for a in [] %}x{% else %}none{% endfor %}", "none"),
        ("{% set c %}b{% endset %}a{{ c }}", "ab"),
    ],
)
def test_what_templates_do_works_as_before(template: str, drawn: str) -> None:
    assert draw(environment({"templates/a.md.j2": template}), "a.md.j2") == drawn


def test_a_template_of_the_page_is_no_longer_than_others() -> None:
    files = {"templates/index.html.j2": "x" * (SOURCE_LENGTH + 1)}
    with pytest.raises(InputError, match="at most 500,000 characters"):
        draw_site_page("index", files)
