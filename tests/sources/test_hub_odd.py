"""Cards of another shape than agreed: anybody can upload one."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from bot.model.observation import Found, Reason, Unsure
from bot.model.options.watch import Watch
from bot.model.reference import Kind, Query, Reference
from bot.sources.hub.source import Hub

if TYPE_CHECKING:
    from tests.world.world import World

Box = Callable[..., "World"]
NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
TOKEN = "hf_worldworldworldworldworldworldwor"

ODD: dict[str, dict[str, Any]] = {
    "a licence that is a flag": {"cardData": {"license": True}},
    "a licence that is a number": {"cardData": {"license": 3}},
    "a licence beyond all numbers": {"cardData": {"license": 1e308}},
    "no licence in a list": {"cardData": {"license": [None]}},
    "a licence and a flag": {"cardData": {"license": ["mit", False]}},
    "a licence that is a table": {"cardData": {"license": {"name": "mit"}}},
    "no tag in a list": {"tags": [None]},
    "a number among tags": {"tags": ["x", 1]},
    "tags that are a text": {"tags": "x"},
    "no library in a list": {"library_name": [None]},
    "a task that is a table": {"pipeline_tag": {"a": 1}},
    "metadata that are a text": {"cardData": "x"},
    "metadata that are a number": {"cardData": -1},
    "metadata that are a list": {"cardData": [1]},
    "metadata with the library's own words": {"cardData": {"ignore_metadata_errors": 1}},
    "a configuration that is a number": {"config": 7},
    "no count of weights": {"safetensors": {"parameters": None, "total": 7}},
    "a nested count of weights": {"safetensors": {"parameters": {"F16": 7, "x": {}}, "total": 7}},
    "a count that is a text": {"safetensors": {"parameters": {"F16": "7"}, "total": 7}},
    "a commit that is a number": {"sha": 7},
}


@pytest.mark.parametrize("raw", ODD.values(), ids=ODD)
def test_an_odd_card_is_one_bad_row(world: Box, raw: dict[str, Any]) -> None:
    """Found by a watch, and listed beside a sibling: the others are known all the same."""
    good = [{"id": "acme/good-7b", "likes": 3}, {"id": "acme/fine-7b", "likes": 4}]
    odd = {"id": "acme/odd-7b", "likes": 5, **raw}
    box = world({})
    answers = {"/api/models/acme/odd-7b": odd, "/api/models": [good[0], odd, good[1]]}
    for path, value in answers.items():
        box.fault(
            "huggingface.co",
            path_prefix=path,
            status=200,
            body=json.dumps(value),
            headers={"Content-Type": "application/json"},
        )
    source = Hub(TOKEN, sleep=lambda _: None)
    urls = ["acme/good-7b", "acme/odd-7b", "acme/fine-7b"]
    queries = [Query(Reference.of(Kind.MODEL, url), url) for url in urls]
    try:
        looked = list(source.look(queries, NOW))
        found = list(source.search([Watch.parse("account:acme")], NOW))
    finally:
        source.close()
    for seen in (looked, found):
        by_name = {one.reference.name: one for one in seen}
        assert isinstance(by_name["acme/good-7b"], Found)
        assert isinstance(by_name["acme/fine-7b"], Found)
        bad = by_name["acme/odd-7b"]
        assert isinstance(bad, Unsure)
        assert bad.reason is Reason.BAD_ANSWER
        assert "read" in bad.why


@pytest.mark.parametrize("licence", [True, 3, [None], {"a": 1}])
def test_an_odd_card_of_a_dataset_names_no_licence(world: Box, licence: object) -> None:
    box = world({})
    raw = {"id": "acme/data", "cardData": {"license": licence}}
    body = json.dumps(raw)
    headers = {"Content-Type": "application/json"}
    box.fault("huggingface.co", path_prefix="/api/", status=200, body=body, headers=headers)
    source = Hub(TOKEN, sleep=lambda _: None)
    reference = Reference.of(Kind.DATASET, "acme/data")
    try:
        (seen,) = source.look([Query(reference, "")], NOW)
    finally:
        source.close()
    assert isinstance(seen, Unsure)
    assert seen.reason is Reason.BAD_ANSWER
