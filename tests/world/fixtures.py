"""Fixtures: the `world`, and no socket elsewhere."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol

import huggingface_hub
import pytest
import pytest_socket
from huggingface_hub import constants
from huggingface_hub.utils import _detect_agent

from tests.world.world import World

WORLDS = {"world", "box", "enter", "new_list", "written_list"}
"""Fixtures of tests that live in a world."""
LOOPBACK = ["127.0.0.1", "::1", "localhost"]


class MakeWorld(Protocol):
    """`world(scenario)`: an entered World, with the environment set for this test."""

    def __call__(
        self,
        scenario: str | Path | Mapping[str, Any] | None = None,
        *,
        state: Path | None = None,
        strict: bool = True,
    ) -> World: ...


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "loopback: may open sockets to this machine itself")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """No test reaches the network; those that say so reach this machine."""
    pytest_socket.enable_socket()
    if item.get_closest_marker("loopback") or WORLDS & {*getattr(item, "fixturenames", ())}:
        pytest_socket.socket_allow_hosts(LOOPBACK, allow_unix_socket=True)
    else:
        pytest_socket.disable_socket(allow_unix_socket=True)


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MakeWorld]:
    """A maker of worlds; each is checked when the test has passed through."""
    entered: list[World] = []
    with contextlib.ExitStack() as stack:

        def make(
            scenario: str | Path | Mapping[str, Any] | None = None,
            *,
            state: Path | None = None,
            strict: bool = True,
        ) -> World:
            folder = state or tmp_path / f"world-{len(entered)}"
            made = stack.enter_context(World(scenario or {}, folder, strict=False))
            made.strict = strict
            entered.append(made)
            settle(made, monkeypatch)
            return made

        yield make
        huggingface_hub.close_session()
    for made in entered:
        if made.strict:
            made.check()


def settle(made: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give this process the world's environment, also where a client read it at import."""
    huggingface_hub.close_session()
    for name, value in made.env().items():
        monkeypatch.setenv(name, value)
    for name in ("GH_TOKEN", "HF_ENDPOINT", "GITHUB_API_URL", "GITHUB_GRAPHQL_URL"):
        monkeypatch.delenv(name, raising=False)
    home = Path(made.env()["HF_HOME"])
    monkeypatch.setattr(constants, "HF_HOME", str(home))
    monkeypatch.setattr(constants, "AGENT_HARNESSES_PATH", str(home / ".agent_harnesses.json"))
    monkeypatch.setattr(constants, "HF_HUB_DISABLE_TELEMETRY", True)
    monkeypatch.setattr(_detect_agent, "_registry", None)
