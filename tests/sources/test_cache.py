from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sources.http.cache import Answer, Cache, facts_answer, read_facts


def test_answers_survive_the_run(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "answers.json"
    cache = Cache(path)
    cache.store("/repos/a/b", Answer('W/"1"', '{"id": 1}'))
    cache.save()
    assert Cache(path).get("/repos/a/b") == Answer('W/"1"', '{"id": 1}')
    assert Cache(path).get("/repos/a/c") is None
    at = datetime(2026, 11, 24, 12, 0, 1, 5, tzinfo=UTC)
    cache.store("model:a/b", facts_answer({"likes": 3, "tags": ("x", "y")}, {"created": "why"}, at))
    cache.save()
    kept = Cache(path).get("model:a/b")
    assert kept
    assert (kept.moment, read_facts(kept)) == (
        at,
        ({"likes": 3, "tags": ("x", "y")}, {"created": "why"}),
    )
    assert [one.name for one in path.parent.iterdir()] == ["answers.json"]


def test_without_a_path_it_lasts_for_the_run() -> None:
    cache = Cache()
    cache.store("key", Answer("v", "body"))
    cache.save()
    assert cache.get("key") == Answer("v", "body")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '{"version": 0, "answers": {}}',
        '{"version": 2, "answers": {"a": 1}}',
        '{"version": 2, "answers": {"a": ["v", 1, ""]}}',
        '{"version": 2, "answers": {"a": ["v"]}}',
        '{"version": 2, "answers": {"a": ["v", "b", "soon"]}}',
        '{"version": 2, "answers": 3}',
    ],
)
def test_a_broken_cache_is_a_warning(tmp_path: Path, text: str) -> None:
    path = tmp_path / "answers.json"
    path.write_text(text)
    cache = Cache(path)
    assert cache.get("a") is None
    assert cache.warnings == ["the answer cache could not be read and was ignored"]
    cache.store("a", Answer("v", "b"))
    cache.save()
    assert Cache(path).warnings == []


def test_an_older_form_reads_as_empty(tmp_path: Path) -> None:
    path = tmp_path / "answers.json"
    path.write_text('{"version": 1, "answers": {"a": ["v", "b"]}}')
    cache = Cache(path)
    assert (cache.get("a"), cache.warnings) == (None, [])


def test_an_answer_is_fresh_for_a_time() -> None:
    now = datetime(2026, 11, 24, tzinfo=UTC)
    day = timedelta(days=1)
    ages = [-day, timedelta(), 6 * day, 7 * day]
    answers = [Answer("", "", now - age) for age in ages] + [Answer("", "")]
    assert [one.is_fresh(now, 7 * day) for one in answers] == [False, True, True, False, False]


@pytest.mark.parametrize("body", ["", "3", "{}", '{"facts": 1}', '{"facts": {}, "unknown": 1}'])
def test_facts_that_cannot_be_read_are_none(body: str) -> None:
    assert read_facts(Answer("", body)) is None


def test_bytes_that_are_no_text_are_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "answers.json"
    path.write_bytes(b"\xff\xfe\x00")
    assert Cache(path).warnings


def test_a_place_that_cannot_be_written_is_a_warning(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    cache = Cache(tmp_path / "file" / "answers.json")
    cache.store("a", Answer("v", "b"))
    cache.save()
    assert any("written" in warning for warning in cache.warnings)


def test_nothing_is_written_when_nothing_changed(tmp_path: Path) -> None:
    path = tmp_path / "answers.json"
    cache = Cache(path)
    cache.store("a", Answer("v", "b"))
    cache.save()
    path.unlink()
    cache.store("a", Answer("v", "b"))
    cache.save()
    assert not path.exists()


def test_the_oldest_go_first(tmp_path: Path) -> None:
    path = tmp_path / "answers.json"
    cache = Cache(path, most=30)
    for key in "abcd":
        cache.store(key, Answer("v", "1234567"))
    cache.store("b", Answer("v", "123"))
    cache.store("e", Answer("v", "12345678"))
    assert [key for key in "abcde" if cache.get(key)] == ["b", "d", "e"]
    cache.save()
    assert [key for key in "abcde" if Cache(path).get(key)] == ["b", "d", "e"]
    cache.store("f", Answer("v", "1" * 40))
    assert not any(cache.get(key) for key in "abcdef")


def test_frozen_keeps_nothing(tmp_path: Path) -> None:
    path = tmp_path / "answers.json"
    cache = Cache(path, frozen=True)
    cache.store("a", Answer("v", "b"))
    cache.save()
    assert (cache.get("a"), cache.keeps, path.exists()) == (None, False, False)


@given(st.dictionaries(st.text(), st.tuples(st.text(), st.text()), max_size=5))
def test_whatever_is_stored_comes_back(
    tmp_path_factory: pytest.TempPathFactory, answers: dict[str, tuple[str, str]]
) -> None:
    path = tmp_path_factory.mktemp("cache") / "answers.json"
    cache = Cache(path)
    for key, (validator, body) in answers.items():
        cache.store(key, Answer(validator, body))
    cache.save()
    read = Cache(path)
    assert {key: read.get(key) for key in answers} == {
        key: Answer(*parts) for key, parts in answers.items()
    }
    assert not answers or json.loads(path.read_text())["version"] == 2
