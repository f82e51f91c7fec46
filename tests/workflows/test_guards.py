"""Who may start what: each event against each workflow; the command only notes its words."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config.event import event_of
from tests.workflows import events
from tests.workflows.events import BOT, STRANGER, Event
from tests.workflows.machine import ROOT
from tests.workflows.runner import GitHubActions

BOARD = "<!-- listkeeper:dashboard -->\n- [x] Run now"
BELOW = {"login": "renovate[bot]", "type": "Bot"}


def started(tmp_path: Path, workflow: str, event: Event) -> list[str]:
    """The words of each call of the command, `--output` and what is given of folders left out."""
    actions = GitHubActions(tmp_path / "actions")
    actions.program("listkeeper", "")
    actions.stores.refs |= {ref: {"registry/list.yml": ""} for ref in (event.ref, "main")}
    jobs = actions.start(ROOT / ".github" / "workflows" / workflow, event)
    results = {job.result for runs in jobs.values() for job in runs}
    assert results <= {"success", "skipped"}, [job.log for runs in jobs.values() for job in runs]
    calls = actions.calls.read_text().splitlines() if actions.calls.exists() else []
    return [call.removeprefix("listkeeper ") for call in calls if call.startswith("listkeeper")]


REBUILDS = {
    "a box of the dashboard": events.issue("edited", body=BOARD),
    "a dashboard by a person's token": events.issue(
        "edited", body=BOARD, author=events.MAINTAINER, association="MEMBER"
    ),
    "a box of a pull request": events.pull_request("edited"),
    "a merge or a close": events.pull_request("closed"),
    "an edited row": events.push("registry/tools.yml"),
}
NOTHING = {
    "somebody's own issue": events.issue(
        "edited", body=BOARD, author=STRANGER, association="NONE", sender=STRANGER
    ),
    "an issue of another bot": events.issue("edited", body="Dependencies", author=BELOW),
    "the bot's own edit of its dashboard": events.issue("edited", body=BOARD, sender=BOT),
    "the bot's own edit of its pull request": events.pull_request("edited", sender=BOT),
    "a pull request of a fork with such a branch": events.pull_request(
        "edited", head="stranger/list", sender=STRANGER
    ),
    "somebody's own branch": events.pull_request("closed", branch="my-row"),
    "a marked issue that is no dashboard": events.issue("edited", body="<!-- listkeeper:x -->"),
    "an opened issue": events.issue("opened", body=BOARD),
    "a push elsewhere": events.push("registry/tools.yml", ref="refs/heads/topic"),
    "a push of other files": events.push("docs/index.md"),
    "a default branch of another name": events.push("README.md", ref="refs/heads/master"),
    "a push to a fork": events.push("README.md", fork=True),
    "a schedule in a fork": events.schedule(fork=True),
}


@pytest.mark.parametrize("event", REBUILDS.values(), ids=REBUILDS.keys())
def test_answers_are_read_without_new_queries(tmp_path: Path, event: Event) -> None:
    (words,) = started(tmp_path, "refresh.yml", event)
    assert words.startswith("refresh --root . --only * ")
    assert words.endswith(" --pull-request --rebuild")


@pytest.mark.parametrize("event", NOTHING.values(), ids=NOTHING.keys())
def test_nothing_is_done(tmp_path: Path, event: Event) -> None:
    assert started(tmp_path, "refresh.yml", event) == []


def test_the_form_of_a_run_by_hand(tmp_path: Path) -> None:
    event = events.dispatch(
        **{"scope": "links", "only": "a*; rm -rf $HOME", "dry-run": True, "reason": "a `test`"}
    )
    (words,) = started(tmp_path, "refresh.yml", event)
    assert "--only a*; rm -rf $HOME --format json" in words
    assert words.endswith(" --scope links --pull-request --dry-run")


def test_no_choice_beside_the_ones_that_are_offered(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="is no choice of scope"):
        started(tmp_path, "refresh.yml", events.dispatch(scope="stars"))


def form(action: str, association: str, label: str = "") -> Event:
    body = '### Link\n\nhttps://example.org/"$(id)"\n'
    return events.issue(
        action,
        title="Add: Something",
        body=body,
        author=STRANGER,
        association=association,
        sender=STRANGER,
        label=label,
    )


@pytest.mark.parametrize(
    ("event", "adds"),
    [
        (form("opened", "MEMBER"), True),
        (form("opened", "NONE"), False),
        (form("opened", "CONTRIBUTOR"), False),
        (form("labeled", "NONE", label="accepted"), True),
        (form("labeled", "NONE", label="question"), False),
        (form("edited", "MEMBER"), False),
        (events.issue("opened", title="A bug", association="OWNER"), False),
        (events.issue("labeled", title="A bug", label="accepted"), False),
    ],
)
def test_who_may_have_a_row_added(tmp_path: Path, event: Event, adds: bool) -> None:
    calls = started(tmp_path, "add-entry.yml", event)
    assert len(calls) == int(adds)
    if adds:
        file = next((tmp_path / "actions").rglob("event.json"))
        assert calls[0] == f"add --root . --event {file} --pull-request"
        assert event_of("issues", file).body == event.payload["issue"]["body"]


def test_an_unknown_command_is_refused(tmp_path: Path) -> None:
    workflow = tmp_path / "own.yml"
    text = (ROOT / ".github/workflows/refresh.yml").read_text(encoding="utf-8")
    workflow.write_text(text.replace("command: refresh\n", "command: destroy\n"), encoding="utf-8")
    actions = GitHubActions(tmp_path / "actions")
    actions.stores.refs["refs/heads/main"] = {}
    (job,) = actions.start(workflow, events.schedule())["refresh"]
    assert job.result == "failure"
    assert "::error title=listkeeper::The input 'command' is not one of refresh" in job.log
