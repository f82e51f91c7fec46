"""The Hub models of the list this bot keeps: every count right or unknown, none wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from bot.model.observation import Found
from bot.model.reference import Kind, Query, Reference, home
from bot.sources.hub.source import Hub
from tests.sources.configs import CONFIGS
from tests.world.scenario import load

if TYPE_CHECKING:
    from tests.world.world import World

Box = Callable[..., "World"]
NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
# Counted by nobody: no file states it, no formula is known, or what is there is not the model.
UNKNOWN = re.compile(
    r"BlinkDL/.*|.*-delta|.*-wdiff|.*baize-lora-.*|.*-(int4|int8|Int4|Int8|AWQ|4bit|plugin)"
    r"|zai-org/glm-.*|Qwen/Qwen-(1_8B|14B|72B)|stabilityai/stablelm-tuned-.*|young-geng/koala"
    r"|yulan-team/YuLan-Chat-3-12b|.*-lora-zh|Qwen/Qwen3-8B-GGUF"
)
COMPUTED = re.compile(r".*-GPTQ-Int4")
# Where the files and the architecture differ: the 7B holds its head apart from the embedding.
STORED = {"tiiuae/falcon-7b": 7_217_189_760}


@pytest.fixture
def seen(world: Box) -> dict[str, Found]:
    box = world("gpt_alternatives")
    names = list(load("gpt_alternatives")["hub"]["models"])
    references = [Reference.of(Kind.MODEL, name) for name in names]
    source = Hub("hf_worldworldworldworldworldworldwor", sleep=lambda _: None)
    looked = list(source.look([Query(one, home(one)) for one in references], NOW))
    source.close()
    assert box.count("huggingface.co") < len(names) / 2
    found = {one.reference.name: one for one in looked if isinstance(one, Found)}
    assert set(found) == set(names)
    return found


def test_every_count_is_right_or_unknown(seen: dict[str, Found]) -> None:
    exact = {name: count for name, (_, count) in CONFIGS.items()} | STORED
    hub = load("gpt_alternatives")["hub"]["models"]
    for name, one in seen.items():
        count = one.facts.get("parameters")
        described = {"safetensors", "gguf", "config"} & {*hub[name]}
        if not described or (UNKNOWN.fullmatch(name) and not COMPUTED.fullmatch(name)):
            assert count is None, name
            assert one.unknown["parameters"], name
        else:
            assert count, name
        if name in exact and count is not None:
            assert count == exact[name], name


def test_nothing_without_a_source_is_an_evaluation(seen: dict[str, Found]) -> None:
    evaluations = {
        name: one.facts["evaluations"] for name, one in seen.items() if "evaluations" in one.facts
    }
    assert set(evaluations) == {
        "EleutherAI/pythia-12b",
        "Qwen/Qwen-7B",
        "internlm/internlm-7b",
        "meta-llama/Llama-2-70b-hf",
        "meta-llama/Llama-2-7b-hf",
        "mosaicml/mpt-7b",
        "tiiuae/falcon-40b",
    }
    assert all(
        '"source": "https://' in str(text)
        for texts in evaluations.values()
        for text in texts  # type: ignore[union-attr]
    )
