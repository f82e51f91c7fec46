"""`listkeeper.yml`, the one workflow of a hand-written list: which event starts which job."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workflows import events
from tests.workflows.conftest import README, NewList, beside_readme
from tests.workflows.events import BOT, STRANGER, Event
from tests.workflows.runner import GitHubActions
from tests.workflows.test_add import form as filled_in
from tests.workflows.test_guards import BOARD, NOTHING, REBUILDS, form

WORKFLOW = "listkeeper.yml"
ALPHA = "- [alpha](https://github.com/acme/alpha) - Does one thing well.\n"


def test_a_form_becomes_a_pull_request_with_the_row(written_list: NewList) -> None:
    jobs = written_list.start(WORKFLOW, filled_in(written_list, "https://github.com/acme/alpha"))
    (job,) = jobs["add"]
    assert job.result == "success", job.log
    (pull,) = written_list.world.github.pulls
    text = written_list.world.github.files(pull.head)["README.md"]
    assert text == README + ALPHA
    assert ALPHA in pull.body
    assert "Closes #1" in pull.body
    assert job.steps[-1].outputs["conclusion"] == "proposed"


def test_what_is_listed_already_is_answered(written_list: NewList) -> None:
    jobs = written_list.start(WORKFLOW, filled_in(written_list, "https://github.com/acme/beta"))
    assert jobs["add"][0].steps[-1].outputs["conclusion"] == "findings"
    assert written_list.world.github.pulls == []
    (answer,) = written_list.world.github.comments(1)
    assert "it is on the list already: beta, at README.md:5" in answer.body


def started(tmp_path: Path, event: Event) -> list[str]:
    """The jobs that an event starts; the command only notes its words."""
    files = beside_readme(tmp_path)
    path = tmp_path / WORKFLOW
    path.write_text(files[f".github/workflows/{WORKFLOW}"], encoding="utf-8")
    actions = GitHubActions(tmp_path / "actions")
    actions.program("listkeeper", "")
    actions.stores.refs |= {ref: {"README.md": README} for ref in (event.ref, "main")}
    jobs = actions.start(path, event)
    return [name for name, runs in jobs.items() if any(job.result == "success" for job in runs)]


STARTS = {
    "a schedule": (events.schedule(), ["refresh"]),
    "a run by hand": (events.dispatch(**{"dry-run": True, "scope": "links"}), ["refresh"]),
    "an edited row": (events.push("README.md"), ["rebuild"]),
    "an edited setting": (events.push(".github/listkeeper.yml"), ["rebuild"]),
    **{name: (event, ["rebuild"]) for name, event in REBUILDS.items() if name != "an edited row"},
    **{
        name: (event, [])
        for name, event in NOTHING.items()
        if name not in {"a push elsewhere", "a push of other files"}
    },
    "a label on the dashboard": (
        events.issue("labeled", body=BOARD, author=BOT, label="accepted"),
        [],
    ),
    "a form of a member": (form("opened", "MEMBER"), ["add"]),
    "a form of anybody": (form("opened", "NONE"), []),
    "an accepted form": (form("labeled", "NONE", label="accepted"), ["add"]),
    "another label": (form("labeled", "NONE", label="question"), []),
    "an edited form": (form("edited", "MEMBER"), []),
    "another issue": (events.issue("opened", title="A bug", association="OWNER"), []),
    "another issue that is accepted": (
        events.issue("labeled", title="A bug", label="accepted", author=STRANGER),
        [],
    ),
}


@pytest.mark.parametrize(("event", "jobs"), STARTS.values(), ids=STARTS.keys())
def test_each_event_starts_its_job_alone(tmp_path: Path, event: Event, jobs: list[str]) -> None:
    assert started(tmp_path, event) == jobs
