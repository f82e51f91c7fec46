"""`refresh.yml` as `init` writes it, run step by step against the world."""

from __future__ import annotations

import json
import re

import pytest

from tests.workflows import events
from tests.workflows.conftest import NewList


def test_a_scheduled_refresh_opens_a_pull_request(new_list: NewList) -> None:
    jobs = new_list.start("refresh.yml", events.schedule())
    (refresh,) = jobs["refresh"]
    assert refresh.result == "success", refresh.log
    assert jobs["rebuild"][0].result == "skipped"
    (pull,) = new_list.world.github.pulls
    assert "158k" in new_list.world.github.files(pull.head)["README.md"]
    outputs = refresh.steps[-1].outputs
    assert outputs["changed"] == "true"
    assert [one["number"] for one in json.loads(outputs["proposals"])] == [pull.number]
    assert "My Awesome List" in refresh.summary


INPUTS = {
    "labels": "links, bot",
    "assignees": "alice",
    "reviewers": "alice",
    "title-prefix": "chore(list): ",
    "draft": "true",
    "base": "next",
    "automerge": "metadata",
}


def test_pull_requests_get_what_the_inputs_set(new_list: NewList) -> None:
    """Each request is held to GitHub's contract by the world."""
    path = ".github/workflows/refresh.yml"
    more = "".join(f"          {name}: {json.dumps(text)}\n" for name, text in INPUTS.items())
    line = "          command: refresh\n"
    new_list.files[path] = new_list.files[path].replace(line, line + more)
    github = new_list.world.github
    github.push("next", github.files())
    github.auto_merge_allowed, github.collaborators = True, {"alice"}
    jobs = new_list.start("refresh.yml", events.schedule())
    assert jobs["refresh"][0].result == "success", jobs["refresh"][0].log
    (pull,) = github.pulls
    assert pull.title.startswith("chore(list): ")
    assert (pull.labels, pull.draft, pull.base) == (["links", "bot"], True, "next")
    assert (pull.assignees, pull.reviewers) == (["alice"], ["alice"])
    assert pull.auto_merge


def test_the_lock_is_what_is_installed(new_list: NewList) -> None:
    new_list.start("refresh.yml", events.dispatch(**{"dry-run": True}))
    calls = new_list.actions.calls.read_text().splitlines()
    name, uv, venv, lock, package, ran = calls
    assert name.startswith("python -c import sys")
    assert re.fullmatch(r"python -m pip .*--require-hashes .*-r \S+/uv\.txt", uv)
    assert re.fullmatch(r"uv venv --quiet --clear --python \S+ \S+/listkeeper-[0-9a-f]{16}", venv)
    assert re.fullmatch(r"uv pip .*--require-hashes -r \S+/run\.txt -r \S+/build\.txt", lock)
    assert "--no-deps" in package
    assert re.fullmatch(r"listkeeper refresh --root \. --only \* .*--pull-request --dry-run", ran)


def test_the_next_run_installs_nothing(new_list: NewList) -> None:
    new_list.start("refresh.yml", events.dispatch(**{"dry-run": True}))
    new_list.actions.calls.unlink()
    jobs = new_list.start("refresh.yml", events.dispatch(**{"dry-run": True}))
    assert jobs["refresh"][0].result == "success", jobs["refresh"][0].log
    name, ran = new_list.actions.calls.read_text().splitlines()
    assert name.startswith("python -c import sys")
    assert ran.startswith("listkeeper refresh")


@pytest.mark.parametrize(
    "event",
    [events.schedule(fork=True), events.push("registry/tools.yml", fork=True)],
    ids=["schedule", "push"],
)
def test_a_fork_does_nothing(new_list: NewList, event: events.Event) -> None:
    jobs = new_list.start("refresh.yml", event)
    assert {job.result for runs in jobs.values() for job in runs} == {"skipped"}
