"""`listkeeper-pages.yml`: it builds the page of any list and publishes it, and may do no more."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.lists.memory import memory_text
from bot.model.memory import Memory, Trace
from bot.run.init import page_files
from tests.build import ROOT
from tests.workflows import events
from tests.workflows.actions import PAGES
from tests.workflows.conftest import PIN, NewList
from tests.workflows.events import Event
from tests.workflows.machine import read

WORKFLOW = "listkeeper-pages.yml"
PATH = f".github/workflows/{WORKFLOW}"
MEMORY = memory_text(Memory(traces={"repo:acme/gamma": Trace(gone_on=("2026-11-02",))}))


@pytest.fixture(params=["new_list", "written_list"])
def listed(request: pytest.FixtureRequest) -> NewList:
    found: NewList = request.getfixturevalue(request.param)
    found.files |= page_files(PIN)
    return found


@pytest.mark.loopback
def test_it_publishes_the_page(listed: NewList) -> None:
    jobs = listed.start(WORKFLOW, events.push("README.md"))
    assert [job.result for one in jobs.values() for job in one] == ["success"] * 2, jobs
    published = listed.actions.stores.page
    assert published is not None
    assert "<h1>" in (published / "index.html").read_text("utf-8")
    assert f"{PAGES}/feed.xml" in (published / "feed.xml").read_text("utf-8")
    assert listed.world.github.pulls == []


def test_what_is_remembered_is_shown(written_list: NewList) -> None:
    written_list.files |= page_files(PIN)
    script = f"case \"$*\" in */memory.json*) cat <<'END'\n{MEMORY}END\n;; *) exit 1;; esac\n"
    written_list.actions.program("gh", script)
    written_list.start(WORKFLOW, events.schedule())
    published = written_list.actions.stores.page
    assert published is not None
    assert "gone on 1 day, last on 2026-11-02" in (published / "all.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("event", "runs"),
    [
        (events.push("registry/tools.yml"), True),
        (events.push("src/main.py"), False),
        (events.push("README.md", ref="refs/heads/topic"), False),
        (events.push("README.md", fork=True), False),
        (events.schedule(), True),
        (events.schedule(fork=True), False),
        (events.dispatch(), True),
        (events.pull_request("opened"), False),
    ],
)
def test_which_events_publish(written_list: NewList, event: Event, runs: bool) -> None:
    written_list.files |= page_files(PIN)
    written_list.actions.program("listkeeper", "mkdir site\n")
    jobs = written_list.start(WORKFLOW, event)
    assert [job.result for one in jobs.values() for job in one if job.result == "success"] == (
        ["success"] * 2 if runs else []
    )


def test_each_job_may_do_its_own_work_alone(tmp_path: Path) -> None:
    path = tmp_path / "one.yml"
    path.write_text(page_files(PIN)[PATH], encoding="utf-8")
    jobs = read(path)["jobs"]
    assert jobs["build"]["permissions"] == {"contents": "read", "pages": "read"}
    assert jobs["publish"]["permissions"] == {"pages": "write", "id-token": "write"}


def test_ours_is_the_one_that_init_writes() -> None:
    ours = (ROOT / PATH).read_text(encoding="utf-8")
    written = page_files(PIN)[PATH]
    assert ours == written.replace(str(PIN), "$/ # this repository at the commit that runs")
