"""A section never loses all of its rows without a person's word."""

from __future__ import annotations

import pytest

from bot.lists.registry.load import load
from bot.model.errors import InputError
from bot.model.snapshot import Snapshot
from bot.render.readme import draw_readme
from tests.build import LIST, documents

NO_ENTRIES = "entries: []\n"
ALLOWED = LIST.replace("kinds: [tool]\n", "kinds: [tool]\n    may_be_empty: true\n")


def drawn(files: dict[str, str]) -> str:
    registry, settings = load(files)
    return draw_readme(settings.readme, files, registry, Snapshot())


def full() -> dict[str, str]:
    """The list with its rows drawn."""
    return {**documents(), "README.md": drawn(documents())}


def test_a_section_that_loses_all_of_its_rows_is_an_error() -> None:
    with pytest.raises(InputError) as caught:
        drawn({**full(), "registry/tools.yml": NO_ENTRIES})
    assert str(caught.value) == (
        "README.md:5: the section 'Tools' would lose all of its rows: it has no entry any more\n"
        "  → restore its entries in registry/, or allow it in registry/list.yml: "
        "`may_be_empty: true` under `id: tools`"
    )


def test_it_may_when_a_person_allows_it() -> None:
    files = {**full(), "registry/tools.yml": NO_ENTRIES, "registry/list.yml": ALLOWED}
    assert "*Nothing is listed here yet.*" in drawn(files)


def test_a_section_that_never_had_rows_may_stay_without() -> None:
    empty = {**documents(), "registry/tools.yml": NO_ENTRIES}
    once = {**empty, "README.md": drawn(empty)}
    assert drawn(once) == once["README.md"]


@pytest.mark.parametrize(
    "template",
    ["", " \n", "{% for one in entries %}{{ one.category }}{% endfor %}", "{# to do #}"],
)
def test_a_template_that_draws_nothing_is_an_error(template: str) -> None:
    files = {**full(), "templates/tools.md.j2": template}
    with pytest.raises(InputError) as caught:
        drawn(files)
    assert str(caught.value).startswith(
        "templates/tools.md.j2: the section 'Tools' would lose all of its rows: this draws nothing"
    )
    allowed = drawn({**files, "registry/list.yml": ALLOWED})
    assert "github.com" not in allowed
    assert drawn({**files, "README.md": documents()["README.md"]}).count("github.com") == 0
