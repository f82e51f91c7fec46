"""An archive that is silent on the day a link dies is asked again on the next."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.lists.files import write_whole
from tests.build import documents
from tests.living import Living
from tests.world.fixtures import MakeWorld

SITE = "https://two.example/tour"
COPY = f"https://web.archive.org/web/20250101000000/{SITE}"
TOOLS = f"""\
entries:
  - id: two
    kind: tool
    name: Two
    section: tools
    links: {{code: https://github.com/acme/two, site: {SITE}}}
"""
ARCHIVE = "web.archive.org"


@pytest.fixture
def list_(world: MakeWorld, tmp_path: Path) -> Living:
    scenario = {
        "repository": {"name": "octo/list", "files": documents(**{"registry/tools.yml": TOOLS})},
        "repos": {"acme/two": {"stars": 8312}},
        "pages": {"pages": {SITE: {"status": 404, "title": "Not found"}}},
        "wayback": {SITE: [["20250101000000", 200]]},
    }
    one = Living(world(scenario), tmp_path / "list")
    one.box.fault(ARCHIVE, status=200, body="null")
    for days in (4, 4, 0):
        one.refresh()
        one.pass_days(days)
    assert COPY not in one.files("dead")["registry/tools.yml"]
    return one


@pytest.mark.parametrize("days", [0, 1, 30])
def test_a_copy_joins_what_is_open_once_the_archive_answers(list_: Living, days: int) -> None:
    list_.refresh()
    assert COPY not in list_.files("dead")["registry/tools.yml"]
    list_.box.clear_faults()
    list_.pass_days(days)
    list_.refresh()
    assert COPY in list_.files("dead")["registry/tools.yml"]


def test_a_copy_is_offered_for_a_link_that_was_marked_without(list_: Living) -> None:
    list_.merge("dead")
    list_.pass_days()
    list_.refresh()
    assert "dead" not in list_.open()
    list_.box.clear_faults()
    list_.pass_days()
    list_.refresh()
    assert COPY in list_.files("dead")["registry/tools.yml"]


def test_what_is_open_loses_no_copy_while_the_archive_is_silent(list_: Living) -> None:
    list_.box.clear_faults()
    list_.refresh()
    list_.box.fault(ARCHIVE, status=503)
    list_.pass_days()
    list_.refresh()
    assert COPY in list_.files("dead")["registry/tools.yml"]
    list_.rebuild()
    assert COPY in list_.files("dead")["registry/tools.yml"]


def test_silence_about_a_row_that_went_holds_nobody_else(list_: Living) -> None:
    """The archive was silent about a link that the list has no more."""
    other = "https://other.example/x"
    list_.box.web.pages[other] = {"status": 404, "title": "Not found"}
    text = TOOLS.replace(SITE, other)
    list_.site.push("main", {"registry/tools.yml": text})
    write_whole(list_.root / "registry/tools.yml", text)
    for days in (4, 4, 0):
        list_.refresh()
        list_.pass_days(days)
    list_.box.clear_faults()
    assert list_.refresh().outcome.stays == {}
