"""The event of a run: read from its file, whatever is in it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.config.event import RunnerEvent, event_of, read_event
from bot.model.errors import SettingsError


def test_a_form_with_its_author(tmp_path: Path) -> None:
    file = tmp_path / "event.json"
    issue = {"number": 7, "body": "字" * 43_690, "user": {"login": "ann"}}
    file.write_text(json.dumps({"issue": issue, "sender": {"login": "bob"}}))
    env = {
        "GITHUB_ACTIONS": "true",
        "GITHUB_EVENT_NAME": "issues",
        "GITHUB_EVENT_PATH": str(file),
    }
    assert read_event(env) == RunnerEvent("issues", "bob", 7, "ann", "字" * 43_690)


@pytest.mark.parametrize(
    ("name", "is_theirs"),
    [
        ("push", True),
        ("schedule", True),
        ("workflow_dispatch", True),
        ("issues", False),
        ("issue_comment", False),
        ("pull_request", False),
        ("pull_request_target", False),
        ("workflow_run", False),
        ("an event of next year", False),
    ],
)
def test_what_only_writers_can_cause(name: str, is_theirs: bool) -> None:
    assert RunnerEvent(name).is_of_a_writer is is_theirs


def test_outside_of_a_runner_there_is_none() -> None:
    assert read_event({"GITHUB_EVENT_PATH": "/nowhere"}).is_of_a_writer


@pytest.mark.parametrize(
    "told",
    [None, 7, [], {"issue": None}, {"issue": []}, {"issue": {"number": "7", "user": 3}}],
)
def test_odd_shapes_are_nobody(tmp_path: Path, told: object) -> None:
    file = tmp_path / "event.json"
    file.write_text(json.dumps(told))
    assert event_of("issues", file) == RunnerEvent("issues")


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b"[" * 100_000])
def test_a_broken_file_is_a_sentence(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "event.json"
    file.write_bytes(content)
    with pytest.raises(SettingsError, match=r"the event in event\.json cannot be read"):
        event_of("issues", file)
    with pytest.raises(SettingsError):
        event_of("issues", tmp_path / "nowhere.json")
