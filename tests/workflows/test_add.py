"""`add-entry.yml`: a filled-in form becomes a pull request with the row, or an answer."""

from __future__ import annotations

import json

from tests.workflows import events
from tests.workflows.conftest import NewList
from tests.workflows.events import STRANGER, Event


def form(new_list: NewList, link: str) -> Event:
    thread = new_list.world.github.issue("Add: something", user="stranger")
    return events.issue(
        "labeled",
        title="Add: something",
        body=f"### Link\n\n{link}\n\n### Section\n\nTools\n\n### Why it belongs here\n\nTry it.\n",
        author=STRANGER,
        label="accepted",
        number=thread.number,
    )


def test_a_form_becomes_a_pull_request(new_list: NewList) -> None:
    (job,) = new_list.start("add-entry.yml", form(new_list, "https://github.com/acme/alpha"))["add"]
    assert job.result == "success", job.log
    (pull,) = new_list.world.github.pulls
    files = new_list.world.github.files(pull.head)
    assert "https://github.com/acme/alpha" in files["registry/tools.yml"]
    assert "https://github.com/acme/alpha" in files["README.md"]
    assert "#1" in pull.body
    outputs = job.steps[-1].outputs
    assert outputs["conclusion"] == "proposed"
    assert [one["number"] for one in json.loads(outputs["proposals"])] == [pull.number]


def test_what_is_listed_already_is_answered(new_list: NewList) -> None:
    (job,) = new_list.start(
        "add-entry.yml", form(new_list, "https://github.com/huggingface/transformers")
    )["add"]
    assert job.result == "success", job.log
    assert new_list.world.github.pulls == []
    assert job.steps[-1].outputs["conclusion"] == "findings"
    (answer,) = new_list.world.github.comments(1)
    assert "transformers" in answer.body


def test_a_form_as_long_as_github_allows(new_list: NewList) -> None:
    event = form(new_list, "https://github.com/acme/alpha")
    event.payload["issue"]["body"] += "\u5b57" * 60_000
    (job,) = new_list.start("add-entry.yml", event)["add"]
    assert job.result == "success", job.log
    assert len(new_list.world.github.pulls) == 1


def test_a_label_by_who_may_not_write_adds_nothing(new_list: NewList) -> None:
    event = form(new_list, "https://github.com/acme/alpha")
    triager = {"login": "tina", "type": "User"}
    accepted = Event(event.name, {**event.payload, "sender": triager})
    (job,) = new_list.start("add-entry.yml", accepted)["add"]
    assert job.result == "success", job.log
    assert "tina started this run (issues) and may not write here" in job.log
    assert new_list.world.github.pulls == []
