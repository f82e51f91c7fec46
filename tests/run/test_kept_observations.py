"""Observations that are kept beside a list, from one run to the next."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.lists.observations import read_observations, write_observations
from bot.run.steps import observations
from bot.run.steps.observations import OBSERVATIONS, ObservationStore
from tests.build import NOW, found, gone

ONE, TWO = "https://github.com/acme/one", "https://github.com/acme/two"


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """One name for each time that a file was parsed."""
    seen: list[str] = []

    def read(text: str | bytes, path: str) -> object:
        seen.append(path)
        return read_observations(text, path)

    monkeypatch.setattr(observations, "read_observations", read)
    return seen


def test_a_run_parses_them_once(tmp_path: Path, parsed: list[str]) -> None:
    store = ObservationStore(tmp_path)
    assert store.read() is None
    store.keep([found(ONE), gone(TWO)])
    assert parsed == []
    again = ObservationStore(tmp_path)
    assert again.read() == [found(ONE), gone(TWO)]
    again.keep([found(TWO)])
    assert parsed == [OBSERVATIONS]


def test_what_another_run_wrote_meanwhile_is_kept(tmp_path: Path, parsed: list[str]) -> None:
    ObservationStore(tmp_path).keep([found(ONE)])
    store = ObservationStore(tmp_path)
    store.read()
    ObservationStore(tmp_path).keep([found(TWO)])
    store.keep([found(ONE, {"stars": 5})])
    assert store.read() == [found(ONE, {"stars": 5}), found(TWO)]
    assert len(parsed) == 4


def test_what_is_old_goes(tmp_path: Path) -> None:
    store = ObservationStore(tmp_path)
    store.keep([found(ONE)])
    later = replace(found(TWO), at=NOW + timedelta(days=46))
    store.keep([later])
    assert store.read() == [later]


@pytest.mark.parametrize("raw", [b"\xff", b"{", write_observations([])[:-3].encode()])
def test_a_broken_file_is_as_none(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / OBSERVATIONS).parent.mkdir(parents=True)
    (tmp_path / OBSERVATIONS).write_bytes(raw)
    store = ObservationStore(tmp_path)
    assert store.read() is None
    store.keep([found(ONE)])
    assert store.read() == [found(ONE)]
