"""The evaluator knows what our workflows use, and refuses everything else."""

from __future__ import annotations

from typing import Any

import pytest

from tests.workflows.expressions import Known, evaluate, filled, holds

CONTEXTS: dict[str, Any] = {
    "github": Known(event={"issue": {"labels": [{"name": "Bug"}, {"name": "docs"}]}}, ref="main"),
    "inputs": Known({"dry-run": None, "only": "a*"}),
}


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("'it''s'", "it's"),
        ("1 == 1.0", True),
        ("null == ''", True),
        ("true == 1", True),
        ("'MAIN' == github.ref", True),
        ("github.event.nothing.of.it", None),
        ("github.event.issue.labels.*.name", ["Bug", "docs"]),
        ("contains(github.event.issue.labels.*.name, 'bug')", True),
        ("contains('a listkeeper b', 'KEEPER')", True),
        ("startsWith(github.ref, 'ma') && !startsWith(github.ref, 'x')", True),
        ("inputs.dry-run || 'false'", "false"),
        ("inputs['only'] != '*' && 'some' || 'all'", "some"),
        ("format('{0}-{1}', 1, true)", "1-true"),
        ("contains(fromJSON('[\"A\"]'), 'a')", True),
        ("!cancelled() && (always() || failure())", True),
    ],
)
def test_what_it_knows(source: str, value: object) -> None:
    assert evaluate(source, CONTEXTS) == value


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("env.HOME", "no context is called 'env'"),
        ("github.actor", "no workflow may ask for 'actor'"),
        ("hashFiles('x')", "no function is called 'hashFiles'"),
        ("1 < 2", "compares sizes"),
        ("'a' 'b'", "goes on after its end"),
        ("github.ref ==", "the expression ends"),
        ("a ? b : c", "not an expression"),
    ],
)
def test_what_it_refuses(source: str, message: str) -> None:
    with pytest.raises(AssertionError, match=message):
        evaluate(source, CONTEXTS)


def test_texts_are_filled_and_lone_values_keep_their_type() -> None:
    assert filled("${{ github.event.issue.labels }}", CONTEXTS) == [
        {"name": "Bug"},
        {"name": "docs"},
    ]
    assert filled("on ${{ github.ref }}: ${{ inputs.dry-run }}!", CONTEXTS) == "on main: !"


@pytest.mark.parametrize(
    ("condition", "status", "expected"),
    [
        (None, "success", True),
        (None, "failure", False),
        ("github.ref == 'main'", "failure", False),
        ("${{ !cancelled() && github.ref == 'main' }}", "failure", True),
        ("failure()", "success", False),
    ],
)
def test_a_condition_is_about_success_unless_it_names_a_status(
    condition: str | None, status: str, expected: bool
) -> None:
    assert holds(condition, CONTEXTS, status) is expected
