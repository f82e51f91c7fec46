"""Names of models as they stand on the Hub."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.judge.models.naming import Named, family, shown_name, slug, take_apart

NAMES = [
    ("Qwen/Qwen3-8B", Named("Qwen3", "8B")),
    ("Qwen/Qwen3-8B-Base", Named("Qwen3", "8B", "Base")),
    ("Qwen/Qwen-1_8B", Named("Qwen", "1.8B")),
    ("Qwen/Qwen3-30B-A3B", Named("Qwen3", "30B-A3B")),
    ("Qwen/Qwen2.5-Coder-7B-Instruct", Named("Qwen2.5-Coder", "7B", "Instruct")),
    ("internlm/internlm2_5-7b", Named("internlm2_5", "7B")),
    ("BlinkDL/rwkv-4-pile-1b5", Named("rwkv-4-pile", "1.5B")),
    ("bigscience/bloom-7b1", Named("bloom", "7.1B")),
    ("mosaicml/mpt-7b-8k", Named("mpt", "7B", "8k")),
    ("openlm-research/open_llama_3b_v2", Named("open_llama", "3B", "v2")),
    ("mistralai/Mixtral-8x7B-v0.1", Named("Mixtral", "8x7B", "v0.1")),
    ("EleutherAI/gpt-neo-125m", Named("gpt-neo", "125M")),
    ("togethercomputer/RedPajama-INCITE-Base-3B-v1", Named("RedPajama-INCITE", "3B", "v1")),
    ("zai-org/GLM-4.6", Named("GLM-4.6")),
    ("zai-org/GLM-4-9B-0414", Named("GLM-4", "9B", "0414")),
    ("meta-llama/Llama-2-7b-hf", Named("Llama-2", "7B", "hf")),
    ("7b", Named("7b")),
    ("chat", Named("chat")),
]


@pytest.mark.parametrize(("name", "parts"), NAMES)
def test_names_are_taken_apart(name: str, parts: Named) -> None:
    assert take_apart(name) == parts


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Falcon LLM", "tiiuae/falcon-180B"),
        ("MPT-7B", "mosaicml/mpt-30b"),
        ("MPT-7B-Chat", "mosaicml/mpt-7b-storywriter"),
        ("Qwen-Chat", "Qwen/Qwen-72B"),
        ("Llama 2", "meta-llama/Llama-2-70b-chat-hf"),
        ("InternLM Chat", "internlm/internlm-chat-7b"),
        ("BELLE-7B", "BelleGroup/BELLE-7B-2M"),
        ("RedPajama-INCITE", "togethercomputer/RedPajama-INCITE-7B-Base"),
    ],
)
def test_one_family_under_two_names(one: str, other: str) -> None:
    assert family(one) == family(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("InternLM", "internlm/internlm2-7b"),
        ("internlm2-7b", "internlm2_5-7b"),
        ("Falcon LLM", "tiiuae/Falcon3-7B-Base"),
        ("GLM", "GLM-4-9B-0414"),
        ("LLaMA", "Llama-2-7b"),
        ("Qwen", "Qwen2.5-Coder-7B"),
        ("BLOOM", "BLOOMZ"),
    ],
)
def test_two_families(one: str, other: str) -> None:
    assert family(one) != family(other)


def test_what_is_shown() -> None:
    assert shown_name("internlm2_5") == "internlm2.5"
    assert shown_name("open_llama") == "open llama"


@given(st.text(max_size=90))
def test_any_text_has_a_family_and_a_slug_that_the_schema_takes(text: str) -> None:
    assert family(text)
    assert re.fullmatch(r"[a-z0-9]+(?:[.-][a-z0-9]+)*", slug(text))
