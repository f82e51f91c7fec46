from __future__ import annotations

from typing import Any

import pytest
from huggingface_hub import ModelInfo
from hypothesis import given
from hypothesis import strategies as st

from bot.sources.hub.facts import of_model
from bot.sources.hub.weights import Weights, wants_config, weigh
from tests.sources.configs import CONFIGS

NEOX = CONFIGS["EleutherAI/gpt-neox-20b"][0]
LLAMA = CONFIGS["meta-llama/Llama-2-7b-hf"][0]
FALCON = CONFIGS["tiiuae/falcon-7b"][0]
OSS = CONFIGS["openai/gpt-oss-120b"][0]
MIXTRAL = CONFIGS["mistralai/Mixtral-8x7B-v0.1"][0]
QWEN3 = CONFIGS["Qwen/Qwen3-8B"][0]
GLM = CONFIGS["zai-org/chatglm-6b"][0]


def model(**more: Any) -> ModelInfo:
    return ModelInfo(**{"id": "o/m", **more})  # type: ignore[no-untyped-call]


def weights(total: int | None = None, **counts: int) -> dict[str, Any]:
    return {"parameters": counts, "total": sum(counts.values()) if total is None else total}


def of(kind: str, total: int | None = None, **counts: int) -> dict[str, Any]:
    """A model of an architecture with these weights."""
    described = {"safetensors": weights(total, **counts)} if counts else {}
    return {"config": {"model_type": kind}, **described}


# What the Hub says → the count, or a word of the reason why there is none. Seen in the wild:
# bloom, roberta-base, gpt-neox-20b, Llama-2, gpt-oss-120b, a hard-coded total, a DeepSeek.
TRAPS: dict[str, tuple[dict[str, Any], int | str]] = {
    "plain": (of("bloom", BF16=176_247_271_424), 176_247_271_424),
    "positions are buffers": (of("roberta", F32=124_697_433, I64=514), 124_697_433),
    "masks are buffers": (of("gpt_neox", F16=20_554_568_208, U8=184_549_376), 20_554_568_208),
    "frequencies are buffers": (of("llama", F16=6_738_415_616, F32=2048), 6_738_415_616),
    "a trace of another type may be weights": (of("mamba", BF16=10_000_000, F32=64), 10_000_064),
    "floats of eight bits": (of("llama", F8_E4M3=1000, BF16=10), 1010),
    "mxfp4": (of("gpt_oss", BF16=2_167_371_072, U8=118_244_966_400), "packed"),
    "packed int4": (of("llama", I32=900, F16=100), "packed"),
    "no floats": (of("llama", U8=10), "packed"),
    "nothing in it": ({"safetensors": weights()}, "packed"),
    "a hard-coded total": (of("llama", 333_312, BF16=7_615_616_512), "total"),
    "quantised by config": (
        {"safetensors": weights(BF16=7), "config": {"quantization_config": {"bits": 4}}},
        "quantised",
    ),
    "quantised by tag": ({"safetensors": weights(BF16=7), "tags": ["GPTQ"]}, "quantised"),
    "adapter by library": ({"safetensors": weights(BF16=7), "library_name": "peft"}, "adapter"),
    "adapter by tag": ({"safetensors": weights(BF16=7), "tags": ["lora"]}, "adapter"),
    "adapter by relation": (
        {"safetensors": weights(BF16=7), "tags": ["base_model:adapter:o/base"]},
        "adapter",
    ),
    "delta": ({"id": "CarperAI/stable-vicuna-13b-delta", "safetensors": weights(F16=7)}, "differ"),
    "difference": ({"id": "tatsu-lab/alpaca-7b-wdiff", "safetensors": weights(F16=7)}, "differ"),
    "a version of a difference": (
        {"id": "lmsys/vicuna-7b-delta-v1.1", "safetensors": weights(F16=7)},
        "differ",
    ),
    "its weights": ({"id": "o/koala-7b-diff-weights", "safetensors": weights(F16=7)}, "differ"),
    "a word of the model's own": (
        {"id": "fla-hub/delta_net-1.3B-100B", "safetensors": weights(F16=7)},
        7,
    ),
    "in the middle of its name": (
        {"id": "fla-hub/gated-delta-net-1.3B", "safetensors": weights(F16=7)},
        7,
    ),
    "at its beginning": ({"id": "o/Diff-Transformer-3B", "safetensors": weights(F16=7)}, 7),
    "before a size": ({"id": "o/gated_delta_1.3B", "safetensors": weights(F16=7)}, 7),
    "a name that only sounds so": ({"id": "o/deltanet-1b", "safetensors": weights(F16=7)}, 7),
    "only .bin": ({}, "no safetensors"),
    "gguf": ({"gguf": {"total": 8_190_735_360, "architecture": "qwen3"}}, 8_190_735_360),
    "an odd gguf": ({"gguf": {"total": True}}, "no safetensors"),
}


