"""`check.yml` as `init` writes it: what a contributor's pull request gets."""

from __future__ import annotations

from collections.abc import Mapping

from tests.workflows import events
from tests.workflows.conftest import NewList
from tests.workflows.machine import Job
from tests.workflows.runner import TOKEN

ROW = """\

  - id: gone
    kind: tool
    name: Gone Tool
    section: tools
    description: Was here once.
    links:
      code: https://github.com/nobody/gone
"""


def with_row(new_list: NewList) -> dict[str, str]:
    """One more row, and the README up to date with it."""
    files = dict(new_list.files)
    files["registry/tools.yml"] += ROW
    row = "- [Gone Tool](https://github.com/nobody/gone) - Was here once.\n"
    readme = files["README.md"]
    at = readme.index("\n<!-- listkeeper:end tools -->")
    files["README.md"] = readme[:at] + row + readme[at:]
    return files


def start(new_list: NewList, changed: Mapping[str, str], **event: str) -> Job:
    new_list.propose(dict(changed))
    pull = events.pull_request("opened", branch="my-row", head="stranger/list", **event)  # type: ignore[arg-type]
    (job,) = new_list.start("check.yml", pull)["check"]
    return job


def test_a_row_with_a_dead_link(new_list: NewList) -> None:
    job = start(new_list, with_row(new_list))
    lint, check = (step for step in job.steps if step.name == "Run listkeeper")
    assert (lint.outcome, check.outcome) == ("success", "failure"), job.log
    # only the new entry's link was asked
    assert new_list.world.count("export.arxiv.org") == 0
    commands = [line for line in job.log.splitlines() if line.startswith("::")]
    assert [line.partition("::gone: ")[0] for line in commands if "gone" in line] == [
        "::error title=listkeeper,file=registry/tools.yml,line=18"
    ]
    assert [line[:15] for line in commands if "gone" not in line][::2] == ["::stop-commands"] * 2
    assert "### Tools" in check.summary
    assert "[Gone Tool](" in check.summary
    assert "Transformers" not in check.summary
    outer = job.steps[-1]
    assert (outer.outputs["conclusion"], outer.outputs["dead"]) == ("findings", "1")
    assert list(new_list.actions.stores.artifacts) == ["listkeeper-report-check-check"]
    # it only reads, and holds no secret
    assert job.permissions == {"contents": "read"}
    assert TOKEN not in job.log
    assert "secrets." not in new_list.files[".github/workflows/check.yml"]
    assert {record.method for record in new_list.world.records()} <= {"CONNECT", "GET", "POST"}
    assert new_list.world.count("api.github.com", "POST") == new_list.world.count(
        "api.github.com", path_prefix="/graphql"
    )


def test_a_row_without_the_readme(new_list: NewList) -> None:
    job = start(new_list, {"registry/tools.yml": with_row(new_list)["registry/tools.yml"]})
    lint = next(step for step in job.steps if step.name == "Run listkeeper")
    assert lint.outcome == "failure"
    assert "::error title=listkeeper,file=README.md::not up to date with the registry" in lint.log
    assert "something needs to be fixed" in lint.summary


def test_a_broken_row_is_annotated_where_it_stands(new_list: NewList) -> None:
    broken = with_row(new_list)["registry/tools.yml"].replace("section: tools", "section: tolls")
    job = start(new_list, {"registry/tools.yml": broken})
    lint, check = (step for step in job.steps if step.name == "Run listkeeper")
    assert "file=registry/tools.yml,line=7::unknown section 'tolls'" in lint.log
    assert check.outcome == "failure"
    assert [step.outputs["conclusion"] for step in job.steps if step.outputs.get("conclusion")] == [
        *("findings", "findings", "error", "error")
    ]


def test_words_in_the_prose_ask_nobody(new_list: NewList) -> None:
    readme = new_list.files["README.md"].replace("Say here", "Here is said")
    job = start(new_list, {"README.md": readme})
    assert job.result == "success", job.log
    assert "No entry changed." in job.summary
    assert [record for record in new_list.world.records() if record.method != "CONNECT"] == []
