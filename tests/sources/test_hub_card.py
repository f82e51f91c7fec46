from __future__ import annotations

import json
from typing import Any

import pytest
from huggingface_hub import ModelInfo
from hypothesis import given
from hypothesis import strategies as st

from bot.sources.hub.card import base_models, base_relation, card_evaluations, papers


def model(**more: Any) -> ModelInfo:
    return ModelInfo(**{"id": "o/m", **more})  # type: ignore[no-untyped-call]


def test_papers_are_those_of_arxiv() -> None:
    tags = ["arxiv:2307.09288", "arxiv:2307.09288", "arxiv:odd", "doi:10.1/x", "llama"]
    assert papers(model(tags=tags)) == ("2307.09288",)


@pytest.mark.parametrize(
    ("raw", "relation"),
    [
        (["a/b", "c/d"], ""),
        ([{"id": "a/b"}, {"id": "c/d"}], ""),
        (
            {"relation": "merge", "models": [{"_id": "1", "id": "a/b"}, {"_id": "2", "id": "c/d"}]},
            "merge",
        ),
    ],
)
def test_base_models_come_in_three_shapes(raw: Any, relation: str) -> None:
    info = model(baseModels=raw)
    assert base_models(info) == ("a/b", "c/d")
    assert base_relation(info) == relation


@pytest.mark.parametrize(
    ("tags", "bases", "relation"),
    [
        (["base_model:a/b", "base_model:quantized:a/b"], ("a/b",), "quantized"),
        (["base_model:a/b", "base_model:finetune:a/b"], ("a/b",), "finetune"),
        (["base_model:a/b"], ("a/b",), ""),
        (
            ["base_model:adapter:a/b", "base_model:merge:c/d", "base_model:quantized:e/f"],
            ("a/b", "c/d", "e/f"),
            "quantized",
        ),
        ([], (), ""),
    ],
)
def test_tags_give_the_relation(tags: list[str], bases: tuple[str, ...], relation: str) -> None:
    assert base_models(model(tags=tags)) == bases
    assert base_relation(model(tags=tags)) == relation


RESULT = {
    "task": {"type": "text-generation"},
    "dataset": {"name": "MMLU", "type": "cais/mmlu", "split": "test", "args": {"num_few_shot": 5}},
    "metrics": [{"type": "acc", "name": "accuracy", "value": 45.3}],
    "source": {"name": "leaderboard", "url": "https://example.org/mmlu"},
}


def test_a_card_s_results_with_their_source() -> None:
    info = model(**{"model-index": [{"name": "m", "results": [RESULT]}]})
    (text,) = card_evaluations(info)
    assert json.loads(text) == {
        "benchmark": "MMLU",
        "metric": "accuracy",
        "score": 45.3,
        "setting": "5-shot, test",
        "source": "https://example.org/mmlu",
    }


def test_results_in_files_of_their_own() -> None:
    entry = {
        "dataset": {"id": "Idavidrein/gpqa", "task_id": "gpqa_diamond"},
        "value": 0.412,
        "source": {"url": "https://example.org/gpqa"},
        "notes": "no tools",
    }
    bare = {"dataset": {"id": "cais/hle", "task_id": "default"}, "value": 20.9}
    (text,) = card_evaluations(model(evalResults=[entry, bare]))
    assert json.loads(text) == {
        "benchmark": "Idavidrein/gpqa",
        "metric": "gpqa_diamond",
        "score": 0.412,
        "setting": "no tools",
        "source": "https://example.org/gpqa",
    }


@pytest.mark.parametrize(
    "change",
    [
        {"source": None},
        {"source": {"name": "me"}},
        {"source": {"url": "javascript:alert(1)"}},
        {"dataset": {}},
        {"metrics": [{"value": "good"}]},
        {"metrics": [{"value": True}]},
        {"metrics": [{"value": "nan"}]},
        {"metrics": None},
    ],
)
def test_a_result_without_source_or_number_is_none(change: dict[str, Any]) -> None:
    info = model(**{"model-index": [{"name": "m", "results": [{**RESULT, **change}]}]})
    assert card_evaluations(info) == ()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["results", "dataset", "source", "metrics", "url", "value", "name"]),
            inner,
        )
    ),
)


@given(JSON)
def test_whatever_a_card_holds_nothing_is_raised(index: Any) -> None:
    assert isinstance(card_evaluations(model(**{"model-index": index})), tuple)