@pytest.mark.parametrize("name", TRAPS)
def test_weights_are_counted_only_where_they_can_be(name: str) -> None:
    more, expected = TRAPS[name]
    found = weigh(model(**more))
    if isinstance(expected, int):
        assert isinstance(found, Weights)
        assert found.count == expected
    else:
        assert isinstance(found, str)
        assert expected in found
    facts, unknown = of_model(model(**more))
    assert ("parameters" in facts) != ("parameters" in unknown)
    assert ("parameters" in facts) == ("parameters_how" in facts)


# The same with `config.json` at hand.
CONFIGURED: dict[str, tuple[dict[str, Any], dict[str, Any], Weights]] = {
    "masks and frequencies": (
        of("gpt_neox", F16=20_554_568_208, U8=184_549_376),
        NEOX,
        Weights(20_554_567_680, "safetensors"),
    ),
    "frequencies": (
        of("llama", F16=6_738_415_616, F32=2048),
        LLAMA,
        Weights(6_738_415_616, "safetensors"),
    ),
    "a shared embedding held twice": (
        of("falcon", BF16=7_217_189_760),
        FALCON,
        Weights(6_921_720_704, "safetensors"),
    ),
    "fewer than the formula says: the file is right": (
        of("llama", F16=6_738_415_000, F32=600),
        LLAMA,
        Weights(6_738_415_000, "safetensors"),
    ),
    "mxfp4": (
        of("gpt_oss", BF16=2_167_371_072, U8=118_244_966_400),
        OSS,
        Weights(116_829_156_672, "computed", 5_711_982_912),
    ),
    "experts": (
        of("mixtral", BF16=46_702_792_704),
        MIXTRAL,
        Weights(46_702_792_704, "safetensors", 12_879_925_248),
    ),
    "packed int4": (of("qwen3", I32=900, F16=100), QWEN3, Weights(8_190_735_360, "computed")),
    "a hard-coded total": (of("qwen3", 5, BF16=7), QWEN3, Weights(8_190_735_360, "computed")),
    "only .bin": (of("chatglm"), GLM, Weights(6_173_286_400, "computed")),
}


@pytest.mark.parametrize("name", CONFIGURED)
def test_a_formula_settles_what_the_files_leave_open(name: str) -> None:
    more, config, expected = CONFIGURED[name]
    assert weigh(model(**more), config) == expected


def test_no_formula_counts_an_adapter() -> None:
    assert isinstance(weigh(model(**of("llama"), library_name="peft"), LLAMA), str)
    assert isinstance(weigh(model(**{**of("llama"), "id": "o/vicuna-13b-delta-v1.1"}), LLAMA), str)


@pytest.mark.parametrize(
    ("more", "wanted"),
    [
        (of("llama", F16=7), False),
        (of("llama", F16=7_000_000, F32=7), True),
        (of("llama"), True),
        (of("mixtral", BF16=7), True),
        (of("mamba"), False),
        ({}, False),
        ({**of("llama"), "gguf": {"total": 7}}, False),
        ({**of("llama"), "library_name": "peft"}, False),
    ],
)
def test_the_config_is_fetched_only_where_it_adds_facts(more: dict[str, Any], wanted: bool) -> None:
    assert wants_config(model(**more)) is wanted


@given(
    st.dictionaries(st.sampled_from(["F32", "BF16", "I64", "U8", "F8_E5M2"]), st.integers(0)),
    st.sampled_from([None, *(config for config, _ in CONFIGS.values())]),
)
def test_a_count_of_files_is_never_more_than_their_total(
    counts: dict[str, int], config: dict[str, Any] | None
) -> None:
    found = weigh(model(safetensors=weights(**counts)), config)
    if isinstance(found, Weights) and found.how == "safetensors":
        assert 0 < found.count <= sum(counts.values())
