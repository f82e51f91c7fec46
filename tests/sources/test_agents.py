"""The names under which requests are sent: those who get them find the list, and no other."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

import bot.publish.github.access
from bot.publish.github.access import connect_writer
from bot.sources.http.agents import user_agents
from tests.person import Person, scenario, small_list
from tests.world.world import World

ADDRESS = "https://github.com/octo/list"
BROWSER = "Mozilla/5.0 (X11;"
"""The last try before a page is called gone: some pages hide from every address in a name."""
GONE = "https://beta.example/tour"


@pytest.mark.parametrize("contact", [ADDRESS, ""])
def test_names_are_honest(contact: str) -> None:
    names = user_agents(contact)
    assert all("listkeeper" in name for name in names)
    assert all(contact in name for name in names[:2])
    assert names[2].startswith(BROWSER)
    assert any("+" in name for name in names) == bool(contact)


@pytest.mark.parametrize(
    "verb",
    [
        *("refresh --pull-request", "check", "refresh --shard 1/1 --output shard.json"),
        "add --dry-run https://huggingface.co/acme/gamma-3b https://github.com/acme/gamma",
    ],
)
def test_every_request_names_the_list(
    verb: str, world: Callable[..., World], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = world(scenario() | {"pages": {"pages": {GONE: {"status": 404}}}}, strict=False)
    quick = partial(connect_writer, seconds_between_writes=0)
    monkeypatch.setattr(bot.publish.github.access, "connect_writer", quick)
    person = Person(tmp_path / "list", env=made.env())
    person.write(small_list())
    monkeypatch.chdir(person.root)
    person.run(*verb.split(), GITHUB_REPOSITORY="octo/list")
    sent = {
        (record.host, record.headers.get("user-agent", ""))
        for record in made.records()
        if record.headers and record.method != "CONNECT"
    }
    assert {host for host, _ in sent} & {"api.github.com", "huggingface.co"}
    assert {one for one in sent if not (ADDRESS in one[1] or one[1].startswith(BROWSER))} == set()
    assert {one for one in sent if "listkeeper" not in one[1]} == set()
