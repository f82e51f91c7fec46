from __future__ import annotations

from pathlib import Path

import pytest

from bot.config.workflows import read_workflows, schedules_of
from bot.model.options.schedule import Schedule

WEEKLY = """\
on:
  schedule:
    - cron: "17 4 * * 1"
    - cron: "30 5 * * *"
      timezone: Europe/Berlin
jobs:
  refresh:
    steps:
      - uses: actions/checkout@abc # v7
      - uses: acme/listkeeper@abc # v1
"""
BOTH = [Schedule("17 4 * * 1"), Schedule("30 5 * * *", "Europe/Berlin")]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("", "", BOTH),
        ("acme/listkeeper@abc", "$/", BOTH),
        ("# v1", "\n        with: {command: refresh}", BOTH),
        ("# v1", "\n        with: {command: merge}", BOTH),
        ("# v1", "\n        with: {command: check}", []),  # it draws no dashboard
        ("acme/listkeeper@abc", "acme/listkeeper-news@abc", []),
        ("on:\n  schedule:", "on:\n  push:", []),
        ("jobs:\n  refresh:", "jobs:\n  - refresh:", []),
        ('- cron: "17 4 * * 1"', "- 17 4 * * 1", BOTH[1:]),
    ],
)
def test_the_schedules_of_a_workflow(before: str, after: str, expected: list[Schedule]) -> None:
    assert schedules_of("refresh.yml", WEEKLY.replace(before, after)) == expected


@pytest.mark.parametrize("text", ["", "on: push", "on: [push]", "jobs: none", "- a", "a: [", "\0"])
def test_what_is_no_workflow_has_none(text: str) -> None:
    assert schedules_of("other.yml", text) == []


def test_only_workflows_that_can_be_read_are_read(tmp_path: Path) -> None:
    assert read_workflows(tmp_path) == {}
    folder = tmp_path / ".github" / "workflows"
    (folder / "folder.yml").mkdir(parents=True)
    (folder / "latin.yml").write_bytes(b"name: caf\xe9")
    (folder / "notes.md").write_text("on: push")
    (folder / "refresh.yml").write_text(WEEKLY)
    (folder / "short.yaml").write_text("on: push")
    assert read_workflows(tmp_path) == {
        ".github/workflows/refresh.yml": WEEKLY,
        ".github/workflows/short.yaml": "on: push",
    }
