"""What every test gets: the world, golden files, and no socket elsewhere."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from bot.config import release

pytest_plugins = ["tests.world.fixtures"]

GOLDEN = Path(__file__).parent / "golden"

# No example fails because the machine is busy; in CI every run draws the same examples.
settings.register_profile(
    "listkeeper",
    deadline=None,
    derandomize="CI" in os.environ,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("listkeeper")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", action="store_true", help="write the golden files anew")


@pytest.fixture(autouse=True)
def _no_runner_around(monkeypatch: pytest.MonkeyPatch) -> None:
    """On GitHub's own machines the tests are no step of ours: nothing is sent to the runner."""
    for name in os.environ:
        if name.startswith(("GITHUB_", "RUNNER_")):
            monkeypatch.delenv(name)


@pytest.fixture
def released(monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts name this copy of listkeeper as those of a release do."""
    monkeypatch.setattr(release, "REPOSITORY", "octo/listkeeper")
    monkeypatch.setattr(release, "COMMIT", "3d3c42e5aac5ba805825da76410c181273ba90b1")


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
