"""A change exists only if a reader sees it: what a body tells stands in the README, and back."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.change import Change, Ruling
from bot.model.observation import Observation
from bot.run.steps.outcome import Outcome
from tests.build import LIST, documents, found, judge, merged, moved, of

ALPHA, BETA = "https://github.com/old/alpha", "https://github.com/acme/beta"
GAMMA = "https://huggingface.co/acme/gamma-7b"
COLUMNS = ("licence", "reach", "stars", "downloads", "status", "description")


def listing(columns: list[str]) -> dict[str, str]:
    """The small list in these columns, its README in step."""
    text = LIST.replace("[name, description, licence, reach]", f"[{', '.join(['name', *columns])}]")
    files = documents(**{"registry/list.yml": text})
    return merged(judge([], files=files), files)


def applied(outcome: Outcome) -> list[Change]:
    proposals = outcome.proposals
    return [one for each in proposals for one in each.changes if one.ruling is Ruling.APPLY]


def row(readme: str, name: str) -> str:
    return next((line for line in readme.splitlines() if f"**{name}**" in line), "")


def words(text: str) -> set[str]:
    """What a reader reads; signs, markup and addresses are left out."""
    plain = re.sub(r"\]\([^)]*\)|<br>", " ", text)
    return set(re.findall(r"[\w.]+", plain.replace("\\", "")))


CODE = st.fixed_dictionaries(
    {},
    optional={
        "stars": st.integers(0, 100_000),
        "licence": st.sampled_from(["MIT", "Apache-2.0", "GPL-3.0"]),
        "archived": st.booleans(),
    },
)
WEIGHTS = st.fixed_dictionaries(
    {},
    optional={
        "downloads": st.integers(0, 100_000),
        "licence": st.sampled_from(["mit", "apache-2.0"]),
        "gated": st.sampled_from(["auto", "manual"]),
    },
)


@given(
    columns=st.lists(st.sampled_from(COLUMNS), unique=True),
    alpha=CODE,
    beta=CODE,
    gamma=WEIGHTS,
)
def test_a_body_reports_what_the_readme_shows_and_nothing_else(
    columns: list[str], alpha: dict[str, object], beta: dict[str, object], gamma: dict[str, object]
) -> None:
    files = listing(columns)
    observations: list[Observation] = [
        found(ALPHA, alpha),  # type: ignore[arg-type]
        found(BETA, beta),  # type: ignore[arg-type]
        found(GAMMA, gamma, "hub"),  # type: ignore[arg-type]
    ]
    outcome = judge(observations, files=files)
    after = merged(outcome, files)["README.md"]
    reported: dict[str, set[str]] = {}
    for change in applied(outcome):
        assert words(change.after) <= words(row(after, change.entry_name)), change
        reported.setdefault(change.entry_name, set()).update(words(change.after))
    for name in ("Alpha", "Beta", "Gamma"):
        new = words(row(after, name)) - words(row(files["README.md"], name))
        assert new <= reported.get(name, set()), name


def test_what_no_column_draws_is_not_proposed_nor_taken_over() -> None:
    files = listing(["description"])
    outcome = judge([found(BETA, {"stars": 5000, "licence": "MIT"})], files=files)
    assert (list(outcome.changes), outcome.proposals) == ([], ())


def test_of_two_values_only_the_one_that_is_drawn_is_a_change() -> None:
    files = listing(["licence"])
    outcome = judge([found(BETA, {"stars": 5000, "licence": "MIT"})], files=files)
    assert [(one.field, one.after) for one in outcome.changes] == [("licence", "MIT")]
    assert '"stars"' not in of(outcome, "metadata").files["registry/observed.json"]


def test_a_moved_link_that_the_section_draws_is_a_change_whatever_its_columns() -> None:
    outcome = judge([moved(ALPHA, "https://github.com/new/alpha")], files=listing([]))
    assert [one.id for one in outcome.changes] == ["alpha/code"]


@pytest.mark.parametrize(
    "template", ["{{ section.title }}\n", "{% for one in entries %}- {{ one.name }}\n{% endfor %}"]
)
def test_a_link_that_no_template_draws_is_left_alone(template: str) -> None:
    files = {**listing([]), "templates/tools.md.j2": template}
    files = merged(judge([], files=files), files)
    outcome = judge([moved(ALPHA, "https://github.com/new/alpha")], files=files)
    assert (list(outcome.changes), outcome.proposals) == ([], ())
