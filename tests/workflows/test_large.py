"""`refresh-large.yml`: planned, observed on several machines, decided on the last one."""

from __future__ import annotations

import json

from tests.workflows import events
from tests.workflows.conftest import NewList


def test_several_machines_open_the_same_pull_request(new_list: NewList) -> None:
    jobs = new_list.start("refresh-large.yml", events.dispatch())
    everything = [job for runs in jobs.values() for job in runs]
    assert {job.result for job in everything} == {"success"}, [job.log for job in everything]
    matrix = json.loads(jobs["plan"][0].outputs["matrix"])
    assert [one["links"] for one in matrix["include"]] == [1, 1]
    assert len(jobs["observe"]) == 2
    assert {job.name: job.permissions for job in jobs["observe"]} == {
        "observe": {"contents": "read"}
    }
    shards = [name for name in new_list.actions.stores.artifacts if "shard" in name]
    assert shards == ["listkeeper-shard-0", "listkeeper-shard-1"]
    (pull,) = new_list.world.github.pulls
    assert "158k" in new_list.world.github.files(pull.head)["README.md"]
    # each was asked once, and one machine alone has nothing to add
    assert new_list.world.count("export.arxiv.org") == 1
    alone = new_list.start("refresh.yml", events.dispatch())["refresh"][0].steps[-1]
    assert [one["operation"] for one in json.loads(alone.outputs["proposals"])] == ["unchanged"]


def test_a_machine_that_is_lost_takes_nothing_with_it(new_list: NewList) -> None:
    lose = 'case "$*" in *"--shard 1/8"*) exit 1 ;; esac\n'
    new_list.actions.program("listkeeper", lose + new_list.actions.scripts["listkeeper"])
    jobs = new_list.start("refresh-large.yml", events.dispatch())
    assert sorted(job.result for job in jobs["observe"]) == ["failure", "success"]
    assert jobs["propose"][0].result == "success", jobs["propose"][0].log
    assert "did not report" in jobs["propose"][0].summary
