from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.entry import Entry, EntryLink
from bot.model.errors import Where
from bot.model.reference import read_link
from bot.model.values.sizes import (
    family_of,
    in_notation,
    label_count,
    label_fits,
    label_in,
    rounded,
    size_label,
    sizes_in_order,
    sizes_of,
)

HUB = "https://huggingface.co/"


@pytest.mark.parametrize(
    ("written", "drawn"),
    [
        ("1B7", "1.7B"),
        ("7b1", "7.1B"),
        ("1.3b", "1.3B"),
        ("560M", "560M"),
        ("8x7B", "8x7B"),
        ("8X7b", "8x7B"),
        ("7.0B", "7B"),
        ("1.50B", "1.5B"),
        ("235B-A22B", "235B-A22B"),
        ("30b-a3b", "30B-A3B"),
        ("large", "large"),
        ("1.7B5", "1.7B5"),
        ("7", "7"),
    ],
)
def test_one_notation(written: str, drawn: str) -> None:
    assert in_notation(written) == drawn


def test_small_sizes_come_first() -> None:
    mixed = ["70B", "7B", "1B1", "560M", "8x7B", "xl", "7.0B", "235B-A22B", "1T"]
    assert sizes_in_order(mixed) == ("560M", "1.1B", "7B", "8x7B", "70B", "235B-A22B", "1T", "xl")


LABELS = st.from_regex(r"([2-9]x)?[1-9]\d{0,2}(\.\d)?[MBmb]", fullmatch=True)


@given(st.lists(LABELS))
def test_order_is_stable_and_loses_nothing(labels: list[str]) -> None:
    ordered = sizes_in_order(labels)
    assert sizes_in_order(reversed(ordered)) == ordered
    assert set(ordered) == {in_notation(label) for label in labels}
    assert [label_count(label) for label in ordered] == sorted(
        label_count(label) for label in ordered
    )


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("EleutherAI/pythia-2.8b-deduped", "2.8B"),
        ("bigscience/bloom-7b1", "7.1B"),
        ("bigscience/bloomz-560m", "560M"),
        ("bigscience/bloom", ""),
        ("google-t5/t5-small", ""),
        ("google-t5/t5-11b", "11B"),
        ("google/mt5-xxl", ""),
        ("facebook/opt-1.3b", "1.3B"),
        ("meta-llama/Llama-2-70b-chat-hf", "70B"),
        ("lmsys/vicuna-7b-v1.5", "7B"),
        ("Qwen/Qwen-1_8B", "1.8B"),
        ("openlm-research/open_llama_3b_v2", "3B"),
        ("x/llama_2_7b", "7B"),
        ("project-baize/baize-lora-30B", "30B"),
        ("BelleGroup/BELLE-7B-0.2M", "7B"),
        ("stabilityai/stablelm-3b-4e1t", "3B"),
        ("BlinkDL/rwkv-4-pile-1b5", "1.5B"),
        ("mistralai/Mixtral-8x7B-v0.1", "8x7B"),
        ("Qwen/Qwen3-235B-A22B-Instruct", "235B-A22B"),
        ("databricks/dolly-v2-12b", "12B"),
        ("fnlp/moss-moon-003-sft-int4", ""),
        ("x/model-4bit", ""),
        ("x/model-32k-ctx", ""),
        ("7b/model", ""),
        ("openai/gpt-oss-120b", "120B"),
        ("microsoft/phi-2", ""),
    ],
)
def test_the_size_in_a_name(name: str, label: str) -> None:
    assert label_in(name) == label


@pytest.mark.parametrize(
    ("count", "label"),
    [
        (60_506_624, "61M"),
        (125_198_592, "125M"),
        (559_214_592, "559M"),
        (999_600_000, "1B"),
        (1_065_314_304, "1.1B"),
        (3_002_557_440, "3B"),
        (6_738_415_616, "6.7B"),
        (9_960_000_000, "10B"),
        (13_015_864_320, "13B"),
        (176_247_271_424, "176B"),
        (1_040_000_000_000, "1T"),
        (10_100_000_000, "10B"),
        (4_000, "4K"),
        (500, "0.5K"),
    ],
)
def test_a_count_as_people_write_it(count: int, label: str) -> None:
    assert rounded(count) == label


@given(st.integers(min_value=1_000, max_value=10**13))
def test_a_rounded_count_fits_itself(count: int) -> None:
    assert label_fits(rounded(count), count)


@pytest.mark.parametrize(
    ("label", "count", "fits"),
    [
        ("7B", 7_700_000_000, True),
        ("7B", 7_710_000_000, False),
        ("7B", 6_300_000_000, True),
        ("7B", 6_290_000_000, False),
        ("8x7B", 61_000_000_000, True),  # experts share weights, so fewer fit as well
        ("8x7B", 9_000_000_000, True),
        ("8x7B", 62_000_000_000, False),
        ("large", 7_000_000_000, False),
    ],
)
def test_a_label_fits_a_count_within_a_tenth(label: str, count: int, fits: bool) -> None:
    assert label_fits(label, count) is fits


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("huggyllama/llama-7b", "huggyllama/llama-*"),
        ("HuggyLlama/Llama-13B", "huggyllama/llama-*"),
        ("Qwen/Qwen3-30B-A3B-Base", "qwen/qwen3-*-base"),
        ("hf.co/huggyllama/llama-7b", "hf.co/huggyllama/llama-*"),
        ("bigscience/bloom", ""),
    ],
)
def test_all_sizes_of_a_family_have_one_name(name: str, family: str) -> None:
    assert family_of(name) == family


@pytest.mark.parametrize(
    ("name", "count", "label"),
    [
        ("huggyllama/llama-7b", 6_738_415_616, "7B"),
        ("EleutherAI/pythia-410m", 405_334_016, "410M"),
        ("EleutherAI/gpt-neox-20b", 20_554_568_208, "20B"),
        ("bigscience/bloom", 176_247_271_424, "176B"),
        ("x/tiny-7b", 500_000_000, "500M"),
        ("mistralai/Mixtral-8x7B-v0.1", 46_702_792_704, "8x7B"),
    ],
)
def test_the_name_wins_where_the_count_bears_it_out(name: str, count: int, label: str) -> None:
    assert size_label(name, count) == label


def model(labels: tuple[str, ...], *repositories: str) -> Entry:
    where = Where("registry/models.yml", 1)
    links = [EntryLink("weights", read_link(HUB + one), where) for one in repositories]
    return Entry("m", "model", "M", "models", where, tuple(links), {"sizes": labels})


def placed(entry: Entry) -> dict[str, list[str]]:
    sizes = sizes_of(entry, entry.values["sizes"])
    return {
        size.label: [one.link.reference.name.split("/")[1] for one in size.links] for size in sizes
    }


def test_repositories_are_found_by_name_and_the_rest_by_order() -> None:
    entry = model(("60M", "220M", "770M", "3B"), "g/t5-3b", "g/t5-small", "g/t5-base", "g/t5-large")
    assert placed(entry) == {
        "60M": ["t5-small"],
        "220M": ["t5-base"],
        "770M": ["t5-large"],
        "3B": ["t5-3b"],
    }


def test_what_is_not_clear_stays_open() -> None:
    entry = model(("60M", "220M", "3B"), "g/t5-3b", "g/t5-small")
    assert placed(entry) == {"60M": [], "220M": [], "3B": ["t5-3b"]}


def test_two_repositories_of_one_size() -> None:
    assert placed(model(("3B",), "o/llama_3b", "o/llama_3b_v2")) == {
        "3B": ["llama_3b", "llama_3b_v2"]
    }
