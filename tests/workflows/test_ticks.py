"""From a tick to a pull request: what people answer on the dashboard starts a run that obeys."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.run.init import readme_files, understood
from tests.workflows import events
from tests.workflows.conftest import PIN, SCENARIO, NewList, list_of
from tests.workflows.machine import Job
from tests.world.github.store import Thread

HUB = "https://huggingface.co"
README = f"""\
# Awesome models

## Models

- [Falcon]({HUB}/tii/falcon-7b) - A model.
- [Kite]({HUB}/a/kite-3b) - Another model.
- [Owl]({HUB}/a/owl-1b) - A third model.
"""
CONFIG = "version: 1\nwatches: {accounts: [acme], max_age_days: 50000, min_likes: 0}\n"


def model(created: str) -> dict[str, Any]:
    return {
        "downloads": 41_000,
        "license": "apache-2.0",
        "created": created,
        "pipeline_tag": "text-generation",
        "safetensors": {"parameters": {"BF16": 7_000_000_000}, "total": 7_000_000_000},
        "card": "# A model\n",
    }


MODELS = {"acme/New-7B": "2024-05-02", "acme/Heron-7B": "2024-06-02"} | dict.fromkeys(
    ("tii/falcon-7b", "a/kite-3b", "a/owl-1b"), "2023-05-02"
)


@pytest.fixture
def new_list(tmp_path: Path) -> Iterator[NewList]:
    """A hand-written list that watches an account with two new models."""
    documents = {"README.md": README}
    written = readme_files(PIN, documents, understood(documents, tmp_path), config=False)
    scenario = {
        **SCENARIO,
        "hub": {"models": {name: model(day) for name, day in MODELS.items()}},
    }
    files = {**documents, **written, ".github/listkeeper.yml": CONFIG}
    yield from list_of(tmp_path, files, scenario)


def dashboard(new_list: NewList) -> Thread:
    (issue,) = new_list.world.github.issues
    return issue


def done(new_list: NewList, event: events.Event, job: str) -> Job:
    (ran,) = new_list.start("listkeeper.yml", event)[job]
    assert ran.result == "success", ran.log
    return ran


def tick_dashboard(new_list: NewList, marker: str) -> None:
    """A person ticks a box; GitHub reports the edit, which starts the workflow."""
    issue = dashboard(new_list)
    text = re.sub(rf"\[ \] (?=<!-- listkeeper:{marker} )", "[x] ", issue.body)
    assert text != issue.body
    new_list.world.github.edit_body(issue.number, text)
    done(new_list, events.issue("edited", body=text), "rebuild")


def edit_pull(new_list: NewList, old: str, new: str) -> None:
    pull = opened(new_list)
    assert old in pull.body
    new_list.world.github.edit_body(pull.number, pull.body.replace(old, new))
    done(new_list, events.pull_request("edited", branch=pull.head), "rebuild")


def opened(new_list: NewList) -> Thread:
    (pull,) = [one for one in new_list.world.github.pulls if one.state == "open"]
    return pull


def test_a_tick_on_the_dashboard_opens_the_pull_request(new_list: NewList) -> None:
    github = new_list.world.github
    done(new_list, events.schedule(), "refresh")
    assert github.pulls == [], "new rows wait for a tick"
    assert "**[New](https://huggingface.co/acme/New-7B)** · 7B · 820k downloads" in (
        dashboard(new_list).body
    )

    tick_dashboard(new_list, "accept new/row")
    pull = opened(new_list)
    assert (pull.head, pull.title) == ("listkeeper/models", "1 new model: New")
    rows = github.files(pull.head)["README.md"]
    assert "acme/New-7B" in rows
    assert "acme/Heron-7B" not in rows
    assert "- [ ] <!-- listkeeper:offer heron/row" in pull.body
    assert "accept new/row" not in dashboard(new_list).body
    assert "accept heron/row" in dashboard(new_list).body

    # the other one is ticked in the pull request
    edit_pull(new_list, "[ ] <!-- listkeeper:offer", "[x] <!-- listkeeper:offer")
    assert opened(new_list).title == "2 new models: New, Heron"
    assert "acme/Heron-7B" in github.files(pull.head)["README.md"]

    # a scheduled run leaves both; without a ticked box it is closed, and both can be had again
    done(new_list, events.schedule(), "refresh")
    assert opened(new_list).title == "2 new models: New, Heron"
    edit_pull(new_list, "[x] <!-- listkeeper:change", "[ ] <!-- listkeeper:change")
    assert {one.state for one in github.pulls} == {"closed"}
    assert "listkeeper:return new/row" in dashboard(new_list).body


def test_what_is_not_for_the_list_is_not_offered_again(new_list: NewList) -> None:
    done(new_list, events.schedule(), "refresh")
    tick_dashboard(new_list, "decline new/row")
    done(new_list, events.schedule(), "refresh")
    assert new_list.world.github.pulls == []
    text = dashboard(new_list).body
    assert "accept new/row" not in text
    assert "accept heron/row" in text
    tick_dashboard(new_list, "return new/row")
    assert "accept new/row" in dashboard(new_list).body
    assert new_list.world.github.pulls == [], "it is offered, not proposed"
