"""How many requests a long list costs, counted where they arrive."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bot.model.observation import Found, Observation, outcome_word
from bot.model.reference import Query, read_link
from bot.sources.http.cache import Answer, Cache
from bot.sources.hub.models import DAILY, FACTS_KEPT
from bot.sources.hub.source import Hub
from tests.world.world import HUB_TOKEN

if TYPE_CHECKING:
    from tests.world.world import World

Box = Callable[..., "World"]
NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
DAY = timedelta(days=1)
LLAMA = {
    "model_type": "llama",
    "vocab_size": 32000,
    "hidden_size": 64,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "intermediate_size": 128,
}
BUFFERS = {"parameters": {"F16": 4_178_240, "F32": 16}, "total": 4_178_256}


def names(accounts: Sequence[int]) -> list[str]:
    """Models of accounts that have so many each."""
    return [f"o{at}/m{n}" for at, number in enumerate(accounts) for n in range(number)]


def scenario(models: Sequence[str]) -> dict[str, Any]:
    """Some have no count of their own, some have buffers: both need `config.json`.

    All but the first are made of the first.
    """
    base = {"relation": "finetune", "models": [models[0]]}
    records: dict[str, Any] = {}
    for at, name in enumerate(models):
        config = {"config": LLAMA} if at % 10 in {3, 7} else {}
        weights = {} if at % 10 == 3 else {"safetensors": BUFFERS}
        made = {"base_models": base} if at else {}
        records[name] = {"downloads": at % 900, **weights, **config, **made}
    return {"hub": {"models": records, "page_size": 100, "quota": 100_000}}


def look(models: Sequence[str], now: datetime, cache: Path | None = None) -> list[Observation]:
    source = Hub(HUB_TOKEN, cache=Cache(cache), sleep=lambda _: None)
    links = [read_link(f"https://huggingface.co/{name}") for name in models]
    try:
        seen = list(source.look([Query(link.reference, link.url) for link in links], now))
    finally:
        source.close()
    assert sorted(one.reference.key for one in seen) == sorted(link.reference.key for link in links)
    return seen


def spent(box: World) -> Iterator[int]:
    """Requests since the last time this was asked."""
    before = 0
    while True:
        count = box.count("huggingface.co") - box.count("huggingface.co", path_prefix="/api/agent")
        yield count - before
        before = count


# Like the list that this bot keeps: a few accounts with many models, many with few. And the worst.
USUAL = [20] * 20 + [5] * 80 + [2] * 50 + [1] * 100
LISTS = {"usual": (USUAL, 1000), "one each": ([1] * 400, 400)}


@pytest.mark.parametrize("name", LISTS)
def test_a_long_list_is_few_requests(world: Box, tmp_path: Path, name: str) -> None:
    accounts, most = LISTS[name]
    models = names(accounts)
    box = world(scenario(models))
    requests, cache = spent(box), tmp_path / "hub.json"
    for day, limit in enumerate([most, 200, 200]):
        seen = look(models, NOW + day * DAY, cache)
        assert {outcome_word(one) for one in seen} == {"found"}
        assert len(seen) == len(models)
        assert next(requests) <= limit


def found(seen: Sequence[Observation]) -> dict[str, Found]:
    return {one.reference.name: one for one in seen if isinstance(one, Found)}


def test_a_listing_gives_the_same_as_one_by_one(world: Box) -> None:
    world(scenario(names([12])))
    combined = found(look(names([12]), NOW))
    assert {name: found(look([name], NOW))[name].facts for name in names([12])} == {
        name: one.facts for name, one in combined.items()
    }
    assert combined["o0/m1"].facts["base_models"] == ("o0/m0",)
    assert combined["o0/m1"].facts["base_relation"] == "finetune"
    assert combined["o0/m3"].facts["parameters_how"] == "computed"
    assert combined["o0/m7"].facts["parameters"] == 4_178_240
    assert combined["o0/m7"].facts["parameters_how"] == "safetensors"


def test_what_a_list_leaves_out_is_asked_alone(world: Box) -> None:
    content = scenario(["o/a", "o/b", "new/c"])
    content["hub"]["renamed"] = {"o/c": "new/c"}
    box = world(content)
    seen = look(["o/a", "o/b", "o/c", "o/gone"], NOW)
    assert [outcome_word(one) for one in sorted(seen, key=lambda one: one.reference.key)] == [
        "found",
        "found",
        "moved",
        "gone",
    ]
    assert box.count("huggingface.co", path_prefix="/api/models/") == 3  # one of them a redirect


def test_a_list_that_fails_costs_nothing_but_requests(world: Box) -> None:
    box = world(scenario(["o/a", "o/b"]))
    box.fault("huggingface.co", path_prefix="/api/models?", status=400, body="{}")
    box.fault("huggingface.co", path_prefix="/api/models", status=400, body="{}", times=1)
    assert set(found(look(["o/a", "o/b"], NOW))) == {"o/a", "o/b"}


def test_one_odd_model_does_not_spoil_the_list(world: Box) -> None:
    content = scenario(["o/a", "o/b", "o/odd"])
    content["hub"]["models"]["o/odd"] = {"safetensors": {"total": 5}, "downloads": 0}
    world(content)
    assert set(found(look(["o/a", "o/b", "o/odd"], NOW))) == {"o/a", "o/b", "o/odd"}


def test_no_more_pages_are_read_than_there_are_models_to_find(world: Box) -> None:
    models = names([900])
    box = world(scenario(models))
    look([models[0], models[1], "o0/gone"], NOW)  # the least used: on the last page
    lists = [one for one in box.records() if one.path == "/api/models"]
    assert len(lists) == 3


def test_kept_answers_keep_their_day_and_come_to_their_turn(world: Box, tmp_path: Path) -> None:
    models, cache = names([1] * (DAILY + 50)), tmp_path / "hub.json"
    world(scenario(models))
    look(models, NOW, cache)
    later = look(models, NOW + DAY, cache)
    days = [one.at for one in later]
    assert days.count(NOW + DAY) == DAILY
    assert days.count(NOW) == 50
    last = look(models, NOW + 2 * DAY, cache)
    assert NOW not in [one.at for one in last]
    week = look(models, NOW + 2 * DAY + FACTS_KEPT, cache)
    assert {one.at for one in week} == {NOW + 2 * DAY + FACTS_KEPT}


def test_a_reader_sees_what_was_not_fetched(world: Box, tmp_path: Path) -> None:
    links = [read_link(f"https://huggingface.co/{name}") for name in names([1] * (DAILY + 2))]
    queries = [Query(link.reference, link.url) for link in links]
    world(scenario(names([1] * (DAILY + 2))))
    source = Hub(HUB_TOKEN, cache=Cache(tmp_path / "hub.json"), sleep=lambda _: None)
    list(source.look(queries, NOW))
    assert source.notes == []
    list(source.look(queries, NOW + DAY))
    source.close()
    assert source.notes[0].startswith("2 models were not queried today")


def test_only_good_answers_are_kept(world: Box, tmp_path: Path) -> None:
    models, cache = ["a/m", "b/gone", "c/old"], tmp_path / "hub.json"
    content = scenario(["a/m", "new/c"])
    content["hub"]["renamed"] = {"c/old": "new/c"}
    world(content)
    look(models, NOW, cache)
    kept = cache.read_text()
    assert "model:a/m" in kept
    assert "gone" not in kept
    assert "c/old" not in kept


def test_a_broken_cache_is_no_answer(world: Box, tmp_path: Path) -> None:
    cache = Cache(tmp_path / "hub.json")
    for body in ("[]", "{", '{"facts": 3, "unknown": {}}', '{"facts": {}}'):
        cache.store("model:o/m", Answer("", body, NOW))
        cache.store("model:p/m", Answer("", '{"facts": {}, "unknown": {}}'))
        cache.save()
        box = world(scenario(["o/m", "p/m"]))
        assert all(
            one.facts for one in found(look(["o/m", "p/m"], NOW, tmp_path / "hub.json")).values()
        )
        assert box.count("huggingface.co", path_prefix="/api/models/") == 2


def test_a_gated_config_is_no_failure(world: Box) -> None:
    content = scenario(names([8]))
    content["hub"]["models"]["o0/m3"]["gated"] = "manual"
    world(content)
    gated = found(look(names([8]), NOW))["o0/m3"]
    assert gated.facts["gated"] == "manual"
    assert gated.unknown["parameters"] == "no safetensors weights"
