"""The world's Hub says what the Hub says, to the Hub's own client."""

from __future__ import annotations

from typing import Any

import httpx
import huggingface_hub
import pytest
from huggingface_hub.errors import DisabledRepoError, HfHubHTTPError, RepositoryNotFoundError

from tests.world.fixtures import MakeWorld

HUB: dict[str, Any] = {
    "page_size": 2,
    "models": {
        "zai-org/chatglm-6b": {
            "likes": 5,
            "downloads": 7,
            "created": "2023-03-13",
            "tags": ["glm", "thudm"],
            "arxiv": ["2103.10360"],
            "license": "mit",
            "files": ["config.json", "deep/er.txt"],
        },
        "zai-org/glm-4": {
            "likes": 9,
            "created": "2024-06-04",
            "safetensors": {"parameters": {"BF16": 10}, "total": 10},
        },
        "zai-org/glm-4-int4": {
            "created": "2024-06-05",
            "base_models": {"relation": "quantized", "models": ["zai-org/glm-4"]},
        },
        "meta-llama/Llama-2-7b-hf": {"gated": "manual", "files": ["config.json"]},
        "some/disabled": {"disabled": True},
        "some/private": {"private": True},
    },
    "datasets": {"some/data": {"likes": 1}},
    "spaces": {"new/board": {"sdk": "gradio", "stage": "PAUSED"}},
    "renamed": {
        "THUDM/chatglm-6b": "zai-org/chatglm-6b",
        "gpt2": "openai-community/gpt2",
        "old/board": "new/board",
    },
    "accounts": {"zai-org": {"followers": 3}, "BlinkDL": {"type": "user"}},
    "collections": {
        "google/t5-release-65005e7c520f8d7b4d037918": {
            "title": "T5",
            "updated": "2024-01-01",
            "items": ["model/google-t5/t5-small"],
        }
    },
}
SMALL = {"hub": HUB, "papers": {"2103.10360": {"title": "GLM", "published": "2021-03-18"}}}


def test_the_hub_describes_models(world: MakeWorld) -> None:
    made = world(SMALL)
    hub = huggingface_hub.HfApi()
    model = hub.model_info("THUDM/chatglm-6b", expand=["likes", "cardData", "safetensors", "tags"])
    assert (model.id, model.likes, model.downloads) == ("zai-org/chatglm-6b", 5, None)
    assert model.card_data is not None
    assert model.card_data["license"] == "mit"
    assert model.safetensors is None
    assert "arxiv:2103.10360" in (model.tags or [])
    assert hub.model_info("meta-llama/Llama-2-7b-hf").gated == "manual"
    assert hub.model_info("zai-org/GLM-4").id == "zai-org/glm-4"
    sent = [record.headers.get("authorization") for record in made.records() if record.headers]
    assert f"Bearer {made.env()['HF_TOKEN']}" in sent


def test_the_hub_describes_the_rest(world: MakeWorld) -> None:
    world(SMALL)
    hub = huggingface_hub.HfApi()
    assert hub.dataset_info("some/data").likes == 1
    space = hub.space_info("old/board", expand=["sdk", "runtime"])
    assert space.id == "new/board"
    assert space.runtime is not None
    assert space.runtime.stage == "PAUSED"
    assert hub.get_organization_overview("zai-org").num_models == 3
    assert hub.get_user_overview("BlinkDL").num_models == 0
    collection = hub.get_collection("google/t5-65005e7c520f8d7b4d037918")
    assert [item.item_id for item in collection.items] == ["google-t5/t5-small"]
    assert hub.paper_info("2103.10360").num_total_models == 1


def test_the_hub_lists_page_by_page(world: MakeWorld) -> None:
    made = world(SMALL)
    hub = huggingface_hub.HfApi()
    newest = [one.id for one in hub.list_models(author="zai-org", sort="created_at")]
    assert newest == ["zai-org/glm-4-int4", "zai-org/glm-4", "zai-org/chatglm-6b"]
    assert made.count("huggingface.co", "GET", "/api/models") == 2
    assert [one.id for one in hub.list_models(filter=["glm", "thudm"])] == ["zai-org/chatglm-6b"]
    [quantised] = hub.list_models(search="int4", expand=["tags"])
    assert "base_model:quantized:zai-org/glm-4" in (quantised.tags or [])
    with pytest.raises(HfHubHTTPError, match="expected one of"):
        next(iter(hub.list_models(expand=["baseModels"])))


def test_the_hub_refuses_in_its_own_words(world: MakeWorld) -> None:
    world(SMALL)
    hub = huggingface_hub.HfApi()
    for name, token, status in [
        ("some/missing", None, 404),
        ("some/private", None, 404),
        ("some/missing", False, 401),
    ]:
        with pytest.raises(RepositoryNotFoundError) as refused:
            hub.model_info(name, token=token)
        assert refused.value.response.status_code == status
    with pytest.raises(DisabledRepoError):
        hub.model_info("some/disabled")
    with pytest.raises(HfHubHTTPError, match="expected one of"):
        hub.model_info("zai-org/glm-4", expand=["nonsense"])  # type: ignore[list-item]


def test_the_hub_limits_and_validates(world: MakeWorld) -> None:
    world({"hub": {**HUB, "quota": 2}})
    address = "https://huggingface.co/api/models/zai-org/glm-4"
    with httpx.Client() as client:
        first = client.get(address)
        assert first.headers["RateLimit"] == '"api";r=1;t=120'
        again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert client.get(address).status_code == 429
