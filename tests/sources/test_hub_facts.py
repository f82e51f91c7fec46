from __future__ import annotations

from typing import Any

import pytest
from huggingface_hub import Collection, DatasetInfo, ModelInfo, Organization, SpaceInfo, User

from bot.sources.hub.facts import (
    of_account,
    of_collection,
    of_dataset,
    of_model,
    of_space,
)


def model(**more: Any) -> ModelInfo:
    return ModelInfo(**{"id": "o/m", **more})  # type: ignore[no-untyped-call]


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
    ("gated", "expected"), [("auto", "auto"), ("manual", "manual"), (False, None)]
)
def test_the_facts_of_a_model(gated: Any, expected: str | None) -> None:
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
    assert facts.get("gated") == expected
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
