from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.world.world import World


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., World]]:
    """Opens a world of a scenario, in which this process then lives until the test ends."""
    from tests.world.world import World

    with ExitStack() as stack:

        def enter(scenario: str | Mapping[str, Any]) -> World:
            opened = stack.enter_context(World(scenario, tmp_path / "world"))
            for name, value in opened.env().items():
                monkeypatch.setenv(name, value)
            return opened

        yield enter
