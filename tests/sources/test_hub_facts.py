from __future__ import annotations

from typing import Any

import pytest
from huggingface_hub import Collection, DatasetInfo, ModelInfo, Organization, SpaceInfo, User
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.sources.hub_facts import (
    of_account,
    of_collection,
    of_dataset,
    of_model,
    of_space,
    parameters,
)


def model(**more: Any) -> ModelInfo:
    return ModelInfo(**{"id": "o/m", **more})  # type: ignore[no-untyped-call]


def weights(total: int | None = None, **counts: int) -> dict[str, Any]:
    return {"parameters": counts, "total": sum(counts.values()) if total is None else total}


# Counts seen in the wild: gpt-neox-20b, bloom, roberta-base, gpt-oss-120b, a hard-coded total
COUNTS: list[tuple[dict[str, Any], int | str]] = [
    ({"safetensors": weights(BF16=176_247_271_424)}, 176_247_271_424),
    ({"safetensors": weights(F32=124_697_433, I64=514)}, 124_697_433),
    ({"safetensors": weights(F16=20_554_568_208, U8=184_549_376)}, 20_554_568_208),
    ({"safetensors": weights(F8_E4M3=1000, BF16=10)}, 1010),
    ({"safetensors": weights(BF16=2_167_371_072, U8=118_244_966_400)}, "packed"),
    ({"safetensors": weights(U8=10)}, "packed"),
    ({"safetensors": weights()}, "packed"),
    ({"safetensors": weights(total=333_312, BF16=7_615_616_512)}, "total"),
    ({"safetensors": weights(BF16=7), "config": {"quantization_config": {"bits": 4}}}, "quantised"),
    ({"safetensors": weights(BF16=7), "tags": ["GPTQ"]}, "quantised"),
    ({"safetensors": weights(BF16=7), "library_name": "peft"}, "adapter"),
    ({"safetensors": weights(BF16=7), "tags": ["lora"]}, "adapter"),
    ({}, "no safetensors"),
]


@pytest.mark.parametrize(("more", "expected"), COUNTS)
def test_weights_are_counted_only_where_they_can_be(
    more: dict[str, Any], expected: int | str
) -> None:
    count = parameters(model(**more))
    if isinstance(expected, int):
        assert count == expected
    else:
        assert isinstance(count, str)
        assert expected in count
    facts, unknown = of_model(model(**more))
    assert ("parameters" in facts) != ("parameters" in unknown)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(["F32", "BF16", "I64", "U8", "F8_E5M2"]), st.integers(0)))
def test_a_count_is_never_more_than_the_total(counts: dict[str, int]) -> None:
    count = parameters(model(safetensors=weights(**counts)))
    assert isinstance(count, str) or 0 < count <= sum(counts.values())


@pytest.mark.parametrize(
    ("more", "licence", "doubt"),
    [
        ({"cardData": {"license": "apache-2.0"}}, "Apache-2.0", ""),
        ({"tags": ["license:mit"]}, "MIT", ""),
        ({"cardData": {"license": ["mit"]}}, "MIT", ""),
        ({"cardData": {"license": ["mit", "gpl-3.0"]}}, None, "several"),
        ({"cardData": {"license": "other", "license_name": "qwen"}}, None, "qwen"),
        ({"cardData": {"license": "other"}}, None, "no name"),
        ({"tags": ["license:other"]}, None, "other"),
        ({"cardData": {}}, None, "names no licence"),
        ({}, None, "names no licence"),
    ],
)
def test_licences(more: dict[str, Any], licence: str | None, doubt: str) -> None:
    facts, unknown = of_model(model(**more))
    assert facts.get("licence") == licence
    assert doubt in unknown.get("licence", "")


@pytest.mark.parametrize(
    ("created", "day"),
    [
        ("2022-03-02T23:29:04.000Z", None),
        ("2022-03-02T23:29:05.000Z", None),
        ("2022-03-02T23:30:00.000Z", "2022-03-02"),
        ("2023-07-18T14:00:00.000Z", "2023-07-18"),
    ],
)
def test_the_hub_s_first_day_is_no_day(created: str, day: str | None) -> None:
    facts, unknown = of_model(model(createdAt=created))
    assert facts.get("created") == day
    assert ("created" in unknown) is (day is None)


@pytest.mark.parametrize(
    "raw",
    [
        ["a/b", "c/d"],
        [{"id": "a/b"}, {"id": "c/d"}],
        {"relation": "merge", "models": [{"_id": "1", "id": "a/b"}, {"_id": "2", "id": "c/d"}]},
    ],
)
def test_base_models_come_in_three_shapes(raw: Any) -> None:
    assert of_model(model(baseModels=raw))[0]["base_models"] == ("a/b", "c/d")


@pytest.mark.parametrize(("gated", "told"), [("auto", "auto"), ("manual", "manual"), (False, None)])
def test_the_facts_of_a_model(gated: Any, told: str | None) -> None:
    facts, unknown = of_model(
        model(
            downloads=5,
            downloadsAllTime=50,
            likes=2,
            gated=gated,
            disabled=False,
            lastModified="2024-01-02T03:04:05.000Z",
            pipeline_tag="text-generation",
            tags=["llm"],
        )
    )
    assert facts.get("gated") == told
    facts.pop("gated", None)
    assert facts == {
        "id": "o/m",
        "downloads": 5,
        "downloads_all": 50,
        "likes": 2,
        "disabled": False,
        "modified": "2024-01-02",
        "pipeline": "text-generation",
        "tags": ("llm",),
    }
    assert set(unknown) == {"licence", "parameters"}


def test_the_facts_of_the_others() -> None:
    dataset = DatasetInfo(id="o/d", downloads=1, likes=2, tags=["license:mit"])  # type: ignore[no-untyped-call]
    assert of_dataset(dataset)[0] == {"id": "o/d", "downloads": 1, "likes": 2, "licence": "MIT"}
    space = SpaceInfo(id="o/s", sdk="gradio", likes=3, runtime={"stage": "SLEEPING"})  # type: ignore[no-untyped-call]
    assert of_space(space)[0] == {"id": "o/s", "likes": 3, "sdk": "gradio", "stage": "SLEEPING"}
    organisation = Organization(name="o", numModels=4, numFollowers=5)
    assert of_account(organisation)[0] == {
        "id": "o",
        "type": "organisation",
        "models": 4,
        "followers": 5,
    }
    assert of_account(User(user="u", username="u", fullname="U", avatarUrl=""))[0]["type"] == "user"
    collection = Collection(
        slug="o/t-1",
        title="T",
        owner="o",
        items=[],
        lastUpdated="2024-01-02T03:04:05.000Z",
        position=0,
        private=False,
        theme="green",
        upvotes=0,
    )
    assert of_collection(collection)[0] == {
        "id": "o/t-1",
        "title": "T",
        "items": 0,
        "modified": "2024-01-02",
    }
