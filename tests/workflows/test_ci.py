"""`ci.yml`: everything is checked on each Python, and code must be formatted as committed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workflows import events
from tests.workflows.machine import ROOT, read
from tests.workflows.runner import GitHubActions

CI = ROOT / ".github" / "workflows" / "ci.yml"


@pytest.mark.parametrize(
    "event",
    [events.push(), events.pull_request("opened", head="stranger/listkeeper")],
    ids=["push", "fork"],
)
def test_every_python_checks_everything(tmp_path: Path, event: events.Event) -> None:
    actions = GitHubActions(tmp_path / "actions")
    actions.stores.refs[event.ref] = {"bot.py": "x = 1\n"}
    jobs = actions.start(CI, event)
    assert [job.result for job in jobs["test"]] == ["success"] * 3, jobs["test"][0].log
    assert [job.result for job in jobs["coverage"]] == ["success"], jobs["coverage"][0].log
    assert sorted(actions.calls.read_text().splitlines()) == [
        "make audit",
        *["make check"] * 3,
        "make coverage",
        "make package",
    ]
    for name in ("audit", "package"):
        assert [job.result for job in jobs[name]] == ["success"], jobs[name][0].log
    assert all(job.permissions == {"contents": "read"} for one in jobs.values() for job in one)


def test_what_the_formatter_would_change_is_refused(tmp_path: Path) -> None:
    actions = GitHubActions(tmp_path / "actions")
    actions.program("make", "echo 'x = 1' > bot.py\n")
    actions.stores.refs["refs/heads/main"] = {"bot.py": "x=1\n"}
    jobs = actions.start(CI, events.push())["test"]
    assert {job.result for job in jobs} == {"failure"}
    assert "-x=1\n+x = 1\n" in jobs[0].log


def test_other_branches_wait_for_their_pull_request() -> None:
    assert not events.push(ref="refs/heads/topic").starts(read(CI))
