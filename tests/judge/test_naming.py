"""Names of models as they stand on the Hub."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.judge.models.naming import ParsedName, family_name, parse_name, shown_name, slug_of

NAMES = [
    ("Qwen/Qwen3-8B", ParsedName("Qwen3", "8B")),
    ("Qwen/Qwen3-8B-Base", ParsedName("Qwen3", "8B", "Base")),
    ("Qwen/Qwen-1_8B", ParsedName("Qwen", "1.8B")),
    ("Qwen/Qwen3-30B-A3B", ParsedName("Qwen3", "30B-A3B")),
    ("Qwen/Qwen2.5-Coder-7B-Instruct", ParsedName("Qwen2.5-Coder", "7B", "Instruct")),
    ("internlm/internlm2_5-7b", ParsedName("internlm2_5", "7B")),
    ("BlinkDL/rwkv-4-pile-1b5", ParsedName("rwkv-4-pile", "1.5B")),
    ("bigscience/bloom-7b1", ParsedName("bloom", "7.1B")),
    ("mosaicml/mpt-7b-8k", ParsedName("mpt", "7B", "8k")),
    ("openlm-research/open_llama_3b_v2", ParsedName("open_llama", "3B", "v2")),
    ("mistralai/Mixtral-8x7B-v0.1", ParsedName("Mixtral", "8x7B", "v0.1")),
    ("EleutherAI/gpt-neo-125m", ParsedName("gpt-neo", "125M")),
    ("togethercomputer/RedPajama-INCITE-Base-3B-v1", ParsedName("RedPajama-INCITE", "3B", "v1")),
    ("zai-org/GLM-4.6", ParsedName("GLM-4.6")),
    ("zai-org/GLM-4-9B-0414", ParsedName("GLM-4", "9B", "0414")),
    ("meta-llama/Llama-2-7b-hf", ParsedName("Llama-2", "7B", "hf")),
    ("7b", ParsedName("7b")),
    ("chat", ParsedName("chat")),
]


@pytest.mark.parametrize(("name", "parts"), NAMES)
def test_names_are_taken_apart(name: str, parts: ParsedName) -> None:
    assert parse_name(name) == parts


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
    assert family_name(one) == family_name(other)


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
    assert family_name(one) != family_name(other)


def test_what_is_shown() -> None:
    assert shown_name("internlm2_5") == "internlm2.5"
    assert shown_name("open_llama") == "open llama"


@given(st.text(max_size=90))
def test_any_text_has_a_family_and_a_slug_that_the_schema_takes(text: str) -> None:
    assert family_name(text)
    assert re.fullmatch(r"[a-z0-9]+(?:[.-][a-z0-9]+)*", slug_of(text))
