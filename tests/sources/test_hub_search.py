from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.observation import Found, Observation, Reason, Unsure
from bot.model.options.watch import Watch, WatchKind
from bot.model.reference import Kind
from bot.sources.dispatch import SourceSet
from bot.sources.hub.search import NEWEST
from bot.sources.hub.source import Hub

if TYPE_CHECKING:
    from tests.world.world import World

Box = Callable[..., "World"]
NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
BASE = {"relation": "finetune", "models": ["o/base"]}
MODELS: dict[str, Any] = {
    "o/base": {"created": "2023-05-01", "downloads": 9, "license": "mit", "arxiv": ["2307.09288"]},
    "o/new-7b": {"created": "2026-11-20", "safetensors": {"parameters": {"F16": 7}, "total": 7}},
    "p/base-chat": {"created": "2026-11-01", "base_models": BASE, "tags": ["glm", "thudm"]},
    "p/base-gguf": {
        "created": "2026-11-02",
        "base_models": {"relation": "quantized", "models": ["o/base"]},
    },
    "q/linked": {"created": "2024-01-01"},
}
PAPER = {"title": "T", "published": "2023-07-18", "models": ["q/linked"]}


@pytest.fixture
def box(world: Box) -> World:
    return world({"hub": {"models": MODELS}, "papers": {"2307.09288": PAPER}})


def search(*texts: str) -> list[Observation]:
    source = Hub("hf_worldworldworldworldworldworldwor", sleep=lambda _: None)
    try:
        return list(source.search([Watch.parse(text) for text in texts], NOW))
    finally:
        source.close()


def names(seen: list[Observation]) -> list[str]:
    return [one.reference.name for one in seen]


@pytest.mark.parametrize(
    ("watch", "expected"),
    [
        ("account:o", ["o/new-7b", "o/base"]),
        ("base:o/base", ["p/base-gguf", "p/base-chat"]),
        ("name:base-c", ["p/base-chat"]),
        ("paper:2307.09288", ["o/base", "q/linked"]),
        ("filter:glm,thudm", ["p/base-chat"]),
        ("account:nobody", []),
        ("paper:2401.00001", []),
    ],
)
def test_a_watch_finds_the_newest_first(box: World, watch: str, expected: list[str]) -> None:
    assert names(search(watch)) == expected


def test_the_facts_of_a_model_that_was_found(box: World) -> None:
    found = {one.reference.name: one for one in search("account:o", "base:o/base", "name:base")}
    new, copy = found["o/new-7b"], found["p/base-gguf"]
    assert isinstance(new, Found)
    assert new.facts["created"] == "2026-11-20"
    assert new.facts["parameters"] == 7
    assert new.evidence == "https://huggingface.co/o/new-7b"
    assert isinstance(copy, Found)
    assert copy.facts["base_models"] == ("o/base",)
    assert copy.facts["base_relation"] == "quantized"
    assert copy.facts["watches"] == ("base:o/base", "name:base")
    assert box.count("huggingface.co", path_prefix="/api/models") == 3


def test_a_watch_that_failed_is_no_empty_one(box: World) -> None:
    box.fault("huggingface.co", path_prefix="/api/models", status=400, body="{}", times=1)
    (unsure,) = search("account:o")
    assert isinstance(unsure, Unsure)
    assert unsure.reason is Reason.BAD_ANSWER
    assert unsure.reference.key == "account:o"


def test_a_watch_finds_no_more_than_it_may(world: Box) -> None:
    models: dict[str, Any] = {f"o/m{number}": {} for number in range(NEWEST + 20)}
    world({"hub": {"models": models, "page_size": 30}})
    assert len(search("account:o")) == NEWEST


def test_all_sources_that_can_be_searched_are(box: World) -> None:
    sources = SourceSet([Hub(None, sleep=lambda _: None)])
    found = sources.search([Watch(WatchKind.ACCOUNT, "o")], NOW)
    sources.close()
    *models, search = found
    assert names(models) == ["o/new-7b", "o/base"]
    assert (type(search).__name__, search.source, search.reference.key) == (
        ("Found", "hub search", "account:o")
    )
    (tally,) = sources.tallies
    assert (tally.source, tally.asked, tally.found, tally.requests) == ("hub search", 1, 2, 1)
    assert sources.search([], NOW) == []


@given(st.sampled_from(WatchKind), st.text(min_size=1))
def test_a_watch_is_read_back(kind: WatchKind, value: str) -> None:
    watch = Watch(kind, value)
    assert Watch.parse(str(watch)) == watch
    assert watch.reference.kind in set(Kind)


@pytest.mark.parametrize("text", ["", "account:", "colour:blue", "account"])
def test_what_is_no_watch_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="atch"):
        Watch.parse(text)
