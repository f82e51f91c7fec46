"""What is no new model, and why: copies by the Hub's word, the list's own under other names."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.judge.models.listed import Listed
from bot.judge.models.screen import ScreenedModels, copied, screen
from bot.model.observation import Found, Moved, Observation
from bot.model.options.new_models import NewModelPolicy
from bot.model.reference import Kind, Reference
from tests.judge.finds import NOW, TODAY, found, registry


def screened(
    *models: Found, observations: tuple[Observation, ...] = (), **new_model_policy: int
) -> ScreenedModels:
    policy = replace(NewModelPolicy(), **new_model_policy)  # type: ignore[arg-type]
    return screen(models, Listed(registry(), observations), policy, TODAY)


def tagged(*tags: str) -> tuple[str, ...]:
    return ("transformers", "safetensors", *tags)


COPIES: list[tuple[Found, str]] = [
    (found("a/New-7B"), ""),
    (found("a/New-7B-GGUF", base_relation="quantized"), "a quantised copy"),
    (found("b/Fast", tags=tagged("base_model:quantized:a/New-7B")), "a quantised copy"),
    (found("b/Fast", tags=tagged("base_model:adapter:a/New-7B")), "an adapter"),
    (found("b/Fast", tags=tagged("base_model:merge:a/New-7B")), "a merge"),
    (found("b/Fast", tags=tagged("base_model:finetune:a/New-7B")), ""),
    (found("b/Fast", tags=tagged("base_model:a/quantized:7B")), ""),
    (found("b/Fast", library="peft"), "an adapter"),
    (found("b/Fast", tags=tagged("mergekit", "merge")), "a merge"),
    (found("b/Fast", tags=tagged("4-bit", "gptq")), "a quantised copy"),
    (found("o/born-in-mxfp4-20b", tags=tagged("8-bit", "mxfp4")), ""),
    (found("b/Fast", library="mlx"), "a conversion"),
    (found("b/Fast", tags=("gguf",)), "a conversion"),
    (found("a/New-7B", tags=tagged("onnx", "gguf")), ""),
    (found("b/New-7B", base_models=("a/New-7B",)), "a re-upload"),
    (found("b/New-7B-bnb", base_models=("a/New-7B",)), "a re-upload"),
    (found("a/New-7B-Chat", base_models=("a/New-7B",)), ""),
    (found("b/Other-7B", base_models=("a/New-7B",)), ""),
]


@pytest.mark.parametrize(("one", "reason"), COPIES)
def test_copies_are_recognised_by_the_facts_of_the_hub(one: Found, reason: str) -> None:
    assert copied(one) == reason


LISTED: list[tuple[Found, str]] = [
    (found("THUDM/glm-10b"), "on the list"),
    (found("stabilityai/stablelm-3b"), "named like a listed model, except for one word"),
    (found("thudm/GLM-10B"), "on the list"),
    (found("zai-org/glm-large"), "named as a variant of a listed model"),
    (found("zai-org/GLM-4-9B-0414"), ""),
    (found("tiiuae/falcon-180B"), "of a listed family"),
    (found("tiiuae/Falcon3-7B-Base"), ""),
    (found("tiiuae/falcon2-11b", created="2023-05-01"), "not later than the listed model"),
    (found("BlinkDL/rwkv-4-pile-7b"), "not later than the listed model"),
    (found("internlm/internlm2_5-7b"), ""),
    (found("x/Llama-2-7b-chat"), "of a listed family"),
    (found("x/Brand", papers=("2307.09288",)), "with the paper of a listed model"),
    (found("x/Brand", papers=("2307.09288",), base_models=("meta-llama/Llama-2-7b-hf",)), ""),
    (found("x/Brand", papers=("2307.09288",), base_models=("meta-llama/Llama-2-70b",)), ""),
    (found("x/Brand", papers=("2106.09685",)), ""),
    (found("x/Brand", pipeline="automatic-speech-recognition"), "for another task"),
    (found("x/Brand", pipeline=""), "for another task, or for none"),
    (found("x/Brand", created=""), "with a creation date the Hub does not know"),
    (found("x/Brand", created="2026-11-20"), "younger than 14 days"),
    (found("x/Brand", created="2025-11-01"), "older than 365 days"),
    (found("x/Brand", downloads=4999), "fewer than 5000 downloads"),
    (found("x/Brand", downloads=1, downloads_all=5000), ""),
    (found("x/Brand", likes=24), "fewer than 25 likes"),
]


@pytest.mark.parametrize(("one", "reason"), LISTED)
def test_the_list_and_the_thresholds(one: Found, reason: str) -> None:
    news = (
        screened(one, max_age_days=365)
        if one.facts.get("created") != "2023-05-01"
        else (screened(one, max_age_days=9999))
    )
    if not reason:
        assert [family.members for family in news.families] == [(one,)]
        return
    assert news.families == []
    ((why, ids),) = news.left_out.items()
    assert why.startswith(reason)
    assert ids == [one.reference.name]


@pytest.mark.parametrize(
    ("created", "reason"),
    [
        ("2026-11-24", "younger than 14 days"),
        ("2026-11-11", "younger than 14 days"),
        ("2026-11-10", ""),  # 14 days old today
        ("2026-10-15", ""),  # 40 days old today
        ("2026-10-14", "older than 40 days"),
    ],
)
def test_both_borders_of_age_belong_to_the_new(created: str, reason: str) -> None:
    one = found("x/Brand", created=created)
    news = screened(one, min_age_days=14, max_age_days=40)
    assert list(news.left_out) == ([reason] if reason else [])
    assert len(news.families) == (0 if reason else 1)


def test_a_listed_model_under_its_new_name() -> None:
    old, new = (Reference.of(Kind.MODEL, name) for name in ("THUDM/glm-10b", "zai-org/Sage-10b"))
    moved = Moved(reference=old, source="hub", at=NOW, evidence="", to=new, certain=True)
    assert screened(found("zai-org/Sage-10b")).families
    assert screened(found("zai-org/Sage-10b"), observations=(moved,)).left_out == {
        "on the list": ["zai-org/Sage-10b"]
    }


def test_sizes_and_variants_of_one_family_are_one() -> None:
    names = ("a/New-7B", "a/New-7B-Instruct", "a/New-1.5B", "a/New-Coder-7B", "a/New2-7B")
    news = screened(*(found(name) for name in names))
    assert [family.name for family in news.families] == ["New", "New-Coder", "New2"]
    assert len(news.families[0].members) == 3


def test_thresholds_count_the_whole_family() -> None:
    sizes = [found(f"a/New-{size}B", downloads=2000, likes=10) for size in (1, 3, 7)]
    assert len(screened(*sizes).families) == 1
    assert screened(sizes[0]).families == []


def test_of_two_accounts_with_one_name_the_first_counts() -> None:
    news = screened(found("z/New-7B", created="2026-03-01"), found("b/New-7B"))
    assert [family.owner for family in news.families] == ["z"]
    assert news.left_out == {"a re-upload": ["b/New-7B"]}
