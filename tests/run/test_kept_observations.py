"""Observations that are kept beside a list, from one run to the next."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.lists.observations import write_observations
from bot.run.steps.observations import OBSERVATIONS, ObservationStore
from tests.build import NOW, found, gone, unsure

ONE, TWO = "https://github.com/acme/one", "https://github.com/acme/two"


def test_what_is_not_wanted_is_let_go(tmp_path: Path) -> None:
    ObservationStore(tmp_path).keep([found(ONE), gone(TWO)])
    store = ObservationStore(tmp_path)
    assert store.read(lambda seen: seen == gone(TWO)) == [gone(TWO)]
    assert store.read(lambda _: False) == []
    assert store.read() == [found(ONE), gone(TWO)]


def test_what_another_run_wrote_meanwhile_is_kept(tmp_path: Path) -> None:
    ObservationStore(tmp_path).keep([found(ONE)])
    store = ObservationStore(tmp_path)
    store.read()
    ObservationStore(tmp_path).keep([found(TWO)])
    store.keep([found(ONE, {"stars": 5})])
    assert store.read() == [found(ONE, {"stars": 5}), found(TWO)]


def test_an_answer_ends_the_days_without_one(tmp_path: Path) -> None:
    store = ObservationStore(tmp_path)
    store.keep([found(ONE), unsure(TWO)])
    store.keep([unsure(ONE)])
    assert store.read() == [found(ONE), unsure(ONE), unsure(TWO)]
    store.keep([gone(ONE), found(TWO)])
    assert store.read() == [gone(ONE), found(TWO)]


def test_what_is_old_goes(tmp_path: Path) -> None:
    store = ObservationStore(tmp_path)
    store.keep([found(ONE)])
    later = replace(found(TWO), at=NOW + timedelta(days=46))
    store.keep([later])
    assert store.read() == [later]


@pytest.mark.parametrize("raw", [b"\xff", b"{", write_observations([])[:-3]])
def test_a_broken_file_is_as_none(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / OBSERVATIONS).parent.mkdir(parents=True)
    (tmp_path / OBSERVATIONS).write_bytes(raw)
    store = ObservationStore(tmp_path)
    assert store.read() is None
    store.keep([found(ONE)])
    assert store.read() == [found(ONE)]
