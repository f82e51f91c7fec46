"""`refresh.yml` when somebody answered: what is open is updated, and nobody is asked again."""

from __future__ import annotations

import json

from tests.workflows import events
from tests.workflows.conftest import NewList

MOVED = """\

  - id: alpha
    kind: tool
    name: Alpha
    section: tools
    description: Lives elsewhere now.
    links:
      code: https://github.com/old/alpha
"""


def asked(new_list: NewList) -> tuple[int, int]:
    """How often GitHub and arXiv were asked; GitHub's writing goes by GraphQL, too."""
    hosts = [
        record.host
        for record in new_list.world.records()
        if record.method != "CONNECT"
        if record.host != "api.github.com" or record.path == "/graphql"
        if b"mutation" not in record.body
    ]
    return hosts.count("api.github.com"), hosts.count("export.arxiv.org")


def opened(new_list: NewList) -> dict[str, int]:
    """A scheduled run over a list with a repository that moved: topic → number."""
    files = new_list.world.github.files()
    tools = files["registry/tools.yml"] + MOVED
    new_list.world.github.push("main", {"registry/tools.yml": tools})
    (refresh,) = new_list.start("refresh.yml", events.schedule())["refresh"]
    assert refresh.result == "success", refresh.log
    proposals = json.loads(refresh.steps[-1].outputs["proposals"])
    return {one["topic"]: one["number"] for one in proposals}


def test_an_unticked_box_is_a_no_at_once(new_list: NewList) -> None:
    numbers = opened(new_list)
    github = new_list.world.github
    pull = github.pull(numbers["moved"])
    before = asked(new_list)
    github.edit_body(pull.number, pull.body.replace("- [x]", "- [ ]"))
    jobs = new_list.start("refresh.yml", events.pull_request("edited", branch=pull.head))
    (rebuild,) = jobs["rebuild"]
    assert rebuild.result == "success", rebuild.log
    assert github.pull(pull.number).state == "closed"
    assert asked(new_list) == before
    operations = {
        one["topic"]: one["operation"] for one in json.loads(rebuild.steps[-1].outputs["proposals"])
    }
    assert operations["moved"] == "closed"
    assert set(operations.values()) <= {"closed", "unchanged"}


def test_an_edited_row_rebuilds_what_is_open(new_list: NewList) -> None:
    numbers = opened(new_list)
    github = new_list.world.github
    before = asked(new_list)
    text = github.files()["registry/tools.yml"].replace("Lives elsewhere now.", "In a new home.")
    github.push("main", {"registry/tools.yml": text})
    (rebuild,) = new_list.start("refresh.yml", events.push("registry/tools.yml"))["rebuild"]
    assert rebuild.result == "success", rebuild.log
    pull = github.pull(numbers["moved"])
    assert pull.state == "open"
    proposed = github.files(pull.head)
    assert "In a new home." in proposed["registry/tools.yml"]
    assert "acme/alpha" in proposed["registry/tools.yml"]
    assert asked(new_list) == before


def test_a_scope_looks_at_a_part(new_list: NewList) -> None:
    jobs = new_list.start("refresh.yml", events.dispatch(scope="links"))
    (refresh,) = jobs["refresh"]
    assert refresh.result == "success", refresh.log
    assert new_list.world.github.pulls == []
    assert refresh.steps[-1].outputs["conclusion"] == "clean"


MEMBER = {"login": "mel", "type": "User"}
"""Belongs to the organisation, and may only read this repository."""
BOARD = "<!-- listkeeper:dashboard -->\n- [x] <!-- listkeeper:run all --> Run now\n"


def test_a_member_who_may_not_write_starts_nothing(new_list: NewList) -> None:
    issue = new_list.world.github.issue("Mine", BOARD, user="mel", labels=["listkeeper"])
    edited = events.issue(
        "edited",
        body=BOARD,
        author=MEMBER,
        association="MEMBER",
        sender=MEMBER,
        number=issue.number,
    )
    before = new_list.world.github.git.branches()
    (job,) = new_list.start("refresh.yml", edited)["rebuild"]
    assert job.result == "success", job.log
    message = "Nothing was done: mel started this run (issues) and may not write here."
    assert message in job.log
    assert job.steps[-1].outputs["conclusion"] == "clean"
    assert asked(new_list) == (0, 0)
    assert new_list.world.github.git.branches() == before
    assert len(new_list.world.github.issues) == 1


def test_a_dashboard_longer_than_an_environment_may_be(new_list: NewList) -> None:
    opened(new_list)
    (board,) = new_list.world.github.issues
    text = board.body + "\u5b57" * (65_536 - len(board.body))
    new_list.world.github.edit_body(board.number, text)
    event = events.issue("edited", body=text, number=board.number)
    (job,) = new_list.start("refresh.yml", event)["rebuild"]
    assert job.result == "success", job.log
