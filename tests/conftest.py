"""Sockets are banned, but for loopback in tests that live in a world or say so."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from huggingface_hub import close_session
from pytest_socket import disable_socket, enable_socket, socket_allow_hosts

from tests.world.world import World

GOLDEN = Path(__file__).parent / "golden"
WORLDS = {"world", "box", "site"}
LOOPBACK = ["127.0.0.1", "::1", "localhost"]
Enter = Callable[[str | Mapping[str, Any]], World]


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "loopback: may open sockets, to this machine only")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", action="store_true", help="write the golden files anew")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a whole document with `tests/golden/NAME`; a person looks at what is committed."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--golden"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8"), f"see tests/golden/{name}"

    return compare


@pytest.fixture(autouse=True)
def _sockets(request: pytest.FixtureRequest) -> None:
    enable_socket()
    if WORLDS & {*request.fixturenames} or request.node.get_closest_marker("loopback"):
        socket_allow_hosts(LOOPBACK, allow_unix_socket=True)
    else:
        disable_socket(allow_unix_socket=True)


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Enter]:
    """Opens a world of a scenario, in which this process then lives until the test ends."""
    with ExitStack() as stack:

        def enter(scenario: str | Mapping[str, Any]) -> World:
            opened = stack.enter_context(World(scenario, tmp_path / "world"))
            for name, value in opened.env().items():
                monkeypatch.setenv(name, value)
            close_session()
            return opened

        yield enter
        close_session()
