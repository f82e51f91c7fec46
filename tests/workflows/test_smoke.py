"""`smoke.yml`: one issue when a service drifts, found again by its marker; none when none does."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workflows import events
from tests.workflows.machine import ROOT
from tests.workflows.runner import GitHubActions

SMOKE = ROOT / ".github" / "workflows" / "smoke.yml"
DRIFT = "- **hub** does not answer as `tests/world` composes it:"


def run(tmp_path: Path, text: str, code: int, issue: str = "") -> tuple[str, list[str], str]:
    """The job's result, the calls of gh, and its log."""
    actions = GitHubActions(tmp_path / "actions")
    actions.program("make", f'printf "%s" \'{text}\' > "$OUTPUT"\nexit {code}\n')
    actions.program("gh", f'if [ "$2" = list ]; then echo "{issue}"; fi\n')
    actions.stores.refs["refs/heads/main"] = {"bot.py": ""}
    (job,) = actions.start(SMOKE, events.schedule())["smoke"]
    assert job.permissions == {"contents": "read", "issues": "write"}
    calls = actions.calls.read_text().splitlines()
    assert "make smoke" in calls
    return job.result, [call for call in calls if call.startswith("gh ")], job.log


def test_no_issue_while_services_answer_as_composed(tmp_path: Path) -> None:
    assert run(tmp_path, "all is well", 0)[:2] == ("success", [])


@pytest.mark.parametrize("issue", ["", "17"])
def test_drift_is_one_issue(tmp_path: Path, issue: str) -> None:
    result, calls, log = run(tmp_path, DRIFT, 2, issue)
    assert result == "success", log
    listed, written = calls
    assert "--state open" in listed
    assert written.startswith(
        "gh issue edit 17 --body-file" if issue else "gh issue create --title"
    )


def test_a_command_that_fails_by_itself_is_red(tmp_path: Path) -> None:
    assert run(tmp_path, "nobody could be asked", 2)[:2] == ("failure", [])


def test_nothing_runs_in_a_fork(tmp_path: Path) -> None:
    actions = GitHubActions(tmp_path / "actions")
    jobs = actions.start(SMOKE, events.schedule(fork=True))
    assert {job.result for job in jobs.get("smoke", [])} <= {"skipped"}
