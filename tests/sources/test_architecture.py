"""Every formula against exact counts: of READMEs, the Hub's metadata and model cards."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sources.hub.architecture import FORMULAS, count
from tests.sources.configs import CONFIGS


@pytest.mark.parametrize("name", CONFIGS)
def test_a_formula_gives_the_exact_count(name: str) -> None:
    config, exact = CONFIGS[name]
    counted = count(config)
    assert counted is not None
    assert counted.total == exact


def test_every_formula_is_held_against_a_count() -> None:
    tried = {config["model_type"] for config, _ in CONFIGS.values()}
    assert set(FORMULAS) - tried <= {
        "RefinedWebModel",
        "codegen",
        "kimi_k2",
    }  # built as another one is


@pytest.mark.parametrize(
    ("name", "active"),
    [
        ("mistralai/Mixtral-8x7B-v0.1", 12_879_925_248),  # "12.9B"
        ("Qwen/Qwen3-30B-A3B", 3_353_032_704),  # "3.3B activated"
        ("openai/gpt-oss-120b", 5_711_982_912),  # 5.13B without the embedding
        ("deepseek-ai/DeepSeek-V3", 37_552_297_472),  # "37B activated"
        ("deepseek-ai/DeepSeek-V2-Lite", 2_661_150_208),  # "2.4B" without the embedding
        ("meta-llama/Llama-2-7b-hf", None),
    ],
)
def test_of_experts_only_some_work_for_one_token(name: str, active: int | None) -> None:
    counted = count(CONFIGS[name][0])
    assert counted is not None
    assert counted.active == active


@pytest.mark.parametrize("name", CONFIGS)
def test_a_number_that_is_missing_is_no_guess(name: str) -> None:
    config = CONFIGS[name][0]
    for key in ("vocab_size", "padded_vocab_size", "hidden_size", "n_embd", "d_model"):
        if key in config:
            assert count({other: config[other] for other in config if other != key}) is None


@pytest.mark.parametrize(
    "config",
    [
        {},
        {"model_type": "mamba", "hidden_size": 768},
        {"model_type": "llama", "text_config": {}, **CONFIGS["meta-llama/Llama-2-7b-hf"][0]},
        {**CONFIGS["mosaicml/mpt-7b"][0], "no_bias": False},
        {**CONFIGS["tiiuae/falcon-7b"][0], "bias": True},
        {**CONFIGS["meta-llama/Llama-2-7b-hf"][0], "num_attention_heads": 0},
        {**CONFIGS["meta-llama/Llama-2-7b-hf"][0], "hidden_size": "many"},
    ],
)
def test_what_no_formula_fits_is_unknown(config: dict[str, Any]) -> None:
    assert count(config) is None


ODD = st.one_of(st.none(), st.integers(-3, 9), st.text(max_size=2), st.booleans())


@given(st.sampled_from(sorted(CONFIGS)), st.data())
def test_whatever_a_config_holds_nothing_is_raised(name: str, data: st.DataObject) -> None:
    config = dict(CONFIGS[name][0])
    key = data.draw(st.sampled_from(sorted(set(config) - {"model_type"})))
    config[key] = data.draw(ODD)
    counted = count(config)
    assert counted is None or counted.total > 0
